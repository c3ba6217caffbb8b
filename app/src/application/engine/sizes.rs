//! How large a photograph goes, and what would make it easier to read: the lower half of its tile.
//!
//! The smallest size leaves at once, because a bad link needs every minute. Choosing another one takes its place.

use super::desk::Desk;
use crate::offline::vault::owner_of;
use crate::offline::{self, Photo};
use crate::ui::device::{find, find_all, say, set, show};
use crate::ui::kilobytes;
use crate::upload::{self, Shrunk};
use domain::photo::Advice;
use domain::text::Lang;
use domain::upload::Size;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement};

/// Photographs whose other sizes stay in memory: more would be too much for a cheap phone.
const REMEMBERED: usize = 4;

/// A photograph that isn't on the way yet.
pub fn photo_of(desk: &Desk, shrunk: &Shrunk) -> Photo {
    let id = offline::random_key();
    Photo {
        // Whose draft it is in tells whose key it lies under.
        id: match owner_of(&desk.name.borrow()) {
            Some(owner) => format!("{id}:{owner}"),
            None => id,
        },
        upload_key: offline::random_key(),
        media: shrunk.media,
        bytes: u64::from(shrunk.bytes.length()),
        sha256: String::new(),
        upload: None,
        begun: false,
        sent: 0,
        done: false,
        refused: None,
        size: shrunk.size,
        advice: shrunk.advice.clone(),
    }
}

/// Keeps its bytes on the device, and their sum with it. `None`, and a word about it, where there is no room.
pub async fn store(desk: &'static Desk, mut photo: Photo, bytes: &Uint8Array) -> Option<Photo> {
    photo.sha256 = upload::sha256(bytes).await;
    if offline::save_photo(&photo.id, bytes).await {
        desk.follow_behind().await;
        return Some(photo);
    }
    super::room::tell_full(desk);
    None
}

/// One more size that this photo can have.
pub fn offer(desk: &'static Desk, id: &str, shrunk: Shrunk) {
    if !shrunk.media.is_image() {
        return;
    }
    desk.others.borrow_mut().push((id.to_owned(), shrunk));
    let first = desk.others.borrow().first().map(|(id, _)| id.clone());
    let most = REMEMBERED * Size::ALL.len();
    if let Some(first) = first.filter(|_| desk.others.borrow().len() > most) {
        forget(desk, &first);
    }
    super::sending(desk);
}

pub fn forget(desk: &Desk, id: &str) {
    desk.others.borrow_mut().retain(|(one, _)| one != id);
}

/// Puts a photograph in the place of the one whose tile this is.
pub fn put(desk: &'static Desk, tile: &Element, photo: Photo) -> Option<()> {
    let id = tile.get_attribute("data-photo")?;
    let old = desk.draft.borrow().photos().find(|p| p.id == id)?.clone();
    set(tile, "data-photo", &photo.id);
    desk.change(|draft| {
        if let Some(place) = draft.photos_mut().find(|p| p.id == id) {
            *place = photo;
        }
    });
    forget(desk, &id);
    upload::drop_photo(desk, old);
    Some(())
}

/// Sends the photo of this tile in another size.
pub fn choose(desk: &'static Desk, radio: &Element, size: &str) -> Option<()> {
    let tile = radio.closest("[data-photo]").ok()??;
    let id = tile.get_attribute("data-photo")?;
    let size = Size::parse(size)?;
    let all: Vec<Shrunk> = desk
        .others
        .borrow()
        .iter()
        .filter(|(one, _)| *one == id)
        .map(|(_, shrunk)| shrunk.clone())
        .collect();
    let chosen = all.iter().find(|shrunk| shrunk.size == size)?;
    let (photo, bytes) = (photo_of(desk, chosen), chosen.bytes.clone());
    spawn_local(async move {
        let Some(photo) = store(desk, photo, &bytes).await else {
            return;
        };
        for shrunk in all {
            desk.others.borrow_mut().push((photo.id.clone(), shrunk));
        }
        put(desk, &tile, photo);
        upload::wake_unless_saving(desk);
    });
    Some(())
}

pub fn advice_words(advice: &[Advice], lang: Lang) -> String {
    let words: Vec<&str> = advice.iter().map(|advice| advice.words(lang)).collect();
    words.join(" ")
}

/// Advice and sizes in the tile, as they stand.
pub fn draw(desk: &Desk, tile: &Element, photo: &Photo) -> Option<()> {
    let lang = desk.checks.lang;
    let advice = find(tile, "[data-advice]")?;
    say(&advice, &advice_words(&photo.advice, lang));
    show(&advice, !photo.advice.is_empty());
    show(&find(tile, "[data-again]")?, photo.media.is_image());
    let others = desk.others.borrow();
    let bytes = |size: Size| {
        let mut mine = others.iter().filter(|(id, _)| *id == photo.id);
        let (_, shrunk) = mine.find(|(_, shrunk)| shrunk.size == size)?;
        Some(u64::from(shrunk.bytes.length()))
    };
    let choices = Size::ALL.iter().filter(|size| bytes(**size).is_some());
    show(&find(tile, "[data-sizes]")?, choices.count() > 1);
    for radio in find_all(tile, "[data-size]") {
        let size = Size::parse(&radio.get_attribute("data-size")?)?;
        let label = radio.closest("label").ok()??;
        let known = bytes(size);
        show(&label, known.is_some());
        if let Some(bytes) = known {
            let words = format!("{} · {}", size.words(lang), kilobytes(bytes, lang));
            say(&find(&label, "span")?, &words);
        }
        set(&radio, "name", &format!("ukuran-{}", photo.id));
        let radio: &HtmlInputElement = radio.unchecked_ref();
        radio.set_checked(photo.size == size);
    }
    Some(())
}
