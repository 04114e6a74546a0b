//! Objects that have the name of one of our types, or our properties, and others of which neither
//! is true.

use serde_json::json;

use super::{HANDLING, extension, findings, id, object, read};

#[test]
fn a_type_of_the_same_name_is_kept_with_a_warning() {
    for extensions in [
        json!(null),
        json!({"extension-definition--0c1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e": {"extension_type": "new-sdo"}}),
        // That of another type of ours.
        json!({extension("coop-engagement"): {"extension_type": "new-sdo"}}),
    ] {
        let foreign = object(
            "coop-agreement",
            &json!({"extensions": extensions, "parties": "us and them", "own_list": [1]}),
        );
        let checked = read(&foreign).unwrap();
        let rules: Vec<&str> = checked
            .warnings
            .iter()
            .map(|finding| finding.rule)
            .collect();
        assert_eq!(rules, ["other-cooperation-type"]);
        assert_eq!(checked.object.class(), mithaq_stix::Class::Unknown);
    }
}

#[test]
fn the_extension_of_a_type_declares_a_type() {
    let mut agreement = object("coop-agreement", &json!({"name": "n"}));
    agreement["extensions"][extension("coop-agreement")]["extension_type"] =
        json!("property-extension");
    let path = format!("extensions.{}.extension_type", extension("coop-agreement"));
    assert!(
        findings(&agreement)
            .iter()
            .any(|finding| finding.path == path && finding.is_error())
    );
}

#[test]
fn the_id_of_an_extension_is_read_in_any_case() {
    let upper = extension("coop-posting").replace(
        "extension-definition--48f1a3e0",
        "extension-definition--48F1A3E0",
    );
    assert_ne!(upper, extension("coop-posting"));
    let posting = object(
        "coop-posting",
        &json!({"extensions": {upper: {"extension_type": "new-sdo"}}}),
    );
    assert!(
        findings(&posting)
            .iter()
            .any(|finding| finding.path == "person_ref" && finding.is_error())
    );
}

#[test]
fn handling_is_checked_on_objects_of_every_class() {
    let bad = json!({
        "extension_type": "property-extension", "originator_ref": id("identity"), "purposes": ["prevention"],
        "onward": "sometimes", "evidential_use": "ask", "handling_codes": ["H3"],
    });
    let extensions = json!({extension(HANDLING): bad});
    let place = format!("extensions.{}", extension(HANDLING));
    let none = json!(null);
    for carrier in [
        object("tool", &json!({"name": "n", "extensions": extensions})),
        object(
            "relationship",
            &json!({
                "relationship_type": "uses", "source_ref": id("tool"), "target_ref": id("url"), "extensions": extensions,
            }),
        ),
        object(
            "url",
            &json!({
                "value": "https://example.org/", "extensions": extensions, "spec_version": none, "created": none, "modified": none,
            }),
        ),
        object("somebodys-type", &json!({"extensions": extensions})),
    ] {
        let errors: Vec<String> = findings(&carrier)
            .into_iter()
            .filter(mithaq_stix::Finding::is_error)
            .map(|finding| format!("{} {}", finding.path.replace(&place, "…"), finding.rule))
            .collect();
        assert_eq!(
            errors,
            [
                "….onward enumeration",
                "….handling_note conditional-property"
            ]
        );
    }
}

#[test]
fn properties_that_we_do_not_list_are_kept_with_one_warning() {
    let posting = json!({
        "person_ref": id("identity"), "sending_ref": id("identity"), "host_ref": id("identity"), "start_on": "2026-09-01",
        "own_property": 1, "other_property": 2,
    });
    let all = findings(&object("coop-posting", &posting));
    let rules: Vec<(&str, bool)> = all
        .iter()
        .map(|finding| (finding.rule, finding.is_error()))
        .collect();
    assert_eq!(rules, [("custom-property", false)]);
    let mut extended = object("coop-posting", &posting);
    extended["extensions"]["extension-definition--0c1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e"] =
        json!({"extension_type": "toplevel-property-extension"});
    assert_eq!(findings(&extended), []);
    extended["severity"] = json!("high");
    assert!(read(&extended).is_err(), "the name is reserved");
}

#[test]
fn a_relationship_of_ours_joins_what_it_should() {
    let joins = |name: &str, source: &str, target: &str| {
        let ends =
            json!({"relationship_type": name, "source_ref": id(source), "target_ref": id(target)});
        let told = findings(&object("relationship", &ends));
        told.iter()
            .map(|finding| format!("{} {} {}", finding.severity, finding.path, finding.rule))
            .collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    assert_eq!(
        joins("results-in", "coop-engagement", "coop-commitment"),
        none
    );
    assert_eq!(
        joins("results-in", "coop-engagement", "tool"),
        ["warning target_ref relationship-ends"]
    );
    assert_eq!(
        joins("answers", "note", "coop-request"),
        ["warning source_ref relationship-ends"]
    );
    assert_eq!(
        joins("supersedes", "coop-agreement", "coop-request"),
        ["warning target_ref relationship-ends"]
    );
    assert_eq!(joins("fulfils", "report", "coop-commitment"), none);
    // The words are free for others.
    assert_eq!(
        joins("protects", "course-of-action", "infrastructure"),
        ["warning relationship_type relationship-ends"]
    );
    assert_eq!(joins("related-to", "coop-agreement", "tool"), none);
}
