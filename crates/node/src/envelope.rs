//! The file in which an agreement travels between two nodes: the canonical text, and the
//! signatures over it (DSSE, with Ed25519).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use mithaq_policy::AGREEMENT_PAYLOAD_TYPE;
use mithaq_stix::ObjectId;
use serde::{Deserialize, Serialize};

use crate::keys::NodeKeys;

/// A signed agreement on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedAgreement {
    /// The canonical JSON that the parties sign.
    pub document: Vec<u8>,
    /// The signatures of the parties.
    pub signatures: Vec<PartySignature>,
}

/// A party's signature under an agreement, and the moment that it gives for it.
///
/// The moment is signed with the text, so both nodes count the day of the last signature alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartySignature {
    /// The identity of the agency.
    pub party: ObjectId,
    /// When it signed, in whole seconds.
    pub signed_at: Timestamp,
    /// The Ed25519 signature over [`signed_bytes`].
    pub value: [u8; 64],
}

impl PartySignature {
    /// Signs a text for a party.
    pub fn make(party: ObjectId, document: &[u8], now: Timestamp, keys: &NodeKeys) -> Self {
        let signed_at = Timestamp::from_second(now.as_second()).unwrap_or(now);
        Self {
            party,
            signed_at,
            value: keys.sign(&signed_bytes(document, signed_at)),
        }
    }
}

/// Why a file is not a signed agreement.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadEnvelopeError {
    /// It is not JSON of the form of an envelope.
    #[error(
        "the file is not a signed agreement: ask the partner for the output of `mithaq agreement sign`"
    )]
    Form(#[source] serde_json::Error),
    /// It holds something else than an agreement.
    #[error("the file holds `{0}`, not an agreement")]
    PayloadType(String),
    /// One of its values is not what it should be.
    #[error("the `{0}` of the signed agreement is damaged: ask the partner for the file again")]
    Value(&'static str),
}

impl SignedAgreement {
    /// Reads the file.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReadEnvelopeError> {
        let wire: Wire = serde_json::from_slice(bytes).map_err(ReadEnvelopeError::Form)?;
        if wire.payload_type != AGREEMENT_PAYLOAD_TYPE {
            return Err(ReadEnvelopeError::PayloadType(wire.payload_type));
        }
        let document = STANDARD
            .decode(&wire.payload)
            .map_err(|_| ReadEnvelopeError::Value("payload"))?;
        let signatures = wire
            .signatures
            .iter()
            .map(WireSignature::read)
            .collect::<Result<_, _>>()?;
        Ok(Self {
            document,
            signatures,
        })
    }

    /// The file.
    pub fn to_json(&self) -> String {
        let wire = Wire {
            payload_type: AGREEMENT_PAYLOAD_TYPE.to_owned(),
            payload: STANDARD.encode(&self.document),
            signatures: self
                .signatures
                .iter()
                .map(|signature| WireSignature {
                    keyid: signature.party.to_string(),
                    signed_at: signature.signed_at,
                    sig: STANDARD.encode(signature.value),
                })
                .collect(),
        };
        let mut text = serde_json::to_string_pretty(&wire).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// The bytes that a party signs: the type and the text, each behind its length, so that neither
/// can pass for the other (DSSE, "PAE"); then the moment of signing.
pub fn signed_bytes(document: &[u8], signed_at: Timestamp) -> Vec<u8> {
    let mut bytes = format!(
        "DSSEv1 {} {AGREEMENT_PAYLOAD_TYPE} {} ",
        AGREEMENT_PAYLOAD_TYPE.len(),
        document.len()
    )
    .into_bytes();
    bytes.extend_from_slice(document);
    bytes.extend_from_slice(format!("\nsigned at {signed_at}").as_bytes());
    bytes
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Wire {
    payload_type: String,
    payload: String,
    signatures: Vec<WireSignature>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireSignature {
    keyid: String,
    signed_at: Timestamp,
    sig: String,
}

impl WireSignature {
    fn read(&self) -> Result<PartySignature, ReadEnvelopeError> {
        let party = self
            .keyid
            .parse()
            .map_err(|_| ReadEnvelopeError::Value("keyid"))?;
        let value = STANDARD
            .decode(&self.sig)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(ReadEnvelopeError::Value("sig"))?;
        Ok(PartySignature {
            party,
            signed_at: self.signed_at,
            value,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let signed = SignedAgreement {
            document: b"{}".to_vec(),
            signatures: vec![PartySignature {
                party: "identity--f431f809-377b-45e0-aa1c-6a4751cae5ff"
                    .parse()
                    .unwrap(),
                signed_at: "2026-11-01T12:00:00Z".parse().unwrap(),
                value: [7; 64],
            }],
        };
        assert_eq!(
            SignedAgreement::parse(signed.to_json().as_bytes()).unwrap(),
            signed
        );
    }

    #[test]
    fn the_signed_bytes_are_those_of_the_standard() {
        let at = "2026-11-01T12:00:00Z".parse().unwrap();
        let bytes = String::from_utf8(signed_bytes(b"{}", at)).unwrap();
        insta::assert_snapshot!(bytes, @r"
        DSSEv1 41 application/vnd.mithaq.agreement+json;v=1 2 {}
        signed at 2026-11-01T12:00:00Z
        ");
    }

    #[test]
    fn another_payload_is_refused() {
        let error = SignedAgreement::parse(br#"{"payloadType":"x","payload":"","signatures":[]}"#);
        insta::assert_snapshot!(error.unwrap_err(), @"the file holds `x`, not an agreement");
    }
}
