//! Applies the rules that join several properties.

use std::cmp::Ordering;

use super::table::{Rule, When};
use crate::check::path::Path;
use crate::check::report::Report;
use crate::json::{Members, Value};
use crate::time;

/// Applies one rule to the members of a structure.
pub(super) fn apply(
    rule: &Rule,
    members: &Members<'_>,
    path: Path<'_>,
    section: &'static str,
    report: &mut Report,
) {
    match rule {
        Rule::Needs(when, names) if holds(*when, members) => {
            for name in names.iter().filter(|name| !members.contains(name)) {
                let message = format!("`{name}` is required{}", reason(*when, members));
                report.error(
                    Path::Name(&path, name),
                    "conditional-property",
                    section,
                    message,
                );
            }
        }
        Rule::NeedsOne(when, names) if holds(*when, members) => {
            if !names.iter().any(|name| members.contains(name)) {
                let message = format!(
                    "at least one of {} is required{}",
                    listed(names),
                    reason(*when, members)
                );
                report.error(path, "one-of", section, message);
            }
        }
        Rule::Only(when, name, values) if holds(*when, members) => {
            if text(members, name).is_some_and(|value| !values.contains(&value)) {
                let message = format!(
                    "`{name}` must be one of {}{}",
                    listed(values),
                    reason(*when, members)
                );
                report.error(
                    Path::Name(&path, name),
                    "conditional-value",
                    section,
                    message,
                );
            }
        }
        Rule::Order(first, last) => {
            let (Some(start), Some(end)) = (members.get(first), members.get(last)) else {
                return;
            };
            if compare(start, end) == Some(Ordering::Greater) {
                let than = if matches!(end, Value::Number(_)) {
                    "less than"
                } else {
                    "before"
                };
                let message = format!("`{last}` must not be {than} `{first}`");
                report.error(Path::Name(&path, last), "order", section, message);
            }
        }
        Rule::Code(_, check) => check(members, path, section, report),
        Rule::Advises(..) | Rule::Needs(..) | Rule::NeedsOne(..) | Rule::Only(..) => {}
    }
}

/// What a rule would have there.
pub(super) fn advised(rule: &Rule, members: &Members<'_>) -> &'static [&'static str] {
    match rule {
        Rule::Advises(when, names) if holds(*when, members) => names,
        _ => &[],
    }
}

fn holds(when: When, members: &Members<'_>) -> bool {
    match when {
        When::Always => true,
        When::Has(name) => members.contains(name),
        When::Lacks(name) => !members.contains(name),
        When::True(name) => members.get(name).and_then(Value::as_bool) == Some(true),
        When::Is(name, values) => holds_one(members.get(name), values),
    }
}

/// Whether a value is one of these, or a list that has one of them.
fn holds_one(value: Option<&Value<'_>>, values: &[&str]) -> bool {
    let fits = |value: &Value<'_>| value.as_str().is_some_and(|text| values.contains(&text));
    match value {
        Some(Value::Array(items)) => items.iter().any(fits),
        Some(value) => fits(value),
        None => false,
    }
}

/// The end of a sentence: why the rule holds for these members.
fn reason(when: When, members: &Members<'_>) -> String {
    match when {
        When::Is(name, values) => {
            let held: Vec<&str> = values
                .iter()
                .copied()
                .filter(|value| holds_one(members.get(name), &[value]))
                .collect();
            format!(" where `{name}` is {}", listed(&held))
        }
        _ => circumstance(when),
    }
}

/// The end of a sentence: where the rule holds.
pub(super) fn circumstance(when: When) -> String {
    match when {
        When::Always => String::new(),
        When::Has(name) => format!(" where there is `{name}`"),
        When::Lacks(name) => format!(" where there is no `{name}`"),
        When::True(name) => format!(" where `{name}` is true"),
        When::Is(name, values) => format!(" where `{name}` is {}", listed(values)),
    }
}

pub(super) fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => quoted.concat(),
    }
}

pub(super) fn text<'v>(members: &'v Members<'_>, name: &str) -> Option<&'v str> {
    members.get(name).and_then(Value::as_str)
}

/// The order of two numbers, or of two days or times; a day and a time are compared by the day.
pub(super) fn compare(first: &Value<'_>, last: &Value<'_>) -> Option<Ordering> {
    match (first, last) {
        (Value::Number(first), Value::Number(last)) => first.as_f64().partial_cmp(&last.as_f64()),
        (Value::String(first), Value::String(last)) => {
            if time::check(first).is_ok() && time::check(last).is_ok() {
                return Some(time::sort_key_of(first).cmp(time::sort_key_of(last)));
            }
            Some(day(first)?.cmp(day(last)?))
        }
        _ => None,
    }
}

fn day(text: &str) -> Option<&str> {
    text.get(..10).filter(|day| super::check::is_date(day))
}
