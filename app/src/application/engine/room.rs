//! Room on the device: people are told before the camera opens, not after the photo is lost.

use super::desk::Desk;
use super::photos::warn;
use crate::application::step::Step;
use crate::offline;
use crate::ui::device::find_all;
use std::cell::Cell;
use wasm_bindgen_futures::spawn_local;

/// Shares of the room for this site at which people are told, and at which no photo is taken any more. Where the browser
/// doesn't say how much room there is, what can be written tells.
const TIGHT: f64 = 0.80;
const FULL: f64 = 0.95;

/// Before the camera opens: is there room for what it takes?
pub fn check_room(desk: &'static Desk) {
    if !matches!(*desk.step.borrow(), Step::Document(_)) {
        return;
    }
    spawn_local(async move {
        let share = offline::storage().await.map_or(0.0, |(_, share)| share);
        let tight = share >= TIGHT || !has_room().await;
        let full = share >= FULL || (tight && !offline::fits(offline::ROOM_FOR_ONE).await);
        for input in find_all(&desk.root, "input[type=file]") {
            let _ = input.toggle_attribute_with_force("disabled", full);
        }
        if full {
            tell_full(desk);
        } else {
            let words = desk.checks.lang.pick(
                "Tempat di HP ini hampir habis. Kirim atau hapus isian yang sudah selesai.",
                "This phone is nearly full. Send or remove drafts that are finished.",
            );
            warn(&desk.root, "room", if tight { words } else { "" });
        }
    });
}

/// Room for some photographs more. Trying writes 8 MB, so what was true a moment ago isn't tried again.
async fn has_room() -> bool {
    let now = js_sys::Date::now();
    if now - ROOMY.get() < MOMENT {
        return true;
    }
    let yes = offline::fits(offline::ROOM_FOR_SOME).await;
    ROOMY.set(if yes { now } else { 0.0 });
    yes
}

thread_local! {
    /// When there was room last.
    static ROOMY: Cell<f64> = const { Cell::new(0.0) };
}
/// Milliseconds.
const MOMENT: f64 = 180_000.0;

/// No photo can be kept.
pub fn tell_full(desk: &Desk) {
    let words = desk.checks.lang.pick(
        "Tempat di HP ini habis, jadi belum bisa memotret. Kirim atau hapus isian lain dulu. Yang sudah ada tetap aman.",
        "This phone has no room left, so no photo can be taken. Send or remove other drafts first. What is here stays safe.",
    );
    warn(&desk.root, "room", words);
}
