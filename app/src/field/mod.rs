//! Helping without a network: making a device ready, and the residents of the day from what it keeps.
//!
//! Both pages are written by the server without knowing anybody; one island without views brings them to life. What is
//! personal lies on the device under a PIN (`kept.rs`), and is gone a week after the session at the latest.

pub mod api;
mod checks;
mod consent;
mod day;
mod draw;
mod handed;
mod kept;
mod page;
mod prepare;
mod ready;
mod resident;
mod send;
mod worker;

pub use kept::{count_unsent, wipe_all};
pub use page::FieldPage;
pub use ready::ReadyPage;
pub use send::keep_sending as keep_sending_notes;

/// Wakes the page, whichever of the two it is.
pub fn wake() {
    if day::wake().is_none() {
        prepare::wake();
    }
}
