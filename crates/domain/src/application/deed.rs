//! What an event tells: a step of the life, or something that leaves the state as it is and is kept all the same.

use super::Action;
use crate::text::Lang;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    Step(Action),
    /// Opened and read.
    Opened,
    /// A file was opened: pictures of a document, a letter, a product; the note says which.
    Looked,
    /// Taken in hand ("Saya kerjakan").
    Taken,
    /// Taken out of somebody else's hands.
    TakenOver,
    /// Put into a colleague's hands; the note says whose.
    Given,
    /// Laid down again.
    PutBack,
    /// Looks like another case, and an officer says that it isn't the same; the note says which, and why.
    NotDouble,
    /// Another case became one with this one; the note says which, and why.
    Absorbed,
    /// Past the office's promise: the note says whose list it is on now.
    Escalated,
    /// Documents were compared with the form; the note says how much differs, and not what.
    Compared,
    /// When somebody comes to fetch what is signed by hand; the note says it.
    Appointed,
}

impl Deed {
    const ASIDE: [Deed; 11] = [
        Deed::Opened,
        Deed::Looked,
        Deed::Taken,
        Deed::TakenOver,
        Deed::Given,
        Deed::PutBack,
        Deed::NotDouble,
        Deed::Absorbed,
        Deed::Escalated,
        Deed::Compared,
        Deed::Appointed,
    ];

    /// The word kept in the database.
    pub fn key(self) -> &'static str {
        match self {
            Deed::Step(action) => action.key(),
            Deed::Opened => "opened",
            Deed::Looked => "looked",
            Deed::Taken => "taken",
            Deed::TakenOver => "taken_over",
            Deed::Given => "given",
            Deed::PutBack => "put_back",
            Deed::NotDouble => "not_double",
            Deed::Absorbed => "absorbed",
            Deed::Escalated => "escalated",
            Deed::Compared => "compared",
            Deed::Appointed => "appointed",
        }
    }

    pub fn from_key(key: &str) -> Option<Deed> {
        let aside = Deed::ASIDE.into_iter().find(|deed| deed.key() == key);
        aside.or_else(|| Action::from_key(key).map(Deed::Step))
    }

    /// The step, if it is one.
    pub fn step(self) -> Option<Action> {
        match self {
            Deed::Step(action) => Some(action),
            _ => None,
        }
    }

    /// Somebody only read.
    pub fn is_reading(self) -> bool {
        matches!(self, Deed::Opened | Deed::Looked)
    }

    /// For officers.
    pub fn past(self, lang: Lang) -> &'static str {
        match self {
            Deed::Step(action) => action.past(lang),
            Deed::Opened => lang.pick("Dibuka", "Opened"),
            Deed::Looked => lang.pick("Berkas dilihat", "File opened"),
            Deed::Taken => lang.pick("Mulai dikerjakan", "Taken in hand"),
            Deed::TakenOver => lang.pick("Diambil alih", "Taken over"),
            Deed::Given => lang.pick("Diberikan ke rekan", "Given to a colleague"),
            Deed::PutBack => lang.pick("Dilepas", "Laid down"),
            Deed::NotDouble => lang.pick("Bukan ganda", "No duplicate"),
            Deed::Absorbed => lang.pick(
                "Permohonan lain digabung ke sini",
                "Another application was merged into it",
            ),
            Deed::Compared => lang.pick("Dokumen dicocokkan", "Documents compared"),
            Deed::Escalated => lang.pick(
                "Lewat janji kantor, diberitahukan ke atasan",
                "Past the office's promise, the superior was told",
            ),
            Deed::Appointed => lang.pick("Janji ambil", "Appointment"),
        }
    }
}
