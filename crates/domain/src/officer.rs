//! Officers: what they are and where they may work.

use crate::calendar::parse_day;
use crate::region::RegionCode;
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use time::Date;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Helps residents of one desa or kelurahan: sees their cases, decides nothing.
    Helper,
    /// Staff of a hospital or health centre: helps those it serves as long as its agreement runs, decides nothing.
    Partner,
    /// Checks completeness, hands over.
    Counter,
    /// Head of a section (Kasi).
    Head,
    /// Types letters and keeps the books; passes on what the head has checked.
    Operator,
    /// Sekretaris Kecamatan; may decide on behalf of the camat.
    Secretary,
    Camat,
    /// Keeps catalogue and profiles; sees no case.
    Content,
    /// Supervision (APIP): sees cases, their history and who looked at them; changes nothing.
    Auditor,
}

impl Role {
    pub const ALL: [Role; 9] = [
        Role::Helper,
        Role::Partner,
        Role::Counter,
        Role::Head,
        Role::Operator,
        Role::Secretary,
        Role::Camat,
        Role::Content,
        Role::Auditor,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Role::Helper => "helper",
            Role::Partner => "partner",
            Role::Counter => "counter",
            Role::Head => "head",
            Role::Operator => "operator",
            Role::Secretary => "secretary",
            Role::Camat => "camat",
            Role::Content => "content",
            Role::Auditor => "auditor",
        }
    }

    pub fn from_key(key: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.key() == key)
    }

    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Role::Helper => lang.pick("Pendamping desa", "Village helper"),
            Role::Partner => lang.pick("Petugas mitra", "Partner staff"),
            Role::Counter => lang.pick("Petugas loket", "Counter staff"),
            Role::Head => lang.pick("Kepala seksi", "Head of section"),
            Role::Operator => lang.pick("Operator", "Operator"),
            Role::Secretary => lang.pick("Sekretaris kecamatan", "Secretary"),
            Role::Camat => "Camat",
            Role::Content => lang.pick("Admin konten", "Content admin"),
            Role::Auditor => lang.pick("Pengawas", "Auditor"),
        }
    }

    pub fn sees_cases(self) -> bool {
        self != Role::Content
    }

    /// May look closely: documents and whole numbers. A helper sees how a case fares, not what is in it.
    pub fn sees_documents(self) -> bool {
        !matches!(self, Role::Helper | Role::Partner | Role::Content)
    }

    /// Works on cases: takes them up, judges them, takes steps. Whoever else sees them only reads.
    pub fn works_on_cases(self) -> bool {
        matches!(
            self,
            Role::Counter | Role::Head | Role::Operator | Role::Secretary | Role::Camat
        )
    }

    /// Sees whether the history of cases is whole.
    pub fn audits(self) -> bool {
        self == Role::Auditor
    }

    /// Takes in files that devices which could not send have made: whoever residents and helpers bring them to.
    pub fn takes_rescue(self) -> bool {
        matches!(self, Role::Counter | Role::Head | Role::Secretary)
    }

    /// Helps residents to apply: begins at "Pilih warga", never at a form.
    pub fn assists(self) -> bool {
        matches!(self, Role::Helper | Role::Partner | Role::Counter)
    }
}

/// An institution outside the office, and the agreement by which its staff may help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    pub id: String,
    /// "RSUD Naibonat".
    pub name: String,
    /// Number of the cooperation agreement (perjanjian kerja sama).
    pub agreement: String,
    /// First and last day, ISO 8601; both belong to it.
    pub from: String,
    pub until: String,
}

/// Where an agreement stands on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    Valid,
    /// Begins on this day, ISO 8601.
    NotYet {
        from: String,
    },
    /// Ended with this day, ISO 8601.
    Ended {
        until: String,
    },
    /// There is none.
    Missing,
}

impl Partner {
    pub fn standing(&self, today: Date) -> Standing {
        match (parse_day(&self.from), parse_day(&self.until)) {
            (Some(from), _) if today < from => Standing::NotYet {
                from: self.from.clone(),
            },
            (_, Some(until)) if today > until => Standing::Ended {
                until: self.until.clone(),
            },
            (Some(_), Some(_)) => Standing::Valid,
            _ => Standing::Missing,
        }
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
    /// For partner staff: whose.
    pub partner: Option<Partner>,
}

impl Officer {
    /// Whether the agreement that this officer needs runs today; whoever needs none is always fine.
    pub fn standing(&self, today: Date) -> Standing {
        match (&self.partner, self.role) {
            (Some(partner), _) => partner.standing(today),
            (None, Role::Partner) => Standing::Missing,
            (None, _) => Standing::Valid,
        }
    }

    /// Whether a resident who lives in `region`, or a case, is this officer's to help with: what a partner takes in
    /// is that partner's alone, all else belongs to the territory.
    pub fn helps(&self, region: &RegionCode, partner: Option<&str>) -> bool {
        let own = self.partner.as_ref().map(|partner| partner.id.as_str());
        own == partner && (own.is_some() || self.role != Role::Partner && self.covers(region))
    }

    /// Territory: the applicant's desa or kelurahan lies inside.
    pub fn covers(&self, region: &RegionCode) -> bool {
        self.territory.contains(region)
    }
}

/// Shortest password, in characters.
pub const MIN_PASSWORD: usize = 10;
