//! Agreements: drafted, signed by both sides, in force, suspended, ended. Each step is an act that
//! the log records, and after each the release engine decides what it changes.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use mithaq_policy::{Agreement, Denunciation, Draft, Facts, Party, Standing, Suspension, standing};
use mithaq_stix::ObjectId;
use mithaq_store::{
    AgreementAct, AgreementKey, HeldAgreement, NewAgreementAct, Snapshot, StoreError, Transaction,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::card::hex;
use crate::clock::new_uuid;
use crate::desk::{Desk, Instrument};
use crate::envelope::{SignedAgreement, signed_bytes};
use crate::keys::is_signed_by;
use crate::record::{Concerns, Entry, record};
use crate::settle::settle_some;
use crate::{ActError, Node};

const DRAFTED: &str = "drafted";
const SIGNED: &str = "signed";
const NOTIFIED: &str = "notified";
const SUSPENDED: &str = "suspended";
const RESUMED: &str = "resumed";
const DENOUNCED: &str = "denounced";

/// What an act about an agreement has to say beside who and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Detail {
    /// The signature, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) signature: Option<String>,
    /// The day of a notification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) on: Option<Date>,
    /// In the words of the officer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
}

impl Node {
    /// Drafts an agreement from its readable text, checks that it compiles, and keeps it.
    ///
    /// Nothing can be released under it before all parties have signed and it is in force.
    pub async fn draft(&self, text: &str) -> Result<ObjectId, ActError> {
        let draft = Draft::parse(text)?;
        let desk = Arc::clone(&self.desk);
        self.desk
            .store
            .write(move |transaction| {
                let now = desk.clock.now();
                let parties = parties(&desk, transaction, draft.parties())?;
                let id = format!("coop-agreement--{}", new_uuid(&*desk.randomness)?);
                let id: ObjectId = id
                    .parse()
                    .map_err(|_| StoreError::damaged("a new id is not well-formed"))?;
                let agreement = draft.conclude(id.clone(), now, parties, desk.identity.clone())?;
                let held = keep(&desk, transaction, &agreement, now)?;
                act(
                    &desk,
                    transaction,
                    &held,
                    (DRAFTED, &desk.identity),
                    &Detail::default(),
                )?;
                Ok(id)
            })
            .await
    }

    /// Signs an agreement for this node's agency, and gives the file for the other party.
    ///
    /// Signing twice gives the same file again.
    pub async fn sign(&self, agreement: &ObjectId) -> Result<SignedAgreement, ActError> {
        let desk = Arc::clone(&self.desk);
        let id = agreement.clone();
        self.desk
            .store
            .write(move |transaction| {
                let held = held(transaction, &id)?;
                let instrument = desk.instrument(&held)?;
                if !signers(transaction, &held)?.contains(&desk.identity) {
                    let signature = desk.keys.sign(&signed_bytes(&held.document));
                    let detail = Detail {
                        signature: Some(hex(&signature)),
                        ..Detail::default()
                    };
                    require_party(&desk.identity, &instrument.agreement)?;
                    act(&desk, transaction, &held, (SIGNED, &desk.identity), &detail)?;
                    settle_some(&desk, transaction)?;
                }
                signed(transaction, &held)
            })
            .await
    }

    /// Takes in an agreement that another party signed; gives its id and who has signed by now.
    ///
    /// Each signature is checked with the key on the card of its party, and the articles are
    /// compiled anew: the agreement is kept only if both nodes understand the same by it.
    pub async fn accept_agreement(
        &self,
        envelope: SignedAgreement,
    ) -> Result<(ObjectId, Vec<ObjectId>), ActError> {
        let desk = Arc::clone(&self.desk);
        self.desk
            .store
            .write(move |transaction| {
                let agreement = Agreement::from_json(&envelope.document)?;
                // Before anything else is done for the sake of whoever sent this.
                check_signatures(&desk, transaction, &agreement, &envelope)?;
                let id = agreement.id().clone();
                let held = match transaction.agreement(&id)? {
                    Some(held) if held.document == envelope.document => held,
                    Some(_) => return Err(ActError::OtherText(id)),
                    None => keep(&desk, transaction, &agreement, desk.clock.now())?,
                };
                for (party, signature) in &envelope.signatures {
                    if !signers(transaction, &held)?.contains(party) {
                        let detail = Detail {
                            signature: Some(hex(signature)),
                            ..Detail::default()
                        };
                        act(&desk, transaction, &held, (SIGNED, party), &detail)?;
                    }
                }
                settle_some(&desk, transaction)?;
                Ok((id, signers(transaction, &held)?))
            })
            .await
    }

    /// Records that a party notified the completion of its own procedures on a day.
    pub async fn notify(
        &self,
        agreement: &ObjectId,
        party: &ObjectId,
        on: Date,
        what: &str,
    ) -> Result<Standing, ActError> {
        let detail = Detail {
            on: Some(on),
            reason: Some(what.to_owned()),
            ..Detail::default()
        };
        let permitted = |at: &Standing| {
            matches!(
                at,
                Standing::Draft | Standing::SignedPart | Standing::Signed { .. }
            )
        };
        self.change(
            agreement,
            (NOTIFIED, "notified", permitted),
            Some(party.clone()),
            detail,
            "",
        )
        .await
    }

    /// Suspends an agreement: from this moment nobody is given anything under it.
    pub async fn suspend(&self, agreement: &ObjectId, reason: &str) -> Result<Standing, ActError> {
        self.change(
            agreement,
            (SUSPENDED, "suspended", Standing::permits),
            None,
            because(reason),
            ": only an agreement in force can be suspended",
        )
        .await
    }

    /// Lifts a suspension.
    pub async fn resume(&self, agreement: &ObjectId, reason: &str) -> Result<Standing, ActError> {
        self.change(
            agreement,
            (RESUMED, "resumed", |at: &Standing| {
                matches!(at, Standing::Suspended)
            }),
            None,
            because(reason),
            ": only a suspended agreement can be resumed",
        )
        .await
    }

    /// Gives notice: the agreement ends after its months of notice, at once if it has none.
    pub async fn terminate(
        &self,
        agreement: &ObjectId,
        reason: &str,
    ) -> Result<Standing, ActError> {
        let permitted =
            |at: &Standing| matches!(at, Standing::InForce { .. } | Standing::Suspended);
        self.change(
            agreement,
            (DENOUNCED, "terminated", permitted),
            None,
            because(reason),
            "",
        )
        .await
    }

    async fn change(
        &self,
        agreement: &ObjectId,
        (kind, word, permitted): (&'static str, &'static str, fn(&Standing) -> bool),
        party: Option<ObjectId>,
        detail: Detail,
        hint: &'static str,
    ) -> Result<Standing, ActError> {
        let desk = Arc::clone(&self.desk);
        let id = agreement.clone();
        self.desk
            .store
            .write(move |transaction| {
                let now = desk.clock.now();
                let held = held(transaction, &id)?;
                let instrument = desk.instrument(&held)?;
                let party = party.unwrap_or_else(|| desk.identity.clone());
                require_party(&party, &instrument.agreement)?;
                let known = facts(&transaction.agreement_acts(held.key)?, now)?;
                let before = standing(&instrument.agreement, &known, now);
                let twice = kind == DENOUNCED && known.denounced.is_some();
                if twice || !permitted(&before) {
                    return Err(ActError::WrongStanding {
                        act: word,
                        standing: before.code().to_owned(),
                        hint,
                    });
                }
                act(&desk, transaction, &held, (kind, &party), &detail)?;
                settle_some(&desk, transaction)?;
                standing_at(transaction, &held, &instrument, now)
            })
            .await
    }
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
            SIGNED => facts.signatures.push((act.party.clone(), at)),
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

/// The agreement with this id.
pub(crate) fn held(view: &Snapshot<'_>, id: &ObjectId) -> Result<HeldAgreement, ActError> {
    view.agreement(id)?
        .ok_or_else(|| ActError::NoAgreement(id.to_string()))
}

fn because(reason: &str) -> Detail {
    Detail {
        reason: Some(reason.to_owned()),
        ..Detail::default()
    }
}

fn day_of(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

/// Who has signed, in the order in which this node learned of it.
fn signers(view: &Snapshot<'_>, held: &HeldAgreement) -> Result<Vec<ObjectId>, StoreError> {
    let acts = view.agreement_acts(held.key)?;
    let signed = acts.into_iter().filter(|act| act.kind == SIGNED);
    Ok(signed.map(|act| act.party).collect())
}

pub(crate) fn is_party(who: &ObjectId, agreement: &Agreement) -> bool {
    agreement.parties().iter().any(|party| party.id() == who)
}

fn require_party(who: &ObjectId, agreement: &Agreement) -> Result<(), ActError> {
    if is_party(who, agreement) {
        Ok(())
    } else {
        Err(ActError::NotOurs(agreement.id().clone()))
    }
}

/// The parties that a draft names: `self`, and partners by name or identity.
fn parties(desk: &Desk, view: &Snapshot<'_>, names: &[String]) -> Result<Vec<Party>, ActError> {
    let partners = view.partners()?;
    let mut parties = Vec::new();
    for name in names {
        if name == "self" || *name == desk.profile.name {
            parties.push(Party {
                id: desk.identity.clone(),
                name: desk.profile.name.clone(),
            });
            continue;
        }
        let mut meant = partners
            .iter()
            .filter(|partner| partner.card.name == *name || partner.card.identity.as_str() == name);
        let partner = match (meant.next(), meant.next()) {
            (Some(only), None) => only,
            (None, _) => return Err(ActError::NoPartner(name.clone())),
            (Some(_), Some(_)) => {
                let why = format!("more than one partner is called `{name}`: give the identity");
                return Err(ActError::Parties(why));
            }
        };
        parties.push(Party {
            id: partner.card.identity.clone(),
            name: partner.card.name.clone(),
        });
    }
    if !parties.iter().any(|party| *party.id() == desk.identity) {
        return Err(ActError::Parties(
            "this node's agency is not among them: name it `self`".to_owned(),
        ));
    }
    Ok(parties)
}

fn keep(
    desk: &Desk,
    transaction: &Transaction<'_>,
    agreement: &Agreement,
    now: Timestamp,
) -> Result<HeldAgreement, ActError> {
    let parties: Vec<ObjectId> = agreement
        .parties()
        .iter()
        .map(|party| party.id().clone())
        .collect();
    if !parties.contains(&desk.identity) {
        return Err(ActError::NotOurs(agreement.id().clone()));
    }
    let document = agreement.to_json();
    let key = transaction.put_agreement(
        agreement.id(),
        &document,
        agreement.sha256().as_bytes(),
        &parties,
        now,
    )?;
    transaction
        .agreement_at(key)?
        .ok_or_else(|| StoreError::damaged("an agreement just kept is not there").into())
}

fn act(
    desk: &Desk,
    transaction: &Transaction<'_>,
    held: &HeldAgreement,
    (kind, party): (&'static str, &ObjectId),
    detail: &Detail,
) -> Result<(), ActError> {
    let now = desk.clock.now();
    let log_index = record(
        transaction,
        &*desk.randomness,
        &Entry {
            act: entry_name(kind),
            at: now,
            by: desk.identity.as_str(),
            agreement: Some(held.id.as_str()),
            partner: Some(party.as_str()).filter(|party| *party != desk.identity.as_str()),
            detail: json!({
                "agreement_sha256": hex(&held.sha256),
                "party": party.as_str(),
                "act": detail,
            }),
        },
        Concerns {
            agreement: Some(held.key),
            partner: counterpart(desk, transaction, held.key)?,
        },
    )?;
    let text = serde_json::to_string(detail)
        .map_err(|_| StoreError::damaged("an act about an agreement cannot be written"))?;
    transaction.put_agreement_act(
        held.key,
        &NewAgreementAct {
            kind,
            party,
            at: now,
            detail: &text,
            log_index,
        },
    )?;
    Ok(())
}

/// The one other party of a bilateral agreement: it may ask for the proof of acts about it.
fn counterpart(
    desk: &Desk,
    view: &Snapshot<'_>,
    key: AgreementKey,
) -> Result<Option<mithaq_store::PartnerKey>, ActError> {
    let Some(held) = view.agreement_at(key)? else {
        return Ok(None);
    };
    let instrument = desk.instrument(&held)?;
    let mut others = instrument
        .agreement
        .parties()
        .iter()
        .filter(|party| *party.id() != desk.identity);
    match (others.next(), others.next()) {
        (Some(only), None) => Ok(view
            .partner_by_identity(only.id())?
            .map(|partner| partner.key)),
        _ => Ok(None),
    }
}

/// The name of an act in the log, where it stands beside acts of other kinds.
fn entry_name(kind: &'static str) -> &'static str {
    match kind {
        DRAFTED => "agreement-drafted",
        SIGNED => "agreement-signed",
        NOTIFIED => "agreement-notified",
        SUSPENDED => "agreement-suspended",
        RESUMED => "agreement-resumed",
        _ => "agreement-denounced",
    }
}

/// Each signature with the key of its party; at least one, and nobody's but the parties'.
///
/// What is checked are the bytes that came: one text has one canonical form, and another form of it
/// is not what this node keeps.
fn check_signatures(
    desk: &Desk,
    view: &Snapshot<'_>,
    agreement: &Agreement,
    envelope: &SignedAgreement,
) -> Result<(), ActError> {
    require_party(&desk.identity, agreement)?;
    if envelope.signatures.is_empty() {
        return Err(ActError::Unsigned(agreement.id().clone()));
    }
    let message = signed_bytes(&agreement.to_json());
    for (party, signature) in &envelope.signatures {
        require_party(party, agreement)?;
        let key = if *party == desk.identity {
            Some(desk.keys.signing_public())
        } else {
            view.partner_by_identity(party)?
                .and_then(|partner| partner.card.signing_key)
        };
        let key = key.ok_or_else(|| ActError::NoSigningKey(party.to_string()))?;
        if !is_signed_by(&key, &message, signature) {
            return Err(ActError::BadSignature(party.to_string()));
        }
    }
    Ok(())
}

fn signed(view: &Snapshot<'_>, held: &HeldAgreement) -> Result<SignedAgreement, ActError> {
    let mut signatures = Vec::new();
    for act in view.agreement_acts(held.key)? {
        if act.kind == SIGNED
            && let Some(signature) = detail(&act)?.signature.as_deref().and_then(signature_bytes)
        {
            signatures.push((act.party, signature));
        }
    }
    Ok(SignedAgreement {
        document: held.document.clone(),
        signatures,
    })
}

fn signature_bytes(text: &str) -> Option<[u8; 64]> {
    if text.len() != 128 {
        return None;
    }
    let mut bytes = [0; 64];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}
