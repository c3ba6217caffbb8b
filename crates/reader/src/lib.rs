//! The small WebAssembly module of pages that are read. Each function wakes one element that the server has rendered:
//! the element names it in `data-wakes`, holds the words to say, and says `data-ready` when it listens.
//!
//! It knows the rules of `domain` and the page, nothing of Leptos: what a reader downloads is a third of what it would be.

mod checklist;
mod search;
mod sift;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, Event, EventTarget};

/// Search as you type, in a form around one box.
#[wasm_bindgen]
pub fn search(form: Element) {
    let _ = search::wake(form);
}

/// A list to tick, to print and to save.
#[wasm_bindgen]
pub fn checklist(list: Element) {
    let _ = checklist::wake(list);
}

/// Hears an event for as long as the page lives.
fn listen(target: &EventTarget, event: &str, hear: impl FnMut(Event) + 'static) {
    let hear = Closure::<dyn FnMut(Event)>::new(hear);
    let _ = target.add_event_listener_with_callback(event, hear.as_ref().unchecked_ref());
    hear.forget();
}

/// The words in a `data-` attribute; `#` in them stands for `count`.
fn words(element: &Element, name: &str, count: usize) -> String {
    let mut out = String::new();
    for c in element.get_attribute(name).unwrap_or_default().chars() {
        if c == '#' {
            out.push_str(&count.to_string());
        } else {
            out.push(c);
        }
    }
    out
}
