//! What leaves the server: only types of this file and of the catalogue derive `Serialize` with case data in them.
//!
//! A resident's views mask names and carry no NIK; an officer's views are only built after authorisation.

mod assistance;
mod audit;
mod bulk;
mod digest;
mod field;
mod letter;
mod message;
mod mismatch;
mod order;
mod outreach;
mod pickup;

pub use assistance::*;
pub use audit::*;
pub use bulk::{Became, BulkStep, BulkView, Colleague, MOST as BULK_MOST};
pub use digest::*;
pub use field::*;
pub use letter::*;
pub use message::*;
pub use mismatch::*;
pub use order::*;
pub use outreach::*;
pub use pickup::*;

use crate::application::{Action, Deed, State};
use crate::calendar::Moment;
use crate::clock::Pressure;
use crate::code::Code;
use crate::delegation::Delegation;
use crate::document::{Item, PageView, Verdict};
use crate::form::{Answer, Answers};
use crate::letter::Unprintable;
use crate::mismatch::Advice;
use crate::officer::{Officer, Role};
use crate::region::{RegionCode, Zone};
use crate::text::{Lang, Text};
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
    /// Requirement ids whose original who helps has held in their hands.
    #[serde(default)]
    pub seen: Vec<String>,
    /// What the sender was reading: the server knows it from the request, and no device says it.
    #[serde(skip)]
    pub lang: Lang,
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
    /// How often it was sent: what is mended now belongs to this round.
    pub round: i64,
    /// Who has it in the office now, of the service's chain of hands.
    pub hand: Option<Role>,
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
    /// Letters to download, by product: only what is signed electronically is the same on every phone.
    pub letters: Vec<SignedLetter>,
    /// Letters that stand no more, whoever holds them.
    pub ended: Vec<LetterBefore>,
    pub deadline: Option<DeadlineView>,
    /// The code under which it goes on.
    pub merged_into: Option<Code>,
    /// Why it was refused or merged.
    pub reason: Option<String>,
    pub pick_up: bool,
    /// Which document to mend first, and where: without what stands on it.
    pub advice: Vec<Advice>,
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
    /// Whose desk it lies on.
    pub hand: Option<Role>,
    /// It lies on this officer's desk, or on one where they stand in.
    pub mine: bool,
    pub hold: Option<HoldView>,
    /// Optimistic lock: sent back with what is done to several at once.
    pub version: i64,
    /// It can be called ready to collect now, by this officer.
    pub may_be_ready: bool,
}

/// Another open case that may be the same person's for the same thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlikeView {
    pub code: Code,
    pub applicant: String,
    pub state: State,
    pub sent: Moment,
    /// The same NIK; otherwise the same birth date and a name like it.
    pub same_nik: bool,
}

/// A case that became one with another, and what was sent with it: ids and names of requirements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsorbedView {
    pub code: Code,
    pub sent: Moment,
    pub documents: Vec<(String, Text)>,
}

/// Who has a case in their hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldView {
    /// "Dewi (Petugas loket)".
    pub by: Text,
    pub since: Moment,
    /// Whoever asks.
    pub own: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Queue {
    pub rows: Vec<QueueRow>,
    /// Cases in the list, as far as they were counted.
    pub total: i64,
    /// Whether there are more than were counted.
    pub more: bool,
    pub zone: Zone,
    /// To whom cases can be given.
    pub colleagues: Vec<Colleague>,
    pub letters: LettersWaiting,
}

/// A case as an officer sees it after opening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseView {
    pub code: Code,
    pub service: String,
    pub service_name: Text,
    pub state: State,
    /// Who has it now, who has it next, and who had it before: of the service's chain of hands.
    pub hand: Option<Role>,
    pub onward: Option<Role>,
    pub backward: Option<Role>,
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
    /// Letters of the office among them.
    pub letters: Vec<LetterView>,
    /// What keeps those from being printed that may still be made, or made anew.
    pub unprintable: Vec<Unprintable>,
    pub fields: Vec<FieldView>,
    pub documents: Vec<DocumentView>,
    /// Requirements that aren't uploads, with their wording: what to look for at the counter.
    pub other_requirements: Vec<Text>,
    pub events: Vec<EventView>,
    pub actions: Vec<Action>,
    /// This officer may accept and give back items now.
    pub may_judge: bool,
    pub hold: Option<HoldView>,
    /// This officer may take it up, or take it over.
    pub may_take: bool,
    /// By which some of the actions are taken in another's place.
    pub acting: Option<Delegation>,
    /// By which this officer could have done more, had it not ended.
    pub lapsed: Option<Delegation>,
    /// What is wrong with the history, for auditors only.
    pub flaws: Vec<FlawView>,
    /// Open cases that may be the same once more.
    pub alike: Vec<AlikeView>,
    /// This officer may end it by merging it into another.
    pub may_merge: bool,
    /// Cases that became one with this one.
    pub absorbed: Vec<AbsorbedView>,
    /// The case that this one became one with.
    pub merged_into: Option<Code>,
    /// What was told to the resident, the oldest first.
    pub messages: Vec<MessageView>,
    /// This officer only supervises.
    pub reads_only: bool,
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
    pub deed: Deed,
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
    /// It lies on this officer's desk.
    #[default]
    Mine,
    /// In this officer's hands.
    Held,
    Open,
    /// Waiting for the resident.
    Returned,
    Done,
    All,
}

/// How near its end a case must be to be listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueWhen {
    #[default]
    Any,
    /// Late already, by days or by the hour.
    Late,
    /// Late, or due by the end of the next working day; or by an hour that is near.
    Pressing,
    /// Sent a week ago or earlier.
    Old,
}

/// A look at the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueueFilter {
    pub group: QueueGroup,
    pub when: QueueWhen,
    /// One state only.
    pub state: Option<State>,
    /// A code, a part of a name, or a whole phone number.
    pub search: String,
    /// From 0.
    pub page: u32,
}
