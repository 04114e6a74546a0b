//! The objects of cooperation, through the public interface.

use mithaq_stix::{Class, Limits, Object, cooperation};
use serde_json::Value;

use crate::shared;

/// Reads every object of a bundle and gives what was refused.
fn refused(bundle: &Value) -> Vec<String> {
    let objects = bundle["objects"].as_array().unwrap();
    let read = |object: &Value| Object::read(object.to_string().as_bytes(), &Limits::default());
    objects
        .iter()
        .filter_map(|object| Some((object["id"].to_string(), read(object).err()?)))
        .flat_map(|(id, rejected)| {
            let errors = rejected.findings.into_iter();
            errors
                .filter(mithaq_stix::Finding::is_error)
                .map(move |finding| format!("{id}: {finding}"))
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

#[test]
fn our_objects_are_domain_objects() {
    for extension in cooperation::EXTENSIONS.iter().filter(|ours| ours.is_type) {
        assert!(cooperation::is_cooperation_kind(extension.kind));
    }
    let _ = Class::Sdo;
}
