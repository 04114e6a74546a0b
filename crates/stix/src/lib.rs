//! STIX 2.1 objects: ids, versions, markings, canonical form, validation.
//!
//! An [`Object`] in hand is valid, knows what it refers to and how it is marked, and still has the
//! text that was received. The steps are public too: [`parse`] reads strict JSON, [`canonical()`]
//! and [`digest`] give the RFC 8785 form, [`survey`] and [`Elements`] take files of any size
//! apart in bounded memory, [`check_new_version`] guards the history of an object,
//! [`new_version`], [`revoke`] and [`Markings`] make the next part of it, [`sco_id()`] names
//! observables by their content, and [`translate`] shows an object in another language.
//!
//! ```
//! use mithaq_stix::{Limits, Object};
//!
//! let text = br#"{
//!     "type": "indicator", "spec_version": "2.1",
//!     "id": "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
//!     "created": "2016-04-06T20:03:48.000Z", "modified": "2016-04-06T20:03:48.000Z",
//!     "name": "Poison Ivy", "indicator_types": ["malicious-activity"],
//!     "pattern": "[ipv4-addr:value = '198.51.100.1']", "pattern_type": "stix",
//!     "valid_from": "2016-01-01T00:00:00Z"
//! }"#;
//! let checked = Object::read(text, &Limits::default()).expect("the object is valid");
//! assert_eq!(checked.object.kind(), "indicator");
//! assert_eq!(checked.object.version_key(), "2016-04-06T20:03:48");
//!
//! let refused = Object::read(br#"{"type": "tool"}"#, &Limits::default()).expect_err("no id");
//! assert!(refused.findings.iter().any(|finding| finding.path == "id"));
//! ```
//!
//! # What is in scope
//!
//! - Reading and checking one object of STIX 2.1 (Errata 01), unknown types and extensions kept.
//! - The objects of [`cooperation`], such as agreements: our own extension of STIX.
//! - Identifiers, timestamps, Traffic Light Protocol markings.
//! - The pattern language: [`pattern`] reads, prints, compares and matches, one pattern or many.
//! - Canonical form and digest; comparing two versions of an object.
//! - Cutting bundles, envelopes, lists and lines into objects.
//! - Making new versions, revoking, marking objects and parts of them; ids of observables.
//! - Translations: whether they fit, and an object read through one.
//!
//! # What is out of scope
//!
//! - Other editions of STIX; a 2.0 object is refused and named as one.
//! - Anything that needs more than one object, but for versions and translations: the store
//!   knows the others.
//! - Who may change an object, and storing or sending what was made.

mod bundle;
mod canonical;
mod check;
mod confidence;
mod finding;
pub mod fuzz;
mod id;
mod json;
mod limits;
mod marking;
mod object;
pub mod pattern;
mod sco_id;
mod texts;
mod time;
mod translation;
mod version;

pub use bundle::{Element, Elements, ReadBundleError, Repeats, Shape, Survey, survey};
pub use canonical::{Digest, ParseDigestError, canonical, digest};
pub use check::Customs;
pub use check::cooperation;
pub use confidence::ConfidenceScale;
pub use finding::{Finding, Severity};
pub use id::{ObjectId, ParseIdError};
pub use json::{
    JsonErrorKind, Member, Members, Number, ParseJsonError, Value, compact, parse, print,
};
pub use limits::Limits;
pub use marking::{
    Effective, Mark, MarkingError, Markings, ParseMarkError, ParseSelectorError, ParseTlpError,
    Place, Reach, Selector, Tlp, is_standard_marking, standard_marking,
};
pub use object::{Checked, Class, Object, Reference, Rejected};
pub use sco_id::{ScoIdError, sco_id};
pub use texts::{Text, texts};
pub use time::{ParseTimeError, StixTime};
pub use translation::{check_translation, translate};
pub use version::{Changes, VersionFacts, check_new_version, new_version, revoke, says_the_same};
