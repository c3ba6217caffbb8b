//! The number of a family card (Nomor KK): region (6), day the card was registered (6, nothing added), serial (4).
//! It changes with every new card.

use super::{BadNumber, sixteen_digits};
use std::fmt;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kk(String);

impl Kk {
    pub fn parse(text: &str) -> Result<Kk, BadNumber> {
        sixteen_digits(text).map(Kk)
    }

    /// The sixteen digits. Personal data.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub fn masked(&self) -> String {
        format!("{}************", &self.0[..4])
    }
}

impl fmt::Debug for Kk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kk(***)")
    }
}
