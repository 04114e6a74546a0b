//! Files of every layout, whole and broken, in pieces of every size.

use std::io::{self, Read};

use mithaq_stix::{Elements, Limits, ReadBundleError, Shape, Survey, survey};
use proptest::prelude::*;

/// Gives the bytes in pieces of the given sizes, over and over.
struct Pieces<'a> {
    bytes: &'a [u8],
    sizes: Vec<usize>,
    turn: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes[self.turn % self.sizes.len()]
            .min(room.len())
            .min(self.bytes.len());
        self.turn += 1;
        let (piece, rest) = self.bytes.split_at(size);
        room[..size].copy_from_slice(piece);
        self.bytes = rest;
        Ok(size)
    }
}

fn look(text: &str) -> Survey {
    survey(text.as_bytes(), &Limits::default()).unwrap()
}

fn fault(text: &[u8]) -> ReadBundleError {
    let error = survey(text, &Limits::default()).unwrap_err();
    let of_elements = Elements::new(text, &Limits::default())
        .find_map(Result::err)
        .unwrap();
    assert_eq!(error.to_string(), of_elements.to_string());
    error
}

fn texts(text: &str, limits: &Limits) -> Vec<String> {
    let elements = Elements::new(text.as_bytes(), limits).map(|element| {
        let element = element.unwrap();
        let start = usize::try_from(element.offset).unwrap();
        assert_eq!(
            &text.as_bytes()[start..start + element.text.len()],
            element.text
        );
        String::from_utf8(element.text).unwrap()
    });
    elements.collect()
}

#[test]
fn every_layout_is_known() {
    let limits = Limits::default();
    for (text, shape, objects) in [
        (
            r#"{"type":"bundle","id":"x","objects":[{"a":1},{"b":2}]}"#,
            Shape::Bundle,
            vec![r#"{"a":1}"#, r#"{"b":2}"#],
        ),
        (
            r#"{"objects":[{"a":[1]}, {"b":{}} ],"type":"bundle"}"#,
            Shape::Bundle,
            vec![r#"{"a":[1]}"#, r#"{"b":{}}"#],
        ),
        (r#"{"type":"bundle"}"#, Shape::Bundle, vec![]),
        (
            r#"{"\u0074ype":"bu\u006edle","objects":[7, "]", {}]}"#,
            Shape::Bundle,
            vec!["7", r#""]""#, "{}"],
        ),
        (
            r#"{"more":true,"next":"2","objects":[{"a":1}]}"#,
            Shape::Envelope,
            vec![r#"{"a":1}"#],
        ),
        ("{}", Shape::Envelope, vec![]),
        (r#"{"more":false}"#, Shape::Envelope, vec![]),
        (
            r#" [ {"a":1} , 12, {"b":"]"} ] "#,
            Shape::List,
            vec![r#"{"a":1}"#, "12", r#"{"b":"]"}"#],
        ),
        (
            r#"{"type":"observed-data","objects":{"0":{}}}"#,
            Shape::Single,
            vec![r#"{"type":"observed-data","objects":{"0":{}}}"#],
        ),
        (
            r#"{"objects":[{"a":1}],"type":"tool"}"#,
            Shape::Single,
            vec![r#"{"objects":[{"a":1}],"type":"tool"}"#],
        ),
        (
            r#"{"id":"tool--1"}"#,
            Shape::Single,
            vec![r#"{"id":"tool--1"}"#],
        ),
        (
            r#"{"type":5,"objects":[1]}"#,
            Shape::Single,
            vec![r#"{"type":5,"objects":[1]}"#],
        ),
        (
            "{\"type\":\"url\"}\n{\"b\":1}{\"type\":\"bundle\",\"objects\":[]}\n",
            Shape::Lines,
            vec![
                r#"{"type":"url"}"#,
                r#"{"b":1}"#,
                r#"{"type":"bundle","objects":[]}"#,
            ],
        ),
    ] {
        let survey = look(text);
        assert_eq!(
            (survey.shape, survey.objects),
            (shape, objects.len() as u64),
            "{text}"
        );
        assert_eq!(survey.bytes, text.len() as u64);
        assert_eq!(texts(text, &limits), objects, "{text}");
        let marked = format!("\u{feff}{text}");
        assert_eq!(look(&marked).shape, shape);
        assert_eq!(texts(&marked, &limits), objects);
    }
}

#[test]
fn faults_say_where() {
    insta::assert_snapshot!(fault(b" \n "), @"the file is empty");
    insta::assert_snapshot!(fault(b"42"), @"at byte 0 there should be an object or a list of objects");
    insta::assert_snapshot!(fault(b"<xml/>"), @"at byte 0 the file is not JSON");
    insta::assert_snapshot!(fault(b"[{},]"), @"at byte 4 the file is not JSON");
    insta::assert_snapshot!(fault(b"[{}"), @"the file ends at byte 3 in the middle of its content: it was cut off");
    insta::assert_snapshot!(fault(b"[{}] x"), @"at byte 5 there is more after the end of the file's content");
    insta::assert_snapshot!(fault(b"{\"type\":\"bundle\"}{}"), @"at byte 17 there is more after the end of the file's content");
    insta::assert_snapshot!(fault(b"[{\"a\":\"\xff\"}]"), @"at byte 7 the file is not UTF-8");
    insta::assert_snapshot!(fault(b"{\"type\":\"bundle\",\"objects\":[],\"objects\":[]}"), @"the bundle has the member `objects` twice, the second time before byte 39");
}

#[test]
fn a_reader_that_fails_is_not_a_file_that_ends() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let error = survey(Failing, &Limits::default()).unwrap_err();
    assert!(matches!(error, ReadBundleError::Io(_)));
}

#[test]
fn hostile_files_are_refused_at_a_limit() {
    let limits = Limits {
        max_object_bytes: 1000,
        ..Limits::default()
    };
    let refused = |text: String| survey(text.as_bytes(), &limits).unwrap_err();
    let long = "x".repeat(100_000);
    let too_large = refused(format!("[{{\"a\":1}},{{\"b\":\"{long}\"}}]"));
    insta::assert_snapshot!(too_large, @"the object that begins at byte 9 is larger than 1000 bytes");
    let too_large = refused(format!("{{\"id\":\"{long}\"}}"));
    assert!(matches!(
        too_large,
        ReadBundleError::TooLarge {
            offset: 0,
            limit: 1000
        }
    ));
    let late_type = format!("{{\"objects\":[{}1],\"type\":\"tool\"}}", "1,".repeat(1000));
    assert!(matches!(
        refused(late_type),
        ReadBundleError::TooLarge {
            offset: 0,
            limit: 1000
        }
    ));
    let deep = "[".repeat(10_000_000);
    let too_deep = survey(deep.as_bytes(), &limits).unwrap_err();
    insta::assert_snapshot!(too_deep, @"at byte 66 lists and objects lie more than 66 deep inside each other");
}

#[test]
fn a_string_without_end_is_refused_without_being_read() {
    let endless = br#"{"type":"bundle","objects":[{"a":""#.chain(io::repeat(b'x'));
    let error = survey(endless, &Limits::default()).unwrap_err();
    assert!(matches!(
        error,
        ReadBundleError::TooLarge { offset: 28, .. }
    ));
}

#[test]
fn what_is_larger_than_any_object_is_a_container() {
    let limits = Limits {
        max_object_bytes: 200,
        ..Limits::default()
    };
    let objects: Vec<String> = (0..100)
        .map(|number| format!("{{\"number\":{number}}}"))
        .collect();
    for end in ["", ",\"type\":\"bundle\""] {
        let text = format!("{{\"objects\":[{}]{end}}}", objects.join(" , "));
        assert_eq!(texts(&text, &limits), objects);
        let shape = if end.is_empty() {
            Shape::Envelope
        } else {
            Shape::Bundle
        };
        assert_eq!(survey(text.as_bytes(), &limits).unwrap().shape, shape);
    }
    let few = Limits {
        max_members: 5,
        ..Limits::default()
    };
    let text = format!(
        "{{\"objects\":[{}],\"type\":\"bundle\"}}",
        objects.join(",")
    );
    assert_eq!(texts(&text, &few), objects);
}

#[test]
fn the_rules_of_bundles_are_told_and_stop_nothing() {
    let told = |text: &str| -> Vec<String> {
        look(text)
            .findings()
            .iter()
            .map(|finding| format!("{} {}", finding.rule, finding.path))
            .collect()
    };
    let good =
        r#"{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d","objects":[{}]}"#;
    assert_eq!(told(good), Vec::<String>::new());
    assert_eq!(told(&good.replace("4287", "5287")), ["uuid-version id"]);
    assert_eq!(
        told(r#"{"type":"bundle","objects":[]}"#),
        ["required-property id", "empty-list objects"]
    );
    assert_eq!(
        told(r#"{"type":"bundle","id":"bundle--1","objects":{}}"#),
        ["identifier id", "value-type objects"]
    );
    assert_eq!(
        told(&good.replace(
            "\"objects\"",
            "\"spec_version\":\"2.0\",\"x\":1,\"objects\""
        )),
        ["bundle-edition spec_version", "custom-property x"]
    );
    assert_eq!(told(r#"{"objects":[]}"#), Vec::<String>::new());
}

/// A JSON object with all that makes cutting hard.
fn objects() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("-12.5e+3".to_owned()),
        Just("true".to_owned()),
        "[a-z\\[\\]{},:é😀 ]{0,12}".prop_map(|text| format!("\"{text}\"")),
        Just(r#""\\\"\u00e9\\""#.to_owned()),
    ];
    let value = leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[ {} ]", items.join(","))),
            proptest::collection::vec(inner, 0..4).prop_map(|values| object(&values)),
        ]
    });
    proptest::collection::vec(value, 0..4).prop_map(|values| object(&values))
}

fn object(values: &[String]) -> String {
    let members: Vec<String> = values
        .iter()
        .enumerate()
        .map(|(number, value)| format!("\"m{number}\" : {value}"))
        .collect();
    format!("{{{}}}", members.join(" ,"))
}

fn file(objects: &[String], layout: u8) -> String {
    match layout {
        0 => format!(
            "{{\"type\":\"bundle\",\"id\":\"b\",\"objects\":[{}]}}",
            objects.join(",")
        ),
        1 => format!(
            "{{\"objects\": [ {} ], \"type\":\"bundle\"}}",
            objects.join(" , ")
        ),
        2 => format!("{{\"more\":false,\"objects\":[{}]}}", objects.join(",")),
        _ => format!("[{}]", objects.join(",\n")),
    }
}

proptest! {
    #[test]
    fn elements_are_the_objects_however_the_bytes_come(
        objects in proptest::collection::vec(objects(), 0..6),
        layout in 0_u8..4,
        sizes in proptest::collection::vec(1_usize..40, 1..5),
        small in any::<bool>(),
    ) {
        let text = file(&objects, layout);
        let largest = objects.iter().map(String::len).max().unwrap_or(0).max(40);
        let max_object_bytes = if small { largest } else { 1 << 20 };
        let limits = Limits { max_object_bytes, ..Limits::default() };
        let pieces = || Pieces { bytes: text.as_bytes(), sizes: sizes.clone(), turn: 0 };
        let elements: Result<Vec<_>, _> = Elements::new(pieces(), &limits).collect();
        let elements = elements.map_err(|error| TestCaseError::fail(error.to_string()))?;
        for (element, object) in elements.iter().zip(&objects) {
            prop_assert_eq!(&element.text, object.as_bytes());
            let start = usize::try_from(element.offset).unwrap();
            prop_assert!(text.as_bytes()[start..].starts_with(&element.text));
        }
        prop_assert_eq!(elements.len(), objects.len());
        let survey = survey(pieces(), &limits).unwrap();
        prop_assert_eq!(survey.objects, objects.len() as u64);
        prop_assert_eq!(survey.bytes, text.len() as u64);
    }

    #[test]
    fn a_file_that_was_cut_off_is_refused(
        objects in proptest::collection::vec(objects(), 0..4),
        layout in 0_u8..4,
    ) {
        let text = file(&objects, layout);
        for length in 0..text.len() {
            let error = survey(&text.as_bytes()[..length], &Limits::default()).unwrap_err();
            prop_assert!(error.offset().unwrap_or(0) <= length as u64, "{}", error);
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        mithaq_stix::fuzz::bundle(&bytes);
    }

    #[test]
    fn no_nearly_json_makes_it_panic(text in r#"[\[\]{}:,"a0 ]{0,30}"#) {
        mithaq_stix::fuzz::bundle(text.as_bytes());
    }
}
