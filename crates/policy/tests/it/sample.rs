//! Agreements, partners and objects for the tests; all of them invented.

use std::collections::BTreeSet;

use jiff::Timestamp;
use mithaq_policy::{
    Agreement, Attributes, Decision, Draft, Party, Question, ReasonCode, Standing,
};
use mithaq_stix::{ObjectId, Tlp};
use proptest::prelude::ProptestConfig;

/// A memorandum with one article of each kind, and one of words alone.
pub(crate) const MEMORANDUM: &str = r#"
name = { ar = "مذكرة تفاهم بشأن الجريمة الإلكترونية", fr = "Mémorandum sur la cybercriminalité", en = "Memorandum on cybercrime" }
instrument = "memorandum"
parties = ["self", "Customs of Norvania"]
enters_into_force = "on-signature"
ends_on = "2028-12-31"
notice_months = 3
authentic = ["ar", "fr", "en"]

[[article]]
number = "1"
title = { ar = "الغرض", fr = "Objet", en = "Purpose" }
text = { ar = "يتعاون الطرفان في حدود اختصاصاتهما.", fr = "Les parties coopèrent dans la limite de leurs compétences.", en = "The parties cooperate within their powers." }

[[article]]
number = "3"
title = { ar = "تبادل المعلومات", fr = "Échange d’informations", en = "Exchange of information" }
text = { ar = "يتبادل الطرفان المعلومات.", fr = "Les parties échangent des informations.", en = "The parties exchange information." }
grants = { subjects = ["cybercrime", "terrorism-financing"], object_types = ["indicator", "malware", "relationship"] }

[[article]]
number = "5"
title = { ar = "السرية", fr = "Confidentialité", en = "Confidentiality" }
text = { ar = "لا يتجاوز مستوى التداول السقف.", fr = "Le niveau ne dépasse pas le plafond.", en = "The level does not exceed the ceiling." }
ceiling = { tlp = "amber" }

[[article]]
number = "7"
title = { ar = "المدة", fr = "Durée", en = "Period" }
text = { ar = "تسري خلال المدة.", fr = "La période est fixée.", en = "The period is set." }
validity = { from = "2026-01-01", until = "2027-12-31" }
"#;

/// A letter of intent, which never gives access.
pub(crate) const LETTER: &str = r#"
name = { en = "Letter of intent on training" }
instrument = "letter-of-intent"
parties = ["self", "Customs of Norvania"]
enters_into_force = "on-signature"
authentic = ["en"]

[[article]]
number = "1"
title = { en = "Intent" }
text = { en = "The parties intend to train together." }
"#;

pub(crate) fn us() -> ObjectId {
    "identity--11111111-1111-4111-8111-111111111111"
        .parse()
        .unwrap()
}

pub(crate) fn them() -> ObjectId {
    "identity--22222222-2222-4222-8222-222222222222"
        .parse()
        .unwrap()
}

pub(crate) fn stranger() -> ObjectId {
    "identity--33333333-3333-4333-8333-333333333333"
        .parse()
        .unwrap()
}

pub(crate) fn agreement_id() -> ObjectId {
    "coop-agreement--44444444-4444-4444-8444-444444444444"
        .parse()
        .unwrap()
}

pub(crate) fn parties() -> Vec<Party> {
    let party = |id, name: &str| Party {
        id,
        name: name.to_owned(),
    };
    vec![
        party(us(), "Border Safety of Sorland"),
        party(them(), "Customs of Norvania"),
    ]
}

pub(crate) fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}

/// Concludes a draft between the two parties.
pub(crate) fn conclude(toml: &str) -> Agreement {
    let draft = Draft::parse(toml).unwrap();
    draft
        .conclude(
            agreement_id(),
            at("2026-11-01T09:00:00.123Z"),
            parties(),
            us(),
        )
        .unwrap()
}

/// An agreement of one language whose articles have the given terms, numbered from 1.
pub(crate) fn with_terms(terms: &[&str]) -> Agreement {
    conclude(&draft_with_terms(terms))
}

pub(crate) fn draft_with_terms(terms: &[&str]) -> String {
    let articles = (1..).zip(terms).map(|(number, terms)| {
        format!(
            "\n[[article]]\nnumber = \"{number}\"\ntitle = {{ en = \"Title\" }}\n\
             text = {{ en = \"Text\" }}\n{terms}\n"
        )
    });
    let articles: Vec<String> = articles.collect();
    let head = "name = { en = \"Memorandum\" }\ninstrument = \"memorandum\"\n\
                parties = [\"self\", \"them\"]\nenters_into_force = \"on-signature\"\n\
                authentic = [\"en\"]\n";
    format!("{head}{}", articles.concat())
}

/// The terms of an article that gives indicators on cybercrime.
pub(crate) const GRANTS: &str =
    r#"grants = { subjects = ["cybercrime"], object_types = ["indicator"] }"#;

/// An object that the memorandum and [`GRANTS`] give.
pub(crate) fn indicator() -> Attributes {
    object("indicator", &["cybercrime"], Tlp::Green, true)
}

pub(crate) fn object(kind: &str, subjects: &[&str], tlp: Tlp, own: bool) -> Attributes {
    let subjects: BTreeSet<String> = subjects.iter().map(ToString::to_string).collect();
    Attributes {
        kind: kind.to_owned(),
        subjects,
        tlp,
        own,
    }
}

pub(crate) fn in_force() -> Standing {
    Standing::InForce {
        since: at("2026-06-01T00:00:00Z"),
    }
}

pub(crate) fn now() -> Timestamp {
    at("2026-11-21T12:00:00Z")
}

/// What a partner is answered while the agreement is in force.
pub(crate) fn decide(agreement: &Agreement, object: &Attributes) -> Decision {
    let partner = them();
    let question = Question {
        partner: &partner,
        object,
        standing: in_force(),
        now: now(),
    };
    agreement.compile().decide(&question)
}

/// The codes and articles of a refusal; nothing for a permission.
pub(crate) fn codes(decision: &Decision) -> Vec<(ReasonCode, Option<&str>)> {
    match decision {
        Decision::Permit { .. } => Vec::new(),
        Decision::Deny { reasons } => reasons
            .iter()
            .map(|reason| (reason.code, reason.article.as_deref()))
            .collect(),
    }
}

/// A fifth of the cases asked for: compiling an agreement takes milliseconds.
pub(crate) fn few_cases() -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig {
        cases: config.cases / 5,
        ..config
    }
}
