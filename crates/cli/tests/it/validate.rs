//! `mithaq validate`: STIX files checked without a node.

use serde_json::{Value, json};

use crate::support::{Desk, bundle, indicator, mithaq, text};

#[test]
fn what_is_valid_is_0_what_is_invalid_1_what_is_unreadable_2() {
    let desk = Desk::new();
    let good = desk.write("good.json", bundle(&[indicator(1, "مؤشر")]));
    let bad = desk.write("bad.json", bundle(&[indicator(1, "A"), broken(2)]));
    let none = desk.word("none.json");
    for (files, code) in [
        (vec![&good], 0),
        (vec![&bad], 1),
        (vec![&none], 2),
        (vec![&good, &bad], 1),
        (vec![&none, &good, &bad], 2),
    ] {
        let words = || std::iter::once("validate").chain(files.iter().map(|file| file.as_str()));
        mithaq(words()).with_code(code);
        let report = mithaq(words().chain(["--json"])).with_code(code).json();
        let told: Vec<&str> = report["files"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| text(file, "/file"))
            .collect();
        assert_eq!(
            told, files,
            "every file is told, whatever the one before it came to"
        );
    }
}

#[test]
fn a_finding_names_file_byte_object_path_and_rule() {
    let desk = Desk::new();
    let content = bundle(&[indicator(1, "A"), broken(2)]);
    let file = desk.write("تقرير 1.json", &content);
    let id = "indicator--00000000-0000-4000-8000-000000000002";
    let byte = content.rfind("{\"type").unwrap();
    let done = mithaq(["validate", &file]).with_code(1);
    let line = format!(
        "{file}: byte {byte}: {id}: error at `modified`: `modified` must not be earlier than \
         `created` (STIX 2.1 section 3.2, rule time-order)\n"
    );
    assert_eq!(
        done.out,
        format!("{line}{file}: 1 valid, 1 invalid, 0 warnings\n")
    );

    let report = mithaq(["validate", "--json", &file]).with_code(1).json();
    assert_eq!(
        report["files"][0],
        json!({
            "file": file, "valid": 1, "invalid": 1, "warnings": 0, "bundle": [],
            "objects": [{
                "byte": byte, "id": id,
                "findings": [{
                    "severity": "error", "path": "modified", "rule": "time-order", "section": "3.2",
                    "message": "`modified` must not be earlier than `created`",
                }],
            }],
        })
    );
}

#[test]
fn advice_is_counted_and_shown_when_asked_for() {
    let desk = Desk::new();
    let mut odd = indicator(1, "A");
    odd["x_grade"] = json!("B2");
    let file = desk.write("odd.json", bundle(&[odd]));
    let silent = mithaq(["validate", "--json", &file]).well().json();
    assert_eq!(silent["files"][0]["warnings"], 1);
    assert_eq!(silent["files"][0]["objects"], json!([]));
    let told = mithaq(["validate", "--json", "--warnings", &file])
        .well()
        .json();
    let findings = told["files"][0]["objects"][0]["findings"]
        .as_array()
        .unwrap();
    assert!(
        findings
            .iter()
            .all(|finding| finding["severity"] == "warning")
    );
    let rules: Vec<&str> = findings
        .iter()
        .map(|finding| text(finding, "/rule"))
        .collect();
    assert_eq!(rules, ["custom-property"]);
}

#[test]
fn what_is_wrong_round_the_objects_is_told_too() {
    let desk = Desk::new();
    let content = bundle(&[indicator(1, "A")]).replace("bundle--", "package--");
    let file = desk.write("odd.json", content);
    let report = mithaq(["validate", "--json", &file]).with_code(1).json();
    let found = report["files"][0]["bundle"].as_array().unwrap();
    assert_eq!(found.len(), 1, "{report:#}");
    assert_eq!(text(&found[0], "/path"), "id");
    let said = mithaq(["validate", &file]).with_code(1).out;
    assert!(
        said.contains("the id of a bundle is written `bundle--UUID`"),
        "{said}"
    );
}

#[test]
fn objects_of_stix_2_0_are_refused_with_the_way_out() {
    let desk = Desk::new();
    let mut old = indicator(1, "A");
    old.as_object_mut().unwrap().remove("spec_version");
    let file = desk.write("old.json", bundle(&[old]));
    let done = mithaq(["validate", &file]).with_code(1);
    assert!(
        done.out
            .contains("this is an object of STIX 2.0: convert it to 2.1 first")
    );
    assert!(done.out.contains("rule stix-2.0"), "{}", done.out);
}

#[test]
fn what_is_no_stix_file_says_at_which_byte() {
    let desk = Desk::new();
    let whole = bundle(&[indicator(1, "A")]);
    for (name, content, words) in [
        (
            "cut.json",
            &whole.as_bytes()[..150],
            "the file ends at byte 150 in the middle",
        ),
        ("empty.json", b"", "the file is empty"),
        ("text.txt", b"hello", "at byte 0 the file is not JSON"),
        (
            "page.html",
            b"<html></html>",
            "at byte 0 the file is not JSON",
        ),
        (
            "latin.json",
            b"{\"name\":\"caf\xff\"}",
            "at byte 12 the file is not UTF-8",
        ),
    ] {
        let file = desk.write(name, content);
        let done = mithaq(["validate", &file]);
        done.refused(2, &format!("error: `{file}` is not STIX: {words}"));
    }
    let folder = desk.word("");
    mithaq(["validate", &folder]).refused(2, "is a folder: name the files in it");
    let none = desk.word("none");
    mithaq(["validate", &none]).refused(2, "cannot be read: No such file or directory");
}

/// An indicator that is older than its own beginning.
fn broken(number: usize) -> Value {
    let mut object = indicator(number, "B");
    object["modified"] = json!("2025-01-01T00:00:00.000Z");
    object
}
