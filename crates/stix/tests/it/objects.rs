//! Objects of every type, made for tests, and what an object knows of itself.

use mithaq_stix::{Class, Limits, Object, Tlp, VersionFacts, check_new_version};
use serde_json::{Value, json};

/// The findings on an object, each as `severity path rule`.
pub(crate) fn findings(object: &Value) -> Vec<String> {
    let read = Object::read(object.to_string().as_bytes(), &Limits::default());
    let findings = match read {
        Ok(checked) => checked.warnings,
        Err(rejected) => rejected.findings,
    };
    let short = findings
        .iter()
        .map(|finding| format!("{} {} {}", finding.severity, finding.path, finding.rule));
    short.collect()
}

/// An object of that type with what its class requires, and the given properties; null removes.
pub(crate) fn object(kind: &str, properties: Value) -> Value {
    let mut object = json!({
        "type": kind,
        "spec_version": "2.1",
        "id": format!("{kind}--5a1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e"),
        "created": "2026-01-02T03:04:05.678Z",
        "modified": "2026-01-02T03:04:05.678Z",
    });
    let Value::Object(properties) = properties else {
        panic!("properties are an object")
    };
    for (name, value) in properties {
        object[name] = value;
    }
    object
        .as_object_mut()
        .unwrap()
        .retain(|_, value| !value.is_null());
    object
}

pub(crate) fn sco(kind: &str, properties: Value) -> Value {
    let mut object = object(kind, properties);
    for name in ["spec_version", "created", "modified"] {
        object.as_object_mut().unwrap().remove(name);
    }
    object
}

pub(crate) fn id(kind: &str) -> String {
    format!("{kind}--0c1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e")
}

pub(crate) const NONE: [&str; 0] = [];

/// An object of each type with nothing that could be left out.
pub(crate) fn least_objects() -> Vec<Value> {
    let time = "2026-01-01T00:00:00Z";
    let refs = json!([id("identity")]);
    vec![
        object("attack-pattern", json!({"name": "n"})),
        object("campaign", json!({"name": "n"})),
        object("course-of-action", json!({"name": "n"})),
        object("grouping", json!({"context": "c", "object_refs": refs})),
        object("identity", json!({"name": "n"})),
        object("incident", json!({"name": "n"})),
        object(
            "indicator",
            json!({"pattern": "[url:value = 'u']", "pattern_type": "stix", "valid_from": time}),
        ),
        object("infrastructure", json!({"name": "n"})),
        object("intrusion-set", json!({"name": "n"})),
        object("location", json!({"country": "MA"})),
        object("malware", json!({"is_family": false})),
        object(
            "malware-analysis",
            json!({"product": "p", "result": "benign"}),
        ),
        object("note", json!({"content": "c", "object_refs": refs})),
        object(
            "observed-data",
            json!({"first_observed": time, "last_observed": time, "number_observed": 1, "object_refs": [id("url")]}),
        ),
        object("opinion", json!({"opinion": "agree", "object_refs": refs})),
        object(
            "report",
            json!({"name": "n", "published": time, "object_refs": refs}),
        ),
        object("threat-actor", json!({"name": "n"})),
        object("tool", json!({"name": "n"})),
        object("vulnerability", json!({"name": "n"})),
        object(
            "relationship",
            json!({"relationship_type": "related-to", "source_ref": id("tool"), "target_ref": id("url")}),
        ),
        object("sighting", json!({"sighting_of_ref": id("tool")})),
        object(
            "language-content",
            json!({"object_ref": id("tool"), "contents": {"ar": {"name": "n"}}}),
        ),
        object(
            "marking-definition",
            json!({"modified": null, "definition_type": "statement", "definition": {"statement": "s"}}),
        ),
        object(
            "extension-definition",
            json!({"created_by_ref": id("identity"), "name": "n", "schema": "s", "version": "1.0.0", "extension_types": ["new-sdo"]}),
        ),
        sco("artifact", json!({"payload_bin": "AAAA"})),
        sco("autonomous-system", json!({"number": 1})),
        sco("directory", json!({"path": "/"})),
        sco("domain-name", json!({"value": "example.org"})),
        sco("email-addr", json!({"value": "a@example.org"})),
        sco("email-message", json!({"is_multipart": false})),
        sco("file", json!({"name": "n"})),
        sco("ipv4-addr", json!({"value": "198.51.100.0/24"})),
        sco("ipv6-addr", json!({"value": "2001:db8::/32"})),
        sco("mac-addr", json!({"value": "d2:fb:49:24:37:18"})),
        sco("mutex", json!({"name": "n"})),
        sco(
            "network-traffic",
            json!({"src_ref": id("ipv4-addr"), "protocols": ["tcp"]}),
        ),
        sco("process", json!({"pid": 1})),
        sco("software", json!({"name": "n"})),
        sco("url", json!({"value": "https://example.org/"})),
        sco("user-account", json!({"user_id": "1"})),
        sco(
            "windows-registry-key",
            json!({"key": "HKEY_LOCAL_MACHINE\\x"}),
        ),
        sco("x509-certificate", json!({"serial_number": "1"})),
    ]
}

#[test]
fn every_type_has_a_least_valid_object() {
    for least in least_objects() {
        assert_eq!(findings(&least), NONE, "{least}");
        // Every property is there for a reason, but for these.
        let names: Vec<String> = least.as_object().unwrap().keys().cloned().collect();
        for name in names.iter().filter(|name| *name != "is_family") {
            let mut less = least.clone();
            less.as_object_mut().unwrap().remove(name);
            assert!(
                findings(&less)
                    .iter()
                    .any(|finding| finding.starts_with("error")),
                "{less}"
            );
        }
    }
}

#[test]
fn an_object_knows_what_it_refers_to_and_how_it_is_marked() {
    let red = Tlp::Red.marking_id().to_string();
    let green = "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da";
    let definition = "extension-definition--7c1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e";
    let report = object(
        "report",
        json!({
            "name": "تقرير", "published": "2026-01-01T00:00:00Z", "created_by_ref": id("identity"),
            "object_refs": [id("tool"), id("url"), id("tool")],
            "object_marking_refs": [green],
            "granular_markings": [{"marking_ref": red, "selectors": ["name"]}],
            "extensions": {definition: {"extension_type": "property-extension", "case_ref": id("x-case")}},
        }),
    );
    let text = report.to_string();
    let object = Object::read(text.as_bytes(), &Limits::default())
        .unwrap()
        .object;
    let mut references: Vec<String> = object
        .references()
        .iter()
        .map(|reference| format!("{} {}", reference.path, reference.target.kind()))
        .collect();
    references.sort();
    assert_eq!(
        references,
        [
            "created_by_ref identity",
            &format!("extensions.{definition}.case_ref x-case"),
            "granular_markings[0].marking_ref marking-definition",
            "object_marking_refs marking-definition",
            "object_refs tool",
            "object_refs url",
        ]
    );
    assert_eq!(object.marking_refs().len(), 2);
    assert_eq!(object.tlp(), Some(Tlp::Red));
    assert_eq!(
        (object.class(), object.kind(), object.name()),
        (Class::Sdo, "report", Some("تقرير"))
    );
    assert_eq!(
        object.created_by().map(ToString::to_string),
        Some(id("identity"))
    );
    assert_eq!(object.version_key(), "2026-01-02T03:04:05.678");
    assert_eq!(object.text(), text.as_bytes());
}

#[test]
fn a_list_of_many_references_names_each_target_once() {
    let targets: Vec<String> = (1..=100)
        .flat_map(|number| {
            let target = format!("tool--5a1f3c52-7c0e-4f4e-9a51-{number:012}");
            [target.clone(), target]
        })
        .collect();
    let report = object(
        "report",
        json!({"name": "n", "published": "2026-01-01T00:00:00Z", "object_refs": targets}),
    );
    let object = Object::read(report.to_string().as_bytes(), &Limits::default())
        .unwrap()
        .object;
    let found: Vec<String> = object
        .references()
        .iter()
        .map(|reference| reference.target.to_string())
        .collect();
    let wanted: Vec<String> = targets.chunks(2).map(|pair| pair[0].clone()).collect();
    assert_eq!(found, wanted);
}

#[test]
fn versions_of_an_object_are_compared_as_they_are_read() {
    let read = |properties: Value| {
        let text = object("tool", properties).to_string();
        VersionFacts::from(
            &Object::read(text.as_bytes(), &Limits::default())
                .unwrap()
                .object,
        )
    };
    let first = read(json!({"name": "n"}));
    let second = read(json!({"name": "m", "modified": "2026-01-02T03:04:05.6781Z"}));
    let other = read(json!({"name": "m"}));
    assert_eq!(check_new_version(&first, &second), Ok(()));
    assert_eq!(
        check_new_version(&first, &other).unwrap_err().rule,
        "version-conflict"
    );
}
