//! Words of open vocabularies: translated where we know them, shown as written where we do not.

use mithaq_node::{Instrument, instrument_name, subject_name};

use crate::foreign::Foreign;
use crate::language::Language;
use crate::markup::Markup;
use crate::strings::Strings;

/// An open list of terms that objects and acts use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Vocabulary {
    /// What was done, in the log.
    Act,
    /// The kind of an engagement.
    Engagement,
    /// The kind of an agreement.
    Instrument,
    /// The type of a STIX object.
    ObjectType,
    /// A property of an object.
    Property,
    /// What a relationship says of its source.
    Relation,
    /// A subject of cooperation.
    Subject,
}

impl Vocabulary {
    /// Every vocabulary.
    pub const ALL: [Self; 7] = [
        Self::Act,
        Self::Engagement,
        Self::Instrument,
        Self::ObjectType,
        Self::Property,
        Self::Relation,
        Self::Subject,
    ];

    /// What stands before a term in the key of its message, as in `act-released`.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Engagement => "engagement",
            Self::Instrument => "instrument",
            Self::ObjectType => "type",
            Self::Property => "property",
            Self::Relation => "relation",
            Self::Subject => "subject",
        }
    }

    /// The terms that have a message here.
    ///
    /// Instruments and subjects have none: an agreement's own sentences name them too, so both
    /// take the names from one place.
    pub fn terms(self) -> &'static [&'static str] {
        match self {
            Self::Act => &ACTS,
            Self::Engagement => &ENGAGEMENTS,
            Self::ObjectType => &OBJECT_TYPES,
            Self::Property => &PROPERTIES,
            Self::Relation => &RELATIONS,
            Self::Instrument | Self::Subject => &[],
        }
    }
}

/// One term of a vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Word {
    vocabulary: Vocabulary,
    term: String,
}

impl Word {
    /// A term; it need not be one that we can translate.
    pub fn new(vocabulary: Vocabulary, term: impl Into<String>) -> Self {
        Self {
            vocabulary,
            term: term.into(),
        }
    }

    /// A subject of cooperation, such as `terrorism-financing`.
    pub fn subject(term: impl Into<String>) -> Self {
        Self::new(Vocabulary::Subject, term)
    }

    /// The type of an object, such as `indicator`.
    pub fn object_type(term: impl Into<String>) -> Self {
        Self::new(Vocabulary::ObjectType, term)
    }

    /// A property of an object, such as `description`.
    pub fn property(term: impl Into<String>) -> Self {
        Self::new(Vocabulary::Property, term)
    }

    /// The term as it was written.
    pub fn term(&self) -> &str {
        &self.term
    }

    /// The term in a language, or as it was written.
    ///
    /// ```
    /// # use mithaq_web::{Language, Word};
    /// assert_eq!(Word::subject("terrorism").html(Language::Fr).to_string(), "<span>terrorisme</span>");
    /// let unknown = Word::subject("ship-spotting").html(Language::Fr);
    /// assert_eq!(unknown.to_string(), r#"<bdi dir="auto">ship-spotting</bdi>"#);
    /// ```
    pub fn html(&self, language: Language) -> Markup {
        match self.translated(language) {
            Some(text) => Markup::element("span", &[], &text),
            None => Foreign::new(&self.term).html(),
        }
    }

    /// The term in a language, or as it was written, for a place that takes foreign text.
    pub fn named(&self, language: Language) -> Foreign {
        match self.translated(language) {
            Some(text) => Foreign::new(text).in_language(language.tag()),
            None => Foreign::new(&self.term),
        }
    }

    fn translated(&self, language: Language) -> Option<String> {
        match self.vocabulary {
            Vocabulary::Instrument => {
                let instrument: Instrument = self.term.parse().ok()?;
                instrument_name(&instrument, language.into()).map(str::to_owned)
            }
            Vocabulary::Subject => subject_name(&self.term, language.into()).map(str::to_owned),
            vocabulary => {
                let known = vocabulary.terms().contains(&self.term.as_str());
                known.then(|| {
                    Strings::of(language).text(&format!("{}-{}", vocabulary.prefix(), self.term))
                })
            }
        }
    }
}

const ACTS: [&str; 15] = [
    "accepted",
    "agreement-denounced",
    "agreement-drafted",
    "agreement-notified",
    "agreement-resumed",
    "agreement-signed",
    "agreement-suspended",
    "disclosed",
    "exported",
    "officer-added",
    "partner-added",
    "rehandled",
    "released",
    "token-issued",
    "tokens-revoked",
];

const ENGAGEMENTS: [&str; 16] = [
    "agreement-signing",
    "call",
    "ceremony",
    "conference",
    "event-support",
    "exercise",
    "field-visit",
    "joint-committee",
    "ministerial-visit",
    "other",
    "reception",
    "reporting-period",
    "security-plan",
    "training",
    "working-session",
    "working-visit",
];

const OBJECT_TYPES: [&str; 50] = [
    "artifact",
    "attack-pattern",
    "autonomous-system",
    "campaign",
    "coop-agreement",
    "coop-commitment",
    "coop-communique",
    "coop-engagement",
    "coop-request",
    "coop-response",
    "coop-security-plan",
    "coop-training",
    "course-of-action",
    "directory",
    "domain-name",
    "email-addr",
    "email-message",
    "extension-definition",
    "file",
    "grouping",
    "identity",
    "incident",
    "indicator",
    "infrastructure",
    "intrusion-set",
    "ipv4-addr",
    "ipv6-addr",
    "language-content",
    "location",
    "mac-addr",
    "malware",
    "malware-analysis",
    "marking-definition",
    "mutex",
    "network-traffic",
    "note",
    "observed-data",
    "opinion",
    "process",
    "relationship",
    "report",
    "sighting",
    "software",
    "threat-actor",
    "tool",
    "url",
    "user-account",
    "vulnerability",
    "windows-registry-key",
    "x509-certificate",
];

const PROPERTIES: [&str; 80] = [
    "abstract",
    "administrative_area",
    "agency_refs",
    "aliases",
    "authors",
    "city",
    "confidence",
    "contact_information",
    "content",
    "contents",
    "context",
    "count",
    "country",
    "created",
    "created_by_ref",
    "description",
    "engagement_kind",
    "explanation",
    "extensions",
    "external_references",
    "first_observed",
    "first_seen",
    "goals",
    "granular_markings",
    "guest_parties",
    "hashes",
    "host_parties",
    "identity_class",
    "implementation_languages",
    "indicator_types",
    "infrastructure_types",
    "is_family",
    "kill_chain_phases",
    "labels",
    "lang",
    "last_observed",
    "last_seen",
    "latitude",
    "location_ref",
    "location_refs",
    "longitude",
    "malware_types",
    "name",
    "name_variants",
    "number_observed",
    "object_marking_refs",
    "object_modified",
    "object_ref",
    "object_refs",
    "objective",
    "opinion",
    "other_parties",
    "outcomes",
    "pattern",
    "pattern_type",
    "pattern_version",
    "primary_motivation",
    "published",
    "region",
    "relationship_type",
    "report_types",
    "resource_level",
    "roles",
    "sectors",
    "sighting_of_ref",
    "sophistication",
    "source_ref",
    "start_time",
    "stop_time",
    "street_address",
    "target_ref",
    "threat_actor_types",
    "trainee_parties",
    "trainer_parties",
    "valid_from",
    "valid_until",
    "value",
    "version",
    "when_claim",
    "where_sighted_refs",
];

const RELATIONS: [&str; 42] = [
    "attributed-to",
    "authored-by",
    "av-analysis-of",
    "based-on",
    "beacons-to",
    "belongs-to",
    "characterizes",
    "comes-after",
    "communicates-with",
    "compromises",
    "consists-of",
    "controls",
    "delivers",
    "derived-from",
    "downloads",
    "drops",
    "duplicate-of",
    "dynamic-analysis-of",
    "exfiltrates-to",
    "exploits",
    "follows-up",
    "has",
    "hosts",
    "impersonates",
    "indicates",
    "investigates",
    "located-at",
    "mitigates",
    "next-leg-of",
    "originates-from",
    "owns",
    "prepares",
    "related-to",
    "remediates",
    "resolves-to",
    "results-from",
    "results-in",
    "second-in-programme",
    "static-analysis-of",
    "targets",
    "uses",
    "variant-of",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_is_translated_into_every_language() {
        for language in Language::ALL {
            for vocabulary in Vocabulary::ALL {
                for term in vocabulary.terms() {
                    let key = format!("{}-{term}", vocabulary.prefix());
                    assert!(Strings::of(language).has(&key), "{language} has no `{key}`");
                }
            }
        }
    }

    #[test]
    fn instruments_and_subjects_have_the_names_of_the_agreements_sentences() {
        for language in Language::ALL {
            for instrument in Instrument::KNOWN {
                let word = Word::new(Vocabulary::Instrument, instrument);
                assert!(word.translated(language).is_some(), "{instrument}");
            }
        }
        let word = Word::subject("money-laundering");
        let names = Language::ALL.map(|language| word.translated(language).unwrap());
        assert_eq!(
            names,
            ["غسل الأموال", "blanchiment d’argent", "money laundering"]
        );
    }

    #[test]
    fn terms_are_sorted_and_named_once() {
        for vocabulary in Vocabulary::ALL {
            assert!(
                vocabulary.terms().is_sorted_by(|a, b| a < b),
                "{vocabulary:?}"
            );
        }
    }
}
