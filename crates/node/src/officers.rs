//! Officers: the local users, their sign-in and their sessions.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use mithaq_store::{HeldOfficer, StoreError, Transaction};
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use crate::clock::secret;
use crate::record::{Concerns, Entry, record};
use crate::{ActError, Node};

/// Wrong passwords in a row before the account waits.
const FAILURES_ALLOWED: u32 = 5;
/// How long it waits.
const LOCK: SignedDuration = SignedDuration::from_mins(5);
/// A session ends when it is not used for so long.
const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// A session ends after so long in any case.
const LONGEST: SignedDuration = SignedDuration::from_hours(12);

/// What an officer may do. Separation of duties builds on it.
pub const ROLES: [&str; 6] = [
    "viewer", "analyst", "liaison", "approver", "overseer", "admin",
];

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The officer's name.
    pub name: String,
    /// The officer's role.
    pub role: String,
}

impl Node {
    /// Makes an account with a new password, which is told once, here.
    pub async fn add_officer(&self, name: &str, role: &str) -> Result<String, ActError> {
        if name.trim().is_empty() || name.chars().any(char::is_control) {
            return Err(ActError::Officer(
                "an officer needs a name without control characters",
            ));
        }
        if !ROLES.contains(&role) {
            return Err(ActError::Officer(
                "a role is one of viewer, analyst, liaison, approver, overseer, admin",
            ));
        }
        let bytes = secret(&*self.desk.randomness)?;
        let password = URL_SAFE_NO_PAD.encode(bytes.get(..15).unwrap_or_default());
        let salt = secret(&*self.desk.randomness)?;
        let hash = hash_password(password.clone(), salt).await?;
        let desk = Arc::clone(&self.desk);
        let (name, role) = (name.to_owned(), role.to_owned());
        self.desk
            .store
            .write(move |transaction| {
                let now = desk.clock.now();
                transaction.put_officer(&name, &role, &hash, now)?;
                let entry = Entry {
                    act: "officer-added",
                    at: now,
                    by: desk.identity.as_str(),
                    agreement: None,
                    partner: None,
                    detail: json!({ "officer": name, "role": role }),
                };
                record(transaction, &*desk.randomness, &entry, Concerns::default()).map(|_| ())
            })
            .await?;
        Ok(password)
    }

    /// All officers, by name.
    pub async fn officers(&self) -> Result<Vec<HeldOfficer>, ActError> {
        self.desk.store.read(|view| Ok(view.officers()?)).await
    }

    /// Signs an officer in; gives the session's secret.
    ///
    /// # Errors
    ///
    /// [`ActError::SignIn`], in the same words and after the same work, whether the name or the
    /// password is wrong, or the account waits after too many wrong ones.
    pub async fn sign_in(&self, name: &str, password: &str) -> Result<String, ActError> {
        let wanted = name.to_owned();
        let officer = self
            .desk
            .store
            .read(move |view| Ok::<_, ActError>(view.officer(&wanted)?))
            .await?;
        let hash = officer.map_or_else(|| NOBODY.to_owned(), |officer| officer.password);
        let right = verify_password(password.to_owned(), hash.clone()).await;
        let token = URL_SAFE_NO_PAD.encode(secret(&*self.desk.randomness)?);
        let digest = session_digest(&token);
        let (now, wanted) = (self.now(), name.to_owned());
        let signed_in = self
            .desk
            .store
            .write(move |transaction| {
                // Looked up again: of many who try at the same time, each one counts.
                let officer = transaction
                    .officer(&wanted)?
                    .filter(|it| it.password == hash);
                match officer.filter(|officer| officer.locked_until <= now) {
                    Some(officer) if right => {
                        begin_session(transaction, &officer, &digest, now).map(|()| true)
                    }
                    Some(officer) => count_failure(transaction, &officer, now).map(|()| false),
                    // As much work for the disk as to count a failure.
                    None => transaction
                        .set(REFUSED, now.to_string().as_bytes())
                        .map(|()| false),
                }
            })
            .await
            .map_err(ActError::Store)?;
        if signed_in {
            Ok(token)
        } else {
            Err(ActError::SignIn)
        }
    }

    /// Who holds the session with this secret, if it has not ended.
    pub async fn session(&self, token: &str) -> Result<Option<SignedIn>, ActError> {
        let digest = session_digest(token);
        let found = self
            .desk
            .store
            .read(move |view| Ok::<_, ActError>(view.session(&digest)?))
            .await?;
        let now = self.now();
        let Some(session) = found.filter(|session| {
            session.created_at > before(now, LONGEST) && session.seen_at > before(now, IDLE)
        }) else {
            return Ok(None);
        };
        // To the minute, so that looking at pages does not become writing.
        if session.seen_at < before(now, SignedDuration::from_mins(1)) {
            self.desk
                .store
                .write(move |transaction| {
                    Ok::<_, ActError>(transaction.touch_session(&digest, now)?)
                })
                .await?;
        }
        Ok(Some(SignedIn {
            name: session.officer.name,
            role: session.officer.role,
        }))
    }

    /// Ends a session.
    pub async fn sign_out(&self, token: &str) -> Result<(), ActError> {
        let digest = session_digest(token);
        self.desk
            .store
            .write(move |transaction| Ok(transaction.end_session(&digest)?))
            .await
    }
}

/// A password hash of the same cost as any other, of which nobody knows a password: so that a name
/// that does not exist takes as long as one that does.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$\
    bWl0aGFxIGtub3dzIG5vYm9keSBieSB0aGlzIG5hbWU$\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The setting that is written when nobody is there whose failures could be counted.
const REFUSED: &str = "sign-in-refused";

fn begin_session(
    transaction: &Transaction<'_>,
    officer: &HeldOfficer,
    digest: &[u8; 32],
    now: Timestamp,
) -> Result<(), StoreError> {
    transaction.end_old_sessions(before(now, LONGEST), before(now, IDLE))?;
    transaction.set_failures(officer.key, 0, Timestamp::UNIX_EPOCH)?;
    transaction.put_session(digest, officer.key, now)
}

fn count_failure(
    transaction: &Transaction<'_>,
    officer: &HeldOfficer,
    now: Timestamp,
) -> Result<(), StoreError> {
    let failures = officer.failures.saturating_add(1);
    let locked_until = if failures.is_multiple_of(FAILURES_ALLOWED) {
        now.checked_add(LOCK).unwrap_or(Timestamp::MAX)
    } else {
        officer.locked_until
    };
    transaction.set_failures(officer.key, failures, locked_until)
}

fn before(now: Timestamp, span: SignedDuration) -> Timestamp {
    now.checked_sub(span).unwrap_or(Timestamp::MIN)
}

fn session_digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Passwords looked at together: a crowd at the door waits in line and costs no more memory.
static HASHING: Semaphore = Semaphore::const_new(2);

/// Argon2id with its recommended cost: about 30 ms and 19 MiB, off the threads that serve.
async fn hash_password(password: String, salt: [u8; 32]) -> Result<String, ActError> {
    let _turn = HASHING.acquire().await;
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
    })
    .await;
    match hashed {
        Ok(Ok(hash)) => Ok(hash),
        _ => Err(ActError::Officer("the password could not be hashed")),
    }
}

async fn verify_password(password: String, stored: String) -> bool {
    let _turn = HASHING.acquire().await;
    let verified = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&stored).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        })
    })
    .await;
    verified.unwrap_or(false)
}
