//! New versions of objects.
//!
//! `cargo +nightly fuzz run version fuzz/corpus/version crates/stix/corpus/version`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| mithaq_stix::fuzz::version(bytes));
