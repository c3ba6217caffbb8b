//! Officers: what they are and where they may work.

use crate::region::RegionCode;
use crate::text::Lang;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Helps residents of one desa or kelurahan: sees their cases, decides nothing.
    Helper,
    /// Checks completeness, hands over.
    Counter,
    /// Head of a section (Kasi).
    Head,
    /// Sekretaris Kecamatan; may decide on behalf of the camat.
    Secretary,
    Camat,
    /// Keeps catalogue and profiles; sees no case.
    Content,
}

impl Role {
    pub const ALL: [Role; 6] = [
        Role::Helper,
        Role::Counter,
        Role::Head,
        Role::Secretary,
        Role::Camat,
        Role::Content,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Role::Helper => "helper",
            Role::Counter => "counter",
            Role::Head => "head",
            Role::Secretary => "secretary",
            Role::Camat => "camat",
            Role::Content => "content",
        }
    }

    pub fn from_key(key: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.key() == key)
    }

    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Role::Helper => lang.pick("Pendamping desa", "Village helper"),
            Role::Counter => lang.pick("Petugas loket", "Counter staff"),
            Role::Head => lang.pick("Kepala seksi", "Head of section"),
            Role::Secretary => lang.pick("Sekretaris kecamatan", "Secretary"),
            Role::Camat => "Camat",
            Role::Content => lang.pick("Admin konten", "Content admin"),
        }
    }

    pub fn sees_cases(self) -> bool {
        self != Role::Content
    }

    /// May look closely: documents and whole numbers. A helper sees how a case fares, not what is in it.
    pub fn sees_documents(self) -> bool {
        !matches!(self, Role::Helper | Role::Content)
    }
}

/// An officer as the screens know one. The password never leaves `backend`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    pub id: String,
    pub username: String,
    pub name: String,
    pub role: Role,
    /// Works on cases of residents inside this region, and on no others.
    pub territory: RegionCode,
}

impl Officer {
    /// Territory: the applicant's desa or kelurahan lies inside.
    pub fn covers(&self, region: &RegionCode) -> bool {
        self.territory.contains(region)
    }
}

/// Shortest password, in characters.
pub const MIN_PASSWORD: usize = 10;
