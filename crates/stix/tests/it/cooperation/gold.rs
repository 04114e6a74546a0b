//! What five press articles tell of cooperation fits into the objects: each row of the catalogue.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{HANDLING, extension, object, read};
use crate::shared;

/// An id that repeats, from the name of what it names.
fn id_of(kind: &str, name: &str) -> String {
    let sum = name.bytes().fold(7_u64, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(byte))
    });
    format!(
        "{kind}--5a1f3c52-7c0e-4f4e-9a51-{:012x}",
        sum & 0xffff_ffff_ffff
    )
}

/// The catalogue, if it is here.
fn catalogue() -> Option<Value> {
    let path = shared::path("the seeds' catalogue", "seeds/gold.json")?;
    Some(serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())
}

fn when(row: &Value) -> Value {
    let date = &row["date"];
    let mut claim = Map::new();
    let precision = date["precision"]
        .as_str()
        .unwrap()
        .split(' ')
        .next()
        .unwrap();
    claim.insert("precision".to_owned(), json!(precision));
    for (own, theirs) in [
        ("start_on", "start"),
        ("end_on", "end"),
        ("as_given", "as_given"),
        ("resolved_by", "resolved_by"),
    ] {
        if date[theirs].is_string() {
            claim.insert(own.to_owned(), date[theirs].clone());
        }
    }
    let confidence = date["confidence"].as_f64().unwrap() * 100.0;
    #[expect(clippy::cast_possible_truncation, reason = "from 0 to 100")]
    claim.insert(
        "date_confidence".to_owned(),
        json!(confidence.round() as i64),
    );
    Value::Object(claim)
}

/// One participant or a list of them; each by id, or in words where nobody is named.
fn parties(told: &Value, role: &str) -> Vec<Value> {
    let list = match told {
        Value::Array(list) => list.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    };
    let party = |told: &Value| match told["person"].as_str().or(told["agency"].as_str()) {
        Some(name) => {
            json!({"identity_ref": id_of("identity", name), "party_role": role, "named": true})
        }
        None => json!({"role_text": told.to_string(), "party_role": role, "named": false}),
    };
    list.iter().map(party).collect()
}

fn citations(row: &Value) -> Value {
    let spans = row["spans"].as_array().unwrap().iter();
    let source = id_of("report", row["seed"].as_str().unwrap());
    spans
        .map(|span| json!({"source_ref": source, "start_offset": span["start"], "end_offset": span["end"]}))
        .collect()
}

fn handling(row: &Value, assertion: &str) -> Value {
    json!({
        "extension_type": "property-extension", "originator_ref": id_of("identity", "us"),
        "purposes": ["public-security-threat"], "onward": "ask", "evidential_use": "ask",
        "citations": citations(row), "assertion_kind": assertion,
    })
}

fn engagement(row: &Value, kind: &str) -> Value {
    let mut properties = json!({
        "name": row["title"], "engagement_kind": kind, "direction": "incoming", "when_claim": when(row),
        "disclosure_level": "public", "state": "held", "topics": row["topics"],
    });
    let guests = [
        parties(&row["guests"], "guest"),
        parties(&row["actors"], "guest"),
    ]
    .concat();
    for (name, list) in [
        ("host_parties", parties(&row["host"], "host")),
        ("guest_parties", guests),
    ] {
        if !list.is_empty() {
            properties[name] = json!(list);
        }
    }
    if properties.get("host_parties").is_none() && properties.get("guest_parties").is_none() {
        properties["other_parties"] = json!([{"role_text": "nobody is named", "named": false}]);
    }
    if properties["topics"].as_array().is_none_or(Vec::is_empty) {
        properties["topics"] = Value::Null;
    }
    object("coop-engagement", &properties)
}

/// The object that holds a row.
fn represent(row: &Value) -> Value {
    let named = [
        json!({"identity_ref": id_of("identity", "us")}),
        json!({"role_text": "service not named", "named": false}),
    ];
    let mut held = match row["kind"].as_str().unwrap() {
        "agreement" => object(
            "coop-agreement",
            &json!({
                "name": row["title"], "instrument": row["instrument"]["type"].as_str().unwrap_or("cooperation-agreement"),
                "parties": named, "state": "proposed",
            }),
        ),
        "training" => object(
            "coop-training",
            &json!({
                "name": row["title"], "subject": row["topics"], "format": "course", "trainer_parties": parties(&row["host"], "trainer"),
                "trainee_parties": parties(&row["guests"], "trainee"), "when_claim": when(row), "state": "completed",
            }),
        ),
        "major-event-security" => object(
            "coop-security-plan",
            &json!({
                "name": row["title"], "event_name": row["title"], "event_kind": "football-tournament", "when_claim": when(row),
                "state": "draft",
            }),
        ),
        "outcome" => object(
            "coop-commitment",
            &json!({
                "name": row["title"], "description": row["title"], "commitment_kind": "mechanism",
                "source_refs": [id_of("coop-engagement", row["event"].as_str().unwrap())], "mutual": true, "state": "proposed",
            }),
        ),
        "communique" => object(
            "coop-communique",
            &json!({
                "title": row["title"], "issuer_refs": [id_of("identity", "us")], "public": true,
            }),
        ),
        "claim" => object(
            "note",
            &json!({
                "abstract": row["title"], "content": row["title"], "labels": ["claim"],
                "object_refs": [id_of("report", row["seed"].as_str().unwrap())],
            }),
        ),
        "meeting" => engagement(row, "reception"),
        "visit" => engagement(row, "working-visit"),
        kind => engagement(row, kind),
    };
    let assertion = if row["kind"] == "claim" {
        "opinion"
    } else {
        "fact"
    };
    held["extensions"][extension(HANDLING)] = handling(row, assertion);
    held
}

#[test]
fn every_row_of_the_catalogue_has_its_object() {
    let Some(catalogue) = catalogue() else { return };
    let rows = catalogue["rows"].as_array().unwrap();
    let mut types: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let held = represent(row);
        let checked = read(&held)
            .unwrap_or_else(|rejected| panic!("{}: {:#?}", row["row_id"], rejected.findings));
        // Words of one's own and what the press leaves out are no reason to refuse.
        let soft = ["open-vocabulary", "recommended-property", "custom-property"];
        let hard: Vec<_> = checked
            .warnings
            .iter()
            .filter(|finding| !soft.contains(&finding.rule))
            .collect();
        assert!(hard.is_empty(), "{}: {hard:#?}", row["row_id"]);
        types
            .entry(row["kind"].as_str().unwrap())
            .or_default()
            .insert(checked.object.kind().to_owned());
    }
    assert!(
        rows.len() >= 45 && types.len() >= 14,
        "{} rows of {} kinds",
        rows.len(),
        types.len()
    );
}

#[test]
fn persons_and_agencies_of_the_catalogue_are_identities() {
    let Some(catalogue) = catalogue() else { return };
    for (list, class, name) in [
        ("persons", "individual", "latin"),
        ("agencies", "organization", "en"),
    ] {
        for told in catalogue[list].as_array().unwrap() {
            // A person whom no source names is called by the office.
            let name = if told[name].is_string() {
                name
            } else {
                "office"
            };
            let identity = object(
                "identity",
                &json!({
                    "name": told[name], "identity_class": class, "id": id_of("identity", told["id"].as_str().unwrap()),
                }),
            );
            assert!(read(&identity).is_ok(), "{told}");
        }
    }
}
