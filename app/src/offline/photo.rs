//! A photograph as the device keeps it, and how far its upload has come.

use super::key::random_key;
use domain::photo::Advice;
use domain::upload::{Media, Size};
use serde::{Deserialize, Serialize};

/// One page of a document. The bytes lie in the photo store under `id`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// Made on the device.
    pub id: String,
    /// The upload's idempotency key: a lost answer to its creation gives the same upload again.
    pub upload_key: String,
    pub media: Media,
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal: nothing else is sent, and nothing else is taken. Empty where the browser
    /// computes none.
    #[serde(default)]
    pub sha256: String,
    /// The upload's address on the server, once there is one.
    pub upload: Option<String>,
    /// Its creation has been tried: some of it may have arrived.
    #[serde(default)]
    pub begun: bool,
    /// Bytes the server has confirmed.
    pub sent: u64,
    /// The server has all of it and has accepted it.
    pub done: bool,
    /// Refused for good, and why, in words; the person must take another one.
    #[serde(default)]
    pub refused: Option<String>,
    /// How large it goes.
    #[serde(default)]
    pub size: Size,
    /// What would make it easier to read.
    #[serde(default)]
    pub advice: Vec<Advice>,
}

impl Photo {
    /// The server has none of it (any more).
    pub fn begin_anew(&mut self) {
        self.upload = None;
        self.begun = false;
        self.upload_key = random_key();
        self.sent = 0;
        self.done = false;
    }

    /// The upload's id: the last part of its address.
    pub fn upload_id(&self) -> Option<String> {
        self.upload
            .as_ref()
            .and_then(|url| url.rsplit('/').next())
            .map(str::to_owned)
    }
}

/// Ids of finished uploads, in page order.
pub(super) fn uploaded(photos: &[Photo]) -> Vec<String> {
    let done = photos.iter().filter(|photo| photo.done);
    done.filter_map(Photo::upload_id).collect()
}
