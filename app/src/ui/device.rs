//! Small acts on a page in the browser: finding, showing, writing, hearing. What islands without views are made of.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, HtmlTemplateElement};

pub fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The first element inside that fits.
pub fn find(around: &Element, selector: &str) -> Option<Element> {
    around.query_selector(selector).ok()?
}

/// Every element inside that fits, in reading order.
pub fn find_all(around: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = around.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|at| list.get(at)?.dyn_into().ok())
        .collect()
}

pub fn show(element: &Element, yes: bool) {
    let _ = element.toggle_attribute_with_force("hidden", !yes);
}

pub fn set(element: &Element, attribute: &str, value: &str) {
    let _ = element.set_attribute(attribute, value);
}

/// Says it once: what stands there already isn't written again, so no screen reader repeats it.
pub fn say(element: &Element, words: &str) {
    if element.text_content().as_deref() != Some(words) {
        element.set_text_content(Some(words));
    }
}

pub fn focus(element: &Element) {
    let _ = element.unchecked_ref::<HtmlElement>().focus();
}

fn session() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// Kept for this tab until it is closed.
pub fn remember(name: &str, value: &str) {
    if let Some(session) = session() {
        let _ = session.set_item(name, value);
    }
}

/// What this tab has [remembered](remember).
pub fn recall(name: &str) -> Option<String> {
    session()?.get_item(name).ok()?
}

/// A new element at the end of another one.
pub fn append(inside: &Element, tag: &str, class: &str, words: &str) -> Option<Element> {
    let element = document()?.create_element(tag).ok()?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    if !words.is_empty() {
        element.set_text_content(Some(words));
    }
    inside.append_child(&element).ok()?;
    Some(element)
}

/// The element that a template holds: itself, not a copy.
pub fn held(template: &Element) -> Option<Element> {
    template
        .dyn_ref::<HtmlTemplateElement>()?
        .content()
        .first_element_child()
}

/// Writes what a template holds before the template, with other words in the place of its own.
pub fn stamp(template: &Element, words: &[(&str, String)]) {
    let mut html = template.inner_html();
    for (place, words) in words {
        html = exchange(&html, place, words);
    }
    let _ = template.insert_adjacent_html("beforebegin", &html);
}

/// Other words in the place of these. The browser looks for them: Rust's search weighs 3 kB on every phone.
pub fn exchange(text: &str, from: &str, to: &str) -> String {
    let parts = js_sys::JsString::from(text).split(from);
    String::from(parts.join(to))
}

/// Puts what a template holds in the place of everything around it.
pub fn unfold(template: &Element) {
    if let Some(around) = template.parent_element() {
        around.set_inner_html(&template.inner_html());
    }
}

/// The box of a field to type into, or the field itself.
pub fn focus_field(id: &str) -> Option<()> {
    let field = document()?.get_element_by_id(id)?;
    let inner = find(&field, "input, select, textarea").unwrap_or(field);
    focus(&inner);
    inner.scroll_into_view();
    Some(())
}

/// Hears an event for as long as the page lives.
pub fn listen(target: &EventTarget, event: &str, hear: impl FnMut(Event) + 'static) {
    let hear = Closure::<dyn FnMut(Event)>::new(hear);
    let _ = target.add_event_listener_with_callback(event, hear.as_ref().unchecked_ref());
    hear.forget();
}
