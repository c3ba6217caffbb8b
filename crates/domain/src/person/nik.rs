//! NIK, the number of a resident (PP 37/2007 art. 37, PP 40/2019).
//!
//! Sixteen digits: region of FIRST registration (6), birth date DDMMYY with 40 added to the day of women (6), serial (4).
//! It is for life: it keeps the region after a move and the date after a correction.
//! So only what can't be a NIK at all blocks; everything else is a doubt that a person may overrule.
//! Nobody here can know whether a NIK exists: that takes an agreement with Dukcapil. Never call one verified.

use super::{BadNumber, Sex, sixteen_digits};
use std::fmt;
use time::Date;

/// Provinces that exist now (Kepmendagri 300.2.2-2430/2025): 38 codes.
const PROVINCES: [u8; 38] = [
    11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 31, 32, 33, 34, 35, 36, 51, 52, 53, 61, 62, 63, 64, 65,
    71, 72, 73, 74, 75, 76, 81, 82, 91, 92, 93, 94, 95, 96,
];

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nik(String);

/// Something odd that deserves a second look, never a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum NikDoubt {
    /// The first two digits are no province of today.
    Province,
    /// The date digits are no day of a year.
    Date,
    /// The date differs from the typed birth date.
    BirthDate,
    /// The day digits say the other sex.
    Sex,
    /// It is the same as the family card number.
    SameAsKk,
}

impl Nik {
    pub fn parse(text: &str) -> Result<Nik, BadNumber> {
        sixteen_digits(text).map(Nik)
    }

    /// The sixteen digits. Personal data: only for storing and for the officer who opened the case.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// `6201************`: what lists, messages and screens show.
    pub fn masked(&self) -> String {
        format!("{}************", &self.0[..4])
    }

    fn two(&self, at: usize) -> u8 {
        let digit = |at: usize| self.0.as_bytes()[at] - b'0';
        digit(at) * 10 + digit(at + 1)
    }

    /// Compares with what else is known. `birth` and `sex` come from the same form.
    pub fn doubts(&self, birth: Option<Date>, sex: Option<Sex>) -> Vec<NikDoubt> {
        let mut doubts = Vec::new();
        if !PROVINCES.contains(&self.two(0)) {
            doubts.push(NikDoubt::Province);
        }
        let (raw_day, month, year) = (self.two(6), self.two(8), self.two(10));
        let female = raw_day > 40;
        let day = if female { raw_day - 40 } else { raw_day };
        if !(1..=31).contains(&day) || !(1..=12).contains(&month) {
            doubts.push(NikDoubt::Date);
            return doubts;
        }
        if let Some(birth) = birth {
            let typed = (
                birth.day(),
                u8::from(birth.month()),
                birth.year().rem_euclid(100),
            );
            if typed != (day, month, i32::from(year)) {
                doubts.push(NikDoubt::BirthDate);
            }
        }
        if sex.is_some_and(|sex| (sex == Sex::Female) != female) {
            doubts.push(NikDoubt::Sex);
        }
        doubts
    }
}

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nik(***)")
    }
}
