//! Words and rules of Genggam.
//!
//! What is valid, what is allowed and what comes next is decided here and nowhere else.
//! Browser, server and command line call the same functions, so they can't disagree.
//! Nothing in this crate reads a clock, a file, the network or randomness: whoever calls passes them in.

pub mod answer;
pub mod application;
pub mod assistance;
pub mod calendar;
pub mod clock;
pub mod code;
pub mod delegation;
pub mod document;
pub mod error;
#[cfg(not(target_arch = "wasm32"))]
pub mod flaw;
pub mod form;
pub mod hours;
pub mod letter;
pub mod message;
pub mod mismatch;
pub mod officer;
pub mod person;
pub mod photo;
pub mod pickup;
pub mod private;
pub mod product;
pub mod profile;
pub mod region;
pub mod rescue;
pub mod rule;
pub mod search;
pub mod service;
pub mod text;
pub mod upload;
pub mod validate;
pub mod view;
