//! Regions of Indonesia by their Kemendagri code (Kepmendagri 300.2.2-2430/2025).
//!
//! Names repeat (Pasir Panjang is a desa in Arut Selatan and a kelurahan in Kota Kupang):
//! the code is the key, and people are always shown the parent with it.

use crate::text::Lang;
use serde::{Deserialize, Serialize};
use std::fmt;

/// `62`, `62.01`, `62.01.02` or `62.01.02.1002`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegionCode(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    #[serde(rename = "provinsi")]
    Province,
    #[serde(rename = "kabupaten")]
    Regency,
    #[serde(rename = "kota")]
    City,
    #[serde(rename = "kecamatan")]
    District,
    #[serde(rename = "kelurahan")]
    Kelurahan,
    #[serde(rename = "desa")]
    Desa,
}

impl Level {
    /// How deep: 1 province, 2 regency or city, 3 kecamatan, 4 desa or kelurahan.
    pub fn depth(self) -> usize {
        match self {
            Level::Province => 1,
            Level::Regency | Level::City => 2,
            Level::District => 3,
            Level::Kelurahan | Level::Desa => 4,
        }
    }

    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Level::Province => lang.pick("Provinsi", "Province"),
            Level::Regency => lang.pick("Kabupaten", "Regency"),
            Level::City => lang.pick("Kota", "City"),
            Level::District => "Kecamatan",
            Level::Kelurahan => "Kelurahan",
            Level::Desa => "Desa",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadRegionCode;

impl fmt::Display for BadRegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("kode wilayah harus seperti 62, 62.01, 62.01.02 atau 62.01.02.1002")
    }
}

impl RegionCode {
    /// Accepts the dotted form only.
    pub fn parse(text: &str) -> Result<RegionCode, BadRegionCode> {
        let widths = [2, 2, 2, 4];
        let parts: Vec<&str> = text.split('.').collect();
        let good = (1..=4).contains(&parts.len())
            && parts.iter().zip(widths).all(|(part, width)| {
                part.len() == width && part.bytes().all(|b| b.is_ascii_digit())
            });
        if good {
            Ok(RegionCode(text.to_owned()))
        } else {
            Err(BadRegionCode)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// 1 province … 4 desa or kelurahan.
    pub fn depth(&self) -> usize {
        self.0.split('.').count()
    }

    pub fn parent(&self) -> Option<RegionCode> {
        self.0
            .rfind('.')
            .map(|dot| RegionCode(self.0[..dot].to_owned()))
    }

    /// The same region or one inside it.
    pub fn contains(&self, other: &RegionCode) -> bool {
        other.0 == self.0
            || (other.0.starts_with(&self.0) && other.0.as_bytes().get(self.0.len()) == Some(&b'.'))
    }

    /// Cut to `depth` parts: the kecamatan of a desa is `at_depth(3)`.
    pub fn at_depth(&self, depth: usize) -> Option<RegionCode> {
        let parts: Vec<&str> = self.0.split('.').take(depth).collect();
        (parts.len() == depth).then(|| RegionCode(parts.join(".")))
    }
}

impl TryFrom<String> for RegionCode {
    type Error = BadRegionCode;
    fn try_from(text: String) -> Result<RegionCode, BadRegionCode> {
        RegionCode::parse(&text)
    }
}

impl From<RegionCode> for String {
    fn from(code: RegionCode) -> String {
        code.0
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One row of `catalogue/regions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    pub code: RegionCode,
    /// As decreed, without the level in front, except regencies ("Kabupaten Kupang") whose names would clash.
    pub name: String,
    pub level: Level,
    pub postcode: Option<String>,
}

impl Region {
    /// "Kelurahan Baru", "Kecamatan Arut Selatan", "Kabupaten Kupang".
    pub fn full_name(&self) -> String {
        match self.level {
            Level::Province | Level::Regency | Level::City => self.name.clone(),
            _ => format!("{} {}", self.level.name(Lang::Id), self.name),
        }
    }
}

/// Indonesia's three time zones. None has summer time, so an offset says it all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Zone {
    #[default]
    Wib,
    Wita,
    Wit,
}

impl Zone {
    /// Hours ahead of UTC.
    pub fn hours(self) -> i8 {
        match self {
            Zone::Wib => 7,
            Zone::Wita => 8,
            Zone::Wit => 9,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Zone::Wib => "WIB",
            Zone::Wita => "WITA",
            Zone::Wit => "WIT",
        }
    }
}
