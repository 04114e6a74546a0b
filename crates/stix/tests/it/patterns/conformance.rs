//! Cases that others wrote.

use std::collections::BTreeMap;

use mithaq_stix::pattern::{CompiledPattern, Observation, Pattern, is_equivalent};
use mithaq_stix::{Limits, parse};
use serde_json::Value;

use crate::shared;
use crate::suite::Suite;

fn text<'v>(case: &'v Value, name: &str) -> &'v str {
    case[name].as_str().unwrap()
}

#[test]
fn patterns_are_accepted_and_refused_as_the_cases_say() {
    let Some(cases) = shared::lines("patterns", "conformance/open/patterns.jsonl") else {
        return;
    };
    let mut suite = Suite::new("patterns");
    for case in cases.iter().filter(|case| case["strength"] != "contested") {
        let read = Pattern::parse(text(case, "pattern"));
        suite.judge(case, read.is_ok() == (case["expect"] == "pass"), || {
            format!(
                "{}: {:?}",
                case["pattern"],
                read.map_err(|error| error.to_string())
            )
        });
        if let Ok(pattern) = Pattern::parse(text(case, "pattern")) {
            assert_eq!(Pattern::parse(&pattern.to_string()), Ok(pattern));
        }
    }
    suite.finish();
}

#[test]
fn patterns_mean_the_same_where_the_cases_say_so() {
    let Some(cases) = shared::lines("equivalence", "conformance/open/pattern_equivalence.jsonl")
    else {
        return;
    };
    let mut suite = Suite::new("pattern-equivalence");
    for case in &cases {
        let (a, b) = (
            Pattern::parse(text(case, "a")),
            Pattern::parse(text(case, "b")),
        );
        let passes = match (&a, &b) {
            (Ok(a), Ok(b)) => is_equivalent(a, b) == case["expect"].as_bool().unwrap(),
            _ => false,
        };
        suite.judge(case, passes, || {
            let form = |pattern: Result<Pattern, _>| {
                pattern.map(|pattern| pattern.normal_form().as_str().to_owned())
            };
            format!("{} {:?} {:?}", case["expect"], form(a), form(b))
        });
    }
    suite.finish();
}

#[test]
fn observations_match_where_the_cases_say_so() {
    let Some(cases) = shared::lines("matching", "conformance/open/matching.jsonl") else {
        return;
    };
    let mut suite = Suite::new("matching");
    for case in &cases {
        let expected = case["spec_reading"].as_str();
        if case["strength"] == "contested" && expected.is_none() {
            continue;
        }
        let expected = expected.unwrap_or(text(case, "expect"));
        let verdict = verdict(case);
        suite.judge(case, fits(&verdict, expected, case), || {
            format!("{}: expected {expected}, found {verdict}", case["pattern"])
        });
    }
    suite.finish();
}

/// Whether a verdict is the expected one. An error that the reference raises while it matches is
/// no match for us: the standard knows no errors of matching (section 9.6).
fn fits(verdict: &str, expected: &str, case: &Value) -> bool {
    let while_matching = |rule: &str| rule.starts_with("MatcherException");
    verdict == expected
        || verdict == "nomatch"
            && expected == "error"
            && case["rule"].as_str().is_some_and(while_matching)
}

/// What matching all observations of a case gives.
fn verdict(case: &Value) -> String {
    let Ok(pattern) = Pattern::parse(text(case, "pattern")) else {
        return "error".to_owned();
    };
    let texts: Vec<String> = case["observations"]
        .as_array()
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    let bundles: Vec<_> = texts
        .iter()
        .map(|text| parse(text.as_bytes(), &Limits::default()).unwrap())
        .collect();
    let observations: Vec<_> = bundles.iter().flat_map(Observation::all_in).collect();
    let compiled = match CompiledPattern::new(&pattern) {
        Ok(compiled) => compiled,
        Err(error) => return error.to_string(),
    };
    match compiled.matches(&observations) {
        Ok(Some(_)) => "match".to_owned(),
        Ok(None) => "nomatch".to_owned(),
        Err(error) => error.to_string(),
    }
}

/// Nobody says which of these are right; the counts are shown beside those of the peers.
#[test]
fn patterns_from_the_wild_make_nothing_panic() {
    let Some(cases) = shared::lines("wild patterns", "conformance/open/patterns_wild.jsonl") else {
        return;
    };
    let mut counts: BTreeMap<(bool, String, String), usize> = BTreeMap::new();
    for case in &cases {
        let read = Pattern::parse(text(case, "pattern"));
        let verdict = |peer: &str| case["peer_verdict"][peer].as_str().unwrap().to_owned();
        let key = (
            read.is_ok(),
            verdict("python-stix2"),
            verdict("stix2-patterns-2.1"),
        );
        *counts.entry(key).or_default() += 1;
        if let Ok(pattern) = read {
            assert_eq!(Pattern::parse(&pattern.to_string()).as_ref(), Ok(&pattern));
            assert!(is_equivalent(&pattern, &pattern));
            let _ = CompiledPattern::new(&pattern);
        }
    }
    for ((accepted, python, grammar), count) in counts {
        println!(
            "wild patterns: {count} accepted {accepted}, python-stix2 {python}, stix2-patterns {grammar}"
        );
    }
}
