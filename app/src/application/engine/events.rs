//! What a person does on the form: a few listeners around all of it, and what each thing that is touched means.

use super::answers;
use super::desk::Desk;
use super::{drafts, go_on, helped, history, obstacles, order, photos, receipt, send, sizes};
use crate::application::paper::send::CONSENT;
use crate::application::step::Step;
use crate::offline::{self, Draft, Standing};
use crate::ui::device::document;
use crate::ui::device::{self, find_all, focus_field};
use crate::upload;
use domain::form::Answer;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event};

pub fn listen(desk: &'static Desk) {
    // Both, because some boxes and some keyboards tell only one of them.
    for event in ["input", "change"] {
        device::listen(&desk.root, event, move |event| {
            typed(desk, &event);
        });
    }
    device::listen(&desk.root, "click", move |event| {
        clicked(desk, &event);
    });
    device::listen(&desk.root, "submit", move |event| {
        event.prevent_default();
        go_on::go_on(desk);
    });
    if let (Some(window), Some(document)) = (web_sys::window(), document()) {
        device::listen(&window, "pagehide", move |_| desk.flush());
        device::listen(&window, "focus", move |_| spawn_local(desk.follow()));
        device::listen(&document, "visibilitychange", move |_| {
            desk.flush();
            spawn_local(desk.follow());
        });
    }
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn typed(desk: &'static Desk, event: &Event) -> Option<()> {
    let target = target(event)?;
    if target.get_attribute("type").as_deref() == Some("file") {
        if event.type_() == "change" {
            photos::add(desk, target.unchecked_into());
        }
    } else if let Some(size) = target.get_attribute("data-size") {
        if event.type_() == "change" {
            sizes::choose(desk, &target, &size)?;
        }
    } else if let Some(document) = target.get_attribute("data-seen") {
        helped::tick(desk, target.unchecked_ref(), &document);
    } else if target.id() == CONSENT {
        go_on::forgive(desk, CONSENT);
    } else if let Some(frame) = target.closest("[data-ask]").ok()? {
        let field = desk.field_of(&frame)?;
        let answer = answers::read(&frame, field);
        if desk.draft.borrow().answers.get(&field.id) == Some(&answer) {
            return None;
        }
        desk.change(|draft| {
            draft.parcel = None;
            if answer.is_empty() && !matches!(answer, Answer::Rows(_)) {
                draft.answers.remove(&field.id);
            } else {
                draft.answers.insert(field.id.clone(), answer);
            }
        });
    } else {
        let ticks = answers::declarations(desk);
        if !ticks.is_empty() {
            let ticked = ticks.iter().filter(|tick| tick.checked());
            let declared = ticked.map(|tick| tick.name()).collect();
            desk.change(|draft| {
                draft.parcel = None;
                draft.declared = declared;
            });
        }
    }
    Some(())
}

fn clicked(desk: &'static Desk, event: &Event) -> Option<()> {
    let target = target(event)?;
    if target.get_attribute("type").as_deref() == Some("file") {
        // While the camera is open the way to the office is opened, too.
        upload::warm(desk);
    }
    let touched = target.closest("a[href], [data-do]").ok()??;
    if let Some(what) = touched.get_attribute("data-do") {
        return act(desk, &touched, &what);
    }
    let href = touched.get_attribute("href")?;
    if let Some(id) = href.strip_prefix('#') {
        // Without touching the address.
        event.prevent_default();
        focus_field(id);
    } else if let Some((step, changing)) = history::step_at(desk, &href) {
        event.prevent_default();
        if touched.id() == "mulai" && desk.draft.borrow().receipt.is_some() {
            drafts::fresh(desk, step);
        } else {
            history::go(desk, step, changing);
        }
    }
    Some(())
}

/// What a button does.
fn act(desk: &'static Desk, button: &Element, act: &str) -> Option<()> {
    let window = web_sys::window()?;
    match act {
        "back" => window.history().ok()?.back().ok()?,
        "resume" => history::go(desk, obstacles::first_gap(desk), false),
        "fresh" => drafts::fresh(desk, obstacles::first_step(desk)),
        "wipe" => spawn_local(async move {
            let name = desk.name.borrow().clone();
            offline::wipe_draft(&name).await;
            desk.change(|draft| *draft = Draft::new());
            desk.hold(false);
        }),
        // What waits to be sent stays, whoever comes next.
        "another" if desk.draft.borrow().receipt.is_none() => drafts::fresh(desk, Step::Start),
        "another" => spawn_local(async move {
            let name = desk.name.borrow().clone();
            offline::wipe_draft(&name).await;
            let _ = window.location().set_href(&helped::after(&desk.checks));
        }),
        "add-row" => {
            let frame = button.closest("[data-ask]").ok()??;
            answers::change_rows(desk, &frame, |rows| rows.push(Default::default()))?;
        }
        "remove-row" => {
            let frame = button.closest("[data-ask]").ok()??;
            let row = button.closest(".row").ok()??;
            let at = find_all(&frame, ".row")
                .iter()
                .position(|one| *one == row)?;
            answers::change_rows(desk, &frame, |rows| drop(rows.remove(at)))?;
        }
        "remove-photo" => photos::remove(desk, button)?,
        "raise" => order::swap(desk, button, true)?,
        "lower" => order::swap(desk, button, false)?,
        "pause" => {
            desk.hold(true);
            upload::pause(desk);
        }
        "wake" => {
            desk.hold(false);
            upload::wake(desk);
            if desk.draft.borrow().standing() == Standing::Ready {
                send::go_on_sending(desk);
            }
        }
        "send" => send::send(desk),
        "save" => receipt::save_picture(desk)?,
        "print" => window.print().ok()?,
        _ => {}
    }
    Some(())
}
