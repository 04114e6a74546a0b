//! The relationship objects (STIX 2.1 section 5) and the meta objects (section 7).

use super::table::Form::{
    Any, Bool, Dictionary, Enumerations, Integer, Reference, References, Text, Texts, Time,
};
use super::table::{Table, Targets, optional, required, table};

/// The properties of a relationship or meta object beyond the common ones; none for other types.
pub(super) fn table_of(kind: &str) -> Option<&'static Table> {
    Some(match kind {
        "relationship" => &RELATIONSHIP,
        "sighting" => &SIGHTING,
        "language-content" => &LANGUAGE_CONTENT,
        "marking-definition" => &MARKING_DEFINITION,
        "extension-definition" => &EXTENSION_DEFINITION,
        _ => return None,
    })
}

const RELATIONSHIP: Table = table(
    "5.1",
    &[
        required("relationship_type", Text),
        optional("description", Text),
        required("source_ref", Reference(Targets::RelationshipEnd)),
        required("target_ref", Reference(Targets::RelationshipEnd)),
        optional("start_time", Time),
        optional("stop_time", Time),
    ],
);

const SIGHTING: Table = table(
    "5.2",
    &[
        optional("description", Text),
        optional("first_seen", Time),
        optional("last_seen", Time),
        optional("count", Integer(0, 999_999_999)),
        required("sighting_of_ref", Reference(Targets::Domain)),
        optional(
            "observed_data_refs",
            References(Targets::Only(&["observed-data"])),
        ),
        optional(
            "where_sighted_refs",
            References(Targets::Only(&["identity", "location"])),
        ),
        optional("summary", Bool),
    ],
);

const LANGUAGE_CONTENT: Table = table(
    "7.1",
    &[
        required("object_ref", Reference(Targets::Any)),
        optional("object_modified", Time),
        required("contents", Dictionary),
    ],
);

const MARKING_DEFINITION: Table = table(
    "7.2.1",
    &[
        optional("name", Text),
        optional("definition_type", Text),
        optional("definition", Any),
    ],
);

const EXTENSION_DEFINITION: Table = table(
    "7.3",
    &[
        required("name", Text),
        optional("description", Text),
        required("schema", Text),
        required("version", Text),
        required("extension_types", Enumerations(&EXTENSION_TYPE)),
        optional("extension_properties", Texts),
    ],
);

/// STIX 2.1 section 10.5.
pub(super) const EXTENSION_TYPE: [&str; 5] = [
    "new-sdo",
    "new-sco",
    "new-sro",
    "property-extension",
    "toplevel-property-extension",
];
