//! What pages ask for that work with what the device keeps: the form, lists, a day in a village, sending from a page that
//! is only read. One part of the module for all but the form, fetched when the first of them is asked for: each lazy door
//! more would cut what they share into a piece for every set of doors, and the form would come in thirty files.

use super::draft::{Draft, Standing};
use super::expiry::forget_old;
use super::list::wake_list;
use super::outbox;
use crate::field;
use domain::error::Error;
use domain::text::Lang;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use web_sys::{CustomEvent, CustomEventInit};

/// What `late.js` hears when something has arrived or was refused. Typed there, too.
const TOLD: &str = "genggam-told";
/// Parts, as pages name them in `data-device`.
pub const LIST: &str = "list";
pub const FIELD: &str = "field";
pub const APPLY: &str = "apply";

/// Wakes a part. `loader.js` calls it for each mark `data-device`, and `late.js` for "outbox", where the device's
/// database says that something waits.
#[wasm_bindgen]
pub fn device(part: String, lang: String) {
    if part == APPLY {
        spawn_local(crate::application::apply_form());
    } else {
        spawn_local(device_part(part, lang));
    }
}

#[lazy]
async fn device_part(part: String, lang: String) {
    match part.as_str() {
        LIST => {
            wake_list();
            field::keep_sending_notes(Lang::from_tag(&lang), |_, _| ());
        }
        FIELD => field::wake(),
        _ => {
            forget_old().await;
            let lang = Lang::from_tag(&lang);
            outbox::keep_sending(lang, told);
            field::keep_sending_notes(lang, |_, _| ());
        }
    }
}

/// Only whether it arrived: no name of anybody belongs onto a page that somebody reads.
fn told(_: &str, draft: &Draft, _: Option<&Error>) {
    let came = match draft.standing() {
        Standing::Received => "received",
        Standing::Refused => "refused",
        Standing::Ready | Standing::Draft => return,
    };
    let about = CustomEventInit::new();
    about.set_detail(&JsValue::from_str(came));
    if let (Some(window), Ok(event)) = (
        web_sys::window(),
        CustomEvent::new_with_event_init_dict(TOLD, &about),
    ) {
        let _ = window.dispatch_event(&event);
    }
}
