//! `coop-agreement` (section coop 4.2).

use super::Labels;
use super::embedded::{CLAUSE, PARTIES, PARTY, SIGNATURE};
use super::states::AGREEMENT as MACHINE;
use super::table::Rule::{Advises, Needs, Only, Order};
use super::table::Shape::{
    Bool, Closed, Date, Duration, Either, Integer, Language, List, Open, Sha256, Text, Translations,
};
use super::table::When::{Is, Lacks};
use super::table::{
    AGREEMENT_REF, ANY_REF, IDENTITIES, IDENTITY, Kind, LOCATION, Shape, Structure, TEXTS, may,
    must,
};
use super::words::{EVIDENTIAL_USE, ONWARD, PURPOSES, REFUSAL_GROUNDS, SUBJECTS, TLP};

/// The states of an agreement that gives something, or has given it.
#[rustfmt::skip]
const GAVE: &[&str] = &["in-force", "suspended", "denounced", "terminated", "expired", "superseded"];

#[rustfmt::skip]
pub(super) static AGREEMENT: Kind = Kind {
    name: "coop-agreement",
    extension: "extension-definition--9dee8380-60d7-41c6-a3c9-6832a1dc2cc1",
    title: "Agreement",
    labels: Some(Labels { ar: "اتفاقية", fr: "accord" }),
    machines: &[&MACHINE],
    body: Structure {
        name: "coop-agreement",
        section: "coop 4.2",
        about: "An instrument between agencies: who the parties are, what may flow between them under which conditions, and where it stands.",
        fields: &[
            must("name", Text, "What the agreement is called."),
            may("names", Translations, "The name in each language."),
            may("description", Text, "What it is about, in a few sentences."),
            must("instrument", Open(&[INSTRUMENTS]), "What kind of instrument it is; a letter of intent or a joint declaration never gives access."),
            must("parties", List(2, &Shape::Structure(&PARTY)), "The agencies that are bound."),
            may("signatories", PARTIES, "The persons who signed for them."),
            may("signed_on", Date, "When it was signed."),
            may("place_ref", LOCATION, "Where it was signed."),
            may("ratifications", List(1, &Shape::Structure(&RATIFICATION)), "The approvals that signature waits for."),
            may("enters_into_force", Either(&Date, &Shape::Structure(&ENTRY)), "The day on which it enters into force, or the rule for it."),
            may("provisional_from", Date, "From when it is applied before it enters into force."),
            may("ends_on", Date, "Its last day."),
            may("duration_kind", Closed(&["fixed", "renewable", "indefinite"]), "How its length is settled."),
            may("notice_months", Integer(0, 1200), "Months of notice before it ends."),
            may("state", Closed(MACHINE.states), "Where it stands; a signed text leaves this out, because each node keeps the standing itself."),
            may("text_ref", ANY_REF, "The document with the full text."),
            may("text_sha256", Sha256, "The SHA-256 of that document."),
            may("authentic_langs", List(1, &Language), "The languages whose text counts."),
            may("subject_scope", List(1, &Open(&[SUBJECTS])), "What it covers."),
            may("aims", TEXTS, "What the parties want to reach."),
            may("open_clause", Bool, "Whether other subjects can be covered by consent."),
            may("forms", List(1, &Open(&[FORMS])), "The forms of cooperation."),
            may("purposes", List(1, &Open(&[PURPOSES])), "For what may be used what is given."),
            may("handling_ceiling", Shape::Structure(&CEILING), "The highest level that may flow."),
            may("object_scope", Shape::Structure(&OBJECT_SCOPE), "Which objects may flow."),
            may("personal_data", Shape::Structure(&PERSONAL_DATA), "Whether personal data may flow, and which."),
            may("onward", Closed(ONWARD), "Whether what is given may be passed on."),
            may("evidential_use", Closed(EVIDENTIAL_USE), "Whether what is given may be used in court."),
            may("retention", Shape::Structure(&RETENTION), "How long what is given may be kept."),
            may("deadline_profile", Shape::Structure(&DEADLINES), "How fast requests are answered."),
            may("refusal_grounds", List(1, &Open(&[REFUSAL_GROUNDS])), "Why a request may be refused."),
            may("required_assurances", List(1, &Shape::Structure(&REQUIRED_ASSURANCE)), "Assurances without which some things are not given."),
            may("log_witness", Shape::Structure(&LOG_WITNESS), "Whether the partner witnesses the log."),
            may("review_every", Duration, "How often the parties look at it again."),
            may("meeting_series_ref", ANY_REF, "The series of meetings that looks after it."),
            may("liaison_refs", IDENTITIES, "The liaison officers."),
            may("contact_refs", IDENTITIES, "The points of contact."),
            may("clauses", List(1, &Shape::Structure(&CLAUSE)), "The articles, with their words and their terms."),
            may("survival", TEXTS, "The clauses that outlive the end."),
            may("policy_sha256", Sha256, "The SHA-256 of the policies that the terms compile to."),
            may("signatures", List(1, &Shape::Structure(&SIGNATURE)), "The parties' signatures over the canonical text."),
            may("supersedes_refs", List(1, &AGREEMENT_REF), "The agreements that it replaces."),
        ],
        rules: &[
            // The text that is signed has its terms in its clauses, and each node keeps the standing.
            Advises(
                Lacks("policy_sha256"),
                &[
                    "state", "enters_into_force", "subject_scope", "forms", "purposes", "handling_ceiling", "personal_data", "onward",
                    "evidential_use", "retention",
                ],
            ),
            Needs(
                Is("state", GAVE),
                &[
                    "enters_into_force", "subject_scope", "forms", "purposes", "handling_ceiling", "personal_data", "onward",
                    "evidential_use", "retention", "signatures",
                ],
            ),
            Only(
                Is("instrument", &["letter-of-intent", "joint-declaration"]),
                "state",
                &["draft", "proposed", "text-agreed", "signed-part", "signed", "withdrawn"],
            ),
            Needs(Is("duration_kind", &["fixed"]), &["ends_on"]),
            Order("signed_on", "ends_on"),
            Order("provisional_from", "ends_on"),
            Order("enters_into_force", "ends_on"),
        ],
    },
};

#[rustfmt::skip]
const INSTRUMENTS: &[&str] = &[
    "treaty",
    "cooperation-agreement",
    "memorandum",
    "protocol",
    "technical-arrangement",
    "letter-of-intent",
    "joint-declaration",
    "jit-agreement",
    "information-sharing-agreement",
];

#[rustfmt::skip]
const FORMS: &[&str] = &[
    "information",
    "spontaneous-information",
    "expertise",
    "training",
    "technical-assistance",
    "joint-operation",
    "joint-team",
    "secondment",
    "liaison",
    "event-support",
    "matching",
    "alerts",
    "assessment",
];

#[rustfmt::skip]
static RATIFICATION: Structure = Structure {
    name: "ratification",
    section: "coop 4.2",
    about: "One party's approval.",
    fields: &[
        must("party_ref", IDENTITY, "Who approved."),
        must("approved_on", Date, "When."),
        may("act", Text, "By which act, such as a decision of the cabinet."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static ENTRY: Structure = Structure {
    name: "entry_into_force",
    section: "coop 4.2",
    about: "The rule by which an agreement enters into force.",
    fields: &[
        must(
            "kind",
            Closed(&["on-signature", "on-last-notification", "fixed", "month-end-after-last-notification"]),
            "The rule.",
        ),
        may("date", Date, "The day, where it is fixed."),
    ],
    rules: &[Needs(Is("kind", &["fixed"]), &["date"])],
};

#[rustfmt::skip]
static CEILING: Structure = Structure {
    name: "handling_ceiling",
    section: "coop 4.2",
    about: "The highest level that may flow.",
    fields: &[
        must("tlp", Closed(TLP), "The level of the Traffic Light Protocol 2.0."),
        may("classification", Text, "The level of official classification."),
        may("equivalence", List(1, &Shape::Structure(&EQUIVALENCE)), "Which levels of the parties are alike."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static EQUIVALENCE: Structure = Structure {
    name: "equivalence",
    section: "coop 4.2",
    about: "A level of one party and the level of another that is like it.",
    fields: &[
        must("party_ref", IDENTITY, "Whose level it is."),
        must("level", Text, "The level in the party's own words."),
        must("equals", Text, "The common level."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static OBJECT_SCOPE: Structure = Structure {
    name: "object_scope",
    section: "coop 4.2",
    about: "Which objects may flow.",
    fields: &[
        may("types", TEXTS, "The types of objects."),
        may("pattern", Text, "A pattern that they match."),
        may("max_age_days", Integer(0, 1_000_000), "How old they may be, in days."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static PERSONAL_DATA: Structure = Structure {
    name: "personal_data",
    section: "coop 4.2",
    about: "Whether personal data may flow, and which.",
    fields: &[
        must("allowed", Bool, "Whether any may flow."),
        may("categories", TEXTS, "Which categories may."),
        may("special", Bool, "Whether special categories may."),
        may("biometric", Bool, "Whether biometric data may."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static RETENTION: Structure = Structure {
    name: "retention",
    section: "coop 4.2",
    about: "How long what was given is kept.",
    fields: &[
        may("review_months", Integer(1, 1200), "After how many months it is looked at again; 36 if left out."),
        may("max_months", Integer(1, 1200), "After how many months it must be gone."),
        must("on_termination", Closed(&["erase", "return", "keep-restricted"]), "What happens to it when the agreement ends."),
    ],
    rules: &[Order("review_months", "max_months")],
};

#[rustfmt::skip]
static DEADLINES: Structure = Structure {
    name: "deadline_profile",
    section: "coop 4.2",
    about: "How fast requests are answered.",
    fields: &[
        may("urgent_direct_h", Integer(1, 8784), "Hours for an urgent request, where the data is at hand; usually 8."),
        may("urgent_indirect_d", Integer(1, 366), "Days for an urgent request, where it is not; usually 3."),
        may("normal_d", Integer(1, 366), "Days for any other request; usually 7."),
        may("ack_h", Integer(1, 8784), "Hours until a request is acknowledged; usually 24."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static REQUIRED_ASSURANCE: Structure = Structure {
    name: "required_assurance",
    section: "coop 4.2",
    about: "An assurance that must be in force before something is given.",
    fields: &[
        must("trigger", Text, "What asks for it."),
        must("kind", Open(&[super::assurance::ASSURANCES]), "The kind of assurance."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static LOG_WITNESS: Structure = Structure {
    name: "log_witness",
    section: "coop 4.2",
    about: "Whether the partner witnesses the log.",
    fields: &[
        must("required", Bool, "Whether it must."),
        may("max_lag_min", Integer(0, 525_600), "Minutes that it may be late."),
    ],
    rules: &[],
};
