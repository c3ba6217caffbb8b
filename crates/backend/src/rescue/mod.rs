//! Rescue: takes in what a device that couldn't send has put into a file.
//!
//! A whole file is opened before any of it counts: one that was changed or cut is refused with nothing taken in. Its
//! cases then go the way of any application (draft, uploads, submit) under the keys that the device made, so whatever
//! arrives twice, by two files or by the device itself, is one case. What is refused doesn't stop the ones behind it.

mod seal;

use seal::open;
#[cfg(any(test, feature = "testing"))]
pub(crate) use seal::seal;

use crate::Backend;
use crate::fault::Fault;
use crate::secret::hash;
use crate::upload::{Append, NewUpload, WriteFault};
use domain::error::{Error, Result};
use domain::form::text_of;
use domain::person::mask_name;
use domain::rescue::{BadRescue, Came, POINT, RescueLine, RescuedCase};
use domain::text::Text;
use domain::view::{SubmittedDocument, Ticket};
use tokio::sync::Mutex;

static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// The case, and the bytes of its photographs.
struct Parcel {
    case: RescuedCase,
    photos: Vec<Vec<u8>>,
}

/// Why a file wasn't taken in.
#[derive(Clone, Debug, PartialEq)]
pub enum RescueFault {
    Told(Error),
    File(BadRescue),
}

impl From<Error> for RescueFault {
    fn from(error: Error) -> RescueFault {
        RescueFault::Told(error)
    }
}

impl From<BadRescue> for RescueFault {
    fn from(bad: BadRescue) -> RescueFault {
        RescueFault::File(bad)
    }
}

impl Backend {
    /// The key that devices encrypt to. Everybody may know it.
    pub fn rescue_key(&self) -> [u8; POINT] {
        seal::keys(&self.secret).1
    }

    /// Takes in a file that somebody has brought to the office.
    ///
    /// # Errors
    /// Of the caller, or of the file as a whole; what is wrong with one case stands in its line.
    pub async fn import_rescue(
        &self,
        session: &str,
        file: &[u8],
    ) -> std::result::Result<Vec<RescueLine>, RescueFault> {
        let officer = self.rescuer(session).await?;
        let lines = self.import_rescue_here(file).await?;
        tracing::info!(
            officer = officer.id,
            cases = lines.len(),
            "a rescue file was imported"
        );
        Ok(lines)
    }

    /// Whether this officer takes in files.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for who doesn't work at the office, or sees no case.
    pub async fn check_rescuer(&self, session: &str) -> Result<()> {
        self.rescuer(session).await.map(|_| ())
    }

    async fn rescuer(&self, session: &str) -> Result<domain::officer::Officer> {
        let officer = self.caller(session).await?;
        if officer.role.takes_rescue() {
            Ok(officer)
        } else {
            Err(Error::Forbidden)
        }
    }

    /// The same for whoever runs the program on the server.
    ///
    /// # Errors
    /// As [`Backend::import_rescue`].
    pub async fn import_rescue_here(
        &self,
        file: &[u8],
    ) -> std::result::Result<Vec<RescueLine>, RescueFault> {
        let parcels = unpack(open(&self.secret, file)?)?;
        // Two officers with the same file would push each other off its uploads.
        let _alone = ONE_AT_A_TIME.lock().await;
        let mut lines = Vec::new();
        for parcel in parcels {
            lines.push(self.take_in(parcel).await);
        }
        Ok(lines)
    }

    async fn take_in(&self, parcel: Parcel) -> RescueLine {
        let submission = &parcel.case.submission;
        let service = self.catalogue.service(&submission.service);
        // A service that isn't there any more was called something; its id came from outside.
        let service = service.map_or_else(|| Text::from("-"), |service| service.name.clone());
        let applicant = mask_name(text_of(&submission.answers, "nama"));
        let came = self
            .try_take_in(&parcel)
            .await
            .unwrap_or_else(Came::Refused);
        RescueLine {
            service,
            applicant,
            came,
        }
    }

    async fn try_take_in(&self, parcel: &Parcel) -> Result<Came> {
        if let Some(receipt) = self.receipt_of_key(&parcel.case.submission.key).await? {
            return Ok(Came::Before(receipt.code));
        }
        // A draft or an upload that ended while the device lay in a drawer begins anew, each time under the same name.
        match self.send_parcel(parcel, |key| key.to_owned()).await {
            Err(Error::DraftEnded | Error::NotFound) => {
                self.send_parcel(parcel, |key| hash(&format!("rescue:{key}")))
                    .await
            }
            done => done,
        }
    }

    async fn send_parcel(&self, parcel: &Parcel, key: impl Fn(&str) -> String) -> Result<Came> {
        let case = &parcel.case;
        let ticket = self.rescue_ticket(case, &key(&case.device_key)).await?;
        let mut submission = case.submission.clone();
        submission.documents.clear();
        for (photo, bytes) in case.photos.iter().zip(&parcel.photos) {
            let page = self
                .bring_photo(&ticket, &photo.requirement, key(&photo.upload_key), bytes)
                .await?;
            let known = submission
                .documents
                .iter_mut()
                .find(|document| document.requirement == photo.requirement);
            match known {
                Some(document) => document.pages.push(page),
                None => submission.documents.push(SubmittedDocument {
                    requirement: photo.requirement.clone(),
                    pages: vec![page],
                }),
            }
        }
        let receipt = self.submit(&ticket.token, submission).await?;
        Ok(Came::New(receipt.code))
    }

    async fn rescue_ticket(&self, case: &RescuedCase, device_key: &str) -> Result<Ticket> {
        let service = &case.submission.service;
        if case.assistance.is_empty() && case.taken.is_empty() {
            return self.open_draft(service, device_key).await;
        }
        // Whoever helped isn't here with a session; that the leave is real and the helper still one of ours is checked.
        if !case.taken.is_empty() {
            let taken = serde_json::from_str(&case.taken);
            let taken = taken.map_err(|_| Error::malformed("taken"))?;
            return self.open_brought_draft(taken, service, device_key).await;
        }
        let helper = self.helper(Some(&case.assistance)).await?;
        let helper = helper.ok_or(Error::NotFound)?;
        self.draft_under(&helper.officer, &helper.assistance, service, device_key)
            .await
    }

    /// One photograph, from where it stands. Its upload's id.
    async fn bring_photo(
        &self,
        ticket: &Ticket,
        requirement: &str,
        key: String,
        bytes: &[u8],
    ) -> Result<String> {
        let new = NewUpload {
            requirement: requirement.to_owned(),
            length: Some(bytes.len() as u64),
            idempotency_key: Some(key),
            metadata: None,
            sha256: None,
            from: None,
        };
        let upload = self.upload_create(&ticket.token, new).await?;
        if !upload.complete {
            let append = Append {
                offset: upload.offset,
                ..Append::default()
            };
            let rest = bytes.get(upload.offset as usize..).unwrap_or_default();
            let writing = async {
                let mut writer = self.upload_write(&ticket.token, &upload.id, append).await?;
                writer.push(rest.to_vec()).await?;
                writer.finish().await
            };
            match writing.await {
                Ok(_) => {}
                Err(WriteFault::Refused(error)) => return Err(error),
                // The device is sending it at this very moment.
                Err(_) => return Err(Error::Unavailable),
            }
        }
        Ok(upload.id)
    }
}

/// Cases with their photographs, out of the frames of an opened file.
fn unpack(frames: Vec<Vec<u8>>) -> std::result::Result<Vec<Parcel>, BadRescue> {
    let mut frames = frames.into_iter();
    let mut parcels = Vec::new();
    while let Some(head) = frames.next() {
        let case: RescuedCase = serde_json::from_slice(&head).map_err(|_| BadRescue::Broken)?;
        let photos: Vec<Vec<u8>> = frames.by_ref().take(case.photos.len()).collect();
        if photos.len() != case.photos.len() {
            return Err(BadRescue::Broken);
        }
        parcels.push(Parcel { case, photos });
    }
    Ok(parcels)
}

impl From<Fault> for RescueFault {
    fn from(fault: Fault) -> RescueFault {
        RescueFault::Told(fault.into())
    }
}
