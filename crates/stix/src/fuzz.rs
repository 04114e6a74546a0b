//! The doors that hostile bytes reach, as functions of bytes; the fuzzer calls them, and so does a
//! test on the seeds in `corpus/`. Each panics if a promise of the crate is broken.

use crate::pattern::{CompiledPattern, Observation, Pattern, PatternSet, is_equivalent};
use crate::{
    Elements, Limits, Object, ObjectId, StixTime, canonical, compact, cooperation, parse, survey,
};

/// Small limits, so that the fuzzer finds them.
fn limits() -> Limits {
    Limits {
        max_object_bytes: 64 * 1024,
        max_depth: 16,
        max_members: 5_000,
    }
}

/// Reading JSON: what is read has one canonical form, with and without white space.
///
/// # Panics
///
/// If that does not hold.
pub fn json(bytes: &[u8]) {
    let Ok(value) = parse(bytes, &limits()) else {
        return;
    };
    let form = canonical(&value);
    let roomy = Limits::default();
    match parse(&form, &roomy) {
        Ok(again) => assert_eq!(canonical(&again), form, "the canonical form is canonical"),
        // Large doubles have canonical forms that look like integers, which I-JSON forbids.
        Err(error) => assert_eq!(error.kind.rule(), "json-number-range"),
    }
    let tight = compact(bytes);
    let of_tight = parse(&tight, &roomy).map(|value| canonical(&value));
    assert_eq!(
        of_tight.as_ref(),
        Ok(&form),
        "the compact text means the same"
    );
}

/// Reading objects: an accepted object is accepted again from its own text, with the same digest.
///
/// # Panics
///
/// If that does not hold.
pub fn object(bytes: &[u8]) {
    match Object::read(bytes, &limits()) {
        Ok(checked) => {
            let digest = checked.object.digest();
            let again = Object::read(checked.object.text(), &limits());
            assert_eq!(again.map(|again| again.object.digest()).ok(), Some(digest));
            if let Ok(value) = parse(checked.object.text(), &limits()) {
                let stays = cooperation::check_transition(&value, &value);
                assert!(stays.is_ok(), "an object may stay in its state");
            }
        }
        Err(rejected) => {
            assert!(
                rejected.findings.iter().any(crate::Finding::is_error),
                "a refusal has a reason"
            );
        }
    }
}

/// Cutting files: the survey and the elements agree.
///
/// # Panics
///
/// If that does not hold.
pub fn bundle(bytes: &[u8]) {
    let surveyed = survey(bytes, &limits());
    let elements: Result<Vec<_>, _> = Elements::new(bytes, &limits()).collect();
    match (surveyed, elements) {
        (Ok(survey), Ok(elements)) => {
            assert_eq!(
                survey.objects,
                elements.len() as u64,
                "as many elements as counted"
            );
            for element in elements {
                let start = usize::try_from(element.offset).unwrap_or(usize::MAX);
                let there = bytes.get(start..start.saturating_add(element.text.len()));
                assert_eq!(
                    there,
                    Some(element.text.as_slice()),
                    "the element is at its offset"
                );
            }
        }
        (Err(_), Err(_)) => {}
        (surveyed, elements) => {
            assert!(
                surveyed.is_ok() == elements.is_ok(),
                "both accept the file or both refuse it"
            );
        }
    }
}

/// Parsing identifiers: what is read prints and reads again.
///
/// # Panics
///
/// If that does not hold.
pub fn id(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    let Ok(id) = text.parse::<ObjectId>() else {
        return;
    };
    assert_eq!(id.as_str(), text.to_ascii_lowercase());
    assert_eq!(ObjectId::new(id.kind(), id.uuid()), Ok(id));
}

/// Parsing timestamps: the text is kept, and the order of sort keys is that of instants.
///
/// # Panics
///
/// If that does not hold.
pub fn time(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    let mut times = text
        .split(' ')
        .filter_map(|part| part.parse::<StixTime>().ok());
    let Some(first) = times.next() else { return };
    assert!(text.contains(first.as_str()), "the text is kept");
    for other in times {
        assert_eq!(first.cmp(&other), first.sort_key().cmp(&other.sort_key()));
        let (a, b) = (first.to_timestamp(), other.to_timestamp());
        assert!(
            a == b || a.cmp(&b) == first.cmp(&other),
            "the order is that of the instants"
        );
    }
}

/// Patterns: what is read prints and reads again with the same meaning, and is matched alike alone
/// and in a set.
///
/// # Panics
///
/// If that does not hold.
pub fn pattern(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else {
        return;
    };
    let pattern = match Pattern::parse(text) {
        Ok(pattern) => pattern,
        Err(error) => {
            assert!(text.get(error.span).is_some(), "the place lies in the text");
            return;
        }
    };
    let again = Pattern::parse(&pattern.to_string());
    assert_eq!(again.as_ref(), Ok(&pattern), "the print is the pattern");
    assert!(again.is_ok_and(|again| is_equivalent(&pattern, &again)));
    let observed = parse(OBSERVED, &Limits::default());
    let observations = observed.as_ref().map(Observation::all_in);
    let observations = observations.unwrap_or_default();
    assert_eq!(observations.len(), 2, "the observations are whole");
    let mut set = PatternSet::new();
    match CompiledPattern::new(&pattern) {
        Ok(compiled) => {
            let alone = compiled.matches(&observations);
            assert_eq!(set.add(&pattern), Ok(0));
            let found = set.matches(&observations);
            assert_eq!(alone.is_err(), !found.given_up.is_empty());
            let matched = alone.ok().flatten().is_some();
            assert_eq!(matched, !found.matches.is_empty(), "the set agrees");
        }
        Err(refused) => assert_eq!(set.add(&pattern), Err(refused)),
    }
}

/// Two observations that many patterns meet.
const OBSERVED: &[u8] = br#"{"type": "bundle", "objects": [
    {"type": "observed-data", "id": "a", "first_observed": "2026-01-01T00:00:00Z",
     "last_observed": "2026-01-01T00:00:05Z", "number_observed": 2, "object_refs": ["t", "u", "f"]},
    {"type": "observed-data", "id": "b", "first_observed": "2026-01-01T00:00:05Z",
     "last_observed": "2026-01-01T00:00:05Z", "number_observed": 1, "objects": {
        "0": {"type": "x-thing", "name": "a", "value": 1, "other_ref": "1"},
        "1": {"type": "x-thing", "name": "\u00e9", "value": "2026-01-01T00:00:00Z", "a": [1, 2.5, "a"]}}},
    {"type": "x-thing", "id": "t", "name": "abc", "raw_hex": "ff61", "raw_bin": "YWJj", "value": 2.5,
     "a": {"b": [true, null, "abc"], "c": "198.51.100.7"}, "other_refs": ["t", "u", "v"]},
    {"type": "url", "id": "u", "value": "https://a.example/"},
    {"type": "file", "id": "f", "name": "a.exe", "size": 10, "hashes": {"MD5": "x"}}]}"#;
