//! Patterns, from bytes to matches.
//!
//! `cargo +nightly fuzz run pattern fuzz/corpus/pattern crates/stix/corpus/pattern`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| mithaq_stix::fuzz::pattern(bytes));
