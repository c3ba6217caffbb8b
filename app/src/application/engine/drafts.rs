//! Which draft is on the page: a family shares a phone, and a helper a tablet.

use super::desk::Desk;
use super::{helped, history};
use crate::application::form::Checks;
use crate::application::step::Step;
use crate::offline::outbox::{self, another_name};
use crate::offline::vault::{self, owner_of};
use crate::offline::{self, Draft, Standing};
use crate::ui::device::{recall, remember, set};
use domain::form::Answer;

/// A new draft, with what is known of a resident who is helped.
pub fn begin(checks: &Checks) -> Draft {
    let mut draft = Draft::new();
    draft.leave = checks.leave().to_owned();
    draft.service_name.clone_from(&checks.name);
    // One by one: to collect a map, the standard library sorts first, which every phone would fetch.
    for (field, text) in &checks.known {
        let answer = Answer::Text(text.clone());
        draft.answers.insert(field.clone(), answer);
        if field == "nama" {
            draft.helped.clone_from(text);
        }
    }
    draft
}

/// The draft that this tab has chosen, or the newest that isn't sent, or the newest receipt; or a name for the first.
pub async fn pick(checks: &Checks) -> (String, Option<Draft>) {
    let first = &checks.draft;
    let owner = vault::open_person().await;
    if checks.mending || checks.assistance.is_some() {
        // A round of a case has one draft, and a resident who is helped has one for a service: its name says who it is.
        let name = match owner {
            Some(owner) => format!("{first}:{owner}"),
            None => first.clone(),
        };
        let kept = offline::load_draft(&name).await;
        return (name, kept);
    }
    // What another person on this device had chosen is not for this one.
    let chosen = recall(first).filter(|name| owner_of(name) == owner.as_deref());
    if let Some(chosen) = chosen {
        let kept = offline::load_draft(&chosen).await;
        return (chosen, kept);
    }
    let more = format!("{first}:");
    let mut kept = offline::list_drafts(first).await;
    kept.retain(|(name, draft)| {
        draft.leave.is_empty() && (name == first || name.starts_with(&more))
    });
    outbox::in_order(&mut kept, |a, b| {
        let open = |draft: &Draft| draft.standing() != Standing::Received;
        (open(a), a.changed) > (open(b), b.changed)
    });
    match kept.into_iter().next() {
        Some((name, draft)) => (name, Some(draft)),
        None if owner.is_none() => (first.clone(), None),
        None => (another_name(first, owner.as_deref()), None),
    }
}

/// Lays the draft aside, where the list has it, and begins another one for somebody else.
pub fn fresh(desk: &'static Desk, step: Step) {
    if desk.checks.assistance.is_some() {
        // Somebody else has a leave of their own.
        if let Some(window) = web_sys::window() {
            let _ = window.location().set_href(&helped::after(&desk.checks));
        }
        return;
    }
    let name = another_name(&desk.checks.draft, owner_of(&desk.name.borrow()));
    remember(&desk.checks.draft, &name);
    desk.flush();
    set(&desk.root, "data-draft", &name);
    outbox::leave_to_form(&name);
    desk.name.replace(name);
    desk.draft.replace(Draft::new());
    desk.uploads.paused.set(false);
    desk.failed.replace(None);
    desk.save();
    history::go(desk, step, false);
}
