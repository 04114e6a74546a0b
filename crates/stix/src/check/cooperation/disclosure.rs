//! `coop-disclosure` (section coop 4.6) and `coop-consent` (section coop 4.7).

use super::Labels;
use super::states::{RECALL, RELEASE};
use super::table::Rule::{Code, Needs, NeedsOne};
use super::table::Shape::{Closed, List, Moment, Open, Reference, Sha256, Text, Time};
use super::table::When::{Always, Has, Is};
use super::table::{
    AGREEMENT_REF, ANY_REF, ANY_REFS, COUNT, IDENTITIES, IDENTITY, Kind, Shape, Structure, TEXTS,
    may, must, should,
};
use super::words::{PURPOSES, RELEASE_FORMS};
use crate::check::path::Path;
use crate::check::report::Report;
use crate::json::Members;

#[rustfmt::skip]
pub(super) static DISCLOSURE: Kind = Kind {
    name: "coop-disclosure",
    extension: "extension-definition--d4a91f06-2c5b-4e83-9b70-18e7c5d2f3ab",
    title: "Disclosure",
    labels: Some(Labels { ar: "إفصاح", fr: "communication" }),
    machines: &[&RELEASE, &RECALL],
    body: Structure {
        name: "coop-disclosure",
        section: "coop 4.6",
        about: "One act of giving: what was given to whom, on what basis, by whose decision, and the proof of it.",
        fields: &[
            may("name", Text, "What it is called."),
            must("object_refs", ANY_REFS, "What was given."),
            must("object_versions", List(1, &Shape::Structure(&VERSION)), "Which versions of it."),
            must("from_ref", IDENTITY, "Who gave it."),
            must("to_refs", IDENTITIES, "Who was given it."),
            may("agreement_ref", AGREEMENT_REF, "The agreement under which it was given."),
            may("clause_id", Text, "The clause under which it was given."),
            may("consent_ref", Reference(&["coop-consent"]), "The consent under which it was given."),
            must("purpose", Open(&[PURPOSES]), "For what it was given."),
            must("decision", Shape::Structure(&DECISION), "Which policies decided."),
            may("form", Closed(RELEASE_FORMS), "How much of it was given."),
            should("prepared_by", IDENTITY, "Who prepared it."),
            should("approved_by", IDENTITY, "Who approved it: somebody else."),
            must("disclosed_on", Time, "When."),
            may("log_entry", Shape::Structure(&LOG_ENTRY), "The entry of the log that proves it."),
            may("receipt", Shape::Structure(&super::embedded::SIGNATURE), "The receiver's signature."),
            may("release_state", Closed(RELEASE.states), "How far the release is."),
            may("recall_state", Closed(RECALL.states), "Whether it was corrected or recalled since."),
        ],
        rules: &[
            NeedsOne(Always, &["agreement_ref", "consent_ref"]),
            Needs(Has("agreement_ref"), &["clause_id"]),
            Code("`approved_by` is not `prepared_by`", four_eyes),
        ],
    },
};

/// Nobody approves what they prepared (R-RO1).
fn four_eyes(members: &Members<'_>, path: Path<'_>, section: &'static str, report: &mut Report) {
    let (prepared, approved) = (
        super::rules::text(members, "prepared_by"),
        super::rules::text(members, "approved_by"),
    );
    if prepared.is_some() && prepared == approved {
        report.error(
            Path::Name(&path, "approved_by"),
            "four-eyes",
            section,
            "nobody approves what they prepared: somebody else must (rule R-RO1)",
        );
    }
}

#[rustfmt::skip]
static VERSION: Structure = Structure {
    name: "object_version",
    section: "coop 4.6",
    about: "The version of an object.",
    fields: &[
        must("object_ref", ANY_REF, "The object."),
        may("modified", Time, "When the version was made; left out for objects without versions."),
        must("sha256", Sha256, "The SHA-256 of its canonical form."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static DECISION: Structure = Structure {
    name: "decision",
    section: "coop 4.6",
    about: "What decided that something is given.",
    fields: &[
        must("policy_sha256", Sha256, "The SHA-256 of the policies."),
        should("policy_ids", TEXTS, "The policies that permitted it."),
        may("reasons", TEXTS, "Their reasons."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static LOG_ENTRY: Structure = Structure {
    name: "log_entry",
    section: "coop 4.6",
    about: "An entry of a log.",
    fields: &[
        must("origin", Text, "The name of the log."),
        must("index", COUNT, "The number of the entry, from 0."),
        must("leaf_hash", Sha256, "The hash of the leaf."),
    ],
    rules: &[],
};

#[rustfmt::skip]
pub(super) static CONSENT: Kind = Kind {
    name: "coop-consent",
    extension: "extension-definition--52e0b7f4-6d19-4a3f-8c25-e39b1d704c86",
    title: "Consent",
    labels: Some(Labels { ar: "موافقة", fr: "consentement" }),
    machines: &[&super::states::CONSENT],
    body: Structure {
        name: "coop-consent",
        section: "coop 4.7",
        about: "The originator's answer to the question whether something may be passed on or used in court.",
        fields: &[
            may("name", Text, "What it is called."),
            must("requester_ref", IDENTITY, "Who asks."),
            must("originator_ref", IDENTITY, "Who is asked: the first holder."),
            may("object_refs", ANY_REFS, "What it is about."),
            may("selector", Text, "A pattern of what it is about."),
            must("recipient_refs", IDENTITIES, "Who would be given it."),
            must("purpose", Open(&[PURPOSES]), "For what."),
            may("form", Closed(RELEASE_FORMS), "How much of it."),
            must("decision", Closed(super::states::CONSENT.states), "What the originator decided."),
            may("conditions", Text, "On what conditions."),
            may("valid_until", Moment, "Until when the consent holds."),
            may("decided_by", IDENTITIES, "Who decided."),
        ],
        rules: &[
            NeedsOne(Always, &["object_refs", "selector"]),
            Needs(Is("decision", &["granted-with-conditions"]), &["conditions"]),
            Needs(Is("decision", &["granted", "granted-with-conditions", "denied"]), &["decided_by"]),
        ],
    },
};
