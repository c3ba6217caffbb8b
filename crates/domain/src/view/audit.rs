//! What an auditor sees of the check of all history.

use crate::calendar::Moment;
use crate::code::Code;
use crate::region::Zone;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditView {
    pub at: Moment,
    pub zone: Zone,
    pub cases: u64,
    pub events: u64,
    /// Closed days, each with its head.
    pub days: u64,
    /// All that is wrong, in the whole office.
    pub flawed: u64,
    /// Of these, in cases outside this auditor's territory: counted, not named.
    pub elsewhere: u64,
    /// What is wrong in the territory, and with whole days; the first hundred.
    pub flaws: Vec<FlawView>,
    /// The newest head, to be compared with the copy that lies elsewhere.
    pub head: Option<HeadView>,
    /// Since when a file outside the database holds the newest events. `None`: the file isn't there.
    pub since: Option<Moment>,
    /// By whom, and why, the history was accepted as it was. The newest last.
    pub accepted: Vec<AcceptedView>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedView {
    pub at: Moment,
    pub by: String,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadView {
    /// ISO 8601.
    pub day: String,
    pub head: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlawView {
    pub kind: FlawKind,
    /// `None` for a whole day, and for a case that is gone.
    pub case: Option<Code>,
    /// Number of the event in its case.
    pub event: Option<i64>,
    /// ISO 8601.
    pub day: Option<String>,
    /// Id of an order of delegation.
    pub order: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlawKind {
    /// Not what was written.
    Altered,
    Removed,
    /// Written beside the program.
    Unlinked,
    /// The case stands elsewhere than its history ends.
    State,
    /// A closed day isn't as it was closed.
    Day,
    /// An order of delegation isn't as it was given or ended.
    Order,
    /// A letter isn't as it was numbered, signed or taken back.
    Letter,
    /// The file that holds the newest events is missing.
    Anchor,
}
