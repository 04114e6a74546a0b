//! Cases that others wrote, read from the shared data. What we do not meet is in
//! `conformance/expected-failures.toml`, with the reason; a case there that passes fails the run.

use mithaq_stix::{Elements, Limits, Object, canonical, parse, sco_id, survey};

use crate::shared;
use crate::suite::Suite;

#[test]
fn objects_are_accepted_and_refused_as_the_cases_say() {
    let Some(cases) = shared::lines("validity", "conformance/open/validity.jsonl") else {
        return;
    };
    let mut suite = Suite::new("validity");
    for case in &cases {
        if case["strength"] == "contested" {
            continue;
        }
        let text = match case["raw"].as_str() {
            Some(raw) => raw.to_owned(),
            None => case["object"].to_string(),
        };
        let expected = matches!(case["expect"].as_str(), Some("error" | "unparseable"));
        let errors = errors_of(&text);
        suite.judge(case, expected != errors.is_empty(), || {
            format!(
                "expected {}; {}; found {errors:?}",
                case["expect"], case["rules"]
            )
        });
    }
    suite.finish();
}

#[test]
fn canonical_forms_are_those_of_the_cases() {
    let Some(cases) = shared::lines("canonical form", "conformance/open/canonical_json.jsonl")
    else {
        return;
    };
    let mut suite = Suite::new("canonical-json");
    for case in &cases {
        let input = case["input"].as_str().unwrap();
        let form = parse(input.as_bytes(), &Limits::default()).map(|value| canonical(&value));
        let same = form.as_deref() == Ok(case["expect"].as_str().unwrap().as_bytes());
        suite.judge(case, same, || format!("{form:?}"));
    }
    suite.finish();
}

#[test]
fn ids_of_observables_follow_from_their_content() {
    let Some(cases) = shared::lines("ids", "conformance/open/ids.jsonl") else {
        return;
    };
    let mut suite = Suite::new("ids");
    for case in cases.iter().filter(|case| case["strength"] != "contested") {
        let text = case["object"].to_string();
        let made = sco_id(&parse(text.as_bytes(), &Limits::default()).unwrap());
        let passes = match &made {
            Ok(id) => case["expect"] == id.as_str(),
            Err(_) => case["expect"] == "uuidv4",
        };
        suite.judge(case, passes, || {
            format!("expected {}, found {made:?}", case["expect"])
        });
    }
    suite.finish();
}

/// The errors of an object, or of a bundle and all that it holds.
fn errors_of(text: &str) -> Vec<String> {
    let limits = Limits::default();
    let mut findings = match survey(text.as_bytes(), &limits) {
        Ok(survey) => survey.findings().to_vec(),
        Err(error) => return vec![error.to_string()],
    };
    for element in Elements::new(text.as_bytes(), &limits) {
        if let Err(rejected) = Object::read(&element.unwrap().text, &limits) {
            findings.extend(rejected.findings);
        }
    }
    let errors = findings.iter().filter(|finding| finding.is_error());
    errors.map(ToString::to_string).collect()
}
