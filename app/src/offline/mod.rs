//! Work without a network: what a person types and photographs is kept on the device, at once.
//!
//! One IndexedDB database with two stores: `drafts` (JSON) and `photos` (bytes as ArrayBuffer, never Blob or file handle:
//! those go bad on some phones). Only the outbox sends anything: what somebody has pressed "send" for.

pub mod api;
pub mod device;
pub mod door;
mod draft;
pub mod drafts;
mod expiry;
mod key;
mod list;
pub mod outbox;
mod page;
mod photo;
mod rescue;
mod sealing;
mod share;
mod store;
pub mod vault;
mod wipe;

pub use device::{APPLY, FIELD};
pub use draft::{Draft, Parcel, Standing};
pub use drafts::DraftsPage;
pub use key::{hex, random_key};
pub use page::OfflinePage;
pub use photo::Photo;
pub use share::SharePage;
pub use store::{
    ROOM_FOR_ONE, ROOM_FOR_SOME, fits, forget_photo, list_drafts, load_draft, load_photo,
    save_draft, save_photo, storage, take_code, wipe_draft,
};
pub(crate) use store::{get_raw, names, put_raw, stock_codes};
pub(crate) use wipe::deafen;
