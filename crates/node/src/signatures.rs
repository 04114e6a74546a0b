//! The signatures under an agreement: whose they are, and whether they are genuine.

use jiff::SignedDuration;
use mithaq_policy::Agreement;
use mithaq_stix::ObjectId;
use mithaq_store::{HeldAgreement, Snapshot, StoreError};

use crate::ActError;
use crate::agreements::require_party;
use crate::desk::Desk;
use crate::envelope::{PartySignature, SignedAgreement, signed_bytes};
use crate::keys::is_signed_by;
use crate::standing::{SIGNED, detail};

/// Who has signed, in the order in which this node learned of it.
pub(crate) fn signers(
    view: &Snapshot<'_>,
    held: &HeldAgreement,
) -> Result<Vec<ObjectId>, StoreError> {
    let acts = view.agreement_acts(held.key)?;
    let signed = acts.into_iter().filter(|act| act.kind == SIGNED);
    Ok(signed.map(|act| act.party).collect())
}

/// The file with the text and every signature that is known.
pub(crate) fn signed(
    view: &Snapshot<'_>,
    held: &HeldAgreement,
) -> Result<SignedAgreement, ActError> {
    let mut signatures = Vec::new();
    for act in view.agreement_acts(held.key)? {
        let detail = detail(&act)?;
        if act.kind == SIGNED
            && let Some(value) = detail.signature.as_deref().and_then(signature_bytes)
        {
            signatures.push(PartySignature {
                party: act.party,
                signed_at: detail.signed_at.unwrap_or(act.at),
                value,
            });
        }
    }
    Ok(SignedAgreement {
        document: held.document.clone(),
        signatures,
    })
}

/// How far the clocks of two nodes may differ.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(10);

/// Each signature with the key of its party; at least one, and nobody's but the parties'.
///
/// What is checked are the bytes that came: one text has one canonical form, and another form of it
/// is not what this node keeps.
pub(crate) fn check_signatures(
    desk: &Desk,
    view: &Snapshot<'_>,
    agreement: &Agreement,
    envelope: &SignedAgreement,
) -> Result<(), ActError> {
    require_party(&desk.identity, agreement)?;
    if envelope.signatures.is_empty() {
        return Err(ActError::Unsigned(agreement.id().clone()));
    }
    let text = agreement.to_json();
    let latest = desk.clock.now().checked_add(CLOCKS_DIFFER).ok();
    for PartySignature {
        party,
        signed_at,
        value,
    } in &envelope.signatures
    {
        require_party(party, agreement)?;
        if latest.is_some_and(|latest| *signed_at > latest) {
            return Err(ActError::SignedInFuture(party.to_string(), *signed_at));
        }
        let key = if *party == desk.identity {
            Some(desk.keys.signing_public())
        } else {
            view.partner_by_identity(party)?
                .and_then(|partner| partner.card.signing_key)
        };
        let key = key.ok_or_else(|| ActError::NoSigningKey(party.to_string()))?;
        if !is_signed_by(&key, &signed_bytes(&text, *signed_at), value) {
            return Err(ActError::BadSignature(party.to_string()));
        }
    }
    Ok(())
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
