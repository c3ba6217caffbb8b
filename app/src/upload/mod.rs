//! Photographs: shrunk on the device, kept there, sent by tus 1.0.0 until the server has every byte.

mod alone;
mod queue;
mod shrink;
mod tus;
mod watch;

pub use alone::alone;
pub use queue::{
    AnyDesk, Soon, UploadDesk, Uploads, drop_photo, jitter, pause, pending, send_all, wake,
    wake_on_return,
};
pub use shrink::{Shrunk, Unreadable, shrink};
pub use tus::sleep;
