//! Objects made from the tables: the least that is valid, and one with everything.

use serde_json::{Map, Value, json};

use super::super::handling::HANDLING;
use super::super::table::{Kind, Need, Rule, Shape, Structure, When};

/// How much of a table is filled in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fill {
    Least,
    Everything,
}

/// An object of one of our types; of `coop-handling`, an identity that has it.
pub(super) fn object(kind: &Kind, fill: Fill) -> Value {
    let is_type = kind.name != HANDLING.name;
    let name = if is_type { kind.name } else { "identity" };
    let mut object = json!({
        "type": name,
        "spec_version": "2.1",
        "id": format!("{name}--5a1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e"),
        "created": "2026-01-02T03:04:05.678Z",
        "modified": "2026-01-02T03:04:05.678Z",
    });
    let Value::Object(body) = structure(&kind.body, fill) else {
        panic!("a structure is an object")
    };
    if is_type {
        object["extensions"][kind.extension] = json!({"extension_type": "new-sdo"});
        object.as_object_mut().unwrap().extend(body);
    } else {
        object["name"] = json!("Name");
        object["extensions"][kind.extension] = Value::Object(body);
    }
    object
}

pub(super) fn structure(table: &Structure, fill: Fill) -> Value {
    let mut members = Map::new();
    for field in table.fields {
        if field.need == Need::Must || fill == Fill::Everything {
            members.insert(field.name.to_owned(), value(&field.shape, field.name, fill));
        }
    }
    // A rule can ask for a property for which another rule asks for more.
    for _ in 0..3 {
        for rule in table.rules {
            follow(rule, table, &mut members, fill);
        }
    }
    if members.is_empty() {
        let first = &table.fields[0];
        members.insert(first.name.to_owned(), value(&first.shape, first.name, fill));
    }
    Value::Object(members)
}

/// Adds what a rule asks for.
fn follow(rule: &Rule, table: &Structure, members: &mut Map<String, Value>, fill: Fill) {
    let add = |name: &&'static str, members: &mut Map<String, Value>| {
        let shape = &table.field(name).unwrap().shape;
        members
            .entry(*name)
            .or_insert_with(|| value(shape, name, fill));
    };
    match rule {
        Rule::Needs(when, names) if holds(*when, members) => {
            names.iter().for_each(|name| add(name, members));
        }
        Rule::NeedsOne(when, names)
            if holds(*when, members) && !names.iter().any(|name| members.contains_key(*name)) =>
        {
            add(&names[0], members);
        }
        Rule::Only(when, name, values) if holds(*when, members) => {
            members.insert((*name).to_owned(), json!(values[0]));
        }
        _ => {}
    }
}

fn holds(when: When, members: &Map<String, Value>) -> bool {
    match when {
        When::Always => true,
        When::Has(name) => members.contains_key(name),
        When::Lacks(name) => !members.contains_key(name),
        When::True(name) => members.get(name) == Some(&json!(true)),
        When::Is(name, values) => members.get(name).is_some_and(|value| {
            let one = |value: &Value| value.as_str().is_some_and(|text| values.contains(&text));
            one(value) || value.as_array().is_some_and(|items| items.iter().any(one))
        }),
    }
}

/// A value of that shape; references of properties with other names are others.
pub(super) fn value(shape: &Shape, name: &str, fill: Fill) -> Value {
    match shape {
        Shape::Bool => json!(true),
        Shape::Closed(words) => json!(words[0]),
        Shape::Date | Shape::Moment => json!("2026-01-02"),
        Shape::Dictionary => json!({"key": "value"}),
        Shape::Duration => json!("P1Y"),
        Shape::Either(one, other) => {
            let chosen = if fill == Fill::Least { one } else { other };
            value(chosen, name, fill)
        }
        Shape::Integer(least, _) => json!(least),
        Shape::Language => json!("ar"),
        Shape::List(least, item) => {
            let items = (0..(*least).max(1)).map(|_| value(item, name, fill));
            Value::Array(items.collect())
        }
        Shape::Number(least, _) => json!(least),
        Shape::Open(vocabularies) => json!(vocabularies[0][0]),
        Shape::Reference(kinds) => {
            let sum: u32 = name.bytes().map(u32::from).sum();
            let kind = kinds.first().unwrap_or(&"report");
            json!(format!("{kind}--0c1f3c52-7c0e-4f4e-9a51-{sum:012x}"))
        }
        Shape::Sha256 => json!("0".repeat(64)),
        Shape::Structure(inner) => structure(inner, fill),
        Shape::Text => json!("Text"),
        Shape::Time => json!("2026-01-02T03:04:05Z"),
        Shape::Translations => json!({"ar": "نص", "fr": "Texte", "en": "Text"}),
    }
}
