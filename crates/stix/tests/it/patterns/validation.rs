//! What validation says about the pattern of an indicator.

use mithaq_stix::{Limits, Object};
use serde_json::{Value, json};

use crate::objects::{findings, object};

#[test]
fn the_pattern_of_an_indicator_is_read() {
    let indicator = |pattern: &str, other: Value| {
        let mut properties = json!({
            "pattern": pattern, "pattern_type": "stix", "valid_from": "2026-01-01T00:00:00Z",
        });
        let more = other.as_object().unwrap().clone();
        properties.as_object_mut().unwrap().extend(more);
        object("indicator", properties)
    };
    let none = json!({});
    for (pattern, other, found) in [
        ("[url:value = 'u']", &none, &[][..]),
        (
            "[url:value = 'u'] REPEATS 0 TIMES",
            &none,
            &["error pattern pattern"],
        ),
        (
            "[ab:yz = 'u' OR file:n = 1]",
            &none,
            &["error pattern pattern-name"; 2],
        ),
        (
            "[file:fooBar = 1]",
            &none,
            &["warning pattern pattern-name"],
        ),
        ("[file:id = 'x' AND file:x_custom = 1]", &none, &[]),
        ("[x-own:any_thing.At.'all' = 1]", &none, &[]),
        (
            "[file:nme = 'x' OR url:valu = 'y']",
            &none,
            &["warning pattern pattern-path"],
        ),
        (
            "[url:value = ]",
            &json!({"pattern_version": "2.1"}),
            &["error pattern pattern"],
        ),
        ("[url:value = ]", &json!({"pattern_version": "2.0"}), &[]),
        ("alert tcp any any", &json!({"pattern_type": "snort"}), &[]),
        (
            "[url:value = 'u'] START t'2025-01-01T00:00:00Z' STOP t'2026-01-03T00:00:00Z'",
            &json!({"valid_until": "2026-01-02T00:00:00Z"}),
            &["warning pattern pattern-window"; 2],
        ),
        (
            "[url:value = 'u'] START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00Z'",
            &json!({"valid_until": "2026-01-02T00:00:00.000Z"}),
            &[],
        ),
    ] {
        assert_eq!(
            findings(&indicator(pattern, other.clone())),
            found,
            "{pattern}"
        );
    }
    let broken = indicator("[url:value = 'u'\n AND url:value 'v']", none);
    let refused = Object::read(broken.to_string().as_bytes(), &Limits::default()).unwrap_err();
    insta::assert_snapshot!(refused.findings[0].to_string(), @"error at `pattern`: at line 2, character 16 of the pattern: expected an operator: `=`, `!=`, `<`, `<=`, `>`, `>=`, `IN`, `LIKE`, `MATCHES`, `ISSUBSET`, `ISSUPERSET`, found `'v'` (STIX 2.1 section 9, rule pattern)");
}
