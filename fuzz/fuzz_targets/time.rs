//! Timestamps.
//!
//! `cargo +nightly fuzz run time fuzz/corpus/time crates/stix/corpus/time`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| mithaq_stix::fuzz::time(bytes));
