//! The second half of the form: photographs, the last look, sending, the receipt.
//!
//! A module of its own that the phone fetches while the person answers the first questions.
//! What comes back over the border of the two modules are plain functions.

use super::check::{CheckPage, DeclarePage};
use super::desk::Desk;
use super::photos::DocumentPage;
use super::receipt::ReceiptPage;
use super::send::SendPage;
use super::step::Step;
use crate::upload;
use leptos::prelude::*;

/// What the first half may ask of the second.
#[derive(Clone, Copy)]
pub struct Later {
    /// The screen of a step. Empty for steps of the first half.
    pub screen: fn(Desk, Step) -> AnyView,
    /// Looks after photographs that still have to go, for as long as the page lives.
    pub attend: fn(Desk),
}

/// Fetches the second half.
#[lazy]
pub fn fetch_later() -> Later {
    Later { screen, attend }
}

fn screen(desk: Desk, step: Step) -> AnyView {
    match step {
        Step::Start | Step::Questions(_) => ().into_any(),
        Step::Document(id) => {
            let requirement = desk
                .form
                .with_value(|form| form.requirements.iter().find(|r| r.id == id).cloned());
            requirement
                .map(|requirement| view! { <DocumentPage requirement=requirement /> })
                .into_any()
        }
        Step::Declare => view! { <DeclarePage /> }.into_any(),
        Step::Check => view! { <CheckPage /> }.into_any(),
        Step::Send => view! { <SendPage /> }.into_any(),
        Step::Receipt => view! { <ReceiptPage /> }.into_any(),
    }
}

fn attend(desk: Desk) {
    upload::wake_on_return(desk);
    if upload::pending(desk) > 0 {
        upload::wake(desk);
    }
}
