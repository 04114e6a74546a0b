//! What a pattern matches, rule by rule.

use mithaq_stix::pattern::{CompiledPattern, Observation, Pattern, Within};
use mithaq_stix::{Limits, parse};
use serde_json::{Value, json};

/// A bundle with one observation of these objects, each with its `id`.
fn observed(objects: &[Value]) -> Value {
    let ids: Vec<&Value> = objects.iter().map(|object| &object["id"]).collect();
    let mut all = vec![json!({
        "type": "observed-data", "id": "observed-data--1", "number_observed": 1, "object_refs": ids,
        "first_observed": "2026-01-01T00:00:00Z", "last_observed": "2026-01-01T00:00:00Z",
    })];
    all.extend(objects.iter().cloned());
    json!({"type": "bundle", "objects": all})
}

/// Whether the pattern matches the observations of the bundle.
fn matches(pattern: &str, bundle: &Value) -> bool {
    matches_with(pattern, bundle, Within::Strict)
}

fn matches_with(pattern: &str, bundle: &Value, within: Within) -> bool {
    let text = bundle.to_string();
    let value = parse(text.as_bytes(), &Limits::default()).unwrap();
    let pattern = Pattern::parse(pattern).map_err(|error| format!("{pattern}: {error}"));
    let compiled = CompiledPattern::with(&pattern.unwrap(), within).unwrap();
    compiled
        .matches(&Observation::all_in(&value))
        .unwrap()
        .is_some()
}

#[track_caller]
fn check(bundle: &Value, matching: &[&str], others: &[&str]) {
    for pattern in matching {
        assert!(matches(pattern, bundle), "{pattern} does not match");
    }
    for pattern in others {
        assert!(!matches(pattern, bundle), "{pattern} matches");
    }
}

#[test]
fn what_is_not_there_meets_nothing() {
    let thing =
        observed(&[json!({"id": "1", "type": "x-a", "name": "n", "nothing": null, "list": [1]})]);
    check(
        &thing,
        &[
            "[EXISTS x-a:name]",
            "[x-a:name != 1]",
            "[x-a:list[0] NOT = 2]",
            "[EXISTS x-a:list]",
        ],
        &[
            "[EXISTS x-a:other]",
            "[NOT EXISTS x-a:other]",
            "[NOT EXISTS x-a:name]",
            "[x-a:other != 1]",
            "[x-a:other NOT = 1]",
            "[x-a:other NOT IN ('a')]",
            "[x-a:name.deeper != 1]",
            "[x-a:nothing != 1]",
            "[EXISTS x-a:nothing]",
            "[x-a:list[1] != 1]",
            "[x-a:name[0] != 1]",
            "[x-b:name = 'n']",
        ],
    );
}

#[test]
fn types_that_do_not_fit_are_unequal_and_nothing_else() {
    let thing = observed(&[json!({
        "id": "1", "type": "x-a", "text": "5", "number": 5, "truth": true, "list": [5], "raw_hex": "xyz",
        "time": "2026-01-01T00:00:00.000Z",
    })]);
    check(
        &thing,
        &[
            "[x-a:text != 5]",
            "[x-a:number != '5']",
            "[x-a:truth != 1]",
            "[x-a:list != 5]",
            "[x-a:raw_hex != 'xyz']",
            "[x-a:text NOT < 9]",
            "[x-a:number = 5.0]",
            "[x-a:number < 5.5]",
            "[x-a:time = t'2026-01-01T00:00:00Z']",
            "[x-a:time != '2026-01-01T00:00:00Z']",
            "[x-a:time < t'2026-01-01T00:00:00.0000000001Z']",
            "[x-a:text != t'2026-01-01T00:00:00Z']",
            "[x-a:truth IN (false, true)]",
        ],
        &[
            "[x-a:text = 5]",
            "[x-a:text < 9]",
            "[x-a:number >= '1']",
            "[x-a:truth = 1]",
            "[x-a:list = 5]",
            "[x-a:raw_hex = 'xyz']",
            "[x-a:text NOT != 5]",
            "[x-a:number LIKE '5']",
            "[x-a:number MATCHES '5']",
            "[x-a:text IN (5)]",
        ],
    );
}

#[test]
fn bytes_are_compared_decoded() {
    let thing = observed(&[json!({
        "id": "1", "type": "x-a", "raw_hex": "61ff", "raw_bin": "Yf8=", "text": "aÿ", "beyond": "aă",
        "nested": {"deep_hex": ["00ff"]},
    })]);
    check(
        &thing,
        &[
            "[x-a:raw_hex = h'61FF' AND x-a:raw_bin = h'61ff' AND x-a:raw_hex = b'Yf8=']",
            "[x-a:raw_hex = 'aÿ' AND x-a:raw_bin > 'a' AND x-a:raw_bin < 'b']",
            "[x-a:raw_hex != 'aă']",
            "[x-a:raw_hex NOT LIKE 'aă']",
            "[x-a:text = h'61ff']",
            "[x-a:beyond != h'61ff']",
            "[x-a:raw_hex LIKE 'a_']",
            "[x-a:raw_hex MATCHES '^a\\\\xff$']",
            "[x-a:nested.deep_hex[0] = h'00ff']",
            "[x-a:raw_bin IN ('b', 'aÿ')]",
        ],
        &[
            "[x-a:raw_hex = '61ff']",
            "[x-a:raw_hex < 'aă']",
            "[x-a:beyond > h'61']",
            "[x-a:raw_hex MATCHES 'ă']",
        ],
    );
}

#[test]
fn texts_are_compared_by_code_point_and_sought_in_normal_form() {
    let thing =
        observed(&[json!({"id": "1", "type": "x-a", "name": "e\u{301}tude", "lines": "a\nb"})]);
    check(
        &thing,
        &[
            "[x-a:name LIKE '\u{e9}%']",
            "[x-a:name MATCHES '^\u{e9}']",
            "[x-a:name LIKE 'e\u{301}tud_']",
            "[x-a:name != '\u{e9}tude']",
            "[x-a:name < '\u{e9}tude']",
            "[x-a:lines MATCHES 'a.b']",
            "[x-a:lines LIKE 'a%b']",
        ],
        &[
            "[x-a:name LIKE '%E%']",
            "[x-a:name LIKE 'tude']",
            "[x-a:name NOT MATCHES 'tud']",
        ],
    );
}

#[test]
fn networks_contain_each_other() {
    let address = observed(&[json!({"id": "1", "type": "ipv4-addr", "value": "198.51.100.64/27"})]);
    check(
        &address,
        &[
            "[ipv4-addr:value ISSUBSET '198.51.100.0/24']",
            "[ipv4-addr:value ISSUBSET '198.51.100.70/27']",
            "[ipv4-addr:value ISSUPERSET '198.51.100.65']",
            "[ipv4-addr:value ISSUPERSET '198.51.100.64/27']",
            "[ipv4-addr:value NOT ISSUBSET '2001:db8::/32']",
        ],
        &[
            "[ipv4-addr:value ISSUBSET '198.51.100.64/28']",
            "[ipv4-addr:value ISSUPERSET '198.51.100.0/24']",
            "[ipv4-addr:value = '198.51.100.70/27']",
            "[ipv4-addr:value ISSUBSET '::/0']",
        ],
    );
}

#[test]
fn references_are_followed_within_the_observation() {
    let mut bundle = observed(&[
        json!({"id": "traffic", "type": "network-traffic", "src_ref": "a", "dst_ref": "outside",
               "extensions": {"x-e": {"proxy_ref": "a"}}, "route_refs": ["b", "a"]}),
        json!({"id": "a", "type": "ipv4-addr", "value": "192.0.2.1"}),
        json!({"id": "b", "type": "ipv4-addr", "value": "192.0.2.2", "resolves_to_refs": ["b", "a"]}),
    ]);
    bundle["objects"].as_array_mut().unwrap().push(json!(
        {"id": "outside", "type": "ipv4-addr", "value": "192.0.2.3"}
    ));
    check(
        &bundle,
        &[
            "[network-traffic:src_ref.value = '192.0.2.1']",
            "[network-traffic:src_ref = 'a']",
            "[network-traffic:src_ref.type = 'ipv4-addr']",
            "[network-traffic:extensions.'x-e'.proxy_ref.value = '192.0.2.1']",
            "[network-traffic:route_refs[0].value = '192.0.2.2']",
            "[network-traffic:route_refs[*].resolves_to_refs[*].resolves_to_refs[1].value = '192.0.2.1']",
            "[network-traffic:route_refs[*].value != '192.0.2.1']",
            "[ipv4-addr:value = '192.0.2.2' OR url:value = 'u']",
        ],
        &[
            "[network-traffic:dst_ref.value = '192.0.2.3']",
            "[network-traffic:dst_ref.value != '192.0.2.3']",
            "[ipv4-addr:value = '192.0.2.3']",
            "[network-traffic:route_refs.value = '192.0.2.2']",
            "[network-traffic:route_refs[*].resolves_to_refs[2].value != '']",
        ],
    );
}

#[test]
fn one_object_meets_all_that_stands_in_the_brackets() {
    let two = observed(&[
        json!({"id": "1", "type": "file", "name": "a", "size": 1}),
        json!({"id": "2", "type": "file", "name": "b", "size": 2}),
    ]);
    check(
        &two,
        &[
            "[file:name = 'a' AND file:size = 1]",
            "[file:name = 'c' OR file:size = 2]",
        ],
        &[
            "[file:name = 'a' AND file:size = 2]",
            "[file:name = 'a'] AND [file:size = 2]",
        ],
    );
}

#[test]
fn objects_of_the_deprecated_container_name_each_other_by_key() {
    let contained = json!({"type": "bundle", "objects": [{
        "type": "observed-data", "id": "o", "number_observed": 1,
        "first_observed": "2026-01-01T00:00:00Z", "last_observed": "2026-01-01T00:00:00Z",
        "objects": {
            "0": {"type": "file", "name": "a", "parent_directory_ref": "1"},
            "1": {"type": "directory", "path": "/tmp"},
        },
    }]});
    check(
        &contained,
        &[
            "[file:parent_directory_ref.path = '/tmp']",
            "[directory:path LIKE '/%']",
        ],
        &["[file:parent_directory_ref.path = '/']"],
    );
}

/// Observations of `x-a:v`, each with its value, first and last second, and how often.
fn timed(seen: &[(u32, u32, u32, u32)]) -> Value {
    let mut objects = Vec::new();
    for (at, (value, first, last, times)) in seen.iter().enumerate() {
        objects.push(json!({
            "type": "observed-data", "id": format!("o{at}"), "object_refs": [format!("x{at}")],
            "first_observed": format!("2026-01-01T00:00:{first:02}Z"),
            "last_observed": format!("2026-01-01T00:00:{last:02}Z"), "number_observed": times,
        }));
        objects.push(json!({"type": "x-a", "id": format!("x{at}"), "v": value}));
    }
    json!({"type": "bundle", "objects": objects})
}

#[test]
fn what_stands_between_brackets_asks_for_different_observations() {
    let seen = timed(&[(1, 0, 0, 1), (2, 5, 5, 2), (3, 9, 9, 1)]);
    check(
        &seen,
        &[
            "[x-a:v = 1] AND [x-a:v < 3]",
            "[x-a:v = 2] AND [x-a:v = 2]",
            "[x-a:v > 0] REPEATS 4 TIMES",
            "[x-a:v = 1] FOLLOWEDBY [x-a:v = 2] FOLLOWEDBY [x-a:v = 2]",
            "([x-a:v = 1] FOLLOWEDBY [x-a:v = 2]) REPEATS 1 TIMES",
            "([x-a:v = 1] OR [x-a:v = 2]) REPEATS 3 TIMES",
            "[x-a:v = 9] OR [x-a:v = 2] FOLLOWEDBY [x-a:v = 3]",
        ],
        &[
            "[x-a:v = 1] AND [x-a:v = 1]",
            "[x-a:v > 0] REPEATS 5 TIMES",
            "[x-a:v = 3] FOLLOWEDBY [x-a:v = 1]",
            "([x-a:v = 1] FOLLOWEDBY [x-a:v = 2]) REPEATS 2 TIMES",
            "([x-a:v = 1] AND [x-a:v = 3]) FOLLOWEDBY [x-a:v = 2]",
            "[x-a:v > 0] REPEATS 9007199254740991 TIMES",
        ],
    );
}

#[test]
fn windows_have_an_end_that_is_outside() {
    let seen = timed(&[(1, 0, 0, 1), (2, 5, 5, 1), (3, 9, 11, 1)]);
    check(
        &seen,
        &[
            "([x-a:v = 1] AND [x-a:v = 2]) WITHIN 5.1 SECONDS",
            "[x-a:v = 1] WITHIN 0.001 SECONDS",
            "[x-a:v = 2] START t'2026-01-01T00:00:05Z' STOP t'2026-01-01T00:00:06Z'",
            "[x-a:v = 3] START t'2026-01-01T00:00:10Z' STOP t'2026-01-01T00:00:10.5Z'",
            "([x-a:v = 2] AND [x-a:v = 3]) WITHIN 5 SECONDS",
            "[x-a:v > 0] REPEATS 2 TIMES WITHIN 5 SECONDS START t'2026-01-01T00:00:05Z' STOP t'2026-01-01T00:00:12Z'",
        ],
        &[
            "([x-a:v = 1] AND [x-a:v = 2]) WITHIN 5 SECONDS",
            "[x-a:v = 2] START t'2026-01-01T00:00:04Z' STOP t'2026-01-01T00:00:05Z'",
            "[x-a:v = 2] START t'2026-01-01T00:00:05Z' STOP t'2026-01-01T00:00:05Z'",
            "[x-a:v = 3] START t'2026-01-01T00:00:12Z' STOP t'2026-01-01T00:00:08Z'",
            "([x-a:v > 0] REPEATS 3 TIMES) WITHIN 6 SECONDS",
        ],
    );
    let at_the_end = "([x-a:v = 1] AND [x-a:v = 2]) WITHIN 5 SECONDS";
    assert!(matches_with(at_the_end, &seen, Within::Inclusive));
    let before_the_end = "([x-a:v = 1] AND [x-a:v = 2]) WITHIN 4.9 SECONDS";
    assert!(!matches_with(before_the_end, &seen, Within::Inclusive));
}
