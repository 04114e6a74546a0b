//! The agency's desk: every act as one function that decides, records and stores.
//!
//! A [`Node`] is one agency's node. Its acts — [`Node::import`], [`Node::draft`], [`Node::sign`],
//! [`Node::suspend`], [`Node::disclose`], [`Node::receive`] — each run in one transaction with the
//! entry of the log that records them, so the record and the facts never part.
//!
//! # What is in scope
//!
//! * Accepting objects, stamped with origin and handling.
//! * The life of agreements, and the decisions that follow from each change ([`Node::settle`]).
//! * [`Node::disclose`], the only door through which anything leaves; its [`Disclosed`] can be made
//!   nowhere else.
//! * Receipts, partners and their tokens, officers and their sessions, and what pages show.
//!
//! # What is out of scope
//!
//! * HTTP and files of other formats: `exchange`. Pages: `web`. SQL: `store`.
//! * What an agreement's words mean: `policy`.

mod accept;
mod admit;
mod agreements;
mod around;
mod card;
mod clock;
mod deliberate;
mod desk;
mod disclose;
mod envelope;
mod error;
mod examine;
mod export;
mod find;
mod home;
mod import;
mod keep;
mod keys;
mod look;
mod officers;
mod partners;
mod preview;
mod receipts;
mod receive;
mod record;
mod settle;
mod signatures;
mod standing;

pub use accept::{Acceptance, Outcome};
pub use admit::{Admitted, Offer};
pub use around::{FarEnd, LinkView, ObjectView, Provenance};
pub use card::{NodeCard, ReadCardError};
pub use clock::{
    Clock, NoRandomnessError, Randomness, SystemClock, SystemRandomness, new_uuid, secret,
};
pub use desk::{NewNode, Node, Profile};
pub use disclose::{Disclosed, Form, PAGE_MOST, Query, Refused};
pub use envelope::{PartySignature, ReadEnvelopeError, SignedAgreement, signed_bytes};
pub use error::ActError;
pub use examine::Check;
pub use export::{Export, Exported};
pub use find::{Findings, Hit, Quote, Run};
pub use home::{Home, NodeLimits};
pub use import::{ImportEvent, Imported, Rejection};
pub use keys::{KeyError, NodeKeys, write_private};
pub use look::{
    ActSummary, AgreementSummary, AgreementView, DisclosureView, EntryView, LogView, Named,
    Overview,
};
pub use officers::{ROLES, SignedIn};
pub use preview::{Explanation, Preview, PreviewSample};
pub use receive::{Received, ReceivedPage, Source};
pub use record::objects_root;
pub use settle::Settled;

// What the acts speak of, for the rooms above, which do not know the rooms below.
pub use mithaq_ledger::{Checkpoint, Hash, NotProved, NoteVerifier, Proved, Receipt};
pub use mithaq_policy::{
    Agreement, Article, EntryRule, Instrument, Kind as SentenceKind, Lang, Party, Reason,
    ReasonCode, Sentence, Standing, instrument_name, subject_name, type_name,
};
pub use mithaq_store::{
    Closeness, CopyProgress, CopyStoreError, Enclosed, GraphCounts, HeldDisclosure, HeldEntry,
    HeldOfficer, HeldPartner, HeldReceipt, HeldVersion, Link, Neighbourhood, NewPartner,
    OpenStoreError, ParseSearchPlaceError, ParseStoreAddressError, Reach, ReleasedVersion,
    Restored, Search, SearchPlace, StoreAddress, StoreDigest, VersionSummary, WithheldObject,
};
