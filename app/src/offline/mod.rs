//! Work without a network: what a person types and photographs is kept on the device, at once.
//!
//! One IndexedDB database with two stores: `drafts` (JSON) and `photos` (bytes as ArrayBuffer, never Blob or file handle:
//! those go bad on some phones). Nothing here is sent anywhere.

mod draft;
mod page;
mod share;
mod store;

pub use draft::{Draft, Photo, random_key};
pub use page::OfflinePage;
pub use share::SharePage;
pub use store::{forget_photo, load_draft, load_photo, save_draft, save_photo, wipe_draft};
