//! `coop-operation` (section coop 4.8) and `coop-deconfliction` (section coop 4.11).

use super::Labels;
use super::embedded::{PARTIES, PERIOD_SHAPE};
use super::states::OPERATION as MACHINE;
use super::table::Rule::{Needs, NeedsOne, Order};
use super::table::Shape::{Closed, Dictionary, List, Moment, Number, Open, Text};
use super::table::When::{Always, Is};
use super::table::{
    AGREEMENT_REF, AMOUNT, ANY_REF, ANY_REFS, IDENTITY, Kind, Shape, Structure, TEXTS, may, must,
    should,
};
use super::words::SUBJECTS;

/// The states of an operation that was allowed to begin.
#[rustfmt::skip]
const AUTHORISED: &[&str] = &["authorised", "active", "paused", "concluded", "reviewed", "archived"];

#[rustfmt::skip]
pub(super) static OPERATION: Kind = Kind {
    name: "coop-operation",
    extension: "extension-definition--a7d35c18-94fe-4b02-8e6d-0c2b71f9e543",
    title: "Operation",
    labels: None,
    machines: &[&MACHINE],
    body: Structure {
        name: "coop-operation",
        section: "coop 4.8",
        about: "Something that agencies do together: who leads, on what basis, when and where, with whose authority.",
        fields: &[
            must("name", Text, "What it is called; perhaps a code name."),
            may("description", Text, "What it is, in a few sentences."),
            must(
                "operation_kind",
                Open(&[&[
                    "investigation", "controlled-delivery", "arrest", "search", "virtual", "financial", "border", "event-duty",
                    "exercise", "training-support", "search-rescue", "disruption",
                ]]),
                "What kind of operation it is.",
            ),
            must("lead_ref", IDENTITY, "Who leads."),
            must("partner_parties", PARTIES, "Who takes part."),
            may("agreement_ref", AGREEMENT_REF, "The agreement on which it rests."),
            may("jit_ref", AGREEMENT_REF, "The agreement of the joint investigation team."),
            may("legal_basis", Text, "The law on which it rests."),
            must("objectives", TEXTS, "What it is to reach."),
            must("crime_areas", List(1, &Open(&[SUBJECTS])), "The areas of crime."),
            must("window", PERIOD_SHAPE, "From when until when."),
            may("areas", List(1, &Shape::Structure(&AREA)), "Where, on the ground or online."),
            may("authorisations", List(1, &Shape::Structure(&AUTHORISATION)), "Whose authority it has."),
            may("deconfliction", List(1, &Shape::Structure(&CHECK)), "The checks against operations of others."),
            may("host_law", Text, "The law of the place."),
            may("subject_refs", ANY_REFS, "The persons and things that it is about."),
            may("evidence_refs", ANY_REFS, "The evidence."),
            may("task_refs", ANY_REFS, "The tasks."),
            may("costs", List(1, &Shape::Structure(&COST)), "Who bears which cost."),
            may("results", Dictionary, "What came of it, in figures and words."),
            must("state", Closed(MACHINE.states), "Where it stands."),
            may("review_ref", ANY_REF, "The review and its lessons."),
        ],
        rules: &[
            NeedsOne(Always, &["agreement_ref", "jit_ref", "legal_basis"]),
            Needs(Is("state", &["deconflicted"]), &["areas", "deconfliction"]),
            Needs(Is("state", AUTHORISED), &["areas", "deconfliction", "authorisations"]),
        ],
    },
};

#[rustfmt::skip]
static AREA: Structure = Structure {
    name: "area",
    section: "coop 4.8",
    about: "A place on the ground or online.",
    fields: &[
        may("geo", Shape::Structure(&POINT), "A place on the ground."),
        may("radius_m", AMOUNT, "How far around it, in metres."),
        may("online", Shape::Structure(&ONLINE), "A place online."),
        may("location_ref", super::table::LOCATION, "A place that is an object."),
    ],
    rules: &[NeedsOne(Always, &["geo", "online", "location_ref"])],
};

#[rustfmt::skip]
static POINT: Structure = Structure {
    name: "point",
    section: "coop 4.8",
    about: "A place on the ground (WGS 84).",
    fields: &[
        must("latitude", Number(-90.0, 90.0), "Degrees north."),
        must("longitude", Number(-180.0, 180.0), "Degrees east."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static ONLINE: Structure = Structure {
    name: "online",
    section: "coop 4.8",
    about: "A place online.",
    fields: &[
        must("platform", Text, "The platform."),
        may("handle_hash", Text, "A keyed hash of the account, so that equal ones are noticed without being shown."),
        may("group_id", Text, "The group or channel."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static AUTHORISATION: Structure = Structure {
    name: "authorisation",
    section: "coop 4.8",
    about: "Somebody's authority for an operation.",
    fields: &[
        must("authority_ref", IDENTITY, "Who gave it."),
        must("granted_on", Moment, "When."),
        should("valid_until", Moment, "Until when."),
        should("scope", Text, "For what."),
    ],
    rules: &[Order("granted_on", "valid_until")],
};

#[rustfmt::skip]
static CHECK: Structure = Structure {
    name: "deconfliction_check",
    section: "coop 4.8",
    about: "A check against the operations of others.",
    fields: &[
        must("checked_on", Moment, "When."),
        must("result", Closed(&["clear", "conflict", "waived"]), "What was found."),
        may("conflict_refs", ANY_REFS, "The operations that it meets."),
        may("waived_by", List(2, &IDENTITY), "Who decided to go on all the same: two officers."),
        may("reason", Text, "Why."),
    ],
    rules: &[Needs(Is("result", &["waived"]), &["waived_by", "reason"])],
};

#[rustfmt::skip]
static COST: Structure = Structure {
    name: "cost",
    section: "coop 4.8",
    about: "A cost.",
    fields: &[must("who", Text, "Who bears it."), must("what", Text, "What it is for.")],
    rules: &[],
};

#[rustfmt::skip]
pub(super) static DECONFLICTION: Kind = Kind {
    name: "coop-deconfliction",
    extension: "extension-definition--1e94d7b3-a06c-4f58-b2d1-7c38e5f0a962",
    title: "Deconfliction entry",
    labels: Some(Labels { ar: "تفادي التعارض", fr: "déconfliction" }),
    machines: &[],
    body: Structure {
        name: "coop-deconfliction",
        section: "coop 4.11",
        about: "A planned event as it is entered to find out whether it meets one of somebody else's.",
        fields: &[
            may("name", Text, "What it is called."),
            may("operation_ref", Shape::Reference(&["coop-operation"]), "The operation."),
            must("kind", Open(&[&["raid", "undercover", "warrant", "controlled-buy", "visit", "virtual", "other"]]), "What is planned."),
            must("window", PERIOD_SHAPE, "From when until when."),
            may("geo", Shape::Structure(&GEO), "Where on the ground."),
            may("online", Shape::Structure(&ONLINE), "Where online."),
            may("subject_tokens", TEXTS, "Blinded tokens of the persons and things that it is about."),
            must("contact_ref", IDENTITY, "Whom to call at any hour."),
            must("owner_ref", IDENTITY, "Whose it is."),
            may("sensitivity", Text, "How sensitive it is, on the owner's scale."),
            must("disclosure", Closed(&["full", "contact-only"]), "What the other side is told of a conflict."),
        ],
        rules: &[NeedsOne(Always, &["geo", "online", "subject_tokens"])],
    },
};

#[rustfmt::skip]
static GEO: Structure = Structure {
    name: "geo",
    section: "coop 4.11",
    about: "A circle on the ground.",
    fields: &[
        must("point", Shape::Structure(&POINT), "Its middle."),
        must("radius_m", AMOUNT, "Its radius in metres."),
    ],
    rules: &[],
};
