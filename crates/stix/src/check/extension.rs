//! Extensions (STIX 2.1 sections 3.2, 7.3 and 11.3).

use super::meta::EXTENSION_TYPE;
use super::path::Path;
use super::predefined;
use super::report::Report;
use super::{cooperation, form};
use crate::id::ObjectId;
use crate::json::{Members, Value};

/// What the extensions of an object say about the object itself.
#[derive(Default)]
pub(super) struct Declared {
    /// The object is a new domain or relationship object.
    pub(super) versioned: bool,
    /// The object is a new cyber-observable object.
    pub(super) observable: bool,
    /// The object may have properties of an extension beside its own.
    pub(super) toplevel: bool,
}

/// Reads the types of the extensions.
pub(super) fn declared(members: &Members<'_>) -> Declared {
    let mut declared = Declared::default();
    let Some(Value::Object(extensions)) = members.get("extensions") else {
        return declared;
    };
    for (_, extension) in extensions.iter() {
        match extension.get("extension_type").and_then(Value::as_str) {
            Some("new-sdo" | "new-sro") => declared.versioned = true,
            Some("new-sco") => declared.observable = true,
            Some("toplevel-property-extension") => declared.toplevel = true,
            _ => {}
        }
    }
    declared
}

/// Checks the value of `extensions`.
pub(super) fn check(value: &Value<'_>, path: Path<'_>, kind: &str, report: &mut Report) {
    let Value::Object(extensions) = value else {
        report.error(
            path,
            "value-type",
            "3.2",
            "`extensions` must be a dictionary",
        );
        return;
    };
    for (name, extension) in extensions.iter() {
        let place = Path::Name(&path, name);
        let Value::Object(content) = extension else {
            report.error(place, "value-type", "3.2", "an extension must be an object");
            continue;
        };
        if let Some(table) = predefined::table_of(kind, name) {
            form::structure(table, content, place, kind, report);
        } else if name.starts_with("extension-definition--") {
            defined(name, content, place, report);
        } else {
            custom(name, content, place, report);
        }
    }
}

fn defined(name: &str, content: &Members<'_>, place: Path<'_>, report: &mut Report) {
    if let Err(fault) = name.parse::<ObjectId>() {
        report.error(place, "identifier", "2.9", fault.to_string());
    }
    if cooperation::check_extension(name, content, place, report) {
        return;
    }
    let path = Path::Name(&place, "extension_type");
    match content.get("extension_type") {
        None => report.error(
            path,
            "extension-type",
            "7.3",
            "an extension under the id of its definition must say its `extension_type`",
        ),
        Some(Value::String(text)) if EXTENSION_TYPE.contains(&text.as_ref()) => {}
        Some(_) => report.error(
            path,
            "extension-type",
            "10.5",
            format!(
                "the type of an extension is one of {}",
                EXTENSION_TYPE.join(", ")
            ),
        ),
    }
}

/// A customisation from before there were extension definitions.
fn custom(name: &str, content: &Members<'_>, place: Path<'_>, report: &mut Report) {
    let charset = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let letter = name.starts_with(|first: char| first.is_ascii_lowercase());
    if !charset || !letter || !(3..=250).contains(&name.len()) || !name.ends_with("-ext") {
        report.error(
            place,
            "extension-name",
            "3.2",
            "the key of an extension is the id of an extension definition, or a name of a-z, 0-9 and hyphen that ends in `-ext`",
        );
        return;
    }
    let message = if predefined::is_predefined(name) {
        "this extension is not defined for this type"
    } else if content.contains("extension_type") {
        "the key of an extension with a type should be the id of its definition"
    } else {
        "an extension should have a definition, and stand under its id"
    };
    report.warning(place, "custom-extension", "11.3", message);
}
