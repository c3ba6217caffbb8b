//! Products of a case: each has its own way to the person and its own state.
//!
//! A birth certificate comes back as a file and is printed where the parents are, the child card of the same case is
//! brought days later. So the case is done when the last product is in somebody's hands, and not before.

use crate::officer::Role;
use crate::service::{Handover, Product};
use crate::text::Lang;
use serde::{Deserialize, Serialize};

/// Where one product stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductState {
    /// Not made yet.
    #[default]
    Waiting,
    /// Made, and on its way to where it is handed over: a file that was sent, a card that is brought.
    Issued,
    /// Printed, or arrived: it lies where it is handed over.
    AtHand,
    /// In the resident's hands.
    HandedOver,
}

impl ProductState {
    pub const ALL: [ProductState; 4] = [
        ProductState::Waiting,
        ProductState::Issued,
        ProductState::AtHand,
        ProductState::HandedOver,
    ];

    pub fn key(self) -> &'static str {
        match self {
            ProductState::Waiting => "waiting",
            ProductState::Issued => "issued",
            ProductState::AtHand => "at_hand",
            ProductState::HandedOver => "handed_over",
        }
    }

    pub fn from_key(key: &str) -> Option<ProductState> {
        ProductState::ALL.into_iter().find(|one| one.key() == key)
    }

    pub fn name(self, way: Way, lang: Lang) -> &'static str {
        match (self, way) {
            (ProductState::Waiting, _) => lang.pick("Belum jadi", "Not made yet"),
            (ProductState::Issued, Way::Print) => {
                lang.pick("Sudah jadi, siap dicetak", "Made, ready to print")
            }
            (ProductState::Issued, Way::Card) => {
                lang.pick("Sudah jadi, sedang diantar", "Made, on its way")
            }
            (ProductState::AtHand, _) => lang.pick("Siap diserahkan", "Ready to hand over"),
            (ProductState::HandedOver, _) => lang.pick("Sudah diserahkan", "Handed over"),
        }
    }
}

/// What is done with a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductStep {
    /// The registry has made it: a file is added, or a card is sent off.
    Issue,
    /// Printed, or the card has arrived.
    Arrive,
    /// Given to the resident, who signs.
    HandOver,
}

impl ProductStep {
    pub const ALL: [ProductStep; 3] = [
        ProductStep::Issue,
        ProductStep::Arrive,
        ProductStep::HandOver,
    ];

    pub fn key(self) -> &'static str {
        match self {
            ProductStep::Issue => "issue",
            ProductStep::Arrive => "arrive",
            ProductStep::HandOver => "hand_over",
        }
    }

    pub fn from_key(key: &str) -> Option<ProductStep> {
        ProductStep::ALL.into_iter().find(|one| one.key() == key)
    }

    pub fn button(self, way: Way, lang: Lang) -> &'static str {
        match (self, way) {
            (ProductStep::Issue, Way::Print) => lang.pick("Sudah jadi, kirim", "Made, send it"),
            (ProductStep::Issue, Way::Card) => lang.pick("Sudah jadi, antarkan", "Made, bring it"),
            (ProductStep::Arrive, Way::Print) => lang.pick("Sudah dicetak", "Printed"),
            (ProductStep::Arrive, Way::Card) => lang.pick("Sudah tiba di sini", "It is here now"),
            (ProductStep::HandOver, _) => lang.pick("Serahkan", "Hand over"),
        }
    }
}

/// What a product is made of on its way: something to print, or something that only one place can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Print,
    Card,
}

impl Way {
    pub fn of(product: &Product) -> Way {
        let printed = |way: &Handover| matches!(way, Handover::File | Handover::PrintedByPartner);
        if product.handover.iter().any(printed) {
            Way::Print
        } else {
            Way::Card
        }
    }
}

/// Whose hands a step needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// The office that decides.
    Office,
    /// Whoever stands before the resident: the partner that took the case in, or else the counter.
    Giver,
}

/// Every step there is.
pub const STEPS: &[(ProductState, ProductStep, ProductState, Hand)] = &[
    (
        ProductState::Waiting,
        ProductStep::Issue,
        ProductState::Issued,
        Hand::Office,
    ),
    (
        ProductState::Issued,
        ProductStep::Arrive,
        ProductState::AtHand,
        Hand::Giver,
    ),
    (
        ProductState::AtHand,
        ProductStep::HandOver,
        ProductState::HandedOver,
        Hand::Giver,
    ),
];

/// The state after a step, and whose hand it takes. `None`: there is no such step from here.
pub fn next(from: ProductState, step: ProductStep) -> Option<(ProductState, Hand)> {
    STEPS
        .iter()
        .find(|(state, known, _, _)| *state == from && *known == step)
        .map(|(_, _, to, hand)| (*to, *hand))
}

/// Whether an officer of `role` may do it; `of_partner`: the case was taken in by a partner. Territory and
/// institution are asked before.
pub fn may(role: Role, hand: Hand, of_partner: bool) -> bool {
    match (hand, of_partner) {
        (Hand::Office, _) => matches!(role, Role::Counter | Role::Head | Role::Secretary),
        (Hand::Giver, true) => role == Role::Partner,
        (Hand::Giver, false) => role == Role::Counter,
    }
}
