//! Agreements: drafted, signed by both sides, in force, suspended, ended. Each step is an act that
//! the log records, and after each the release engine decides what it changes.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use mithaq_policy::{Agreement, Draft, Party, Standing, standing};
use mithaq_stix::ObjectId;
use mithaq_store::{
    AgreementKey, HeldAgreement, NewAgreementAct, Snapshot, StoreError, Transaction,
};
use serde_json::json;

use crate::card::hex;
use crate::clock::new_uuid;
use crate::desk::Desk;
use crate::envelope::{PartySignature, SignedAgreement};
use crate::record::{Concerns, Entry, record};
use crate::settle::settle_some;
use crate::signatures::{check_signatures, signed, signers};
use crate::standing::{
    DENOUNCED, DRAFTED, Detail, NOTIFIED, RESUMED, SIGNED, SUSPENDED, facts, is_party, standing_at,
};
use crate::{ActError, Node};

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
                    let party = desk.identity.clone();
                    let now = desk.clock.now();
                    let signature = PartySignature::make(party, &held.document, now, &desk.keys);
                    let detail = of_signature(&signature);
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
                for signature in &envelope.signatures {
                    let party = &signature.party;
                    if !signers(transaction, &held)?.contains(party) {
                        let detail = of_signature(signature);
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

/// The agreement with this id.
pub(crate) fn held(view: &Snapshot<'_>, id: &ObjectId) -> Result<HeldAgreement, ActError> {
    view.agreement(id)?
        .ok_or_else(|| ActError::NoAgreement(id.to_string()))
}

fn of_signature(signature: &PartySignature) -> Detail {
    Detail {
        signature: Some(hex(&signature.value)),
        signed_at: Some(signature.signed_at),
        ..Detail::default()
    }
}

fn because(reason: &str) -> Detail {
    Detail {
        reason: Some(reason.to_owned()),
        ..Detail::default()
    }
}

pub(crate) fn require_party(who: &ObjectId, agreement: &Agreement) -> Result<(), ActError> {
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
