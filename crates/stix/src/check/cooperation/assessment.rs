//! `coop-assessment` (section coop 4.10).

use super::embedded::not_above;
use super::embedded::{PARTIES, PERIOD_SHAPE};
use super::table::Rule::Code;
use super::table::Shape::{Bool, Closed, Date, Integer, List, Open, Text};
use super::table::{
    AGREEMENT_REF, ANY_REFS, Kind, LOCATIONS, Shape, Structure, TEXTS, may, must, should,
};
use crate::check::path::Path;
use crate::check::report::Report;
use crate::json::Members;

#[rustfmt::skip]
pub(super) static ASSESSMENT: Kind = Kind {
    name: "coop-assessment",
    extension: "extension-definition--c70a5e29-3b41-4d96-a8f5-64d1e92b0c37",
    title: "Assessment",
    labels: None,
    machines: &[],
    body: Structure {
        name: "coop-assessment",
        section: "coop 4.10",
        about: "What one agency or several judge of a threat, each judgement with how likely it is and how sure they are.",
        fields: &[
            must("name", Text, "What it is called."),
            may("description", Text, "What it says, in a few sentences."),
            must("question", Text, "The question that it answers."),
            should(
                "assessment_kind",
                Open(&[&["regional", "country", "actor", "phenomenon", "event", "emerging-risk", "joint"]]),
                "What kind of assessment it is.",
            ),
            may("region_refs", LOCATIONS, "The regions that it is about."),
            may("period", PERIOD_SHAPE, "The time that it is about."),
            must("judgements", List(1, &Shape::Structure(&JUDGEMENT)), "The key judgements."),
            may("capability", Text, "What the actors are able to do."),
            may("intent", Text, "What they want to do."),
            may("opportunity", Text, "What the situation lets them do."),
            may("indicators_to_watch", ANY_REFS, "The indicators to watch."),
            may("gaps", TEXTS, "What is not known."),
            may("contributor_parties", PARTIES, "Who contributed."),
            may("joint", Bool, "Whether all contributors stand behind it."),
            may("agreement_ref", AGREEMENT_REF, "The agreement under which it was made."),
            may("next_review_on", Date, "When it is looked at again."),
            must(
                "state",
                Closed(&["draft", "coordination", "agreed", "published", "superseded", "withdrawn"]),
                "Where it stands.",
            ),
        ],
        rules: &[],
    },
};

#[rustfmt::skip]
static JUDGEMENT: Structure = Structure {
    name: "judgement",
    section: "coop 4.10",
    about: "A key judgement; it always says both how likely and how sure (R-AS1).",
    fields: &[
        must("text", Text, "The judgement."),
        must(
            "likelihood",
            Closed(&[
                "almost-no-chance", "very-unlikely", "unlikely", "roughly-even", "likely", "very-likely", "almost-certain",
            ]),
            "How likely it is.",
        ),
        may("range_pct", Shape::Structure(&RANGE), "The same in per cent."),
        must("confidence", Closed(&["low", "moderate", "high"]), "How sure the authors are, apart from how likely it is."),
        may("basis_refs", ANY_REFS, "What it rests on."),
        may("dissent", Text, "Who judges otherwise, and how."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static RANGE: Structure = Structure {
    name: "range_pct",
    section: "coop 4.10",
    about: "A range in per cent.",
    fields: &[
        must("low", Integer(0, 100), "The least."),
        must("high", Integer(0, 100), "The most."),
    ],
    rules: &[Code("`low` is not more than `high`", low_to_high)],
};

fn low_to_high(members: &Members<'_>, path: Path<'_>, section: &'static str, report: &mut Report) {
    not_above(members, ("low", "high"), path, section, report);
}
