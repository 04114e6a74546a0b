//! The pattern of an indicator (STIX 2.1 sections 4.7 and 9).

use super::path::Path;
use super::report::{Report, quote};
use super::{common, form, observable};
use crate::id::check_kind;
use crate::json::{Members, Value};
use crate::object::Class;
use crate::pattern::{ObjectPath, Pattern, Qualifier, Step};
use crate::time::StixTime;

/// Checks the pattern of an indicator, if it is one of STIX 2.1.
///
/// Without `pattern_version` the version is that of the object. Patterns of STIX 2.0 differ in
/// their times and are taken as they are.
pub(super) fn run(members: &Members<'_>, report: &mut Report) {
    let text = |name| members.get(name).and_then(Value::as_str);
    let place = Path::Name(&Path::Root, "pattern");
    let Some(pattern) = text("pattern") else {
        return;
    };
    if pattern.trim().is_empty() {
        report.error(place, "pattern", "4.7", "the pattern is empty");
        return;
    }
    let version = text("pattern_version").unwrap_or("2.1");
    if text("pattern_type") != Some("stix") || version != "2.1" {
        return;
    }
    match Pattern::parse(pattern) {
        Ok(pattern) => {
            paths(&pattern, place, report);
            windows(&pattern, members, place, report);
        }
        Err(error) => report.error(place, "pattern", error.kind.section(), error.to_string()),
    }
}

/// Checks the names in the paths; a property that its type does not have is told once.
fn paths(pattern: &Pattern, place: Path<'_>, report: &mut Report) {
    let mut told = false;
    pattern.expression().for_each_test(&mut |test| {
        let ObjectPath { object_type, steps } = &test.path;
        let Some(Step::Property(property)) = steps.first() else {
            return;
        };
        if check_kind(object_type).is_err() {
            let message = format!(
                "`{}` cannot be the type of an object: it has 3 to 250 characters of a-z, 0-9 and single hyphens",
                quote(object_type)
            );
            report.error(place, "pattern-name", "9.7", message);
        } else if property != "id" && !form::is_property_name(property) {
            let message = format!(
                "`{}` cannot be the name of a property: it has 3 to 250 characters of a-z, 0-9 and underscore",
                quote(property)
            );
            // Widespread programs write capitals here, and nothing is mistaken for anything else.
            if form::is_property_name(&property.to_ascii_lowercase()) {
                report.warning(place, "pattern-name", "9.7", message);
            } else {
                report.error(place, "pattern-name", "9.7", message);
            }
        } else if !told && !is_known(object_type, property) {
            told = true;
            let message = format!("objects of type `{object_type}` have no property `{property}`");
            report.warning(place, "pattern-path", "9.7", message);
        }
    });
}

/// Warns of times in the pattern at which the indicator is not valid (section 9.5.1).
fn windows(pattern: &Pattern, members: &Members<'_>, place: Path<'_>, report: &mut Report) {
    let time = |name| members.get(name).and_then(Value::as_str);
    let time = |name| time(name).and_then(|text| text.parse::<StixTime>().ok());
    pattern.expression().for_each_qualifier(&mut |qualifier| {
        let Qualifier::During(start, stop) = qualifier else {
            return;
        };
        if time("valid_from").is_some_and(|from| *start < from) {
            let message = format!("`START {start}` lies before `valid_from`");
            report.warning(place, "pattern-window", "9.5.1", message);
        }
        if time("valid_until").is_some_and(|until| *stop > until) {
            let message = format!("`STOP {stop}` lies after `valid_until`");
            report.warning(place, "pattern-window", "9.5.1", message);
        }
    });
}

/// Whether objects of the type can have the property; unknown types and custom properties can.
fn is_known(object_type: &str, property: &str) -> bool {
    let Some(table) = observable::table_of(object_type) else {
        return true;
    };
    let common = common::of_class(Class::Sco);
    property.starts_with("x_")
        || table.property(property).is_some()
        || common.property(property).is_some()
}
