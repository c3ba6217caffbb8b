//! Indonesian mobile numbers: country 62, trunk 0, national part `8[1-35-9]` and 7 to 10 more digits
//! (the ranges of libphonenumber's metadata for ID).

use crate::text::dashed;
use std::fmt;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

impl Phone {
    /// Accepts `0812…`, `812…`, `62812…`, `+62 812-…` with spaces, dots, dashes and brackets. `None`: not a mobile number.
    pub fn parse(text: &str) -> Option<Phone> {
        let text = text.trim();
        if text.len() > 40 {
            return None;
        }
        let mut digits = String::new();
        for (i, c) in text.chars().enumerate() {
            match c {
                '0'..='9' => digits.push(c),
                '+' if i == 0 => {}
                ' ' | '-' | '.' | '(' | ')' | '\u{a0}' => {}
                _ => return None,
            }
        }
        let national = digits
            .strip_prefix("62")
            .or_else(|| digits.strip_prefix('0'))
            .unwrap_or(&digits);
        // "+62 0812…" is a common way of writing it.
        let national = national.strip_prefix('0').unwrap_or(national);
        let bytes = national.as_bytes();
        let good = (9..=12).contains(&bytes.len())
            && bytes[0] == b'8'
            && matches!(bytes[1], b'1'..=b'3' | b'5'..=b'9');
        good.then(|| Phone(national.to_owned()))
    }

    /// `+6281234567890`, the form to store (ITU-T E.164). Personal data.
    pub fn e164(&self) -> String {
        format!("+62{}", self.0)
    }

    /// `0812-3456-7890`.
    pub fn spoken(&self) -> String {
        dashed(&format!("0{}", self.0), &[4, 8])
    }

    /// The last four digits: the second half of the key to a status.
    pub fn last4(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(***)")
    }
}
