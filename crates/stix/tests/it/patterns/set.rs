//! Many patterns over many real observations.

use std::collections::{BTreeMap, BTreeSet};

use mithaq_stix::pattern::{CompiledPattern, Observation, Pattern, PatternErrorKind, PatternSet};
use mithaq_stix::{Limits, parse};

use crate::shared;

fn read(name: &str) -> Option<String> {
    let path = shared::path("many patterns", &format!("conformance/real/{name}"))?;
    Some(std::fs::read_to_string(path).unwrap())
}

type Pairs = BTreeMap<String, BTreeSet<String>>;

#[test]
fn exactly_the_expected_pairs_are_found_one_by_one_and_in_a_set() {
    let (Some(patterns), Some(lines), Some(expected)) = (
        read("bench_patterns_1000.json"),
        read("bench_observations_1000.jsonl"),
        read("bench_expected.json"),
    ) else {
        return;
    };
    let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
    let expected: Pairs = serde_json::from_value(expected["matches"].clone()).unwrap();
    let texts: Vec<String> = serde_json::from_str(&patterns).unwrap();
    let (patterns, refused): (Vec<_>, Vec<_>) = texts
        .iter()
        .map(|text| text.parse::<Pattern>())
        .partition(Result::is_ok);
    let patterns: Vec<Pattern> = patterns.into_iter().map(Result::unwrap).collect();
    // These want one object to have two types, which the standard forbids; they match nothing.
    let kinds: Vec<_> = refused
        .into_iter()
        .map(|error| error.unwrap_err().kind)
        .collect();
    assert_eq!(kinds, vec![PatternErrorKind::MixedTypes; 7]);
    assert_eq!(patterns.len(), 993);
    let bundles: Vec<_> = lines
        .lines()
        .map(|line| parse(line.as_bytes(), &Limits::default()).unwrap())
        .collect();
    let observations: Vec<_> = bundles.iter().flat_map(Observation::all_in).collect();
    assert_eq!(observations.len(), 1000);

    let mut alone = Pairs::new();
    let mut set = PatternSet::new();
    for pattern in &patterns {
        let compiled = CompiledPattern::new(pattern).unwrap();
        for observation in &observations {
            let one = std::slice::from_ref(observation);
            if compiled.matches(one).unwrap().is_some() {
                let found = alone.entry(pattern.to_string()).or_default();
                found.insert(observation.id().to_owned());
            }
        }
        set.add(pattern).unwrap();
    }
    let mut together = Pairs::new();
    for observation in &observations {
        for (position, _) in set.matches(std::slice::from_ref(observation)).matches {
            let found = together.entry(patterns[position].to_string()).or_default();
            found.insert(observation.id().to_owned());
        }
    }
    let printed = |text: &String| text.parse::<Pattern>().unwrap().to_string();
    let expected: Pairs = expected
        .iter()
        .map(|(text, ids)| (printed(text), ids.clone()))
        .collect();
    assert_eq!(alone, expected);
    assert_eq!(together, expected);

    // Over all observations at once, each pattern is found by its first.
    let found = set.matches(&observations);
    assert_eq!(found.matches.len(), expected.len());
    assert!(found.given_up.is_empty());
}
