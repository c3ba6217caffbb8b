//! The server as clients meet it: real HTTP to the real router, real SQLite, real files.

mod bad_input;
mod calls;
mod client;
mod doors;
mod given;
mod life;
mod logbook;
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
