//! What agencies keep between engagements: `coop-mechanism`, `coop-posting` and
//! `coop-match-session` (section coop 4.11).

use super::embedded::PARTIES;
use super::table::Rule::Order;
use super::table::Shape::{Closed, Date, Duration, Language, List, Open, Sha256, Text};
use super::table::{AGREEMENT_REF, COUNT, IDENTITY, Kind, Shape, Structure, may, must, should};
use super::words::PURPOSES;

#[rustfmt::skip]
pub(super) static MECHANISM: Kind = Kind {
    name: "coop-mechanism",
    extension: "extension-definition--7d04c8f6-1ba9-4e72-b5c3-8a91e6d2f05b",
    title: "Mechanism",
    labels: None,
    machines: &[],
    body: Structure {
        name: "coop-mechanism",
        section: "coop 4.11",
        about: "A standing way of working together, such as a joint committee or a hotline.",
        fields: &[
            must("name", Text, "What it is called."),
            may("description", Text, "What it does, in a few sentences."),
            must(
                "kind",
                Open(&[&[
                    "joint-committee", "hotline", "working-group", "data-link", "matching", "watch", "fusion-cell",
                    "cooperation-centre",
                ]]),
                "What kind of mechanism it is.",
            ),
            must("members", PARTIES, "Who takes part."),
            may("agreement_ref", AGREEMENT_REF, "The agreement on which it rests."),
            may("meets_every", Duration, "How often it meets."),
            must("state", Closed(&["proposed", "active", "suspended", "ended"]), "Where it stands."),
        ],
        rules: &[],
    },
};

#[rustfmt::skip]
pub(super) static POSTING: Kind = Kind {
    name: "coop-posting",
    extension: "extension-definition--48f1a3e0-d5c2-4697-9e0b-c17b36d8f254",
    title: "Posting",
    labels: None,
    machines: &[],
    body: Structure {
        name: "coop-posting",
        section: "coop 4.11",
        about: "The posting of a liaison officer; the officer's access ends with it (R-LO2).",
        fields: &[
            may("name", Text, "What it is called."),
            must("person_ref", IDENTITY, "The officer."),
            must("sending_ref", IDENTITY, "The agency that sends the officer."),
            must("host_ref", IDENTITY, "The agency or state to which the officer is sent."),
            may("accredited_refs", List(1, &Shape::Reference(&["identity", "location"])), "The states for which the officer is accredited."),
            must("start_on", Date, "The first day."),
            may("end_on", Date, "The last day."),
            may("languages", List(1, &Language), "The languages that the officer speaks."),
            may("duty_contact", Text, "How to reach the officer at any hour."),
        ],
        rules: &[Order("start_on", "end_on")],
    },
};

#[rustfmt::skip]
pub(super) static MATCH_SESSION: Kind = Kind {
    name: "coop-match-session",
    extension: "extension-definition--b3c7e915-60d8-4a24-8f7e-52a0d9c41e6f",
    title: "Matching session",
    labels: None,
    machines: &[],
    body: Structure {
        name: "coop-match-session",
        section: "coop 4.11",
        about: "A comparison of two lists that shows only what they have in common; a hit is a lead until people on both sides confirm it (R-MT4).",
        fields: &[
            may("name", Text, "What it is called."),
            must("parties", List(2, &Shape::Structure(&super::embedded::PARTY)), "Whose lists are compared."),
            must("agreement_ref", AGREEMENT_REF, "The agreement on which it rests."),
            must("purpose", Open(&[PURPOSES]), "For what."),
            must("protocol", Text, "How the lists are compared."),
            should("list_commitment", Sha256, "The hash that binds the owner to the list."),
            must("query_budget", COUNT, "How many queries are agreed."),
            may("hits_unconfirmed", COUNT, "Hits that nobody has confirmed yet."),
            may("hits_confirmed", COUNT, "Hits that both sides have confirmed."),
            must("state", Closed(&["proposed", "open", "closed", "aborted"]), "Where it stands."),
        ],
        rules: &[],
    },
};
