//! The head of a request to `/files`. `server/src/http/files/fuzz.rs` says what must hold; the server itself, with all
//! its pages, isn't needed for it.
#![no_main]
#![allow(dead_code)]

#[path = "../../server/src/http/files/fuzz.rs"]
mod fuzz;
#[path = "../../server/src/http/files/heads.rs"]
mod heads;
#[path = "../../server/src/http/files/metadata.rs"]
mod metadata;

libfuzzer_sys::fuzz_target!(|text: &[u8]| fuzz::head(text));
