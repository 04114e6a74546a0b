//! JSON texts and their canonical form.
//!
//! `cargo +nightly fuzz run json fuzz/corpus/json crates/stix/corpus/json`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| mithaq_stix::fuzz::json(bytes));
