//! Reading queries and matching texts.
//!
//! `cargo +nightly fuzz run query fuzz/corpus/query crates/text/corpus/query`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| mithaq_text::fuzz::query(bytes));
