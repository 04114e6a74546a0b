//! What the tests share: a clock that stands still, ids that repeat, and nodes in temporary
//! folders that know each other.
//!
//! # What is in scope
//!
//! * [`ManualClock`] and [`SeededRandomness`], so that snapshots need no masking.
//! * [`TestNode`], and [`introduce`] to make two of them partners.
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

pub use clock::{ManualClock, SeededRandomness};
pub use nodes::{TestNode, conclude, introduce};
pub use objects::{agreement, indicator, object, read, relationship, report};
