//! Files made to exhaust a reader: each is refused, by a limit that is named with its value, and
//! little of it is read.

use std::io::{self, Read};

use mithaq_stix::{Elements, Limits, Object, ReadBundleError, Rejected, parse, survey};

/// Counts what is taken.
struct Counted<R> {
    inner: R,
    taken: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(room)?;
        self.taken += count as u64;
        Ok(count)
    }
}

/// The refusal of a file, and how much of it was read; both ways of reading must agree.
fn refused(make: impl Fn() -> Box<dyn Read>, limits: &Limits) -> (ReadBundleError, u64) {
    let mut counted = Counted {
        inner: make(),
        taken: 0,
    };
    let error = survey(&mut counted, limits).unwrap_err();
    let last = Elements::new(make(), limits).last();
    let other = last.expect("there is something").unwrap_err();
    assert_eq!(other.to_string(), error.to_string());
    (error, counted.taken)
}

/// The first finding on the only object of a file.
fn first_finding(text: &[u8]) -> String {
    let limits = Limits::default();
    let mut elements = Elements::new(text, &limits);
    let element = elements.next().expect("there is an object").unwrap();
    let Err(Rejected { findings, .. }) = Object::read(&element.text, &limits) else {
        panic!("the object was accepted")
    };
    findings[0].to_string()
}

const CHUNK: u64 = 64 * 1024;

#[test]
fn a_gigabyte_of_brackets() {
    let (error, taken) = refused(
        || Box::new(io::repeat(b'[').take(1 << 30)),
        &Limits::default(),
    );
    insta::assert_snapshot!(error, @"at byte 66 lists and objects lie more than 66 deep inside each other");
    assert!(taken <= CHUNK);
}

#[test]
fn an_object_that_never_ends() {
    let endless = || -> Box<dyn Read> {
        let start = &br#"{"type":"bundle","objects":[{"type":"tool","x":""#[..];
        Box::new(start.chain(io::repeat(b'\\')))
    };
    let limits = Limits::default();
    let (error, taken) = refused(endless, &limits);
    insta::assert_snapshot!(error, @"the object that begins at byte 28 is larger than 16777216 bytes");
    assert!(taken <= limits.max_object_bytes as u64 + 2 * CHUNK);
}

#[test]
fn objects_without_number() {
    let limits = Limits {
        max_objects: 1000,
        ..Limits::default()
    };
    let many = || -> Box<dyn Read> {
        let object: &[u8] = br#"{"type":"tool"}"#;
        let objects: Vec<u8> = (0..100_000).flat_map(|_| object.iter().copied()).collect();
        Box::new(io::Cursor::new(objects))
    };
    let (error, taken) = refused(many, &limits);
    insta::assert_snapshot!(error, @"the file holds more than 1000 objects: that at byte 15000 is one too many");
    assert!(taken <= 2 * CHUNK);
}

#[test]
fn a_file_larger_than_is_taken() {
    let limits = Limits {
        max_file_bytes: 1_000_000,
        ..Limits::default()
    };
    let spaces = || -> Box<dyn Read> { Box::new((&b"["[..]).chain(io::repeat(b' '))) };
    let (error, taken) = refused(spaces, &limits);
    insta::assert_snapshot!(error, @"the file is larger than 1000000 bytes");
    assert!(taken <= limits.max_file_bytes + CHUNK);
}

#[test]
fn a_million_members_of_one_name() {
    let mut text = br#"{"a":1"#.to_vec();
    for _ in 1..1_000_000 {
        text.extend_from_slice(br#","a":1"#);
    }
    text.push(b'}');
    insta::assert_snapshot!(first_finding(&text), @"error: the member `a` is there twice at byte 7 (STIX 2.1 section 2, rule json-duplicate-name)");
}

#[test]
fn more_members_than_are_read() {
    let mut text = b"[0".to_vec();
    for _ in 0..1_000_000 {
        text.extend_from_slice(b",0");
    }
    text.push(b']');
    let error = parse(&text, &Limits::default()).unwrap_err();
    insta::assert_snapshot!(error, @"there are more than 1000000 members and items at byte 2000001");
}

#[test]
fn a_number_of_a_million_digits() {
    let digits = "7".repeat(1_000_000);
    for (number, finding) in [
        (
            digits.clone(),
            "an integer must lie between -9007199254740991 and 9007199254740991",
        ),
        (
            format!("{digits}.5"),
            "the number is too large for a double",
        ),
        (
            format!("0.{digits}e{digits}"),
            "the number is too large for a double",
        ),
    ] {
        let text = format!(r#"{{"type":"tool","x_own":{number}}}"#);
        let found = first_finding(text.as_bytes());
        assert!(found.contains(finding), "{found}");
        assert!(
            found.len() < 500,
            "the number is not repeated to the reader"
        );
    }
}

#[test]
fn ten_megabytes_of_escapes() {
    let escapes = "\\u00e9".repeat(10_000_000 / 6);
    let text = format!(r#"{{"type":"tool","id":"{escapes}","{escapes}":1}}"#);
    let limits = Limits {
        max_object_bytes: 32 * 1024 * 1024,
        ..Limits::default()
    };
    let rejected = Object::read(text.as_bytes(), &limits).unwrap_err();
    assert_eq!(rejected.id.map(|id| id.chars().count()), Some(300));
    for finding in rejected.findings {
        assert!(finding.to_string().len() < 2000, "{}", finding.rule);
    }
}

#[test]
fn as_many_findings_as_are_wanted() {
    let many = "[null]".to_owned() + &",[null]".repeat(50_000);
    let text = format!(r#"{{"type":"tool","labels":[{many}],"aliases":[{many}]}}"#);
    for max_findings in [1, 100, 1000] {
        let limits = Limits {
            max_findings,
            ..Limits::default()
        };
        let rejected = Object::read(text.as_bytes(), &limits).unwrap_err();
        assert_eq!(rejected.findings.len(), max_findings);
    }
    let none = Limits {
        max_findings: 0,
        ..Limits::default()
    };
    let rejected = Object::read(text.as_bytes(), &none).unwrap_err();
    assert_eq!(rejected.findings.len(), 1, "a refusal always has a reason");
}

#[test]
fn a_hundred_thousand_markings_with_a_selector_each() {
    let marking = r#"{"lang":"ar","selectors":["x_own.[9999]"]}"#;
    let text = format!(
        r#"{{"type":"tool","id":"tool--5a1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e","spec_version":"2.1","name":"n","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","granular_markings":[{marking}{}],"x_own":[1]}}"#,
        format!(",{marking}").repeat(99_999)
    );
    let rejected = Object::read(text.as_bytes(), &Limits::default()).unwrap_err();
    let found = rejected
        .findings
        .iter()
        .filter(|finding| finding.rule == "selector");
    assert_eq!(found.count(), 100);
}
