//! Validation: tables say what properties a type has, and a few rules say what tables cannot.

mod charset;
mod common;
pub mod cooperation;
mod customs;
mod domain;
mod extension;
mod form;
mod language;
mod marking;
mod meta;
mod observable;
mod path;
mod pattern;
mod predefined;
mod relationship;
mod report;
mod rules;
mod table;
mod texts;
mod time_order;
mod values;
mod walk;

pub use customs::Customs;
pub(crate) use customs::undefined_properties;
pub(crate) use path::Path;
pub(crate) use report::Report;
use table::Table;
pub(crate) use texts::Texts;
pub(crate) use values::hash_shape;

use crate::id::{ObjectId, check_kind};
use crate::json::{Members, Value};
use crate::object::Class;
use crate::sco_id::{self, ScoIdError};

/// Checks one object against everything that STIX 2.1 says about an object by itself.
///
/// At most `most` findings of each severity are kept.
pub(crate) fn object(value: &Value<'_>, most: usize) -> Report {
    let mut report = Report::keeping(most);
    let Value::Object(members) = value else {
        report.error(
            Path::Root,
            "not-an-object",
            "2",
            "a STIX object is a JSON object",
        );
        return report;
    };
    let kind = kind_of(members, &mut report);
    report.id = id_of(members, kind, &mut report);
    report.class = kind.map_or(Class::Unknown, class_of);
    let ours = kind.and_then(|kind| cooperation::declared_kind(kind, members));
    if ours.is_some() {
        report.class = Class::Sdo;
    }
    let declared = extension::declared(members);
    let common = match report.class {
        Class::Unknown => common::of_unknown(&declared),
        class => common::of_class(class),
    };
    let specific = kind.and_then(table_of);
    let is_defined = |name: &str| {
        common
            .property(name)
            .or_else(|| specific?.property(name))
            .is_some()
            || ours.is_some_and(|ours| cooperation::defines(ours, name))
    };
    walk::run(
        members,
        kind == Some("observed-data"),
        is_defined,
        &mut report,
    );
    let Some(kind) = kind else { return report };
    edition(members, common, &mut report);
    properties(members, common, specific, kind, &declared, &mut report);
    if let Some(ours) = ours {
        cooperation::check(ours, members, common, declared.toplevel, &mut report);
    } else if cooperation::is_cooperation_kind(kind) {
        cooperation::namesake(kind, &mut report);
    } else if specific.is_none() && !declared.versioned && !declared.observable {
        report.warning(
            Path::Name(&Path::Root, "type"),
            "custom-object",
            "11.2",
            "STIX does not define this type: an extension definition should declare it",
        );
    }
    time_order::run(members, &mut report);
    rules::run(kind, members, &mut report);
    marking::run(kind, members, &mut report);
    report
}

/// Whether the text is a language tag of RFC 5646.
pub(crate) fn is_language_tag(text: &str) -> bool {
    language::check(text).is_ok()
}

/// The properties that a type has beyond the common ones.
fn table_of(kind: &str) -> Option<&'static Table> {
    domain::table_of(kind)
        .or_else(|| observable::table_of(kind))
        .or_else(|| meta::table_of(kind))
}

/// The class of a type; the types that are nobody's are unknown.
pub(crate) fn class_of(kind: &str) -> Class {
    match kind {
        "relationship" | "sighting" => Class::Sro,
        "marking-definition" => Class::MarkingDefinition,
        "extension-definition" => Class::ExtensionDefinition,
        "language-content" => Class::LanguageContent,
        _ if domain::table_of(kind).is_some() => Class::Sdo,
        _ if observable::table_of(kind).is_some() => Class::Sco,
        _ => Class::Unknown,
    }
}

fn kind_of<'v>(members: &'v Members<'_>, report: &mut Report) -> Option<&'v str> {
    let path = Path::Name(&Path::Root, "type");
    let Some(value) = members.get("type") else {
        report.missing(path, "3.2");
        return None;
    };
    let Value::String(kind) = value else {
        report.error(path, "value-type", "3.2", "`type` must be a text");
        return None;
    };
    if check_kind(kind).is_err() {
        report.error(
            path,
            "type-name",
            "3.1",
            "a type name has 3 to 250 characters of a-z, 0-9 and single hyphens, and starts with a letter",
        );
        return None;
    }
    if kind == "bundle" {
        report.error(
            path,
            "nested-bundle",
            "8",
            "a bundle is not an object: pass its objects one by one",
        );
    }
    if kind == "action" {
        report.error(
            path,
            "reserved-name",
            "3.8",
            "the type name `action` is reserved: choose another",
        );
    }
    Some(kind)
}

fn id_of(members: &Members<'_>, kind: Option<&str>, report: &mut Report) -> Option<ObjectId> {
    let path = Path::Name(&Path::Root, "id");
    let Some(value) = members.get("id") else {
        report.missing(path, "3.2");
        return None;
    };
    form::identifier(value, path, report)?;
    let id = value.as_str()?.parse::<ObjectId>().ok()?;
    match kind {
        Some(kind) if kind != id.kind() => {
            let message = format!(
                "the id must start with the type of the object: `{}--`",
                report::quote(kind)
            );
            report.error(path, "id-type", "2.9", message);
        }
        Some("process") if id.uuid_version() == Some(5) => report.error(
            path,
            "process-id",
            "6.13",
            "a process has no property that makes its id: use a UUID of version 4",
        ),
        Some(kind) if id.uuid_version() == Some(5) && class_of(kind) == Class::Sco => {
            follows_from_content(kind, &id, members, report);
        }
        // Versions 6 to 8 have a warning already.
        Some(kind)
            if !matches!(class_of(kind), Class::Sco | Class::Unknown)
                && matches!(id.uuid_version(), Some(1 | 2 | 3 | 5)) =>
        {
            report.warning(
                path,
                "uuid-version",
                "2.9",
                "the UUID should be of version 4",
            );
        }
        _ => {}
    }
    Some(id)
}

/// Says when an id was not made from the content by the way of section 2.9.
///
/// Never an error: other ways are allowed (section 3.4), and the standard's own examples do not
/// always follow it.
fn follows_from_content(kind: &str, id: &ObjectId, members: &Members<'_>, report: &mut Report) {
    let path = Path::Name(&Path::Root, "id");
    let message = match sco_id::id_of(kind, members) {
        Ok(made) if made == *id && members.contains("modified") => {
            let message = "an observable with versions needs an id of its producer's own: others make this one for the same thing";
            report.warning(path, "versioned-observable", "3.6", message);
            return;
        }
        Ok(made) if made == *id => return,
        Ok(made) => format!("from this content follows the id `{made}`"),
        Err(ScoIdError::NothingContributes) => {
            "no property is there that makes the id: it should be a random UUID of version 4"
                .to_owned()
        }
        Err(_) => return,
    };
    report.warning(path, "content-id", "3.4", message);
}

/// Tells STIX 2.0 from 2.1 (section 3.2).
fn edition(members: &Members<'_>, common: &Table, report: &mut Report) {
    let path = Path::Name(&Path::Root, "spec_version");
    match members.get("spec_version") {
        None if common
            .property("spec_version")
            .is_some_and(|property| property.required) =>
        {
            report.error(
                path,
                "stix-2.0",
                "3.2",
                "without `spec_version` this is an object of STIX 2.0: convert it to 2.1 first, then send it again",
            );
        }
        Some(Value::String(version)) if version == "2.0" => report.error(
            path,
            "stix-2.0",
            "3.2",
            "this is an object of STIX 2.0: convert it to 2.1 first, then send it again",
        ),
        Some(Value::String(version)) if version != "2.1" => report.error(
            path,
            "spec-version",
            "3.2",
            "`spec_version` must be \"2.1\"",
        ),
        _ => {}
    }
}

fn properties(
    members: &Members<'_>,
    common: &'static Table,
    specific: Option<&'static Table>,
    kind: &str,
    declared: &extension::Declared,
    report: &mut Report,
) {
    let mut custom = Vec::new();
    for (name, value) in members.iter() {
        let known = common.property(name).or_else(|| specific?.property(name));
        let place = Path::Name(&Path::Root, name);
        match known {
            Some(property) => form::check(property.form, value, place, kind, report),
            None if form::unknown_name(name, place, report) => {}
            None if name == "defanged" && specific.is_some() => report.error(
                place,
                "defanged",
                "3.2",
                "only cyber-observable objects can be `defanged`",
            ),
            None if specific.is_some() && !declared.toplevel => custom.push(name),
            None => {}
        }
    }
    form::custom_properties(&custom, Path::Root, report);
    for table in std::iter::once(common).chain(specific) {
        form::required(table, members, Path::Root, report);
    }
}
