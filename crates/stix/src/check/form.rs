//! Checks a value against the form that a table asks for.

use super::extension;
use super::language::{self, TagFault};
use super::path::Path;
use super::report::{Report, quote};
use super::table::{Form, Table, Targets};
use super::{charset, class_of, common, values};
use crate::id;
use crate::json::{Members, Value};
use crate::object::Class;
use crate::time;

/// Checks one value. `kind` is the type of the object that it belongs to.
pub(super) fn check(
    form: Form,
    value: &Value<'_>,
    path: Path<'_>,
    kind: &str,
    report: &mut Report,
) {
    match (form, value) {
        // The walk refuses nulls and empty lists and objects.
        (_, Value::Null)
        | (Form::Any, _)
        | (Form::Bool, Value::Bool(_))
        | (Form::Text, Value::String(_))
        | (Form::Dictionary, Value::Object(_)) => {}
        (
            Form::Binary | Form::Hex | Form::Url | Form::Charset | Form::Language,
            Value::String(text),
        ) => text_form(form, text, path, report),
        (
            Form::Time | Form::Millisecond | Form::MillisecondAdvised | Form::Second,
            Value::String(text),
        ) => {
            timestamp(form, text, path, report);
        }
        (Form::Enumeration(allowed), Value::String(text)) => member_of(allowed, text, path, report),
        (Form::Integer(..) | Form::Float(..), Value::Number(number)) => {
            values::number(form, number, path, report);
        }
        (Form::Reference(targets), Value::String(_)) => reference(targets, value, path, report),
        (Form::Texts, Value::Array(items)) => each(items, path, Form::Text, kind, report),
        (Form::Languages, Value::Array(items)) => each(items, path, Form::Language, kind, report),
        (Form::Enumerations(allowed), Value::Array(items)) => {
            each(items, path, Form::Enumeration(allowed), kind, report);
        }
        (Form::References(targets), Value::Array(items)) => {
            each(items, path, Form::Reference(targets), kind, report);
        }
        (Form::Objects(table), Value::Array(items)) => {
            each(items, path, Form::Object(table), kind, report);
        }
        (Form::Object(table), Value::Object(members)) => {
            structure(table, members, path, kind, report);
        }
        (Form::Extensions, _) => extension::check(value, path, kind, report),
        (Form::Hashes, Value::Object(members)) => values::hashes(members, path, report),
        (Form::TextDictionary, Value::Object(members)) => {
            entries(members, path, Form::Text, kind, report);
        }
        (Form::IntegerDictionary, Value::Object(members)) => {
            entries(members, path, super::table::ANY_INTEGER, kind, report);
        }
        (Form::ListDictionary, Value::Object(members)) => {
            entries(members, path, Form::Texts, kind, report);
        }
        (Form::MixedDictionary, Value::Object(members)) => mixed(members, path, kind, report),
        _ => wrong_type(form, path, report),
    }
}

/// Checks the members of a structure inside an object.
pub(super) fn structure(
    table: &'static Table,
    members: &Members<'_>,
    path: Path<'_>,
    kind: &str,
    report: &mut Report,
) {
    let mut custom = Vec::new();
    for (name, value) in members.iter() {
        let place = Path::Name(&path, name);
        match table.property(name) {
            Some(property) => check(property.form, value, place, kind, report),
            None if unknown_name(name, place, report) => {}
            None => custom.push(name),
        }
    }
    custom_properties(&custom, path, report);
    required(table, members, path, report);
    match table.section {
        common::EXTERNAL_REFERENCE_SECTION => values::external_reference(members, path, report),
        common::KILL_CHAIN_PHASE_SECTION => values::kill_chain_phase(members, path, report),
        _ => {}
    }
}

/// Checks that what must be there is there.
pub(super) fn required(table: &Table, members: &Members<'_>, path: Path<'_>, report: &mut Report) {
    for property in table.properties {
        // `type`, `id` and `spec_version` have rules of their own.
        let told = matches!(property.name, "type" | "id" | "spec_version");
        if property.required && !told && !members.contains(property.name) {
            report.missing(Path::Name(&path, property.name), table.section);
        }
    }
    if !table.one_of.is_empty() && !table.one_of.iter().any(|name| members.contains(name)) {
        let shown: Vec<String> = table
            .one_of
            .iter()
            .take(5)
            .map(|name| format!("`{name}`"))
            .collect();
        let more = if table.one_of.len() > 5 {
            " and others"
        } else {
            ""
        };
        let message = format!("at least one of {}{more} must be there", shown.join(", "));
        report.error(path, "one-of", table.section, message);
    }
}

/// Checks an identifier, and complains if it is none; the type that it names.
pub(super) fn identifier<'v>(
    value: &'v Value<'_>,
    path: Path<'_>,
    report: &mut Report,
) -> Option<&'v str> {
    let Value::String(text) = value else {
        report.error(path, "value-type", "2.9", "an identifier must be a text");
        return None;
    };
    let (kind, uuid) = match id::check(text) {
        Ok(parts) => parts,
        Err(fault) => {
            report.error(path, "identifier", "2.9", fault.to_string());
            return None;
        }
    };
    // The version and the variant stand at fixed places of the text.
    let digit = |at: usize| uuid.as_bytes().get(at).map(u8::to_ascii_lowercase);
    match (digit(14), digit(19)) {
        (Some(b'1'..=b'5'), Some(b'8' | b'9' | b'a' | b'b')) => {}
        (Some(b'6'..=b'8'), Some(b'8' | b'9' | b'a' | b'b')) => report.warning(
            path,
            "uuid-version",
            "2.9",
            "the UUID is of a version that is younger than STIX 2.1: other programs may refuse it",
        ),
        _ => report.error(
            path,
            "identifier",
            "2.9",
            "the UUID has a version or a variant that RFC 4122 does not define",
        ),
    }
    Some(kind)
}

/// The type part of a text that looks like an identifier.
pub(super) fn identifier_kind(text: &str) -> Option<&str> {
    text.split_once("--").map(|(kind, _)| kind)
}

/// Complains about the name of a property that STIX does not define; whether there was a reason.
pub(super) fn unknown_name(name: &str, place: Path<'_>, report: &mut Report) -> bool {
    if matches!(name, "severity" | "username" | "phone_number" | "action") {
        let message = format!("the property name `{name}` is reserved: choose another");
        report.error(place, "reserved-name", "3.8", message);
        return true;
    }
    let wrong = !is_property_name(name);
    if wrong {
        report.error(
            place,
            "property-name",
            "3.1",
            "a property name has 3 to 250 characters of a-z, 0-9 and underscore, and starts with a letter",
        );
    }
    wrong
}

/// One warning for all properties that STIX does not define, because some objects have dozens.
pub(super) fn custom_properties(names: &[&str], path: Path<'_>, report: &mut Report) {
    if names.is_empty() {
        return;
    }
    let mut message = String::with_capacity(256);
    message.push_str("STIX does not define ");
    for (position, name) in names.iter().take(10).enumerate() {
        if position > 0 {
            message.push_str(", ");
        }
        message.push('`');
        message.push_str(&quote(name));
        message.push('`');
    }
    if let Some(more @ 1..) = names.len().checked_sub(10) {
        message.push_str(", ");
        message.push_str(&more.to_string());
        message.push_str(" more");
    }
    message.push_str(": an extension definition should declare it");
    report.warning(path, "custom-property", "11.1", message);
}

/// The rules for property names: STIX 2.1 section 3.1.
pub(super) fn is_property_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (3..=250).contains(&name.len())
        && name.bytes().all(allowed)
        && name.starts_with(|first: char| first.is_ascii_lowercase())
}

/// Checks a language tag.
pub(super) fn language_tag(tag: &str, path: Path<'_>, report: &mut Report) {
    let message = match language::check(tag) {
        Ok(()) => return,
        Err(TagFault::Shape) => format!(
            "`{}` is no language tag of RFC 5646, such as `ar` or `fr-MA`",
            quote(tag)
        ),
        Err(TagFault::Unknown) => format!("no language has the code of the tag `{}`", quote(tag)),
    };
    report.error(path, "language-tag", "3.2", message);
}

/// Complains about a name that is none of a character set.
pub(super) fn character_set(path: Path<'_>, report: &mut Report) {
    report.error(
        path,
        "character-set",
        "3.9.1",
        "the value must be a character set of the IANA registry, such as `windows-1256`",
    );
}

fn each(items: &[Value<'_>], path: Path<'_>, form: Form, kind: &str, report: &mut Report) {
    for (position, item) in items.iter().enumerate() {
        check(form, item, Path::Item(&path, position), kind, report);
    }
}

fn entries(members: &Members<'_>, path: Path<'_>, form: Form, kind: &str, report: &mut Report) {
    for (name, value) in members.iter() {
        check(form, value, Path::Name(&path, name), kind, report);
    }
}

fn mixed(members: &Members<'_>, path: Path<'_>, kind: &str, report: &mut Report) {
    for (name, value) in members.iter() {
        let form = if matches!(value, Value::Array(_)) {
            Form::Texts
        } else {
            Form::Text
        };
        check(form, value, Path::Name(&path, name), kind, report);
    }
}

fn text_form(form: Form, text: &str, path: Path<'_>, report: &mut Report) {
    match form {
        Form::Binary if !values::is_base64(text) => {
            report.error(
                path,
                "binary",
                "2.1",
                "the value must be base64 with padding (RFC 4648)",
            );
        }
        Form::Hex if !values::is_hex(text) => report.error(
            path,
            "hex",
            "2.8",
            "the value must be an even number of hexadecimal digits 0-9 and a-f",
        ),
        Form::Url if !values::is_url(text) => report.error(
            path,
            "url",
            "2.5",
            "the value must be a whole URL, with its scheme and without spaces (RFC 3986)",
        ),
        Form::Charset if !charset::is_known(text) => character_set(path, report),
        Form::Language => language_tag(text, path, report),
        _ => {}
    }
}

fn timestamp(form: Form, text: &str, path: Path<'_>, report: &mut Report) {
    if let Err(fault) = time::check(text) {
        report.error(path, "timestamp", "2.16", fault.to_string());
        return;
    }
    let digits = text.len().saturating_sub(21);
    let message =
        "the timestamp needs at least three digits after the second: `2016-05-12T08:17:27.000Z`";
    match form {
        Form::Millisecond if digits < 3 => {
            report.error(path, "timestamp-precision", "3.2", message);
        }
        Form::MillisecondAdvised if digits < 3 => {
            report.warning(path, "timestamp-precision", "3.2", message);
        }
        _ => {}
    }
    if matches!(form, Form::Second) && digits > 0 {
        report.warning(
            path,
            "timestamp-precision",
            "6.7.6",
            "the timestamp is precise to the second only",
        );
    }
}

fn member_of(allowed: &[&str], text: &str, path: Path<'_>, report: &mut Report) {
    if !allowed.contains(&text) {
        let message = format!("`{}` is not one of {}", quote(text), allowed.join(", "));
        report.error(path, "enumeration", "2.4", message);
    }
}

fn reference(targets: Targets, value: &Value<'_>, path: Path<'_>, report: &mut Report) {
    let Some(kind) = identifier(value, path, report) else {
        return;
    };
    let class = class_of(kind);
    let unknown = class == Class::Unknown && kind != "bundle";
    let fits = match targets {
        Targets::Any => true,
        Targets::Observable => unknown || class == Class::Sco,
        Targets::Observed => unknown || matches!(class, Class::Sco | Class::Sro),
        Targets::Domain => unknown || class == Class::Sdo,
        Targets::RelationshipEnd => unknown || matches!(class, Class::Sco | Class::Sdo),
        Targets::Only(kinds) => kinds.contains(&kind),
    };
    if !fits {
        let kind = quote(kind);
        let message = format!("the reference must name {}, not `{kind}`", wanted(targets));
        report.error(path, "reference-type", "3.3", message);
    }
}

fn wanted(targets: Targets) -> String {
    match targets {
        Targets::Any => "an object".to_owned(),
        Targets::Observable => "a cyber-observable object".to_owned(),
        Targets::Observed => "a cyber-observable object or a relationship".to_owned(),
        Targets::Domain => "a domain object".to_owned(),
        Targets::RelationshipEnd => "a domain object or a cyber-observable object".to_owned(),
        Targets::Only(kinds) => kinds.join(" or "),
    }
}

fn wrong_type(form: Form, path: Path<'_>, report: &mut Report) {
    let wanted = match form {
        Form::Bool => "true or false",
        Form::Integer(..) => "an integer",
        Form::Float(..) => "a number",
        Form::Texts | Form::Languages | Form::Enumerations(_) => "a list of texts",
        Form::References(_) => "a list of identifiers",
        Form::Objects(_) => "a list of objects",
        Form::Object(_) => "an object",
        Form::Hashes
        | Form::Dictionary
        | Form::ListDictionary
        | Form::TextDictionary
        | Form::MixedDictionary
        | Form::IntegerDictionary
        | Form::Extensions => "a dictionary",
        _ => "a text",
    };
    report.error(
        path,
        "value-type",
        "2",
        format!("the value must be {wanted}"),
    );
}
