//! Taking in what a partner gave under an agreement.

use std::collections::BTreeSet;
use std::sync::Arc;

use mithaq_ledger::{NoteVerifier, Proved, Receipt};
use mithaq_policy::{Agreement, Standing};
use mithaq_stix::{Digest, Elements, Finding, Limits, Object, ObjectId, Rejected};
use mithaq_store::{HeldPartner, HeldReceipt, Indexed, IntakeCursor, NewReceipt, Origin};
use serde_json::Value;

use crate::accept::{Acceptance, Outcome, accept_all};
use crate::agreements::held;
use crate::record::objects_root;
use crate::settle::settle_some;
use crate::standing::{is_party, standing_at};
use crate::{ActError, Node};

/// Where and how to read what a partner gives under an agreement.
#[derive(Clone, Debug)]
pub struct Source {
    /// The agreement.
    pub agreement: ObjectId,
    /// The partner.
    pub partner: HeldPartner,
    /// Where reading has got to, in the partner's own times.
    pub added_after: Option<String>,
}

/// A page as it came from a partner.
#[derive(Clone, Debug)]
pub struct ReceivedPage {
    /// The TAXII envelope.
    pub envelope: Vec<u8>,
    /// The partner's time of the last object, from which to go on.
    pub added_after: Option<String>,
    /// The receipt, if the partner gives one.
    pub receipt: Option<String>,
}

/// What became of a page.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// New versions.
    pub accepted: u64,
    /// Versions that were held already.
    pub unchanged: u64,
    /// Objects that are not kept, with their ids and what is wrong.
    pub rejected: Vec<(Option<String>, Vec<Finding>)>,
    /// What the receipt proves, in the log of the partner.
    pub proved: Option<Proved>,
    /// Why the receipt that came proves nothing.
    pub not_proved: Option<String>,
}

impl Node {
    /// The partners from whom something can be read under agreements in force.
    pub async fn sources(&self) -> Result<Vec<Source>, ActError> {
        let desk = Arc::clone(&self.desk);
        self.desk
            .store
            .read(move |view| {
                let now = desk.clock.now();
                let mut sources = Vec::new();
                for held in view.agreements()? {
                    let instrument = desk.instrument(&held)?;
                    if !standing_at(view, &held, &instrument, now)?.permits() {
                        continue;
                    }
                    for party in instrument.agreement.parties() {
                        let Some(partner) = view.partner_by_identity(party.id())? else {
                            continue;
                        };
                        if partner.card.url.is_some() && partner.credential.is_some() {
                            let cursor = view.intake_cursor(held.key)?;
                            sources.push(Source {
                                agreement: held.id.clone(),
                                partner,
                                added_after: cursor.map(|cursor| cursor.added_after),
                            });
                        }
                    }
                }
                Ok(sources)
            })
            .await
    }

    /// Keeps a page that came from a partner: its objects with their origin, where reading has got
    /// to, and the proof, all in one act.
    pub async fn receive(&self, source: &Source, page: ReceivedPage) -> Result<Received, ActError> {
        let mut received = Received::default();
        let (objects, digests) = read_page(&page.envelope, &self.limits().stix, &mut received)?;
        let desk = Arc::clone(&self.desk);
        let claim = Claim {
            source,
            receiver: &desk.identity,
            digests: &digests,
        };
        let receipt = check_receipt(&claim, page.receipt, &mut received);
        let source = source.clone();
        let (count, outcomes) = self
            .desk
            .store
            .write(move |transaction| {
                let now = desk.clock.now();
                let held = held(transaction, &source.agreement)?;
                let instrument = desk.instrument(&held)?;
                let standing = standing_at(transaction, &held, &instrument, now)?;
                require_force(standing)?;
                if !is_party(&source.partner.card.identity, &instrument.agreement) {
                    return Err(ActError::NotOurs(held.id));
                }
                let how = Acceptance {
                    subjects: subjects(&instrument.agreement),
                    unmarked: None,
                    keep_handling: true,
                    origin: Some(Origin {
                        partner: source.partner.key,
                        agreement: held.key,
                    }),
                };
                let outcomes = accept_all(&desk, transaction, &objects, &how)?;
                settle_some(&desk, transaction)?;
                if let Some(added_after) = page.added_after {
                    let cursor = IntakeCursor {
                        added_after,
                        read_at: now,
                    };
                    transaction.set_intake_cursor(held.key, &cursor)?;
                }
                if let Some((log_index, document)) = receipt {
                    transaction.put_receipt(&NewReceipt {
                        agreement: held.key,
                        log_index,
                        kept_at: now,
                        objects: objects.len() as u64,
                        document,
                    })?;
                }
                let ids: Vec<String> = objects
                    .iter()
                    .map(|object| object.id().to_string())
                    .collect();
                Ok::<_, ActError>((ids, outcomes))
            })
            .await?;
        for (id, outcome) in count.into_iter().zip(outcomes) {
            match outcome {
                Outcome::Accepted => received.accepted += 1,
                Outcome::Unchanged | Outcome::Rehandled | Outcome::HandledOtherwise => {
                    received.unchanged += 1;
                }
                Outcome::Refused(finding) => received.rejected.push((Some(id), vec![finding])),
            }
        }
        Ok(received)
    }
}

/// Every subject that some article of the agreement is about.
fn subjects(agreement: &Agreement) -> BTreeSet<String> {
    agreement
        .articles()
        .iter()
        .filter_map(|article| article.terms().grants.as_ref())
        .flat_map(|grants| grants.subjects.iter().map(ToString::to_string))
        .collect()
}

impl Node {
    /// The newest receipts that partners gave under an agreement and that were verified.
    pub async fn kept_receipts(
        &self,
        agreement: &ObjectId,
        limit: usize,
    ) -> Result<Vec<HeldReceipt>, ActError> {
        let id = agreement.clone();
        self.desk
            .store
            .read(move |view| {
                let held = held(view, &id)?;
                Ok(view.receipts(held.key, limit)?)
            })
            .await
    }
}

fn require_force(standing: Standing) -> Result<(), ActError> {
    if standing.permits() {
        return Ok(());
    }
    Err(ActError::WrongStanding {
        act: "read under",
        standing: standing.code().to_owned(),
        hint: "",
    })
}

/// The good objects of a page, and the digest of every object on it, good or bad, in their order.
fn read_page(
    envelope: &[u8],
    limits: &Limits,
    received: &mut Received,
) -> Result<(Vec<Indexed>, Vec<Digest>), ActError> {
    let (mut objects, mut digests) = (Vec::new(), Vec::new());
    if is_empty_envelope(envelope, limits) {
        return Ok((objects, digests));
    }
    for element in Elements::new(envelope, limits) {
        let text = element?.text;
        match Object::read(&text, limits) {
            Ok(checked) => {
                digests.push(checked.object.digest());
                objects.push(Indexed::from(checked.object));
            }
            Err(Rejected { id, findings, .. }) => {
                digests.extend(
                    mithaq_stix::parse(&text, limits).map(|value| mithaq_stix::digest(&value)),
                );
                received.rejected.push((id, findings));
            }
        }
    }
    Ok((objects, digests))
}

/// TAXII leaves `objects` out when there are none, down to `{}`.
fn is_empty_envelope(envelope: &[u8], limits: &Limits) -> bool {
    mithaq_stix::parse(envelope, limits).is_ok_and(|value| match value {
        mithaq_stix::Value::Object(members) => {
            members.get("objects").is_none() && members.get("type").is_none()
        }
        _ => false,
    })
}

/// What the receipt of a page has to speak of.
struct Claim<'a> {
    source: &'a Source,
    receiver: &'a ObjectId,
    digests: &'a [Digest],
}

/// Checks the proof against the log key on the partner's card; keeps it only if it holds.
fn check_receipt(
    claim: &Claim<'_>,
    receipt: Option<String>,
    received: &mut Received,
) -> Option<(u64, String)> {
    let document = receipt?;
    let pinned: NoteVerifier = claim.source.partner.card.log_key.as_deref()?.parse().ok()?;
    let checked = Receipt::parse(document.as_bytes())
        .map_err(|error| error.to_string())
        .and_then(|receipt| {
            let proved = receipt.verify(Some(&pinned));
            let proved = proved.map_err(|error| error.to_string())?;
            claim.check(&receipt.entry)?;
            Ok(proved)
        });
    match checked {
        Ok(proved) => {
            let index = proved.index;
            received.proved = Some(proved);
            Some((index, document))
        }
        Err(why) => {
            received.not_proved = Some(why);
            None
        }
    }
}

impl Claim<'_> {
    /// Whether an entry of the partner's log says that it gave this page to this node: a genuine
    /// receipt of something else proves nothing here.
    fn check(&self, entry: &str) -> Result<(), String> {
        let entry: Value = serde_json::from_str(entry).unwrap_or_default();
        let root = objects_root(self.digests.iter());
        for (what, found, wanted) in [
            ("another act", entry.get("act"), "disclosed"),
            (
                "another giver",
                entry.get("by"),
                self.source.partner.card.identity.as_str(),
            ),
            (
                "another receiver",
                entry.get("partner"),
                self.receiver.as_str(),
            ),
            (
                "another agreement",
                entry.get("agreement"),
                self.source.agreement.as_str(),
            ),
            (
                "other objects",
                entry.pointer("/detail/objects_root"),
                &root,
            ),
        ] {
            if found.and_then(Value::as_str) != Some(wanted) {
                return Err(format!("the receipt is not of this page: it names {what}"));
            }
        }
        Ok(())
    }
}
