//! `coop-request` and `coop-response` (section coop 4.5).

use super::Labels;
use super::embedded::DEADLINE_SHAPE;
use super::states::REQUEST as MACHINE;
use super::table::Rule::Needs;
use super::table::Shape::{Closed, Integer, List, Moment, Open, Reference, Text};
use super::table::When::{Has, Is};
use super::table::{
    AGREEMENT_REF, ANY_REF, ANY_REFS, IDENTITIES, IDENTITY, Kind, Shape, Structure, TEXTS, may,
    must, should,
};
use super::words::{PURPOSES, REFUSAL_GROUNDS, SUBJECTS};

#[rustfmt::skip]
pub(super) static REQUEST: Kind = Kind {
    name: "coop-request",
    extension: "extension-definition--3c1f7d52-0b8e-4c79-a4c6-91f2d3b06e18",
    title: "Request",
    labels: Some(Labels { ar: "طلب", fr: "demande" }),
    machines: &[&MACHINE],
    body: Structure {
        name: "coop-request",
        section: "coop 4.5",
        about: "What one agency asks of another, on what basis, for what, and until when.",
        fields: &[
            must("name", Text, "What is asked, in a few words."),
            may("description", Text, "More about it."),
            must("request_kind", Open(&[KINDS]), "What kind of request it is."),
            must("requester_ref", IDENTITY, "Who asks."),
            must("addressee_refs", IDENTITIES, "Who is asked."),
            may("case_ref", ANY_REF, "The case that it belongs to."),
            must("agreement_ref", AGREEMENT_REF, "The agreement on which it rests."),
            must("clause_id", Text, "The number of the clause on which it rests."),
            must("purpose", Open(&[PURPOSES]), "For what the answer will be used."),
            must("crime_areas", List(1, &Open(&[SUBJECTS])), "The area of crime."),
            must("facts", Text, "What happened, as far as the addressee needs it."),
            may("offence", Text, "The offence."),
            may("max_penalty_months", Integer(0, 12_000), "The highest penalty for it, in months."),
            must("wanted", List(1, &Shape::Structure(&WANTED)), "What exactly is wanted, point by point."),
            may("why_held_there", Text, "Why the addressee is believed to hold it."),
            may("link_to_persons", Text, "How the purpose and the persons named are connected; to be there whenever there is personal data."),
            may("use_limits", Text, "How the request itself may be used."),
            must("urgency", Closed(&["normal", "urgent"]), "Whether it is urgent."),
            may("urgency_reason", Text, "Why it is urgent."),
            must("due", DEADLINE_SHAPE, "When the answer is due, by the profile of the agreement."),
            may("subject_refs", ANY_REFS, "The persons and things that it is about."),
            must("state", Closed(MACHINE.states), "Where it stands."),
            must(
                "intended_use",
                Closed(&["intelligence", "investigation", "evidence", "prevention", "risk", "statistics"]),
                "How the answer will be used.",
            ),
            may("assurances_offered", List(1, &Reference(&["coop-assurance"])), "The assurances that the requester offers."),
        ],
        rules: &[
            Needs(Is("urgency", &["urgent"]), &["urgency_reason"]),
            Needs(Has("subject_refs"), &["link_to_persons"]),
        ],
    },
};

#[rustfmt::skip]
const KINDS: &[&str] = &[
    "information", "check", "match", "interview", "document", "expertise", "event-support", "training", "evidence",
    "consent-onward", "consent-evidential", "deconfliction",
];

#[rustfmt::skip]
static WANTED: Structure = Structure {
    name: "wanted",
    section: "coop 4.5",
    about: "One thing that is wanted.",
    fields: &[
        must("text", Text, "What is wanted, in words."),
        may("object_types", TEXTS, "The types of objects that would answer it."),
        may("pattern", Text, "A pattern that the objects match."),
    ],
    rules: &[],
};

#[rustfmt::skip]
pub(super) static RESPONSE: Kind = Kind {
    name: "coop-response",
    extension: "extension-definition--8f2c6a0d-7e34-4d55-b1c9-5a6e0b94f27c",
    title: "Answer",
    labels: Some(Labels { ar: "جواب", fr: "réponse" }),
    machines: &[],
    body: Structure {
        name: "coop-response",
        section: "coop 4.5",
        about: "An answer to a request, or to a part of it.",
        fields: &[
            must("request_ref", Reference(&["coop-request"]), "The request that it answers."),
            may("name", Text, "What it is called."),
            may("description", Text, "What it says, in a few sentences."),
            must("result", Closed(&["full", "partial", "none-held", "refused", "referred"]), "What the answer is."),
            may("object_refs", ANY_REFS, "What is given."),
            may("refusal", Shape::Structure(&REFUSAL), "What is refused, and why."),
            may("conditions", Text, "On what conditions it is given."),
            should("use_allowed", Closed(&["intelligence-only", "investigation", "evidence"]), "How far it may be used."),
            may("feedback_due", Moment, "Until when the requester says what came of it."),
            should("responder_ref", IDENTITY, "Who answers."),
            may("disclosure_ref", Reference(&["coop-disclosure"]), "The act by which it was given."),
        ],
        rules: &[Needs(Is("result", &["refused"]), &["refusal"])],
    },
};

#[rustfmt::skip]
static REFUSAL: Structure = Structure {
    name: "refusal",
    section: "coop 4.5",
    about: "What is refused, and why.",
    fields: &[
        must("ground", Open(&[REFUSAL_GROUNDS]), "The ground."),
        must("part", Text, "The part of the request that is refused."),
        may("text", Text, "The reason in words."),
    ],
    rules: &[],
};
