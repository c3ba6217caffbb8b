//! A resident with a phone: fills in, photographs, sends.

use super::office::random_name;
use super::{Office, jpeg};
use crate::upload::{Append, NewUpload, UploadInfo, WriteFault};
use domain::error::Result;
use domain::form::{Answer, Answers};
use domain::text::Lang;
use domain::view::{Correction, Receipt, StatusView, Submission, SubmittedDocument, Ticket};

/// An application on the phone. The defaults are fine to send; tests change what they are about.
pub struct Application<'a> {
    office: &'a Office,
    pub submission: Submission,
    pub ticket: Option<Ticket>,
    photos: Vec<String>,
}

/// What came of it.
pub struct Sent {
    pub receipt: Receipt,
    pub submission: Submission,
    pub ticket: Ticket,
    /// As people type it.
    pub code: String,
    pub digits: String,
}

impl<'a> Application<'a> {
    pub(super) fn new(office: &'a Office) -> Application<'a> {
        let answers = [
            ("nama", "Siti Rahmawati"),
            ("nik", "6201025408900917"),
            ("tanggal_lahir", "1990-08-14"),
            ("jenis_kelamin", "Perempuan"),
            ("desa", "62.01.02.2013"),
            ("wa", "0812-5001-4821"),
            ("untuk", "Diri sendiri"),
            ("keperluan", "Melamar kerja"),
        ];
        let answers: Answers = answers
            .into_iter()
            .map(|(id, text)| (id.to_owned(), Answer::Text(text.to_owned())))
            .collect();
        let submission = Submission {
            service: "surat".to_owned(),
            key: random_name(),
            answers,
            documents: Vec::new(),
            declared: vec!["pernyataan".to_owned()],
            consent: true,
            code: None,
            seen: Vec::new(),
            lang: Default::default(),
        };
        Application {
            office,
            submission,
            ticket: None,
            photos: vec!["ktp".to_owned(), "kk".to_owned()],
        }
    }

    pub fn answer(mut self, field: &str, text: &str) -> Self {
        self.submission
            .answers
            .insert(field.to_owned(), Answer::Text(text.to_owned()));
        self
    }

    /// What they read while they filled it in.
    pub fn reads(mut self, lang: Lang) -> Self {
        self.submission.lang = lang;
        self
    }

    pub fn without(mut self, field: &str) -> Self {
        self.submission.answers.remove(field);
        self
    }

    pub fn key(mut self, key: &str) -> Self {
        key.clone_into(&mut self.submission.key);
        self
    }

    /// Which requirements get a photo each.
    pub fn photos(mut self, requirements: &[&str]) -> Self {
        self.photos = requirements.iter().map(|id| (*id).to_owned()).collect();
        self
    }

    pub(super) fn photos_wanted(&self) -> Vec<String> {
        self.photos.clone()
    }

    /// A service without photos and without questions of its own.
    pub fn burial(mut self) -> Self {
        self.submission.service = "pemakaman".to_owned();
        self.submission.answers.remove("untuk");
        self.submission.answers.remove("keperluan");
        self.submission.declared.clear();
        self.photos(&[])
    }

    /// A birth: one photo, no questions of its own.
    pub fn birth(mut self) -> Self {
        self = self.burial();
        self.submission.service = "kelahiran".to_owned();
        self.photos(&["surat-lahir"])
    }

    /// A death, sent with what is at hand.
    pub fn death(mut self) -> Self {
        self = self.burial();
        self.submission.service = "kematian".to_owned();
        let wanted = Answer::Many(vec!["Akta".to_owned()]);
        self.submission.answers.insert("minta".to_owned(), wanted);
        self.photos(&["ktp-pelapor"])
    }

    /// Opens the draft, where there is none, and sends the photos.
    pub async fn prepare(mut self) -> Application<'a> {
        let backend = &self.office.backend;
        let ticket = match self.ticket.take() {
            Some(ticket) => ticket,
            None => backend
                .open_draft(&self.submission.service, &random_name())
                .await
                .expect("a draft"),
        };
        for (seed, requirement) in (0..).zip(&self.photos) {
            let page = self
                .office
                .photo(&ticket.token, requirement, jpeg(seed))
                .await;
            self.submission.documents.push(SubmittedDocument {
                requirement: requirement.clone(),
                pages: vec![page],
            });
        }
        self.ticket = Some(ticket);
        self
    }

    pub async fn try_send(self) -> Result<Sent> {
        let this = if self.ticket.is_some() {
            self
        } else {
            self.prepare().await
        };
        let ticket = this.ticket.expect("prepared");
        let receipt = this
            .office
            .backend
            .submit(&ticket.token, this.submission.clone())
            .await?;
        let phone = this.submission.answers.get("wa").map_or("", Answer::text);
        let digits = phone
            .get(phone.len().saturating_sub(4)..)
            .unwrap_or_default()
            .to_owned();
        Ok(Sent {
            code: receipt.code.to_string(),
            digits,
            receipt,
            submission: this.submission,
            ticket,
        })
    }

    pub async fn send(self) -> Sent {
        self.try_send().await.expect("it is sent")
    }
}

impl Office {
    /// Uploads a whole file and gives its id.
    pub async fn photo(&self, token: &str, requirement: &str, bytes: Vec<u8>) -> String {
        self.try_photo(token, requirement, bytes)
            .await
            .expect("a photo")
            .id
    }

    pub async fn try_photo(
        &self,
        token: &str,
        requirement: &str,
        bytes: Vec<u8>,
    ) -> std::result::Result<UploadInfo, WriteFault> {
        let begun = self.begin(token, requirement, bytes.len() as u64).await?;
        let mut writer = self
            .backend
            .upload_write(token, &begun.id, Append::default())
            .await?;
        writer.push(bytes).await?;
        writer.finish().await
    }

    pub async fn begin(&self, token: &str, requirement: &str, length: u64) -> Result<UploadInfo> {
        let new = NewUpload {
            requirement: requirement.to_owned(),
            length: Some(length),
            idempotency_key: None,
            metadata: None,
            sha256: None,
            from: None,
        };
        self.backend.upload_create(token, new).await
    }

    /// Leave to see what was sent.
    pub async fn grant(&self, sent: &Sent) -> String {
        let grant = self
            .backend
            .look_up(&sent.code, &sent.digits, &self.requester())
            .await
            .expect("a grant");
        grant.token.into_inner()
    }

    /// Leave to send what this grant's case was given back for now.
    pub async fn open_correction(&self, grant: &str) -> Result<Ticket> {
        let status = self.backend.status(grant).await?;
        let code = status.code.compact();
        let opened = self.backend.open_correction(grant, code, status.round);
        opened.await
    }

    /// Sends a correction; what the status page shows then.
    pub async fn resubmit(
        &self,
        grant: &str,
        token: &str,
        correction: Correction,
    ) -> Result<StatusView> {
        self.backend.resubmit(token, correction).await?;
        self.backend.status(grant).await
    }
}
