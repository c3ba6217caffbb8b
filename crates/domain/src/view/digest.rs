//! The daily digest: what is past its day, what is due today and on the next working day, and at whose desk it lies.
//! No names in it: messages carry it too.

use crate::application::State;
use crate::calendar::Moment;
use crate::code::Code;
use crate::officer::Role;
use crate::region::Zone;
use crate::text::{Lang, Text};
use serde::{Deserialize, Serialize};

/// How near the promised day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nearness {
    /// Past the law's limit.
    PastLimit,
    /// Past the office's promise.
    PastPromise,
    Today,
    /// On the next working day.
    Next,
}

impl Nearness {
    pub const ALL: [Nearness; 4] = [
        Nearness::PastLimit,
        Nearness::PastPromise,
        Nearness::Today,
        Nearness::Next,
    ];

    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Nearness::PastLimit => lang.pick("Lewat batas hukum", "Past the legal limit"),
            Nearness::PastPromise => lang.pick("Lewat janji kantor", "Past the office's promise"),
            Nearness::Today => lang.pick("Harus selesai hari ini", "Due today"),
            Nearness::Next => lang.pick(
                "Harus selesai hari kerja berikutnya",
                "Due on the next working day",
            ),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestRow {
    pub code: Code,
    pub service_name: Text,
    pub region_name: String,
    pub state: State,
    /// At whose desk it lies.
    pub hand: Role,
    pub near: Nearness,
    /// The promised day, ISO 8601.
    pub promise: String,
    /// It lies on this officer's desk.
    pub mine: bool,
    /// It is past its promise on a desk below this officer's.
    pub escalated: bool,
}

/// One desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskCount {
    pub hand: Role,
    pub open: i64,
    /// Of these past the office's promise.
    pub late: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    pub at: Moment,
    pub zone: Zone,
    /// What is near, the most pressing first; the first hundred.
    pub rows: Vec<DigestRow>,
    /// In the order of the chain.
    pub desks: Vec<DeskCount>,
    /// How whoever looks is told of it each morning.
    pub mail: Option<DigestMail>,
}

/// How an officer is told of the digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestMail {
    /// The officer's own; empty: it is switched off.
    pub address: String,
    /// This server sends e-mail.
    pub can: bool,
    /// From when on, as minutes after midnight.
    pub opens: u16,
}

impl Digest {
    pub fn count(&self, near: Nearness) -> usize {
        self.rows.iter().filter(|row| row.near == near).count()
    }

    /// For a message: how many of each, and no more. `None` where there is nothing to say.
    pub fn words(&self, lang: Lang) -> Option<String> {
        let mut parts = Vec::new();
        for near in Nearness::ALL {
            let count = self.count(near);
            if count > 0 {
                parts.push(format!("{}: {count}.", near.name(lang)));
            }
        }
        let above = self.rows.iter().filter(|row| row.escalated).count();
        if above > 0 {
            parts.push(match lang {
                Lang::Id => format!("Terlambat di meja bawahan Anda: {above}."),
                Lang::En => format!("Late on desks below yours: {above}."),
            });
        }
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}
