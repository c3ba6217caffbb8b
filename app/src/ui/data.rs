//! Data that a page carries for its island: JSON in a data block (HTML 4.12.1), which no browser runs.
//!
//! Island props would do the same, but escaped twice and read by a second copy of the parser.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

#[component]
pub fn DataBlock<T: Serialize + 'static>(id: &'static str, data: T) -> impl IntoView {
    // `<` could end the block.
    let json = serde_json::to_string(&data)
        .unwrap_or_default()
        .replace('<', "\\u003c");
    view! { <script type="application/json" id=id inner_html=json></script> }
}

/// Reads a block in the browser.
pub fn read_data<T: DeserializeOwned>(id: &str) -> Option<T> {
    let block = web_sys::window()?.document()?.get_element_by_id(id)?;
    serde_json::from_slice(block.text_content()?.as_bytes()).ok()
}
