//! A draft as the device keeps it.

use domain::form::Answers;
use domain::photo::Advice;
use domain::upload::{Media, Size};
use domain::view::{Receipt, Ticket};
use serde::{Deserialize, Serialize};

/// Everything a person has done so far for one service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Names this draft to the server, so that opening it twice opens one.
    pub device_key: String,
    /// Idempotency key of the sending.
    pub send_key: String,
    pub answers: Answers,
    /// Requirement id to its pages, in order.
    pub documents: Vec<(String, Vec<Photo>)>,
    pub declared: Vec<String>,
    pub ticket: Option<Ticket>,
    pub receipt: Option<Receipt>,
}

impl Draft {
    pub fn new() -> Draft {
        Draft {
            device_key: random_key(),
            send_key: random_key(),
            ..Draft::default()
        }
    }

    /// Every photo of every document.
    pub fn photos(&self) -> impl Iterator<Item = &Photo> {
        self.documents.iter().flat_map(|(_, photos)| photos)
    }

    pub fn photos_mut(&mut self) -> impl Iterator<Item = &mut Photo> {
        self.documents.iter_mut().flat_map(|(_, photos)| photos)
    }

    /// The pages of one document.
    pub fn pages(&self, requirement: &str) -> &[Photo] {
        self.documents
            .iter()
            .find(|(id, _)| id == requirement)
            .map_or(&[], |(_, photos)| photos)
    }

    /// The pages of one document, to change them.
    pub fn pages_mut(&mut self, requirement: &str) -> &mut Vec<Photo> {
        let at = self
            .documents
            .iter()
            .position(|(id, _)| id == requirement)
            .unwrap_or_else(|| {
                self.documents.push((requirement.to_owned(), Vec::new()));
                self.documents.len() - 1
            });
        &mut self.documents[at].1
    }

    pub fn is_empty(&self) -> bool {
        self.answers.values().all(|a| a.is_empty()) && self.photos().next().is_none()
    }
}

/// One page of a document. The bytes lie in the photo store under `id`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// Made on the device.
    pub id: String,
    /// The upload's idempotency key: a lost answer to its creation gives the same upload again.
    pub upload_key: String,
    pub media: Media,
    pub bytes: u64,
    /// The upload's address on the server, once there is one.
    pub upload: Option<String>,
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
    /// The upload's id: the last part of its address.
    pub fn upload_id(&self) -> Option<String> {
        self.upload
            .as_ref()
            .and_then(|url| url.rsplit('/').next())
            .map(str::to_owned)
    }
}

/// 128 random bits from the browser, in hexadecimal.
pub fn random_key() -> String {
    let mut bytes = [0u8; 16];
    if let Some(crypto) = web_sys::window().and_then(|w| w.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::form::Answer;

    /// As the very first builds wrote it: no update may lose what somebody has typed.
    const FIRST: &str = r#"{"device_key":"d","send_key":"s","answers":{"ahli":[{"nama":"Ani"},{}],"jenis":["Sakit","Sekolah"],"kosong":[],"nama":"Siti \"Iti\""},"documents":[["ktp",[{"id":"a","upload_key":"b","media":"image/jpeg","bytes":300000,"upload":"/files/0b","sent":12,"done":false,"refused":null}]]],"declared":["mampu"],"ticket":{"draft":"x","token":"t"},"receipt":{"code":"SKC7K3M9PXT3","service":"sktm","service_name":{"id":"SKTM","en":"Low income"},"office":"Kecamatan","sent":1795000000000,"zone":"wib"}}"#;

    #[test]
    fn a_draft_of_the_first_builds_still_opens() {
        let draft: Draft = serde_json::from_str(FIRST).unwrap();
        assert_eq!(draft.answers["nama"], Answer::Text("Siti \"Iti\"".into()));
        let many = vec!["Sakit".to_owned(), "Sekolah".to_owned()];
        assert_eq!(draft.answers["jenis"], Answer::Many(many));
        assert_eq!(draft.answers["kosong"], Answer::Many(Vec::new()));
        let row = [("nama".to_owned(), "Ani".to_owned())].into();
        assert_eq!(draft.answers["ahli"], Answer::Rows(vec![row, [].into()]));
        assert_eq!(draft.pages("ktp")[0].sent, 12);
        let receipt = draft.receipt.as_ref().unwrap();
        assert_eq!(receipt.service_name.en.as_deref(), Some("Low income"));
        let again = serde_json::to_string(&draft).unwrap();
        assert_eq!(serde_json::from_str::<Draft>(&again).unwrap(), draft);
    }
}
