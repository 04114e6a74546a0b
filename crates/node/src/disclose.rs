//! Giving a partner what an agreement has released to it. This is the only door: nothing leaves
//! the node but a [`Disclosed`], and none is made before the log's entry about it is on disk.

use std::sync::Arc;

use jiff::Timestamp;
use mithaq_policy::Standing;
use mithaq_stix::ObjectId;
use mithaq_store::{
    HeldAgreement, NewDisclosure, ReleaseFilter, ReleasedVersion, Snapshot, StoreError, Transaction,
};
use serde_json::json;

use crate::desk::Desk;
use crate::record::{Concerns, Entry, objects_root, record};
use crate::settle::settle_some;
use crate::standing::{is_party, standing_at};
use crate::{ActError, Admitted, Node};

/// The most that is given in one page.
pub const PAGE_MOST: usize = 1000;

/// The most bytes of objects in one page, but for a page of one object.
const PAGE_BYTES: usize = 16 << 20;

/// What a partner wants of an agreement's releases.
#[derive(Clone, Debug)]
pub struct Query {
    /// Only what was released after this time.
    pub added_after: Option<Timestamp>,
    /// Only what stands behind this place in the sequence.
    pub after_seq: Option<u64>,
    /// Only these objects, if any are named.
    pub ids: Vec<ObjectId>,
    /// Only these types, if any are named.
    pub kinds: Vec<String>,
    /// At most so many, and never more than [`PAGE_MOST`].
    pub limit: usize,
    /// The objects themselves, or only which there are.
    pub form: Form,
}

/// In which form something is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The objects.
    Objects,
    /// Their ids, versions and times.
    Manifest,
}

impl Form {
    fn code(self) -> &'static str {
        match self {
            Self::Objects => "objects",
            Self::Manifest => "manifest",
        }
    }
}

impl Default for Query {
    fn default() -> Self {
        Self {
            added_after: None,
            after_seq: None,
            ids: Vec::new(),
            kinds: Vec::new(),
            limit: PAGE_MOST,
            form: Form::Objects,
        }
    }
}

/// A page that may leave the node: decided, and recorded in the log.
///
/// It has no public constructor and no public fields, so there is no other way to one than
/// [`Node::disclose`]:
///
/// ```compile_fail
/// fn smuggle() -> mithaq_node::Disclosed {
///     mithaq_node::Disclosed { page: Vec::new(), more: false, receipt: None }
/// }
/// ```
#[derive(Debug)]
#[must_use = "the log says that this was given"]
pub struct Disclosed {
    page: Vec<ReleasedVersion>,
    more: bool,
    receipt: Option<u64>,
}

impl Disclosed {
    /// The released versions, in the order of their release.
    pub fn page(&self) -> &[ReleasedVersion] {
        &self.page
    }

    /// Whether there is more behind this page.
    pub fn more(&self) -> bool {
        self.more
    }

    /// The entry of the log that proves this page; none if the page is empty.
    pub fn receipt(&self) -> Option<u64> {
        self.receipt
    }
}

/// Why a partner is given nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// There is no such agreement with this partner, whatever else there may be.
    #[error("there is no such agreement with you")]
    Unknown,
    /// The agreement gives nothing now.
    #[error("the agreement is {}", .0.code())]
    NotInForce(Standing),
    /// The act failed.
    #[error(transparent)]
    Act(#[from] ActError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Act(error.into())
    }
}

impl Node {
    /// Gives a partner a page of what an agreement released.
    ///
    /// # Errors
    ///
    /// [`Refused::Unknown`] if the partner is not a party, in the same words as if there were no
    /// such agreement. Nothing is given unless the log's entry about it is durable.
    pub async fn disclose(
        &self,
        partner: &Admitted,
        agreement: &ObjectId,
        query: Query,
    ) -> Result<Disclosed, Refused> {
        for _ in 0..READS_BESIDE_WRITES {
            let Some((held, page)) = self.read_page(partner, agreement, &query).await? else {
                // Something changed, or date alone changed what the agreement gives.
                self.settle().await?;
                continue;
            };
            if page.released.is_empty() {
                return Ok(page.disclosed(None));
            }
            // A release that ended since the page was read makes us read it again.
            if let Some(disclosed) = self.record_page(partner, held, page, query.form).await? {
                return Ok(disclosed);
            }
        }
        self.disclose_in_one_act(partner, agreement, query).await
    }

    /// A page as it is now; nothing if decisions are due first.
    async fn read_page(
        &self,
        partner: &Admitted,
        agreement: &ObjectId,
        query: &Query,
    ) -> Result<Option<(HeldAgreement, Page)>, Refused> {
        let desk = Arc::clone(&self.desk);
        let (identity, id, query) = (partner.identity.clone(), agreement.clone(), query.clone());
        self.desk
            .store
            .read(move |view| {
                let (held, now) = in_force(&desk, view, &identity, &id)?;
                if view.any_pending()? || !held.is_settled(now) {
                    return Ok(None);
                }
                let page = Page::read(view, &held, &query)?;
                Ok(Some((held, page)))
            })
            .await
    }

    /// Records that a page is given; nothing if what it holds may no longer be given.
    async fn record_page(
        &self,
        partner: &Admitted,
        read: HeldAgreement,
        page: Page,
        form: Form,
    ) -> Result<Option<Disclosed>, Refused> {
        let desk = Arc::clone(&self.desk);
        let partner = partner.clone();
        self.desk
            .store
            .write(move |transaction| {
                // What was accepted since the page was read is decided about first.
                let (_, more) = settle_some(&desk, transaction)?;
                let (held, now) = in_force(&desk, transaction, &partner.identity, &read.id)?;
                if more || held.endings != read.endings || !held.is_settled(now) {
                    return Ok(None);
                }
                let index = write_down(&desk, transaction, &partner, &held, (&page, form))?;
                Ok(Some(page.disclosed(Some(index))))
            })
            .await
    }

    /// Decides, reads and records with everybody else waiting: for a partner that reads while
    /// releases go on ending.
    async fn disclose_in_one_act(
        &self,
        partner: &Admitted,
        agreement: &ObjectId,
        query: Query,
    ) -> Result<Disclosed, Refused> {
        let desk = Arc::clone(&self.desk);
        let (partner, id) = (partner.clone(), agreement.clone());
        self.desk
            .store
            .write(move |transaction| {
                while settle_some(&desk, transaction)?.1 {}
                let (held, _) = in_force(&desk, transaction, &partner.identity, &id)?;
                let page = Page::read(transaction, &held, &query)?;
                if page.released.is_empty() {
                    return Ok(page.disclosed(None));
                }
                let form = query.form;
                let index = write_down(&desk, transaction, &partner, &held, (&page, form))?;
                Ok(page.disclosed(Some(index)))
            })
            .await
    }
}

/// How often a page is read while others write, before they are made to wait.
const READS_BESIDE_WRITES: usize = 3;

/// What would be given, not yet recorded.
struct Page {
    released: Vec<ReleasedVersion>,
    more: bool,
}

impl Page {
    fn read(view: &Snapshot<'_>, held: &HeldAgreement, query: &Query) -> Result<Self, StoreError> {
        let limit = query.limit.clamp(1, PAGE_MOST);
        let filter = ReleaseFilter {
            added_after: query.added_after,
            after_seq: query.after_seq,
            ids: query.ids.clone(),
            kinds: query.kinds.clone(),
            with_body: query.form == Form::Objects,
            most_bytes: Some(PAGE_BYTES),
        };
        let mut released = view.releases(held.key, &filter, limit + 1)?;
        let bytes: usize = released.iter().map(|version| version.body.len()).sum();
        // What made the page too large goes on the next one; a single object is always given.
        let too_many = usize::from(bytes > PAGE_BYTES);
        let given = limit.min(released.len().saturating_sub(too_many).max(1));
        let more = released.len() > given;
        released.truncate(given);
        Ok(Self { released, more })
    }

    fn disclosed(self, receipt: Option<u64>) -> Disclosed {
        Disclosed {
            page: self.released,
            more: self.more,
            receipt,
        }
    }
}

/// The agreement, if it gives this partner something now, and the time by which it does.
fn in_force(
    desk: &Desk,
    view: &Snapshot<'_>,
    partner: &ObjectId,
    agreement: &ObjectId,
) -> Result<(HeldAgreement, Timestamp), Refused> {
    let held = view.agreement(agreement)?.ok_or(Refused::Unknown)?;
    let instrument = desk.instrument(&held)?;
    if !is_party(partner, &instrument.agreement) {
        return Err(Refused::Unknown);
    }
    let now = desk.clock.now();
    let standing = standing_at(view, &held, &instrument, now)?;
    match standing {
        _ if standing.permits() => Ok((held, now)),
        Standing::Suspended => Err(Refused::NotInForce(standing)),
        // What is not in force yet, or no longer, is not offered: see `Node::offers`.
        _ => Err(Refused::Unknown),
    }
}

fn write_down(
    desk: &Desk,
    transaction: &Transaction<'_>,
    partner: &Admitted,
    held: &HeldAgreement,
    (page, form): (&Page, Form),
) -> Result<u64, ActError> {
    let now = desk.clock.now();
    let page = &page.released;
    let first_seq = page.first().map_or(0, |released| released.seq);
    let last_seq = page.last().map_or(0, |released| released.seq);
    let log_index = record(
        transaction,
        &*desk.randomness,
        &Entry {
            act: "disclosed",
            at: now,
            by: desk.identity.as_str(),
            agreement: Some(held.id.as_str()),
            partner: Some(partner.identity.as_str()),
            detail: json!({
                "form": form.code(),
                "objects": page.len(),
                "first_seq": first_seq,
                "last_seq": last_seq,
                "objects_root": objects_root(page.iter().map(|released| &released.digest)),
                "agreement_sha256": crate::card::hex(&held.sha256),
            }),
        },
        Concerns {
            agreement: Some(held.key),
            partner: Some(partner.partner),
        },
    )?;
    transaction.put_disclosure(&NewDisclosure {
        log_index,
        agreement: held.key,
        partner: partner.partner,
        at: now,
        first_seq,
        last_seq,
        objects: page.len() as u64,
    })?;
    Ok(log_index)
}
