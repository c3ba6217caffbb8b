//! Letters as the office sees them.

use crate::calendar::Moment;
use crate::code::Code;
use crate::letter::{LetterState, LetterStep, Means};
use crate::region::{RegionCode, Zone};
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// One letter of a case: where it stands and what can be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterView {
    /// Whose product it is.
    pub product: String,
    pub name: Text,
    pub state: LetterState,
    pub means: Means,
    pub number: Option<String>,
    /// The day it bears, ISO 8601.
    pub day: Option<String>,
    /// A draft can be looked at.
    pub draft: bool,
    /// The letter itself can be fetched.
    pub file: bool,
    /// What this officer can do with it now.
    pub steps: Vec<LetterStep>,
    /// How it may be signed, the usual way first.
    pub choices: Vec<Means>,
    /// What signing asks the officer for.
    pub asks: Asks,
    /// It waits for the provider of signatures.
    pub waits: Option<Waits>,
    /// Letters whose place it takes.
    pub before: Vec<LetterBefore>,
}

/// Whose passphrase is typed to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// That of the office's certificate.
    Certificate,
    /// The officer's own, at BSrE.
    Bsre,
}

/// An attempt to sign that came to nothing, through no fault of the officer's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    /// The latest attempt.
    pub since: Moment,
    pub why: WaitsFor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitsFor {
    /// It could not be reached, or didn't answer to the end.
    Provider,
    /// It answered with something that isn't this letter, signed.
    BetterAnswer,
}

impl WaitsFor {
    pub fn key(self) -> &'static str {
        match self {
            WaitsFor::Provider => "provider",
            WaitsFor::BetterAnswer => "better_answer",
        }
    }

    pub fn from_key(key: &str) -> Option<WaitsFor> {
        [WaitsFor::Provider, WaitsFor::BetterAnswer]
            .into_iter()
            .find(|one| one.key() == key)
    }
}

/// The letters of a territory that somebody still has to make or to sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaiting {
    pub zone: Zone,
    /// They have their number and await their electronic signature.
    pub letters: Vec<AwaitingLetter>,
    /// The case is decided, and nobody has given them a number.
    pub undone: Vec<UndoneLetter>,
    /// What letters of this officer's office print as "(belum diisi)". Empty for whoever sees several offices.
    pub gaps: Vec<OfficeGap>,
    /// The office they are of.
    pub office: Option<RegionCode>,
}

/// A fact of the office that its letters need and nobody has written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeGap {
    pub part: Text,
    /// Where it is written, as `catalogue/profiles/62.01.02.toml`.
    pub file: String,
}

/// What waits for one officer's name, for the top of the work list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LettersWaiting {
    /// Letters that bear this officer's name and await the electronic signature.
    pub sign: u32,
    /// Decided cases whose letter this officer may number, and nobody has.
    pub make: u32,
    /// There are more than were counted.
    pub more: bool,
}

/// A letter that nobody has made yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoneLetter {
    pub code: Code,
    pub product: String,
    pub name: Text,
}

/// A letter that has its number and awaits its electronic signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwaitingLetter {
    pub code: Code,
    pub product: String,
    pub name: Text,
    pub number: String,
    /// Whose name stands under it.
    pub signer: String,
    /// That of whoever looks.
    pub mine: bool,
    pub waits: Option<Waits>,
}

/// A letter that stands no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterBefore {
    pub number: String,
    pub state: LetterState,
    pub reason: Option<String>,
}

/// A letter that is signed electronically, for whoever applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedLetter {
    pub product: String,
    pub name: Text,
    pub number: String,
}

/// A letter as anybody may see it who holds its code: nothing of whom it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterCheck {
    pub name: Text,
    pub number: String,
    /// ISO 8601.
    pub day: String,
    /// "Kecamatan Arut Selatan, Kabupaten Kotawaringin Barat".
    pub office: String,
    pub state: LetterState,
    /// Of the file that was signed electronically.
    pub sha256: Option<String>,
}

/// The template of a letter, for whoever keeps the content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateView {
    pub service: String,
    pub product: String,
    pub name: Text,
    pub file: String,
    /// Why it can't be set. None: it can.
    pub flaws: Vec<TemplateFlaw>,
}

/// Where to mend it, and how. In Indonesian, and partly in the typesetter's English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateFlaw {
    pub file: String,
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub message: String,
    pub fix: String,
}
