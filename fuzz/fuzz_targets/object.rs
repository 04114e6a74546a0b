//! Objects, from bytes to verdict.
//!
//! `cargo +nightly fuzz run object fuzz/corpus/object crates/stix/corpus/object`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| mithaq_stix::fuzz::object(bytes));
