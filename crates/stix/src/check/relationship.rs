//! Which relationships the standard defines between which types (STIX 2.1 sections 3.7, 4 and 6).

use super::class_of;
use crate::object::Class;

/// Whether the standard defines the relationship between objects of these types; true where it
/// cannot say, because it does not define one of the types.
pub(super) fn is_defined(source: &str, relationship: &str, target: &str) -> bool {
    let classes = (class_of(source), class_of(target));
    if matches!(classes, (Class::Unknown, _) | (_, Class::Unknown)) {
        return true;
    }
    match relationship {
        "related-to" => true,
        "derived-from" | "duplicate-of" => source == target,
        "consists-of" if source == "infrastructure" && classes.1 == Class::Sco => true,
        _ => DEFINED
            .iter()
            .filter(|(known, ..)| *known == source)
            .any(|(_, names, targets)| names.contains(&relationship) && targets.contains(&target)),
    }
}

type Row = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const VICTIMS: &[&str] = &["identity", "location", "vulnerability"];
const TARGETS: &[&str] = &["identity", "infrastructure", "location", "vulnerability"];
const MEANS: &[&str] = &["attack-pattern", "infrastructure", "malware", "tool"];

/// Source, relationships, targets: appendix B.
const DEFINED: [Row; 51] = [
    ("attack-pattern", &["delivers"], &["malware"]),
    ("attack-pattern", &["targets"], VICTIMS),
    ("attack-pattern", &["uses"], &["malware", "tool"]),
    (
        "campaign",
        &["attributed-to"],
        &["intrusion-set", "threat-actor"],
    ),
    ("campaign", &["compromises"], &["infrastructure"]),
    ("campaign", &["originates-from"], &["location"]),
    ("campaign", &["targets"], VICTIMS),
    ("campaign", &["uses"], MEANS),
    ("course-of-action", &["investigates"], &["indicator"]),
    (
        "course-of-action",
        &["mitigates"],
        &[
            "attack-pattern",
            "indicator",
            "malware",
            "tool",
            "vulnerability",
        ],
    ),
    (
        "course-of-action",
        &["remediates"],
        &["malware", "vulnerability"],
    ),
    (
        "domain-name",
        &["resolves-to"],
        &["domain-name", "ipv4-addr", "ipv6-addr"],
    ),
    ("identity", &["located-at"], &["location"]),
    (
        "indicator",
        &["indicates"],
        &[
            "attack-pattern",
            "campaign",
            "infrastructure",
            "intrusion-set",
            "malware",
            "threat-actor",
            "tool",
        ],
    ),
    ("indicator", &["based-on"], &["observed-data"]),
    (
        "infrastructure",
        &["communicates-with"],
        &[
            "infrastructure",
            "ipv4-addr",
            "ipv6-addr",
            "domain-name",
            "url",
        ],
    ),
    (
        "infrastructure",
        &["consists-of"],
        &["infrastructure", "observed-data"],
    ),
    (
        "infrastructure",
        &["controls"],
        &["infrastructure", "malware"],
    ),
    ("infrastructure", &["delivers"], &["malware"]),
    ("infrastructure", &["has"], &["vulnerability"]),
    ("infrastructure", &["hosts"], &["malware", "tool"]),
    ("infrastructure", &["located-at"], &["location"]),
    ("infrastructure", &["uses"], &["infrastructure"]),
    ("intrusion-set", &["attributed-to"], &["threat-actor"]),
    (
        "intrusion-set",
        &["compromises", "hosts", "owns"],
        &["infrastructure"],
    ),
    ("intrusion-set", &["originates-from"], &["location"]),
    ("intrusion-set", &["targets"], VICTIMS),
    ("intrusion-set", &["uses"], MEANS),
    ("ipv4-addr", &["belongs-to"], &["autonomous-system"]),
    ("ipv4-addr", &["resolves-to"], &["mac-addr"]),
    ("ipv6-addr", &["belongs-to"], &["autonomous-system"]),
    ("ipv6-addr", &["resolves-to"], &["mac-addr"]),
    (
        "malware",
        &["authored-by"],
        &["intrusion-set", "threat-actor"],
    ),
    (
        "malware",
        &["beacons-to", "exfiltrates-to"],
        &["infrastructure"],
    ),
    (
        "malware",
        &["communicates-with"],
        &["ipv4-addr", "ipv6-addr", "domain-name", "url"],
    ),
    ("malware", &["controls", "variant-of"], &["malware"]),
    (
        "malware",
        &["downloads", "drops"],
        &["malware", "tool", "file"],
    ),
    ("malware", &["exploits"], &["vulnerability"]),
    ("malware", &["originates-from"], &["location"]),
    ("malware", &["targets"], TARGETS),
    ("malware", &["uses"], MEANS),
    (
        "malware-analysis",
        &[
            "characterizes",
            "analysis-of",
            "av-analysis-of",
            "static-analysis-of",
            "dynamic-analysis-of",
        ],
        &["malware"],
    ),
    (
        "threat-actor",
        &["attributed-to", "impersonates"],
        &["identity"],
    ),
    (
        "threat-actor",
        &["compromises", "hosts", "owns"],
        &["infrastructure"],
    ),
    ("threat-actor", &["located-at"], &["location"]),
    ("threat-actor", &["targets"], VICTIMS),
    ("threat-actor", &["uses"], MEANS),
    ("tool", &["delivers", "drops"], &["malware"]),
    ("tool", &["has"], &["vulnerability"]),
    ("tool", &["targets"], TARGETS),
    ("tool", &["uses"], &["infrastructure"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_speaks_of_types_that_there_are() {
        for (source, _, targets) in DEFINED {
            for kind in targets.iter().chain([&source]) {
                assert_ne!(class_of(kind), Class::Unknown, "{kind}");
            }
        }
    }

    #[test]
    fn relationships_are_told_from_others() {
        assert!(is_defined("malware", "uses", "attack-pattern"));
        assert!(is_defined("infrastructure", "consists-of", "mutex"));
        assert!(is_defined("tool", "duplicate-of", "tool"));
        assert!(is_defined("tool", "related-to", "location"));
        assert!(is_defined("x-own", "detects", "tool"));
        assert!(!is_defined("tool", "duplicate-of", "malware"));
        assert!(!is_defined("attack-pattern", "uses", "location"));
        assert!(!is_defined(
            "attack-pattern",
            "revoked-by",
            "attack-pattern"
        ));
    }
}
