//! The pattern language.

mod conformance;
