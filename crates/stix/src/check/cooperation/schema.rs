//! Writes the tables as JSON Schemas (draft 2020-12) and as extension definitions.
//!
//! `MITHAQ_BLESS=1 cargo test -p mithaq-stix schemas` writes the files of `schemas/` anew.

mod json;

use std::collections::BTreeMap;

use json::{Json, list, object, text};

use super::handling::HANDLING;
use super::table::{Field, Kind, Need, Rule, Shape, Structure, When};
use super::{EXTENSIONS, KINDS};

const NOT_BLANK: &str = r"[^ \t\r\n]";
const UUID: &str =
    "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}";
const KIND: &str = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
const DATE: &str = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const LANGUAGE: &str = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";

/// Every file of `schemas/`, by name.
pub(super) fn files() -> BTreeMap<String, String> {
    let schemas = KINDS.iter().copied().chain([&HANDLING]);
    let mut files: BTreeMap<String, String> = schemas
        .map(|kind| (format!("{}.schema.json", kind.name), of_kind(kind).pretty()))
        .collect();
    files.insert(
        "extension-definitions.json".to_owned(),
        definitions().pretty(),
    );
    files
}

/// The URN of a schema; the number is that of its edition.
fn urn(kind: &str) -> String {
    format!("urn:mithaq:schema:{kind}:1")
}

fn of_kind(kind: &Kind) -> Json {
    let is_type = !std::ptr::eq(kind, &raw const HANDLING);
    let body = &kind.body;
    let mut required: Vec<&str> = Vec::new();
    let mut properties: Vec<(String, Json)> = Vec::new();
    if is_type {
        required.extend([
            "type",
            "spec_version",
            "id",
            "created",
            "modified",
            "extensions",
        ]);
        properties.extend(common(kind));
    }
    required.extend(musts(body));
    properties.extend(
        body.fields
            .iter()
            .map(|field| (field.name.to_owned(), of_field(field))),
    );
    let mut defs = shared_definitions();
    gather(body, &mut defs);
    let mut members = vec![
        (
            "$schema",
            text("https://json-schema.org/draft/2020-12/schema"),
        ),
        ("$id", text(&urn(kind.name))),
        ("title", text(kind.title)),
        ("description", text(body.about)),
        ("type", text("object")),
        ("required", list(required.into_iter().map(text))),
        ("properties", Json::Object(properties)),
        ("propertyNames", reference("property_name")),
    ];
    members.extend(rules(body));
    members.push(("$defs", Json::Object(defs.into_iter().collect())));
    object(members)
}

/// What every domain object has (STIX 2.1 section 3.2).
fn common(kind: &Kind) -> Vec<(String, Json)> {
    let identifier =
        |pattern: String| object([("type", text("string")), ("pattern", text(&pattern))]);
    let declares = object([
        ("type", text("object")),
        ("required", list([text("extension_type")])),
        (
            "properties",
            object([("extension_type", object([("const", text("new-sdo"))]))]),
        ),
    ]);
    let extensions = object([
        ("type", text("object")),
        ("required", list([text(kind.extension)])),
        (
            "properties",
            Json::Object(vec![
                (kind.extension.to_owned(), declares),
                (
                    HANDLING.extension.to_owned(),
                    object([("$ref", text(&urn(HANDLING.name)))]),
                ),
            ]),
        ),
        (
            "additionalProperties",
            object([
                ("type", text("object")),
                ("minProperties", Json::Number("1".to_owned())),
            ]),
        ),
    ]);
    let members = [
        ("type", object([("const", text(kind.name))])),
        ("spec_version", object([("const", text("2.1"))])),
        ("id", identifier(format!("^{}--{UUID}$", kind.name))),
        ("created", reference("version_time")),
        ("modified", reference("version_time")),
        ("created_by_ref", identifier(format!("^identity--{UUID}$"))),
        ("revoked", of_shape(&Shape::Bool)),
        ("labels", list_of(object([("type", text("string"))]), 1)),
        ("confidence", of_shape(&Shape::Integer(0, 100))),
        ("lang", of_shape(&Shape::Language)),
        (
            "external_references",
            list_of(
                object([
                    ("type", text("object")),
                    ("required", list([text("source_name")])),
                ]),
                1,
            ),
        ),
        (
            "object_marking_refs",
            list_of(identifier(format!("^marking-definition--{UUID}$")), 1),
        ),
        (
            "granular_markings",
            list_of(
                object([
                    ("type", text("object")),
                    ("required", list([text("selectors")])),
                ]),
                1,
            ),
        ),
        ("extensions", extensions),
    ];
    members
        .map(|(name, schema)| (name.to_owned(), schema))
        .into()
}

fn shared_definitions() -> BTreeMap<String, Json> {
    let clock = "T([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)";
    let string = |pattern: String, format: Option<&str>| {
        let mut members = vec![("type", text("string")), ("pattern", text(&pattern))];
        members.extend(format.map(|format| ("format", text(format))));
        object(members)
    };
    let reserved = ["severity", "username", "phone_number", "action"];
    let name = object([
        ("pattern", text("^(id|[a-z][a-z0-9_]{2,249})$")),
        ("not", object([("enum", list(reserved.map(text)))])),
    ]);
    BTreeMap::from([
        ("date".to_owned(), string(format!("^{DATE}$"), Some("date"))),
        (
            "timestamp".to_owned(),
            string(format!("^{DATE}{clock}(\\.[0-9]+)?Z$"), Some("date-time")),
        ),
        (
            "version_time".to_owned(),
            string(format!("^{DATE}{clock}\\.[0-9]{{3,}}Z$"), Some("date-time")),
        ),
        ("property_name".to_owned(), name),
    ])
}

/// Adds the structures that a structure holds.
fn gather(structure: &Structure, defs: &mut BTreeMap<String, Json>) {
    for field in structure.fields {
        for inner in inner_structures(&field.shape) {
            if !defs.contains_key(inner.name) {
                defs.insert(inner.name.to_owned(), of_structure(inner));
                gather(inner, defs);
            }
        }
    }
}

pub(super) fn inner_structures(shape: &Shape) -> Vec<&'static Structure> {
    match shape {
        Shape::Structure(inner) => vec![inner],
        Shape::List(_, item) => inner_structures(item),
        Shape::Either(one, other) => [inner_structures(one), inner_structures(other)].concat(),
        _ => Vec::new(),
    }
}

fn of_structure(structure: &Structure) -> Json {
    let mut members = vec![
        ("title", text(&title(structure.name))),
        ("description", text(structure.about)),
        ("type", text("object")),
        ("minProperties", Json::Number("1".to_owned())),
    ];
    let required: Vec<&str> = musts(structure).collect();
    if !required.is_empty() {
        members.push(("required", list(required.into_iter().map(text))));
    }
    let properties = structure
        .fields
        .iter()
        .map(|field| (field.name.to_owned(), of_field(field)));
    members.push(("properties", Json::Object(properties.collect())));
    members.push(("propertyNames", reference("property_name")));
    members.extend(rules(structure));
    object(members)
}

fn musts(structure: &Structure) -> impl Iterator<Item = &'static str> {
    let required = structure
        .fields
        .iter()
        .filter(|field| field.need == Need::Must);
    required.map(|field| field.name)
}

fn of_field(field: &Field) -> Json {
    let about = match field.need {
        Need::Should => format!("{} Recommended.", field.about),
        Need::Must | Need::May => field.about.to_owned(),
    };
    described_as(field.name, &about, of_shape(&field.shape))
}

fn described_as(name: &str, about: &str, schema: Json) -> Json {
    let mut members = vec![
        ("title".to_owned(), text(&title(name))),
        ("description".to_owned(), text(about)),
    ];
    if let Json::Object(schema) = schema {
        members.extend(schema);
    }
    Json::Object(members)
}

/// `location_refs` is shown as `Location`.
fn title(name: &str) -> String {
    let name = name
        .strip_suffix("_refs")
        .or_else(|| name.strip_suffix("_ref"))
        .unwrap_or(name);
    let mut letters = name.replace('_', " ").chars().collect::<Vec<_>>();
    if let Some(first) = letters.first_mut() {
        *first = first.to_ascii_uppercase();
    }
    letters.into_iter().collect()
}

fn of_shape(shape: &Shape) -> Json {
    let typed = |kind: &str| object([("type", text(kind))]);
    let string = |pattern: &str| object([("type", text("string")), ("pattern", text(pattern))]);
    let between = |kind: &str, least: String, most: String| {
        object([
            ("type", text(kind)),
            ("minimum", Json::Number(least)),
            ("maximum", Json::Number(most)),
        ])
    };
    match shape {
        Shape::Bool => typed("boolean"),
        Shape::Closed(words) => object([("enum", list(words.iter().copied().map(text)))]),
        Shape::Date => reference("date"),
        Shape::Dictionary => object([
            ("type", text("object")),
            ("minProperties", Json::Number("1".to_owned())),
            (
                "propertyNames",
                object([("pattern", text("^[A-Za-z0-9_-]{1,250}$"))]),
            ),
        ]),
        Shape::Duration => string("^P([0-9]+[YMWD])+$"),
        Shape::Either(one, other) => object([("anyOf", list([of_shape(one), of_shape(other)]))]),
        Shape::Integer(least, most) => between("integer", least.to_string(), most.to_string()),
        Shape::Language => string(LANGUAGE),
        Shape::List(least, item) => list_of(of_shape(item), *least),
        Shape::Moment => object([("anyOf", list([reference("date"), reference("timestamp")]))]),
        Shape::Number(least, most) => between("number", least.to_string(), most.to_string()),
        Shape::Open(vocabularies) => {
            let words = vocabularies.iter().copied().flatten().copied().map(text);
            object([
                ("type", text("string")),
                ("pattern", text(NOT_BLANK)),
                ("examples", list(words)),
            ])
        }
        Shape::Reference([]) => string(&format!("^{KIND}--{UUID}$")),
        Shape::Reference(kinds) => string(&format!("^({})--{UUID}$", kinds.join("|"))),
        Shape::Sha256 => string("^[0-9a-f]{64}$"),
        Shape::Structure(inner) => reference(inner.name),
        Shape::Text => string(NOT_BLANK),
        Shape::Time => reference("timestamp"),
        Shape::Translations => object([
            ("type", text("object")),
            ("minProperties", Json::Number("1".to_owned())),
            ("propertyNames", object([("pattern", text(LANGUAGE))])),
            ("additionalProperties", typed("string")),
        ]),
    }
}

fn list_of(item: Json, least: usize) -> Json {
    object([
        ("type", text("array")),
        ("minItems", Json::Number(least.max(1).to_string())),
        ("items", item),
    ])
}

fn reference(definition: &str) -> Json {
    object([("$ref", text(&format!("#/$defs/{definition}")))])
}

/// The rules that a schema can say, and a remark on those that it cannot.
fn rules(structure: &Structure) -> Vec<(&'static str, Json)> {
    let said: Vec<Json> = structure
        .rules
        .iter()
        .filter_map(|rule| of_rule(structure, rule))
        .collect();
    let mut members = Vec::new();
    if !said.is_empty() {
        members.push(("allOf", Json::List(said)));
    }
    let unsaid: Vec<String> = structure
        .rules
        .iter()
        .filter_map(|rule| remark(structure, rule))
        .collect();
    if !unsaid.is_empty() {
        members.push((
            "$comment",
            text(&format!(
                "Checked beyond this schema: {}.",
                unsaid.join("; ")
            )),
        ));
    }
    members
}

fn of_rule(structure: &Structure, rule: &Rule) -> Option<Json> {
    let required = |name: &'static str| object([("required", list([text(name)]))]);
    let (when, then) = match rule {
        Rule::Needs(when, names) => (
            *when,
            object([("required", list(names.iter().copied().map(text)))]),
        ),
        Rule::NeedsOne(when, names) => (
            *when,
            object([("anyOf", list(names.iter().copied().map(required)))]),
        ),
        Rule::Only(when, name, values) => {
            let allowed = object([("enum", list(values.iter().copied().map(text)))]);
            (*when, object([("properties", object([(*name, allowed)]))]))
        }
        Rule::Advises(..) | Rule::Order(..) | Rule::Code(..) => return None,
    };
    let condition = match when {
        When::Always => return Some(then),
        When::Has(name) => required(name),
        When::Lacks(name) => object([("not", required(name))]),
        When::True(name) => with(name, object([("const", Json::True)])),
        When::Is(name, values) => {
            let one = object([("enum", list(values.iter().copied().map(text)))]);
            let is_list = structure
                .field(name)
                .is_some_and(|field| matches!(field.shape, Shape::List(..)));
            with(
                name,
                if is_list {
                    object([("contains", one)])
                } else {
                    one
                },
            )
        }
    };
    Some(object([("if", condition), ("then", then)]))
}

fn with(name: &'static str, schema: Json) -> Json {
    object([
        ("required", list([text(name)])),
        ("properties", object([(name, schema)])),
    ])
}

/// What a rule says that a schema cannot.
pub(super) fn remark(structure: &Structure, rule: &Rule) -> Option<String> {
    match rule {
        Rule::Order(first, last) => {
            let is_number = structure
                .field(first)
                .is_some_and(|field| matches!(field.shape, Shape::Integer(..)));
            let than = if is_number { "less than" } else { "before" };
            Some(format!("`{last}` is not {than} `{first}`"))
        }
        Rule::Code(words, _) => Some((*words).to_owned()),
        _ => None,
    }
}

/// The extension definitions, with the identity that made them, as one bundle.
fn definitions() -> Json {
    const MAKER: &str = "identity--71740b4f-f944-42ed-bdc2-29f537f856d5";
    let maker = object([
        ("type", text("identity")),
        ("spec_version", text("2.1")),
        ("id", text(MAKER)),
        ("created_by_ref", text(MAKER)),
        ("created", text("2026-11-01T00:00:00.000Z")),
        ("modified", text("2026-11-01T00:00:00.000Z")),
        ("lang", text("en")),
        ("name", text("Mithaq project")),
        (
            "description",
            text("Compiled this record from press articles; takes no part in any event of it."),
        ),
        ("identity_class", text("group")),
    ]);
    let definition = |extension: &super::Extension| {
        let (kind, of) = (
            extension.kind,
            if extension.is_type {
                "new-sdo"
            } else {
                "property-extension"
            },
        );
        object([
            ("type", text("extension-definition")),
            ("spec_version", text("2.1")),
            ("id", text(extension.id)),
            ("created_by_ref", text(MAKER)),
            ("created", text("2026-11-01T00:00:00.000Z")),
            ("modified", text("2026-11-22T00:00:00.000Z")),
            ("name", text(kind)),
            ("description", text(extension.about)),
            ("schema", text(&urn(kind))),
            ("version", text("1.0.0")),
            ("extension_types", list([text(of)])),
        ])
    };
    let objects = std::iter::once(maker).chain(EXTENSIONS.iter().map(definition));
    object([
        ("type", text("bundle")),
        ("id", text("bundle--0f6a3c9e-41d7-4b28-9e53-c8d2b7a1f460")),
        ("objects", list(objects)),
    ])
}
