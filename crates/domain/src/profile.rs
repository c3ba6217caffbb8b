//! The profile of a kecamatan or a regency: what an office publishes of itself.
//!
//! Unknown is a value of its own: it is shown as not yet filled in, and never invented.

use crate::region::{RegionCode, Zone};
use crate::text::Text;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub code: RegionCode,
    pub zone: Zone,
    #[serde(default)]
    pub capital: Option<String>,
    #[serde(default)]
    pub motto: Option<Text>,
    #[serde(default)]
    pub history: Vec<Text>,
    #[serde(default)]
    pub vision: Option<Text>,
    #[serde(default)]
    pub mission: Vec<Text>,
    /// Square kilometres, one entry per source.
    #[serde(default)]
    pub area: Vec<Figure>,
    /// Persons, one entry per source.
    #[serde(default)]
    pub population: Vec<Figure>,
    #[serde(default)]
    pub borders: Borders,
    /// Latitude and longitude in degrees (WGS 84), times 100,000.
    #[serde(default)]
    pub centre: Option<(i32, i32)>,
    #[serde(default)]
    pub office: Office,
    #[serde(default)]
    pub structure: Vec<Position>,
    /// Own sites of desa and kelurahan.
    #[serde(default)]
    pub links: Vec<Link>,
    /// Straight-line distance from the office's kelurahan in hundreds of metres, per desa or kelurahan.
    #[serde(default)]
    pub distances: Vec<Distance>,
    #[serde(default)]
    pub notes: Vec<Text>,
    #[serde(default)]
    pub sources: Vec<String>,
}

/// A number that means nothing without its year and source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// As Indonesians write it: "9.475,854".
    pub value: String,
    #[serde(default)]
    pub year: Option<String>,
    pub source: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Borders {
    pub north: Option<String>,
    pub east: Option<String>,
    pub south: Option<String>,
    pub west: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Office {
    pub address: Option<String>,
    pub postcode: Option<String>,
    pub phone: Option<String>,
    pub whatsapp: Option<String>,
    pub email: Option<String>,
    pub instagram: Option<String>,
    pub website: Option<String>,
    pub hours: Option<Text>,
    /// Officer for personal data (UU 27/2022 art. 53).
    pub data_protection: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    pub title: Text,
    #[serde(default)]
    pub holder: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub code: RegionCode,
    pub url: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distance {
    pub code: RegionCode,
    pub hectometres: u32,
}
