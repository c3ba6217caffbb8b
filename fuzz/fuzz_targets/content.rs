//! A file from a phone: `crates/backend/src/document/fuzz.rs` says what must hold.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| backend::content(bytes));
