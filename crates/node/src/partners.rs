//! Partners and the tokens by which they are known.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mithaq_stix::ObjectId;
use mithaq_store::{HeldPartner, NewPartner, Snapshot};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::clock::{new_uuid, secret};
use crate::record::{Concerns, Entry, record};
use crate::{ActError, Node, NodeCard};

/// So that a token found somewhere is recognised for what it is.
const TOKEN_PREFIX: &str = "mithaq_";

/// The form in which a token is kept: it has 256 bits that nobody can guess, so one round of
/// SHA-256 hides it as well as a slow password hash would, at a cost that every request can bear.
pub(crate) fn token_digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

impl Node {
    /// Adds a partner that has a node, from its card, or takes in its newest card.
    pub async fn add_partner(&self, card: &NodeCard) -> Result<HeldPartner, ActError> {
        self.put_partner(card.partner()?).await
    }

    /// Adds a partner that has no node; it reads with any TAXII 2.1 client.
    pub async fn add_partner_without_node(
        &self,
        name: &str,
        country: &str,
    ) -> Result<HeldPartner, ActError> {
        let identity = format!("identity--{}", new_uuid(&*self.desk.randomness)?);
        self.put_partner(NewPartner {
            identity: identity
                .parse()
                .map_err(|_| ActError::NoPartner(name.to_owned()))?,
            name: name.to_owned(),
            country: Some(country.to_owned()),
            signing_key: None,
            log_key: None,
            url: None,
            tls_sha256: None,
        })
        .await
    }

    async fn put_partner(&self, new: NewPartner) -> Result<HeldPartner, ActError> {
        let desk = Arc::clone(&self.desk);
        if new.identity == desk.identity {
            return Err(ActError::Parties(
                "this is the card of this node itself".to_owned(),
            ));
        }
        self.desk
            .store
            .write(move |transaction| {
                let now = desk.clock.now();
                let key = transaction.put_partner(&new, now)?;
                let concerns = Concerns {
                    agreement: None,
                    partner: Some(key),
                };
                let keys = json!({
                    "signing_key": new.signing_key.as_ref().map(|key| crate::card::hex(key)),
                    "log_key": new.log_key,
                });
                let entry = Entry {
                    act: "partner-added",
                    at: now,
                    by: desk.identity.as_str(),
                    agreement: None,
                    partner: Some(new.identity.as_str()),
                    detail: keys,
                };
                record(transaction, &*desk.randomness, &entry, concerns)?;
                transaction
                    .partner(key)?
                    .ok_or_else(|| ActError::NoPartner(new.name.clone()))
            })
            .await
    }

    /// All partners, by name.
    pub async fn partners(&self) -> Result<Vec<HeldPartner>, ActError> {
        self.desk.store.read(|view| Ok(view.partners()?)).await
    }

    /// The partner with this name or identity.
    pub async fn find_partner(&self, words: &str) -> Result<HeldPartner, ActError> {
        let words = words.to_owned();
        self.desk.store.read(move |view| find(view, &words)).await
    }

    /// Gives a partner a new token. It is told once, here; the node keeps only its digest.
    ///
    /// Tokens given before go on working unless `alone`.
    pub async fn issue_token(
        &self,
        partner: &HeldPartner,
        alone: bool,
    ) -> Result<String, ActError> {
        let bytes = secret(&*self.desk.randomness)?;
        let token = format!("{TOKEN_PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes));
        let digest = token_digest(&token);
        self.change_tokens(partner, "token-issued", move |transaction, key, now| {
            if alone {
                transaction.revoke_tokens(key, now)?;
            }
            transaction.put_token(key, &digest, now)
        })
        .await?;
        Ok(token)
    }

    /// Ends every token of a partner, from the next request on.
    pub async fn revoke_tokens(&self, partner: &HeldPartner) -> Result<(), ActError> {
        self.change_tokens(partner, "tokens-revoked", |transaction, key, now| {
            transaction.revoke_tokens(key, now).map(|_| ())
        })
        .await
    }

    /// Keeps the token that a partner gave, to read from its node.
    pub async fn keep_credential(
        &self,
        partner: &HeldPartner,
        credential: &str,
    ) -> Result<(), ActError> {
        let (key, credential) = (partner.key, credential.trim().to_owned());
        self.desk
            .store
            .write(move |transaction| Ok(transaction.set_credential(key, &credential)?))
            .await
    }

    async fn change_tokens(
        &self,
        partner: &HeldPartner,
        act: &'static str,
        change: impl FnOnce(
            &mithaq_store::Transaction<'_>,
            mithaq_store::PartnerKey,
            jiff::Timestamp,
        ) -> Result<(), mithaq_store::StoreError>
        + Send
        + 'static,
    ) -> Result<(), ActError> {
        let desk = Arc::clone(&self.desk);
        let (key, identity): (_, ObjectId) = (partner.key, partner.card.identity.clone());
        self.desk
            .store
            .write(move |transaction| {
                let now = desk.clock.now();
                change(transaction, key, now)?;
                let entry = Entry {
                    act,
                    at: now,
                    by: desk.identity.as_str(),
                    agreement: None,
                    partner: Some(identity.as_str()),
                    detail: json!({}),
                };
                let concerns = Concerns {
                    agreement: None,
                    partner: Some(key),
                };
                record(transaction, &*desk.randomness, &entry, concerns).map(|_| ())
            })
            .await
    }
}

fn find(view: &Snapshot<'_>, words: &str) -> Result<HeldPartner, ActError> {
    view.partners()?
        .into_iter()
        .find(|partner| partner.card.name == words || partner.card.identity.as_str() == words)
        .ok_or_else(|| ActError::NoPartner(words.to_owned()))
}
