//! `coop-security-plan` (section coop 4.9).

use super::Labels;
use super::capacity::CAPACITY_SHEET;
use super::embedded::{DATE_CLAIM_SHAPE, PERIOD_SHAPE};
use super::rules::text;
use super::table::Rule::{Code, Needs, Order};
use super::table::Shape::{Closed, Integer, List, Moment, Open, Text};
use super::table::When::Is;
use super::table::{
    ANY_REF, IDENTITIES, IDENTITY, Kind, LOCATION, Shape, Structure, TEXTS, may, must, should,
};
use super::words::{PHASES, SUBJECTS, TOPICS, ZONES};
use crate::check::path::Path;
use crate::check::report::Report;
use crate::json::{Members, Value};

#[rustfmt::skip]
pub(super) static SECURITY_PLAN: Kind = Kind {
    name: "coop-security-plan",
    extension: "extension-definition--f6d1b0b1-3afa-4fe8-9150-ee02149cf1a2",
    title: "Security plan",
    labels: Some(Labels { ar: "خطة أمنية", fr: "plan de sécurité" }),
    machines: &[],
    body: Structure {
        name: "coop-security-plan",
        section: "coop 4.9",
        about: "The plan of security and safety for a large event: venues and their capacity, tasks, risks, command and contacts.",
        fields: &[
            should("name", Text, "What the plan is called."),
            may("description", Text, "What it covers, in a few sentences."),
            must("event_name", Text, "The event."),
            must("event_kind", Text, "What kind of event it is, such as `football-tournament`."),
            may("when_claim", DATE_CLAIM_SHAPE, "When the event is."),
            should("organiser_ref", IDENTITY, "Who organises the event."),
            should("host_authority_ref", IDENTITY, "The authority that answers for its security."),
            may("topics", List(1, &Open(&[TOPICS, SUBJECTS])), "What the plan is about, for searching."),
            may("venues", List(1, &Shape::Structure(&VENUE)), "The venues, with their zones and capacity."),
            may("phases", List(1, &Shape::Structure(&PHASE)), "The stages of the event."),
            may("tasks", List(1, &Shape::Structure(&TASK)), "What has to be done."),
            may("risks", List(1, &Shape::Structure(&RISK)), "The register of risks."),
            may("alert_level", Shape::Structure(&ALERT_LEVEL), "The level of alert, on a national scale."),
            may("command", List(1, &Shape::Structure(&COMMAND)), "Who commands at which level."),
            may("ipcc", Shape::Structure(&IPCC), "The international police cooperation centre."),
            may("nfip_refs", IDENTITIES, "The national football information points."),
            may("contingencies", TEXTS, "The plans for what may go wrong."),
            may("exercises", TEXTS, "The exercises."),
            may("decision_log", List(1, &Shape::Structure(&DECISION)), "What was decided, by whom and why."),
            may("lessons_in_refs", List(1, &LESSON), "The lessons that it uses."),
            may("lessons_out_refs", List(1, &LESSON), "The lessons that came of it."),
            may("pillar_checks", Shape::Structure(&PILLARS), "Whether safety, security and service were looked at together."),
            must(
                "state",
                Closed(&["draft", "submitted", "reviewed", "approved", "active", "stood-down", "evaluated"]),
                "Where it stands.",
            ),
        ],
        rules: &[
            Needs(
                Is("state", &["approved", "active", "stood-down", "evaluated"]),
                &["organiser_ref", "host_authority_ref"],
            ),
            Code("an approved plan has an owner for each risk of 15 or more and capacity sheets for each venue", ready_to_approve),
        ],
    },
};

const LESSON: Shape = Shape::Reference(&["coop-lesson"]);

/// A plan is not approved while a high risk has no owner, or a venue no capacity sheet (R-EV1).
fn ready_to_approve(
    members: &Members<'_>,
    path: Path<'_>,
    section: &'static str,
    report: &mut Report,
) {
    if !matches!(text(members, "state"), Some("approved" | "active")) {
        return;
    }
    let list = |name| {
        members
            .get(name)
            .and_then(Value::as_array)
            .unwrap_or_default()
    };
    let risks = Path::Name(&path, "risks");
    for (position, risk) in list("risks").iter().enumerate() {
        let Value::Object(risk) = risk else { continue };
        if score(risk) >= Some(15.0) && !risk.contains("owner_ref") {
            let place = Path::Item(&risks, position);
            let message = "a plan with a risk of 15 or more that nobody owns cannot be approved: name its owner (rule R-EV1)";
            report.error(
                Path::Name(&place, "owner_ref"),
                "unowned-risk",
                section,
                message,
            );
        }
    }
    let venues = Path::Name(&path, "venues");
    for (position, venue) in list("venues").iter().enumerate() {
        if venue.get("capacity_sheets").is_none() {
            let place = Path::Item(&venues, position);
            let message = "a plan with a venue without capacity sheets cannot be approved: add them (rule R-EV1)";
            report.error(
                Path::Name(&place, "capacity_sheets"),
                "capacity-missing",
                section,
                message,
            );
        }
    }
}

/// Likelihood times impact.
fn score(risk: &Members<'_>) -> Option<f64> {
    let number = |name| match risk.get(name) {
        Some(Value::Number(number)) => Some(number.as_f64()),
        _ => None,
    };
    Some(number("likelihood")? * number("impact")?)
}

#[rustfmt::skip]
static VENUE: Structure = Structure {
    name: "venue",
    section: "coop 4.9",
    about: "A place where the event is.",
    fields: &[
        must("location_ref", LOCATION, "The place."),
        may("zones", List(1, &Open(&[ZONES])), "Its zones."),
        may("capacity_sheets", List(1, &Shape::Structure(&CAPACITY_SHEET)), "How many people each section holds."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static PHASE: Structure = Structure {
    name: "phase",
    section: "coop 4.9",
    about: "A stage of the event.",
    fields: &[
        must("phase", Open(&[PHASES]), "Which stage."),
        must("start_on", Moment, "When it begins."),
        may("end_on", Moment, "When it ends."),
    ],
    rules: &[Order("start_on", "end_on")],
};

#[rustfmt::skip]
static TASK: Structure = Structure {
    name: "task",
    section: "coop 4.9",
    about: "Something that has to be done.",
    fields: &[
        must(
            "task_kind",
            Open(&[&[
                "escort", "route", "access-control", "crowd", "stand-inside", "stand-outside", "perimeter", "vip", "airport",
                "hotel", "fan-zone", "cyber", "medical", "reserve",
            ]]),
            "What kind of task it is.",
        ),
        may("zone", Open(&[ZONES]), "In which zone."),
        may("window", PERIOD_SHAPE, "From when until when."),
        may("resource", Text, "With what."),
        may("owner_ref", IDENTITY, "Who does it."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static RISK: Structure = Structure {
    name: "risk",
    section: "coop 4.9",
    about: "A risk of the register; its score is likelihood times impact.",
    fields: &[
        must("risk_id", Text, "Its name in the register."),
        must("hazard", Text, "What may happen."),
        may("zone", Open(&[ZONES]), "In which zone."),
        may("phase", Open(&[PHASES]), "In which stage."),
        must("likelihood", Integer(1, 5), "How likely it is, from 1 to 5."),
        must("impact", Integer(1, 5), "How bad it would be, from 1 to 5."),
        may("controls", TEXTS, "What is done against it."),
        may("residual", Integer(1, 25), "The score that remains."),
        may("owner_ref", IDENTITY, "Who answers for it."),
        may("trigger", Text, "What would show that it comes."),
        may("reassess_on", Moment, "When it is looked at again."),
        should("risk_state", Open(&[&["open", "mitigated", "accepted", "occurred", "closed"]]), "Where it stands."),
    ],
    rules: &[],
};

#[rustfmt::skip]
pub(super) static ALERT_LEVEL: Structure = Structure {
    name: "alert_level",
    section: "coop 4.9",
    about: "A level of alert; national scales are never converted into each other (R-TH1).",
    fields: &[
        must("scale_ref", ANY_REF, "The scale."),
        must("value", Text, "The level in the words of the scale."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static COMMAND: Structure = Structure {
    name: "command",
    section: "coop 4.9",
    about: "Who commands at a level.",
    fields: &[
        must("level", Open(&[&["strategic", "tactical", "operational", "gold", "silver", "bronze"]]), "The level."),
        must("identity_ref", IDENTITY, "Who commands."),
        may("deputy_ref", IDENTITY, "Who stands in."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static IPCC: Structure = Structure {
    name: "ipcc",
    section: "coop 4.9",
    about: "The room in which officers of the states that take part work together.",
    fields: &[
        must("location_ref", LOCATION, "Where it is."),
        may("delegations", super::embedded::PARTIES, "Who sends officers."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static DECISION: Structure = Structure {
    name: "decision_log_entry",
    section: "coop 4.9",
    about: "A decision.",
    fields: &[
        must("decided_on", Moment, "When."),
        must("decided_by", IDENTITY, "By whom."),
        must("what", Text, "What was decided."),
        may("why", Text, "Why."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static PILLARS: Structure = Structure {
    name: "pillar_checks",
    section: "coop 4.9",
    about: "Whether the three pillars of the Saint-Denis Convention were looked at together.",
    fields: &[
        must("safety", Shape::Bool, "Safety."),
        must("security", Shape::Bool, "Security."),
        must("service", Shape::Bool, "Service."),
    ],
    rules: &[],
};
