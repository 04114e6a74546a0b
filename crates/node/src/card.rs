//! The card by which a node makes itself known to a partner: who it is, and its public keys.
//!
//! A card proves nothing by itself: two officers compare its [`NodeCard::fingerprint`] by voice, or
//! in the annex of the paper that they sign, before either adds the other.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mithaq_ledger::NoteVerifier;
use mithaq_stix::ObjectId;
use mithaq_store::NewPartner;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What a partner has to know of a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeCard {
    format: String,
    /// The STIX identity of the agency.
    pub identity: String,
    /// The name of the agency.
    pub name: String,
    /// The country, as ISO 3166-1 alpha-2.
    pub country: String,
    /// The Ed25519 key that signs agreements, in base64.
    pub signing_key: String,
    /// The verifier key of the log, in note form.
    pub log_key: String,
    /// Where the node answers, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The SHA-256 of the node's TLS certificate, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_sha256: Option<String>,
}

/// Why a text is not the card of a node.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadCardError {
    /// It is not JSON of the form of a card.
    #[error(
        "the file is not the card of a node: ask the partner for the output of `mithaq partner card`"
    )]
    Form(#[source] serde_json::Error),
    /// It is of a version that this program does not know.
    #[error("the card has the format `{0}`, this program reads `{FORMAT}`")]
    Format(String),
    /// One of its values is not what it should be.
    #[error("the card's `{member}` is not {wanted}: ask the partner for a new card")]
    Value {
        /// The member of the JSON object.
        member: &'static str,
        /// What should stand there.
        wanted: &'static str,
    },
}

const FORMAT: &str = "mithaq-node/1";

impl NodeCard {
    /// The card of a node that does not say where it answers.
    pub fn new(
        identity: &ObjectId,
        name: &str,
        country: &str,
        signing_key: &[u8; 32],
        log_key: &NoteVerifier,
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            identity: identity.to_string(),
            name: name.to_owned(),
            country: country.to_owned(),
            signing_key: STANDARD.encode(signing_key),
            log_key: log_key.to_string(),
            url: None,
            tls_sha256: None,
        }
    }

    /// The same card with the address at which the node answers and its certificate.
    #[must_use]
    pub fn at(mut self, url: &str, tls_sha256: Option<[u8; 32]>) -> Self {
        self.url = Some(url.to_owned());
        self.tls_sha256 = tls_sha256.map(|digest| hex(&digest));
        self
    }

    /// Reads a card and checks each of its values.
    pub fn parse(text: &str) -> Result<Self, ReadCardError> {
        let card: Self = serde_json::from_str(text).map_err(ReadCardError::Form)?;
        if card.format != FORMAT {
            return Err(ReadCardError::Format(card.format));
        }
        card.partner()?;
        Ok(card)
    }

    /// The card as a file.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// What two officers read to each other, in groups of four: 128 bits of the SHA-256 of the whole
    /// card, so that neither a key nor the address to which tokens are sent can be another.
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::new()
            .chain_update(b"mithaq/card/v1\0")
            .chain_update(self.to_json())
            .finalize();
        let text = hex(digest.get(..16).unwrap_or_default());
        let groups: Vec<String> = text
            .as_bytes()
            .chunks(4)
            .map(|group| String::from_utf8_lossy(group).into_owned())
            .collect();
        groups.join(" ")
    }

    /// The partner that the card describes.
    pub fn partner(&self) -> Result<NewPartner, ReadCardError> {
        let wrong = |member, wanted| ReadCardError::Value { member, wanted };
        let identity: ObjectId = self
            .identity
            .parse()
            .map_err(|_| wrong("identity", "a STIX identifier"))?;
        if identity.kind() != "identity" {
            return Err(wrong("identity", "the identifier of an identity"));
        }
        if self.name.trim().is_empty() {
            return Err(wrong("name", "a name"));
        }
        self.log_key
            .parse::<NoteVerifier>()
            .map_err(|_| wrong("log_key", "a verifier key"))?;
        Ok(NewPartner {
            identity,
            name: self.name.clone(),
            country: Some(self.country.clone()),
            signing_key: Some(
                key_bytes(&self.signing_key)
                    .ok_or_else(|| wrong("signing_key", "32 bytes in base64"))?,
            ),
            log_key: Some(self.log_key.clone()),
            url: self.url.clone(),
            tls_sha256: match &self.tls_sha256 {
                None => None,
                Some(text) => Some(
                    from_hex(text).ok_or_else(|| wrong("tls_sha256", "32 bytes in hexadecimal"))?,
                ),
            },
        })
    }
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

fn key_bytes(text: &str) -> Option<[u8; 32]> {
    STANDARD.decode(text).ok()?.try_into().ok()
}
