//! The request's end of writing: decides who may append, and where. The bytes go to an owner (`owner.rs`).

use super::checksum::Checksum;
use super::create::Begun;
use super::owner::{Owner, Piece, QUEUE};
use super::turn::{Call, Held};
use super::{Stage, Upload, UploadInfo, WriteFault};
use crate::Backend;
use crate::fault::Fault;
use bytes::Bytes;
use domain::error::Error;
use domain::upload::MAX_BYTES;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// A piece of this size or less is copied: as it comes it holds on to the whole buffer that the connection read into, and
/// a slow phone would fill one for each packet.
const SMALL: usize = 4096;

/// How a request's bytes are to be taken.
#[derive(Clone, Debug, Default)]
pub struct Append {
    /// Where they begin.
    pub offset: u64,
    /// How long the whole file is, where it was not said when the upload began.
    pub length: Option<u64>,
    /// How many bytes the request says that it brings.
    pub announced: Option<u64>,
    /// What the request's bytes must add up to. Then they count all or not at all.
    pub checksum: Option<Checksum>,
}

/// The way of one request's bytes to the disk. Dropping it keeps every byte pushed.
pub struct Writer {
    /// `None` once the owner was told the end.
    pieces: Option<mpsc::Sender<Piece>>,
    call: Call,
    owner: Option<JoinHandle<Result<UploadInfo, WriteFault>>>,
}

impl Writer {
    /// Passes bytes on. An error says why no more are taken; what came before is kept.
    pub async fn push(&mut self, bytes: impl Into<Bytes>) -> Result<(), WriteFault> {
        let mut bytes = bytes.into();
        if bytes.len() <= SMALL {
            bytes = Bytes::copy_from_slice(&bytes);
        }
        if let Some(pieces) = &self.pieces
            && pieces.send(Piece::Bytes(bytes)).await.is_ok()
        {
            return Ok(());
        }
        // The owner stopped before the end.
        Err(self
            .outcome()
            .await
            .err()
            .unwrap_or_else(|| Error::malformed("body").into()))
    }

    /// Waits until somebody newer came, or the server stops. For a moment the bytes that are at hand are still taken;
    /// then call [`Writer::cut`].
    pub async fn stopped(&mut self) {
        match &self.pieces {
            Some(pieces) => tokio::select! {
                () = self.call.heard() => {}
                // Nothing is taken any more.
                () = pieces.closed() => {}
            },
            None => std::future::pending().await,
        }
    }

    /// All bytes of this request were pushed: waits until they are on the disk.
    /// If they were the file's last, also until it is checked, unless many others are waiting for that.
    pub async fn finish(mut self) -> Result<UploadInfo, WriteFault> {
        if let Some(pieces) = &self.pieces {
            let _ = pieces.send(Piece::End).await;
        }
        self.outcome().await
    }

    /// The request didn't end as it should: waits until what came of it is on the disk.
    pub async fn cut(mut self) -> Result<UploadInfo, WriteFault> {
        self.outcome().await
    }

    async fn outcome(&mut self) -> Result<UploadInfo, WriteFault> {
        self.pieces = None;
        // Whoever stops waiting may ask again.
        let Some(owner) = &mut self.owner else {
            return Err(Error::Unavailable.into());
        };
        let outcome = owner.await;
        self.owner = None;
        outcome.map_err(Fault::from)?
    }
}

impl Backend {
    /// Takes bytes. Call it before the first byte of the body is read.
    pub async fn upload_write(
        &self,
        token: &str,
        id: &str,
        append: Append,
    ) -> Result<Writer, WriteFault> {
        let draft = self.live_draft(token).await?;
        if self.writers.is_taken(id) {
            // Nobody sends away whose upload isn't theirs.
            self.find_upload(&draft, id).await?;
        }
        let held = self.writers.take(id).await;
        let mut upload = self.find_upload(&draft, id).await?;
        if self.writers.is_closing() {
            return Err(Error::Unavailable.into());
        }
        let grows = match upload.stage {
            Stage::Bad => return Err(self.refusal(id).await?.into()),
            Stage::Removed => return Err(Error::NotFound.into()),
            // Nothing more can come, but an empty request at the end is fine.
            Stage::Arrived | Stage::Complete => false,
            Stage::Receiving => {
                if upload.received > 0 {
                    upload.received = self.settle_file(&upload).await?;
                }
                true
            }
        };
        if append.offset != upload.received {
            return Err(WriteFault::WrongOffset {
                offset: upload.received,
            });
        }
        check_announced(&append, &upload)?;
        if let Some(length) = append.length {
            self.settle_length(&mut upload, length).await?;
        }
        if grows {
            self.hold_room(&draft, &mut upload).await?;
        }
        Ok(self.writer(held, upload, grows, append.checksum))
    }

    /// Takes the bytes that come along with an upload's beginning.
    pub async fn upload_write_begun(
        &self,
        token: &str,
        begun: Begun,
        append: Append,
    ) -> Result<Writer, WriteFault> {
        let Some(fresh) = begun.fresh else {
            return self.upload_write(token, &begun.info.id, append).await;
        };
        let (held, upload) = *fresh;
        check_announced(&append, &upload)?;
        Ok(self.writer(held, upload, true, append.checksum))
    }

    fn writer(
        &self,
        held: Held,
        upload: Upload,
        grows: bool,
        checksum: Option<Checksum>,
    ) -> Writer {
        let (sender, pieces) = mpsc::channel(QUEUE);
        let call = held.call();
        let owner = Owner::new(self.clone(), held, upload, grows, checksum);
        Writer {
            pieces: Some(sender),
            call,
            owner: Some(tokio::spawn(owner.run(pieces))),
        }
    }
}

/// More than the file has room for is refused before any of it is read: no byte of such a request can be trusted.
fn check_announced(append: &Append, upload: &Upload) -> Result<(), Error> {
    let length = upload.length.or(append.length);
    let room = length.unwrap_or(MAX_BYTES).saturating_sub(append.offset);
    match append.announced {
        Some(bytes) if bytes > room && length.is_none() => Err(Error::TooLarge {
            max_bytes: MAX_BYTES,
        }),
        Some(bytes) if bytes > room => Err(Error::malformed("content-length")),
        _ => Ok(()),
    }
}
