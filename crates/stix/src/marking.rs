//! Markings (STIX 2.1 section 7.2): the Traffic Light Protocol, and what objects are marked with.

mod change;
mod definition;
mod mark;
mod read;
mod selector;

pub use change::Place;
pub use definition::standard_marking;
pub(crate) use definition::{TLP_EXTENSION, tlp_of_extension};
pub use mark::{Mark, ParseMarkError};
pub use read::{Effective, Markings, Reach};
pub(crate) use selector::resolves;
pub use selector::{ParseSelectorError, Selector};

use std::fmt;
use std::str::FromStr;

use crate::id::ObjectId;

/// A level of the Traffic Light Protocol 2.0, ordered by strictness.
///
/// TLP 1.0 markings are read as their 2.0 successors: white is [`Tlp::Clear`].
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Tlp {
    /// No limit on disclosure.
    Clear,
    /// The community.
    Green,
    /// The organisation and its clients, on a need-to-know basis.
    Amber,
    /// The organisation only.
    AmberStrict,
    /// The named recipients only.
    Red,
}

impl Tlp {
    /// Every level, the mildest first.
    pub const ALL: [Self; 5] = [
        Self::Clear,
        Self::Green,
        Self::Amber,
        Self::AmberStrict,
        Self::Red,
    ];

    /// The level as a number that grows with strictness, from 0 to 4.
    pub fn level(self) -> u8 {
        match self {
            Self::Clear => 0,
            Self::Green => 1,
            Self::Amber => 2,
            Self::AmberStrict => 3,
            Self::Red => 4,
        }
    }

    /// The id of the marking definition that TLP 2.0 gives to this level.
    pub fn marking_id(self) -> ObjectId {
        let uuid = match self {
            Self::Clear => 0x94868c89_83c2_464b_929b_a1a8aa3c8487,
            Self::Green => 0xbab4a63c_aed9_4cf5_a766_dfca5abac2bb,
            Self::Amber => 0x55d920b0_5e8b_4f79_9ee9_91f868d9b421,
            Self::AmberStrict => 0x939a9414_2ddd_4d32_a0cd_375ea402b003,
            Self::Red => 0xe828b379_4e03_4974_9ac4_e53a884c97c1,
        };
        ObjectId::of_marking(uuid)
    }

    /// The level that a standard marking stands for, of TLP 1.0 or 2.0; none for other markings.
    pub fn from_marking_id(id: &ObjectId) -> Option<Self> {
        let (kind, uuid) = id.as_str().split_once("--")?;
        if kind != "marking-definition" {
            return None;
        }
        STANDARD
            .iter()
            .find(|(known, _)| *known == uuid)
            .map(|&(_, tlp)| tlp)
    }

    /// The name of this level in TLP 1.0, as `definition.tlp` writes it; none if 1.0 had no such
    /// level.
    pub(crate) fn first_edition_name(self) -> Option<&'static str> {
        match self {
            Self::Clear => Some("white"),
            Self::Green => Some("green"),
            Self::Amber => Some("amber"),
            Self::AmberStrict => None,
            Self::Red => Some("red"),
        }
    }
}

/// Whether the id is one of the nine marking definitions of TLP 1.0 and 2.0, which every node
/// knows and nobody needs to send.
pub fn is_standard_marking(id: &ObjectId) -> bool {
    Tlp::from_marking_id(id).is_some()
}

/// Whether the id is one of the four markings whose content STIX 2.1 section 7.2.1 fixes.
pub(crate) fn is_first_edition(id: &ObjectId) -> bool {
    let first_edition = STANDARD.iter().take(4);
    id.kind() == "marking-definition"
        && first_edition
            .into_iter()
            .any(|(uuid, _)| id.as_str().ends_with(uuid))
}

/// The UUIDs of TLP 1.0, then those of TLP 2.0.
const STANDARD: [(&str, Tlp); 9] = [
    ("613f2e26-407d-48c7-9eca-b8e91df99dc9", Tlp::Clear),
    ("34098fce-860f-48ae-8e50-ebd3cc5e41da", Tlp::Green),
    ("f88d31f6-486f-44da-b317-01333bde0b82", Tlp::Amber),
    ("5e57c739-391a-4eb3-b6be-7d15ca92d5ed", Tlp::Red),
    ("94868c89-83c2-464b-929b-a1a8aa3c8487", Tlp::Clear),
    ("bab4a63c-aed9-4cf5-a766-dfca5abac2bb", Tlp::Green),
    ("55d920b0-5e8b-4f79-9ee9-91f868d9b421", Tlp::Amber),
    ("939a9414-2ddd-4d32-a0cd-375ea402b003", Tlp::AmberStrict),
    ("e828b379-4e03-4974-9ac4-e53a884c97c1", Tlp::Red),
];

impl Tlp {
    /// The level in lower case, as the property `tlp_2_0` of a marking of TLP 2.0 names it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Green => "green",
            Self::Amber => "amber",
            Self::AmberStrict => "amber+strict",
            Self::Red => "red",
        }
    }
}

impl fmt::Display for Tlp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Clear => "TLP:CLEAR",
            Self::Green => "TLP:GREEN",
            Self::Amber => "TLP:AMBER",
            Self::AmberStrict => "TLP:AMBER+STRICT",
            Self::Red => "TLP:RED",
        })
    }
}

impl FromStr for Tlp {
    type Err = ParseTlpError;

    fn from_str(text: &str) -> Result<Self, ParseTlpError> {
        let lower = text.to_ascii_lowercase();
        match lower.strip_prefix("tlp:").unwrap_or(&lower) {
            "clear" | "white" => Ok(Self::Clear),
            "green" => Ok(Self::Green),
            "amber" => Ok(Self::Amber),
            "amber+strict" | "amber-strict" => Ok(Self::AmberStrict),
            "red" => Ok(Self::Red),
            _ => Err(ParseTlpError(text.chars().take(40).collect())),
        }
    }
}

/// Why the markings of an object cannot be read or changed in that way.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MarkingError {
    /// There is no marking to add, or nothing to mark.
    #[error("there is no {0}: give at least one")]
    Nothing(&'static str),
    /// The marking that should go is not there.
    #[error("the place is not marked with {0}, so that cannot be taken away")]
    NotMarked(String),
    /// The whole object cannot be marked with a language.
    #[error("a whole object has its language `{0}` in the property `lang`, not in a marking")]
    ObjectLanguage(String),
    /// The selector leads to nothing in the object (section 7.2.3).
    #[error("the selector `{0}` leads to nothing in this object")]
    Unresolved(Selector),
}

/// The text names no level of the Traffic Light Protocol.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{0}` is no TLP level: write clear, green, amber, amber+strict or red")]
pub struct ParseTlpError(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_read_in_every_usual_spelling() {
        for (text, tlp) in [
            ("clear", Tlp::Clear),
            ("WHITE", Tlp::Clear),
            ("TLP:GREEN", Tlp::Green),
            ("tlp:Amber", Tlp::Amber),
            ("amber+strict", Tlp::AmberStrict),
            ("TLP:AMBER-STRICT", Tlp::AmberStrict),
            ("red", Tlp::Red),
        ] {
            assert_eq!(text.parse(), Ok(tlp));
        }
        for tlp in Tlp::ALL {
            assert_eq!(tlp.to_string().parse(), Ok(tlp));
        }
        insta::assert_snapshot!("blue".parse::<Tlp>().unwrap_err(), @"`blue` is no TLP level: write clear, green, amber, amber+strict or red");
    }

    #[test]
    fn strictness_orders_the_levels() {
        assert!(Tlp::ALL.is_sorted());
        assert_eq!(Tlp::ALL.map(Tlp::level), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn markings_of_both_editions_are_known() {
        for tlp in Tlp::ALL {
            assert_eq!(Tlp::from_marking_id(&tlp.marking_id()), Some(tlp));
            assert!(!is_first_edition(&tlp.marking_id()));
        }
        for (uuid, tlp) in STANDARD {
            let id: ObjectId = format!("marking-definition--{uuid}").parse().unwrap();
            assert_eq!(Tlp::from_marking_id(&id), Some(tlp));
            assert!(is_standard_marking(&id));
        }
        let white: ObjectId = "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"
            .parse()
            .unwrap();
        assert!(is_first_edition(&white));
        let other: ObjectId = "identity--613f2e26-407d-48c7-9eca-b8e91df99dc9"
            .parse()
            .unwrap();
        assert!(!is_standard_marking(&other));
    }
}
