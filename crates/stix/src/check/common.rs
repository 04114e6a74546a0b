//! The properties that objects of a class have in common (STIX 2.1 section 3.2).

use super::extension::Declared;
use super::table::Form::{
    Any, Bool, Extensions, Hashes, Integer, Language, Millisecond, MillisecondAdvised, Objects,
    Reference, References, Text, Texts, Url,
};
use super::table::{Property, Table, Targets, choice, optional, required, table};
use crate::object::Class;

/// The table for a class that STIX defines.
pub(super) fn of_class(class: Class) -> &'static Table {
    match class {
        Class::Sdo | Class::Sro => &VERSIONED,
        Class::LanguageContent => &LANGUAGE_CONTENT,
        Class::Sco => &OBSERVABLE,
        Class::MarkingDefinition => &MARKING_DEFINITION,
        Class::ExtensionDefinition => &EXTENSION_DEFINITION,
        Class::Unknown => &UNKNOWN,
    }
}

/// The table for a type that STIX does not define: its extension may say which class it has.
pub(super) fn of_unknown(declared: &Declared) -> &'static Table {
    if declared.versioned {
        &VERSIONED
    } else if declared.observable {
        &OBSERVABLE
    } else {
        &UNKNOWN
    }
}

const TYPE: Property = required("type", Text);
const ID: Property = required("id", Any);
const SPEC_VERSION: Property = optional("spec_version", Text);
const SPEC_VERSION_REQUIRED: Property = required("spec_version", Text);
const CREATED_BY: Property = optional("created_by_ref", Reference(Targets::Only(&["identity"])));
const LABELS: Property = optional("labels", Texts);
const REVOKED: Property = optional("revoked", Bool);
const CONFIDENCE: Property = optional("confidence", Integer(0, 100));
const LANG: Property = optional("lang", Language);
const EXTERNAL_REFERENCES: Property = optional("external_references", Objects(&EXTERNAL_REFERENCE));
const OBJECT_MARKING_REFS: Property = optional(
    "object_marking_refs",
    References(Targets::Only(&["marking-definition"])),
);
const GRANULAR_MARKINGS: Property = optional("granular_markings", Objects(&GRANULAR_MARKING));
const EXTENSIONS: Property = optional("extensions", Extensions);
const DEFANGED: Property = optional("defanged", Bool);

const VERSIONED: Table = table(
    "3.2",
    &[
        TYPE,
        SPEC_VERSION_REQUIRED,
        ID,
        required("created", Millisecond),
        required("modified", Millisecond),
        CREATED_BY,
        REVOKED,
        LABELS,
        CONFIDENCE,
        LANG,
        EXTERNAL_REFERENCES,
        OBJECT_MARKING_REFS,
        GRANULAR_MARKINGS,
        EXTENSIONS,
    ],
);

/// As other objects with versions, but without `lang`.
const LANGUAGE_CONTENT: Table = table(
    "7.1",
    &[
        TYPE,
        SPEC_VERSION_REQUIRED,
        ID,
        required("created", Millisecond),
        required("modified", Millisecond),
        CREATED_BY,
        REVOKED,
        LABELS,
        CONFIDENCE,
        EXTERNAL_REFERENCES,
        OBJECT_MARKING_REFS,
        GRANULAR_MARKINGS,
        EXTENSIONS,
    ],
);

const OBSERVABLE: Table = table(
    "3.2",
    &[
        TYPE,
        ID,
        SPEC_VERSION,
        OBJECT_MARKING_REFS,
        GRANULAR_MARKINGS,
        DEFANGED,
        EXTENSIONS,
    ],
);

const MARKING_DEFINITION: Table = table(
    "7.2.1",
    &[
        TYPE,
        SPEC_VERSION_REQUIRED,
        ID,
        required("created", MillisecondAdvised),
        CREATED_BY,
        EXTERNAL_REFERENCES,
        OBJECT_MARKING_REFS,
        GRANULAR_MARKINGS,
        EXTENSIONS,
    ],
);

const EXTENSION_DEFINITION: Table = table(
    "7.3",
    &[
        TYPE,
        SPEC_VERSION_REQUIRED,
        ID,
        required("created", Millisecond),
        required("modified", Millisecond),
        required("created_by_ref", Reference(Targets::Only(&["identity"]))),
        REVOKED,
        LABELS,
        EXTERNAL_REFERENCES,
        OBJECT_MARKING_REFS,
        GRANULAR_MARKINGS,
    ],
);

const UNKNOWN: Table = table(
    "3.2",
    &[
        TYPE,
        SPEC_VERSION,
        ID,
        optional("created", Millisecond),
        optional("modified", Millisecond),
        CREATED_BY,
        REVOKED,
        LABELS,
        CONFIDENCE,
        LANG,
        EXTERNAL_REFERENCES,
        OBJECT_MARKING_REFS,
        GRANULAR_MARKINGS,
        DEFANGED,
        EXTENSIONS,
    ],
);

/// Tells external references from other structures.
pub(super) const EXTERNAL_REFERENCE_SECTION: &str = "2.5";

/// Tells kill chain phases from other structures.
pub(super) const KILL_CHAIN_PHASE_SECTION: &str = "2.11";

const EXTERNAL_REFERENCE: Table = choice(
    EXTERNAL_REFERENCE_SECTION,
    &["description", "url", "external_id"],
    &[
        required("source_name", Text),
        optional("description", Text),
        optional("url", Url),
        optional("hashes", Hashes),
        optional("external_id", Text),
    ],
);

pub(super) const KILL_CHAIN_PHASE: Table = table(
    KILL_CHAIN_PHASE_SECTION,
    &[
        required("kill_chain_name", Text),
        required("phase_name", Text),
    ],
);

const GRANULAR_MARKING: Table = table(
    "7.2.3",
    &[
        optional("lang", Language),
        optional(
            "marking_ref",
            Reference(Targets::Only(&["marking-definition"])),
        ),
        required("selectors", Texts),
    ],
);
