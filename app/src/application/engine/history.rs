//! Addresses of steps through the browser's History API: the back button goes one step back, a reload stays.

use super::desk::Desk;
use super::go_on::forget;
use crate::application::step::Step;
use crate::routes::{self, CHANGING};
use crate::ui::device::{self, find, focus};
use wasm_bindgen::JsValue;

/// Goes to `step` and makes it an entry of the history.
pub fn go(desk: &'static Desk, step: Step, changing: bool) {
    let write = if changing {
        routes::change
    } else {
        routes::step
    };
    let address = write(&desk.checks.address(), &step.slug());
    if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&address));
    }
    arrive(desk, step, changing);
}

/// As [`go`], but in place of the current entry: nobody should come back to it.
pub fn replace(desk: &'static Desk, step: Step) {
    let address = routes::step(&desk.checks.address(), &step.slug());
    if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
    arrive(desk, step, false);
}

/// A screen reader hears the new step, and a thumb starts at the top.
fn arrive(desk: &'static Desk, step: Step, changing: bool) {
    show(desk, step, changing);
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    if let Some(heading) = find(&desk.root, "h1") {
        focus(&heading);
    }
}

/// Puts the screen of `step` on the page.
pub fn show(desk: &'static Desk, step: Step, changing: bool) {
    if let (Some(screen), Some(place)) = (desk.screen(&step), find(&desk.root, "[data-screen]"))
        && place.first_element_child().as_ref() != Some(screen)
    {
        place.replace_children_with_node_1(screen);
    }
    desk.changing.set(changing);
    desk.step.replace(step);
    forget(desk);
    super::fill(desk);
    if !desk.checks.mending {
        desk.count_gaps();
        super::room::check_room(desk);
    }
}

/// The step that an address of this form names, and whether it is only to change something there.
pub fn step_at(desk: &Desk, address: &str) -> Option<(Step, bool)> {
    let (path, changing) = match address.strip_suffix(CHANGING) {
        Some(path) => (path, true),
        None => (address, false),
    };
    let slug = path.strip_prefix(&desk.checks.address())?;
    Some((Step::parse(slug.trim_matches('/'), &desk.checks), changing))
}

/// The step that the address bar names.
pub fn from_address(desk: &Desk) -> (Step, bool) {
    let location = web_sys::window().map(|w| w.location());
    let part = |part: Option<Result<String, JsValue>>| part.and_then(Result::ok);
    let path = part(location.as_ref().map(|l| l.pathname())).unwrap_or_default();
    let query = part(location.as_ref().map(|l| l.search())).unwrap_or_default();
    // Other queries say nothing to the form.
    let query = if query == CHANGING { CHANGING } else { "" };
    step_at(desk, &format!("{path}{query}")).unwrap_or((Step::Start, false))
}

/// Follows the back and forward buttons for as long as the page lives.
pub fn listen(desk: &'static Desk) {
    if let Some(window) = web_sys::window() {
        device::listen(&window, "popstate", move |_| {
            let (step, changing) = from_address(desk);
            arrive(desk, step, changing);
        });
    }
}
