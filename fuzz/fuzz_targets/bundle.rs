//! Files of objects, whole and broken.
//!
//! `cargo +nightly fuzz run bundle fuzz/corpus/bundle crates/stix/corpus/bundle`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| mithaq_stix::fuzz::bundle(bytes));
