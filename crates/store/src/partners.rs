//! Partners, the tokens that they show, and the credential that this node shows them.

use jiff::Timestamp;
use mithaq_stix::ObjectId;

use crate::database::{Row, params};
use crate::transaction::{count, micros, parsed, timestamp};
use crate::{PartnerKey, Snapshot, StoreError, Transaction};

/// A partner to be kept.
#[derive(Clone, Debug)]
pub struct NewPartner {
    /// The STIX identity of the agency.
    pub identity: ObjectId,
    /// Its name.
    pub name: String,
    /// The country, as ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The Ed25519 key with which it signs agreements.
    pub signing_key: Option<[u8; 32]>,
    /// The verifier key of its log, in note form.
    pub log_key: Option<String>,
    /// Where its node answers.
    pub url: Option<String>,
    /// The SHA-256 of its TLS certificate.
    pub tls_sha256: Option<[u8; 32]>,
}

/// A partner as it is kept.
#[derive(Clone, Debug)]
pub struct HeldPartner {
    /// Its row.
    pub key: PartnerKey,
    /// What is known of it.
    pub card: NewPartner,
    /// What this node shows when it reads from the partner.
    pub credential: Option<String>,
    /// When it was added.
    pub added_at: Timestamp,
    /// The number of its tokens that work.
    pub live_tokens: u64,
}

const SELECT: &str =
    "SELECT partner, identity, name, country, signing_key, log_key, url, tls_sha256,
    credential, added_at,
    (SELECT count(*) FROM token WHERE token.partner = partner.partner AND revoked_at IS NULL)
    FROM partner";

impl Snapshot<'_> {
    /// All partners, by name.
    pub fn partners(&self) -> Result<Vec<HeldPartner>, StoreError> {
        let sql = format!("{SELECT} ORDER BY name, identity");
        self.database.rows(&sql, params![], partner)
    }

    /// The partner at `key`.
    pub fn partner(&self, key: PartnerKey) -> Result<Option<HeldPartner>, StoreError> {
        let sql = format!("{SELECT} WHERE partner = ?1");
        self.database.row(&sql, params![key], partner)
    }

    /// The partner whose agency is `identity`.
    pub fn partner_by_identity(
        &self,
        identity: &ObjectId,
    ) -> Result<Option<HeldPartner>, StoreError> {
        let sql = format!("{SELECT} WHERE identity = ?1");
        self.database.row(&sql, params![identity.as_str()], partner)
    }

    /// The partner who holds the token with this SHA-256, if the token still works.
    pub fn partner_by_token(&self, sha256: &[u8; 32]) -> Result<Option<PartnerKey>, StoreError> {
        let sql = "SELECT partner FROM token WHERE sha256 = ?1 AND revoked_at IS NULL";
        self.database.row(sql, params![sha256], |row| row.get(0))
    }
}

impl Transaction<'_> {
    /// Keeps a partner, or what is newly known of one.
    pub fn put_partner(&self, new: &NewPartner, at: Timestamp) -> Result<PartnerKey, StoreError> {
        self.database.one(
            "INSERT INTO partner (identity, name, country, signing_key, log_key, url, tls_sha256, added_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (identity) DO UPDATE SET name = excluded.name, country = excluded.country,
               signing_key = excluded.signing_key, log_key = excluded.log_key, url = excluded.url,
               tls_sha256 = excluded.tls_sha256
             RETURNING partner",
            params![
                new.identity.as_str(),
                &new.name,
                new.country.as_deref(),
                new.signing_key.as_ref(),
                new.log_key.as_deref(),
                new.url.as_deref(),
                new.tls_sha256.as_ref(),
                micros(at),
            ],
            |row| row.get(0),
        )
    }

    /// Keeps what this node shows when it reads from the partner.
    pub fn set_credential(&self, partner: PartnerKey, credential: &str) -> Result<(), StoreError> {
        self.database.execute(
            "UPDATE partner SET credential = ?2 WHERE partner = ?1",
            params![partner, credential],
        )?;
        Ok(())
    }

    /// Keeps the SHA-256 of a token given to the partner.
    pub fn put_token(
        &self,
        partner: PartnerKey,
        sha256: &[u8; 32],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.database.execute(
            "INSERT INTO token (sha256, partner, created_at) VALUES (?1, ?2, ?3)",
            params![sha256, partner, micros(at)],
        )?;
        Ok(())
    }

    /// Ends every token of the partner; gives their number.
    pub fn revoke_tokens(&self, partner: PartnerKey, at: Timestamp) -> Result<u64, StoreError> {
        self.database.execute(
            "UPDATE token SET revoked_at = ?2 WHERE partner = ?1 AND revoked_at IS NULL",
            params![partner, micros(at)],
        )
    }
}

fn partner(row: &Row<'_>) -> Result<HeldPartner, StoreError> {
    Ok(HeldPartner {
        key: row.get(0)?,
        card: NewPartner {
            identity: parsed(row.text(1)?, "the identity of a partner")?,
            name: row.get(2)?,
            country: row.get(3)?,
            signing_key: row.get(4)?,
            log_key: row.get(5)?,
            url: row.get(6)?,
            tls_sha256: row.get(7)?,
        },
        credential: row.get(8)?,
        added_at: timestamp(row.get(9)?)?,
        live_tokens: count(row.get(10)?),
    })
}
