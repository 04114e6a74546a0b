//! Small invented objects, and an agreement to try them under.

use mithaq_stix::{Limits, Object, Tlp};
use serde_json::{Value, json};

/// Reads an object that a test wrote.
pub fn read(value: &Value) -> Object {
    Object::read(value.to_string().as_bytes(), &Limits::default())
        .map(|checked| checked.object)
        .expect("a valid object")
}

/// An object of any type with the common properties, and `more` beside them.
pub fn object(id: &str, more: &Value) -> Value {
    let kind = id.split("--").next().unwrap_or(id);
    let mut object = json!({
        "type": kind, "spec_version": "2.1", "id": id,
        "created": "2026-10-01T00:00:00.000Z", "modified": "2026-10-01T00:00:00.000Z",
    });
    if let (Some(object), Some(more)) = (object.as_object_mut(), more.as_object()) {
        object.extend(more.clone());
    }
    object
}

/// The id number `n` of a type.
fn id(kind: &str, n: u32) -> String {
    format!("{kind}--00000000-0000-4000-8000-{n:012}")
}

/// Indicator number `n` with a marking.
pub fn indicator(n: u32, tlp: Tlp) -> Value {
    object(
        &id("indicator", n),
        &json!({
            "name": format!("Invented indicator {n}"),
            "indicator_types": ["malicious-activity"],
            "pattern": format!("[ipv4-addr:value = '192.0.2.{}']", n % 256),
            "pattern_type": "stix",
            "valid_from": "2026-10-01T00:00:00Z",
            "object_marking_refs": [tlp.marking_id().as_str()],
        }),
    )
}

/// Report number `n` that names `refs`.
pub fn report(n: u32, tlp: Tlp, refs: &[&str]) -> Value {
    object(
        &id("report", n),
        &json!({
            "name": format!("Invented report {n}"),
            "report_types": ["threat-report"],
            "published": "2026-10-02T00:00:00Z",
            "object_refs": refs,
            "object_marking_refs": [tlp.marking_id().as_str()],
        }),
    )
}

/// Relationship number `n` between two objects.
pub fn relationship(n: u32, tlp: Tlp, source: &str, target: &str) -> Value {
    object(
        &id("relationship", n),
        &json!({
            "relationship_type": "related-to", "source_ref": source, "target_ref": target,
            "object_marking_refs": [tlp.marking_id().as_str()],
        }),
    )
}

/// A memorandum with `partner`: indicators, reports and relationships on cybercrime up to AMBER.
pub fn agreement(partner: &str) -> String {
    format!(
        r#"
name = {{ en = "Memorandum on cybercrime", fr = "Mémorandum sur la cybercriminalité", ar = "مذكرة بشأن الجريمة السيبرانية" }}
instrument = "memorandum"
parties = ["self", "{partner}"]
enters_into_force = "on-signature"
ends_on = "2028-12-31"
notice_months = 3
authentic = ["ar", "fr", "en"]

[[article]]
number = "1"
title = {{ en = "Purpose", fr = "Objet", ar = "الغرض" }}
text = {{ en = "The parties cooperate.", fr = "Les parties coopèrent.", ar = "يتعاون الطرفان." }}

[[article]]
number = "2"
title = {{ en = "Information", fr = "Informations", ar = "المعلومات" }}
text = {{ en = "They exchange information.", fr = "Elles échangent des informations.", ar = "يتبادلان المعلومات." }}
grants = {{ subjects = ["cybercrime"], object_types = ["indicator", "report", "relationship"] }}

[[article]]
number = "3"
title = {{ en = "Ceiling", fr = "Plafond", ar = "السقف" }}
text = {{ en = "Nothing above AMBER.", fr = "Rien au-dessus de AMBER.", ar = "لا شيء فوق AMBER." }}
ceiling = {{ tlp = "amber" }}
"#
    )
}
