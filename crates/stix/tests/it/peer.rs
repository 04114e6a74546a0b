//! The same objects judged here and by `rstix`. Differences are settled by the specification and
//! listed in `conformance/rstix-differences.toml`; a listed one that is gone fails the run.

use std::collections::{BTreeMap, BTreeSet};

use mithaq_stix::{Finding, Limits, Object};
use rstix::core::StixId;
use rstix::model::{Bundle, ParseOptions, deserialize_stix_object_from_value};
use rstix::validate::{ValidationPhase, Validator};
use serde_json::{Value, json};

use crate::{objects, seeds, shared};

#[test]
fn shared_cases_are_judged_alike_or_the_difference_is_settled() {
    let Some(cases) = shared::lines("peer", "conformance/open/validity.jsonl") else {
        return;
    };
    let listed = include_str!("../../conformance/expected-failures.toml");
    let unmet: toml::Table = listed.parse().unwrap();
    let mut differences = Differences::new("cases");
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let judged = case["raw"].is_null()
            && case["object"]["type"] != "bundle"
            && unmet["validity"].get(id).is_none();
        if judged {
            differences.judge(&case["object"].to_string(), |_, _| id.to_owned());
        }
    }
    differences.finish();
}

#[test]
fn changed_objects_are_judged_alike_or_the_difference_is_settled() {
    let mut differences = Differences::new("made");
    for base in bases() {
        let members = base.as_object().unwrap();
        for name in members.keys() {
            for value in instead() {
                let mut made = members.clone();
                match value {
                    Some(value) => made.insert(name.clone(), value),
                    None => made.remove(name),
                };
                let kind = members["type"].as_str().unwrap();
                differences.judge(&Value::Object(made).to_string(), |ours, _| match ours {
                    Some(finding) => format!("refused here: {}", finding.rule),
                    None => format!("refused there: {kind}.{name}"),
                });
            }
        }
    }
    differences.finish();
}

/// Valid objects of every type.
fn bases() -> Vec<Value> {
    let seeds = seeds::of("object");
    let seeds = seeds
        .iter()
        .map(|seed| serde_json::from_slice(seed).unwrap());
    // The peer knows no objects of cooperation.
    let is_shared = |object: &Value| {
        let kind = object["type"].as_str();
        !kind.is_some_and(mithaq_stix::cooperation::is_cooperation_kind)
    };
    let bases = seeds.chain(objects::least_objects());
    bases.filter(is_shared).collect()
}

/// What stands for a property instead; none takes it away.
fn instead() -> Vec<Option<Value>> {
    let others = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(101),
        json!(""),
        json!("x"),
        json!([]),
        json!({}),
        json!(["x"]),
        json!([1]),
        json!({"a": "b"}),
        json!("2016-01-01T00:00:00Z"),
        json!("identity--0c1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e"),
        json!(["relationship--0c1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e"]),
    ];
    std::iter::once(None).chain(others.map(Some)).collect()
}

fn our_fault(text: &str) -> Option<Finding> {
    let rejected = Object::read(text.as_bytes(), &Limits::default()).err()?;
    rejected.findings.into_iter().find(Finding::is_error)
}

/// The first fault that the peer finds in an object by itself; none if it accepts the object.
fn their_fault(text: &str) -> Option<String> {
    let options = ParseOptions::default().allow_custom(true);
    let value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => return Some(error.to_string()),
    };
    let object = match deserialize_stix_object_from_value(value, &options) {
        Ok((object, _)) => object,
        Err(error) => return Some(error.to_string()),
    };
    // A reference that leads out of a bundle is no fault.
    let phases = Validator::implemented_phases().iter();
    let phases = phases.filter(|phase| **phase != ValidationPhase::References);
    let builder = Validator::builder().with_allow_custom(true);
    let validator = phases.fold(builder, |builder, phase| builder.with_phase(*phase));
    let id = StixId::parse("bundle--5d0092c5-5f74-4287-9642-33f4c354e56d").unwrap();
    let bundle = Bundle::from_objects(id, vec![object]);
    let report = validator.build().validate_bundle(&bundle);
    report.errors().next().map(|error| error.message.clone())
}

/// Patterns have comparisons of their own.
fn is_about_a_pattern(fault: &str) -> bool {
    [
        "parse error at byte",
        "type error at path",
        "lexer error at byte",
    ]
    .iter()
    .any(|part| fault.contains(part))
}

/// Counts what is judged alike, and compares the rest with the list.
struct Differences {
    listed: BTreeSet<String>,
    found: BTreeSet<String>,
    unlisted: BTreeMap<String, String>,
    alike: usize,
}

impl Differences {
    fn new(part: &str) -> Self {
        let text = include_str!("../../conformance/rstix-differences.toml");
        let table: toml::Table = text.parse().unwrap();
        let listed = table[part].as_table().unwrap();
        for (name, reason) in listed {
            assert!(
                reason.as_str().unwrap().contains("section"),
                "{name} has no section"
            );
        }
        Self {
            listed: listed.keys().cloned().collect(),
            found: BTreeSet::new(),
            unlisted: BTreeMap::new(),
            alike: 0,
        }
    }

    fn judge(
        &mut self,
        text: &str,
        name: impl FnOnce(&Option<Finding>, &Option<String>) -> String,
    ) {
        let (ours, theirs) = (our_fault(text), their_fault(text));
        if ours.is_some() == theirs.is_some() {
            self.alike += 1;
            return;
        }
        if theirs.as_deref().is_some_and(is_about_a_pattern) {
            return;
        }
        let name = name(&ours, &theirs);
        if !self.listed.contains(&name) {
            let shown = format!("{text}\n   here: {ours:?}\n   there: {theirs:?}");
            self.unlisted.insert(name.clone(), shown);
        }
        self.found.insert(name);
    }

    fn finish(self) {
        println!(
            "{} judged alike, {} differences",
            self.alike,
            self.found.len()
        );
        assert!(self.alike > 0, "nothing was judged alike");
        assert!(self.unlisted.is_empty(), "not listed: {:#?}", self.unlisted);
        let gone: Vec<&String> = self.listed.difference(&self.found).collect();
        assert!(
            gone.is_empty(),
            "no longer different, take off the list: {gone:?}"
        );
    }
}
