//! The photographs of one document: take or choose, look, take again, several pages.

use super::desk::Desk;
use super::go_on::forget;
use super::order;
use super::raw;
use super::sizes;
use crate::offline::{self, Photo};
use crate::ui::device::{document, find, find_all, held, say, set, show};
use crate::ui::kilobytes;
use crate::upload::{self, Unreadable};
use domain::error::Error;
use domain::text::Lang;
use domain::upload::{MAX_PAGES, Media};
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement, Url};

/// Keeps what was chosen, and sends it.
pub fn add(desk: &'static Desk, input: HtmlInputElement) {
    let Ok(Some(section)) = input.closest("[data-shots]") else {
        return;
    };
    let id = section.get_attribute("data-shots").unwrap_or_default();
    // "Foto lagi" lies in the tile of the photo that it replaces.
    let mut instead = input.closest("[data-photo]").ok().flatten();
    let files: Vec<web_sys::File> = input
        .files()
        .map(|list| (0..list.length()).filter_map(|i| list.get(i)).collect())
        .unwrap_or_default();
    spawn_local(async move {
        let busy = |yes| {
            if let Some(hint) = find(&section, "[data-when=busy]") {
                show(&hint, yes);
            }
        };
        busy(true);
        warn(&section, "unreadable", "");
        warn(&section, "over", "");
        let mut over = String::new();
        // All of them lie on the device before the first is made small, which takes its time.
        let mut chosen = Vec::new();
        for file in files {
            let replaces = instead.is_some() && chosen.is_empty();
            if !replaces && taken(desk, &id) >= MAX_PAGES {
                over.push_str(if over.is_empty() { "" } else { ", " });
                over.push_str(&file.name());
                continue;
            }
            match upload::bytes_of(&file).await {
                Some(bytes) => chosen.push(raw::keep(desk, &id, bytes).await),
                None => unreadable(desk, &section, Unreadable::Kind),
            }
        }
        for (raw, bytes) in chosen {
            let bytes = match bytes {
                None => offline::load_photo(&raw).await,
                here => here,
            };
            if let Some(bytes) = bytes {
                keep(desk, &section, &id, &raw, bytes, instead.take()).await;
            }
        }
        // The same file may be chosen again.
        input.set_value("");
        busy(false);
        warn(&section, "over", &over);
    });
}

/// Pages of this document, with those that aren't small yet.
fn taken(desk: &Desk, document: &str) -> usize {
    let draft = desk.draft.borrow();
    let raw = draft.raw.iter().filter(|(one, _)| one == document);
    draft.pages(document).len() + raw.count()
}

/// Words in an alert; without words it isn't there.
pub fn warn(around: &Element, name: &str, words: &str) -> Option<()> {
    let alert = find(around, &format!("[data-alert={name}]"))?;
    say(&find(&alert, "p")?, words);
    show(&alert, !words.is_empty());
    Some(())
}

fn unreadable_words(why: Unreadable, lang: Lang) -> &'static str {
    match why {
        Unreadable::Kind => lang.pick(
            "Berkas ini tidak bisa dibuka sebagai foto atau PDF. Ambil foto baru, atau pilih berkas lain. Foto iPhone (HEIC): kirim tangkapan layarnya.",
            "This file can't be opened as a photo or PDF. Take a new photo or choose another file. iPhone photo (HEIC): send a screenshot.",
        ),
        Unreadable::TooLarge => lang.pick(
            "PDF ini lebih dari 10 MB. Foto saja halamannya satu per satu.",
            "This PDF is over 10 MB. Photograph its pages one by one instead.",
        ),
    }
}

/// Shrinks a chosen file. Its smallest size is kept on the device before anything is sent, and sent at once;
/// the others can be chosen as soon as they are there.
pub async fn keep(
    desk: &'static Desk,
    section: &Element,
    document: &str,
    raw: &str,
    bytes: Uint8Array,
    mut instead: Option<Element>,
) {
    let mut kept: Option<String> = None;
    let (around, document, from) = (section.clone(), document.to_owned(), raw.to_owned());
    upload::warm(desk);
    let made = upload::shrink(bytes, move |shrunk| {
        if let Some(id) = &kept {
            sizes::offer(desk, id, shrunk);
            return;
        }
        let photo = sizes::photo_of(desk, &shrunk);
        kept = Some(photo.id.clone());
        let (instead, section, raw) = (instead.take(), around.clone(), from.clone());
        let document = document.clone();
        spawn_local(async move {
            let Some(photo) = sizes::store(desk, photo, &shrunk.bytes).await else {
                return;
            };
            sizes::offer(desk, &photo.id, shrunk);
            let advice = photo.advice.clone();
            match instead {
                Some(tile) => {
                    sizes::put(desk, &tile, photo.clone());
                    show_picture(&tile, &photo);
                }
                None => desk.change(|draft| {
                    draft.forget_raw(&raw);
                    draft.pages_mut(&document).push(photo);
                }),
            }
            raw::drop(desk, &raw);
            if let Some(said) = find(&section, "[data-said]") {
                say(&said, &sizes::advice_words(&advice, desk.checks.lang));
            }
            forget(desk);
            upload::wake_unless_saving(desk);
        });
    });
    if let Err(why) = made.await {
        raw::drop(desk, raw);
        unreadable(desk, section, why);
    }
}

fn unreadable(desk: &Desk, section: &Element, why: Unreadable) {
    warn(
        section,
        "unreadable",
        unreadable_words(why, desk.checks.lang),
    );
}

/// Takes the page away whose button this is.
pub fn remove(desk: &'static Desk, button: &Element) -> Option<()> {
    let id = button
        .closest("[data-photo]")
        .ok()??
        .get_attribute("data-photo")?;
    let gone = desk
        .draft
        .borrow()
        .photos()
        .find(|photo| photo.id == id)?
        .clone();
    desk.change(|draft| {
        draft.parcel = None;
        for (_, photos) in &mut draft.documents {
            photos.retain(|photo| photo.id != id);
        }
    });
    sizes::forget(desk, &gone.id);
    upload::drop_photo(desk, gone);
    Some(())
}

/// Everything on this screen about photographs, as it stands.
pub fn draw(desk: &'static Desk) {
    for section in find_all(&desk.root, "[data-shots]") {
        draw_section(desk, &section);
    }
    let uploads = &desk.uploads;
    let left = upload::pending(desk) > 0;
    let trouble = uploads.trouble.borrow();
    for network in find_all(&desk.root, "[data-network]") {
        let part = |when: &str, yes: bool| {
            if let Some(part) = find(&network, &format!("[data-when={when}]")) {
                show(&part, left && yes);
            }
        };
        part("sending", !uploads.paused.get());
        part("paused", uploads.paused.get());
        time_left(desk, &network);
        if let (Some(why), Some(words)) = (&*trouble, find(&network, ".offline span")) {
            let told = match upload::not_before() {
                Some(at) => later_words(&network, at, desk.checks.lang),
                None => trouble_words(why, desk.checks.lang),
            };
            say(&words, &told);
        }
        part("trouble", trouble.is_some() && !uploads.paused.get());
    }
}

/// How much of all photographs has to go, and for how long; that is said aloud once a minute at most.
fn time_left(desk: &'static Desk, network: &Element) -> Option<()> {
    let line = find(network, "[data-when=left]")?;
    let bytes = upload::left(desk);
    let minutes = desk.uploads.link.minutes(bytes);
    show(
        &line,
        bytes > 0 && !desk.uploads.paused.get() && minutes.is_some(),
    );
    let lang = desk.checks.lang;
    let minutes = match (minutes?, lang) {
        (0, _) => lang
            .pick("kurang dari 1 menit lagi", "less than a minute left")
            .to_owned(),
        (minutes, Lang::Id) => format!("kira-kira {} menit lagi", minutes + 1),
        (minutes, Lang::En) => format!("about {} minutes left", minutes + 1),
    };
    say(&find(&line, "b")?, &kilobytes(bytes, lang));
    say(&find(&line, "span")?, &minutes);
    Some(())
}

/// The office has said when it wants to be asked again.
fn later_words(network: &Element, at: f64, lang: Lang) -> String {
    let mut words = network.get_attribute("data-later").unwrap_or_default();
    let time = js_sys::Date::new(&at.into()).to_locale_time_string(lang.tag());
    words.push_str(&String::from(time));
    words
}

fn trouble_words(why: &Error, lang: Lang) -> String {
    match why {
        Error::Network | Error::Unavailable => lang
            .pick(
                "Belum ada sinyal. Foto aman di HP dan dikirim sendiri saat sinyal kembali.",
                "No signal yet. Photos are safe on the phone and go by themselves when it is back.",
            )
            .to_owned(),
        error => error.message(lang),
    }
}

fn draw_section(desk: &'static Desk, section: &Element) -> Option<()> {
    let lang = desk.checks.lang;
    let photos = desk.photos(&section.get_attribute("data-shots")?);
    let name = section.get_attribute("data-name")?;
    let list = find(section, ".shots")?;
    for tile in find_all(&list, "li") {
        let id = tile.get_attribute("data-photo");
        if !photos.iter().any(|photo| Some(&photo.id) == id.as_ref()) {
            if let Some(address) = find(&tile, "img").and_then(|img| img.get_attribute("src")) {
                let _ = Url::revoke_object_url(&address);
            }
            tile.remove();
        }
    }
    for (place, photo) in photos.iter().enumerate() {
        let tile = match list.children().item(place as u32) {
            Some(tile) => tile,
            None => new_tile(&list, photo)?,
        };
        draw_tile(desk, &tile, photo, &name, place + 1);
        order::draw(&tile, place, photos.len());
    }
    let (done, all) = (photos.iter().filter(|p| p.done).count(), photos.len());
    let words = match lang {
        _ if all == 0 => String::new(),
        Lang::Id => format!("{done} dari {all} halaman sudah terkirim"),
        Lang::En => format!("{done} of {all} pages sent"),
    };
    say(&find(section, ":scope > [role=status]")?, &words);
    show(&find(section, "[data-when=room]")?, all < MAX_PAGES);
    show(
        &find(section, "[data-when=more]")?,
        all > 0 && all < MAX_PAGES,
    );
    Some(())
}

fn new_tile(list: &Element, photo: &Photo) -> Option<Element> {
    let template = document()?.get_element_by_id("lembar")?;
    let tile: Element = held(&template)?
        .clone_node_with_deep(true)
        .ok()?
        .unchecked_into();
    set(&tile, "data-photo", &photo.id);
    list.append_child(&tile).ok()?;
    show_picture(&tile, photo);
    Some(tile)
}

fn show_picture(tile: &Element, photo: &Photo) {
    if photo.media.is_image() {
        let (tile, id, media) = (tile.clone(), photo.id.clone(), photo.media);
        spawn_local(async move {
            let picture = find(&tile, "img").zip(object_url(&id, media).await);
            if let (Some((img, address)), Some(words)) = (picture, find(&tile, "p")) {
                if let Some(before) = img.get_attribute("src") {
                    let _ = Url::revoke_object_url(&before);
                }
                set(&img, "src", &address);
                show(&img, true);
                show(&words, false);
            }
        });
    }
}

/// One page: picture, how far it has got, take away.
fn draw_tile(desk: &Desk, tile: &Element, photo: &Photo, name: &str, number: usize) -> Option<()> {
    let lang = desk.checks.lang;
    let moving = desk.uploads.moving(&photo.id);
    tile.set_class_name(match photo {
        p if p.refused.is_some() => "shot is-bad",
        p if p.done => "shot is-ok",
        _ if moving.is_some() => "shot is-info",
        _ => "shot",
    });
    set(tile, "data-done", if photo.done { "true" } else { "false" });
    let label = format!("{name}, {} {number}", lang.pick("halaman", "page"));
    set(&find(tile, "img")?, "alt", &label);
    say(&find(tile, "p > span")?, &label);
    say(&find(tile, "p + p")?, &state_words(photo, moving, lang));
    let bar = find(tile, "progress")?;
    show(&bar, moving.is_some());
    set(&bar, "aria-label", &label);
    set(&bar, "max", &photo.bytes.to_string());
    set(&bar, "value", &moving.unwrap_or(0).to_string());
    for words in find_all(tile, "span.vh") {
        say(&words, &format!(" {name} {number}"));
    }
    sizes::draw(desk, tile, photo)
}

fn state_words(photo: &Photo, moving: Option<u64>, lang: Lang) -> String {
    let size = kilobytes(photo.bytes, lang);
    match (&photo.refused, photo.done, moving) {
        (Some(why), _, _) => why.clone(),
        (_, true, _) => format!("{} · {size}", lang.pick("Sudah terkirim", "Sent")),
        (_, _, Some(sent)) => {
            let sent = kilobytes(sent.min(photo.bytes), lang);
            match lang {
                Lang::Id => format!("Mengirim {sent} dari {size}"),
                Lang::En => format!("Sending {sent} of {size}"),
            }
        }
        _ if photo.sent > 0 => {
            let sent = kilobytes(photo.sent, lang);
            match lang {
                Lang::Id => format!("Tersimpan di HP, {sent} dari {size} terkirim"),
                Lang::En => format!("Saved on the phone, {sent} of {size} sent"),
            }
        }
        _ => {
            let words = lang.pick(
                "Tersimpan di HP, akan dikirim",
                "Saved on the phone, will be sent",
            );
            format!("{words} · {size}")
        }
    }
}

async fn object_url(id: &str, media: Media) -> Option<String> {
    let bytes = offline::load_photo(id).await?;
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media.mime());
    let parts = js_sys::Array::of1(&bytes);
    let blob =
        web_sys::Blob::new_with_buffer_source_sequence_and_options(parts.unchecked_ref(), &options)
            .ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}
