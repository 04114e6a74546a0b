//! Selectors, and marking what they find.
//!
//! `cargo +nightly fuzz run selector fuzz/corpus/selector crates/stix/corpus/selector`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| mithaq_stix::fuzz::selector(bytes));
