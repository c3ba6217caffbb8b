//! What a person is called and numbered by: names, NIK, family card number, phone.

mod kk;
mod name;
mod nik;
mod phone;

pub use kk::Kk;
pub use name::{alike, mask_name, same_name};
pub use nik::{Nik, NikDoubt};
pub use phone::Phone;

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sex {
    #[serde(rename = "Laki-laki")]
    Male,
    #[serde(rename = "Perempuan")]
    Female,
}

impl Sex {
    pub fn from_answer(text: &str) -> Option<Sex> {
        match text {
            "Laki-laki" => Some(Sex::Male),
            "Perempuan" => Some(Sex::Female),
            _ => None,
        }
    }
}

/// Why sixteen digits can't be a NIK or a family card number. Only typing errors block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BadNumber {
    /// Something else than digits, spaces, dots and dashes was typed.
    NotDigits,
    /// The count of digits that were typed.
    Length(u32),
    /// All digits the same, or it begins with 0, or the serial is 0000.
    Impossible,
}

/// Strips what people type between digits, and checks the shape that NIK and family card number share.
fn sixteen_digits(text: &str) -> Result<String, BadNumber> {
    let mut digits = String::with_capacity(16);
    for c in text.chars().take(80) {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '.' | '-' | '\u{a0}' => {}
            _ => return Err(BadNumber::NotDigits),
        }
    }
    if digits.len() != 16 {
        return Err(BadNumber::Length(digits.len() as u32));
    }
    let first = digits.as_bytes()[0];
    let same = digits.bytes().all(|b| b == first);
    if same || first == b'0' || digits.ends_with("0000") {
        return Err(BadNumber::Impossible);
    }
    Ok(digits)
}
