//! A letter, from draft to valid: ONE table says every step that exists, as for applications.
//!
//! A number is given once and for ever. Nothing is "signed" before the signature in the very bytes was verified, and a
//! letter that no certificate signs says so on its face: it is signed by hand.

mod book;
mod sign;

pub use book::{
    LetterBook, LetterOffice, Numbered, Pattern, ProductLetter, Register, Signer, roman,
};
pub use sign::{Unprintable, sign_words};

use crate::officer::Role;
use crate::text::Lang;
use serde::{Deserialize, Serialize};

/// How a letter is signed. Chosen when it gets its number, because the paper says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// By hand, with stamp ("tanda tangan basah").
    Pen,
    /// Inside the PDF, with the office's certificate.
    Electronic,
}

impl Means {
    pub const ALL: [Means; 2] = [Means::Pen, Means::Electronic];

    pub fn key(self) -> &'static str {
        match self {
            Means::Pen => "pen",
            Means::Electronic => "electronic",
        }
    }

    pub fn from_key(key: &str) -> Option<Means> {
        Means::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// Where one letter stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterState {
    /// Only looked at, without a number.
    #[default]
    Draft,
    /// It has its number and awaits its signature.
    Numbered,
    /// On paper, to be signed by hand.
    Printed,
    /// Signed by hand, and a scan of it is kept: valid.
    Scanned,
    /// Signed electronically, and the signature was verified: valid.
    Signed,
    /// Another letter stands in its place.
    Replaced,
    /// Taken back.
    Revoked,
}

impl LetterState {
    pub const ALL: [LetterState; 7] = [
        LetterState::Draft,
        LetterState::Numbered,
        LetterState::Printed,
        LetterState::Scanned,
        LetterState::Signed,
        LetterState::Replaced,
        LetterState::Revoked,
    ];

    /// The word kept in the database.
    pub fn key(self) -> &'static str {
        match self {
            LetterState::Draft => "draft",
            LetterState::Numbered => "numbered",
            LetterState::Printed => "printed",
            LetterState::Scanned => "scanned",
            LetterState::Signed => "signed",
            LetterState::Replaced => "replaced",
            LetterState::Revoked => "revoked",
        }
    }

    pub fn from_key(key: &str) -> Option<LetterState> {
        LetterState::ALL.into_iter().find(|one| one.key() == key)
    }

    /// Whether whoever holds it may rely on it.
    pub fn is_valid(self) -> bool {
        matches!(self, LetterState::Scanned | LetterState::Signed)
    }

    /// Whether this letter is over, so that another one may be made.
    pub fn is_over(self) -> bool {
        matches!(self, LetterState::Replaced | LetterState::Revoked)
    }

    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            LetterState::Draft => lang.pick("Konsep, belum bernomor", "Draft, no number yet"),
            LetterState::Numbered => {
                lang.pick("Bernomor, belum ditandatangani", "Numbered, not signed yet")
            }
            LetterState::Printed => lang.pick(
                "Dicetak, menunggu tanda tangan pena",
                "Printed, to be signed by hand",
            ),
            LetterState::Scanned => lang.pick(
                "Berlaku, ditandatangani dengan pena",
                "Valid, signed by hand",
            ),
            LetterState::Signed => lang.pick(
                "Berlaku, ditandatangani secara elektronik",
                "Valid, signed electronically",
            ),
            LetterState::Replaced => lang.pick("Diganti surat lain", "Replaced by another letter"),
            LetterState::Revoked => lang.pick("Dicabut", "Revoked"),
        }
    }
}

/// What is done with a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterStep {
    /// Takes the next number of its register, and makes the letter final.
    Number,
    /// Signs the very bytes, and verifies the signature.
    Sign,
    /// No electronic signature after all: the same letter, the same number, to be signed by hand.
    TakePen,
    /// It lies on paper.
    Print,
    /// It was signed by hand; here is the scan.
    Scan,
    /// Another one gets its number, and takes its place as soon as that is signed.
    Replace,
    /// It stands no more.
    Revoke,
}

impl LetterStep {
    pub const ALL: [LetterStep; 7] = [
        LetterStep::Number,
        LetterStep::Sign,
        LetterStep::TakePen,
        LetterStep::Print,
        LetterStep::Scan,
        LetterStep::Replace,
        LetterStep::Revoke,
    ];

    pub fn key(self) -> &'static str {
        match self {
            LetterStep::Number => "number",
            LetterStep::Sign => "sign",
            LetterStep::TakePen => "take_pen",
            LetterStep::Print => "print",
            LetterStep::Scan => "scan",
            LetterStep::Replace => "replace",
            LetterStep::Revoke => "revoke",
        }
    }

    pub fn from_key(key: &str) -> Option<LetterStep> {
        LetterStep::ALL.into_iter().find(|one| one.key() == key)
    }

    /// A reason must be written.
    pub fn needs_reason(self) -> bool {
        matches!(self, LetterStep::Replace | LetterStep::Revoke)
    }

    /// Only who may sign takes it.
    pub fn takes_signer(self) -> bool {
        STEPS.iter().any(|row| row.1 == self && row.4 == By::Signer)
    }

    pub fn button(self, lang: Lang) -> &'static str {
        match self {
            LetterStep::Number => lang.pick(
                "Beri nomor dan jadikan surat",
                "Number it and make it final",
            ),
            LetterStep::Sign => lang.pick("Tanda tangani secara elektronik", "Sign electronically"),
            LetterStep::TakePen => {
                lang.pick("Tanda tangani dengan pena saja", "Sign by hand instead")
            }
            LetterStep::Print => lang.pick("Sudah dicetak", "It is printed"),
            LetterStep::Scan => lang.pick(
                "Sudah ditandatangani, simpan pindaian",
                "It is signed, keep the scan",
            ),
            LetterStep::Replace => {
                lang.pick("Ganti dengan surat baru", "Replace it by a new letter")
            }
            LetterStep::Revoke => lang.pick("Cabut surat", "Revoke the letter"),
        }
    }

    /// What happened, for the history of the case. In Indonesian: it is kept.
    pub fn past(self) -> &'static str {
        match self {
            LetterStep::Number => "diberi nomor",
            LetterStep::Sign => "ditandatangani secara elektronik, tanda tangannya sudah diperiksa",
            LetterStep::TakePen => "akan ditandatangani dengan pena",
            LetterStep::Print => "dicetak untuk ditandatangani dengan pena",
            LetterStep::Scan => "ditandatangani dengan pena, pindaiannya disimpan",
            LetterStep::Replace => "diganti surat baru",
            LetterStep::Revoke => "dicabut",
        }
    }
}

/// Whose hands a step needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Who answers for a letter: signs it, or takes it back.
    Signer,
    /// Who prints it and keeps the scan.
    Office,
}

/// One row: from, step, to, the means it takes (`None`: either), by whom.
type Row = (LetterState, LetterStep, LetterState, Option<Means>, By);

/// Every step there is.
pub const STEPS: &[Row] = {
    use By::{Office, Signer};
    use LetterState as S;
    use LetterStep as T;
    &[
        (S::Draft, T::Number, S::Numbered, None, Signer),
        (
            S::Numbered,
            T::Sign,
            S::Signed,
            Some(Means::Electronic),
            Signer,
        ),
        (
            S::Numbered,
            T::TakePen,
            S::Numbered,
            Some(Means::Electronic),
            Signer,
        ),
        (S::Numbered, T::Print, S::Printed, Some(Means::Pen), Office),
        (S::Printed, T::Scan, S::Scanned, Some(Means::Pen), Office),
        (S::Signed, T::Replace, S::Replaced, None, Signer),
        (S::Scanned, T::Replace, S::Replaced, None, Signer),
        (S::Numbered, T::Revoke, S::Revoked, None, Signer),
        (S::Printed, T::Revoke, S::Revoked, None, Signer),
        (S::Signed, T::Revoke, S::Revoked, None, Signer),
        (S::Scanned, T::Revoke, S::Revoked, None, Signer),
    ]
};

fn row(from: LetterState, step: LetterStep, means: Means) -> Option<&'static Row> {
    STEPS
        .iter()
        .find(|row| row.0 == from && row.1 == step && row.3.is_none_or(|needed| needed == means))
}

/// The state after a step. `None`: there is no such step from here.
pub fn next(from: LetterState, step: LetterStep, means: Means) -> Option<LetterState> {
    row(from, step, means).map(|row| row.2)
}

/// Whether an officer of `role` may take it from here; `signs`: by the service's chain or by an order. Territory is asked
/// before.
pub fn may(role: Role, signs: bool, from: LetterState, step: LetterStep, means: Means) -> bool {
    row(from, step, means).is_some_and(|row| match row.4 {
        By::Signer => signs,
        By::Office => role.works_on_cases(),
    })
}
