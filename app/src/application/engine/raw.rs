//! A file as it was chosen, kept on the device until it has been made small: a page that is killed meanwhile goes on by
//! itself when it is opened again, and nobody picks a photo twice.

use super::desk::Desk;
use super::{photos, sizes};
use crate::offline;
use crate::upload::Shrunk;
use domain::upload::{Media, Size};
use js_sys::Uint8Array;
use wasm_bindgen_futures::spawn_local;

/// Keeps it, and tells under which name. Where the device has no room it must do without: the bytes come back.
pub async fn keep(
    desk: &'static Desk,
    requirement: &str,
    bytes: Uint8Array,
) -> (String, Option<Uint8Array>) {
    let raw = Shrunk {
        size: Size::Asli,
        bytes: bytes.clone(),
        // Not known yet, and nobody asks.
        media: Media::Jpeg,
        advice: Vec::new(),
    };
    let raw = sizes::photo_of(desk, &raw);
    let id = raw.id.clone();
    let kept = offline::save_photo(&id, &bytes).await;
    desk.change(|draft| {
        // Here, not when it is small: who presses "send" meanwhile means this photo, too.
        draft.parcel = None;
        if kept {
            draft.raw.push((requirement.to_owned(), vec![raw]));
        }
    });
    (id, (!kept).then_some(bytes))
}

/// It is small, or no photo.
pub fn drop(desk: &'static Desk, id: &str) {
    desk.change(|draft| draft.forget_raw(id));
    let id = id.to_owned();
    spawn_local(async move { offline::forget_photo(&id).await });
}

/// Makes small what an earlier page left, one after the other. What ended that page twice isn't tried again: it must not
/// keep the form shut.
pub fn go_on(desk: &'static Desk) {
    let left = desk.draft.borrow().raw.clone();
    spawn_local(async move {
        for (requirement, raw) in left {
            for raw in raw {
                let bytes = offline::load_photo(&raw.id).await;
                let (Some(bytes), false) = (bytes, raw.begun) else {
                    drop(desk, &raw.id);
                    continue;
                };
                desk.change(|draft| {
                    for (_, again) in &mut draft.raw {
                        for one in again {
                            one.begun |= one.id == raw.id;
                        }
                    }
                });
                photos::keep(desk, &desk.root, &requirement, &raw.id, bytes, None).await;
            }
        }
    });
}
