//! Sends what was noted in a village. Ids of the device's own make a second sending harmless, so two pages may do it.

use super::api::NoteHandover;
use super::handed::Told;
use super::kept;
use crate::call;
use crate::offline::{outbox, vault};
use crate::ui::listen;
use crate::upload::wait;
use domain::error::Error;
use domain::text::Lang;
use std::cell::Cell;
use wasm_bindgen_futures::spawn_local;

/// After so many tries it waits for the network or the person to come back.
const TRIES: u32 = 12;

thread_local! {
    static RUNNING: Cell<bool> = const { Cell::new(false) };
}

/// Sends what waits, now and whenever the network or the person comes back.
pub fn keep_sending(lang: Lang, told: Told) {
    if let Some(window) = web_sys::window() {
        for event in ["online", "focus"] {
            listen(&window, event, move |_| send(lang, told));
        }
    }
    send(lang, told);
}

pub fn send(lang: Lang, told: Told) {
    if RUNNING.replace(true) {
        return;
    }
    spawn_local(async move {
        for tried in 1..=TRIES {
            let (changed, held_back) = round(lang).await;
            told(changed, held_back.as_ref());
            match held_back {
                None | Some(Error::LoggedOut | Error::OtherOfficer) => break,
                Some(_) => wait(tried, true, &|| false).await,
            }
        }
        RUNNING.set(false);
    });
}

/// Each once, the oldest first. What the office refuses keeps its reason and steps aside.
async fn round(lang: Lang) -> (bool, Option<Error>) {
    let mut changed = false;
    let Some(owner) = vault::open_person().await else {
        return (false, None);
    };
    for mut note in kept::read_noted(&owner).await {
        if note.is_sent() || note.refused.is_some() {
            continue;
        }
        let taken = note.handover.clone();
        match call::post(NoteHandover { taken }).await {
            Ok(()) => {
                kept::sent_noted(&owner, &note).await;
            }
            Err(error) if outbox::passes(&error) => return (changed, Some(error)),
            Err(error) => {
                note.refused = Some(error.message(lang));
                kept::keep_noted(&owner, &note).await;
            }
        }
        changed = true;
    }
    (changed, None)
}
