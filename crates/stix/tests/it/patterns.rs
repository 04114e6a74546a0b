//! The pattern language.

mod conformance;
mod differential;
mod generated;
mod matching;
mod reading;
mod search;
mod set;
mod validation;
