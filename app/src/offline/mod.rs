//! Work without a network: what a person types and photographs is kept on the device, at once.
//!
//! One IndexedDB database with two stores: `drafts` (JSON) and `photos` (bytes as ArrayBuffer, never Blob or file handle:
//! those go bad on some phones). Only the outbox sends anything: what somebody has pressed "send" for.

mod door;
mod draft;
mod drafts;
mod list;
pub mod outbox;
mod page;
mod share;
mod store;
pub mod vault;

pub use draft::{Draft, Parcel, Photo, Standing, random_key, uploaded};
pub use drafts::DraftsPage;
pub use page::OfflinePage;
pub use share::SharePage;
pub use store::{
    forget_photo, list_drafts, load_draft, load_photo, save_draft, save_photo, storage, take_code,
    wipe_draft,
};
