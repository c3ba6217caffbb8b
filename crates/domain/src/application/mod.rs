//! The life of an application: ONE table says every step that exists.
//!
//! Whatever isn't in [`STEPS`] can't happen; [`next`] is the only way from a state to another.

mod words;

use crate::officer::Role;
use serde::{Deserialize, Serialize};

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// On the resident's device only ("draf").
    Draft,
    /// Arrived, nobody has looked yet ("terkirim").
    Submitted,
    /// An officer compares form and documents ("diperiksa").
    Checking,
    /// The resident must mend something; the clock stands still ("perlu_perbaikan").
    NeedsFix,
    /// The file is complete: the legal clock runs ("diproses").
    Processing,
    /// On the desk of who decides ("menunggu_tanda_tangan").
    AwaitingSignature,
    /// Decided; the product exists ("selesai").
    Done,
    /// Waiting at the counter ("siap_diambil").
    ReadyForPickup,
    /// In the resident's hands ("diserahkan").
    HandedOver,
    /// Decided against, with a reason ("ditolak").
    Refused,
    /// Taken back by the resident ("dibatalkan").
    Cancelled,
}

impl State {
    pub const ALL: [State; 11] = [
        State::Draft,
        State::Submitted,
        State::Checking,
        State::NeedsFix,
        State::Processing,
        State::AwaitingSignature,
        State::Done,
        State::ReadyForPickup,
        State::HandedOver,
        State::Refused,
        State::Cancelled,
    ];

    /// The word kept in the database.
    pub fn key(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::Checking => "checking",
            State::NeedsFix => "needs_fix",
            State::Processing => "processing",
            State::AwaitingSignature => "awaiting_signature",
            State::Done => "done",
            State::ReadyForPickup => "ready_for_pickup",
            State::HandedOver => "handed_over",
            State::Refused => "refused",
            State::Cancelled => "cancelled",
        }
    }

    pub fn from_key(key: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Whether anything can still happen.
    pub fn is_final(self) -> bool {
        matches!(self, State::HandedOver | State::Refused | State::Cancelled)
    }

    /// Whether the legal clock runs (UU 30/2014 art. 53: from the complete file to the decision).
    pub fn clock_runs(self) -> bool {
        matches!(self, State::Processing | State::AwaitingSignature)
    }
}

/// What somebody does to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Submit,
    StartChecking,
    /// Give marked items back to the resident.
    Return,
    /// Marked items sent again.
    Resubmit,
    /// What was allowed to follow, sent.
    Supplement,
    /// Everything is here and right: "berkas lengkap".
    Complete,
    /// On to who decides.
    Forward,
    /// Back from who decides to the section.
    SendBack,
    /// The decision in favour.
    Decide,
    /// The product lies at the counter.
    MakeReady,
    HandOver,
    /// The decision against.
    Refuse,
    Cancel,
}

impl Action {
    pub const ALL: [Action; 13] = [
        Action::Submit,
        Action::StartChecking,
        Action::Return,
        Action::Resubmit,
        Action::Supplement,
        Action::Complete,
        Action::Forward,
        Action::SendBack,
        Action::Decide,
        Action::MakeReady,
        Action::HandOver,
        Action::Refuse,
        Action::Cancel,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Action::Submit => "submit",
            Action::StartChecking => "start_checking",
            Action::Return => "return",
            Action::Resubmit => "resubmit",
            Action::Supplement => "supplement",
            Action::Complete => "complete",
            Action::Forward => "forward",
            Action::SendBack => "send_back",
            Action::Decide => "decide",
            Action::MakeReady => "make_ready",
            Action::HandOver => "hand_over",
            Action::Refuse => "refuse",
            Action::Cancel => "cancel",
        }
    }

    pub fn from_key(key: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.key() == key)
    }

    /// A reason must be written: the resident will read it.
    pub fn needs_reason(self) -> bool {
        matches!(self, Action::Refuse | Action::SendBack)
    }
}

/// Whose hands a step needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Resident,
    /// Any of these roles.
    Officer(&'static [Role]),
}

const DESK: &[Role] = &[Role::Counter, Role::Head, Role::Secretary];
const SECTION: &[Role] = &[Role::Head, Role::Secretary];
const DECIDES: &[Role] = &[Role::Secretary, Role::Camat];
const COUNTER: &[Role] = &[Role::Counter];

/// Every step there is: from, action, to, by whom.
pub const STEPS: &[(State, Action, State, Who)] = &[
    (
        State::Draft,
        Action::Submit,
        State::Submitted,
        Who::Resident,
    ),
    (
        State::Submitted,
        Action::StartChecking,
        State::Checking,
        Who::Officer(DESK),
    ),
    (
        State::Submitted,
        Action::Supplement,
        State::Submitted,
        Who::Resident,
    ),
    (
        State::Submitted,
        Action::Cancel,
        State::Cancelled,
        Who::Resident,
    ),
    (
        State::Checking,
        Action::Return,
        State::NeedsFix,
        Who::Officer(DESK),
    ),
    (
        State::Checking,
        Action::Complete,
        State::Processing,
        Who::Officer(DESK),
    ),
    (
        State::Checking,
        Action::Supplement,
        State::Checking,
        Who::Resident,
    ),
    (
        State::Checking,
        Action::Cancel,
        State::Cancelled,
        Who::Resident,
    ),
    (
        State::NeedsFix,
        Action::Resubmit,
        State::Checking,
        Who::Resident,
    ),
    (
        State::NeedsFix,
        Action::Cancel,
        State::Cancelled,
        Who::Resident,
    ),
    (
        State::Processing,
        Action::Return,
        State::NeedsFix,
        Who::Officer(SECTION),
    ),
    (
        State::Processing,
        Action::Forward,
        State::AwaitingSignature,
        Who::Officer(SECTION),
    ),
    (
        State::Processing,
        Action::Refuse,
        State::Refused,
        Who::Officer(DECIDES),
    ),
    (
        State::AwaitingSignature,
        Action::SendBack,
        State::Processing,
        Who::Officer(DECIDES),
    ),
    (
        State::AwaitingSignature,
        Action::Decide,
        State::Done,
        Who::Officer(DECIDES),
    ),
    (
        State::AwaitingSignature,
        Action::Refuse,
        State::Refused,
        Who::Officer(DECIDES),
    ),
    (
        State::Done,
        Action::MakeReady,
        State::ReadyForPickup,
        Who::Officer(COUNTER),
    ),
    (
        State::Done,
        Action::HandOver,
        State::HandedOver,
        Who::Officer(COUNTER),
    ),
    (
        State::ReadyForPickup,
        Action::HandOver,
        State::HandedOver,
        Who::Officer(COUNTER),
    ),
];

/// A step that isn't in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IllegalStep {
    /// No such step from this state.
    FromHere { from: State, action: Action },
    /// "Complete" while a required item isn't accepted, or is given back.
    ItemsOpen,
    /// "Return" without anything given back.
    NothingReturned,
    /// A reason must be written.
    NoReason,
    /// "Resubmit" while something given back wasn't sent again.
    StillMissing,
    /// "Handed over" as a whole while its products go their own ways.
    ProductsOpen,
    /// A product can't take this step from where it stands.
    Product,
    /// Handing over without the receiver's name and signature.
    NoReceiver,
    /// A product that is a file, without the file.
    NoFile,
}

/// The state after `action`, or why not.
pub fn next(from: State, action: Action) -> Result<State, IllegalStep> {
    STEPS
        .iter()
        .find(|(state, step, _, _)| *state == from && *step == action)
        .map(|(_, _, to, _)| *to)
        .ok_or(IllegalStep::FromHere { from, action })
}

/// Whether an officer of `role` may take `action` in `state`.
pub fn officer_may(role: Role, state: State, action: Action) -> bool {
    STEPS.iter().any(|(from, step, _, who)| {
        *from == state
            && *step == action
            && matches!(who, Who::Officer(roles) if roles.contains(&role))
    })
}

/// Whether the resident may take `action` in `state`.
pub fn resident_may(state: State, action: Action) -> bool {
    STEPS
        .iter()
        .any(|(from, step, _, who)| *from == state && *step == action && *who == Who::Resident)
}

/// The buttons of an officer, in the table's order.
pub fn officer_actions(role: Role, state: State) -> Vec<Action> {
    Action::ALL
        .into_iter()
        .filter(|action| officer_may(role, state, *action))
        .collect()
}
