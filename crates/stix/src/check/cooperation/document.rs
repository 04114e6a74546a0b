//! Writes the tables into `docs/objects.md`, between the marks that stand there.
//!
//! `MITHAQ_BLESS=1 cargo test -p mithaq-stix document` writes them anew.

use std::fmt::Write;

use super::embedded::{CITATION, CLAUSE, DATE_CLAIM, DEADLINE, GRADING, PARTY, PERIOD, SIGNATURE};
use super::handling::HANDLING;
use super::rules::{circumstance, listed};
use super::schema::{inner_structures, remark};
use super::states::Machine;
use super::table::{Kind, Need, Rule, Shape, Structure};
use super::{KINDS, words};

/// The structures that section 4.0 describes for all types.
const SHARED: [&Structure; 8] = [
    &PARTY,
    &DATE_CLAIM,
    &CITATION,
    &GRADING,
    &CLAUSE,
    &SIGNATURE,
    &DEADLINE,
    &PERIOD,
];

/// The vocabularies, as the document calls them.
const VOCABULARIES: [(&str, &str, &[&str]); 5] = [
    ("7.1", "subject", words::SUBJECTS),
    ("7.2", "purpose", words::PURPOSES),
    ("7.3", "ground", words::REFUSAL_GROUNDS),
    ("7.4", "topic", words::TOPICS),
    ("7.5", "zone", words::ZONES),
];

/// The document with its tables as they should be.
pub(super) fn refreshed(document: &str) -> String {
    let mut parts = sections();
    let mut out = String::new();
    let mut rest = document;
    while let Some((before, after)) = rest.split_once("<!-- table ") {
        let (name, body) = after.split_once(" -->").expect("a mark ends");
        let (_, beyond) = body.split_once("<!-- end -->").expect("a table ends");
        let place = parts.iter().position(|(own, _)| own == name);
        let (_, table) = parts.remove(place.unwrap_or_else(|| panic!("there is no table {name}")));
        write!(
            out,
            "{before}<!-- table {name} -->\n\n{table}\n<!-- end -->"
        )
        .unwrap();
        rest = beyond;
    }
    let missing: Vec<&String> = parts.iter().map(|(name, _)| name).collect();
    assert!(
        missing.is_empty(),
        "the document has no place for {missing:?}"
    );
    out + rest
}

/// The text of every table, by name.
fn sections() -> Vec<(String, String)> {
    let kinds = KINDS.iter().copied().chain([&HANDLING]);
    let mut all: Vec<(String, String)> = kinds
        .map(|kind| (kind.name.to_owned(), of_kind(kind)))
        .collect();
    all.extend(SHARED.map(|structure| (structure.name.to_owned(), of_structure(structure))));
    all.extend(
        VOCABULARIES
            .map(|(section, _, words)| (section.to_owned(), format!("{}.\n", words.join(" · ")))),
    );
    all
}

fn of_kind(kind: &Kind) -> String {
    let mut out = of_structure(&kind.body);
    let mut inner = Vec::new();
    gather(&kind.body, &mut inner);
    for structure in inner {
        write!(
            out,
            "\n**{}**: {}\n\n{}",
            structure.name,
            structure.about,
            of_structure(structure)
        )
        .unwrap();
    }
    for machine in kind.machines {
        write!(out, "\n{}", of_machine(machine)).unwrap();
    }
    out
}

fn gather(structure: &Structure, all: &mut Vec<&'static Structure>) {
    for inner in structure
        .fields
        .iter()
        .flat_map(|field| inner_structures(&field.shape))
    {
        let is_shared = SHARED.iter().any(|shared| shared.name == inner.name);
        if !is_shared && !all.iter().any(|known| known.name == inner.name) {
            all.push(inner);
            gather(inner, all);
        }
    }
}

fn of_structure(structure: &Structure) -> String {
    let mut out = String::from("| property | | value | meaning |\n|---|---|---|---|\n");
    for field in structure.fields {
        let need = match field.need {
            Need::Must => "required",
            Need::Should => "advised",
            Need::May => "",
        };
        writeln!(
            out,
            "| `{}` | {need} | {} | {} |",
            field.name,
            value(&field.shape),
            field.about
        )
        .unwrap();
    }
    let rules: Vec<String> = structure
        .rules
        .iter()
        .filter_map(|rule| of_rule(structure, rule))
        .collect();
    if !rules.is_empty() {
        out.push('\n');
        for rule in &rules {
            writeln!(out, "* {rule}").unwrap();
        }
    }
    out
}

fn of_rule(structure: &Structure, rule: &Rule) -> Option<String> {
    Some(match rule {
        Rule::Advises(when, names) => {
            format!("{} should be there{}.", joined(names), circumstance(*when))
        }
        Rule::Needs(when, names) => {
            format!("{} must be there{}.", joined(names), circumstance(*when))
        }
        Rule::NeedsOne(when, names) => {
            format!(
                "At least one of {} must be there{}.",
                listed(names),
                circumstance(*when)
            )
        }
        // The grades are told in words.
        Rule::Only(_, "source_code" | "info_code", _) => return None,
        Rule::Only(when, name, values) => format!(
            "`{name}` must be {}{}.",
            listed(values),
            circumstance(*when)
        ),
        Rule::Order(..) | Rule::Code(..) => {
            let words = remark(structure, rule)?;
            let mut letters = words.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            format!(
                "{}{}.",
                first.into_iter().collect::<String>(),
                letters.as_str()
            )
        }
    })
}

fn joined(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => quoted.concat(),
    }
}

fn of_machine(machine: &Machine) -> String {
    let mut out = format!("| `{}` | can become |\n|---|---|\n", machine.property);
    for state in machine.states {
        let next = machine.next(state).join(", ");
        let next = if next.is_empty() { "(final)" } else { &next };
        writeln!(out, "| {state} | {next} |").unwrap();
    }
    out
}

fn value(shape: &Shape) -> String {
    match shape {
        Shape::Bool => "true or false".to_owned(),
        Shape::Closed([word]) => format!("`{word}`"),
        Shape::Closed(words) if words.len() > 9 => "one of the states below".to_owned(),
        Shape::Closed(words) => format!("one of {}", words.join(", ")),
        Shape::Date => "date".to_owned(),
        Shape::Dictionary => "dictionary".to_owned(),
        Shape::Duration => "duration, such as `P1Y`".to_owned(),
        Shape::Either(one, other) => format!("{}, or {}", value(one), value(other)),
        Shape::Integer(least, most) if *most < 1_000_000_000 => {
            format!("integer, {least} to {most}")
        }
        Shape::Integer(..) => "integer".to_owned(),
        Shape::Language => "language tag".to_owned(),
        Shape::List(1, item) => format!("list of: {}", value(item)),
        Shape::List(least, item) => format!("list of {least} or more: {}", value(item)),
        Shape::Moment => "date or timestamp".to_owned(),
        Shape::Number(least, most) if *most < 1e9 => format!("number, {least} to {most}"),
        Shape::Number(..) => "number, not negative".to_owned(),
        Shape::Open(vocabularies) => vocabulary(vocabularies),
        Shape::Reference([]) => "identifier".to_owned(),
        Shape::Reference(kinds) => format!("identifier of {}", kinds.join(" or ")),
        Shape::Sha256 => "SHA-256".to_owned(),
        Shape::Structure(inner) => inner.name.to_owned(),
        Shape::Text => "text".to_owned(),
        Shape::Time => "timestamp".to_owned(),
        Shape::Translations => "text by language".to_owned(),
    }
}

fn vocabulary(vocabularies: &[&[&str]]) -> String {
    let named = vocabularies.iter().map(|words| {
        VOCABULARIES
            .iter()
            .find(|(_, _, known)| known == words)
            .map_or_else(
                || format!("open: {}", words.join(", ")),
                |(section, name, _)| format!("{name} ({section})"),
            )
    });
    named.collect::<Vec<_>>().join(" or ")
}
