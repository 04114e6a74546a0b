//! The rules that join several properties, and how they are said.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{HANDLING, extension, findings, id, object};

/// The errors and warnings on an object.
fn told(object: &Value) -> String {
    let mut all = String::new();
    for finding in findings(object) {
        writeln!(all, "{finding}").unwrap();
    }
    all
}

fn agreement(properties: &Value) -> Value {
    let party = json!({"identity_ref": id("identity")});
    let mut agreement = object(
        "coop-agreement",
        &json!({"name": "n", "instrument": "memorandum", "parties": [party, party], "policy_sha256": "0".repeat(64)}),
    );
    agreement
        .as_object_mut()
        .unwrap()
        .extend(properties.as_object().unwrap().clone());
    agreement
}

fn engagement(when: &Value) -> Value {
    object(
        "coop-engagement",
        &json!({
            "name": "n", "engagement_kind": "call", "direction": "incoming", "when_claim": when, "disclosure_level": "public",
            "state": "held", "host_parties": [{"role_text": "services not named", "named": false}],
        }),
    )
}

fn commitment(state: &str) -> Value {
    object(
        "coop-commitment",
        &json!({
            "name": "n", "description": "d", "commitment_kind": "meeting", "source_refs": [id("coop-engagement")], "mutual": true,
            "state": state,
        }),
    )
}

fn with_handling(properties: &Value) -> Value {
    let mut handling = json!({
        "extension_type": "property-extension", "originator_ref": id("identity"), "purposes": ["prevention"], "onward": "ask",
        "evidential_use": "ask",
    });
    handling
        .as_object_mut()
        .unwrap()
        .extend(properties.as_object().unwrap().clone());
    object(
        "identity",
        &json!({"name": "n", "extensions": {extension(HANDLING): handling}}),
    )
}

#[test]
fn an_agreement_in_force_says_what_the_machine_needs() {
    insta::assert_snapshot!(told(&agreement(&json!({"state": "in-force"}))));
}

#[test]
fn the_dates_of_an_agreement_are_in_order() {
    let dates = json!({"signed_on": "2026-02-01", "ends_on": "2026-01-31", "enters_into_force": "2026-02-01"});
    insta::assert_snapshot!(told(&agreement(&dates)));
    assert_eq!(
        told(&agreement(
            &json!({"signed_on": "2026-02-01", "ends_on": "2026-02-01"})
        )),
        ""
    );
    // A rule is no date: there is nothing to compare.
    let rule = json!({"enters_into_force": {"kind": "on-signature"}, "ends_on": "2026-01-31"});
    assert_eq!(told(&agreement(&rule)), "");
}

#[test]
fn a_letter_of_intent_never_gives_access() {
    let letter = json!({"instrument": "letter-of-intent", "state": "in-force"});
    assert!(told(&agreement(&letter)).contains("rule conditional-value"));
    assert_eq!(
        told(&agreement(
            &json!({"instrument": "letter-of-intent", "state": "signed"})
        )),
        ""
    );
}

#[test]
fn parties_are_two_and_named_or_told() {
    insta::assert_snapshot!(told(&agreement(
        &json!({"parties": [{"named": true, "country": "MA"}]})
    )));
}

#[test]
fn a_claim_of_a_date_agrees_with_itself() {
    let all: String = [
        json!({"precision": "day"}),
        json!({"precision": "range", "start_on": "2026-01-01"}),
        json!({"precision": "day", "start_on": "2026-01-02", "end_on": "2026-01-01"}),
        json!({"precision": "month", "start_on": "2026-01-01", "end_on": "2026-02-01"}),
        json!({"precision": "half-year", "start_on": "2026-06-30", "end_on": "2026-07-01"}),
        json!({"precision": "year", "start_on": "2025-12-31", "end_on": "2026-01-01"}),
    ]
    .iter()
    .map(|when| told(&engagement(when)))
    .collect();
    insta::assert_snapshot!(all);
    for fine in [
        json!({"precision": "unknown"}),
        json!({"precision": "day", "start_on": "2022-06-13", "end_on": "2022-06-14"}),
        json!({"precision": "month", "start_on": "2022-05-01", "end_on": "2022-05-31"}),
        json!({"precision": "half-year", "start_on": "2023-01-01", "end_on": "2023-06-30"}),
    ] {
        assert_eq!(told(&engagement(&fine)), "");
    }
}

#[test]
fn a_commitment_that_is_agreed_has_an_owner_and_a_date() {
    assert_eq!(told(&commitment("proposed")), "");
    insta::assert_snapshot!(told(&commitment("delivered")));
}

#[test]
fn handling_codes_need_their_words() {
    insta::assert_snapshot!(told(&with_handling(
        &json!({"handling_codes": ["H0", "H3"]})
    )));
    let blank = with_handling(&json!({"handling_codes": ["C"], "handling_note": " "}));
    assert!(told(&blank).contains("rule blank-text"));
    assert_eq!(
        told(&with_handling(&json!({"handling_codes": ["H1", "H2"]}))),
        ""
    );
}

#[test]
fn personal_data_has_an_end() {
    insta::assert_snapshot!(told(&with_handling(
        &json!({"subject_category": ["victim"]})
    )));
    assert!(
        told(&with_handling(&json!({"special_category": true})))
            .contains("`subject_category` is required")
    );
    let fine =
        json!({"subject_category": ["victim"], "special_category": true, "erase_on": "2029-01-01"});
    assert_eq!(told(&with_handling(&fine)), "");
}

#[test]
fn grades_are_of_their_scheme() {
    let grade = |scheme: &str, source: &str, info: &str| {
        with_handling(
            &json!({"grading": [{"scheme": scheme, "source_code": source, "info_code": info}]}),
        )
    };
    insta::assert_snapshot!(told(&grade("europol-4x4", "D", "5")));
    for (scheme, source, info) in [
        ("admiralty", "F", "6"),
        ("europol-4x4", "X", "4"),
        ("uk-3x5x2", "2", "E"),
        ("uk-5x5x5", "E", "1"),
    ] {
        assert_eq!(told(&grade(scheme, source, info)), "");
    }
}

#[test]
fn requests_give_reasons_and_refusals_grounds() {
    let response = json!({"request_ref": id("coop-request"), "result": "refused", "use_allowed": "evidence", "responder_ref": id("identity")});
    insta::assert_snapshot!(told(&object("coop-response", &response)));
    let request = object("coop-request", &json!({"urgency": "urgent"}));
    assert!(told(&request).contains("error at `urgency_reason`"));
}

#[test]
fn nobody_approves_what_they_prepared() {
    let disclosure = object(
        "coop-disclosure",
        &json!({"prepared_by": id("identity"), "approved_by": id("identity")}),
    );
    assert!(told(&disclosure).contains("rule four-eyes"));
}

#[test]
fn a_plan_is_not_approved_with_an_unowned_risk() {
    let plan = |state: &str| {
        object(
            "coop-security-plan",
            &json!({
                "name": "n", "event_name": "e", "event_kind": "match", "organiser_ref": id("identity"),
                "host_authority_ref": id("identity"), "state": state, "venues": [{"location_ref": id("location")}],
                "risks": [
                    {"risk_id": "1", "hazard": "h", "likelihood": 2, "impact": 5, "risk_state": "open"},
                    {"risk_id": "2", "hazard": "h", "likelihood": 3, "impact": 5, "risk_state": "open"},
                ],
            }),
        )
    };
    assert_eq!(told(&plan("reviewed")), "");
    insta::assert_snapshot!(told(&plan("approved")));
}

/// The three worked examples of the reference: limited by entry, limited by emergency, closed.
#[test]
fn a_capacity_is_the_least_of_four() {
    let sheet = |result: [f64; 4], fin: u32| {
        let [entry, holding, exit, emergency] = result;
        let sheet = json!({
            "section": "s", "kind": "seated", "seats": 9000, "unusable": 200, "p_factor": 0.9, "s_factor": 0.8,
            "t_normal_min": 8, "t_emergency_min": 6,
            "result": {"entry": entry, "holding": holding, "exit": exit, "emergency": emergency, "final": fin},
        });
        object(
            "coop-security-plan",
            &json!({
                "name": "n", "event_name": "e", "event_kind": "match", "state": "draft", "organiser_ref": id("identity"),
                "host_authority_ref": id("identity"), "venues": [{"location_ref": id("location"), "capacity_sheets": [sheet]}],
            }),
        )
    };
    assert_eq!(told(&sheet([6600.0, 7040.0, 13120.0, 9840.0], 6600)), "");
    assert_eq!(told(&sheet([1200.0, 1410.0, 1900.8, 594.0], 594)), "");
    assert_eq!(told(&sheet([1200.0, 0.0, 1900.8, 594.0], 0)), "");
    insta::assert_snapshot!(told(&sheet([6600.0, 7040.0, 13120.0, 9840.0], 7040)));
}

#[test]
fn steps_are_slower_than_level_ground() {
    let exit = |surface: &str| {
        let exits = json!([{"width_m": 3.6, "surface": surface, "rate": 70}]);
        let sheet = json!({"section": "s", "kind": "standing", "area_m2": 500, "density": 47, "p_factor": 1, "s_factor": 0.6, "exits": exits});
        let venue = json!({"location_ref": id("location"), "capacity_sheets": [sheet]});
        object(
            "coop-security-plan",
            &json!({"event_name": "e", "event_kind": "match", "state": "draft", "venues": [venue]}),
        )
    };
    assert!(!told(&exit("level")).contains("error"));
    assert!(
        told(&exit("stepped")).contains("error at `venues[0].capacity_sheets[0].exits[0].rate`")
    );
}

/// One message for each shape of value.
#[test]
fn a_wrong_value_is_told_with_what_it_should_be() {
    let wrong = json!({
        "name": " ", "instrument": "gentlemens-agreement", "parties": [{"identity_ref": id("malware")}, {"role_text": 7}],
        "signed_on": "2023-02-29", "place_ref": "Rabat", "ratifications": [], "enters_into_force": 2023,
        "provisional_from": 7, "notice_months": 1.5, "state": "running", "text_sha256": "abc", "authentic_langs": ["arabic!"],
        "open_clause": "yes", "retention": {"review_months": 0, "max_months": 12, "on_termination": "burn"},
        "review_every": "yearly", "clauses": [{"clause_id": "1", "clause_kind": "text", "text": 1}], "names": {"en": 1},
        "signatures": "signed", "personal_data": true,
    });
    insta::assert_snapshot!(told(&agreement(&wrong)));
}
