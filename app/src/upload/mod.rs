//! Photographs: shrunk on the device, kept there, sent by tus 1.0.0 until the server has every byte.

mod alone;
mod link;
mod queue;
mod shrink;
mod start;
mod sum;
mod tus;
mod wait;
mod watch;

pub use alone::alone;
pub use queue::{AnyDesk, Soon, UploadDesk, Uploads, drop_photo, left, pending, send_all};
pub use shrink::{Shrunk, Unreadable, bytes_of, shrink};
pub use start::{pause, wake, wake_on_return, wake_unless_saving, warm};
pub use sum::sha256;
pub use tus::sleep;
pub use wait::{not_before, settled, status_of, wait};
