//! The files of `schemas/` say what the tables say.

use std::path::PathBuf;

use serde_json::Value;

use super::super::{document, schema};
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

#[test]
fn the_document_says_what_the_tables_say() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/objects.md");
    let written = std::fs::read_to_string(&path).unwrap();
    let wanted = document::refreshed(&written);
    if std::env::var_os("MITHAQ_BLESS").is_some() {
        std::fs::write(&path, &wanted).unwrap();
        return;
    }
    let advice = "write it anew: MITHAQ_BLESS=1 cargo test -p mithaq-stix document";
    assert!(
        written == wanted,
        "docs/objects.md is not what the tables say; {advice}"
    );
}

/// The examples of the document, by type.
fn examples() -> Vec<Value> {
    let document = include_str!("../../../../../../docs/objects.md");
    let blocks = document.split("```json\n").skip(1);
    blocks
        .map(|block| serde_json::from_str(block.split("```").next().unwrap()).unwrap())
        .collect()
}

#[test]
fn the_examples_of_the_document_are_valid_and_one_for_each_type() {
    let mut kinds = Vec::new();
    for example in examples() {
        let checked = Object::read(example.to_string().as_bytes(), &Limits::default());
        let checked = checked.unwrap_or_else(|rejected| panic!("{:#?}", rejected.findings));
        assert_eq!(checked.warnings, [], "{example:#}");
        kinds.push(checked.object.kind().to_owned());
    }
    let wanted = super::super::KINDS.iter().map(|kind| kind.name);
    let wanted: Vec<&str> = std::iter::once("note").chain(wanted).collect();
    assert_eq!(kinds, wanted);
}
