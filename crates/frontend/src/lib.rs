//! The door of the WebAssembly module. Everything it wakes lives in `app`.

// Without this line the linker drops every island without a word.
use app as _;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
