//! Where an agreement stands at a moment, from the acts about it. Signature is not force.

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use mithaq_stix::ObjectId;

use crate::{Agreement, EntryRule};

/// The acts about an agreement that decide where it stands (domain reference 5.1).
///
/// Acts dated after the moment in question have not happened yet at that moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Which party signed, and when. Signatures of others count for nothing.
    pub signatures: Vec<(ObjectId, Timestamp)>,
    /// Which party notified that its own procedures are complete, and on which day (UTC).
    pub notifications: Vec<(ObjectId, Date)>,
    /// The suspension in effect; cleared when the agreement is resumed.
    pub suspended: Option<Suspension>,
    /// The denunciation in effect; cleared when the notice is withdrawn.
    pub denounced: Option<Denunciation>,
}

/// A suspension: nothing is given from then on until it is lifted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    /// Who suspended.
    pub by: ObjectId,
    /// From when.
    pub since: Timestamp,
    /// Why, in the words of the one who suspended.
    pub reason: String,
}

/// A notice to end the agreement; sharing goes on until the months of notice have passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denunciation {
    /// Who gave notice.
    pub by: ObjectId,
    /// When.
    pub on: Timestamp,
}

/// Where an agreement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Nobody has signed.
    Draft,
    /// Some parties have signed, not all.
    SignedPart,
    /// All parties have signed; it is not in force.
    Signed {
        /// When it enters into force, once that is known.
        in_force_from: Option<Timestamp>,
    },
    /// In force.
    InForce {
        /// Since when.
        since: Timestamp,
    },
    /// Suspended: nothing is given.
    Suspended,
    /// Notice was given; sharing goes on until the notice ends.
    Denounced {
        /// The first moment at which nothing is given any more.
        ends: Timestamp,
    },
    /// Ended by a notice.
    Terminated,
    /// Ended by its own last day.
    Expired,
    /// Signed, but an instrument that never gives access (rule R-AG6).
    NotBinding,
}

impl Standing {
    /// Whether anything may be given under the agreement now.
    pub fn permits(&self) -> bool {
        matches!(self, Self::InForce { .. } | Self::Denounced { .. })
    }

    /// The stable name in kebab-case, as policies and records write it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::SignedPart => "signed-part",
            Self::Signed { .. } => "signed",
            Self::InForce { .. } => "in-force",
            Self::Suspended => "suspended",
            Self::Denounced { .. } => "denounced",
            Self::Terminated => "terminated",
            Self::Expired => "expired",
            Self::NotBinding => "not-binding",
        }
    }
}

/// Where the agreement stands at `now`.
///
/// An end is final and outranks a suspension; a suspension outranks a notice.
pub fn standing(agreement: &Agreement, facts: &Facts, now: Timestamp) -> Standing {
    let signed: Vec<Timestamp> = agreement
        .parties()
        .iter()
        .filter_map(|party| signature(party.id(), facts, now))
        .collect();
    let Some(last_signature) = signed.iter().max().copied() else {
        return Standing::Draft;
    };
    if signed.len() < agreement.parties().len() {
        return Standing::SignedPart;
    }
    if !agreement.instrument().is_binding() {
        return Standing::NotBinding;
    }
    let end = end(agreement, facts, now);
    if let Some(end) = end.filter(|end| end.at <= now) {
        return if end.by_notice {
            Standing::Terminated
        } else {
            Standing::Expired
        };
    }
    let entry = entry(agreement, facts, now, last_signature)
        .filter(|entry| end.is_none_or(|end| *entry < end.at));
    match (entry, end) {
        (Some(since), _) if since > now => Standing::Signed {
            in_force_from: Some(since),
        },
        (None, _) => Standing::Signed {
            in_force_from: None,
        },
        _ if facts
            .suspended
            .as_ref()
            .is_some_and(|suspension| suspension.since <= now) =>
        {
            Standing::Suspended
        }
        (Some(_), Some(end)) if denounced(facts, now).is_some() => {
            Standing::Denounced { ends: end.at }
        }
        (Some(since), _) => Standing::InForce { since },
    }
}

/// The next moment after `now` at which the standing changes by time alone, if there is one.
///
/// No act that is not among the facts is foreseen.
pub fn next_change(agreement: &Agreement, facts: &Facts, now: Timestamp) -> Option<Timestamp> {
    let current = standing(agreement, facts, now);
    let mut moments = moments(agreement, facts);
    moments.retain(|moment| *moment > now);
    moments.sort_unstable();
    moments
        .into_iter()
        .find(|moment| standing(agreement, facts, *moment) != current)
}

/// Every moment at which the standing can change: the acts, and what the articles make of them.
fn moments(agreement: &Agreement, facts: &Facts) -> Vec<Timestamp> {
    let signatures = facts.signatures.iter().map(|(_, at)| *at);
    let notifications = facts
        .notifications
        .iter()
        .filter_map(|(_, day)| start_of(*day));
    let acts: Vec<Timestamp> = signatures
        .chain(notifications)
        .chain(facts.suspended.as_ref().map(|suspension| suspension.since))
        .chain(facts.denounced.as_ref().map(|denunciation| denunciation.on))
        .collect();
    // Entry and end are fixed by the acts known at a moment, so each act may bring others with it.
    let effects = acts.iter().flat_map(|act| {
        let last = last_signature(agreement, facts, *act);
        let entry = last.and_then(|last| entry(agreement, facts, *act, last));
        entry
            .into_iter()
            .chain(end(agreement, facts, *act).map(|end| end.at))
    });
    let effects: Vec<Timestamp> = effects.collect();
    acts.into_iter().chain(effects).collect()
}

/// When all parties had signed, if they had by `now`.
fn last_signature(agreement: &Agreement, facts: &Facts, now: Timestamp) -> Option<Timestamp> {
    let each = agreement
        .parties()
        .iter()
        .map(|party| signature(party.id(), facts, now));
    each.collect::<Option<Vec<_>>>()?.into_iter().max()
}

/// When this party signed first, if it had by `now`.
fn signature(party: &ObjectId, facts: &Facts, now: Timestamp) -> Option<Timestamp> {
    let own = facts
        .signatures
        .iter()
        .filter(|(signer, at)| signer == party && *at <= now);
    own.map(|(_, at)| *at).min()
}

/// When the agreement enters into force, if the acts known at `now` settle it.
fn entry(
    agreement: &Agreement,
    facts: &Facts,
    now: Timestamp,
    last_signature: Timestamp,
) -> Option<Timestamp> {
    let ruled = match agreement.enters_into_force() {
        EntryRule::OnSignature => last_signature,
        EntryRule::Fixed(day) => start_of(day)?,
        EntryRule::OnLastNotification => start_of(last_notification(agreement, facts, now)?)?,
        EntryRule::MonthEndAfterLastNotification => {
            let last = last_notification(agreement, facts, now)?;
            start_of(
                last.first_of_month()
                    .checked_add(1.month())
                    .ok()?
                    .last_of_month(),
            )?
        }
    };
    Some(ruled.max(last_signature))
}

/// The day on which the last of all parties notified, if all had by `now`.
fn last_notification(agreement: &Agreement, facts: &Facts, now: Timestamp) -> Option<Date> {
    let each = agreement.parties().iter().map(|party| {
        let own = facts.notifications.iter().filter(|(notifier, day)| {
            notifier == party.id() && start_of(*day).is_some_and(|start| start <= now)
        });
        own.map(|(_, day)| *day).min()
    });
    each.collect::<Option<Vec<_>>>()?.into_iter().max()
}

/// The end of an agreement.
#[derive(Clone, Copy)]
struct End {
    /// The first moment at which nothing is given any more.
    at: Timestamp,
    by_notice: bool,
}

/// The end that is known at `now`: the last day, or the end of a notice, whichever is sooner.
fn end(agreement: &Agreement, facts: &Facts, now: Timestamp) -> Option<End> {
    let last_day = agreement
        .ends_on()
        .and_then(|day| start_of(day.tomorrow().ok()?))
        .map(|at| End {
            at,
            by_notice: false,
        });
    let notice = denounced(facts, now).map(|denunciation| End {
        at: end_of_notice(denunciation.on, agreement.notice_months()),
        by_notice: true,
    });
    // `min_by_key` keeps the first of equals: an agreement that ends of itself has expired.
    last_day.into_iter().chain(notice).min_by_key(|end| end.at)
}

fn denounced(facts: &Facts, now: Timestamp) -> Option<&Denunciation> {
    facts
        .denounced
        .as_ref()
        .filter(|denunciation| denunciation.on <= now)
}

/// The moment of the notice, moved on by calendar months in UTC.
fn end_of_notice(on: Timestamp, months: u32) -> Timestamp {
    on.to_zoned(TimeZone::UTC)
        .checked_add(i64::from(months).months())
        .map_or(Timestamp::MAX, |end| end.timestamp())
}

/// The first moment of a day in UTC; `None` only at the edge of the calendar.
fn start_of(day: Date) -> Option<Timestamp> {
    day.to_zoned(TimeZone::UTC)
        .ok()
        .map(|start| start.timestamp())
}
