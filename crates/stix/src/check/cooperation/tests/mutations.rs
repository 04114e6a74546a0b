//! Every rule of every table broken once, judged by the check and by the schema.

use std::collections::BTreeMap;

use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::handling::HANDLING;
use super::super::table::{Kind, Need, Rule, Shape, Structure, When};
use super::super::{KINDS, schema};
use super::sample::{self, Fill};
use crate::{Finding, Limits, Object};

/// Rules that a JSON Schema cannot say: they look at two values at once.
const UNSAID: [&str; 8] = [
    "capacity",
    "capacity-missing",
    "date-claim",
    "exit-rate",
    "four-eyes",
    "order",
    "too-large",
    "unowned-risk",
];

fn kinds() -> impl Iterator<Item = &'static Kind> {
    KINDS.iter().copied().chain([&HANDLING])
}

fn findings(object: &Value) -> Vec<Finding> {
    match Object::read(object.to_string().as_bytes(), &Limits::default()) {
        Ok(checked) => checked.warnings,
        Err(rejected) => rejected.findings,
    }
}

fn errors(object: &Value) -> Vec<Finding> {
    findings(object)
        .into_iter()
        .filter(Finding::is_error)
        .collect()
}

/// The published schemas, by type.
fn validators() -> BTreeMap<&'static str, Validator> {
    let files = schema::files();
    let read = |kind: &Kind| -> Value {
        serde_json::from_str(&files[&format!("{}.schema.json", kind.name)]).unwrap()
    };
    let handling = read(&HANDLING);
    let registry = jsonschema::Registry::new()
        .add(handling["$id"].as_str().unwrap(), &handling)
        .unwrap()
        .prepare()
        .unwrap();
    kinds()
        .map(|kind| {
            let options = jsonschema::options()
                .with_registry(&registry)
                .should_validate_formats(true);
            (kind.name, options.build(&read(kind)).unwrap())
        })
        .collect()
}

/// What the schema of a type judges: the object, or the extension that it has.
fn judged<'v>(kind: &Kind, object: &'v Value) -> &'v Value {
    if kind.name == HANDLING.name {
        &object["extensions"][HANDLING.extension]
    } else {
        object
    }
}

/// One way to break an object.
#[derive(Clone, Debug)]
struct Mutation {
    /// JSON pointers and their new values; none takes a property out.
    changes: Vec<(String, Option<Value>)>,
    /// Where the check must say so.
    path: String,
    /// What it must say there.
    rule: &'static str,
    is_error: bool,
}

impl Mutation {
    fn error(changes: Vec<(String, Option<Value>)>, path: String, rule: &'static str) -> Self {
        Self {
            changes,
            path,
            rule,
            is_error: true,
        }
    }

    fn apply(&self, object: &mut Value) {
        for (pointer, value) in &self.changes {
            change(object, pointer, value.as_ref());
        }
    }
}

fn change(object: &mut Value, pointer: &str, value: Option<&Value>) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let Some(parent) = object.pointer_mut(parent) else {
        return;
    };
    match (parent, value) {
        (Value::Object(members), Some(value)) => {
            members.insert(name.to_owned(), value.clone());
        }
        (Value::Object(members), None) => {
            members.remove(name);
        }
        (Value::Array(items), Some(value)) => {
            if let Some(item) = items.get_mut(name.parse::<usize>().unwrap()) {
                *item = value.clone();
            }
        }
        _ => {}
    }
}

/// Every way to break an object that has everything.
fn mutations(kind: &Kind) -> Vec<Mutation> {
    let mut all = Vec::new();
    let (pointer, path) = if kind.name == HANDLING.name {
        let place = format!("extensions.{}", HANDLING.extension);
        (
            format!("/extensions/{}", HANDLING.extension),
            format!("{place}."),
        )
    } else {
        (String::new(), String::new())
    };
    of_structure(&kind.body, &pointer, &path, &mut all);
    all
}

fn of_structure(table: &Structure, pointer: &str, prefix: &str, all: &mut Vec<Mutation>) {
    for field in table.fields {
        let (pointer, path) = (
            format!("{pointer}/{}", field.name),
            format!("{prefix}{}", field.name),
        );
        // Another rule has its own words for the type of an extension.
        if field.name == "extension_type" {
            continue;
        }
        if field.need == Need::Must {
            let taken = vec![(pointer.clone(), None)];
            all.push(Mutation::error(taken, path.clone(), "required-property"));
        }
        of_shape(&field.shape, field.name, &pointer, &path, all);
    }
    for rule in table.rules {
        of_rule(rule, table, pointer, prefix, all);
    }
}

/// Brings about that a rule holds, once for each way, and breaks it.
fn of_rule(rule: &Rule, table: &Structure, pointer: &str, prefix: &str, all: &mut Vec<Mutation>) {
    let at = |name: &str| format!("{pointer}/{name}");
    match rule {
        Rule::Needs(when, names) => {
            for held in ways(*when, table, pointer) {
                for name in *names {
                    let changes = [held.clone(), vec![(at(name), None)]].concat();
                    all.push(Mutation::error(
                        changes,
                        format!("{prefix}{name}"),
                        "conditional-property",
                    ));
                }
            }
        }
        Rule::NeedsOne(when, names) => {
            for held in ways(*when, table, pointer) {
                let taken: Vec<_> = names.iter().map(|name| (at(name), None)).collect();
                let path = prefix.strip_suffix('.').unwrap_or(prefix).to_owned();
                all.push(Mutation::error([held, taken].concat(), path, "one-of"));
            }
        }
        Rule::Only(when, name, values) => {
            let other = match table.field(name).unwrap().shape {
                Shape::Closed(words) => words.iter().find(|word| !values.contains(word)).unwrap(),
                _ => "Z",
            };
            for held in ways(*when, table, pointer) {
                let changes = [held, vec![(at(name), Some(json!(other)))]].concat();
                all.push(Mutation::error(
                    changes,
                    format!("{prefix}{name}"),
                    "conditional-value",
                ));
            }
        }
        Rule::Advises(..) | Rule::Order(..) | Rule::Code(..) => {}
    }
}

/// The changes that bring about each way in which a rule holds; an object with everything has
/// every property, and true for each truth.
fn ways(when: When, table: &Structure, pointer: &str) -> Vec<Vec<(String, Option<Value>)>> {
    let When::Is(name, values) = when else {
        return vec![Vec::new()];
    };
    let is_list = matches!(table.field(name).unwrap().shape, Shape::List(..));
    let value = |word: &&str| if is_list { json!([word]) } else { json!(word) };
    let set = |word: &&str| vec![(format!("{pointer}/{name}"), Some(value(word)))];
    values.iter().map(set).collect()
}

fn of_shape(shape: &Shape, name: &str, pointer: &str, path: &str, all: &mut Vec<Mutation>) {
    let mut breaks = |value: Value, rule: &'static str| {
        all.push(Mutation {
            changes: vec![(pointer.to_owned(), Some(value))],
            path: path.to_owned(),
            rule,
            is_error: rule != "open-vocabulary",
        });
    };
    let other_type = match shape {
        Shape::Bool => json!("true"),
        Shape::Integer(..) | Shape::Number(..) => json!("1"),
        Shape::List(..) => json!("one"),
        _ => json!(7),
    };
    breaks(other_type, "value-type");
    match shape {
        Shape::Closed(_) => breaks(json!("no-such-word"), "enumeration"),
        Shape::Date => {
            breaks(json!("2026-02-30"), "date");
            breaks(json!("2 January 2026"), "date");
        }
        Shape::Dictionary | Shape::Translations => breaks(json!({}), "empty-object"),
        Shape::Duration => breaks(json!("1 year"), "duration"),
        Shape::Integer(least, most) => {
            breaks(json!(least - 1), "number-range");
            if *most < 9_007_199_254_740_991 {
                breaks(json!(most + 1), "number-range");
            }
            breaks(json!(1.5), "value-type");
        }
        Shape::Language => breaks(json!("a b"), "language-tag"),
        Shape::Moment => breaks(json!("2026-01-02 03:04"), "timestamp"),
        Shape::Number(least, most) => {
            breaks(json!(least - 1.0), "number-range");
            breaks(json!(most * 2.0 + 1.0), "number-range");
        }
        Shape::Open(_) => {
            breaks(json!("a-word-of-our-own"), "open-vocabulary");
            breaks(json!(""), "blank-text");
        }
        Shape::Reference(kinds) => {
            breaks(json!("somebody"), "identifier");
            if !kinds.is_empty() {
                breaks(
                    json!("malware--0c1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e"),
                    "reference-type",
                );
            }
        }
        Shape::Sha256 => breaks(json!("e3b0c442"), "sha-256"),
        Shape::Text => breaks(json!(" \t"), "blank-text"),
        Shape::Time => breaks(json!("2026-01-02"), "timestamp"),
        Shape::Structure(inner) => {
            breaks(json!({}), "empty-object");
            of_structure(inner, pointer, &format!("{path}."), all);
        }
        Shape::List(least, item) => {
            breaks(json!([]), "empty-list");
            if *least > 1 {
                breaks(
                    json!([sample::value(item, name, Fill::Everything)]),
                    "list-length",
                );
            }
            of_shape(
                item,
                name,
                &format!("{pointer}/0"),
                &format!("{path}[0]"),
                all,
            );
        }
        // The one that objects with everything have.
        Shape::Either(_, other) => {
            let first = all.len();
            of_shape(other, name, pointer, path, all);
            // A value of the other type is the other of the two.
            all.drain(first..=first);
        }
        Shape::Bool => {}
    }
}

#[test]
fn the_least_object_and_the_fullest_are_valid() {
    let validators = validators();
    for kind in kinds() {
        for fill in [Fill::Least, Fill::Everything] {
            let object = sample::object(kind, fill);
            assert_eq!(errors(&object), [], "{object:#}");
            let verdict = validators[kind.name].validate(judged(kind, &object));
            assert!(verdict.is_ok(), "{}: {:?}", kind.name, verdict.err());
        }
        let fullest = findings(&sample::object(kind, Fill::Everything));
        assert_eq!(fullest, [], "{}", kind.name);
    }
}

#[test]
fn each_broken_rule_is_told_at_its_place() {
    let validators = validators();
    let mut tried = 0;
    for kind in kinds() {
        let whole = sample::object(kind, Fill::Everything);
        for mutation in mutations(kind) {
            let mut object = whole.clone();
            mutation.apply(&mut object);
            let findings = findings(&object);
            let told = findings.iter().any(|finding| {
                finding.path == mutation.path
                    && finding.rule == mutation.rule
                    && finding.is_error() == mutation.is_error
            });
            assert!(told, "{} {mutation:?}: {findings:#?}", kind.name);
            let accepted = validators[kind.name].is_valid(judged(kind, &object));
            assert_eq!(accepted, !mutation.is_error, "{} {mutation:?}", kind.name);
            tried += 1;
        }
    }
    assert!(tried > 1_500, "only {tried} mutations");
}

#[test]
fn every_word_of_a_closed_list_is_taken() {
    let validators = validators();
    for kind in kinds().filter(|kind| kind.name != HANDLING.name) {
        for field in kind.body.fields {
            let Shape::Closed(words) = field.shape else {
                continue;
            };
            for word in words {
                let mut object = sample::object(kind, Fill::Everything);
                object[field.name] = json!(word);
                if kind.name == "coop-security-plan" {
                    object["risks"][0]["likelihood"] = json!(5);
                }
                assert_eq!(errors(&object), [], "{} {word}", kind.name);
                assert!(
                    validators[kind.name].is_valid(&object),
                    "{} {word}",
                    kind.name
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// The check and the schema say the same of whatever is broken in whatever combination.
    #[test]
    fn the_check_and_the_schema_agree(
        kind in 0..=KINDS.len(),
        fullest in any::<bool>(),
        broken in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        taken in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        state in any::<prop::sample::Index>(),
    ) {
        thread_local! {
            static VALIDATORS: BTreeMap<&'static str, Validator> = validators();
        }
        let kind = kinds().nth(kind).unwrap();
        let fill = if fullest { Fill::Everything } else { Fill::Least };
        let mut object = sample::object(kind, fill);
        for field in kind.body.fields {
            if let ("state" | "decision" | "result" | "urgency", Shape::Closed(words)) = (field.name, &field.shape) {
                object[field.name] = json!(words[state.index(words.len())]);
            }
        }
        let mutations = mutations(kind);
        for index in &broken {
            index.get(&mutations).apply(&mut object);
        }
        let own: Vec<&str> = kind.body.fields.iter().map(|field| field.name).collect();
        for index in &taken {
            let body = if kind.name == HANDLING.name {
                &mut object["extensions"][HANDLING.extension]
            } else {
                &mut object
            };
            body.as_object_mut().unwrap().remove(*index.get(&own));
        }
        let refused = errors(&object).iter().any(|finding| !UNSAID.contains(&finding.rule));
        let valid = VALIDATORS.with(|all| all[kind.name].is_valid(judged(kind, &object)));
        prop_assert_eq!(valid, !refused, "{:?} {:#}", errors(&object), object);
    }

    /// Whatever stands in a property, reading keeps its promises.
    #[test]
    fn any_value_is_judged(
        kind in 0..KINDS.len(),
        field in any::<prop::sample::Index>(),
        value in any_json(),
    ) {
        let kind = KINDS[kind];
        let mut object = sample::object(kind, Fill::Everything);
        object[field.get(kind.body.fields).name] = value;
        crate::fuzz::object(object.to_string().as_bytes());
    }
}

/// Values of JSON that are not deep.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(|truth| json!(truth)),
        any::<i32>().prop_map(|number| json!(number)),
        (-1e6..1e6).prop_map(|number: f64| json!(number)),
        "[ a-z0-9:-]{0,30}".prop_map(|text| json!(text)),
        Just(json!("identity--0c1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e")),
        Just(json!("2026-01-02")),
    ];
    let name = prop_oneof![
        "[a-z_]{1,8}",
        Just("start_on".to_owned()),
        Just("identity_ref".to_owned())
    ];
    leaf.prop_recursive(3, 12, 3, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
            prop::collection::btree_map(name.clone(), inner, 0..3)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}
