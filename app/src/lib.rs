//! What people see.
//!
//! Every page is rendered on the server and readable before any script; islands wake up only where something moves.
//! Pages never touch the backend: they call the server functions of their noun's `api.rs`, which on the server are
//! plain calls. See `docs/ARCHITECTURE.md`.

#![recursion_limit = "512"]

pub mod application;
pub mod call;
#[cfg(feature = "ssr")]
pub mod context;
pub mod error;
pub mod facts;
pub mod field;
pub mod home;
mod json;
pub mod letter;
pub mod message;
pub mod officer;
pub mod offline;
pub mod pages;
pub mod pickup;
pub mod region;
pub mod routes;
pub mod service;
pub mod ui;
pub mod upload;
