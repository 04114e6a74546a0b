//! `coop-assurance` (section coop 4.11).

use super::Labels;
use super::table::Rule::{Needs, Order};
use super::table::Shape::{Closed, List, Moment, Open, Text};
use super::table::When::Is;
use super::table::{ANY_REF, ANY_REFS, IDENTITY, Kind, Shape, Structure, may, must, should};

/// The kinds of assurance.
#[rustfmt::skip]
pub(super) const ASSURANCES: &[&str] = &[
    "no-death-penalty",
    "no-ill-treatment",
    "speciality",
    "not-as-evidence",
    "no-onward",
    "data-protection",
    "fair-trial",
    "access-by-monitor",
];

#[rustfmt::skip]
pub(super) static ASSURANCE: Kind = Kind {
    name: "coop-assurance",
    extension: "extension-definition--2b9e64d1-87c3-4f05-a69b-f3d07e5c8142",
    title: "Assurance",
    labels: Some(Labels { ar: "ضمانة", fr: "garantie" }),
    machines: &[],
    body: Structure {
        name: "coop-assurance",
        section: "coop 4.11",
        about: "One agency's word to another on what will not be done with a person or with what is given.",
        fields: &[
            may("name", Text, "What it is called."),
            may("description", Text, "What it says, in a few sentences."),
            must("giver_ref", IDENTITY, "Who gives it."),
            must("receiver_ref", IDENTITY, "Who is given it."),
            must("assurance_kind", Open(&[ASSURANCES]), "What it assures."),
            should("scope_refs", ANY_REFS, "The request, case or persons that it is about; all, if left out."),
            may("instrument_ref", ANY_REF, "The document in which it stands."),
            should("valid_from", Moment, "From when it holds."),
            may("valid_until", Moment, "Until when it holds."),
            may("breaches", List(1, &Shape::Structure(&BREACH)), "What was done against it."),
            must("state", Closed(&["requested", "given", "accepted", "lapsed", "breached"]), "Where it stands."),
        ],
        rules: &[
            Needs(Is("state", &["breached"]), &["breaches"]),
            Order("valid_from", "valid_until"),
        ],
    },
};

#[rustfmt::skip]
static BREACH: Structure = Structure {
    name: "breach",
    section: "coop 4.11",
    about: "Something done against an assurance.",
    fields: &[
        must("recorded_on", Moment, "When it was recorded."),
        must("text", Text, "What was done."),
        may("source_refs", ANY_REFS, "From what it is known."),
    ],
    rules: &[],
};
