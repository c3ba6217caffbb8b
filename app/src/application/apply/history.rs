//! Addresses of steps through the browser's History API: the back button goes one step back, a reload stays.

use super::desk::Desk;
use super::step::Step;
use crate::routes;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

const CHANGING: &str = "?ubah";

/// Goes to `step` and makes it an entry of the history.
pub fn go(desk: Desk, step: Step, changing: bool) {
    let service = desk.form.with_value(|form| form.service.clone());
    let mut address = routes::apply_step(&service, &step.slug());
    if changing {
        address.push_str(CHANGING);
    }
    if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&address));
    }
    show(desk, step, changing);
}

/// As [`go`], but in place of the current entry: nobody should come back to it.
pub fn replace(desk: Desk, step: Step) {
    let service = desk.form.with_value(|form| form.service.clone());
    if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
        let _ = history.replace_state_with_url(
            &JsValue::NULL,
            "",
            Some(&routes::apply_step(&service, &step.slug())),
        );
    }
    show(desk, step, false);
}

fn show(desk: Desk, step: Step, changing: bool) {
    desk.report.set(Default::default());
    desk.overruled.set(false);
    desk.changing.set(changing);
    desk.step.set(step);
    focus_heading();
}

/// A screen reader hears the new step, and a thumb starts at the top.
fn focus_heading() {
    request_animation_frame(|| {
        let Some(window) = web_sys::window() else {
            return;
        };
        window.scroll_to_with_x_and_y(0.0, 0.0);
        let heading = window
            .document()
            .and_then(|d| d.query_selector("#formulir h1").ok().flatten());
        if let Some(heading) = heading.and_then(|h| h.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = heading.focus();
        }
    });
}

/// The step that the address bar names.
pub fn from_address(desk: Desk) -> (Step, bool) {
    let location = web_sys::window().map(|w| w.location());
    let path = location
        .as_ref()
        .and_then(|l| l.pathname().ok())
        .unwrap_or_default();
    let query = location
        .as_ref()
        .and_then(|l| l.search().ok())
        .unwrap_or_default();
    desk.form.with_value(|form| {
        let slug = path
            .strip_prefix(&routes::apply(&form.service))
            .unwrap_or("")
            .trim_matches('/')
            .to_owned();
        (Step::parse(&slug, form), query == CHANGING)
    })
}

/// Follows the back and forward buttons for as long as the page lives.
pub fn listen(desk: Desk) {
    let on_pop = Closure::<dyn FnMut()>::new(move || {
        let (step, changing) = from_address(desk);
        show(desk, step, changing);
    });
    if let Some(window) = web_sys::window() {
        let _ =
            window.add_event_listener_with_callback("popstate", on_pop.as_ref().unchecked_ref());
    }
    on_pop.forget();
}
