//! The doors of the WebAssembly module. Everything it wakes lives in `app`.

// Without this line the linker drops every island without a word.
use app as _;
use leptos::lazy;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
}

/// What islands with views run on: called before the first of them, so that no other page fetches it.
#[wasm_bindgen]
pub async fn islands() {
    start_islands().await;
}

#[lazy]
fn start_islands() {
    leptos::mount::hydrate_islands();
}
