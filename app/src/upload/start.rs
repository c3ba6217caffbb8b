//! When the queue sends, and when it rests.

use super::alone::alone;
use super::queue::{AnyDesk, pending, run};
use super::wait::not_before;
use crate::ui::listen;
use wasm_bindgen_futures::spawn_local;

/// Stops the running request; the bytes that arrived stay there.
pub fn pause(desk: AnyDesk) {
    desk.uploads().paused.set(true);
    desk.uploads().abort();
    desk.moved();
}

/// Whether the person wants to be asked before anything large is sent.
fn saving() -> bool {
    let chosen = web_sys::window()
        .and_then(|window| window.local_storage().ok()?)
        .and_then(|memory| memory.get_item("hemat").ok()?);
    chosen.is_some_and(|chosen| chosen != "0")
}

/// Opens the way to the office while the phone still makes the photo small. Opening it twice opens it once.
pub fn warm(desk: AnyDesk) {
    if !saving() && !desk.uploads().paused.get() && not_before().is_none() {
        spawn_local(async move {
            // Whoever sends asks again, and is told why not.
            let _ = desk.ticket().await;
        });
    }
}

/// Starts sending, or hurries a queue that waits. Safe to call at any time.
pub fn wake(desk: AnyDesk) {
    let uploads = desk.uploads();
    uploads.paused.set(false);
    uploads.hurry.set(true);
    desk.moved();
    if !uploads.running.replace(true) {
        spawn_local(async move {
            alone(async move {
                desk.catch_up().await;
                run(desk).await;
            })
            .await;
            uploads.running.set(false);
        });
    }
}

/// As [`wake`], unless the person has paused it; and where the phone saves data it stands still until they have read how
/// much it is.
pub fn wake_unless_saving(desk: AnyDesk) {
    let uploads = desk.uploads();
    if saving() && !uploads.running.get() {
        uploads.paused.set(true);
    }
    if uploads.paused.get() {
        desk.moved();
    } else {
        wake(desk);
    }
}

/// Wakes the queue whenever the network or the person comes back.
pub fn wake_on_return(desk: AnyDesk) {
    for event in ["online", "focus"] {
        if let Some(window) = web_sys::window() {
            listen(&window, event, move |_| {
                if !desk.uploads().paused.get() && pending(desk) > 0 {
                    wake(desk);
                }
            });
        }
    }
}
