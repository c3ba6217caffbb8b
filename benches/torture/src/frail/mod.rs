//! A disk that forgets: what was written but not synced may be gone after a power cut, or half there, in any order.

mod disk;
mod mount;

pub use disk::{Disk, Loss};
pub use mount::Frail;
