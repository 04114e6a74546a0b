//! `coop-commitment` (section coop 4.4).

use super::Labels;
use super::embedded::{DEADLINE_SHAPE, PARTIES};
use super::states::COMMITMENT as MACHINE;
use super::table::Rule::Needs;
use super::table::Shape::{Bool, Closed, List, Moment, Open, Text};
use super::table::When::Is;
use super::table::{ANY_REF, ANY_REFS, Kind, Shape, Structure, may, must};

#[rustfmt::skip]
pub(super) static COMMITMENT: Kind = Kind {
    name: "coop-commitment",
    extension: "extension-definition--622d4692-148c-4b53-8cd6-8b1ea95fe9e3",
    title: "Commitment",
    labels: Some(Labels { ar: "التزام", fr: "engagement" }),
    machines: &[&MACHINE],
    body: Structure {
        name: "coop-commitment",
        section: "coop 4.4",
        about: "Something that was promised, who does it until when, and how far it is.",
        fields: &[
            must("name", Text, "What is to be done, in a few words."),
            must("description", Text, "What is to be done."),
            must(
                "commitment_kind",
                Open(&[&["information", "training", "mechanism", "meeting", "document", "operation", "technical", "legal", "visit"]]),
                "What kind of promise it is.",
            ),
            must("source_refs", ANY_REFS, "The engagement, agreement or plan that it comes from."),
            may("owner_parties", PARTIES, "Who does it."),
            may("beneficiary_parties", PARTIES, "For whom."),
            may("due", DEADLINE_SHAPE, "Until when."),
            may("success_test", Text, "How one will know that it is done."),
            may("evidence_refs", ANY_REFS, "What shows that it is done."),
            must("state", Closed(MACHINE.states), "Where it stands."),
            may("reviews", List(1, &Shape::Structure(&REVIEW)), "What was found when it was looked at."),
            must("mutual", Bool, "Whether both sides hold it and sign its changes."),
        ],
        rules: &[
            Needs(
                Is(
                    "state",
                    &["agreed", "assigned", "in-progress", "blocked", "delivered", "verified", "closed", "deferred", "disputed"],
                ),
                &["owner_parties", "due"],
            ),
            Needs(Is("state", &["delivered", "verified", "closed", "disputed"]), &["evidence_refs"]),
        ],
    },
};

#[rustfmt::skip]
static REVIEW: Structure = Structure {
    name: "review",
    section: "coop 4.4",
    about: "One look at the commitment.",
    fields: &[
        must("reviewed_on", Moment, "When."),
        may("at_ref", ANY_REF, "At which engagement."),
        must("finding", Text, "What was found."),
        may("state", Closed(MACHINE.states), "Where it stood then."),
    ],
    rules: &[],
};
