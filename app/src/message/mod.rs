//! Messages: the resident's leave on the status page, and the officers' list of whom to call.

pub mod api;
mod calls;
mod news;

/// What makes the button for notices work; the server hands it out.
pub const PUSH_SCRIPT: &str = include_str!("push.js");

pub use calls::CallsPage;
pub use news::News;
