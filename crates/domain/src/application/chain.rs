//! The chain of hands: through whom a case of a service goes, as the service's file says it.
//!
//! Written as the case travels: `hands = ["counter", "head", "secretary", "camat", "counter"]`. The first hand checks
//! with whoever stands before the decision; the next ones pass it on, each to the one behind; the last before the
//! counter decides and signs; the counter hands over. The table [`super::STEPS`] says what exists, the chain says whose
//! it is.

use super::{Action, IllegalStep, Place, STEPS, State, Who, next};
use crate::officer::Role;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    /// In the order in which the case travels.
    pub hands: Vec<Role>,
    /// Who may decide and sign at the last desk: the one whose desk it is, then who may without being asked (a.n.).
    pub signs: Vec<Role>,
}

/// What a chain can have wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainFlaw {
    /// Nobody checks before the decision.
    TooShort,
    /// Does no work in a chain.
    NoHand(Role),
    /// Hands over, and no counter does.
    NoCounter,
    /// Stands behind somebody above it, or twice.
    Order(Role),
    /// Stands last before the counter, and may not decide.
    MayNotDecide(Role),
    /// Signs, and may not decide.
    MayNotSign(Role),
    /// Whose desk the decision is, and who signs, differ.
    OtherSigner,
}

/// From the resident upward. Nobody passes a case on to somebody below.
const RANKS: [Role; 5] = [
    Role::Counter,
    Role::Head,
    Role::Operator,
    Role::Secretary,
    Role::Camat,
];

fn rank(role: Role) -> Option<usize> {
    RANKS.iter().position(|one| *one == role)
}

fn may_decide(role: Role) -> bool {
    matches!(role, Role::Secretary | Role::Camat)
}

impl Chain {
    /// What is wrong with it, the first thing first.
    pub fn flaw(&self) -> Option<ChainFlaw> {
        if let Some(role) = self.hands.iter().find(|role| rank(**role).is_none()) {
            return Some(ChainFlaw::NoHand(*role));
        }
        if self.hands.last() != Some(&Role::Counter) {
            return Some(ChainFlaw::NoCounter);
        }
        let upward = self.upward();
        if upward.len() < 2 {
            return Some(ChainFlaw::TooShort);
        }
        if let Some(pair) = upward
            .windows(2)
            .find(|pair| rank(pair[0]) >= rank(pair[1]))
        {
            return Some(ChainFlaw::Order(pair[1]));
        }
        if let Some(role) = upward.last().filter(|role| !may_decide(**role)) {
            return Some(ChainFlaw::MayNotDecide(*role));
        }
        if let Some(role) = self.signs.iter().find(|role| !may_decide(**role)) {
            return Some(ChainFlaw::MayNotSign(*role));
        }
        (self.signs.first() != upward.last()).then_some(ChainFlaw::OtherSigner)
    }

    /// Without the counter at the end: from who checks to who decides.
    fn upward(&self) -> &[Role] {
        let end = self.hands.len().saturating_sub(1);
        &self.hands[..end]
    }

    /// Whoever stands before the decision.
    fn working(&self) -> &[Role] {
        let upward = self.upward();
        &upward[..upward.len().saturating_sub(1)]
    }

    /// Whose desk the decision is.
    pub fn decider(&self) -> Role {
        self.upward().last().copied().unwrap_or(Role::Camat)
    }

    /// Who may decide and sign here without an order.
    pub fn signs(&self, role: Role) -> bool {
        self.signs.contains(&role)
    }

    /// Where a case of this service stands; `kept` is the hand that was written down with it.
    pub fn spot(&self, state: State, kept: Option<Role>) -> Spot<'_> {
        let working = self.working();
        let first = working.first().copied().unwrap_or(Role::Counter);
        let hand = match state {
            // A chain that was edited meanwhile no longer knows every hand: then it begins again behind the check.
            State::Processing => kept
                .filter(|hand| working.contains(hand))
                .unwrap_or_else(|| working.get(1).copied().unwrap_or(first)),
            State::AwaitingSignature => self.decider(),
            State::Done | State::ReadyForPickup => {
                self.hands.last().copied().unwrap_or(Role::Counter)
            }
            _ => first,
        };
        Spot {
            chain: self,
            state,
            hand,
        }
    }
}

/// Where a case stands: its state, and in whose hands of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot<'a> {
    chain: &'a Chain,
    pub state: State,
    pub hand: Role,
}

impl Spot<'_> {
    /// Where a step leads, or why there is none.
    ///
    /// # Errors
    /// [`IllegalStep::FromHere`]: the table has no such step, or the chain has nobody before this hand.
    pub fn next(&self, action: Action) -> Result<Self, IllegalStep> {
        let to = next(self.state, action)?;
        let upward = self.chain.upward();
        let here = upward
            .iter()
            .position(|role| *role == self.hand)
            .unwrap_or(0);
        let desk = |place: usize| match upward.get(place) {
            Some(hand) if place + 1 < upward.len() => {
                self.chain.spot(State::Processing, Some(*hand))
            }
            _ => self.chain.spot(State::AwaitingSignature, None),
        };
        Ok(match action {
            Action::Complete => desk(1),
            Action::Forward => desk(here + 1),
            Action::SendBack => {
                let before = here.checked_sub(1).ok_or(IllegalStep::FromHere {
                    from: self.state,
                    action,
                })?;
                desk(before)
            }
            _ => self.chain.spot(to, Some(self.hand)),
        })
    }

    fn hands(&self, place: Place) -> &[Role] {
        match place {
            Place::Check => self.chain.working(),
            Place::Hold | Place::Give => std::slice::from_ref(&self.hand),
            Place::Sign => &self.chain.signs,
        }
    }

    /// Whether an officer of `role` may take `action` now.
    pub fn may(&self, role: Role, action: Action) -> bool {
        self.next(action).is_ok()
            && STEPS.iter().any(|(from, step, _, who)| {
                *from == self.state
                    && *step == action
                    && matches!(who, Who::Officer(place) if self.hands(*place).contains(&role))
            })
    }

    /// The buttons of an officer, in the table's order.
    pub fn actions(&self, role: Role) -> Vec<Action> {
        let all = Action::ALL.into_iter();
        all.filter(|action| self.may(role, *action)).collect()
    }

    /// Whose turn it is: who has it on the desk. Whoever may decide can also refuse earlier, but isn't waited for.
    pub fn turn(&self) -> &[Role] {
        match self.state {
            State::Submitted | State::Checking => self.chain.working(),
            State::Processing | State::Done | State::ReadyForPickup => {
                std::slice::from_ref(&self.hand)
            }
            State::AwaitingSignature => &self.chain.signs,
            State::Draft
            | State::NeedsFix
            | State::HandedOver
            | State::Refused
            | State::Merged
            | State::Cancelled => &[],
        }
    }

    /// Who has it in the office now; `None` where the resident has it, or it is over.
    pub fn hand_now(&self) -> Option<Role> {
        (!self.kept().is_empty()).then_some(self.hand)
    }

    /// On whose list it shows up as well once it is past the office's promise: who stands next in the chain; above who
    /// decides stands the camat, and above the camat nobody in the office.
    pub fn superior(&self) -> Option<Role> {
        let upward = self.chain.upward();
        let here = upward.iter().position(|role| *role == self.hand)?;
        let above = upward.get(here + 1).copied().unwrap_or(Role::Camat);
        (self.state.clock_runs() && above != self.hand).then_some(above)
    }

    /// On whose desk it would lie after a step.
    pub fn desk_after(&self, action: Action) -> Option<Role> {
        self.next(action).ok().map(|spot| spot.hand)
    }

    /// The hand to write down beside the state.
    pub fn kept(&self) -> &'static str {
        if self.state.is_final() || matches!(self.state, State::Draft | State::NeedsFix) {
            ""
        } else {
            self.hand.key()
        }
    }
}
