//! What the demo is made of: see the README beside the files.

use std::collections::BTreeMap;

use anyhow::Context;
use mithaq_node::Lang;
use serde::Deserialize;

/// An invented agency.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Agency {
    /// The word that the files use for it.
    pub(crate) key: String,
    /// Its name by language.
    pub(crate) name: BTreeMap<String, String>,
    /// Its country.
    pub(crate) country: Country,
    /// The language in which it works.
    language: String,
    /// What it is for.
    pub(crate) sector: String,
}

/// An invented country.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Country {
    /// A code that ISO 3166-1 leaves to its users.
    pub(crate) code: String,
    /// Its name by language.
    #[serde(flatten)]
    pub(crate) names: BTreeMap<String, String>,
}

/// An agreement of the demo: who drafts it, with whom, and the draft.
pub(crate) struct DemoAgreement {
    pub(crate) drafter: &'static str,
    pub(crate) partner: &'static str,
    pub(crate) text: &'static str,
}

/// What an agency holds about one subject.
pub(crate) struct Feed {
    pub(crate) agency: &'static str,
    pub(crate) subject: &'static str,
    pub(crate) bundle: &'static str,
}

pub(crate) const AGREEMENTS: [DemoAgreement; 3] = [
    DemoAgreement {
        drafter: "murjania",
        partner: "valombria",
        text: include_str!("../../demo/agreements/memorandum.toml"),
    },
    DemoAgreement {
        drafter: "murjania",
        partner: "orrinmark",
        text: include_str!("../../demo/agreements/protocol.toml"),
    },
    DemoAgreement {
        drafter: "valombria",
        partner: "orrinmark",
        text: include_str!("../../demo/agreements/letter-of-intent.toml"),
    },
];

macro_rules! feeds {
    ($($agency:literal: $($subject:literal)*;)*) => {
        &[$($(Feed {
            agency: $agency,
            subject: $subject,
            bundle: include_str!(concat!("../../demo/feeds/", $agency, "/", $subject, ".json")),
        },)*)*]
    };
}

pub(crate) const FEEDS: &[Feed] = feeds! {
    "murjania": "border-security" "cybercrime" "major-event-security" "terrorism-financing";
    "valombria": "cybercrime" "money-laundering" "terrorism-financing";
    "orrinmark": "critical-infrastructure" "cybercrime" "major-event-security";
};

/// The record of cooperation that the press reported, kept by the agency that reads Arabic.
pub(crate) const RECORD: (&str, &str) = ("murjania", include_str!("../../demo/record.json"));

/// The agencies, in the order of their ports.
pub(crate) fn agencies() -> anyhow::Result<Vec<Agency>> {
    #[derive(Deserialize)]
    struct File {
        agency: Vec<Agency>,
    }
    let file: File = toml::from_str(include_str!("../../demo/agencies.toml"))
        .context("the demo's own agencies.toml")?;
    Ok(file.agency)
}

impl Agency {
    pub(crate) fn language(&self) -> anyhow::Result<Lang> {
        self.language
            .parse()
            .map_err(|_| anyhow::anyhow!("`{}` is not a language", self.language))
    }

    /// Its name in the language in which it works.
    pub(crate) fn own_name(&self) -> &str {
        self.name
            .get(&self.language)
            .map_or(&self.key, String::as_str)
    }

    /// Its name as the drafts write it.
    pub(crate) fn english_name(&self) -> &str {
        self.name.get("en").map_or(&self.key, String::as_str)
    }
}
