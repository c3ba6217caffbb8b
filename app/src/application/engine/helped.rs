//! The form of a resident who is helped: whose it is stands in its address, and on top of it.
//!
//! Without a network the worker shows the kept form with an empty banner; the name comes from the draft that the field
//! mode has begun on this device. Where there is no such draft, there is nobody to fill it in for.

use super::desk::Desk;
use crate::application::form::Checks;
use crate::offline::Draft;
use crate::routes;
use crate::ui::device::{document, exchange, find, find_all, say, show};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

/// The place for a name that only the device knows.
fn frame() -> Option<Element> {
    document()?.query_selector("[data-helped]").ok()?
}

/// A form that was kept without anybody's name on it takes the leave that its address names.
pub fn adopt(checks: Checks) -> Checks {
    let path = web_sys::window().and_then(|window| window.location().pathname().ok());
    let leave = path.as_deref().and_then(|path| {
        let rest = path.strip_prefix(routes::HELPED_FORM)?.strip_prefix('/')?;
        rest.split('/').next()
    });
    match leave {
        Some(leave) if checks.assistance.is_none() => checks.under(leave),
        _ => checks,
    }
}

/// The other screens were written for whoever applies alone.
pub fn reword(checks: &Checks, screens: String) -> String {
    if checks.assistance.is_none() {
        return screens;
    }
    let own = exchange(&screens, &routes::apply(&checks.service), &checks.address());
    exchange(&own, "Anda", "warga")
}

/// Writes the name. `false`: this device knows nobody who has given this leave.
pub fn greet(kept: Option<&Draft>) -> bool {
    match (frame(), kept) {
        (None, _) => true,
        (Some(frame), Some(draft)) => {
            say(&frame, &draft.helped);
            true
        }
        (Some(_), None) => {
            if let Some(window) = web_sys::window() {
                let _ = window.location().replace(routes::FIELD);
            }
            false
        }
    }
}

/// Where one goes on after this form.
pub fn after(checks: &Checks) -> String {
    match (&checks.assistance, frame()) {
        (None, _) => routes::apply(&checks.service),
        (_, Some(_)) => routes::FIELD_NEXT.to_owned(),
        _ => routes::CLIENTS.to_owned(),
    }
}

/// "I have seen the original".
pub fn tick(desk: &'static Desk, box_: &HtmlInputElement, document: &str) {
    let seen = box_.checked();
    // Every tick is told twice, as "input" and as "change".
    if seen != desk.draft.borrow().seen.iter().any(|id| id == document) {
        desk.change(
            |draft| match draft.seen.iter().position(|id| id == document) {
                Some(at) => drop(draft.seen.remove(at)),
                None => draft.seen.push(document.to_owned()),
            },
        );
    }
}

/// Shows what only helpers tick.
pub fn draw(desk: &Desk) {
    if desk.checks.assistance.is_none() {
        return;
    }
    for part in find_all(&desk.root, "[data-when=helped]") {
        show(&part, true);
        if let (Some(box_), draft) = (find(&part, "input"), desk.draft.borrow()) {
            let id = box_.get_attribute("data-seen").unwrap_or_default();
            box_.unchecked_ref::<HtmlInputElement>()
                .set_checked(draft.seen.contains(&id));
        }
    }
}
