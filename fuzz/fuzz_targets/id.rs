//! Identifiers.
//!
//! `cargo +nightly fuzz run id fuzz/corpus/id crates/stix/corpus/id`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| mithaq_stix::fuzz::id(bytes));
