//! Messages to residents: which step makes which message, by which way it goes, and where it stands.
//!
//! ONE table ([`MOVES`]) says how a message moves on. What a provider tells late, twice or in the wrong order finds no
//! row there and changes nothing.

pub mod bot;
mod quiet;
mod words;

pub use quiet::Quiet;
pub use words::{Slot, Words, slots, template};

use crate::application::Action;
use crate::person::Phone;
use crate::text::Lang;
use serde::{Deserialize, Serialize};

/// What a message tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Received,
    /// Something must be mended.
    Returned,
    /// The file is complete: this is the promised day.
    Complete,
    /// Decided in favour.
    Approved,
    Refused,
    /// Became one with an older application for the same thing.
    Merged,
    /// A product lies where it is handed over.
    Collect,
    /// A letter can be saved from the status page.
    Download,
    /// A letter that was valid stands no more.
    Revoked,
}

impl Kind {
    pub const ALL: [Kind; 9] = [
        Kind::Received,
        Kind::Returned,
        Kind::Complete,
        Kind::Approved,
        Kind::Refused,
        Kind::Merged,
        Kind::Collect,
        Kind::Download,
        Kind::Revoked,
    ];

    /// The word kept in the database, and the end of the template's name at WhatsApp.
    pub fn key(self) -> &'static str {
        match self {
            Kind::Received => "received",
            Kind::Returned => "returned",
            Kind::Complete => "complete",
            Kind::Approved => "approved",
            Kind::Refused => "refused",
            Kind::Merged => "merged",
            Kind::Collect => "collect",
            Kind::Download => "download",
            Kind::Revoked => "revoked",
        }
    }

    pub fn from_key(key: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The message that a step of a case makes.
    pub fn of(action: Action) -> Option<Kind> {
        match action {
            Action::Submit => Some(Kind::Received),
            Action::Return => Some(Kind::Returned),
            Action::Complete => Some(Kind::Complete),
            Action::Decide => Some(Kind::Approved),
            Action::Refuse => Some(Kind::Refused),
            Action::Merge => Some(Kind::Merged),
            Action::MakeReady => Some(Kind::Collect),
            // What residents do themselves, and what moves a case inside the office. Letters tell their own.
            Action::StartChecking
            | Action::Resubmit
            | Action::Supplement
            | Action::Forward
            | Action::SendBack
            | Action::Reopen
            | Action::HandOver
            | Action::Cancel
            | Action::Letter => None,
        }
    }

    /// In a few words, for officers.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Kind::Received => lang.pick("Permohonan diterima", "Application received"),
            Kind::Returned => lang.pick("Perlu diperbaiki", "Needs fixing"),
            Kind::Complete => lang.pick("Berkas lengkap", "File complete"),
            Kind::Approved => lang.pick("Disetujui", "Approved"),
            Kind::Refused => lang.pick("Ditolak", "Refused"),
            Kind::Merged => lang.pick("Digabung", "Merged"),
            Kind::Collect => lang.pick("Siap diambil", "Ready to collect"),
            Kind::Download => lang.pick("Surat bisa disimpan", "Letter can be saved"),
            Kind::Revoked => lang.pick("Surat dicabut", "Letter revoked"),
        }
    }
}

/// The way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    WhatsApp,
    Email,
    /// By a person: the list of those who must be told another way.
    Phone,
    /// A notice on the device that asked for it, beside all else.
    Push,
}

impl Channel {
    pub const ALL: [Channel; 4] = [
        Channel::WhatsApp,
        Channel::Email,
        Channel::Phone,
        Channel::Push,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Channel::WhatsApp => "whatsapp",
            Channel::Email => "email",
            Channel::Phone => "phone",
            Channel::Push => "push",
        }
    }

    pub fn from_key(key: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What the form's question [`QUESTION`] was answered with. Anything else, or nothing, is no leave to write.
    pub fn from_answer(answer: &str) -> Option<Channel> {
        match answer {
            "WhatsApp" => Some(Channel::WhatsApp),
            "Email" => Some(Channel::Email),
            _ => None,
        }
    }

    /// Where a message goes that can't be brought this way.
    pub fn after(self) -> Option<Channel> {
        match self {
            Channel::WhatsApp => Some(Channel::Email),
            Channel::Email => Some(Channel::Phone),
            Channel::Phone | Channel::Push => None,
        }
    }

    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Channel::WhatsApp => "WhatsApp",
            Channel::Email => "email",
            Channel::Phone => lang.pick("telepon", "phone"),
            Channel::Push => lang.pick("pemberitahuan", "notice"),
        }
    }
}

/// The question of `catalogue/applicant.toml` by which a resident agrees to be written to.
pub const QUESTION: &str = "kabar";
/// The question that asks for an address.
pub const ADDRESS: &str = "email";

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Waits for its turn; on the way [`Channel::Phone`] for an officer.
    Queued,
    /// The provider has it.
    Sent,
    /// It is on the resident's phone, or an officer has told them.
    Delivered,
    Read,
    /// No way led to the resident.
    Failed,
    /// The resident wants none any more.
    Withdrawn,
}

impl Standing {
    pub const ALL: [Standing; 6] = [
        Standing::Queued,
        Standing::Sent,
        Standing::Delivered,
        Standing::Read,
        Standing::Failed,
        Standing::Withdrawn,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Standing::Queued => "queued",
            Standing::Sent => "sent",
            Standing::Delivered => "delivered",
            Standing::Read => "read",
            Standing::Failed => "failed",
            Standing::Withdrawn => "withdrawn",
        }
    }

    pub fn from_key(key: &str) -> Option<Standing> {
        Standing::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// What happens to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Move {
    /// The provider has taken it.
    Accept,
    /// It has arrived.
    Arrive,
    /// It was opened.
    Open,
    /// This way doesn't lead there: the next one is tried.
    Fall,
    /// There is no further way.
    GiveUp,
    /// The resident takes the leave back.
    Withdraw,
}

impl Move {
    pub const ALL: [Move; 6] = [
        Move::Accept,
        Move::Arrive,
        Move::Open,
        Move::Fall,
        Move::GiveUp,
        Move::Withdraw,
    ];
}

/// Every move there is.
pub const MOVES: &[(Standing, Move, Standing)] = {
    use Move as M;
    use Standing as S;
    &[
        (S::Queued, M::Accept, S::Sent),
        // An officer has told them.
        (S::Queued, M::Arrive, S::Delivered),
        (S::Queued, M::Fall, S::Queued),
        (S::Queued, M::GiveUp, S::Failed),
        (S::Queued, M::Withdraw, S::Withdrawn),
        (S::Sent, M::Arrive, S::Delivered),
        (S::Sent, M::Open, S::Read),
        // A provider takes what it can't deliver, and says so later.
        (S::Sent, M::Fall, S::Queued),
        (S::Delivered, M::Open, S::Read),
    ]
};

/// The standing after a move. `None`: there is no such move from here.
pub fn next(from: Standing, step: Move) -> Option<Standing> {
    let row = MOVES.iter().find(|row| row.0 == from && row.1 == step);
    row.map(|row| row.2)
}

/// After so many tries by one way the next one is taken.
pub const TRIES: u32 = 6;
/// The longest that is waited between two tries.
const LONGEST_WAIT: i64 = 3600;
const FIRST_WAIT: i64 = 30;

/// Seconds until the next try after `tried` failed ones: anywhere between nothing and a bound that doubles ("full
/// jitter"), so that a thousand messages that failed together don't come back together.
pub fn wait(tried: u32, dice: u64) -> i64 {
    let doubled = FIRST_WAIT << tried.saturating_sub(1).min(10);
    let bound = doubled.min(LONGEST_WAIT).unsigned_abs();
    i64::try_from(dice % (bound + 1)).unwrap_or(FIRST_WAIT)
}

/// Opens WhatsApp on whoever's device it is, with this text ready to be sent to that number.
pub fn whatsapp_link(phone: &Phone, text: &str) -> String {
    let mut link = format!(
        "https://wa.me/{}?text=",
        phone.e164().trim_start_matches('+')
    );
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            link.push(char::from(byte));
        } else {
            link.push_str(&format!("%{byte:02X}"));
        }
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_only_ever_goes_forward() {
        for from in Standing::ALL {
            for step in Move::ALL {
                let Some(to) = next(from, step) else { continue };
                // The one way back is to the next channel.
                assert!(to > from || step == Move::Fall, "{from:?} {step:?}");
            }
        }
        // What arrived late or twice changes nothing.
        for (from, step) in [
            (Standing::Read, Move::Arrive),
            (Standing::Read, Move::Open),
            (Standing::Delivered, Move::Accept),
            (Standing::Delivered, Move::Arrive),
            (Standing::Delivered, Move::Fall),
            (Standing::Withdrawn, Move::Accept),
            (Standing::Failed, Move::Arrive),
        ] {
            assert_eq!(next(from, step), None, "{from:?} {step:?}");
        }
    }

    #[test]
    fn every_way_ends_with_a_person() {
        for channel in [Channel::WhatsApp, Channel::Email, Channel::Phone] {
            let mut here = channel;
            while let Some(after) = here.after() {
                here = after;
            }
            assert_eq!(here, Channel::Phone);
        }
    }

    #[test]
    fn waits_grow_and_are_never_the_same_for_all() {
        let longest = |tried| (0..10_000).map(|dice| wait(tried, dice)).max();
        assert_eq!(longest(1), Some(30));
        assert_eq!(longest(2), Some(60));
        assert_eq!(longest(5), Some(480));
        assert_eq!(longest(40), Some(3600));
        assert_eq!(wait(1, 0), 0);
    }

    #[test]
    fn a_link_holds_the_number_and_the_text_and_nothing_breaks_out_of_it() {
        let phone = Phone::parse("0812-5001-4821").expect("a number");
        assert_eq!(
            whatsapp_link(&phone, "Kabar & \"kode\"?"),
            "https://wa.me/6281250014821?text=Kabar%20%26%20%22kode%22%3F"
        );
    }

    #[test]
    fn keys_are_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_key(kind.key()), Some(kind));
        }
        for standing in Standing::ALL {
            assert_eq!(Standing::from_key(standing.key()), Some(standing));
        }
        for channel in Channel::ALL {
            assert_eq!(Channel::from_key(channel.key()), Some(channel));
        }
    }
}
