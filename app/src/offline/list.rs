//! The list of drafts in the browser: what is kept, how far it has come, and a way out for what is stuck.

use super::door;
use super::draft::{Draft, Standing};
use super::expiry::forget_old;
use super::outbox::{self, APPLICATIONS, CORRECTIONS, corrects, in_order, passes, service_of};
use super::rescue::{RESCUE, offer_rescue};
use super::store::{
    ROOM_FOR_SOME, all_drafts, fits, load_draft, names, save_draft, storage, wipe_draft,
};
use super::vault::{self, owner_of};
use super::{sealing, wipe};
use crate::routes;
use crate::ui::device::{document, find, find_all, held, remember, say, set, show};
use crate::ui::kilobytes;
use crate::ui::listen;
use domain::error::Error;
use domain::search::fold;
use domain::text::{Lang, plural};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlInputElement};

/// Id of the element around the list.
pub const DRAFTS_LIST: &str = "daftar-draf";
/// With more drafts than this there is a box to look for one.
const MANY: usize = 7;
const DAY: f64 = 86_400_000.0;

/// Brings the page of drafts to life. `None`: this is another page.
pub fn wake_list() -> Option<()> {
    let root = document()?.get_element_by_id(DRAFTS_LIST)?;
    let lang = Lang::from_tag(&root.get_attribute("data-lang")?);
    let heard = root.clone();
    listen(&root, "click", move |event| {
        clicked(&heard, &event, lang);
    });
    let sought = root.clone();
    listen(&root, "input", move |_| {
        seek(&sought);
    });
    let doors = root.clone();
    listen(&root, "submit", move |event| {
        event.prevent_default();
        let form = event
            .target()
            .and_then(|form| form.dyn_into::<Element>().ok());
        let root = doors.clone();
        spawn_local(async move {
            if let Some(form) = form
                && door::enter(&form, lang).await == Some(true)
            {
                draw(&root, lang).await;
                outbox::send_waiting(lang, told);
                vault::watch_idle(vault::go_and_unlock).await;
            }
        });
    });
    spawn_local(async move {
        spawn_local(vault::watch_idle(vault::go_and_unlock));
        forget_old().await;
        draw(&root, lang).await;
        set(&root, "data-ready", "true");
        outbox::keep_sending(lang, told);
    });
    Some(())
}

/// One draft has moved on.
fn told(name: &str, draft: &Draft, held_back: Option<&Error>) {
    let card = document()
        .and_then(|document| document.get_element_by_id(DRAFTS_LIST))
        .and_then(|root| Some((find(&root, &format!("[data-draft=\"{name}\"]"))?, root)));
    if let Some((card, root)) = card {
        let lang = Lang::from_tag(&root.get_attribute("data-lang").unwrap_or_default());
        let before = find(&card, "[data-state]").and_then(|state| state.text_content());
        fill(&card, name, draft, held_back, lang);
        let now = find(&card, "[data-state]").and_then(|state| state.text_content());
        // Read out when it has arrived or is refused, not at every photo.
        if before != now
            && draft.standing() != Standing::Ready
            && let (Some(place), Some(now)) = (find(&root, "[data-said]"), now)
        {
            say(&place, &format!("{}: {now}", draft.service_name.get(lang)));
            renew_rescue(false);
        }
    }
}

async fn draw(root: &Element, lang: Lang) -> Option<()> {
    door::draw(root).await;
    sealing::draw(root).await;
    let mut drafts = all_drafts().await;
    let here = vault::open_person().await;
    let mut all = names(APPLICATIONS).await;
    all.extend(names(CORRECTIONS).await);
    all.retain(|name| owner_of(name) == here.as_deref());
    show(&find(root, "[data-when=unread]")?, all.len() > drafts.len());
    drafts.retain(|(_, draft)| !draft.is_empty() || draft.receipt.is_some());
    // What is stuck comes first, then what waits; of each the newest.
    in_order(&mut drafts, |a, b| {
        let newer = a.changed > b.changed;
        a.standing() < b.standing() || (a.standing() == b.standing() && newer)
    });
    let (list, template) = (find(root, "[data-list]")?, find(root, "template")?);
    show(&find(root, "[data-when=many]")?, drafts.len() > MANY);
    list.set_text_content(None);
    for (name, draft) in &drafts {
        let card: Element = held(&template)?
            .clone_node_with_deep(true)
            .ok()?
            .unchecked_into();
        set(&card, "data-draft", name);
        fill(&card, name, draft, None, lang);
        list.append_child(&card).ok()?;
    }
    for (when, yes) in [
        ("loading", false),
        ("none", drafts.is_empty()),
        ("some", !drafts.is_empty()),
    ] {
        show(&find(root, &format!("[data-when={when}]"))?, yes);
    }
    if let Some((used, share)) = storage().await {
        let (used, share) = (kilobytes(used, lang), (share * 100.0).ceil() as u32);
        let mut words = match (share, lang) {
            // The browser doesn't say how much there is.
            (0, Lang::Id) => format!("Dipakai di HP ini: {used}."),
            (0, Lang::En) => format!("In use on this phone: {used}."),
            (_, Lang::Id) => format!("Dipakai di HP ini: {used}, {share} % dari tempat yang ada."),
            (_, Lang::En) => {
                format!("In use on this phone: {used}, {share}% of the room there is.")
            }
        };
        if share >= 80 || !fits(ROOM_FOR_SOME).await {
            words.push_str(lang.pick(
                " Tempat hampir habis: kirim atau hapus yang sudah selesai.",
                " There is hardly any room left: send or remove what is finished.",
            ));
        }
        say(&find(root, "[data-room]")?, &words);
    }
    renew_rescue(drafts.iter().any(|(_, draft)| draft.parcel.is_some()));
    Some(())
}

/// The way out for what can't be sent: shown where something waits, and brought up to date where it is shown.
fn renew_rescue(wanted: bool) {
    let shown = document().and_then(|document| document.get_element_by_id(RESCUE));
    if shown.is_some_and(|shown| wanted || shown.has_attribute("data-ready")) {
        spawn_local(offer_rescue());
    }
}

/// Shows the cards whose words hold what stands in the box.
fn seek(root: &Element) -> Option<()> {
    let sought: HtmlInputElement = find(root, "#cari-draf")?.unchecked_into();
    let sought = fold(&sought.value());
    let mut found = false;
    for card in find_all(root, "[data-draft]") {
        let fits = fold(&card.text_content().unwrap_or_default()).contains(&sought);
        show(&card, fits);
        found |= fits;
    }
    show(&find(root, "[data-when=not-found]")?, !found);
    Some(())
}

fn fill(
    card: &Element,
    name: &str,
    draft: &Draft,
    held_back: Option<&Error>,
    lang: Lang,
) -> Option<()> {
    let standing = draft.standing();
    let (service, mends) = (service_of(name), corrects(name));
    let link = find(card, "[data-open]")?;
    let title = match draft.service_name.get(lang) {
        "" => service,
        name => name,
    };
    if mends {
        say(
            &link,
            &format!("{}: {title}", lang.pick("Perbaikan", "Fix")),
        );
    } else {
        say(&link, title);
    }
    let step = match standing {
        Standing::Received => "tanda-terima",
        Standing::Ready | Standing::Refused => "kirim",
        Standing::Draft => "",
    };
    // The case is opened by its code: what is to be mended stands on its page.
    let code = name.split(':').nth(1).unwrap_or_default();
    let address = match draft.leave.as_str() {
        _ if mends => routes::status_at(code),
        "" => routes::step(&routes::apply(service), step),
        leave => routes::step(&routes::helped_form(leave, service), step),
    };
    set(&link, "href", &address);
    let status = find(card, "[data-status]")?;
    set(&status, "href", &address);
    show(&status, mends && standing != Standing::Received);
    let who = draft.applicant();
    say(&find(card, "[data-who]")?, who);
    show(&find(card, "[data-who]")?, !who.is_empty());
    let (words, look) = state_words(draft, lang);
    let state = find(card, "[data-state]")?;
    say(&state, &words);
    state.set_class_name(&format!("badge {look}"));
    let unsent = draft.photos().filter(|photo| !photo.done);
    let age = match unsent.map(|photo| photo.bytes).sum() {
        0 => age_words(draft, lang),
        bytes => format!("{} · {}", age_words(draft, lang), kilobytes(bytes, lang)),
    };
    say(&find(card, "[data-age]")?, &age);
    let why = match (&draft.parcel, held_back) {
        (Some(parcel), _) if parcel.refused.is_some() => {
            let reason = parcel.refused.clone();
            let way_out = if mends {
                lang.pick(
                    "Cek statusnya dulu. Sudah diperbaiki? Hapus yang ini.",
                    "Check the status first. Is it fixed already? Remove this one.",
                )
            } else {
                lang.pick(
                    "Buka, perbaiki, lalu kirim lagi.",
                    "Open it, mend it, and send it again.",
                )
            };
            format!("{} {way_out}", reason.unwrap_or_default())
        }
        (_, Some(Error::LoggedOut)) if mends => lang
            .pick(
                "Cek status permohonan ini dengan kode dan 4 angka nomor HP, lalu perbaikan ini dikirim sendiri. Semua tetap tersimpan.",
                "Check the status of this application with its code and the 4 digits, then the fix goes by itself. All of it stays here.",
            )
            .to_owned(),
        (_, Some(Error::LoggedOut)) => lang
            .pick(
                "Masuk dulu sebagai petugas, lalu ini dikirim sendiri. Semua tetap tersimpan.",
                "Log in as an officer, then it goes by itself. All of it stays here.",
            )
            .to_owned(),
        (_, Some(error)) if passes(error) => error.message(lang),
        _ => warning(draft, lang),
    };
    let sealed = if standing == Standing::Ready && owner_of(name).is_some() {
        lang.pick(
            "Terkunci dengan PIN: terkirim hanya selama aplikasi ini terbuka dan PIN sudah dimasukkan.",
            "Locked with a PIN: it is sent only while this app is open and the PIN was entered.",
        )
    } else {
        ""
    };
    let why = format!("{why} {sealed}").trim().to_owned();
    let place = find(card, "[data-why]")?;
    say(&place, &why);
    show(&place, !why.is_empty());
    // "Try to send again" ends a pause, too.
    show(
        &find(card, "[data-do=retry]")?,
        standing == Standing::Refused || (standing == Standing::Ready && draft.paused),
    );
    Some(())
}

fn state_words(draft: &Draft, lang: Lang) -> (String, &'static str) {
    let (arrived, all) = draft.arrived();
    match draft.standing() {
        Standing::Received => {
            let code = draft.receipt.as_ref().map(|receipt| &receipt.code);
            let words = lang.pick("Diterima kantor", "Received");
            let code = code.map(ToString::to_string).unwrap_or_default();
            (format!("{words} · {code}"), "is-ok")
        }
        Standing::Refused => (lang.pick("Ditolak", "Refused").to_owned(), "is-bad"),
        Standing::Ready if draft.paused => (lang.pick("Dijeda", "Paused").to_owned(), "is-warn"),
        Standing::Ready if arrived > 0 && arrived < all => (
            match lang {
                Lang::Id => format!("Mengirim {arrived} dari {all} foto"),
                Lang::En => format!("Sending {arrived} of {all} photos"),
            },
            "is-info",
        ),
        Standing::Ready => (
            lang.pick("Siap, menunggu sinyal", "Ready, waiting for a signal")
                .to_owned(),
            "is-info",
        ),
        Standing::Draft if draft.gaps > 0 => (
            match lang {
                Lang::Id => format!("Draf, kurang {} bagian", draft.gaps),
                Lang::En => format!("Draft, {} missing", plural(draft.gaps as usize, "part")),
            },
            "",
        ),
        Standing::Draft => (
            lang.pick("Draf, belum dikirim", "Draft, not sent")
                .to_owned(),
            "is-warn",
        ),
    }
}

fn age_words(draft: &Draft, lang: Lang) -> String {
    // Whole numbers: a module that can write fractions is 4 kB heavier.
    let days = ((js_sys::Date::now() - draft.changed) / DAY) as i32;
    match (days, lang) {
        // A draft of an older version doesn't know its age.
        _ if draft.changed <= 0.0 => String::new(),
        (..1, _) => lang.pick("hari ini", "today").to_owned(),
        (1, _) => lang.pick("kemarin", "yesterday").to_owned(),
        (days, Lang::Id) => format!("{days} hari lalu"),
        (days, Lang::En) => format!("{days} days ago"),
    }
}

/// A week before it is removed, and on the last day.
fn warning(draft: &Draft, lang: Lang) -> String {
    match (draft.days_left(js_sys::Date::now()), lang) {
        (Some(..=0), Lang::Id) => {
            "Sudah lama tidak dibuka. Buka untuk menyimpannya, atau isian ini dihapus dari HP sekitar seminggu lagi.".into()
        }
        (Some(..=0), Lang::En) => {
            "Not opened for a long time. Open it to keep it, or it is removed from the phone in about a week.".into()
        }
        (Some(..=1), Lang::Id) => {
            "Besok isian ini dihapus dari HP. Buka untuk menyimpannya.".into()
        }
        (Some(..=1), Lang::En) => {
            "Tomorrow this is removed from the phone. Open it to keep it.".into()
        }
        (Some(days @ ..=7), Lang::Id) => {
            format!("Dihapus dari HP {days} hari lagi bila tidak dibuka.")
        }
        (Some(days @ ..=7), Lang::En) => {
            format!("Removed from the phone in {days} days unless you open it.")
        }
        _ => String::new(),
    }
}

fn clicked(root: &Element, event: &Event, lang: Lang) -> Option<()> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let touched = target.closest("[data-open], [data-do]").ok()??;
    let card = touched.closest("[data-draft]").ok()?;
    let name = card.and_then(|card| card.get_attribute("data-draft"));
    let Some(act) = touched.get_attribute("data-do") else {
        // The link leads there; this says which draft the form should open.
        let name = name.filter(|name| !corrects(name))?;
        remember(&format!("{APPLICATIONS}{}", service_of(&name)), &name);
        return Some(());
    };
    if matches!(act.as_str(), "wipe" | "wipe-person") && !touched.has_attribute("data-sure") {
        set(&touched, "data-sure", "");
        for words in find_all(&touched, "span") {
            words.toggle_attribute("hidden").ok()?;
        }
        wipe::deafen(vec![touched]);
        return Some(());
    }
    let root = root.clone();
    spawn_local(async move {
        match (act.as_str(), name) {
            ("wipe", Some(name)) => wipe_draft(&name).await,
            ("seal", _) => sealing::seal_all().await.unwrap_or_default(),
            ("lock", _) => vault::lock().await,
            ("wipe-person", _) => {
                if let Some(person) = vault::open_person().await {
                    wipe::wipe_person(&person).await;
                }
            }
            ("retry", Some(name)) => {
                if let Some(mut draft) = load_draft(&name).await {
                    draft.paused = false;
                    if let Some(parcel) = &mut draft.parcel {
                        parcel.refused = None;
                    }
                    save_draft(&name, &draft).await;
                }
            }
            (act, _) => {
                if wipe::acted(&root, act).await {
                    return;
                }
            }
        }
        draw(&root, lang).await;
        outbox::send_waiting(lang, told);
    });
    Some(())
}
