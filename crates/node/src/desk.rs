//! The node itself: its store, its keys, its clock, and who it is.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use mithaq_ledger::NoteVerifier;
use mithaq_policy::{Agreement, AttributesKey, Compiled, Decision, Lang, Question};
use mithaq_stix::{Limits, Object, ObjectId, StixTime};
use mithaq_store::{HeldAgreement, OpenStoreError, Store, StoreError};
use serde::{Deserialize, Serialize};

use crate::accept::Acceptance;
use crate::clock::{Clock, Randomness, new_uuid};
use crate::home::{Home, NodeLimits};
use crate::keys::NodeKeys;
use crate::{ActError, NodeCard};

/// One agency's desk. Cheap to clone; all clones are the same node.
#[derive(Clone, Debug)]
pub struct Node {
    pub(crate) desk: Arc<Desk>,
}

#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) store: Store,
    pub(crate) keys: NodeKeys,
    pub(crate) profile: Profile,
    pub(crate) identity: ObjectId,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) randomness: Arc<dyn Randomness>,
    pub(crate) limits: NodeLimits,
    /// Agreements ready to decide with, by the SHA-256 of their text, which never changes.
    instruments: Mutex<HashMap<[u8; 32], Arc<Instrument>>>,
}

/// Who a node is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    identity: String,
    /// The name of the agency.
    pub name: String,
    /// The country, as ISO 3166-1 alpha-2.
    pub country: String,
    /// The language of its pages when nobody says otherwise.
    pub language: String,
    /// The name of its log.
    pub origin: String,
}

/// What has to be said to make a node.
#[derive(Clone, Debug)]
pub struct NewNode {
    /// The name of the agency.
    pub name: String,
    /// The country, as ISO 3166-1 alpha-2.
    pub country: String,
    /// The language of its pages.
    pub language: Lang,
}

/// An agreement ready to decide with.
#[derive(Debug)]
pub(crate) struct Instrument {
    pub(crate) agreement: Agreement,
    pub(crate) compiled: Compiled,
    /// Decisions made before: objects differ far more than what agreements speak of.
    decided: Mutex<HashMap<AttributesKey, Decision>>,
}

/// Decisions remembered for each agreement; a few hundred bytes each.
const DECISIONS_REMEMBERED: usize = 4096;

impl Instrument {
    /// Decides, or remembers what was decided about the same question.
    pub(crate) fn decide(&self, question: &Question<'_>) -> Decision {
        let key = self.compiled.key(question);
        let known = || self.decided.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(decision) = known().get(&key) {
            return decision.clone();
        }
        let decision = self.compiled.decide(question);
        let mut decided = known();
        if decided.len() >= DECISIONS_REMEMBERED {
            decided.clear();
        }
        decided.insert(key, decision.clone());
        decision
    }
}

const PROFILE: &str = "profile";

impl Node {
    /// Makes a node in an empty folder, and perhaps an empty database: its identity, its keys, its
    /// store.
    ///
    /// # Errors
    ///
    /// [`ActError::Open`] if there is a node there already.
    pub async fn create(
        home: impl Into<Home>,
        new: &NewNode,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, ActError> {
        let is_shown = |c: char| {
            !c.is_control() && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        };
        if new.name.trim().is_empty() || !new.name.chars().all(is_shown) {
            return Err(ActError::AgencyName);
        }
        let home = home.into();
        std::fs::create_dir_all(&home.dir)?;
        if home.dir.join("keys").exists() {
            // Somebody's keys: whatever goes wrong from here on, they are not ours to remove.
            return Err(OpenStoreError::Exists(home.dir.display().to_string()).into());
        }
        let store = Store::create(&home.store).await?;
        let made = Self::furnish(&home, store, new, clock, randomness).await;
        if made.is_err() {
            // What was begun goes, so that the folder can be tried again.
            let _ = std::fs::remove_dir_all(home.dir.join("keys"));
            let _ = Store::remove(&home.store).await;
        }
        made
    }

    /// Fills a new store with what makes it a node.
    async fn furnish(
        home: &Home,
        store: Store,
        new: &NewNode,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, ActError> {
        let uuid = new_uuid(&*randomness)?;
        let profile = Profile {
            identity: format!("identity--{uuid}"),
            name: new.name.clone(),
            country: new.country.to_ascii_uppercase(),
            language: new.language.code().to_owned(),
            // The name of the log must never change, so it is not made from what may.
            origin: format!("{uuid}.mithaq/log"),
        };
        let keys = NodeKeys::create(&home.dir.join("keys"), &profile.origin, &*randomness)?;
        let node = Self::assemble(store, keys, profile, home, clock, randomness)?;
        let identity = node.own_identity()?;
        node.accept(vec![identity], &Acceptance::default()).await?;
        // Last, because its presence says that the node is whole.
        let text = serde_json::to_vec(node.profile()).unwrap_or_default();
        node.desk
            .store
            .write(move |transaction| transaction.set(PROFILE, &text))
            .await
            .map_err(ActError::Store)?;
        Ok(node)
    }

    /// Opens a node.
    pub async fn open(
        home: impl Into<Home>,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, ActError> {
        let home = home.into();
        let store = Store::open(&home.store).await?;
        let text = store
            .read(|view| view.setting(PROFILE))
            .await
            .map_err(ActError::Store)?
            .ok_or_else(|| {
                StoreError::damaged(
                    "the node was never finished: remove the folder and run `mithaq init` again",
                )
            })?;
        let profile: Profile = serde_json::from_slice(&text)
            .map_err(|_| StoreError::damaged("the node's profile cannot be read"))?;
        let keys = NodeKeys::load(&home.dir.join("keys"), &profile.origin)?;
        Self::assemble(store, keys, profile, &home, clock, randomness)
    }

    fn assemble(
        store: Store,
        keys: NodeKeys,
        profile: Profile,
        home: &Home,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, ActError> {
        let identity = profile
            .identity
            .parse()
            .map_err(|_| StoreError::damaged("the node's own identity cannot be read"))?;
        Ok(Self {
            desk: Arc::new(Desk {
                store,
                keys,
                profile,
                identity,
                clock,
                randomness,
                limits: home.limits.clone(),
                instruments: Mutex::default(),
            }),
        })
    }

    /// The identity of this node's agency.
    pub fn identity(&self) -> &ObjectId {
        &self.desk.identity
    }

    /// Who this node is.
    pub fn profile(&self) -> &Profile {
        &self.desk.profile
    }

    /// How much of what comes in is too much.
    pub fn limits(&self) -> &NodeLimits {
        &self.desk.limits
    }

    /// The time by this node's clock.
    pub fn now(&self) -> Timestamp {
        self.desk.clock.now()
    }

    /// The key with which others check this node's log.
    pub fn log_key(&self) -> NoteVerifier {
        self.desk.keys.log().verifier()
    }

    /// The card by which this node makes itself known.
    pub fn card(&self) -> NodeCard {
        NodeCard::new(
            &self.desk.identity,
            &self.desk.profile.name,
            &self.desk.profile.country,
            &self.desk.keys.signing_public(),
            &self.log_key(),
        )
    }

    fn own_identity(&self) -> Result<Object, ActError> {
        let now = StixTime::from_timestamp(self.now());
        let text = serde_json::json!({
            "type": "identity",
            "spec_version": "2.1",
            "id": self.desk.profile.identity,
            "created": now.as_str(),
            "modified": now.as_str(),
            "name": self.desk.profile.name,
            "identity_class": "organization",
        });
        Object::read(text.to_string().as_bytes(), &Limits::default())
            .map(|checked| checked.object)
            .map_err(|rejected| {
                let finding = rejected.findings.into_iter().next();
                finding.map_or(
                    ActError::Officer("the name of the agency cannot be kept"),
                    |it| ActError::Object(Box::new(it)),
                )
            })
    }
}

impl Desk {
    /// The agreement, ready to decide with; read and compiled once.
    pub(crate) fn instrument(&self, held: &HeldAgreement) -> Result<Arc<Instrument>, ActError> {
        if let Some(known) = self.known().get(&held.sha256) {
            return Ok(Arc::clone(known));
        }
        let agreement = Agreement::from_json(&held.document)?;
        let compiled = agreement.compile();
        let instrument = Arc::new(Instrument {
            agreement,
            compiled,
            decided: Mutex::default(),
        });
        self.known().insert(held.sha256, Arc::clone(&instrument));
        Ok(instrument)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<[u8; 32], Arc<Instrument>>> {
        self.instruments
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
