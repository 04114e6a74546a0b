//! What the pages and the command line show of the node. Looking changes nothing.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use mithaq_policy::{Agreement, Facts, Standing, standing};
use mithaq_stix::ObjectId;
use mithaq_store::{
    AgreementTotals, GraphCounts, HeldAgreement, HeldDisclosure, HeldEntry, HeldPartner,
    HeldVersion, ReleasedVersion, Snapshot, WithheldObject,
};

use crate::agreements::held;
use crate::desk::{Desk, Instrument};
use crate::receipts::root;
use crate::standing::{detail, facts};
use crate::{ActError, Node};

/// An agreement, where it stands, and what it does.
#[derive(Clone, Debug)]
pub struct AgreementSummary {
    instrument: Arc<Instrument>,
    /// Where it stands now.
    pub standing: Standing,
    /// When it next changes by time alone, if it does.
    pub next_change: Option<Timestamp>,
    /// When this node came to hold it.
    pub kept_at: Timestamp,
    /// What was done about it, oldest first.
    pub acts: Vec<ActSummary>,
    /// How much it releases and withholds now.
    pub totals: AgreementTotals,
    /// Pages given under it, and objects on them.
    pub disclosed: (u64, u64),
    own: ObjectId,
}

/// Something done about an agreement.
#[derive(Clone, Debug)]
pub struct ActSummary {
    /// What was done, as in `signed`.
    pub kind: String,
    /// Who did it.
    pub party: ObjectId,
    /// When.
    pub at: Timestamp,
    /// The day of a notification.
    pub on: Option<Date>,
    /// In the words of the officer.
    pub reason: Option<String>,
    /// The signature, in hexadecimal.
    pub signature: Option<String>,
    /// The entry of the log that records it.
    pub log_index: u64,
}

/// An agreement with what the partner can see under it, and what not.
#[derive(Clone, Debug)]
pub struct AgreementView {
    /// The agreement.
    pub summary: AgreementSummary,
    /// How many objects of each type are released, the most frequent first.
    pub released_kinds: Vec<(String, u64)>,
    /// The newest releases.
    pub newest: Vec<ReleasedVersion>,
    /// Some of what is withheld, the newest first.
    pub withheld: Vec<WithheldObject>,
}

/// What an officer should know on coming in.
#[derive(Clone, Debug)]
pub struct Overview {
    /// All agreements.
    pub agreements: Vec<AgreementSummary>,
    /// Objects released, withheld, and pages disclosed in the last 24 hours.
    pub last_day: (u64, u64, u64),
    /// The newest entries of the log.
    pub latest: Vec<EntryView>,
    /// How much the graph holds.
    pub graph: GraphCounts,
}

/// An entry of the log with the names that people know.
#[derive(Clone, Debug)]
pub struct EntryView {
    /// The entry.
    pub entry: HeldEntry,
    /// The agreement it concerns.
    pub agreement: Option<Named>,
    /// The partner it concerns.
    pub partner: Option<Named>,
}

/// An id and the name for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The id.
    pub id: ObjectId,
    /// The name; for an agreement, in English if there is one.
    pub name: String,
}

/// The log as it stands.
#[derive(Clone, Debug)]
pub struct LogView {
    /// The number of entries.
    pub size: u64,
    /// The root of the tree.
    pub root: mithaq_ledger::Hash,
    /// Some entries, the newest first.
    pub entries: Vec<EntryView>,
}

/// A page given to a partner, with the names that people know.
#[derive(Clone, Debug)]
pub struct DisclosureView {
    /// The page.
    pub disclosure: HeldDisclosure,
    /// Under which agreement.
    pub agreement: ObjectId,
    /// To whom.
    pub partner: Named,
}

impl AgreementSummary {
    /// The instrument.
    pub fn agreement(&self) -> &Agreement {
        &self.instrument.agreement
    }

    /// Its terms, compiled, as Cedar.
    pub fn cedar(&self) -> &str {
        self.instrument.compiled.text()
    }

    /// The other parties.
    pub fn partners(&self) -> impl Iterator<Item = &mithaq_policy::Party> {
        self.agreement()
            .parties()
            .iter()
            .filter(|party| party.id != self.own)
    }

    /// The parties that have signed, and when.
    pub fn signatures(&self) -> impl Iterator<Item = &ActSummary> {
        self.acts.iter().filter(|act| act.kind == "signed")
    }

    /// Whether this node's agency has yet to sign.
    pub fn waits_for_us(&self) -> bool {
        !self.signatures().any(|act| act.party == self.own)
    }
}

impl Node {
    /// All agreements, in the order in which they came.
    pub async fn agreements(&self) -> Result<Vec<AgreementSummary>, ActError> {
        let desk = Arc::clone(&self.desk);
        self.desk
            .store
            .read(move |view| summaries(&desk, view))
            .await
    }

    /// The agreement meant by an id, the beginning of its UUID, or its name.
    pub async fn find_agreement(&self, words: &str) -> Result<ObjectId, ActError> {
        let found = self.agreements().await?;
        let mut meant = found.iter().filter(|summary| is_meant(summary, words));
        match (meant.next(), meant.next()) {
            (Some(only), None) => Ok(only.agreement().id().clone()),
            (Some(_), Some(_)) => Err(ActError::AmbiguousAgreement(words.to_owned())),
            (None, _) => Err(ActError::NoAgreement(words.to_owned())),
        }
    }

    /// One agreement with up to `limit` of what it released and withheld last.
    pub async fn agreement(&self, id: &ObjectId, limit: usize) -> Result<AgreementView, ActError> {
        let desk = Arc::clone(&self.desk);
        let id = id.clone();
        self.desk
            .store
            .read(move |view| {
                let held = held(view, &id)?;
                Ok(AgreementView {
                    summary: summary(&desk, view, &held)?,
                    released_kinds: view.released_kinds(held.key)?,
                    newest: view.newest_releases(held.key, NEWEST, limit)?,
                    withheld: view.withheld(held.key, 0, limit)?,
                })
            })
            .await
    }

    /// Up to `limit` releases of an agreement before a place in the sequence, the newest first.
    pub async fn released(
        &self,
        agreement: &ObjectId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<ReleasedVersion>, ActError> {
        let id = agreement.clone();
        self.desk
            .store
            .read(move |view| {
                let held = held(view, &id)?;
                Ok(view.newest_releases(held.key, before.unwrap_or(NEWEST), limit)?)
            })
            .await
    }

    /// Up to `limit` objects that an agreement withholds, skipping `offset`: the node's own before
    /// those that others gave, and of each the newest first.
    pub async fn withheld(
        &self,
        agreement: &ObjectId,
        offset: u64,
        limit: usize,
    ) -> Result<Vec<WithheldObject>, ActError> {
        let id = agreement.clone();
        self.desk
            .store
            .read(move |view| {
                let held = held(view, &id)?;
                Ok(view.withheld(held.key, offset, limit)?)
            })
            .await
    }

    /// Up to `limit` pages given to partners before an entry of the log, the newest first.
    pub async fn disclosures(
        &self,
        agreement: Option<&ObjectId>,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<DisclosureView>, ActError> {
        let id = agreement.cloned();
        self.desk
            .store
            .read(move |view| {
                let key = match id {
                    Some(id) => Some(held(view, &id)?.key),
                    None => None,
                };
                view.disclosures(key, before.unwrap_or(NEWEST), limit)?
                    .into_iter()
                    .map(|disclosure| disclosure_view(view, disclosure))
                    .collect()
            })
            .await
    }

    /// What an officer should know on coming in.
    pub async fn overview(&self, entries: usize) -> Result<Overview, ActError> {
        let desk = Arc::clone(&self.desk);
        self.desk
            .store
            .read(move |view| {
                let since = desk.clock.now().checked_sub(SignedDuration::from_hours(24));
                let since = since.unwrap_or(Timestamp::MIN);
                Ok(Overview {
                    agreements: summaries(&desk, view)?,
                    last_day: view.activity_since(since)?,
                    latest: entry_views(&desk, view, NEWEST, entries)?,
                    graph: view.graph_counts()?,
                })
            })
            .await
    }

    /// The log with up to `limit` entries before a place, the newest first.
    pub async fn log(&self, before: Option<u64>, limit: usize) -> Result<LogView, ActError> {
        let desk = Arc::clone(&self.desk);
        self.desk
            .store
            .read(move |view| {
                let size = view.log_size()?;
                Ok(LogView {
                    size,
                    root: root(view, size)?,
                    entries: entry_views(&desk, view, before.unwrap_or(NEWEST), limit)?,
                })
            })
            .await
    }

    /// One entry of the log.
    pub async fn log_entry(&self, index: u64) -> Result<Option<EntryView>, ActError> {
        let desk = Arc::clone(&self.desk);
        self.desk
            .store
            .read(move |view| {
                let entry = view.log_entry(index)?;
                entry
                    .map(|entry| entry_view(&desk, view, entry))
                    .transpose()
            })
            .await
    }

    /// The latest versions of the objects of one type, by id.
    pub async fn objects_of_kind(&self, kind: &str) -> Result<Vec<HeldVersion>, ActError> {
        let kind = kind.to_owned();
        self.desk
            .store
            .read(move |view| Ok(view.latest_of_kind(&kind)?))
            .await
    }

    /// The latest version of an object.
    pub async fn object(&self, id: &ObjectId) -> Result<Option<HeldVersion>, ActError> {
        let id = id.clone();
        self.desk
            .store
            .read(move |view| Ok(view.latest(&id)?))
            .await
    }
}

/// Behind everything that there is or will be.
const NEWEST: u64 = i64::MAX as u64;

fn is_meant(summary: &AgreementSummary, words: &str) -> bool {
    let agreement = summary.agreement();
    let id = agreement.id().as_str();
    let uuid = id.rsplit("--").next().unwrap_or(id);
    id == words
        || (words.len() >= 4 && uuid.starts_with(words))
        || agreement.names().iter().any(|(_, name)| name == words)
}

fn summaries(desk: &Desk, view: &Snapshot<'_>) -> Result<Vec<AgreementSummary>, ActError> {
    view.agreements()?
        .iter()
        .map(|held| summary(desk, view, held))
        .collect()
}

fn summary(
    desk: &Desk,
    view: &Snapshot<'_>,
    held: &HeldAgreement,
) -> Result<AgreementSummary, ActError> {
    let instrument = desk.instrument(held)?;
    let acts = view.agreement_acts(held.key)?;
    let now = desk.clock.now();
    let facts: Facts = facts(&acts, now)?;
    let acts = acts
        .into_iter()
        .map(|act| {
            let detail = detail(&act)?;
            Ok(ActSummary {
                kind: act.kind,
                party: act.party,
                at: act.at,
                on: detail.on,
                reason: detail.reason,
                signature: detail.signature,
                log_index: act.log_index,
            })
        })
        .collect::<Result<_, ActError>>()?;
    Ok(AgreementSummary {
        standing: standing(&instrument.agreement, &facts, now),
        next_change: mithaq_policy::next_change(&instrument.agreement, &facts, now),
        kept_at: held.kept_at,
        acts,
        totals: view.agreement_totals(held.key)?,
        disclosed: view.disclosed_totals(held.key)?,
        own: desk.identity.clone(),
        instrument,
    })
}

fn entry_views(
    desk: &Desk,
    view: &Snapshot<'_>,
    before: u64,
    limit: usize,
) -> Result<Vec<EntryView>, ActError> {
    view.log_entries(before, limit)?
        .into_iter()
        .map(|entry| entry_view(desk, view, entry))
        .collect()
}

fn entry_view(desk: &Desk, view: &Snapshot<'_>, entry: HeldEntry) -> Result<EntryView, ActError> {
    let agreement = match entry.agreement {
        Some(key) => view.agreement_at(key)?,
        None => None,
    };
    let agreement = match agreement {
        Some(held) => {
            let instrument = desk.instrument(&held)?;
            Some(Named {
                id: held.id,
                name: instrument
                    .agreement
                    .name(mithaq_policy::Lang::En)
                    .to_owned(),
            })
        }
        None => None,
    };
    let partner = match entry.partner {
        Some(key) => view.partner(key)?.map(named),
        None => None,
    };
    Ok(EntryView {
        entry,
        agreement,
        partner,
    })
}

pub(crate) fn named(partner: HeldPartner) -> Named {
    Named {
        id: partner.card.identity,
        name: partner.card.name,
    }
}

fn disclosure_view(
    view: &Snapshot<'_>,
    disclosure: HeldDisclosure,
) -> Result<DisclosureView, ActError> {
    let agreement = view.agreement_at(disclosure.agreement)?;
    let partner = view.partner(disclosure.partner)?;
    match (agreement, partner) {
        (Some(agreement), Some(partner)) => Ok(DisclosureView {
            disclosure,
            agreement: agreement.id,
            partner: named(partner),
        }),
        _ => Err(mithaq_store::StoreError::damaged("a disclosure without its agreement").into()),
    }
}
