//! The doors that hostile bytes reach, as functions of bytes; the fuzzer calls them, and so does a
//! test on the seeds in `corpus/`. Each panics if a promise of the crate is broken.

use crate::check::is_language_tag;
use crate::pattern::{CompiledPattern, Observation, Pattern, PatternSet, is_equivalent};
use crate::{
    Changes, Elements, Limits, Mark, Markings, Object, ObjectId, Place, Reach, Selector, StixTime,
    canonical, check_translation, compact, cooperation, new_version, parse, print, survey,
    translate,
};

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

/// Parsing selectors and following them: what is read prints and reads again, what one way
/// resolves the other does too, and whatever is found can be marked and read back.
///
/// The bytes are a selector, a line feed, and an object.
///
/// # Panics
///
/// If that does not hold.
pub fn selector(bytes: &[u8]) {
    let mut halves = bytes.splitn(2, |byte| *byte == b'\n');
    let text = halves.next().and_then(|text| str::from_utf8(text).ok());
    let Some(selector) = text.and_then(|text| text.parse::<Selector>().ok()) else {
        return;
    };
    assert_eq!(selector.to_string().parse().as_ref(), Ok(&selector));
    assert!(selector.covers(&selector));
    let Ok(object) = parse(halves.next().unwrap_or_default(), &limits()) else {
        return;
    };
    let found = selector.resolve(&object).is_some();
    if let (Some(text), Some(members)) = (text, object.as_object()) {
        assert_eq!(crate::marking::resolves(text, members), found);
    }
    let markings = Markings::of(&object);
    let marks = [Mark::Language("ar".to_owned())];
    let place = Place::Parts(std::slice::from_ref(&selector));
    let Ok(changes) = markings.add(&marks, place) else {
        assert!(!found, "what is found can be marked");
        return;
    };
    let now = StixTime::from_timestamp(jiff::Timestamp::UNIX_EPOCH);
    let Ok(marked) = new_version(&object, &changes, &now) else {
        return;
    };
    let marked = Markings::of(&marked).is_marked(&selector, &marks[0], Reach::default());
    // The marking itself can be what is selected, and then it is replaced.
    let moved = selector.to_string().starts_with("granular_markings");
    assert!(moved || changes.is_empty() || marked == Ok(true));
}

/// Language tags and translations: no bytes make them panic, and what translates an object leaves
/// its id alone.
///
/// The bytes are a tag, a line feed, the translation, a line feed, and the object.
///
/// # Panics
///
/// If that does not hold.
pub fn language(bytes: &[u8]) {
    let mut parts = bytes.splitn(3, |byte| *byte == b'\n');
    let Some(tag) = parts.next().and_then(|tag| str::from_utf8(tag).ok()) else {
        return;
    };
    if is_language_tag(tag) {
        assert!(tag.is_ascii(), "tags are ASCII");
        assert!(
            is_language_tag(&tag.to_ascii_uppercase()),
            "case makes no difference"
        );
    }
    let mut value = || parse(parts.next().unwrap_or_default(), &limits()).ok();
    let (Some(content), Some(target)) = (value(), value()) else {
        return;
    };
    match translate(&target, &content, tag) {
        Ok(Some(translated)) => {
            assert_eq!(translated.get("id"), target.get("id"), "the id is no text");
            let again = parse(&print(&translated), &Limits::default()).map(|_| ());
            assert_eq!(again, Ok(()), "what is translated prints as JSON");
        }
        Ok(None) => {}
        Err(findings) => {
            assert!(!findings.is_empty(), "a refusal has a reason");
            assert!(check_translation(&content, &target).is_err());
        }
    }
}

/// Making versions of an object out of bytes: what comes out is later, and says what was asked.
///
/// The bytes are the changes as an object, a line feed, and the object.
///
/// # Panics
///
/// If that does not hold.
pub fn version(bytes: &[u8]) {
    let mut halves = bytes.splitn(2, |byte| *byte == b'\n');
    let mut value = || parse(halves.next().unwrap_or_default(), &limits()).ok();
    let (Some(wanted), Some(object)) = (value(), value()) else {
        return;
    };
    let mut changes = Changes::default();
    for (name, value) in wanted
        .as_object()
        .into_iter()
        .flat_map(crate::Members::iter)
    {
        changes.set(name.to_owned(), value.clone());
    }
    let now = StixTime::from_timestamp(jiff::Timestamp::UNIX_EPOCH);
    let Ok(next) = new_version(&object, &changes, &now) else {
        return;
    };
    let time = |value: &crate::Value<'_>| -> Option<StixTime> {
        value.get("modified")?.as_str()?.parse().ok()
    };
    assert!(time(&next) > time(&object), "a new version is later");
    assert_eq!(next.get("id"), object.get("id"), "it is the same object");
    assert_eq!(parse(&print(&next), &Limits::default()).map(|_| ()), Ok(()));
}
