//! The server as clients meet it: real HTTP to the real router, real SQLite, real files.

mod arguments;
mod bad_input;
mod calls;
mod client;
mod doors;
// The same local e-sign service as the use-cases are tried with; here not with every mood.
#[allow(dead_code)]
#[path = "../../../crates/backend/src/testing/esign.rs"]
mod esign;
mod given;
mod letters;
mod life;
mod logbook;
mod matrix;
mod office;
mod offline;
mod pages;
mod process;
mod proxy;
mod tus_checksum;
mod tus_core;
mod tus_creation;
mod tus_cut;
mod tus_end;
mod tus_limits;
mod tus_with_upload;
mod whatsapp;
