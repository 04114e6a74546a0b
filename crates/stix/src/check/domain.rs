//! The domain objects (STIX 2.1 section 4).

use super::common::KILL_CHAIN_PHASE;
use super::table::Form::{
    Any, Bool, Enumeration, Float, Integer, Objects, Reference, References, Text, Texts, Time,
};
use super::table::{Table, Targets, optional, required, table};

/// The properties of a domain object beyond the common ones; none for other types.
pub(super) fn table_of(kind: &str) -> Option<&'static Table> {
    Some(match kind {
        "attack-pattern" => &ATTACK_PATTERN,
        "campaign" => &CAMPAIGN,
        "course-of-action" => &COURSE_OF_ACTION,
        "grouping" => &GROUPING,
        "identity" => &IDENTITY,
        "incident" => &INCIDENT,
        "indicator" => &INDICATOR,
        "infrastructure" => &INFRASTRUCTURE,
        "intrusion-set" => &INTRUSION_SET,
        "location" => &LOCATION,
        "malware" => &MALWARE,
        "malware-analysis" => &MALWARE_ANALYSIS,
        "note" => &NOTE,
        "observed-data" => &OBSERVED_DATA,
        "opinion" => &OPINION,
        "report" => &REPORT,
        "threat-actor" => &THREAT_ACTOR,
        "tool" => &TOOL,
        "vulnerability" => &VULNERABILITY,
        _ => return None,
    })
}

const ATTACK_PATTERN: Table = table(
    "4.1",
    &[
        required("name", Text),
        optional("description", Text),
        optional("aliases", Texts),
        optional("kill_chain_phases", Objects(&KILL_CHAIN_PHASE)),
    ],
);

const CAMPAIGN: Table = table(
    "4.2",
    &[
        required("name", Text),
        optional("description", Text),
        optional("aliases", Texts),
        optional("first_seen", Time),
        optional("last_seen", Time),
        optional("objective", Text),
    ],
);

const COURSE_OF_ACTION: Table = table(
    "4.3",
    &[required("name", Text), optional("description", Text)],
);

const GROUPING: Table = table(
    "4.4",
    &[
        optional("name", Text),
        optional("description", Text),
        required("context", Text),
        required("object_refs", References(Targets::Any)),
    ],
);

const IDENTITY: Table = table(
    "4.5",
    &[
        required("name", Text),
        optional("description", Text),
        optional("roles", Texts),
        optional("identity_class", Text),
        optional("sectors", Texts),
        optional("contact_information", Text),
    ],
);

const INCIDENT: Table = table(
    "4.6",
    &[required("name", Text), optional("description", Text)],
);

const INDICATOR: Table = table(
    "4.7",
    &[
        optional("name", Text),
        optional("description", Text),
        optional("indicator_types", Texts),
        required("pattern", Text),
        required("pattern_type", Text),
        optional("pattern_version", Text),
        required("valid_from", Time),
        optional("valid_until", Time),
        optional("kill_chain_phases", Objects(&KILL_CHAIN_PHASE)),
    ],
);

const INFRASTRUCTURE: Table = table(
    "4.8",
    &[
        required("name", Text),
        optional("description", Text),
        optional("infrastructure_types", Texts),
        optional("aliases", Texts),
        optional("kill_chain_phases", Objects(&KILL_CHAIN_PHASE)),
        optional("first_seen", Time),
        optional("last_seen", Time),
    ],
);

const INTRUSION_SET: Table = table(
    "4.9",
    &[
        required("name", Text),
        optional("description", Text),
        optional("aliases", Texts),
        optional("first_seen", Time),
        optional("last_seen", Time),
        optional("goals", Texts),
        optional("resource_level", Text),
        optional("primary_motivation", Text),
        optional("secondary_motivations", Texts),
    ],
);

const LOCATION: Table = table(
    "4.10",
    &[
        optional("name", Text),
        optional("description", Text),
        optional("latitude", Float(-90.0, 90.0)),
        optional("longitude", Float(-180.0, 180.0)),
        optional("precision", Float(0.0, f64::MAX)),
        optional("region", Text),
        optional("country", Text),
        optional("administrative_area", Text),
        optional("city", Text),
        optional("street_address", Text),
        optional("postal_code", Text),
    ],
);

const MALWARE: Table = table(
    "4.11",
    &[
        optional("name", Text),
        optional("description", Text),
        optional("malware_types", Texts),
        optional("is_family", Bool),
        optional("aliases", Texts),
        optional("kill_chain_phases", Objects(&KILL_CHAIN_PHASE)),
        optional("first_seen", Time),
        optional("last_seen", Time),
        optional(
            "operating_system_refs",
            References(Targets::Only(&["software"])),
        ),
        optional("architecture_execution_envs", Texts),
        optional("implementation_languages", Texts),
        optional("capabilities", Texts),
        optional(
            "sample_refs",
            References(Targets::Only(&["artifact", "file"])),
        ),
    ],
);

const MALWARE_ANALYSIS: Table = table(
    "4.12",
    &[
        required("product", Text),
        optional("version", Text),
        optional("host_vm_ref", Reference(Targets::Only(&["software"]))),
        optional(
            "operating_system_ref",
            Reference(Targets::Only(&["software"])),
        ),
        optional(
            "installed_software_refs",
            References(Targets::Only(&["software"])),
        ),
        optional("configuration_version", Text),
        optional("modules", Texts),
        optional("analysis_engine_version", Text),
        optional("analysis_definition_version", Text),
        optional("submitted", Time),
        optional("analysis_started", Time),
        optional("analysis_ended", Time),
        optional("result_name", Text),
        optional("result", Text),
        optional("analysis_sco_refs", References(Targets::Observable)),
        optional(
            "sample_ref",
            Reference(Targets::Only(&["artifact", "file", "network-traffic"])),
        ),
    ],
);

const NOTE: Table = table(
    "4.13",
    &[
        optional("abstract", Text),
        required("content", Text),
        optional("authors", Texts),
        required("object_refs", References(Targets::Any)),
    ],
);

const OBSERVED_DATA: Table = table(
    "4.14",
    &[
        required("first_observed", Time),
        required("last_observed", Time),
        required("number_observed", Integer(1, 999_999_999)),
        optional("objects", Any),
        optional("object_refs", References(Targets::Observed)),
    ],
);

const OPINION: Table = table(
    "4.15",
    &[
        optional("explanation", Text),
        optional("authors", Texts),
        required("opinion", Enumeration(&OPINIONS)),
        required("object_refs", References(Targets::Any)),
    ],
);

const REPORT: Table = table(
    "4.16",
    &[
        required("name", Text),
        optional("description", Text),
        optional("report_types", Texts),
        required("published", Time),
        required("object_refs", References(Targets::Any)),
    ],
);

const THREAT_ACTOR: Table = table(
    "4.17",
    &[
        required("name", Text),
        optional("description", Text),
        optional("threat_actor_types", Texts),
        optional("aliases", Texts),
        optional("first_seen", Time),
        optional("last_seen", Time),
        optional("roles", Texts),
        optional("goals", Texts),
        optional("sophistication", Text),
        optional("resource_level", Text),
        optional("primary_motivation", Text),
        optional("secondary_motivations", Texts),
        optional("personal_motivations", Texts),
    ],
);

const TOOL: Table = table(
    "4.18",
    &[
        required("name", Text),
        optional("description", Text),
        optional("tool_types", Texts),
        optional("aliases", Texts),
        optional("kill_chain_phases", Objects(&KILL_CHAIN_PHASE)),
        optional("tool_version", Text),
    ],
);

const VULNERABILITY: Table = table(
    "4.19",
    &[required("name", Text), optional("description", Text)],
);

/// STIX 2.1 section 10.24.
const OPINIONS: [&str; 5] = [
    "strongly-disagree",
    "disagree",
    "neutral",
    "agree",
    "strongly-agree",
];
