//! A draft as the device keeps it.

use super::key::random_key;
use super::photo::{Photo, uploaded};
use domain::error::Error;
use domain::form::{Answers, text_of, tidy_all};
use domain::text::{Lang, Text};
use domain::view::{Receipt, Submission, SubmittedDocument, Ticket};
use serde::{Deserialize, Serialize, Serializer};

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
    /// What the service is called, for the list of drafts.
    pub service_name: Text,
    /// The receipt that was handed over before the office had anything, made with a code that was lent to the device.
    pub handed: Option<Receipt>,
    /// The leave of the resident who is helped with it; empty for whoever applies alone.
    pub leave: String,
    /// That leave as this device took it, in JSON: it goes to the office with what was filled in under it. Empty where
    /// the office has it.
    pub taken: String,
    /// The resident's name, for the banner.
    pub helped: String,
    /// Documents whose original the helper has held.
    pub seen: Vec<String>,
    /// Things still missing when the form was last looked at as a whole.
    pub gaps: u32,
    /// Which questions it was filled in for ([`Checks::version`](crate::application)); empty in drafts of older builds.
    pub form: String,
    /// When it was last changed, in milliseconds since 1970 by the device's clock.
    #[serde(serialize_with = "whole")]
    pub changed: f64,
    /// The person has pressed "send": everything the office gets, but for the photographs' names there.
    pub parcel: Option<Parcel>,
    /// As `documents`, but files as they were chosen, until they are small. One that has `begun` was tried again.
    pub raw: Vec<(String, Vec<Photo>)>,
    /// The person has pressed "pause": nothing of it is sent, from any page, until they go on.
    pub paused: bool,
}

/// JavaScript's milliseconds are whole numbers; to write fractions would weigh 3 kB.
fn whole<N: Copy + Into<f64>, S: Serializer>(number: &N, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u64((*number).into() as u64)
}

/// An application that is to be sent, however long that takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parcel {
    /// Questions that were asked: what else was filled in stays on the device.
    pub asked: Vec<String>,
    /// Requirements whose photographs belong to it.
    pub documents: Vec<String>,
    pub declared: Vec<String>,
    /// The office refused it with these words. It stays until the person has mended it.
    #[serde(default)]
    pub refused: Option<String>,
}

/// How far a draft has come, as people are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    Refused,
    /// Ready: it is sent as soon as there is a network.
    Ready,
    Draft,
    Received,
}

/// Days after the last change until a draft is removed.
pub const DAYS: f64 = 28.0;
const DAY: f64 = 86_400_000.0;
/// With so many days left people are told.
pub const SOON: i64 = 7;

/// The first moment of a moment's day (UTC), in milliseconds since 1970.
pub fn day_begins(moment: f64) -> f64 {
    (moment / DAY).floor() * DAY
}

/// Days until what was changed then is removed.
pub fn days_left(changed: f64, now: f64) -> i64 {
    (DAYS - (now - changed) / DAY).ceil() as i64
}

impl Draft {
    pub fn new() -> Draft {
        Draft {
            device_key: random_key(),
            send_key: random_key(),
            ..Draft::default()
        }
    }

    /// Names of everything that lies in the photo store for it.
    pub fn stored(&self) -> Vec<String> {
        let all = self.documents.iter().chain(&self.raw);
        all.flat_map(|(_, photos)| photos.iter().map(|photo| photo.id.clone()))
            .collect()
    }

    /// It is small now, or can't be used.
    pub fn forget_raw(&mut self, id: &str) {
        self.raw
            .retain(|(_, photos)| photos.iter().all(|photo| photo.id != id));
    }

    /// Every photo of every document.
    pub fn photos(&self) -> impl Iterator<Item = &Photo> {
        self.documents.iter().flat_map(|(_, photos)| photos)
    }

    pub fn photos_mut(&mut self) -> impl Iterator<Item = &mut Photo> {
        self.documents.iter_mut().flat_map(|(_, photos)| photos)
    }

    /// Requirement and photo, in the order to send.
    pub fn all_photos(&self) -> Vec<(String, Photo)> {
        let documents = self.documents.iter();
        documents
            .flat_map(|(id, photos)| photos.iter().map(move |p| (id.clone(), p.clone())))
            .collect()
    }

    /// The server has ended its half: the same answers and photographs begin another one.
    pub fn renew(&mut self) {
        self.ticket = None;
        self.device_key = random_key();
        self.photos_mut().for_each(Photo::begin_anew);
    }

    /// The office doesn't take what was to be sent.
    pub fn refuse(&mut self, why: &Error, lang: Lang) {
        if let Some(parcel) = &mut self.parcel {
            parcel.refused = Some(why.message(lang));
        }
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

    pub fn standing(&self) -> Standing {
        match (&self.receipt, &self.parcel) {
            (Some(_), _) => Standing::Received,
            (None, Some(Parcel { refused: None, .. })) => Standing::Ready,
            (None, Some(_)) => Standing::Refused,
            (None, None) => Standing::Draft,
        }
    }

    /// It may be sent without the form around it. A file that isn't small yet needs the form: only that can make it so.
    pub fn leaves(&self) -> bool {
        self.standing() == Standing::Ready && !self.paused && self.raw.is_empty()
    }

    /// Whom it is for, as far as that is filled in.
    pub fn applicant(&self) -> &str {
        text_of(&self.answers, "nama")
    }

    /// Photographs of the documents that are sent: arrived, and in all.
    pub fn arrived(&self) -> (usize, usize) {
        let photos: Vec<&Photo> = self.photos().collect();
        (photos.iter().filter(|p| p.done).count(), photos.len())
    }

    /// Days until it is removed; `None` for what waits to be sent, which stays.
    pub fn days_left(&self, now: f64) -> Option<i64> {
        let stays = matches!(self.standing(), Standing::Ready | Standing::Refused);
        // A draft of an older version doesn't know when it was changed.
        (!stays && self.changed > 0.0).then(|| days_left(self.changed, now))
    }

    /// The receipt that is shown: the office's, or the one that the device made.
    pub fn any_receipt(&self) -> Option<&Receipt> {
        let made_here = || self.handed.as_ref().filter(|_| self.parcel.is_some());
        self.receipt.as_ref().or_else(made_here)
    }

    /// What is sent, once every photograph has arrived.
    pub fn submission(&self, service: &str) -> Option<Submission> {
        let parcel = self.parcel.as_ref()?;
        let documents = parcel.documents.iter().map(|id| SubmittedDocument {
            requirement: id.clone(),
            pages: uploaded(self.pages(id)),
        });
        let mut answers = self.answers.clone();
        answers.retain(|id, _| parcel.asked.contains(id));
        tidy_all(&mut answers);
        Some(Submission {
            service: service.to_owned(),
            key: self.send_key.clone(),
            answers,
            documents: documents.filter(|d| !d.pages.is_empty()).collect(),
            declared: parcel.declared.clone(),
            consent: true,
            code: self.handed.as_ref().map(|receipt| receipt.code.clone()),
            seen: self.seen.clone(),
            lang: Lang::default(),
        })
    }

    /// The office has it: what only the office needs goes from the phone. `mends`: not even a name stays, whoever has mended
    /// it for somebody else.
    pub fn received(&mut self, receipt: Receipt, mends: bool) {
        self.receipt = Some(receipt);
        self.parcel = None;
        self.ticket = None;
        self.documents.clear();
        self.raw.clear();
        // The tablet belongs to who helps; not even the name of who was helped stays on it.
        let own = self.leave.is_empty() && !mends;
        self.answers.retain(|id, _| own && id == "nama");
        self.declared.clear();
        self.taken.clear();
        self.helped.clear();
    }

    pub fn is_empty(&self) -> bool {
        self.answers.values().all(|a| a.is_empty()) && self.stored().is_empty()
    }
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

    /// As builds wrote it that had an outbox, before drafts knew which questions they were filled in for.
    const SECOND: &str = r#"{"device_key":"d","send_key":"s","answers":{"nama":"Siti"},"documents":[["ktp",[{"id":"a:0b1c2d3e","upload_key":"b","media":"image/webp","bytes":84000,"upload":null,"begun":true,"sent":0,"done":false,"refused":null,"size":"jelas","advice":["blurred"]}]]],"declared":[],"ticket":null,"receipt":null,"service_name":"SKCK","handed":{"code":"SKC7K3M9PXT3","service":"pengantar-skck","service_name":"SKCK","office":"","sent":1795000000000,"zone":"wib"},"leave":"","gaps":0,"changed":1795000000000,"parcel":{"asked":["nama"],"documents":["ktp"],"declared":[],"refused":"Tidak"}}"#;

    #[test]
    fn a_draft_of_the_builds_before_this_one_still_opens() {
        let draft: Draft = serde_json::from_str(SECOND).unwrap();
        assert_eq!(draft.standing(), Standing::Refused);
        assert!(draft.form.is_empty() && draft.photos().next().unwrap().begun);
        assert_eq!(draft.handed.as_ref().unwrap().service, "pengantar-skck");
        // They knew no pause.
        assert!(!draft.paused);
        let again = serde_json::to_string(&draft).unwrap();
        assert_eq!(serde_json::from_str::<Draft>(&again).unwrap(), draft);
    }

    #[test]
    fn what_is_paused_or_not_small_yet_does_not_leave_without_its_form() {
        let mut draft: Draft = serde_json::from_str(SECOND).unwrap();
        assert!(!draft.leaves(), "the office has refused it");
        draft.parcel.as_mut().unwrap().refused = None;
        assert!(draft.leaves());
        draft.paused = true;
        assert!(!draft.leaves());
        // Kept with the draft.
        let json = serde_json::to_string(&draft).unwrap();
        draft = serde_json::from_str(&json).unwrap();
        assert!(draft.paused && !draft.leaves());
        draft.paused = false;
        let photo = draft.photos().next().unwrap().clone();
        draft.raw.push(("ktp".to_owned(), vec![photo]));
        assert!(!draft.leaves());
        draft.raw.clear();
        assert!(draft.leaves());
    }

    #[test]
    fn a_draft_of_a_newer_build_opens_after_a_roll_back() {
        let newer = FIRST.replacen('{', r#"{"invented_later":{"a":[1]},"#, 1);
        let (newer, first): (Draft, Draft) = (
            serde_json::from_str(&newer).unwrap(),
            serde_json::from_str(FIRST).unwrap(),
        );
        assert_eq!(newer, first);
    }
    #[test]
    fn names_tell_whose_a_draft_is() {
        use crate::offline::{outbox, vault::owner_of};
        for (name, owner, mends) in [
            ("apply:sktm", None, false),
            ("apply:sktm:5f3a0b1c:ani", Some("ani"), false),
            ("correct:SKC7K3M9PXT4", None, true),
            ("correct:SKC7K3M9PXT4:2", None, true),
            ("correct:SKC7K3M9PXT4:2:ani", Some("ani"), true),
            ("photo:ani", Some("ani"), false),
        ] {
            assert_eq!(
                (owner_of(name), outbox::corrects(name)),
                (owner, mends),
                "{name}"
            );
        }
    }

    #[test]
    fn what_is_sealed_is_told_of_no_later_than_what_is_open() {
        let now = 1_795_392_123_456.0;
        for (hours, soon) in [
            (0, false),
            (19 * 24, false),
            (21 * 24, true),
            (27 * 24, true),
        ] {
            let changed = now - f64::from(hours) * 3_600_000.0;
            assert!(days_left(day_begins(changed), now) <= days_left(changed, now));
            assert_eq!(days_left(day_begins(changed), now) <= SOON, soon, "{hours}");
        }
    }
}
