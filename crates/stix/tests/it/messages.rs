//! What is found in objects, rule by rule, and how it is said.

use mithaq_stix::{Limits, Object};
use serde_json::{Value, json};

use crate::objects::{NONE, findings, id, object, sco};

#[test]
#[expect(clippy::too_many_lines, reason = "a table with a row for each case")]
fn common_properties_are_checked() {
    for (properties, found) in [
        (
            json!({"created": "2026-01-02T03:04:05Z"}),
            "error created timestamp-precision",
        ),
        (
            json!({"modified": "2026-01-02T03:04:05.6779999Z"}),
            "error modified time-order",
        ),
        (json!({"confidence": 101}), "error confidence number-range"),
        (json!({"confidence": 1.5}), "error confidence value-type"),
        (json!({"revoked": "true"}), "error revoked value-type"),
        (json!({"lang": "fr_MA"}), "error lang language-tag"),
        (json!({"lang": "foo"}), "error lang language-tag"),
        (json!({"labels": "one"}), "error labels value-type"),
        (json!({"labels": []}), "error labels empty-list"),
        (json!({"labels": [1]}), "error labels[0] value-type"),
        (
            json!({"created_by_ref": id("tool")}),
            "error created_by_ref reference-type",
        ),
        (
            json!({"created_by_ref": "me"}),
            "error created_by_ref identifier",
        ),
        (
            json!({"object_marking_refs": [id("tool")]}),
            "error object_marking_refs[0] reference-type",
        ),
        (
            json!({"spec_version": "2.0"}),
            "error spec_version stix-2.0",
        ),
        (
            json!({"spec_version": "2.2"}),
            "error spec_version spec-version",
        ),
        (json!({"defanged": true}), "error defanged defanged"),
        (json!({"Name": 1}), "error Name property-name"),
        (json!({"ab": 1}), "error ab property-name"),
        (json!({"severity": 1}), "error severity reserved-name"),
        (json!({"x_own": 1}), "warning  custom-property"),
        (json!({"x_own": []}), "error x_own empty-list"),
        (json!({"x_own": {"a": []}}), "warning x_own.a empty-list"),
        (json!({"x_own": {"é": 1}}), "error x_own.é dictionary-key"),
        (
            json!({"id": "tool--5a1f3c52-7c0e-ff4e-9a51-0a4a5b1d2c3e"}),
            "error id identifier",
        ),
        (
            json!({"id": "tool--5a1f3c52-7c0e-4f4e-ca51-0a4a5b1d2c3e"}),
            "error id identifier",
        ),
        (
            json!({"id": "tool--5a1f3c52-7c0e-5f4e-9a51-0a4a5b1d2c3e"}),
            "warning id uuid-version",
        ),
        (json!({"id": id("malware")}), "error id id-type"),
        (
            json!({"external_references": [{"source_name": "s"}]}),
            "error external_references[0] one-of",
        ),
        (
            json!({"external_references": [{"source_name": "s", "url": "no"}]}),
            "error external_references[0].url url",
        ),
        (
            json!({"external_references": [{"source_name": "cve", "external_id": "2026-1"}]}),
            "error external_references[0].external_id cve-id",
        ),
        (
            json!({"external_references": [{"source_name": "x", "url": "u:x", "hashes": {"MD5": "1"}}]}),
            "error external_references[0].hashes.MD5 hash-value",
        ),
        (
            json!({"kill_chain_phases": [{"kill_chain_name": "k"}]}),
            "error kill_chain_phases[0].phase_name required-property",
        ),
        (
            json!({"kill_chain_phases": [{"kill_chain_name": "K L", "phase_name": "p"}]}),
            "warning kill_chain_phases[0].kill_chain_name kill-chain-name",
        ),
        (
            json!({"granular_markings": [{"selectors": ["name"]}]}),
            "error granular_markings[0] granular-marking",
        ),
        (
            json!({"granular_markings": [{"lang": "ar", "selectors": ["name.[0]"]}]}),
            "error granular_markings[0].selectors[0] selector",
        ),
        (
            json!({"aliases": ["a"], "granular_markings": [{"lang": "ar", "selectors": ["aliases.[1]"]}]}),
            "error granular_markings[0].selectors[0] selector",
        ),
        (
            json!({"extensions": {"x-own": {"a": 1}}}),
            "error extensions.x-own extension-name",
        ),
        (
            json!({"extensions": {"x-own-ext": {"a": 1}}}),
            "warning extensions.x-own-ext custom-extension",
        ),
    ] {
        let mut properties = properties;
        properties["name"] = json!("n");
        let mut all = findings(&object("tool", properties.clone()));
        all.retain(|one| one == found || one != "warning  custom-property");
        assert_eq!(all, [found], "{properties}");
    }
}

#[test]
fn null_is_never_a_value() {
    let text = br#"{"type":"url","id":"url--5a1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e","value":"u:x","x_own":{"a":[null]}}"#;
    let rejected = Object::read(text, &Limits::default()).unwrap_err();
    insta::assert_snapshot!(rejected.findings[0], @"error at `x_own.a[0]`: null is never a value: leave the property out (STIX 2.1 section 2, rule null-value)");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table with a row for each case")]
fn single_types_have_rules_of_their_own() {
    let time = "2026-01-01T00:00:00Z";
    let observed = |properties: Value| {
        let mut all = json!({"first_observed": time, "last_observed": time, "number_observed": 1});
        all.as_object_mut()
            .unwrap()
            .extend(properties.as_object().unwrap().clone());
        object("observed-data", all)
    };
    let indicator = |until: &str| {
        object(
            "indicator",
            json!({"pattern": "[url:value = 'u']", "pattern_type": "stix", "valid_from": time, "valid_until": until}),
        )
    };
    let extension = |name: &str, content: Value| {
        sco("file", json!({"name": "n", "extensions": {name: content}}))
    };
    let definition = "extension-definition--7c1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e";
    for (object, found) in [
        (indicator(time), "error valid_until time-order"),
        (
            object(
                "indicator",
                json!({"pattern": " ", "pattern_type": "stix", "valid_from": time}),
            ),
            "error pattern pattern",
        ),
        (
            object("location", json!({"latitude": 1.0})),
            "error latitude needs-other",
        ),
        (
            object("location", json!({"country": "MA", "precision": 1.0})),
            "error precision needs-other",
        ),
        (
            object("location", json!({"latitude": 90.5, "longitude": 0})),
            "error latitude number-range",
        ),
        (
            object("location", json!({"country": "Morocco"})),
            "warning country country-code",
        ),
        (
            object("location", json!({"city": "Rabat"})),
            "error  location-place",
        ),
        (
            object("malware", json!({"is_family": true})),
            "error name family-name",
        ),
        (
            object("malware", json!({"name": "n"})),
            "warning is_family is-family",
        ),
        (
            object("malware-analysis", json!({"product": "p"})),
            "error  one-of",
        ),
        (
            object(
                "malware-analysis",
                json!({"product": "p", "analysis_sco_refs": [id("identity")]}),
            ),
            "error analysis_sco_refs[0] reference-type",
        ),
        (
            object(
                "opinion",
                json!({"opinion": "yes", "object_refs": [id("tool")]}),
            ),
            "error opinion enumeration",
        ),
        (
            object("sighting", json!({"sighting_of_ref": id("url")})),
            "error sighting_of_ref reference-type",
        ),
        (
            object(
                "sighting",
                json!({"sighting_of_ref": id("tool"), "count": 1_000_000_000}),
            ),
            "error count number-range",
        ),
        (
            object(
                "relationship",
                json!({"relationship_type": "USES", "source_ref": id("tool"), "target_ref": id("url")}),
            ),
            "error relationship_type relationship-type",
        ),
        (
            object(
                "relationship",
                json!({"relationship_type": "uses", "source_ref": id("sighting"), "target_ref": id("url")}),
            ),
            "error source_ref reference-type",
        ),
        (
            object(
                "relationship",
                json!({"relationship_type": "uses", "source_ref": id("tool"), "target_ref": id("extension-definition")}),
            ),
            "error target_ref reference-type",
        ),
        (
            object(
                "relationship",
                json!({"relationship_type": "uses", "source_ref": id("tool"), "target_ref": id("url")}),
            ),
            "warning relationship_type relationship-ends",
        ),
        (
            object(
                "language-content",
                json!({"object_ref": id("tool"), "contents": {"ar": {"name": "n"}}, "lang": "ar"}),
            ),
            "warning  custom-property",
        ),
        (
            sco(
                "url",
                json!({"value": "u:x", "id": "url--5a1f3c52-7c0e-5f4e-9a51-0a4a5b1d2c3e"}),
            ),
            "warning id content-id",
        ),
        (
            sco(
                "x509-certificate",
                json!({"subject": "s", "id": "x509-certificate--5a1f3c52-7c0e-5f4e-9a51-0a4a5b1d2c3e"}),
            ),
            "warning id content-id",
        ),
        (
            sco("mutex", json!({"name": "n", "x_own_enc": "utf-8"})),
            "error x_own_enc needs-other",
        ),
        (
            sco(
                "mutex",
                json!({"name": "n", "x_own": "o", "x_own_enc": "no-such-set"}),
            ),
            "error x_own_enc character-set",
        ),
        (
            sco(
                "x509-certificate",
                json!({"x509_v3_extensions": {"x_own": "o"}}),
            ),
            "error x509_v3_extensions one-of",
        ),
        (
            object(
                "marking-definition",
                json!({
                    "id": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", "modified": null,
                    "extensions": {
                        "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d":
                            {"extension_type": "property-extension", "tlp_2_0": "clear"},
                    },
                }),
            ),
            "warning id tlp-content",
        ),
        (observed(json!({})), "error  observed-content"),
        (
            observed(json!({"object_refs": [id("relationship")]})),
            "error object_refs observed-content",
        ),
        (
            observed(json!({"object_refs": [id("tool")]})),
            "error object_refs[0] reference-type",
        ),
        (
            observed(json!({"objects": {"0": {"type": "file"}}})),
            "error objects.0 one-of",
        ),
        (
            observed(
                json!({"objects": {"0": {"type": "directory", "path": "/", "contains_refs": ["1"]}}}),
            ),
            "error objects.0.contains_refs[0] identifier",
        ),
        (
            object(
                "language-content",
                json!({"object_ref": id("tool"), "contents": {"xx": {"name": "n"}}}),
            ),
            "error contents.xx language-tag",
        ),
        (
            object(
                "extension-definition",
                json!({"created_by_ref": id("identity"), "name": "n", "schema": "s", "version": "1", "extension_types": ["new-sdo"], "extension_properties": ["abc"]}),
            ),
            "error extension_properties extension-properties",
        ),
        (
            sco("artifact", json!({"payload_bin": "AAA"})),
            "error payload_bin binary",
        ),
        (
            sco("artifact", json!({"url": "u:x"})),
            "error url needs-other",
        ),
        (
            sco("email-message", json!({"is_multipart": true, "body": "b"})),
            "error body email-body",
        ),
        (
            sco("email-addr", json!({"value": "A <a@example.org>"})),
            "error value address",
        ),
        (
            sco("ipv4-addr", json!({"value": "198.51.100.1/33"})),
            "error value address",
        ),
        (
            sco("ipv6-addr", json!({"value": "2001:db8::/03"})),
            "error value address",
        ),
        (
            sco("mac-addr", json!({"value": "D2:FB:49:24:37:18"})),
            "error value address",
        ),
        (
            sco("domain-name", json!({"value": "example[.]org"})),
            "error value address",
        ),
        (
            sco("file", json!({"name": "n", "magic_number_hex": "4D"})),
            "error magic_number_hex hex",
        ),
        (
            sco("file", json!({"hashes": {"X": "1"}})),
            "error hashes.X hash-name",
        ),
        (
            sco("file", json!({"name": "n", "name_enc": "no-such-set"})),
            "error name_enc character-set",
        ),
        (
            sco(
                "network-traffic",
                json!({"src_ref": id("url"), "protocols": ["tcp"]}),
            ),
            "error src_ref reference-type",
        ),
        (
            sco(
                "network-traffic",
                json!({"src_ref": id("ipv4-addr"), "src_port": 65_536, "protocols": ["tcp"]}),
            ),
            "error src_port number-range",
        ),
        (
            sco(
                "network-traffic",
                json!({"src_ref": id("ipv4-addr"), "protocols": ["tcp"], "is_active": true, "end": time}),
            ),
            "error end active-traffic",
        ),
        (
            sco(
                "process",
                json!({"id": "process--5a1f3c52-7c0e-5f4e-9a51-0a4a5b1d2c3e", "pid": 1}),
            ),
            "error id process-id",
        ),
        (
            sco("software", json!({"name": "n", "cpe": "cpe:/a:x"})),
            "error cpe cpe",
        ),
        (
            sco("windows-registry-key", json!({"key": "hklm\\x"})),
            "error key registry-hive",
        ),
        (
            sco(
                "windows-registry-key",
                json!({"values": [{"data_type": "REG"}]}),
            ),
            "error values[0].data_type enumeration",
        ),
        (
            extension("ntfs-ext", json!({"x_own": 1})),
            "error extensions.ntfs-ext one-of",
        ),
        (
            extension(
                "windows-pebinary-ext",
                json!({"pe_type": "exe", "sections": [{"size": 1}]}),
            ),
            "error extensions.windows-pebinary-ext.sections[0].name required-property",
        ),
        (
            extension("http-request-ext", json!({"a": 1})),
            "warning extensions.http-request-ext custom-extension",
        ),
        (
            extension(definition, json!({"rank": 5})),
            &format!("error extensions.{definition}.extension_type extension-type"),
        ),
    ] {
        let all = findings(&object);
        assert!(
            all.iter().any(|one| one == found),
            "{found} is not among {all:?}: {object}"
        );
        let mut errors = all.iter().filter(|one| one.starts_with("error"));
        assert!(errors.all(|one| one == found), "{all:?}: {object}");
    }
}

#[test]
fn an_observable_with_versions_has_an_id_of_its_own() {
    let mut address = sco(
        "ipv4-addr",
        json!({"value": "198.51.100.3", "id": "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4"}),
    );
    assert_eq!(findings(&address), NONE, "the id follows from the value");
    address["modified"] = json!("2026-01-01T00:00:00.000Z");
    assert_eq!(
        findings(&address),
        [
            "warning id versioned-observable",
            "warning  custom-property"
        ]
    );
}

#[test]
fn a_value_that_was_made_harmless_is_not_judged() {
    let value = json!({"value": "example[.]org", "defanged": true});
    assert_eq!(findings(&sco("domain-name", value)), NONE);
}

#[test]
fn the_markings_of_the_first_tlp_are_fixed() {
    let white = |properties: Value| {
        let mut all = json!({
            "id": "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", "modified": null,
            "created": "2017-01-20T00:00:00.000Z", "definition_type": "tlp", "definition": {"tlp": "white"},
        });
        all.as_object_mut()
            .unwrap()
            .extend(properties.as_object().unwrap().clone());
        findings(&object("marking-definition", all))
    };
    assert_eq!(white(json!({"name": "TLP:WHITE"})), NONE);
    let changed = ["error definition tlp-content"];
    assert_eq!(white(json!({"name": "TLP:GREEN"})), changed);
    assert_eq!(white(json!({"definition": {"tlp": "green"}})), changed);
    assert_eq!(
        white(json!({"definition": {"tlp": "white", "more": "x"}})),
        changed
    );
    assert_eq!(
        white(json!({"created": "2017-01-21T00:00:00.000Z"})),
        changed
    );
    assert_eq!(white(json!({"id": id("marking-definition")})), changed);
    assert_eq!(
        white(json!({"definition_type": "statement", "definition": {"statement": "s"}})),
        ["warning id tlp-content"]
    );
    let itself = "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9";
    assert!(
        white(json!({"object_marking_refs": [itself]}))
            .contains(&"error object_marking_refs marks-itself".to_owned())
    );
}

#[test]
fn unknown_types_are_kept_with_the_rules_of_their_class() {
    let definition = "extension-definition--7c1f3c52-7c0e-4f4e-9a51-0a4a5b1d2c3e";
    let own = |class: &str| json!({"extensions": {definition: {"extension_type": class}}, "anything": {"A": 1}});
    assert_eq!(findings(&object("x-case", own("new-sdo"))), NONE);
    assert_eq!(findings(&sco("x-thing", own("new-sco"))), NONE);
    assert_eq!(
        findings(&sco("x-case", own("new-sdo"))),
        [
            "error spec_version stix-2.0",
            "error created required-property",
            "error modified required-property",
        ]
    );
    assert_eq!(
        findings(&sco("x-thing", json!({"anything": 1}))),
        ["warning type custom-object"]
    );
    let top = json!({"name": "n", "rank": 5, "extensions": {definition: {"extension_type": "toplevel-property-extension"}}});
    assert_eq!(findings(&object("tool", top)), NONE);
}

#[test]
fn a_refused_object_still_says_which_it_is() {
    let rejected = Object::read(
        br#"{"type":"tool","id":"tool--1","name":5}"#,
        &Limits::default(),
    )
    .unwrap_err();
    assert_eq!(
        (rejected.id.as_deref(), rejected.kind.as_deref()),
        (Some("tool--1"), Some("tool"))
    );
    let text: Vec<String> = rejected.findings.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(text.join("\n"), @r"
    error at `id`: an identifier is written `type--UUID`, for example `identity--f431f809-377b-45e0-aa1c-6a4751cae5ff` (STIX 2.1 section 2.9, rule identifier)
    error at `spec_version`: without `spec_version` this is an object of STIX 2.0: convert it to 2.1 first, then send it again (STIX 2.1 section 3.2, rule stix-2.0)
    error at `name`: the value must be a text (STIX 2.1 section 2, rule value-type)
    error at `created`: `created` is required and is not there (STIX 2.1 section 3.2, rule required-property)
    error at `modified`: `modified` is required and is not there (STIX 2.1 section 3.2, rule required-property)
    ");
}

#[test]
fn broken_json_is_a_finding_with_its_offset() {
    let refused =
        |text: &[u8]| Object::read(text, &Limits::default()).unwrap_err().findings[0].to_string();
    insta::assert_snapshot!(refused(b"{\"a\":1,\"a\":2}"), @"error: the member `a` is there twice at byte 7 (STIX 2.1 section 2, rule json-duplicate-name)");
    insta::assert_snapshot!(refused(b"[]"), @"error: a STIX object is a JSON object (STIX 2.1 section 2, rule not-an-object)");
}

#[test]
fn findings_do_not_grow_without_bound() {
    let many: Vec<Value> = (0..5000).map(|_| json!(5)).collect();
    let object = object(
        "tool",
        json!({"name": "n", "labels": many, "x_own": vec![json!({"a": []}); 5000]}),
    );
    assert_eq!(findings(&object).len(), 200);
}
