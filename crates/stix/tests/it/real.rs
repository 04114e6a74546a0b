//! Real bundles, read from the shared data.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;

use mithaq_stix::{Elements, Limits, Object, Shape, canonical, digest, parse, print, survey};

use crate::shared;

/// What reading a bundle gave.
#[derive(Default)]
struct Tally {
    accepted: usize,
    warnings: BTreeMap<&'static str, usize>,
    errors: BTreeMap<String, usize>,
}

fn read(name: &str) -> Option<Tally> {
    let path = shared::path("real bundles", &format!("conformance/real/{name}"))?;
    let limits = Limits::default();
    let survey = survey(File::open(&path).unwrap(), &limits).unwrap();
    assert_eq!(survey.shape, Shape::Bundle);
    assert!(!survey.findings().iter().any(mithaq_stix::Finding::is_error));
    assert_eq!(survey.bytes, path.metadata().unwrap().len());
    let mut tally = Tally::default();
    let mut objects = 0;
    for element in Elements::new(File::open(&path).unwrap(), &limits) {
        objects += 1;
        let text = element.unwrap().text;
        same_digest_as_another_canonicalizer(&text);
        match Object::read(&text, &limits) {
            Ok(checked) => {
                every_form_has_the_same_digest(&checked.object);
                tally.accepted += 1;
                for warning in checked.warnings {
                    *tally.warnings.entry(warning.rule).or_default() += 1;
                }
            }
            Err(rejected) => {
                let first = rejected
                    .findings
                    .iter()
                    .find(|finding| finding.is_error())
                    .unwrap();
                *tally
                    .errors
                    .entry(format!("{} {}", first.rule, first.path))
                    .or_default() += 1;
            }
        }
    }
    assert_eq!(objects, survey.objects);
    println!(
        "{name}: {} accepted, refused {:?}, warnings {:?}",
        tally.accepted, tally.errors, tally.warnings
    );
    Some(tally)
}

/// Read, printed and made canonical, the object stays what it is.
fn every_form_has_the_same_digest(object: &Object) {
    let limits = Limits::default();
    let value = parse(object.text(), &limits).unwrap();
    assert_eq!(digest(&value), object.digest());
    let printed = print(&value);
    assert_eq!(parse(&printed, &limits).as_ref(), Ok(&value));
    let form = canonical(&value);
    let again = Object::read(&form, &limits).unwrap().object;
    assert_eq!(again.digest(), object.digest());
    assert_eq!(
        (again.id(), again.version_key()),
        (object.id(), object.version_key())
    );
}

fn same_digest_as_another_canonicalizer(text: &[u8]) {
    let value: serde_json::Value = serde_json::from_slice(text).unwrap();
    let theirs = serde_json_canonicalizer::to_vec(&value).unwrap();
    let ours = canonical(&parse(text, &Limits::default()).unwrap());
    assert!(ours == theirs, "{}", String::from_utf8_lossy(text));
}

/// Asserts how many objects are accepted, and why the others are not.
fn expect(name: &str, accepted: usize, errors: &[(&str, usize)], warnings: &[(&str, usize)]) {
    let Some(tally) = read(name) else { return };
    assert_eq!(tally.accepted, accepted, "{name}");
    let found: Vec<(&str, usize)> = tally
        .errors
        .iter()
        .map(|(error, count)| (error.as_str(), *count))
        .collect();
    assert_eq!(found, errors, "{name}");
    let found: Vec<(&str, usize)> = tally
        .warnings
        .iter()
        .map(|(rule, count)| (*rule, *count))
        .collect();
    assert_eq!(found, warnings, "{name}");
}

#[test]
fn att_and_ck_is_accepted_whole() {
    expect(
        "enterprise-attack-18.1.rebuilt-stix21.json",
        24_771,
        &[],
        &[
            ("custom-object", 2592),
            ("custom-property", 22_178),
            ("relationship-ends", 1417),
        ],
    );
    expect(
        "ics-attack-18.1.json",
        1826,
        &[],
        &[
            ("custom-object", 250),
            ("custom-property", 1575),
            ("empty-list", 6),
            ("relationship-ends", 2),
        ],
    );
}

#[test]
fn lists_of_indicators_are_accepted_whole() {
    expect(
        "amnesty-android-campaign.stix2",
        4375,
        &[],
        &[("pattern-path", 1)],
    );
    expect("amnesty-pegasus.stix2", 3099, &[], &[("pattern-path", 81)]);
}

#[test]
fn reports_are_accepted_whole() {
    expect("apt1.json", 76, &[], &[]);
    expect("poisonivy.json", 155, &[], &[]);
}

#[test]
fn atlas_has_two_objects_that_were_changed_before_they_were_made() {
    expect(
        "stix-atlas.json",
        536,
        &[("time-order modified", 2)],
        &[
            ("custom-object", 18),
            ("custom-property", 168),
            ("relationship-ends", 69),
            ("uuid-version", 518),
        ],
    );
}

#[test]
fn observations_are_accepted_but_for_what_their_maker_overlooked() {
    let name = "conformance/real/bench_observations_1000.jsonl";
    let Some(path) = shared::path("real observations", name) else {
        return;
    };
    let limits = Limits::default();
    let (mut objects, mut refused) = (0, BTreeMap::<_, usize>::new());
    for line in std::fs::read(path).unwrap().split(|byte| *byte == b'\n') {
        for element in Elements::new(line, &limits).filter(|_| !line.is_empty()) {
            let text = element.unwrap().text;
            same_digest_as_another_canonicalizer(&text);
            match Object::read(&text, &limits) {
                Ok(checked) => every_form_has_the_same_digest(&checked.object),
                Err(rejected) => {
                    let errors = rejected
                        .findings
                        .iter()
                        .filter(|finding| finding.is_error());
                    for rule in errors.map(|finding| finding.rule).collect::<BTreeSet<_>>() {
                        *refused.entry(rule).or_default() += 1;
                    }
                }
            }
            objects += 1;
        }
    }
    // They were lifted from STIX 2.0 by a program that did not look at everything.
    let expected = BTreeMap::from([
        ("address", 4),
        ("process-id", 199),
        ("required-property", 1),
        ("reserved-name", 29),
        ("timestamp-precision", 29),
    ]);
    assert_eq!((objects, refused), (5284, expected));
}
