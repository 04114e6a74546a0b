//! What the acts about an agreement amount to.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use mithaq_policy::{Agreement, Denunciation, Facts, Standing, Suspension, standing};
use mithaq_stix::ObjectId;
use mithaq_store::{AgreementAct, HeldAgreement, Snapshot, StoreError};
use serde::{Deserialize, Serialize};

use crate::ActError;
use crate::desk::Instrument;

pub(crate) const DRAFTED: &str = "drafted";
pub(crate) const SIGNED: &str = "signed";
pub(crate) const NOTIFIED: &str = "notified";
pub(crate) const SUSPENDED: &str = "suspended";
pub(crate) const RESUMED: &str = "resumed";
pub(crate) const DENOUNCED: &str = "denounced";

/// What an act about an agreement has to say beside who and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Detail {
    /// The signature, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) signature: Option<String>,
    /// When it was made, as its party says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) signed_at: Option<Timestamp>,
    /// The day of a notification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) on: Option<Date>,
    /// In the words of the officer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
}

/// Where an agreement stands at `now`, from the acts that are kept about it.
pub(crate) fn standing_at(
    view: &Snapshot<'_>,
    held: &HeldAgreement,
    instrument: &Instrument,
    now: Timestamp,
) -> Result<Standing, ActError> {
    let facts = facts(&view.agreement_acts(held.key)?, now)?;
    Ok(standing(&instrument.agreement, &facts, now))
}

/// What the acts about an agreement amount to at `now`.
pub(crate) fn facts(acts: &[AgreementAct], now: Timestamp) -> Result<Facts, StoreError> {
    let mut facts = Facts::default();
    for act in acts {
        let detail = detail(act)?;
        // An act that is recorded has happened: a clock that is set back lifts no suspension.
        let at = act.at.min(now);
        let reason = || detail.reason.clone().unwrap_or_default();
        match act.kind.as_str() {
            SIGNED => {
                let signed_at = detail.signed_at.map_or(at, |signed_at| signed_at.min(now));
                facts.signatures.push((act.party.clone(), signed_at));
            }
            NOTIFIED => {
                let day = detail.on.unwrap_or_else(|| day_of(at));
                facts.notifications.push((act.party.clone(), day));
            }
            SUSPENDED => {
                facts.suspended = Some(Suspension {
                    by: act.party.clone(),
                    since: at,
                    reason: reason(),
                });
            }
            RESUMED => facts.suspended = None,
            // A notice once given runs from then on.
            DENOUNCED if facts.denounced.is_none() => {
                facts.denounced = Some(Denunciation {
                    by: act.party.clone(),
                    on: at,
                });
            }
            _ => (),
        }
    }
    Ok(facts)
}

/// What an act says beside who and when.
pub(crate) fn detail(act: &AgreementAct) -> Result<Detail, StoreError> {
    serde_json::from_str(&act.detail)
        .map_err(|_| StoreError::damaged("an act about an agreement cannot be read"))
}

pub(crate) fn is_party(who: &ObjectId, agreement: &Agreement) -> bool {
    agreement.parties().iter().any(|party| party.id() == who)
}

fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}
