//! Turns agreements into Cedar policies and decides with them, giving reasons.
//!
//! ```text
//! Draft::parse → Draft::conclude → Agreement ─┬─ to_json: the bytes that both parties sign
//!                                             ├─ compile: Compiled ── decide: Permit or Deny
//!                                             ├─ sentences: the same for people to read
//!                    the acts about it ───────┴─ standing: is it in force now?
//! ```
//!
//! Everything here is a pure function: the same agreement, attributes and time give the same
//! decision, and the same compiled hash, on every node.
//!
//! ```
//! use mithaq_policy::{
//!     Attributes, Decision, Draft, Facts, Lang, Party, Question, ReasonCode, standing,
//! };
//!
//! let draft = Draft::parse(r#"
//! name = { en = "Memorandum on cybercrime" }
//! instrument = "memorandum"
//! parties = ["self", "Customs of Norvania"]
//! enters_into_force = "on-signature"
//! authentic = ["en"]
//!
//! [[article]]
//! number = "1"
//! title = { en = "Exchange of information" }
//! text = { en = "The parties give each other what they know of cybercrime." }
//! grants = { subjects = ["cybercrime"], object_types = ["indicator"] }
//!
//! [[article]]
//! number = "2"
//! title = { en = "Confidentiality" }
//! text = { en = "Nothing above TLP:AMBER is given." }
//! ceiling = { tlp = "amber" }
//! "#)?;
//! let us = Party {
//!     id: "identity--311b2d2d-f010-4473-83ec-1edf84858f4c".parse()?,
//!     name: "Border Safety of Sorland".to_owned(),
//! };
//! let them = Party {
//!     id: "identity--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f".parse()?,
//!     name: "Customs of Norvania".to_owned(),
//! };
//! let id = "coop-agreement--2f0d5a3c-9f0e-4b59-8d8c-4f4c7a1b5e60".parse()?;
//! let agreement = draft.conclude(
//!     id,
//!     "2026-11-01T09:00:00Z".parse()?,
//!     vec![us.clone(), them.clone()],
//!     us.id.clone(),
//! )?;
//!
//! let signed = "2026-11-02T09:00:00Z".parse()?;
//! let signatures = vec![(us.id.clone(), signed), (them.id.clone(), signed)];
//! let facts = Facts { signatures, ..Facts::default() };
//! let now = "2026-11-21T12:00:00Z".parse()?;
//! let object = Attributes {
//!     kind: "indicator".to_owned(),
//!     subjects: ["cybercrime".to_owned()].into(),
//!     tlp: "amber+strict".parse()?,
//!     own: true,
//! };
//! let standing = standing(&agreement, &facts, now);
//! let question = Question { partner: &them.id, object: &object, standing, now };
//! let Decision::Deny { reasons } = agreement.compile().decide(&question) else {
//!     panic!("given above the ceiling");
//! };
//! assert_eq!(reasons[0].code, ReasonCode::AboveCeiling);
//! assert_eq!(
//!     reasons[0].sentence(Lang::En),
//!     "marked TLP:AMBER+STRICT, above the ceiling TLP:AMBER of article 2"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is in scope
//!
//! - The draft of an agreement, a TOML file, and the rules of drafting.
//! - The signed form of an agreement: canonical JSON of a STIX `coop-agreement`.
//! - Its terms (subjects, object types, TLP ceiling, days of validity) as Cedar policies, and the
//!   decision with every failing reason.
//! - Where an agreement stands: signed, in force, suspended, ended.
//! - Reasons and terms as sentences in Arabic, French and English.
//!
//! # What is out of scope
//!
//! - Loading, recording or sending anything, and reading a clock.
//! - Signatures: whether one is genuine is found out before it becomes a fact here.
//! - The graph: the caller finds which objects an object names, and says [`Reason::closure`].

mod agreement;
mod article;
mod clause;
mod compile;
mod content;
mod dates;
mod decide;
mod draft;
mod instrument;
mod lang;
mod months;
mod reason;
mod sentences;
mod standing;
mod texts;
mod tlp_text;
mod vocabulary;
mod wire;
mod word;

pub use agreement::{Agreement, ConcludeError, MOST_AGREEMENT_BYTES, PartiesFlaw, Party};
pub use article::{Article, Grants, Terms, Validity};
pub use compile::{CompileError, Compiled, PolicyText, SCHEMA};
pub use content::Flaw;
pub use decide::{Attributes, AttributesKey, Decision, Question};
pub use draft::{Draft, ReadDraftError};
pub use instrument::{EntryRule, Instrument};
pub use lang::{Lang, UnknownLangError};
pub use reason::{Detail, Reason, ReasonCode};
pub use sentences::{Kind, Sentence};
pub use standing::{Denunciation, Facts, Standing, Suspension, next_change, standing};
pub use texts::Texts;
pub use vocabulary::{instrument_name, subject_name, type_name};
pub use wire::ReadAgreementError;
pub use word::NotAWordError;

/// The STIX extension definition under which `coop-agreement` is a type of object.
pub const AGREEMENT_EXTENSION: &str = "extension-definition--9dee8380-60d7-41c6-a3c9-6832a1dc2cc1";

/// The payload type under which an agreement's bytes are signed.
pub const AGREEMENT_PAYLOAD_TYPE: &str = "application/vnd.mithaq.agreement+json;v=1";
