//! Keeps one node's graph, agreements, releases and log on disk.
//!
//! A [`Store`] has one writer and many readers. An act of the node is one closure given to
//! [`Store::write`]: everything that it does through its [`Transaction`] is kept together or not at
//! all, and it is on disk before the caller hears of it. [`Store::read`] gives a [`Snapshot`].
//!
//! # What is in scope
//!
//! * Object versions as they were received, what they name, and their handling ([`HeldVersion`]).
//! * Partners, their tokens, agreements and the acts about them, officers and sessions.
//! * The decision that holds for each object under each agreement, and the sequence of releases.
//! * The log's entries and tiles, in the same transaction as the act that they record.
//!
//! # What is out of scope
//!
//! * Who may read what: `node` asks, the store answers.
//! * What the log's bytes mean, and its arithmetic: `ledger`.

mod agreements;
mod copy;
mod database;
mod disclosures;
mod engine;
mod error;
mod graph;
mod keep;
mod keys;
mod log;
mod migrations;
mod objects;
mod officers;
mod partners;
mod place;
mod releases;
mod search;
mod settings;
mod soundness;
mod tables;
mod transaction;

pub use agreements::{AgreementAct, HeldAgreement, NewAgreementAct};
pub use copy::{CopyProgress, CopyStoreError, Enclosed, Restored, StoreDigest, TableDigest};
pub use database::{ParseStoreAddressError, PostgresAddress, StoreAddress};
pub use disclosures::{HeldDisclosure, HeldReceipt, IntakeCursor, NewDisclosure, NewReceipt};
pub use engine::Store;
pub use error::{OpenStoreError, StoreError};
pub use graph::{Link, Neighbourhood, Reach};
pub use keys::{AgreementKey, ObjectKey, OfficerKey, PartnerKey, VersionKey};
pub use log::{HeldEntry, NewEntry};
pub use objects::{GraphCounts, Handling, HeldVersion, Node, Origin, Text, VersionSummary};
pub use officers::{HeldOfficer, HeldSession};
pub use partners::{HeldPartner, NewPartner};
pub use releases::{AgreementTotals, DecisionNow, ReleaseFilter, ReleasedVersion, WithheldObject};
pub use search::{
    Closeness, Found, FoundPage, Indexed, Indexer, ParseSearchPlaceError, Search, SearchPlace,
    is_name, is_said,
};
pub use transaction::{Snapshot, Transaction};
