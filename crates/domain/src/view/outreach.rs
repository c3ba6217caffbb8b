//! What leaves the server about outreach sessions.

use super::ClientRow;
use crate::region::Zone;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// A session as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOutreach {
    pub place: String,
    /// Code of the desa or kelurahan.
    pub region: String,
    /// ISO 8601.
    pub day: String,
    /// Names, one a line.
    pub team: String,
    /// Devices, one a line.
    pub equipment: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutreachRow {
    pub id: String,
    pub place: String,
    pub region_name: String,
    /// ISO 8601.
    pub day: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outreaches {
    pub rows: Vec<OutreachRow>,
    pub regions: Vec<(String, Vec<(String, String)>)>,
    /// ISO 8601.
    pub today: String,
}

/// A session with its roster and what has come of it so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutreachView {
    pub about: OutreachRow,
    pub team: Vec<String>,
    pub equipment: Vec<String>,
    /// In the order in which they stand on the roster.
    pub roster: Vec<RosterRow>,
    pub report: OutreachReport,
    pub zone: Zone,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterRow {
    pub client: ClientRow,
    /// Cases sent for them in this session.
    pub cases: i64,
}

/// What a session has done, counted in the database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutreachReport {
    pub on_roster: i64,
    /// Residents for whom at least one case was sent.
    pub people: i64,
    pub cases: i64,
    /// Documents that came with them, whatever their number of pages.
    pub documents: i64,
    /// Of these, with the original seen.
    pub seen: i64,
    /// Products given to their receivers, those among them that only a device has noted.
    pub handed_over: i64,
    pub services: Vec<(Text, i64)>,
    /// Every hand-over: code (where there is a case), product, receiver, and its day and time in words.
    pub handovers: Vec<Handed>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// `None`: a device has noted it, and no case here has followed it.
    pub code: Option<crate::code::Code>,
    pub product: Text,
    pub receiver: String,
    pub at: crate::calendar::Moment,
    /// Id of the drawn signature.
    pub signature: Option<String>,
}

/// What became of a roster that was typed or imported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterTaken {
    pub added: usize,
    /// Stood on it already.
    pub known: usize,
    /// Columns of the table that nobody has asked for, by their numbers from 1; none of it was taken.
    pub unread: Vec<usize>,
}
