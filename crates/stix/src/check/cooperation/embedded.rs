//! The structures that several types hold (section coop 4.0).

use std::cmp::Ordering;

use super::rules::{compare, text};
use super::table::Rule::{Code, Needs, NeedsOne, Only, Order};
use super::table::Shape::{
    Bool, Closed, Date, Dictionary, Integer, List, Moment, Open, Reference, Sha256, Text, Time,
};
use super::table::When::{Always, Is, True};
use super::table::{COUNT, IDENTITY, Shape, Structure, TEXTS, WORDING, may, must, should};
use crate::check::path::Path;
use crate::check::report::Report;
use crate::json::Members;

pub(super) const PARTIES: Shape = List(1, &Shape::Structure(&PARTY));

#[rustfmt::skip]
pub(super) static PARTY: Structure = Structure {
    name: "party",
    section: "coop 4.0",
    about: "Somebody who takes part: an agency or a person, in the office in which they act.",
    fields: &[
        may("identity_ref", IDENTITY, "Who takes part; left out where only a role is known."),
        may("name", Text, "The party's name as it stands in the text that was signed."),
        may("capacity", Text, "The office in which the party acts."),
        may(
            "party_role",
            Open(&[&[
                "host", "guest", "signatory", "depositary", "observer", "organiser", "trainer", "trainee", "contributor", "owner",
            ]]),
            "The part that the party plays.",
        ),
        may("delegation_head", Bool, "Whether the party leads its delegation."),
        may("named", Bool, "Whether the source names the party; false where it tells only a role."),
        may("role_text", Text, "The party in the words of the source, where it is not named or where the role says more."),
        may("country", Text, "The party's country, a code of two letters (ISO 3166-1)."),
        may("name_from_other_reports", Bool, "Whether the name comes from reports other than the ones cited."),
    ],
    rules: &[
        NeedsOne(Always, &["identity_ref", "role_text"]),
        Needs(True("named"), &["identity_ref"]),
    ],
};

pub(super) const DATE_CLAIM_SHAPE: Shape = Shape::Structure(&DATE_CLAIM);

#[rustfmt::skip]
pub(super) static DATE_CLAIM: Structure = Structure {
    name: "date_claim",
    section: "coop 4.0",
    about: "When something was or will be, as exactly as the sources say, and how that was read.",
    fields: &[
        may("start_on", Date, "The first day."),
        may("end_on", Date, "The last day."),
        must(
            "precision",
            Closed(&["minute", "day", "range", "month", "half-year", "year", "unknown"]),
            "How exact the dates are; `day` if each is exact, `range` if only the span is known; a month, half-year or year is written with its first and last day.",
        ),
        may("as_given", Text, "What kind of date the source prints."),
        may("resolved_by", Text, "From what a date that the source does not print in full was worked out."),
        may("date_confidence", Integer(0, 100), "How sure the reading is, from 0 to 100."),
        may(
            "from_other_reports",
            List(1, &Closed(&["start_on", "end_on"])),
            "Which of the days come from reports other than the ones cited.",
        ),
    ],
    rules: &[
        Needs(
            Is("precision", &["minute", "day", "range", "month", "half-year", "year"]),
            &["start_on"],
        ),
        Needs(Is("precision", &["range"]), &["end_on"]),
        Order("start_on", "end_on"),
        Code("a month, half-year or year has its two days in one", precision_fits),
    ],
};

/// A claim of a month lies in one month, and so on; days can be exact and yet be two.
fn precision_fits(
    members: &Members<'_>,
    path: Path<'_>,
    section: &'static str,
    report: &mut Report,
) {
    let (Some(first), Some(last), Some(precision)) = (
        text(members, "start_on"),
        text(members, "end_on"),
        text(members, "precision"),
    ) else {
        return;
    };
    let half = |date: &str| date.get(5..7).map(|month| month > "06");
    let same_year = first.get(..4) == last.get(..4);
    let fits = match precision {
        "month" => first.get(..7) == last.get(..7),
        "half-year" => same_year && half(first) == half(last),
        "year" => same_year,
        _ => true,
    };
    if !fits {
        let message = format!(
            "`start_on` and `end_on` do not lie in one {precision}: correct them, or write `range`"
        );
        report.error(
            Path::Name(&path, "precision"),
            "date-claim",
            section,
            message,
        );
    }
}

pub(super) const CITATIONS: Shape = List(1, &Shape::Structure(&CITATION));

#[rustfmt::skip]
pub(super) static CITATION: Structure = Structure {
    name: "citation",
    section: "coop 4.0",
    about: "Where something was read.",
    fields: &[
        must(
            "source_ref",
            Reference(&["report", "artifact", "file", "coop-communique"]),
            "The report or document.",
        ),
        may("start_offset", COUNT, "Where the words begin, in Unicode code points from the start."),
        may("end_offset", COUNT, "Where they end; the code point at this place is no part of them."),
        may("quote_sha256", Sha256, "The SHA-256 of the words in UTF-8."),
        may("supports", TEXTS, "The properties that the words support, as paths."),
    ],
    rules: &[
        Needs(super::table::When::Has("start_offset"), &["end_offset"]),
        Needs(super::table::When::Has("end_offset"), &["start_offset"]),
        Order("start_offset", "end_offset"),
    ],
};

pub(super) const GRADINGS: Shape = List(1, &Shape::Structure(&GRADING));

#[rustfmt::skip]
pub(super) static GRADING: Structure = Structure {
    name: "grading",
    section: "coop 4.0",
    about: "How the provider judges the source and the information, in a scheme of its own.",
    fields: &[
        must(
            "scheme",
            Closed(&["admiralty", "europol-4x4", "uk-3x5x2", "uk-5x5x5"]),
            "The scheme in which the grade is given.",
        ),
        must("source_code", Text, "The code for the source."),
        must("info_code", Text, "The code for the information, judged apart from the source."),
        may("graded_by_ref", IDENTITY, "Who graded it."),
        may("graded_on", Moment, "When it was graded."),
        may("mapped", Bool, "Whether the grade was translated from another scheme; such a grade is never sent as if it were given."),
    ],
    rules: &[
        Only(Is("scheme", &["admiralty"]), "source_code", &["A", "B", "C", "D", "E", "F", "G"]),
        Only(Is("scheme", &["admiralty"]), "info_code", &["1", "2", "3", "4", "5", "6"]),
        Only(Is("scheme", &["europol-4x4"]), "source_code", &["A", "B", "C", "X"]),
        Only(Is("scheme", &["europol-4x4"]), "info_code", &["1", "2", "3", "4"]),
        Only(Is("scheme", &["uk-3x5x2"]), "source_code", &["1", "2", "3"]),
        Only(Is("scheme", &["uk-3x5x2"]), "info_code", &["A", "B", "C", "D", "E"]),
        Only(Is("scheme", &["uk-5x5x5"]), "source_code", &["A", "B", "C", "D", "E"]),
        Only(Is("scheme", &["uk-5x5x5"]), "info_code", &["1", "2", "3", "4", "5"]),
    ],
};

#[rustfmt::skip]
pub(super) static CLAUSE: Structure = Structure {
    name: "clause",
    section: "coop 4.0",
    about: "A numbered clause of an agreement.",
    fields: &[
        must("clause_id", Text, "Its number, such as `5` or `5(2)`."),
        must(
            "clause_kind",
            Open(&[&[
                "grants", "ceiling", "validity", "text", "purpose", "subjects", "authorities", "forms", "requests", "deadlines",
                "spontaneous-information", "refusal", "use-limits", "confidentiality", "personal-data", "liaison", "joint-bodies",
                "costs", "languages", "other-treaties", "disputes", "entry-into-force", "duration", "amendment", "denunciation",
                "liability", "signature",
            ]]),
            "What it settles.",
        ),
        may("title", WORDING, "Its heading, in one language or in several."),
        must("text", WORDING, "Its words, in one language or in several."),
        may("params", Dictionary, "The terms that a machine applies."),
    ],
    rules: &[],
};

#[rustfmt::skip]
pub(super) static SIGNATURE: Structure = Structure {
    name: "signature",
    section: "coop 4.0",
    about: "A signature over canonical bytes.",
    fields: &[
        must("signer_ref", IDENTITY, "Who signed."),
        may("capacity", Text, "The office in which they signed."),
        must("signed_on", Moment, "When they signed."),
        must("algorithm", Closed(&["ed25519"]), "How it was signed."),
        must("key_id", Text, "Which key signed."),
        must("value", Text, "The signature in base64."),
        must("covers_sha256", Sha256, "The SHA-256 of the bytes that were signed."),
    ],
    rules: &[],
};

pub(super) const DEADLINE_SHAPE: Shape = Shape::Structure(&DEADLINE);

#[rustfmt::skip]
pub(super) static DEADLINE: Structure = Structure {
    name: "deadline",
    section: "coop 4.0",
    about: "When something is due, and whether the clock runs.",
    fields: &[
        must("due_on", Time, "When it is due."),
        may("profile", Text, "The rule of the agreement that the time comes from."),
        should("clock", Closed(&["running", "suspended", "met", "missed"]), "Whether the clock runs."),
        may("suspended_since", Moment, "Since when the clock stands still."),
    ],
    rules: &[Needs(Is("clock", &["suspended"]), &["suspended_since"])],
};

pub(super) const PERIOD_SHAPE: Shape = Shape::Structure(&PERIOD);

#[rustfmt::skip]
pub(super) static PERIOD: Structure = Structure {
    name: "period",
    section: "coop 4.0",
    about: "A span of days or times.",
    fields: &[
        must("start_on", Moment, "When it begins."),
        may("end_on", Moment, "When it ends."),
    ],
    rules: &[Order("start_on", "end_on")],
};

/// Complains where the one value is larger than the other.
pub(super) fn not_above(
    members: &Members<'_>,
    (small, large): (&'static str, &'static str),
    path: Path<'_>,
    section: &'static str,
    report: &mut Report,
) {
    let (Some(first), Some(last)) = (members.get(small), members.get(large)) else {
        return;
    };
    if compare(first, last) == Some(Ordering::Greater) {
        let message = format!("`{small}` may not be more than `{large}`");
        report.error(Path::Name(&path, small), "too-large", section, message);
    }
}
