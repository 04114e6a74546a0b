//! `coop-handling`: what may be done with any object (section coop 4.1).

use super::embedded::{CITATIONS, GRADINGS};
use super::table::Rule::{Needs, NeedsOne};
use super::table::Shape::{Bool, Closed, Date, List, Open, Text};
use super::table::When::{Has, Is, True};
use super::table::{ANY_REF, ANY_REFS, IDENTITY, Kind, Structure, may, must};
use super::words::{EVIDENTIAL_USE, ONWARD, PURPOSES};

#[rustfmt::skip]
pub(super) static HANDLING: Kind = Kind {
    name: "coop-handling",
    extension: "extension-definition--f87410cb-f421-5c24-94e9-bfad0e745cf4",
    title: "Handling",
    labels: None,
    machines: &[],
    body: Structure {
        name: "coop-handling",
        section: "coop 4.1",
        about: "What may be done with an object: whose it is, for what it may be used, whether it may be passed on, how it was graded and when it must be looked at again.",
        fields: &[
            must("extension_type", Closed(&["property-extension"]), "Always `property-extension`."),
            must("originator_ref", IDENTITY, "The first holder, whose consent counts."),
            may("received_from_ref", IDENTITY, "The last sender."),
            may(
                "handling_codes",
                List(1, &Closed(&["H0", "H1", "H2", "H3", "P", "C"])),
                "Handling codes: a set, of which all hold; on merging, the union is kept.",
            ),
            may("handling_note", Text, "The restriction or condition in words."),
            must("purposes", List(1, &Open(&[PURPOSES])), "For what it may be used."),
            must("onward", Closed(ONWARD), "Whether it may be passed on."),
            must("evidential_use", Closed(EVIDENTIAL_USE), "Whether it may be used in court."),
            may("released_under", ANY_REFS, "The agreements and consents under which it was given."),
            may("grading", GRADINGS, "How source and information are judged; one for each scheme."),
            may(
                "assertion_kind",
                Closed(&["fact", "assessment", "allegation", "opinion"]),
                "Whether it states a fact or somebody's judgement.",
            ),
            may(
                "subject_category",
                List(1, &Closed(&["suspect", "convicted", "victim", "witness", "contact", "official", "other", "unknown"])),
                "What the persons in it are; to be there whenever there is personal data.",
            ),
            may("special_category", Bool, "Whether it holds data of a special category, such as health or religion."),
            may("review_on", Date, "When somebody must decide whether it is still needed."),
            may("erase_on", Date, "When it must be erased."),
            may("restricted", Bool, "Whether it is kept but may not be used."),
            may("citations", CITATIONS, "Where it was read."),
            may("community", ANY_REF, "Whom TLP:GREEN means."),
        ],
        rules: &[
            Needs(Is("handling_codes", &["H3", "C"]), &["handling_note"]),
            NeedsOne(Has("subject_category"), &["review_on", "erase_on"]),
            Needs(True("special_category"), &["subject_category"]),
        ],
    },
};
