//! What was printed and handed over on the spot: noted with who received it, kept under the PIN, and sent once.

use super::day::{Field, State};
use super::draw;
use super::kept::{self, Day, Noted};
use crate::officer::SignatureIsland;
use crate::offline::drafts::forget;
use crate::offline::random_key;
use crate::ui::Icon;
use crate::ui::device::{append, find, find_all, focus, say, set, show};
use domain::error::Error;
use domain::form::{MAX_TEXT, tidy};
use domain::region::RegionCode;
use domain::text::Lang;
use domain::validate::What;
use domain::view::{FieldClient, TakenHandover};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

/// The form on a resident's page.
pub fn note_frame(lang: Lang) -> AnyView {
    view! {
        <details data-part="note">
            <summary><b>{lang.pick("Catat yang diserahkan di tempat", "Note what was handed over here")}</b></summary>
            <form class="box" data-form="note" novalidate>
                <p class="hint">
                    {lang.pick(
                        "Untuk yang sudah dicetak dan diberikan hari ini. Catatan ikut masuk laporan sesi.",
                        "For what was printed and given today. The note goes into the session's report.",
                    )}
                </p>
                <div class="field">
                    <label for="hasil">{lang.pick("Apa yang diserahkan", "What was handed over")}</label>
                    <p class="err" role="alert" data-bad="hasil" hidden>{What::Missing.message(lang)}</p>
                    <select id="hasil" name="hasil"></select>
                </div>
                <div class="field">
                    <label for="penerima">{lang.pick("Nama penerima", "Who receives it")}</label>
                    <p class="err" role="alert" data-bad="penerima" hidden>{What::Missing.message(lang)}</p>
                    <input id="penerima" name="penerima" maxlength=MAX_TEXT.to_string() autocomplete="off" />
                </div>
                <SignatureIsland lang=lang name="diterima".to_owned() label=lang.pick("Tanda tangan penerima (boleh dilewati)", "The receiver's signature (may be skipped)").to_owned() />
                <p class="acts">
                    <button class="btn"><Icon name="check" /> {lang.pick("Simpan catatan", "Keep the note")}</button>
                </p>
            </form>
        </details>
        <p role="status" data-fill="note-said"></p>
    }
    .into_any()
}

/// Notes: of the resident on the screen, or else of everybody.
pub fn list_frame(lang: Lang) -> AnyView {
    view! {
        <section data-part="noted" hidden>
            <h2>{lang.pick("Diserahkan di tempat", "Handed over here")}</h2>
            <ul class="plain" data-list="noted"></ul>
            <template data-row="noted">
                <li class="box">
                    <p><b></b></p>
                    <p class="meta"><span></span> <span class="badge"></span></p>
                    <p data-why class="doubt" hidden></p>
                    <p class="acts" hidden>
                        <button type="button" class="btn" data-do="note-retry">{lang.pick("Coba kirim lagi", "Try to send again")}</button>
                        {forget("note-wipe", lang.pick("Hapus catatan", "Remove the note"), lang)}
                    </p>
                </li>
            </template>
        </section>
    }
    .into_any()
}

fn value(form: &Element, name: &str) -> Option<String> {
    let input: HtmlInputElement = find(form, &format!("[name={name}]"))?.unchecked_into();
    Some(input.value())
}

/// An empty form for this resident, with what can come of what may be started for them.
pub fn clear(field: &Field, day: &Day, client: &FieldClient) -> Option<()> {
    let form = find(&field.root, "[data-form=note]")?;
    let select = find(&form, "select")?;
    select.set_text_content(None);
    let choose = field.lang.pick("Pilih satu", "Choose one");
    set(&append(&select, "option", "", choose)?, "value", "");
    let region = RegionCode::parse(&client.region).ok()?;
    for (service, product, name) in &day.kit.products {
        let mut services = day.kit.services.iter();
        let Some((_, title, _)) =
            services.find(|(id, _, there)| id == service && there.contains(&region))
        else {
            continue;
        };
        let (name, title) = (name.get(field.lang), title.get(field.lang));
        let words = if name == title {
            name.to_owned()
        } else {
            format!("{name} · {title}")
        };
        let option = append(&select, "option", "", &words)?;
        set(&option, "value", &format!("{service}/{product}"));
    }
    if let Some(fold) = find(&field.root, "[data-part=note]") {
        show(&fold, select.child_element_count() > 1);
        let _ = fold.remove_attribute("open");
    }
    draw::fill(field, "note-said", "");
    let receiver: HtmlInputElement = find(&form, "#penerima")?.unchecked_into();
    receiver.set_value("");
    for bad in find_all(&form, "[data-bad]") {
        show(&bad, false);
    }
    // What somebody else has signed.
    if let Some(again) = find(&form, ".sign button") {
        again.unchecked_ref::<web_sys::HtmlElement>().click();
    }
    Some(())
}

/// The note is kept: an empty form for the next one.
pub fn reset(field: &Field) -> Option<()> {
    let state = field.state.borrow();
    let day = state.day.as_ref()?;
    let client = day.resident(&field.root.get_attribute("data-client")?)?;
    clear(field, day, client);
    let said = field.lang.pick(
        "Catatan tersimpan di tablet ini. Terkirim sendiri saat ada sinyal.",
        "The note is kept on this tablet. It goes by itself when there is a signal.",
    );
    draw::fill(field, "note-said", said);
    focus(&find(&field.root, "[data-part=note] summary")?);
    Some(())
}

/// What the form says, or `None` where something is missing, which is then shown.
pub fn take(form: &Element, day: &Day, client: &FieldClient) -> Option<Noted> {
    let select: HtmlSelectElement = find(form, "select")?.unchecked_into();
    let chosen = select.value();
    let receiver = tidy(&value(form, "penerima")?).replace('\n', " ");
    let wrong = |name: &str, wrong: bool| {
        if let Some(place) = find(form, &format!("[data-bad={name}]")) {
            show(&place, wrong);
        }
        wrong
    };
    let no_what = wrong("hasil", chosen.is_empty());
    let no_name = wrong("penerima", receiver.is_empty());
    if no_what || no_name {
        focus(&find(form, if no_what { "#hasil" } else { "#penerima" })?);
        return None;
    }
    let (service, product) = chosen.split_once('/')?;
    let mut products = day.kit.products.iter();
    let (.., what) = products.find(|(of, key, _)| of == service && key == product)?;
    let mut typed = day.typed.iter();
    let session = day.kit.session.as_ref();
    Some(Noted {
        handover: TakenHandover {
            id: random_key(),
            officer: day.kit.officer.0.clone(),
            client: client.id.clone(),
            new: typed
                .find(|typed| typed.client.id == client.id)
                .map(|typed| typed.new.clone()),
            outreach: session.map(|one| one.id.clone()).unwrap_or_default(),
            service: service.to_owned(),
            product: product.to_owned(),
            receiver,
            drawn: value(form, "diterima")?,
            at: day.now(),
        },
        what: what.clone(),
        refused: None,
        record: String::new(),
    })
}

/// Writes the notes onto the page: those of `client`, or everybody's.
pub fn draw(field: &Field, state: &State, client: Option<&str>) -> Option<()> {
    let lang = field.lang;
    let notes = state.noted.iter();
    let notes: Vec<&Noted> = notes
        .filter(|one| client.is_none_or(|id| one.handover.client == id))
        .collect();
    draw::part(field, "noted", !notes.is_empty());
    draw::list(field, "noted", notes.into_iter(), |row, note| {
        say(&find(row, "b")?, note.what.get(lang));
        let (words, look) = match (&note.refused, note.is_sent()) {
            (_, true) => (lang.pick("diterima kantor", "received"), "badge is-ok"),
            (Some(_), _) => (lang.pick("ditolak", "refused"), "badge is-bad"),
            (None, _) => (lang.pick("menunggu dikirim", "waiting"), "badge is-info"),
        };
        let to = lang.pick("Diterima ", "Received by ");
        let mut about = format!("{to}{}", note.handover.receiver);
        // Among everybody's: whose it is.
        let day = state.day.as_ref().filter(|_| client.is_none());
        if let Some(one) = day.and_then(|day| day.resident(&note.handover.client)) {
            about.push_str(lang.pick(", untuk ", ", for "));
            about.push_str(&one.name);
        }
        say(&find(row, ".meta span")?, &about);
        let badge = find(row, ".badge")?;
        say(&badge, words);
        badge.set_class_name(look);
        let refused = note.refused.as_ref().filter(|_| !note.is_sent());
        let why = find(row, "[data-why]")?;
        say(&why, refused.map_or("", String::as_str));
        show(&why, refused.is_some());
        show(&find(row, ".acts")?, refused.is_some());
        set(row, "data-note", &note.handover.id);
        Some(())
    })
}

/// A button below a refused note: it is sent again, or goes.
pub async fn decide(field: &'static Field, id: &str, again: bool) -> Option<()> {
    let (owner, mut note) = {
        let state = field.state.borrow();
        let note = state.noted.iter().find(|one| one.handover.id == id)?;
        (state.owner.clone()?, note.clone())
    };
    if again {
        note.refused = None;
        kept::keep_noted(&owner, &note).await;
    } else {
        kept::wipe_noted(&note).await;
    }
    Some(())
}

/// What sending came to: whether anything has changed, and what holds the rest back.
pub type Told = fn(bool, Option<&Error>);
