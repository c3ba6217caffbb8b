//! What leaves the server: only types of this file and of the catalogue derive `Serialize` with case data in them.
//!
//! A resident's views mask names and carry no NIK; an officer's views are only built after authorisation.

mod assistance;
mod outreach;

pub use assistance::*;
pub use outreach::*;

use crate::application::{Action, State};
use crate::calendar::Moment;
use crate::clock::Pressure;
use crate::code::Code;
use crate::document::{Item, PageView, Verdict};
use crate::form::{Answer, Answers};
use crate::officer::Officer;
use crate::region::{RegionCode, Zone};
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Leave to upload for one draft.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    pub draft: String,
    /// Bearer token (RFC 6750). Whoever has it may add files to this draft and send it.
    pub token: String,
}

impl std::fmt::Debug for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ticket({}, ***)", self.draft)
    }
}

/// An application on its way in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    pub service: String,
    /// Made on the device, random, at least 16 characters: sending twice gives the same receipt.
    pub key: String,
    pub answers: Answers,
    /// Ids of finished uploads, per requirement, in page order.
    pub documents: Vec<SubmittedDocument>,
    /// Requirement ids declared with a tick.
    pub declared: Vec<String>,
    /// The person has read what happens with the data and says that it is true.
    pub consent: bool,
    /// Made on the device from a body that was lent to it, and handed over already.
    #[serde(default)]
    pub code: Option<Code>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubmittedDocument {
    pub requirement: String,
    /// Upload ids: the last part of the upload's URL.
    pub pages: Vec<String>,
}

/// Proof of sending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub code: Code,
    pub service: String,
    pub service_name: Text,
    pub office: String,
    pub sent: Moment,
    pub zone: Zone,
}

/// What a resident sees of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatusView {
    pub code: Code,
    pub service: String,
    pub service_name: Text,
    /// "S*** R***".
    pub applicant: String,
    pub state: State,
    pub zone: Zone,
    pub timeline: Vec<TimelineEntry>,
    /// The day the decision is expected (ISO 8601), where it can be told.
    pub expected: Option<String>,
    /// Working days left while the clock stands still.
    pub paused_with: Option<u32>,
    /// What must be mended.
    pub returned: Vec<ReturnedItem>,
    /// What may follow and hasn't come yet.
    pub later: Vec<ReturnedItem>,
    /// What this case will be given, and where each of it is.
    pub products: Vec<ProductView>,
    pub deadline: Option<DeadlineView>,
    /// Why it was refused.
    pub reason: Option<String>,
    pub pick_up: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    pub at: Moment,
    pub action: Action,
    pub to: State,
    /// "Petugas loket", never a name.
    pub by: Text,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnedItem {
    pub item: Item,
    pub label: Text,
    pub reason: String,
}

/// The mended items, sent again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Made on the device; sending twice changes nothing more.
    pub key: String,
    pub answers: Answers,
    pub documents: Vec<SubmittedDocument>,
}

/// A row of an officer's queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueueRow {
    pub code: Code,
    pub service_name: Text,
    pub applicant: String,
    pub region: RegionCode,
    pub region_name: String,
    pub state: State,
    pub sent: Moment,
    /// Whole days since it was sent.
    pub age_days: i64,
    /// ISO 8601.
    pub due: Option<String>,
    pub pressure: Pressure,
    pub urgent: bool,
    /// The hour before which it must be done.
    pub deadline: Option<DeadlineView>,
    /// An action of this officer is possible.
    pub mine: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    pub rows: Vec<QueueRow>,
    pub total: i64,
    pub zone: Zone,
}

/// A case as an officer sees it after opening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseView {
    pub code: Code,
    pub service: String,
    pub service_name: Text,
    pub state: State,
    /// Optimistic lock: sent back with every step.
    pub version: i64,
    pub sent: Moment,
    pub zone: Zone,
    pub due: Option<String>,
    pub promise: Option<String>,
    pub paused_with: Option<u32>,
    pub pressure: Pressure,
    pub deadline: Option<DeadlineView>,
    pub region_name: String,
    /// Who helped the resident to send it, and by which consent.
    pub helped: Option<HelpedBy>,
    pub products: Vec<ProductView>,
    pub fields: Vec<FieldView>,
    pub documents: Vec<DocumentView>,
    /// Requirements that aren't uploads, with their wording: what to look for at the counter.
    pub other_requirements: Vec<Text>,
    pub events: Vec<EventView>,
    pub actions: Vec<Action>,
    /// This officer may accept and give back items now.
    pub may_judge: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldView {
    pub id: String,
    pub label: Text,
    pub page: Text,
    pub answer: Answer,
    /// The answer as people read it: dates in words, regions by name, rows line by line.
    pub shown: Vec<Text>,
    /// What it was before the resident mended it.
    pub before: Option<Vec<Text>>,
    pub verdict: Verdict,
    /// What the validator doubts (NIK and birth date differ…).
    pub warnings: Vec<Text>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentView {
    pub requirement: String,
    pub name: Text,
    pub required: bool,
    pub verdict: Verdict,
    /// Newest round.
    pub pages: Vec<PageView>,
    /// The round before, when it was sent again.
    pub before: Vec<PageView>,
    /// Why the round before was given back.
    pub before_reason: Option<String>,
    /// It may follow after sending.
    pub later: bool,
    /// Who has held the original in their hands.
    pub seen: Option<Seen>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventView {
    pub at: Moment,
    /// "Dewi (Petugas loket)" or "Pemohon".
    pub by: Text,
    /// `None`: the case was opened and read.
    pub action: Option<Action>,
    pub from: State,
    pub to: State,
    pub note: Option<String>,
}

/// Somebody is logged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub officer: Officer,
    pub territory_name: String,
}

/// Which cases an officer wants to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueGroup {
    /// An action of this officer is possible.
    #[default]
    Mine,
    Open,
    /// Waiting for the resident.
    Returned,
    Done,
    All,
}

/// A look at the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueFilter {
    pub group: QueueGroup,
    /// A code or a part of a name.
    pub search: String,
    /// From 0.
    pub page: u32,
}
