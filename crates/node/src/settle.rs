//! The release engine: whatever changed is decided again under every agreement in force, and the
//! releases, the withholdings and the entry of the log are kept in one transaction.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use mithaq_policy::{Agreement, Standing};
use mithaq_store::{AgreementKey, DecisionNow, HeldAgreement, ObjectKey, StoreError, Transaction};
use serde_json::json;

use crate::deliberate::{Case, Deliberation};
use crate::desk::{Desk, Instrument};
use crate::record::{Concerns, Entry, objects_root, record};
use crate::standing::standing_at;
use crate::{ActError, Node};

/// Objects decided in one transaction: enough to share its cost, few enough to let others act.
const BATCH: usize = 50_000;

/// What deciding changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Versions that became available.
    pub released: u64,
    /// Objects that are now withheld and were not before, or for other reasons.
    pub withheld: u64,
    /// Releases that no longer hold.
    pub ended: u64,
}

impl Node {
    /// Makes every decision that is due: for objects that changed, and for agreements that came
    /// into force.
    pub async fn settle(&self) -> Result<Settled, ActError> {
        let mut total = Settled::default();
        loop {
            let desk = Arc::clone(&self.desk);
            let (settled, more) = self
                .desk
                .store
                .write(move |transaction| settle_some(&desk, transaction))
                .await?;
            total.add(settled);
            if !more {
                return Ok(total);
            }
        }
    }

    /// Does what time alone makes due, and what was left undone: decisions under agreements that
    /// came into force, those that a stop of the program kept from being made, and the terms of
    /// what cannot be found yet.
    pub async fn tick(&self) -> Result<(), ActError> {
        let desk = Arc::clone(&self.desk);
        let due = self
            .desk
            .store
            .read(move |view| {
                if view.any_pending()? {
                    return Ok(true);
                }
                let now = desk.clock.now();
                for held in view.agreements()? {
                    let instrument = desk.instrument(&held)?;
                    if !held.is_settled(now)
                        && standing_at(view, &held, &instrument, now)?.permits()
                    {
                        return Ok::<_, ActError>(true);
                    }
                }
                Ok(false)
            })
            .await?;
        if due {
            self.settle().await?;
        }
        self.index_waiting(|_| ()).await
    }
}

impl Settled {
    fn add(&mut self, other: Self) {
        self.released += other.released;
        self.withheld += other.withheld;
        self.ended += other.ended;
    }
}

/// Decides what is due in one transaction; says whether anything is left.
pub(crate) fn settle_some(
    desk: &Desk,
    transaction: &Transaction<'_>,
) -> Result<(Settled, bool), ActError> {
    let now = desk.clock.now();
    let pending = transaction.take_pending(BATCH)?;
    let mut total = Settled::default();
    for held in transaction.agreements()? {
        let instrument = desk.instrument(&held)?;
        let standing = standing_at(transaction, &held, &instrument, now)?;
        if !standing.permits() {
            // Nothing is decided while it is not in force, so all must be when it is.
            if held.settled.is_some() && !pending.is_empty() {
                transaction.set_settled(held.key, None)?;
            }
            continue;
        }
        let objects = if held.is_settled(now) {
            pending.clone()
        } else {
            transaction.held_objects()?
        };
        total.add(settle_under(
            desk,
            transaction,
            (&held, &instrument, standing),
            objects,
            now,
        )?);
        if !held.is_settled(now) {
            transaction.set_settled(held.key, Some(span(&instrument.agreement, now)))?;
        }
    }
    Ok((total, pending.len() == BATCH))
}

fn settle_under(
    desk: &Desk,
    transaction: &Transaction<'_>,
    (held, instrument, standing): (&HeldAgreement, &Instrument, Standing),
    objects: Vec<ObjectKey>,
    now: Timestamp,
) -> Result<Settled, ActError> {
    if objects.is_empty() {
        return Ok(Settled::default());
    }
    let mut deliberation = Deliberation::begin(
        transaction,
        held.key,
        instrument,
        &desk.identity,
        standing,
        now,
    )?;
    deliberation.decide(objects)?;
    let mut outcome = Outcome::begin(transaction, held.key, now)?;
    for (object, case) in deliberation.cases() {
        outcome.keep(*object, case, deliberation.article(*object))?;
    }
    if outcome.settled.ended > 0 {
        transaction.count_endings(held.key, outcome.settled.ended)?;
    }
    if outcome.settled != Settled::default() {
        record(
            transaction,
            &*desk.randomness,
            &Entry {
                act: "released",
                at: now,
                by: desk.identity.as_str(),
                agreement: Some(held.id.as_str()),
                partner: None,
                detail: json!({
                    "released": outcome.settled.released,
                    "withheld": outcome.settled.withheld,
                    "ended": outcome.settled.ended,
                    "last_seq": outcome.seq,
                    "objects_root": objects_root(outcome.digests.iter()),
                    "policy_sha256": instrument.agreement.policy_sha256().to_string(),
                }),
            },
            Concerns {
                agreement: Some(held.key),
                partner: None,
            },
        )?;
    }
    Ok(outcome.settled)
}

/// The time round `now` in which no article says something else by time alone: from its first
/// moment to before the second.
fn span(agreement: &Agreement, now: Timestamp) -> (Timestamp, Timestamp) {
    let start = |day: Option<Date>| Some(day?.to_zoned(TimeZone::UTC).ok()?.timestamp());
    let boundaries = agreement
        .articles()
        .iter()
        .filter_map(|article| article.terms().validity)
        .flat_map(|validity| {
            let end = validity.until.and_then(|until| until.tomorrow().ok());
            [start(validity.from), start(end)]
        })
        .flatten();
    let (past, future): (Vec<_>, Vec<_>) = boundaries.partition(|boundary| *boundary <= now);
    (
        past.into_iter().max().unwrap_or(Timestamp::MIN),
        future.into_iter().min().unwrap_or(Timestamp::MAX),
    )
}

/// Keeping what was decided, and counting it.
struct Outcome<'a, 'b> {
    transaction: &'a Transaction<'b>,
    agreement: AgreementKey,
    now: Timestamp,
    seq: u64,
    last_release: Timestamp,
    digests: Vec<mithaq_stix::Digest>,
    settled: Settled,
}

impl<'a, 'b> Outcome<'a, 'b> {
    fn begin(
        transaction: &'a Transaction<'b>,
        agreement: AgreementKey,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let (seq, last_release) = transaction
            .last_release(agreement)?
            .unwrap_or((0, Timestamp::MIN));
        Ok(Self {
            transaction,
            agreement,
            now,
            seq,
            last_release,
            digests: Vec::new(),
            settled: Settled::default(),
        })
    }

    fn keep(
        &mut self,
        object: ObjectKey,
        case: &Case,
        article: Option<&str>,
    ) -> Result<(), ActError> {
        let version = case.node.summary.version;
        let before = case.prior.as_ref();
        let same_version = before.is_some_and(|prior| prior.version == version);
        let held_release = before.and_then(|prior| prior.seq);
        let reasons = case.grounds_as_json(article)?;
        let as_before = before.is_some_and(|prior| prior.reasons == reasons)
            && held_release.is_some() == article.is_some();
        if same_version && as_before {
            return Ok(());
        }
        if let Some(seq) = held_release {
            self.transaction
                .end_release(self.agreement, seq, self.now)?;
            self.settled.ended += 1;
        }
        let seq = article
            .map(|article| self.release(object, case, article))
            .transpose()?;
        if seq.is_none() {
            self.settled.withheld += 1;
        }
        let decision = DecisionNow {
            version,
            seq,
            closure: article.is_none() && case.only_closure(),
            reasons,
        };
        Ok(self
            .transaction
            .put_decision(self.agreement, object, &decision, self.now)?)
    }

    fn release(
        &mut self,
        object: ObjectKey,
        case: &Case,
        article: &str,
    ) -> Result<u64, StoreError> {
        self.seq += 1;
        // Each release has a time of its own, later than all before it, even when the clock stands
        // still or goes back: whoever polls by time never misses one.
        let tick = self
            .last_release
            .checked_add(SignedDuration::from_micros(1))
            .unwrap_or(Timestamp::MAX);
        self.last_release = self.now.max(tick);
        self.transaction.put_release(
            self.agreement,
            self.seq,
            (object, case.node.summary.version),
            article,
            self.last_release,
        )?;
        self.digests.push(case.node.summary.digest);
        self.settled.released += 1;
        Ok(self.seq)
    }
}
