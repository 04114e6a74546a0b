//! The files of `schemas/` say what the tables say.

use std::path::PathBuf;

use serde_json::Value;

use super::super::schema;
use crate::{Limits, Object};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../schemas")
}

#[test]
fn the_schemas_are_those_of_the_tables() {
    let files = schema::files();
    if std::env::var_os("MITHAQ_BLESS").is_some() {
        std::fs::create_dir_all(folder()).unwrap();
        for (name, text) in &files {
            std::fs::write(folder().join(name), text).unwrap();
        }
    }
    let mut there: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    there.sort_unstable();
    let wanted: Vec<String> = files.keys().cloned().collect();
    let advice = "write them anew: MITHAQ_BLESS=1 cargo test -p mithaq-stix schemas";
    assert_eq!(there, wanted, "{advice}");
    for (name, text) in &files {
        let written = std::fs::read_to_string(folder().join(name)).unwrap();
        assert!(
            written == *text,
            "{name} is not what the tables say; {advice}"
        );
    }
}

#[test]
fn the_schemas_are_schemas() {
    for (name, text) in schema::files() {
        let value: Value = serde_json::from_str(&text).unwrap();
        if name != "extension-definitions.json" {
            assert!(jsonschema::draft202012::meta::is_valid(&value), "{name}");
        }
    }
}

#[test]
fn the_extension_definitions_are_valid() {
    let files = schema::files();
    let bundle: Value = serde_json::from_str(&files["extension-definitions.json"]).unwrap();
    for object in bundle["objects"].as_array().unwrap() {
        let read = Object::read(object.to_string().as_bytes(), &Limits::default());
        assert!(
            read.is_ok(),
            "{:?}",
            read.map_err(|rejected| rejected.findings)
        );
    }
}

#[test]
fn the_maker_is_the_one_of_the_record() {
    let record: Value =
        serde_json::from_str(include_str!("../../../../../cli/demo/record.json")).unwrap();
    let files = schema::files();
    let bundle: Value = serde_json::from_str(&files["extension-definitions.json"]).unwrap();
    assert_eq!(bundle["objects"][0], record["objects"][0]);
}
