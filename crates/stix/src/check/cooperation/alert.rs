//! `coop-alert` (section coop 4.11).

use super::states::ALERT as MACHINE;
use super::table::Rule::Needs;
use super::table::Shape::{Bool, Closed, Dictionary, List, Moment, Open, Text};
use super::table::When::Is;
use super::table::{
    ANY_REFS, IDENTITIES, IDENTITY, Kind, LOCATIONS, Shape, Structure, may, must, should,
};

#[rustfmt::skip]
pub(super) static ALERT: Kind = Kind {
    name: "coop-alert",
    extension: "extension-definition--e5183fa7-c264-4b0d-97a2-d06c4b8e1f95",
    title: "Alert",
    labels: None,
    machines: &[&MACHINE],
    body: Structure {
        name: "coop-alert",
        section: "coop 4.11",
        about: "A warning, a notice or a duty to warn: what is feared or sought, whom it is for, and what was decided.",
        fields: &[
            must("name", Text, "What it is called."),
            may("description", Text, "What it is about, in a few sentences."),
            must(
                "alert_class",
                Open(&[&["warning", "wanted", "missing", "modus-operandi", "threat", "asset", "sanction", "sighting", "duty-to-warn"]]),
                "What kind of alert it is.",
            ),
            may("checklist", Dictionary, "What must be there for an alert of its class, and whether it is."),
            may("threat", Shape::Structure(&THREAT), "How grave the threat is."),
            may("subject_refs", ANY_REFS, "The persons and things that it is about."),
            may("area", LOCATIONS, "Where it matters."),
            should("advice", Text, "What to do, and what not."),
            may("addressees", IDENTITIES, "Whom it is for."),
            may("decision", Closed(&["warn-victim", "warn-partner", "protect", "disrupt", "waive"]), "What was decided."),
            may(
                "waive_ground",
                Open(&[&["endangers-sources", "endangers-personnel", "author-of-violence", "own-part-in-violence", "already-aware"]]),
                "Why nobody is warned.",
            ),
            may("waived_by", List(2, &IDENTITY), "Who decided that nobody is warned: two persons."),
            may("acknowledgements", List(1, &Shape::Structure(&ACKNOWLEDGEMENT)), "Who has confirmed that they have it."),
            may("valid_until", Moment, "Until when it holds."),
            must("state", Closed(MACHINE.states), "Where it stands."),
        ],
        rules: &[
            Needs(Is("decision", &["waive"]), &["waive_ground", "waived_by"]),
        ],
    },
};

#[rustfmt::skip]
static THREAT: Structure = Structure {
    name: "threat",
    section: "coop 4.11",
    about: "How grave a threat is.",
    fields: &[
        must("credible", Bool, "Whether it is believed."),
        must("specific", Bool, "Whether it says who, where or when."),
        must("imminent", Bool, "Whether it is about to happen."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static ACKNOWLEDGEMENT: Structure = Structure {
    name: "acknowledgement",
    section: "coop 4.11",
    about: "Somebody's word that they have it.",
    fields: &[
        must("identity_ref", IDENTITY, "Who."),
        must("acknowledged_on", Moment, "When."),
    ],
    rules: &[],
};
