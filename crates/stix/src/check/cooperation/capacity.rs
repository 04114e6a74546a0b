//! The capacity sheet of a section of a ground (section coop 4.9).
//!
//! A section holds what the least of four figures allows: entry, holding, exit and emergency.

use super::embedded::not_above;
use super::rules::text;
use super::table::Rule::{Code, Needs};
use super::table::Shape::{Closed, List, Number, Text};
use super::table::When::Is;
use super::table::{AMOUNT, COUNT, Shape, Structure, may, must};
use crate::check::path::Path;
use crate::check::report::Report;
use crate::json::{Members, Value};

#[rustfmt::skip]
pub(super) static CAPACITY_SHEET: Structure = Structure {
    name: "capacity_sheet",
    section: "coop 4.9",
    about: "How many people a section of a ground holds, and from what that was worked out.",
    fields: &[
        must("section", Text, "The section of the ground."),
        must("kind", Closed(&["seated", "standing"]), "Whether people sit or stand."),
        may("entry_points", List(1, &Shape::Structure(&ENTRY_POINT)), "The entry points that serve it."),
        may("seats", COUNT, "Seats, for a seated section."),
        may("unusable", COUNT, "Seats that cannot be used safely."),
        may("area_m2", AMOUNT, "Area in square metres, for a standing section."),
        may("density", Number(0.0, 47.0), "Persons on 10 square metres, at most 47."),
        must("p_factor", Number(0.0, 1.0), "The physical condition, from 0 to 1."),
        must("s_factor", Number(0.0, 1.0), "The quality of the safety management, from 0 to 1."),
        may("exits", List(1, &Shape::Structure(&EXIT)), "The ways out."),
        may("t_normal_min", Number(0.0, 8.0), "Minutes to leave, at most 8."),
        may("t_emergency_min", Number(2.5, 8.0), "Minutes to leave in an emergency, from 2.5 to 8."),
        may("result", Shape::Structure(&RESULT), "What the figures come to."),
    ],
    rules: &[
        Needs(Is("kind", &["seated"]), &["seats"]),
        Needs(Is("kind", &["standing"]), &["area_m2", "density"]),
        Code("`unusable` is not more than `seats`", seats_are_usable),
    ],
};

fn seats_are_usable(
    members: &Members<'_>,
    path: Path<'_>,
    section: &'static str,
    report: &mut Report,
) {
    not_above(members, ("unusable", "seats"), path, section, report);
}

#[rustfmt::skip]
static ENTRY_POINT: Structure = Structure {
    name: "entry_point",
    section: "coop 4.9",
    about: "An entry point; at most 660 persons an hour count.",
    fields: &[
        may("name", Text, "Its name."),
        must("rate_per_hour", AMOUNT, "Persons an hour, as observed."),
    ],
    rules: &[],
};

#[rustfmt::skip]
static EXIT: Structure = Structure {
    name: "exit",
    section: "coop 4.9",
    about: "A way out.",
    fields: &[
        may("name", Text, "Its name."),
        must("width_m", AMOUNT, "Its width in metres."),
        must("surface", Closed(&["level", "stepped"]), "Whether it is level or has steps."),
        may("rate", Number(0.0, 82.0), "Persons a metre and minute: at most 82, on steps 66."),
        may("used_for", Closed(&["normal", "emergency", "both"]), "When it counts; always, if left out."),
    ],
    rules: &[Code("on steps `rate` is at most 66", steps_are_slower)],
};

fn steps_are_slower(
    members: &Members<'_>,
    path: Path<'_>,
    section: &'static str,
    report: &mut Report,
) {
    let rate = members.get("rate").and_then(Value::as_number);
    if text(members, "surface") == Some("stepped") && rate.is_some_and(|rate| rate.as_f64() > 66.0)
    {
        let message = "on steps at most 66 persons a metre and minute count";
        report.error(Path::Name(&path, "rate"), "exit-rate", section, message);
    }
}

#[rustfmt::skip]
static RESULT: Structure = Structure {
    name: "capacity_result",
    section: "coop 4.9",
    about: "What the figures come to, in persons.",
    fields: &[
        must("entry", AMOUNT, "How many can come in within an hour."),
        must("holding", AMOUNT, "How many the section holds."),
        must("exit", AMOUNT, "How many can leave in time."),
        must("emergency", AMOUNT, "How many can leave in an emergency."),
        must("final", COUNT, "The least of the four, rounded down."),
    ],
    rules: &[Code("`final` is the least of the four figures, rounded down", final_is_the_least)],
};

fn final_is_the_least(
    members: &Members<'_>,
    path: Path<'_>,
    section: &'static str,
    report: &mut Report,
) {
    let number = |name| match members.get(name) {
        Some(Value::Number(number)) => Some(number.as_f64()),
        _ => None,
    };
    let figures = ["entry", "holding", "exit", "emergency"].map(number);
    let [Some(entry), Some(holding), Some(exit), Some(emergency)] = figures else {
        return;
    };
    let least = entry.min(holding).min(exit).min(emergency).floor();
    if number("final").is_some_and(|stated| (stated - least).abs() > 0.5) {
        let message =
            format!("the capacity is the least of the four figures, rounded down: {least}");
        report.error(Path::Name(&path, "final"), "capacity", section, message);
    }
}
