//! The doors that hostile bytes reach, as functions of bytes; the fuzzer calls them, and so does a
//! test on the seeds in `corpus/`. Each panics if a promise of the crate is broken.

use crate::{Elements, Limits, Object, ObjectId, StixTime, canonical, compact, parse, survey};

/// Small limits, so that the fuzzer finds them.
fn limits() -> Limits {
    Limits {
        max_object_bytes: 64 * 1024,
        max_depth: 16,
        max_members: 5_000,
        max_findings: 10,
        ..Limits::default()
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
