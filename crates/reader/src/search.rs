//! Search as you type: every element with `data-search` is found by its name (the first bold words or link in it) and
//! the words in that attribute, and every element with `data-group` is shown while something in it is.

use crate::sift::{Sift, remember};
use crate::{listen, words};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

pub fn wake(form: Element) -> Option<()> {
    let input: HtmlInputElement = form.query_selector("input").ok()??.dyn_into().ok()?;
    let status = form.query_selector("[role=status]").ok()??;
    let action = form.get_attribute("action")?;
    let list = Sift::new();
    let typed = input.clone();
    let sift = move || {
        let text = typed.value();
        let count = list.show(&text);
        let found = (!text.trim().is_empty()).then_some(count);
        let (look, name) = match found {
            Some(0) => ("empty", "data-none"),
            _ => ("hint", "data-some"),
        };
        status.set_class_name(look);
        status.set_text_content(found.map(|count| words(&status, name, count)).as_deref());
    };
    // Typed before the script came.
    if !input.value().trim().is_empty() {
        sift();
    }
    listen(&input, "input", move |_| sift());
    listen(&form, "submit", move |event| {
        // The address that this very page has, so that reload and back show the same list.
        let here = web_sys::window().and_then(|w| w.location().pathname().ok());
        if here.is_some_and(|path| path == action) {
            event.prevent_default();
            remember(&action, &input.name(), &input.value());
            // The keyboard of a phone covers what was found.
            let _ = input.blur();
        }
    });
    form.set_attribute("data-ready", "true").ok()
}
