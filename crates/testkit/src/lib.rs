//! What the tests share: a clock that stands still, ids that repeat, and nodes in temporary
//! folders that know each other.
//!
//! # What is in scope
//!
//! * [`ManualClock`] and [`SeededRandomness`], so that snapshots need no masking.
//! * [`TestNode`], and [`introduce`] to make two of them partners.
//! * [`Schema`], a place on a PostgreSQL server that goes away with the test.
//! * Small invented objects ([`indicator`], [`report`]) and a readable agreement ([`agreement`]).
//!
//! # What is out of scope
//!
//! * Anything that a program needs: this crate is a dev-dependency only.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test that cannot set up its world must stop, and says where"
)]

mod clock;
mod nodes;
mod objects;
mod schema;

pub use clock::{ManualClock, SeededRandomness};
pub use nodes::{NodeDir, TestNode, conclude, introduce};
pub use objects::{agreement, indicator, object, read, relationship, report};
pub use schema::Schema;
