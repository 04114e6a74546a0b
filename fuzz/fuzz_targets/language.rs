//! Language tags and translations.
//!
//! `cargo +nightly fuzz run language fuzz/corpus/language crates/stix/corpus/language`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| mithaq_stix::fuzz::language(bytes));
