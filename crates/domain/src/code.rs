//! The receipt code that people read to each other over the phone.
//!
//! `SKC-7K3M-9PXT-4`: three letters for the service, eight random symbols, one check symbol.
//! The alphabet has 31 symbols (no 0/O, no 1/I/L), a prime number, and every place has its own weight
//! below 31: so every wrong symbol and every swap of two neighbours changes the check.

use crate::text::{Lang, dashed};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Digits 2-9 and the letters without I, L and O: 31 symbols, a prime.
pub const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const PREFIX: usize = 3;
const BODY: usize = 8;
const LENGTH: usize = PREFIX + BODY + 1;

/// A code whose check symbol is right. Kept in its compact form, shown in groups.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadCode {
    /// Not twelve symbols.
    Length,
    /// A symbol that codes never have (0, O, 1, I, L or punctuation).
    Symbol,
    /// The check symbol doesn't fit: something was misread.
    Check,
}

impl BadCode {
    pub fn message(self, lang: Lang) -> &'static str {
        match self {
            BadCode::Length => lang.pick(
                "Kode terdiri dari 12 huruf dan angka, seperti SKC-7K3M-9PXT-4.",
                "The code has 12 letters and digits, like SKC-7K3M-9PXT-4.",
            ),
            BadCode::Symbol => lang.pick(
                "Kode tidak memakai angka 0 dan 1, juga tidak memakai huruf O, I, dan L. Periksa lagi tanda terima Anda.",
                "Codes never use the digits 0 and 1 or the letters O, I and L. Please check your receipt.",
            ),
            BadCode::Check => lang.pick(
                "Ada huruf atau angka yang keliru. Cocokkan lagi dengan tanda terima Anda.",
                "A letter or digit is wrong. Please compare it with your receipt.",
            ),
        }
    }
}

impl fmt::Display for BadCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message(Lang::Id))
    }
}

fn value(symbol: u8) -> Option<u32> {
    ALPHABET.iter().position(|s| *s == symbol).map(|i| i as u32)
}

/// Weighted sum modulo 31 over places counted from 1.
fn sum(symbols: &[u8]) -> Option<u32> {
    let mut total = 0;
    for (weight, symbol) in (1..).zip(symbols) {
        total += weight * value(*symbol)?;
    }
    Some(total % 31)
}

/// Three symbols of the alphabet, as a service's `prefix` in the catalogue must be.
pub fn is_prefix(text: &str) -> bool {
    text.len() == PREFIX && text.bytes().all(|b| value(b).is_some())
}

/// The eight symbols between prefix and check, as numbers below 31.
pub type Body = [u8; BODY];

/// Half of a body: 31 to the fourth.
const HALF: u64 = 923_521;
/// How many bodies there are: 31 to the eighth.
pub const BODIES: u64 = HALF * HALF;
/// Four rounds of a Feistel network (Luby and Rackoff, 1988).
const ROUNDS: u8 = 4;

/// The body with this number in a secret order of all bodies: different numbers never meet in one body, neighbours
/// look unalike, and without `secret` nobody can tell which bodies are in use. `number` counts modulo [`BODIES`].
pub fn shuffle(number: u64, secret: impl Fn(u8, u64) -> u64) -> Body {
    let (mut left, mut right) = (number / HALF % HALF, number % HALF);
    for round in 0..ROUNDS {
        (left, right) = (right, (left + secret(round, right) % HALF) % HALF);
    }
    let mut rest = left * HALF + right;
    let mut body = [0; BODY];
    for symbol in body.iter_mut().rev() {
        *symbol = (rest % 31) as u8;
        rest /= 31;
    }
    body
}

/// The number that [`shuffle`] made this body from.
pub fn unshuffle(body: Body, secret: impl Fn(u8, u64) -> u64) -> u64 {
    let whole = body.iter().fold(0, |sum, n| sum * 31 + u64::from(*n % 31));
    let (mut left, mut right) = (whole / HALF, whole % HALF);
    for round in (0..ROUNDS).rev() {
        (left, right) = ((right + HALF - secret(round, left) % HALF) % HALF, left);
    }
    left * HALF + right
}

/// A body as text, and back.
pub fn body_text(body: Body) -> String {
    let symbols = body.iter().map(|n| ALPHABET[usize::from(*n) % 31]);
    symbols.map(char::from).collect()
}

/// `None`: not eight symbols of the alphabet.
pub fn parse_body(text: &str) -> Option<Body> {
    let numbers: Option<Vec<u8>> = text.bytes().map(|b| value(b).map(|n| n as u8)).collect();
    numbers?.try_into().ok()
}

impl Code {
    /// Makes a code from a service's prefix and a body. Returns `None` for a prefix outside the alphabet.
    pub fn new(prefix: &str, body: Body) -> Option<Code> {
        if !is_prefix(prefix) {
            return None;
        }
        let mut symbols: Vec<u8> = prefix.bytes().collect();
        symbols.extend(body.iter().map(|n| ALPHABET[usize::from(*n) % 31]));
        let partial = sum(&symbols)?;
        // The check's weight is 12: find the one symbol that makes the whole sum 0.
        let check = (0..31u32).find(|v| (partial + 12 * v) % 31 == 0)?;
        symbols.push(ALPHABET[check as usize]);
        String::from_utf8(symbols).ok().map(Code)
    }

    /// Forgives small letters, spaces, dots and dashes.
    pub fn parse(text: &str) -> Result<Code, BadCode> {
        let compact: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '–' | '_'))
            .take(40)
            .collect();
        let compact = compact.to_uppercase();
        if compact.chars().count() != LENGTH {
            return Err(BadCode::Length);
        }
        match sum(compact.as_bytes()) {
            _ if !compact.is_ascii() => Err(BadCode::Symbol),
            None => Err(BadCode::Symbol),
            Some(0) => Ok(Code(compact)),
            Some(_) => Err(BadCode::Check),
        }
    }

    /// The service's prefix.
    pub fn prefix(&self) -> &str {
        &self.0[..PREFIX]
    }

    pub fn body(&self) -> Body {
        parse_body(&self.0[PREFIX..PREFIX + BODY]).unwrap_or_default()
    }

    /// Twelve symbols without dashes: the form kept in the database and in addresses.
    pub fn compact(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&dashed(&self.0, &[3, 7, 11]))
    }
}

impl TryFrom<String> for Code {
    type Error = BadCode;
    fn try_from(text: String) -> Result<Code, BadCode> {
        Code::parse(&text)
    }
}

impl From<Code> for String {
    fn from(code: Code) -> String {
        code.0
    }
}
