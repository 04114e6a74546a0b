//! Markings: what they mark, and what marking definitions say (STIX 2.1 section 7.2).

use super::path::Path;
use super::report::{Report, quote};
use crate::id::ObjectId;
use crate::json::{Members, Value};
use crate::marking::{TLP_EXTENSION, Tlp, is_first_edition, resolves, tlp_of_extension};

/// Checks the granular markings of any object, and a marking definition itself.
pub(super) fn run(kind: &str, members: &Members<'_>, report: &mut Report) {
    if let Some(Value::Array(markings)) = members.get("granular_markings") {
        granular(markings, members, report);
    }
    if kind == "marking-definition" {
        marks_itself(report);
        definition(members, report);
    }
}

fn granular(markings: &[Value<'_>], members: &Members<'_>, report: &mut Report) {
    let list = Path::Name(&Path::Root, "granular_markings");
    for (position, marking) in markings.iter().enumerate() {
        let path = Path::Item(&list, position);
        let Value::Object(marking) = marking else {
            continue;
        };
        if marking.contains("marking_ref") == marking.contains("lang") {
            report.error(
                path,
                "granular-marking",
                "7.2.3",
                "a granular marking has either `marking_ref` or `lang`, and not both",
            );
        }
        let selectors = marking
            .get("selectors")
            .and_then(Value::as_array)
            .unwrap_or_default();
        let selectors_path = Path::Name(&path, "selectors");
        for (position, selector) in selectors.iter().enumerate() {
            let Value::String(selector) = selector else {
                continue;
            };
            if !resolves(selector, members) {
                let message = format!(
                    "the selector `{}` leads to nothing in this object",
                    quote(selector)
                );
                report.error(
                    Path::Item(&selectors_path, position),
                    "selector",
                    "7.2.3",
                    message,
                );
            }
        }
    }
}

fn marks_itself(report: &mut Report) {
    if report
        .id
        .as_ref()
        .is_some_and(|id| report.marking_refs.contains(id))
    {
        report.error(
            Path::Name(&Path::Root, "object_marking_refs"),
            "marks-itself",
            "3.2",
            "a marking definition cannot mark itself",
        );
    }
}

fn definition(members: &Members<'_>, report: &mut Report) {
    let path = |name| Path::Name(&Path::Root, name);
    let kind = members.get("definition_type").and_then(Value::as_str);
    let content = members.get("definition");
    if !members.contains("extensions") {
        for name in ["definition_type", "definition"] {
            if !members.contains(name) {
                let message = format!("a marking definition without an extension needs `{name}`");
                report.error(path(name), "marking-content", "7.2.1", message);
            }
        }
    }
    if content.is_some_and(|content| !matches!(content, Value::Object(_))) {
        report.error(
            path("definition"),
            "value-type",
            "7.2.1",
            "the value must be an object",
        );
        return;
    }
    match kind {
        Some("tlp") => first_edition(members, report),
        Some("statement") => statement(content, report),
        Some(_) => report.warning(
            path("definition_type"),
            "custom-marking",
            "7.2.1",
            "a marking of a new kind should be defined by an extension",
        ),
        None => {}
    }
    if kind != Some("tlp") && report.id.as_ref().is_some_and(is_first_edition) {
        report.warning(
            path("id"),
            "tlp-content",
            "7.2.1",
            "this id is that of a TLP marking, which has another content",
        );
    }
    second_edition(members, report);
}

/// The definitions of TLP 2.0 are an extension that OASIS published; other levels and ids mislead.
fn second_edition(members: &Members<'_>, report: &mut Report) {
    let id = report.id.as_ref();
    let of_id = id
        .filter(|id| !is_first_edition(id))
        .and_then(Tlp::from_marking_id);
    let extension = members
        .get("extensions")
        .and_then(|extensions| extensions.get(TLP_EXTENSION));
    let of_content = extension.and_then(tlp_of_extension);
    if of_id != of_content || (extension.is_some() && of_content.is_none()) {
        report.warning(
            Path::Name(&Path::Root, "id"),
            "tlp-content",
            "7.2.1",
            "the id and the content of this marking are of different levels of TLP 2.0: refer to the definitions that OASIS published",
        );
    }
}

fn statement(content: Option<&Value<'_>>, report: &mut Report) {
    let statement = content.and_then(|content| content.get("statement"));
    if content.is_some() && statement.and_then(Value::as_str).is_none() {
        report.error(
            Path::Name(&Path::Root, "definition"),
            "marking-content",
            "7.2.1",
            "the definition of a statement marking needs a text as `statement`",
        );
    }
}

/// The four definitions of TLP 1.0 have a fixed content, and there are no others.
fn first_edition(members: &Members<'_>, report: &mut Report) {
    if !is_given(members, report.id.as_ref()) {
        report.error(
            Path::Name(&Path::Root, "definition"),
            "tlp-content",
            "7.2.1",
            "a marking of the type `tlp` must be exactly one of the four in the standard: refer to those, and leave this one out",
        );
    }
}

fn is_given(members: &Members<'_>, id: Option<&ObjectId>) -> bool {
    let Some(id) = id.filter(|id| is_first_edition(id)) else {
        return false;
    };
    let Some(colour) = Tlp::from_marking_id(id).and_then(Tlp::first_edition_name) else {
        return false;
    };
    members.iter().all(|(name, value)| match name {
        "type" | "id" | "spec_version" | "definition_type" => true,
        "created" => value
            .as_str()
            .is_some_and(|text| crate::time::sort_key_of(text) == "2017-01-20T00:00:00"),
        "name" => value
            .as_str()
            .is_some_and(|text| text == format!("TLP:{}", colour.to_uppercase())),
        "definition" => value.as_object().is_some_and(|definition| {
            definition.len() == 1 && definition.get("tlp").and_then(Value::as_str) == Some(colour)
        }),
        _ => false,
    })
}
