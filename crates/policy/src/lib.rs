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
