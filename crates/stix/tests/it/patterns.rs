//! The pattern language.

mod conformance;
mod generated;
mod matching;
mod reading;
mod search;
mod set;
