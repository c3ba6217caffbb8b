//! The form engine: brings the HTML of `paper` to life. No views of its own, only small acts on the page.
//!
//! One desk holds the state; a few listeners on the form hear everything; what depends on the state is written
//! anew after each change. Typed before the script woke? The boxes are read before the draft is written into them.

mod answers;
mod check;
mod desk;
mod drafts;
mod events;
mod go_on;
mod helped;
mod history;
mod obstacles;
mod order;
mod photos;
mod raw;
mod receipt;
mod room;
mod send;
mod sizes;

use super::form::Checks;
use super::step::Step;
use crate::offline::{outbox, vault};
use crate::ui::device::{document, find, find_all, say, set, show};
use crate::upload;
use crate::{call, routes};
use desk::Desk;
use domain::validate::is_asked;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

/// Id of the data block that holds the `Checks`.
pub const FORM_DATA: &str = "formulir-data";
/// Id of the element around all of it.
pub const FORM: &str = "formulir";

/// Wakes the form on this page. No island: every applicant would download what islands with views run on.
#[lazy]
pub async fn apply_form() {
    wake();
}

fn wake() -> Option<()> {
    let root = document()?.get_element_by_id(FORM)?;
    let checks: Checks = helped::adopt(crate::ui::read_data(FORM_DATA)?);
    spawn_local(async move {
        if !checks.mending {
            fetch_screens(&root, &checks).await;
        }
        // The desk lives as long as the page.
        begin(Box::leak(Box::new(Desk::new(root, checks)))).await;
    });
    Some(())
}

/// Brings the other screens to the page. Nobody goes on without them, so it tries for as long as it takes.
async fn fetch_screens(root: &Element, checks: &Checks) {
    let here = find(root, "[data-step]").and_then(|screen| screen.get_attribute("data-step"));
    let here = here.unwrap_or_default();
    let mut failures = 0;
    loop {
        let address = routes::screens(&checks.service, &here, checks.lang);
        if let Ok(html) = call::get::<String>(&address).await {
            photos::warn(root, "waiting", "");
            let html = helped::reword(checks, html);
            let _ = root.insert_adjacent_html("beforeend", &html);
            return;
        }
        photos::warn(
            root,
            "waiting",
            checks.lang.pick(
                "Sinyal belum cukup untuk memuat formulir. Tunggu sebentar, ini dicoba terus. Yang sudah diketik tetap ada.",
                "Not enough signal to load the form yet. Wait a moment, it keeps trying. What you typed stays.",
            ),
        );
        failures += 1;
        upload::wait(failures, false, &|| false).await;
    }
}

async fn begin(desk: &'static Desk) {
    let (name, kept) = drafts::pick(&desk.checks).await;
    if !helped::greet(kept.as_ref()) {
        return;
    }
    desk.name.replace(name);
    let mut draft = kept.unwrap_or_else(|| drafts::begin(&desk.checks));
    answers::take_over(desk, &mut draft);
    // Whoever opens a draft wants to keep it.
    draft.changed = js_sys::Date::now();
    set(&desk.root, "data-draft", &desk.name.borrow());
    let version = &desk.checks.version;
    if draft.form.is_empty() || draft.is_empty() {
        draft.form.clone_from(version);
    } else if draft.form != *version {
        // What has changed is told by `late.js`; going on makes it this form's.
        set(&desk.root, "data-form-was", &draft.form);
    }
    desk.uploads.paused.set(draft.paused);
    desk.draft.replace(draft);
    desk.save();
    events::listen(desk);
    if desk.checks.mending {
        fill(desk);
    } else {
        let (step, changing) = history::from_address(desk);
        history::show(desk, step, changing);
        history::listen(desk);
    }
    set(&desk.root, "data-ready", "true");
    upload::wake_on_return(desk);
    if desk.checks.mending {
        // While whoever opened it may: later the ticket is enough.
        upload::warm(desk);
    }
    raw::go_on(desk);
    let refused = desk
        .draft
        .borrow()
        .parcel
        .as_ref()
        .map(|parcel| parcel.refused.clone());
    if let Some(None) = refused {
        send::go_on_sending(desk);
    } else if let Some(why) = refused {
        desk.failed.replace(why);
        sending(desk);
    } else if upload::pending(desk) > 0 {
        upload::wake_unless_saving(desk);
    }
    if vault::owner_of(&desk.name.borrow()).is_some() {
        spawn_local(vault::watch_idle(vault::go_and_unlock));
    }
    spawn_local(outbox::stock_up());
    outbox::leave_to_form(&desk.name.borrow());
}

/// Writes the draft into the boxes of this screen.
fn fill(desk: &'static Desk) {
    {
        let draft = desk.draft.borrow();
        answers::write(desk, &draft);
    }
    refresh(desk);
}

/// Brings everything on this screen that depends on the state into line with it.
fn refresh(desk: &'static Desk) {
    let root = &desk.root;
    let answers = desk.answers();
    for frame in find_all(root, "[data-ask]") {
        let asked = desk
            .field_of(&frame)
            .is_some_and(|field| is_asked(field, &answers));
        show(&frame, asked);
    }
    for (when, yes) in desk.beginnings() {
        for part in find_all(root, &format!("[data-when={when}]")) {
            show(&part, yes);
        }
    }
    check::draw(desk);
    helped::draw(desk);
    obstacles::draw(desk);
    receipt::draw(desk);
    sending(desk);
    progress(desk);
}

/// As [`refresh`], for what changes while photographs are on their way.
fn sending(desk: &'static Desk) {
    photos::draw(desk);
    send::draw(desk);
}

/// "Langkah 3 dari 9", and what the button below says.
fn progress(desk: &Desk) -> Option<()> {
    let lang = desk.checks.lang;
    let step = desk.step.borrow();
    let place = step.place(&desk.checks, &desk.answers());
    let frame = find(&desk.root, "[data-progress]")?;
    show(&frame, place.is_some());
    if let Some((at, all)) = place {
        say(
            &find(&frame, ".steps p")?,
            &super::paper::place_words(at, all, lang),
        );
        let bar = find(&frame, "progress")?;
        set(&bar, "max", &all.to_string());
        set(&bar, "value", &at.to_string());
    }
    let button = find(&desk.root, "#lanjut")?;
    let words = if desk.doubtful.get() {
        lang.pick("Sudah benar, lanjut", "It is right, go on")
    } else if desk.changing.get() {
        lang.pick("Simpan perubahan", "Save the change")
    } else {
        lang.pick("Lanjut", "Continue")
    };
    say(&button, words);
    set(&button, "aria-busy", "false");
    let last = matches!(*step, Step::Start | Step::Send | Step::Receipt);
    show(&button.parent_element()?, !last);
    Some(())
}
