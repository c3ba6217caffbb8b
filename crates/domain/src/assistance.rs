//! Assisting: on which way an application came, what a resident agrees to, and what may be drawn as a signature.
//!
//! Whoever helps acts *for* a resident and is never mistaken for one: both stand in every event.

use crate::form::{MAX_TEXT, tidy};
use crate::person::{BadNumber, Nik, Phone};
use crate::text::{Lang, Text};
use crate::validate::{Problem, What};
use crate::view::NewClient;
use serde::{Deserialize, Serialize};

/// The way on which a step reached the office.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The resident, alone ("sendiri").
    #[default]
    Own,
    /// Helped by a village helper or a partner ("dibantu").
    Assisted,
    /// At the counter ("loket").
    Counter,
    /// In an outreach session ("jemput bola").
    Outreach,
}

impl Channel {
    pub const ALL: [Channel; 4] = [
        Channel::Own,
        Channel::Assisted,
        Channel::Counter,
        Channel::Outreach,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Channel::Own => "own",
            Channel::Assisted => "assisted",
            Channel::Counter => "counter",
            Channel::Outreach => "outreach",
        }
    }

    pub fn from_key(key: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|one| one.key() == key)
    }

    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Channel::Own => lang.pick("sendiri", "alone"),
            Channel::Assisted => lang.pick("dibantu", "assisted"),
            Channel::Counter => lang.pick("loket", "counter"),
            Channel::Outreach => lang.pick("jemput bola", "outreach"),
        }
    }

    /// For the resident: "Anda, dibantu Desa Umpang". `via` is an institution or a place, never a person.
    pub fn told(self, via: &str) -> Text {
        let [id, en] = match self {
            Channel::Own => return Text::new("Anda", "You"),
            Channel::Assisted => ["Anda, dibantu petugas", "You, assisted by staff of"],
            Channel::Counter => ["Anda, dibantu petugas loket", "You, at the counter of"],
            Channel::Outreach => [
                "Anda, lewat jemput bola di",
                "You, at the outreach session in",
            ],
        };
        Text::new(&format!("{id} {via}"), &format!("{en} {via}"))
    }
}

/// What a resident agrees to before somebody helps. A changed text is a new version: the old ones stay readable.
pub const CONSENTS: [(&str, &str, &str); 1] = [(
    "2026-11",
    "Saya meminta petugas ini membantu mengisi dan mengirim permohonan saya. Data dan foto dokumen saya hanya dipakai untuk permohonan itu. Saya sudah diberi tahu isinya, dan boleh berhenti kapan saja sebelum dikirim.",
    "I ask this officer to help me fill in and send my application. My data and photos are used for that application only. I was told what it says, and I may stop at any time before it is sent.",
)];

/// A leave holds for one occasion: a working day, and not the next one.
pub const CONSENT_HOURS: i64 = 12;

/// The version that is taken now.
pub fn consent_version() -> &'static str {
    CONSENTS[CONSENTS.len() - 1].0
}

/// The words of a version.
pub fn consent_words(version: &str, lang: Lang) -> Option<&'static str> {
    CONSENTS
        .iter()
        .find(|(known, _, _)| *known == version)
        .map(|(_, id, en)| lang.pick(*id, *en))
}

/// Largest drawn signature as it arrives, in bytes.
pub const MAX_SIGNATURE: usize = 96 * 1024;
/// Longest roster that is taken at once.
pub const MAX_ROSTER: usize = 300;
/// Longest list of names or devices, in characters.
pub const MAX_NOTES: usize = 1000;

/// What was typed of a resident, read: name, NIK and phone.
pub type Read = (String, Option<Nik>, Option<Phone>);

/// Reads what a helper typed of a resident; whether the region is theirs is decided elsewhere.
///
/// # Errors
/// Every problem there is.
pub fn read_client(new: &NewClient) -> Result<Read, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut wrong = |field: &str, what: What| {
        problems.push(Problem {
            field: field.to_owned(),
            cell: None,
            what,
        });
    };
    let name = tidy(&new.name).replace('\n', " ");
    if name.is_empty() {
        wrong("name", What::Missing);
    } else if name.chars().count() > MAX_TEXT {
        wrong("name", What::TooLong { max: MAX_TEXT });
    }
    let nik = match Nik::parse(&new.nik) {
        _ if new.nik.trim().is_empty() => None,
        Ok(nik) => Some(nik),
        Err(bad) => {
            wrong("nik", bad_number(bad));
            None
        }
    };
    let phone = match Phone::parse(&new.phone) {
        _ if new.phone.trim().is_empty() => None,
        Some(phone) => Some(phone),
        None => {
            wrong("phone", What::NotAPhone);
            None
        }
    };
    if problems.is_empty() {
        Ok((name, nik, phone))
    } else {
        Err(problems)
    }
}

fn bad_number(bad: BadNumber) -> What {
    match bad {
        BadNumber::NotDigits => What::NotDigits,
        BadNumber::Length(typed) => What::SixteenDigits { typed },
        BadNumber::Impossible => What::ImpossibleNumber,
    }
}
