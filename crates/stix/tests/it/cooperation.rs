//! The objects of cooperation, through the public interface.

mod gold;
mod namesakes;
mod rules;

use mithaq_stix::{Checked, Finding, Limits, Object, Rejected, cooperation};
use serde_json::{Value, json};

use crate::objects::{self, id};
use crate::shared;

const HANDLING: &str = "coop-handling";

fn read(object: &Value) -> Result<Checked, Rejected> {
    Object::read(object.to_string().as_bytes(), &Limits::default())
}

fn findings(object: &Value) -> Vec<Finding> {
    match read(object) {
        Ok(checked) => checked.warnings,
        Err(rejected) => rejected.findings,
    }
}

fn extension(kind: &str) -> &'static str {
    cooperation::extension_of(kind).unwrap().id
}

/// An object of one of our types; null takes a property out.
fn object(kind: &str, properties: &Value) -> Value {
    let mut all = json!({});
    if cooperation::is_cooperation_kind(kind) {
        all["extensions"][extension(kind)] = json!({"extension_type": "new-sdo"});
    }
    for (name, value) in properties.as_object().unwrap() {
        all[name] = value.clone();
    }
    objects::object(kind, all)
}

/// What was refused of a bundle.
fn refused(bundle: &Value) -> Vec<String> {
    let objects = bundle["objects"].as_array().unwrap();
    let refused = objects
        .iter()
        .filter_map(|object| Some((object["id"].to_string(), read(object).err()?)));
    refused
        .flat_map(|(id, rejected)| {
            let errors = rejected.findings.into_iter().filter(Finding::is_error);
            errors.map(move |finding| format!("{id}: {finding}"))
        })
        .collect()
}

#[test]
fn the_record_of_the_demonstration_is_valid() {
    let record = include_str!("../../../cli/demo/record.json");
    let record: Value = serde_json::from_str(record).unwrap();
    assert_eq!(refused(&record), Vec::<String>::new());
}

#[test]
fn the_example_of_the_seeds_is_valid() {
    let Some(path) = shared::path("cooperation", "seeds/example-bundle.json") else {
        return;
    };
    let bundle: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(refused(&bundle), Vec::<String>::new());
}

/// The example was written before the ids were chosen; under ours its objects are ours.
#[test]
fn the_example_of_the_seeds_is_valid_under_our_extensions_too() {
    let Some(path) = shared::path("cooperation", "seeds/example-bundle.json") else {
        return;
    };
    let mut text = std::fs::read_to_string(path).unwrap();
    let drafts = [
        (
            "coop-agreement",
            "extension-definition--b6975f97-48fb-54ba-adb0-a1934f1b7782",
        ),
        (
            "coop-engagement",
            "extension-definition--2ef89362-6465-5d83-9d22-c45d484d1a6e",
        ),
        (
            "coop-commitment",
            "extension-definition--325915aa-b089-58c4-ae7c-7e70417fc09f",
        ),
    ];
    for (kind, draft) in drafts {
        assert!(text.contains(draft), "{draft}");
        text = text.replace(draft, extension(kind));
    }
    let bundle: Value = serde_json::from_str(&text).unwrap();
    let refused = refused(&bundle);
    // The design has no empty lists (section 4.0), but its example has one.
    let empty = "error at `personal_data.categories`: a list is never empty: leave it out";
    assert!(
        refused.len() == 1 && refused[0].contains(empty),
        "{refused:#?}"
    );
}

#[test]
fn our_objects_are_versioned_domain_objects() {
    let posting = json!({
        "person_ref": id("identity"), "sending_ref": id("identity"), "host_ref": id("identity"), "start_on": "2026-09-01",
    });
    let checked = read(&object("coop-posting", &posting)).unwrap();
    assert_eq!(checked.object.class(), mithaq_stix::Class::Sdo);
    assert_eq!(checked.object.references().len(), 3);
    assert_eq!(checked.warnings, []);
    let mut unversioned = object("coop-posting", &posting);
    unversioned.as_object_mut().unwrap().remove("modified");
    assert!(read(&unversioned).is_err());
}

#[test]
fn the_extensions_are_listed_once_each() {
    let all = &cooperation::EXTENSIONS;
    let types = all.iter().filter(|extension| extension.is_type);
    assert!(
        types
            .clone()
            .all(|extension| cooperation::is_cooperation_kind(extension.kind))
    );
    assert_eq!(types.count() + 1, all.len());
    let ids: std::collections::BTreeSet<&str> = all.iter().map(|extension| extension.id).collect();
    assert_eq!(ids.len(), all.len());
    for id in ids {
        assert!(id.parse::<mithaq_stix::ObjectId>().is_ok(), "{id}");
    }
    assert!(!cooperation::is_cooperation_kind("coop-"));
    assert!(cooperation::extension_of("indicator").is_none());
}
