//! `coop-engagement` (section coop 4.3), `coop-communique` and `coop-programme` (section coop 4.11).

use super::Labels;
use super::embedded::{DATE_CLAIM_SHAPE, PARTIES, PERIOD_SHAPE};
use super::states::ENGAGEMENT as MACHINE;
use super::table::Rule::NeedsOne;
use super::table::Shape::{Bool, Closed, Integer, List, Moment, Open, Reference, Text};
use super::table::When::Always;
use super::table::{
    AGREEMENT_REF, ANY_REF, ANY_REFS, IDENTITIES, Kind, LOCATIONS, Shape, Structure, TEXTS,
    WORDING, may, must, should,
};
use super::words::{SUBJECTS, TOPICS};

#[rustfmt::skip]
pub(super) static ENGAGEMENT: Kind = Kind {
    name: "coop-engagement",
    extension: "extension-definition--1b781805-c24e-4c35-bb82-76b9a024f369",
    title: "Engagement",
    labels: None,
    machines: &[&MACHINE],
    body: Structure {
        name: "coop-engagement",
        section: "coop 4.3",
        about: "A visit, reception, meeting, conference or other contact between agencies: who met whom, when and where, and what came of it.",
        fields: &[
            must("name", Text, "What the engagement is called."),
            may("description", Text, "What happened, in a few sentences."),
            must("engagement_kind", Open(&[KINDS]), "What kind of contact it is."),
            must("direction", Closed(&["incoming", "outgoing", "multilateral", "domestic"]), "Who came to whom, seen from the agency that keeps the record."),
            must("when_claim", DATE_CLAIM_SHAPE, "When it was or will be."),
            may("location_refs", LOCATIONS, "Where."),
            may("host_parties", PARTIES, "Who received."),
            may("guest_parties", PARTIES, "Who came."),
            may("other_parties", PARTIES, "Who else took part."),
            may("topics", List(1, &Open(&[TOPICS, SUBJECTS])), "What it was about."),
            may("agenda", List(1, &Shape::Structure(&AGENDA_ITEM)), "The points of the agenda."),
            may("outcomes", List(1, &Shape::Structure(&OUTCOME)), "What came of it."),
            may("series_ref", ANY_REF, "The series of conferences or the programme that it belongs to."),
            may("session_no", Integer(1, 100_000), "Its number in the series."),
            may("part_of_ref", Reference(&["coop-engagement"]), "The tour or larger engagement that it is part of."),
            may("next_leg_ref", Reference(&["coop-engagement"]), "The next stop of the tour."),
            may("follows_up_refs", ANY_REFS, "The earlier engagements, agreements or commitments that it follows up."),
            may("communique_refs", List(1, &Reference(&["coop-communique"])), "The communiqués about it."),
            must("disclosure_level", Closed(&["public", "announced-only", "withheld"]), "How much of it is known to the public."),
            must("state", Closed(MACHINE.states), "Where it stands."),
        ],
        rules: &[NeedsOne(Always, &["host_parties", "guest_parties", "other_parties"])],
    },
};

#[rustfmt::skip]
const KINDS: &[&str] = &[
    "reception", "working-visit", "ministerial-visit", "working-session", "conference", "joint-committee", "field-visit", "call",
    "exercise", "ceremony", "other",
];

#[rustfmt::skip]
static AGENDA_ITEM: Structure = Structure {
    name: "agenda_item",
    section: "coop 4.3",
    about: "A point of the agenda.",
    fields: &[
        must("title", Text, "What it is about, in words."),
        may("topic", Open(&[TOPICS, SUBJECTS]), "What it is about, as a word of the vocabulary."),
        may("lead_ref", Reference(&["identity"]), "Who leads it."),
        may("minutes_ref", ANY_REF, "The minutes."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static OUTCOME: Structure = Structure {
    name: "outcome",
    section: "coop 4.3",
    about: "Something that came of an engagement.",
    fields: &[
        must("text", Text, "What came of it, in words."),
        should("outcome_kind", Open(&[&["consensus", "commitment", "agreement-signed", "communique", "none-stated"]]), "What kind of outcome it is."),
        may("refs", ANY_REFS, "The objects that hold it, such as commitments."),
    ],
    rules: &[],
};

#[rustfmt::skip]
pub(super) static COMMUNIQUE: Kind = Kind {
    name: "coop-communique",
    extension: "extension-definition--aca2e0da-a0cb-46c3-adc6-919fcd010339",
    title: "Communiqué",
    labels: Some(Labels { ar: "بلاغ", fr: "communiqué" }),
    machines: &[],
    body: Structure {
        name: "coop-communique",
        section: "coop 4.11",
        about: "A public statement of one or more agencies; other languages stand in `language-content`.",
        fields: &[
            must("title", Text, "Its heading."),
            may("description", Text, "What it says, in a few sentences."),
            must("issuer_refs", IDENTITIES, "Who issues it."),
            may("text", WORDING, "Its words."),
            should("issued_on", Moment, "When it is or was issued."),
            may("embargo_until", Moment, "Before when it may not be published."),
            may("engagement_refs", List(1, &Reference(&["coop-engagement"])), "The engagements that it speaks of."),
            may("approved_by", IDENTITIES, "Who approved it."),
            should("public", Bool, "Whether it has been made public."),
            may("assertions", TEXTS, "What it states, one sentence each."),
        ],
        rules: &[],
    },
};

#[rustfmt::skip]
pub(super) static PROGRAMME: Kind = Kind {
    name: "coop-programme",
    extension: "extension-definition--6b0f6c3e-52b5-4b1e-9d2a-2f7f0f3c8a61",
    title: "Programme",
    labels: None,
    machines: &[],
    body: Structure {
        name: "coop-programme",
        section: "coop 4.11",
        about: "A series of engagements that agencies plan together.",
        fields: &[
            must("name", Text, "What the programme is called."),
            may("description", Text, "What it is about, in a few sentences."),
            must("parties", PARTIES, "Who takes part."),
            may("agreement_ref", AGREEMENT_REF, "The agreement that it carries out."),
            may("engagement_refs", List(1, &Reference(&["coop-engagement"])), "The engagements in it."),
            should("objectives", TEXTS, "What it is to reach."),
            should("period", PERIOD_SHAPE, "From when until when."),
        ],
        rules: &[],
    },
};
