//! Addresses of steps through the browser's History API: the back button goes one step back, a reload stays.

use super::desk::Desk;
use super::go_on::forget;
use crate::application::step::Step;
use crate::routes;
use crate::ui::device::{self, find, focus};
use wasm_bindgen::JsValue;

pub const CHANGING: &str = "?ubah";

/// Goes to `step` and makes it an entry of the history.
pub fn go(desk: &'static Desk, step: Step, changing: bool) {
    let mut address = routes::apply_step(&desk.checks.service, &step.slug());
    if changing {
        address.push_str(CHANGING);
    }
    if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&address));
    }
    arrive(desk, step, changing);
}

/// As [`go`], but in place of the current entry: nobody should come back to it.
pub fn replace(desk: &'static Desk, step: Step) {
    let address = routes::apply_step(&desk.checks.service, &step.slug());
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
}

/// The step that the address bar names.
pub fn from_address(desk: &Desk) -> (Step, bool) {
    let location = web_sys::window().map(|w| w.location());
    let path = location.as_ref().and_then(|l| l.pathname().ok());
    let query = location.as_ref().and_then(|l| l.search().ok());
    let path = path.unwrap_or_default();
    let slug = path
        .strip_prefix(&routes::apply(&desk.checks.service))
        .unwrap_or("")
        .trim_matches('/');
    let changing = query.as_deref() == Some(CHANGING);
    (Step::parse(slug, &desk.checks), changing)
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
