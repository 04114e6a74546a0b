//! Checks objects against the tables.

use super::rules;
use super::table::{Kind, Need, Shape, Structure};
use crate::check::form;
use crate::check::path::Path;
use crate::check::report::{Report, quote};
use crate::check::table::Table;
use crate::json::{Members, Number, Value};
use crate::time;

/// Checks what an object of one of our types has beyond the common properties.
pub(super) fn object(
    kind: &Kind,
    members: &Members<'_>,
    common: &Table,
    may_have_others: bool,
    report: &mut Report,
) {
    let body = &kind.body;
    let is_foreign = |name: &str| common.property(name).is_none() && body.field(name).is_none();
    let custom: Vec<&str> = members
        .iter()
        .map(|(name, _)| name)
        .filter(|name| !may_have_others && is_foreign(name) && form::is_property_name(name))
        .collect();
    form::custom_properties(&custom, Path::Root, report);
    fields(body, members, Path::Root, report);
}

/// Checks a structure inside an object, or an extension of it.
pub(super) fn structure(
    structure: &Structure,
    members: &Members<'_>,
    path: Path<'_>,
    report: &mut Report,
) {
    let mut custom = Vec::new();
    for (name, _) in members.iter() {
        let place = Path::Name(&path, name);
        if structure.field(name).is_none() && !form::unknown_name(name, place, report) {
            custom.push(name);
        }
    }
    form::custom_properties(&custom, path, report);
    fields(structure, members, path, report);
}

fn fields(structure: &Structure, members: &Members<'_>, path: Path<'_>, report: &mut Report) {
    let section = structure.section;
    for field in structure.fields {
        let place = Path::Name(&path, field.name);
        match (members.get(field.name), field.need) {
            (Some(value), _) => check(&field.shape, value, place, section, report),
            (None, Need::Must) => report.missing(place, section),
            (None, Need::Should | Need::May) => {}
        }
    }
    recommended(structure, members, path, report);
    for rule in structure.rules {
        rules::apply(rule, members, path, section, report);
    }
}

/// One warning for all that should be there, because what the press reports leaves much out.
fn recommended(structure: &Structure, members: &Members<'_>, path: Path<'_>, report: &mut Report) {
    let advised = structure
        .fields
        .iter()
        .filter(|field| field.need == Need::Should);
    let by_rules = structure
        .rules
        .iter()
        .flat_map(|rule| rules::advised(rule, members));
    let names: Vec<String> = advised
        .map(|field| field.name)
        .chain(by_rules.copied())
        .filter(|name| !members.contains(name))
        .map(|name| format!("`{name}`"))
        .collect();
    if !names.is_empty() {
        let message = format!("there should be {}", names.join(", "));
        report.warning(path, "recommended-property", structure.section, message);
    }
}

fn check(
    shape: &Shape,
    value: &Value<'_>,
    path: Path<'_>,
    section: &'static str,
    report: &mut Report,
) {
    match (shape, value) {
        // The walk refuses nulls and empty lists and objects.
        (_, Value::Null)
        | (Shape::Bool, Value::Bool(_))
        | (Shape::Dictionary, Value::Object(_)) => {}
        (Shape::Either(one, other), _) if accepts(shape, value) => {
            let fitting = if accepts(one, value) { one } else { other };
            check(fitting, value, path, section, report);
        }
        (Shape::Integer(..) | Shape::Number(..), Value::Number(number)) => {
            in_range(shape, number, path, section, report);
        }
        (Shape::List(least, item), Value::Array(items)) => {
            if !items.is_empty() && items.len() < *least {
                let message = format!("the list needs at least {least} elements");
                report.error(path, "list-length", section, message);
            }
            for (position, value) in items.iter().enumerate() {
                check(item, value, Path::Item(&path, position), section, report);
            }
        }
        (Shape::Reference(kinds), Value::String(_)) => {
            reference(kinds, value, path, section, report);
        }
        (Shape::Structure(inner), Value::Object(members)) => {
            structure(inner, members, path, report);
        }
        (Shape::Translations, Value::Object(members)) => {
            translations(members, path, section, report);
        }
        (_, Value::String(text)) if accepts(shape, value) => {
            written(shape, text, path, section, report);
        }
        _ => report.error(
            path,
            "value-type",
            section,
            format!("the value must be {}", wanted(shape)),
        ),
    }
}

/// Checks a value that is written as a text.
fn written(shape: &Shape, text: &str, path: Path<'_>, section: &'static str, report: &mut Report) {
    match shape {
        Shape::Closed(words) if !words.contains(&text) => {
            let message = format!("`{}` is not one of {}", quote(text), words.join(", "));
            report.error(path, "enumeration", section, message);
        }
        Shape::Date if !is_date(text) => {
            report.error(
                path,
                "date",
                section,
                "the value must be a day of the calendar, such as `2023-01-24`",
            );
        }
        Shape::Duration if !is_duration(text) => {
            report.error(path, "duration", section, "the value must be a duration in years, months, weeks or days, such as `P1Y` or `P6M`");
        }
        Shape::Language => form::language_tag(text, path, report),
        Shape::Moment if !is_date(text) => timestamp(text, path, section, report),
        Shape::Open(_) | Shape::Text if is_blank(text) => {
            report.error(
                path,
                "blank-text",
                section,
                "the text is empty: write something, or leave the property out",
            );
        }
        Shape::Open(vocabularies) if !vocabularies.iter().any(|words| words.contains(&text)) => {
            let message = format!(
                "`{}` is not in the vocabulary; others may not understand it",
                quote(text)
            );
            report.warning(path, "open-vocabulary", section, message);
        }
        Shape::Sha256 if !is_sha256(text) => {
            report.error(
                path,
                "sha-256",
                section,
                "the value must be a SHA-256 in 64 digits 0-9 and a-f",
            );
        }
        Shape::Time => timestamp(text, path, section, report),
        _ => {}
    }
}

fn timestamp(text: &str, path: Path<'_>, section: &'static str, report: &mut Report) {
    if let Err(fault) = time::check(text) {
        report.error(path, "timestamp", section, fault.to_string());
    }
}

/// Whether a value has the JSON type that a shape wants.
fn accepts(shape: &Shape, value: &Value<'_>) -> bool {
    match shape {
        Shape::Bool => matches!(value, Value::Bool(_)),
        Shape::Dictionary | Shape::Structure(_) | Shape::Translations => {
            matches!(value, Value::Object(_))
        }
        Shape::Either(one, other) => accepts(one, value) || accepts(other, value),
        Shape::Integer(..) | Shape::Number(..) => matches!(value, Value::Number(_)),
        Shape::List(..) => matches!(value, Value::Array(_)),
        _ => matches!(value, Value::String(_)),
    }
}

fn wanted(shape: &Shape) -> String {
    match shape {
        Shape::Bool => "true or false".to_owned(),
        Shape::Dictionary => "a dictionary".to_owned(),
        Shape::Either(one, other) => format!("{} or {}", wanted(one), wanted(other)),
        Shape::Integer(..) => "an integer".to_owned(),
        Shape::Number(..) => "a number".to_owned(),
        Shape::List(..) => "a list".to_owned(),
        Shape::Structure(inner) => format!("an object of the form `{}`", inner.name),
        Shape::Translations => "a dictionary of texts by language".to_owned(),
        Shape::Reference(_) => "an identifier".to_owned(),
        Shape::Date => "a day, such as `2023-01-24`".to_owned(),
        Shape::Time => "a timestamp".to_owned(),
        _ => "a text".to_owned(),
    }
}

fn in_range(
    shape: &Shape,
    number: &Number<'_>,
    path: Path<'_>,
    section: &'static str,
    report: &mut Report,
) {
    let value = number.as_f64();
    #[expect(
        clippy::cast_precision_loss,
        reason = "the bounds of the tables are exact doubles"
    )]
    let (least, most) = match shape {
        Shape::Integer(least, most) => (*least as f64, *most as f64),
        Shape::Number(least, most) => (*least, *most),
        _ => return,
    };
    if matches!(shape, Shape::Integer(..)) && !number.is_integer() && value.fract() != 0.0 {
        report.error(path, "value-type", section, "the value must be an integer");
    } else if !(least..=most).contains(&value) {
        let message = format!("the value must lie between {least} and {most}");
        report.error(path, "number-range", section, message);
    }
}

fn reference(
    kinds: &[&str],
    value: &Value<'_>,
    path: Path<'_>,
    section: &'static str,
    report: &mut Report,
) {
    let Some(kind) = form::identifier(value, path, report) else {
        return;
    };
    if !kinds.is_empty() && !kinds.contains(&kind) {
        let message = format!(
            "the reference must name {}, not `{}`",
            kinds.join(" or "),
            quote(kind)
        );
        report.error(path, "reference-type", section, message);
    }
}

fn translations(members: &Members<'_>, path: Path<'_>, section: &'static str, report: &mut Report) {
    for (tag, text) in members.iter() {
        let place = Path::Name(&path, tag);
        form::language_tag(tag, place, report);
        if !matches!(text, Value::String(_) | Value::Null) {
            report.error(place, "value-type", section, "the value must be a text");
        }
    }
}

/// A day of the calendar, written `2023-01-24`.
pub(super) fn is_date(text: &str) -> bool {
    let shape = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(position, byte)| match position {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
    shape && text.parse::<jiff::civil::Date>().is_ok()
}

/// `P` and then numbers, each with its unit.
fn is_duration(text: &str) -> bool {
    let Some(mut rest) = text.strip_prefix('P') else {
        return false;
    };
    while !rest.is_empty() {
        let after = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
        match after.strip_prefix(['Y', 'M', 'W', 'D']) {
            Some(next) if after.len() < rest.len() => rest = next,
            _ => return false,
        }
    }
    text.len() > 1
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_blank(text: &str) -> bool {
    text.bytes()
        .all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}
