//! The fuzzer's functions on the committed seeds.

use std::path::Path;

use mithaq_stix::fuzz;

/// The seeds of one target.
///
/// # Panics
///
/// If there are none.
pub(crate) fn of(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target);
    let files = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let seeds: Vec<Vec<u8>> = files.map(|path| std::fs::read(path).unwrap()).collect();
    assert!(!seeds.is_empty(), "{} is empty", folder.display());
    seeds
}

#[test]
fn every_promise_holds_on_the_seeds() {
    for seed in of("json") {
        fuzz::json(&seed);
    }
    for seed in of("object") {
        fuzz::object(&seed);
    }
    for seed in of("bundle") {
        fuzz::bundle(&seed);
    }
    for seed in of("id") {
        fuzz::id(&seed);
    }
    for seed in of("time") {
        fuzz::time(&seed);
    }
    for seed in of("pattern") {
        fuzz::pattern(&seed);
    }
    for seed in of("selector") {
        fuzz::selector(&seed);
    }
    for seed in of("language") {
        fuzz::language(&seed);
    }
    for seed in of("version") {
        fuzz::version(&seed);
    }
}

#[test]
fn the_seeds_for_objects_reach_the_end() {
    let limits = mithaq_stix::Limits::default();
    for seed in of("object") {
        let read = mithaq_stix::Object::read(&seed, &limits);
        assert!(
            read.is_ok(),
            "{:?}",
            read.map_err(|rejected| rejected.findings)
        );
    }
}

#[test]
fn the_seeds_for_patterns_reach_the_end() {
    for seed in of("pattern") {
        let text = String::from_utf8(seed).unwrap();
        let read = mithaq_stix::pattern::Pattern::parse(&text);
        assert!(read.is_ok(), "{text}: {read:?}");
    }
}
