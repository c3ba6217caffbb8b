//! Small acts on the page in the browser: focus, and what was typed before the script came.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Moves the focus to the first element that fits, after the next paint.
pub fn focus_soon(selector: &'static str) {
    request_animation_frame(move || {
        let found = web_sys::window()
            .and_then(|w| w.document())
            .and_then(|d| d.query_selector(selector).ok().flatten());
        if let Some(element) = found.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}

/// Hears an event for as long as the page lives.
pub fn listen(
    target: &web_sys::EventTarget,
    event: &str,
    hear: impl FnMut(web_sys::Event) + 'static,
) {
    let hear = Closure::<dyn FnMut(web_sys::Event)>::new(hear);
    let _ = target.add_event_listener_with_callback(event, hear.as_ref().unchecked_ref());
    hear.forget();
}

/// Names and values of text boxes inside `selector` that aren't empty.
pub fn typed_before_waking(selector: &str) -> Vec<(String, String)> {
    let list = web_sys::window().and_then(|w| w.document()).and_then(|d| {
        d.query_selector_all(&format!(
            "{selector} input, {selector} select, {selector} textarea"
        ))
        .ok()
    });
    let Some(list) = list else { return Vec::new() };
    (0..list.length())
        .filter_map(|i| list.get(i))
        .filter_map(|node| {
            if let Some(input) = node.dyn_ref::<web_sys::HtmlInputElement>() {
                let skip = matches!(input.type_().as_str(), "file")
                    || (matches!(input.type_().as_str(), "radio" | "checkbox") && !input.checked());
                // A box without a value of its own says "on".
                let value = match input.value() {
                    on if input.type_() == "checkbox" && on == "on" => "ya".to_owned(),
                    other => other,
                };
                (!skip).then(|| (input.name(), value))
            } else if let Some(select) = node.dyn_ref::<web_sys::HtmlSelectElement>() {
                Some((select.name(), select.value()))
            } else {
                node.dyn_ref::<web_sys::HtmlTextAreaElement>()
                    .map(|area| (area.name(), area.value()))
            }
        })
        .filter(|(name, value)| !name.is_empty() && !value.is_empty())
        .collect()
}
