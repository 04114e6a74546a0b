//! How objects move from state to state (section coop 5).
//!
//! Acceptance does not ask [`check_transition`] yet: that comes with the work that moves objects.

use super::declared_kind;
use crate::finding::Finding;
use crate::json::{Members, Value};

/// The states of a type and the steps between them.
pub(super) struct Machine {
    /// What moves, with its article.
    pub(super) subject: &'static str,
    /// The property that holds the state.
    pub(super) property: &'static str,
    pub(super) section: &'static str,
    /// Every state, the usual order first.
    pub(super) states: &'static [&'static str],
    /// From the one state to each of the others.
    pub(super) steps: &'static [(&'static str, &'static [&'static str])],
}

impl Machine {
    /// The states that may follow; none after a final one.
    pub(super) fn next(&self, from: &str) -> &'static [&'static str] {
        self.steps
            .iter()
            .find(|(state, _)| *state == from)
            .map_or(&[], |(_, next)| next)
    }
}

/// Whether a new version of a cooperation object may follow the one that is held, as far as their
/// states go (section coop 5).
///
/// Staying in a state is always legal. Objects without states, objects of other types and states
/// that do not exist pass: reading an object finds those.
///
/// # Errors
///
/// The step is none of those that the type knows; the message names the legal ones.
///
/// ```
/// use mithaq_stix::{Limits, cooperation, parse};
///
/// let version = |state: &str| {
///     let (kind, extension) = ("coop-engagement", cooperation::extension_of("coop-engagement").unwrap().id);
///     format!(r#"{{"type": "{kind}", "state": "{state}", "extensions": {{"{extension}": {{"extension_type": "new-sdo"}}}}}}"#)
/// };
/// let (planned, held, confirmed) = (version("planned"), version("held"), version("confirmed"));
/// let read = |text| parse(str::as_bytes(text), &Limits::default()).unwrap();
/// assert!(cooperation::check_transition(&read(&planned), &read(&confirmed)).is_ok());
/// let refused = cooperation::check_transition(&read(&planned), &read(&held)).unwrap_err();
/// assert_eq!(refused.rule, "state-transition");
/// ```
pub fn check_transition(before: &Value<'_>, after: &Value<'_>) -> Result<(), Finding> {
    let (Value::Object(before), Value::Object(after)) = (before, after) else {
        return Ok(());
    };
    let kind = after.get("type").and_then(Value::as_str);
    let Some(kind) = kind.and_then(|kind| declared_kind(kind, after)) else {
        return Ok(());
    };
    if before.get("type").and_then(Value::as_str) != Some(kind.name) {
        return Ok(());
    }
    kind.machines
        .iter()
        .try_for_each(|machine| step(machine, before, after))
}

fn step(machine: &Machine, before: &Members<'_>, after: &Members<'_>) -> Result<(), Finding> {
    let state = |version: &Members<'_>| {
        let text = version.get(machine.property).and_then(Value::as_str)?;
        machine.states.iter().copied().find(|state| *state == text)
    };
    let (Some(from), Some(to)) = (state(before), state(after)) else {
        return Ok(());
    };
    let legal = machine.next(from);
    if from == to || legal.contains(&to) {
        return Ok(());
    }
    let subject = machine.subject;
    let message = if legal.is_empty() {
        format!("{subject} that is `{from}` stays so: make a new object")
    } else {
        let legal: Vec<String> = legal.iter().map(|state| format!("`{state}`")).collect();
        format!(
            "{subject} that is `{from}` cannot become `{to}`; it can become {}",
            legal.join(", ")
        )
    };
    Err(Finding::error(
        machine.property,
        "state-transition",
        machine.section,
        message,
    ))
}

#[rustfmt::skip]
pub(super) static AGREEMENT: Machine = Machine {
    subject: "an agreement",
    property: "state",
    section: "coop 5.1",
    states: &[
        "draft", "proposed", "text-agreed", "signed-part", "signed", "in-force", "suspended", "denounced", "terminated", "expired",
        "superseded", "withdrawn",
    ],
    steps: &[
        ("draft", &["proposed"]),
        ("proposed", &["text-agreed", "withdrawn"]),
        ("text-agreed", &["signed-part", "withdrawn"]),
        ("signed-part", &["signed"]),
        ("signed", &["in-force"]),
        ("in-force", &["suspended", "denounced", "expired", "superseded"]),
        ("suspended", &["in-force", "denounced"]),
        ("denounced", &["terminated", "in-force"]),
    ],
};

#[rustfmt::skip]
pub(super) static REQUEST: Machine = Machine {
    subject: "a request",
    property: "state",
    section: "coop 5.2",
    states: &[
        "draft", "approved", "sent", "received", "clarification", "accepted", "in-progress", "awaiting-authority", "answered-part",
        "answered", "refused", "withdrawn", "closed",
    ],
    steps: &[
        ("draft", &["approved", "withdrawn"]),
        ("approved", &["sent", "withdrawn"]),
        ("sent", &["received", "withdrawn"]),
        ("received", &["clarification", "accepted", "refused", "withdrawn"]),
        ("clarification", &["received", "withdrawn"]),
        ("accepted", &["in-progress", "withdrawn"]),
        ("in-progress", &["awaiting-authority", "answered-part", "answered", "withdrawn"]),
        ("awaiting-authority", &["in-progress", "refused", "withdrawn"]),
        ("answered-part", &["answered", "withdrawn"]),
        ("answered", &["closed"]),
        ("refused", &["closed", "received"]),
        ("closed", &["received"]),
    ],
};

#[rustfmt::skip]
pub(super) static COMMITMENT: Machine = Machine {
    subject: "a commitment",
    property: "state",
    section: "coop 5.3",
    states: &[
        "proposed", "agreed", "assigned", "in-progress", "blocked", "delivered", "verified", "closed", "deferred", "disputed",
        "cancelled", "superseded",
    ],
    steps: &[
        ("proposed", &["agreed", "cancelled", "superseded"]),
        ("agreed", &["assigned", "deferred", "cancelled", "superseded"]),
        ("assigned", &["in-progress", "delivered", "deferred", "cancelled", "superseded"]),
        ("in-progress", &["blocked", "delivered", "deferred", "cancelled", "superseded"]),
        ("blocked", &["in-progress", "cancelled", "superseded"]),
        ("delivered", &["verified", "disputed", "cancelled", "superseded"]),
        ("verified", &["closed"]),
        ("deferred", &["agreed", "cancelled", "superseded"]),
        ("disputed", &["in-progress", "verified", "cancelled", "superseded"]),
    ],
};

#[rustfmt::skip]
pub(super) static OPERATION: Machine = Machine {
    subject: "an operation",
    property: "state",
    section: "coop 5.4",
    states: &[
        "concept", "planning", "deconflicted", "authorised", "active", "paused", "concluded", "reviewed", "archived", "aborted",
    ],
    steps: &[
        ("concept", &["planning", "aborted"]),
        ("planning", &["deconflicted", "aborted"]),
        ("deconflicted", &["authorised", "planning", "aborted"]),
        ("authorised", &["active", "planning", "aborted"]),
        ("active", &["paused", "concluded", "aborted"]),
        ("paused", &["active", "concluded", "aborted"]),
        ("concluded", &["reviewed"]),
        ("reviewed", &["archived"]),
    ],
};

/// A release is sealed in the log before it is sent, so that nothing leaves without proof.
#[rustfmt::skip]
pub(super) static RELEASE: Machine = Machine {
    subject: "a release",
    property: "release_state",
    section: "coop 5.5",
    states: &[
        "prepared", "policy-checked", "approved", "sealed", "sent", "received", "corrected", "recalled", "confirmed",
    ],
    steps: &[
        ("prepared", &["policy-checked"]),
        ("policy-checked", &["approved"]),
        ("approved", &["sealed"]),
        ("sealed", &["sent"]),
        ("sent", &["received"]),
        ("received", &["corrected", "recalled"]),
        ("corrected", &["confirmed"]),
        ("recalled", &["confirmed"]),
    ],
};

#[rustfmt::skip]
pub(super) static RECALL: Machine = Machine {
    subject: "a disclosure",
    property: "recall_state",
    section: "coop 5.6",
    states: &["none", "corrected", "recalled", "confirmed"],
    steps: &[
        ("none", &["corrected", "recalled"]),
        ("corrected", &["confirmed"]),
        ("recalled", &["confirmed"]),
    ],
};

#[rustfmt::skip]
pub(super) static ENGAGEMENT: Machine = Machine {
    subject: "an engagement",
    property: "state",
    section: "coop 5.7",
    states: &["proposed", "planned", "confirmed", "held", "reported", "cancelled"],
    steps: &[
        ("proposed", &["planned", "cancelled"]),
        ("planned", &["confirmed", "cancelled"]),
        ("confirmed", &["held", "cancelled"]),
        ("held", &["reported"]),
    ],
};

#[rustfmt::skip]
pub(super) static CONSENT: Machine = Machine {
    subject: "a consent",
    property: "decision",
    section: "coop 5.8",
    states: &["pending", "granted", "granted-with-conditions", "denied", "lapsed"],
    steps: &[
        ("pending", &["granted", "granted-with-conditions", "denied", "lapsed"]),
        ("granted", &["lapsed"]),
        ("granted-with-conditions", &["lapsed"]),
    ],
};

/// The way of a duty to warn; where nobody is warned, the decision is the end.
#[rustfmt::skip]
pub(super) static ALERT: Machine = Machine {
    subject: "an alert",
    property: "state",
    section: "coop 5.9",
    states: &["identified", "assessed", "decision", "delivered", "acknowledged", "closed"],
    steps: &[
        ("identified", &["assessed"]),
        ("assessed", &["decision"]),
        ("decision", &["delivered", "closed"]),
        ("delivered", &["acknowledged"]),
        ("acknowledged", &["closed"]),
    ],
};
