//! Showing texts, and names of any form.
//!
//! `cargo +nightly fuzz run snippet fuzz/corpus/snippet crates/text/corpus/snippet`

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| mithaq_text::fuzz::snippet(bytes));
