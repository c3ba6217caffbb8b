//! The life of an application: ONE table says every step that exists.
//!
//! Whatever isn't in [`STEPS`] can't happen; [`next`] is the only way from a state to another. Whose step it is, and
//! whether a case that is passed on is at the end of its way, says the [`Chain`] of its service.

mod chain;
mod deed;
mod words;

pub use chain::{Chain, ChainFlaw, Spot};
pub use deed::Deed;

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
    /// The same thing was asked for twice: it goes on under the other code ("digabung").
    Merged,
}

impl State {
    pub const ALL: [State; 12] = [
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
        State::Merged,
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
            State::Merged => "merged",
        }
    }

    pub fn from_key(key: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Whether anything can still happen.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            State::HandedOver | State::Refused | State::Cancelled | State::Merged
        )
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
    /// On to the next hand of the chain.
    Forward,
    /// Back to the hand before.
    SendBack,
    /// The decision in favour.
    Decide,
    /// The decision taken back, so that an answer can be mended before anybody has the product.
    Reopen,
    /// The product lies at the counter.
    MakeReady,
    HandOver,
    /// The decision against.
    Refuse,
    Cancel,
    /// It is the same as another open case, which goes on alone.
    Merge,
    /// Something was done with one of its letters ([`crate::letter`]), which moves no case.
    Letter,
}

impl Action {
    pub const ALL: [Action; 16] = [
        Action::Submit,
        Action::StartChecking,
        Action::Return,
        Action::Resubmit,
        Action::Supplement,
        Action::Complete,
        Action::Forward,
        Action::SendBack,
        Action::Decide,
        Action::Reopen,
        Action::MakeReady,
        Action::HandOver,
        Action::Refuse,
        Action::Cancel,
        Action::Merge,
        Action::Letter,
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
            Action::Reopen => "reopen",
            Action::MakeReady => "make_ready",
            Action::HandOver => "hand_over",
            Action::Refuse => "refuse",
            Action::Cancel => "cancel",
            Action::Merge => "merge",
            Action::Letter => "letter",
        }
    }

    pub fn from_key(key: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.key() == key)
    }

    /// A reason must be written: the resident will read it.
    pub fn needs_reason(self) -> bool {
        matches!(
            self,
            Action::Refuse | Action::SendBack | Action::Merge | Action::Reopen
        )
    }
}

/// Whose hands a step needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Resident,
    Officer(Place),
}

/// A place in a service's chain of hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Whoever stands before the decision: they may all check.
    Check,
    /// Who has it now, before the decision.
    Hold,
    /// Who may decide and sign.
    Sign,
    /// Who hands over.
    Give,
}

/// Whoever takes a case up holds it so long after the last thing they did to it: as long as an idle session lives.
pub const HOLD_SECONDS: i64 = 3600;

/// Every step there is: from, action, to, by whom. "Complete" and "forward" lead to the next hand of the chain, and to
/// [`State::AwaitingSignature`] where that hand decides; "send back" leads to the hand before ([`Spot::next`]).
pub const STEPS: &[(State, Action, State, Who)] = {
    use Action as A;
    use State as S;
    use Who::{Officer, Resident};
    &[
        (S::Draft, A::Submit, S::Submitted, Resident),
        (
            S::Submitted,
            A::StartChecking,
            S::Checking,
            Officer(Place::Check),
        ),
        (S::Submitted, A::Supplement, S::Submitted, Resident),
        (S::Submitted, A::Cancel, S::Cancelled, Resident),
        (S::Submitted, A::Merge, S::Merged, Officer(Place::Check)),
        (S::Checking, A::Return, S::NeedsFix, Officer(Place::Check)),
        (
            S::Checking,
            A::Complete,
            S::Processing,
            Officer(Place::Check),
        ),
        (S::Checking, A::Supplement, S::Checking, Resident),
        (S::Checking, A::Cancel, S::Cancelled, Resident),
        (S::Checking, A::Merge, S::Merged, Officer(Place::Check)),
        (S::NeedsFix, A::Resubmit, S::Checking, Resident),
        (S::NeedsFix, A::Cancel, S::Cancelled, Resident),
        (S::NeedsFix, A::Merge, S::Merged, Officer(Place::Check)),
        (S::Processing, A::Return, S::NeedsFix, Officer(Place::Hold)),
        (
            S::Processing,
            A::Forward,
            S::AwaitingSignature,
            Officer(Place::Hold),
        ),
        (
            S::Processing,
            A::SendBack,
            S::Processing,
            Officer(Place::Hold),
        ),
        (S::Processing, A::Refuse, S::Refused, Officer(Place::Sign)),
        (S::Processing, A::Merge, S::Merged, Officer(Place::Hold)),
        (
            S::AwaitingSignature,
            A::SendBack,
            S::Processing,
            Officer(Place::Sign),
        ),
        (
            S::AwaitingSignature,
            A::Decide,
            S::Done,
            Officer(Place::Sign),
        ),
        (
            S::AwaitingSignature,
            A::Refuse,
            S::Refused,
            Officer(Place::Sign),
        ),
        (
            S::Done,
            A::MakeReady,
            S::ReadyForPickup,
            Officer(Place::Give),
        ),
        (S::Done, A::HandOver, S::HandedOver, Officer(Place::Give)),
        (
            S::Done,
            A::Reopen,
            S::AwaitingSignature,
            Officer(Place::Sign),
        ),
        (
            S::ReadyForPickup,
            A::Reopen,
            S::AwaitingSignature,
            Officer(Place::Sign),
        ),
        (
            S::ReadyForPickup,
            A::HandOver,
            S::HandedOver,
            Officer(Place::Give),
        ),
    ]
};

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
    /// "Handed over" as a whole while its products go their own ways.
    ProductsOpen,
    /// A product can't take this step from where it stands.
    Product,
    /// Handing over without the receiver's name and signature.
    NoReceiver,
    /// A product that is a file, without the file.
    NoFile,
    /// A letter can't take this step from where it stands.
    Letter,
    /// "Ready to collect" or "handed over" while a letter isn't made or isn't signed.
    LetterOpen,
    /// Taking the decision back while a letter has its number, or somebody holds a product.
    Given,
    /// The template of a letter has a mistake.
    Template,
    /// A letter holds a sign that it can't print. The page of the case says where ([`crate::letter::Unprintable`]).
    Unprintable { sign: char },
    /// The certificate can't be opened with what was typed.
    Passphrase,
    /// There is no certificate that could sign.
    Certificate,
    /// Merging cases that can't be one: other services, or one of them is over.
    NotOne,
    /// The provider of signatures can't be reached: the letter waits with its number.
    SignerAway,
    /// The provider's answer isn't this letter with a signature that holds.
    SignerAnswer,
    /// The officer isn't known to the provider of signatures.
    NoSigner,
    /// Another officer's name stands under the letter.
    OtherSigner,
    /// No place is left in that half-day, or it has begun.
    PickupFull,
    /// The order by which this officer could have done it has ended.
    OrderOver,
}

/// The state after `action`, or why not. For an officer's step ask [`Spot::next`], which knows the chain.
pub fn next(from: State, action: Action) -> Result<State, IllegalStep> {
    STEPS
        .iter()
        .find(|(state, step, _, _)| *state == from && *step == action)
        .map(|(_, _, to, _)| *to)
        .ok_or(IllegalStep::FromHere { from, action })
}

/// Whether the resident may take `action` in `state`.
pub fn resident_may(state: State, action: Action) -> bool {
    STEPS
        .iter()
        .any(|(from, step, _, who)| *from == state && *step == action && *who == Who::Resident)
}
