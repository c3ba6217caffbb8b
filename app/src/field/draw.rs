//! Writes the day onto the page: who was served, who is next, one resident, and how the sending goes.

use super::consent;
use super::day::{Field, State};
use super::handed;
use super::resident::villages;
use crate::offline::outbox::service_of;
use crate::offline::{Draft, Standing};
use crate::routes;
use crate::ui::day_words;
use crate::ui::device::{find, find_all, focus, held, say, set, show};
use domain::error::Error;
use domain::region::RegionCode;
use domain::search::fold;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

pub fn fill(field: &Field, name: &str, words: &str) {
    if let Some(place) = find(&field.root, &format!("[data-fill={name}]")) {
        say(&place, words);
    }
}

pub fn part(field: &Field, name: &str, yes: bool) {
    if let Some(part) = find(&field.root, &format!("[data-part={name}]")) {
        show(&part, yes);
    }
}

fn when(field: &Field, name: &str, yes: bool) {
    if let Some(part) = find(&field.root, &format!("[data-when={name}]")) {
        show(&part, yes);
    }
}

/// What the device can open now. `nobody`: nobody has a PIN on it.
pub fn frame(field: &Field, nobody: bool) {
    let state = field.state.borrow();
    when(field, "loading", false);
    let prepared = state.day.is_some();
    when(
        field,
        "unprepared",
        nobody || (state.owner.is_some() && !prepared),
    );
    when(field, "day", false);
    when(field, "resident", false);
    // Without a day there is still what the office doesn't know.
    handed::draw(field, &state, None);
}

/// Everybody of the day.
pub fn day(field: &Field) -> Option<()> {
    when(field, "resident", false);
    let state = field.state.borrow();
    let day = state.day.as_ref()?;
    let lang = field.lang;
    when(field, "day", true);
    match &day.kit.session {
        Some(session) => {
            fill(field, "place", &session.place);
            fill(field, "when", &day_words(&session.day, lang));
        }
        None => fill(field, "place", &day.kit.officer.1),
    }
    let next = state.next();
    part(field, "next", next.is_some());
    if let Some(next) = next.as_ref().and_then(|id| day.resident(id)) {
        let link = find(&field.root, "[data-fill=next]")?;
        set(&link, "href", &format!("#{}", next.id));
        say(
            &link,
            &format!(
                "{}{}",
                lang.pick("Warga berikutnya: ", "Next resident: "),
                next.name
            ),
        );
    }
    part(field, "search", day.residents().nth(5).is_some());
    villages(&find(&field.root, "[data-form=new]")?, day, lang);
    numbers(field, &state);
    handed::draw(field, &state, None);
    drop(state);
    sync(field);
    roster(field)
}

fn numbers(field: &Field, state: &State) -> Option<()> {
    let day = state.day.as_ref()?;
    let all = day.residents().count();
    let served = day
        .residents()
        .filter(|one| state.is_served(&one.id))
        .count();
    let standing = |which: Standing| {
        let mine = |draft: &Draft| state.given.iter().any(|one| one.leave.id == draft.leave);
        let drafts = state.drafts.iter().filter(|(_, draft)| mine(draft));
        drafts
            .filter(|(_, draft)| draft.standing() == which)
            .count()
    };
    for (name, number) in [
        ("handed", state.noted.len()),
        ("served", served),
        ("left", all - served),
        ("waiting", standing(Standing::Ready)),
        ("received", standing(Standing::Received)),
        ("refused", standing(Standing::Refused)),
    ] {
        fill(field, name, &number.to_string());
    }
    Some(())
}

/// The residents whose name fits what was typed.
pub fn roster(field: &Field) -> Option<()> {
    let state = field.state.borrow();
    let day = state.day.as_ref()?;
    let lang = field.lang;
    let search = find(&field.root, "#cari-warga")?;
    let search = fold(&search.unchecked_into::<HtmlInputElement>().value());
    let residents = day
        .residents()
        .filter(|one| fold(&one.name).contains(&search));
    list(field, "roster", residents, |row, client| {
        let link = find(row, "a")?;
        set(&link, "href", &format!("#{}", client.id));
        say(&link, &client.name);
        let nik = client.nik.as_ref().map(|nik| format!("NIK {nik}"));
        say(&find(row, "span")?, &nik.unwrap_or_default());
        let mine: Vec<Standing> = state
            .drafts_of(&client.id)
            .map(|(_, draft)| draft.standing())
            .collect();
        let (words, look) = if mine.contains(&Standing::Refused) {
            (lang.pick("ditolak", "refused"), "badge is-bad")
        } else if mine.contains(&Standing::Ready) {
            (lang.pick("menunggu dikirim", "waiting"), "badge is-info")
        } else if mine.contains(&Standing::Received) || client.cases > 0 {
            (lang.pick("diterima", "received"), "badge is-ok")
        } else if mine.is_empty() {
            (lang.pick("belum", "not yet"), "badge")
        } else {
            (lang.pick("belum selesai", "begun"), "badge is-warn")
        };
        let badge = find(row, ".badge")?;
        say(&badge, words);
        badge.set_class_name(look);
        Some(())
    })
}

/// Writes a list anew from its template.
pub fn list<T>(
    field: &Field,
    name: &str,
    items: impl Iterator<Item = T>,
    write: impl Fn(&Element, T) -> Option<()>,
) -> Option<()> {
    let list = find(&field.root, &format!("[data-list={name}]"))?;
    let row = held(&find(&field.root, &format!("[data-row={name}]"))?)?;
    list.set_text_content(None);
    for item in items {
        let row: Element = row.clone_node_with_deep(true).ok()?.unchecked_into();
        write(&row, item)?;
        list.append_child(&row).ok()?;
    }
    Some(())
}

/// One resident: who it is, what was begun, and the leave or what may be begun with it.
pub fn resident(field: &Field, id: &str) -> Option<()> {
    let state = field.state.borrow();
    let client = state.day.as_ref()?.resident(id)?;
    let lang = field.lang;
    when(field, "day", false);
    when(field, "resident", true);
    let before = field.root.get_attribute("data-client");
    set(&field.root, "data-client", id);
    fill(field, "name", &client.name);
    let nik = client.nik.as_ref().map(|nik| format!("NIK {nik}"));
    fill(field, "nik", &nik.unwrap_or_default());
    fill(field, "region", &client.region_name);
    list(field, "cases", state.drafts_of(id), |row, (name, draft)| {
        let link = find(row, "a")?;
        let service = service_of(name);
        say(&link, draft.service_name.get(lang));
        let step = if draft.standing() == Standing::Draft {
            ""
        } else {
            "tanda-terima"
        };
        set(
            &link,
            "href",
            &routes::step(&routes::helped_form(&draft.leave, service), step),
        );
        let (words, look) = match draft.standing() {
            Standing::Draft => (lang.pick("belum selesai", "begun"), "badge is-warn"),
            Standing::Ready => (lang.pick("menunggu dikirim", "waiting"), "badge is-info"),
            Standing::Received => (lang.pick("diterima kantor", "received"), "badge is-ok"),
            Standing::Refused => (lang.pick("ditolak", "refused"), "badge is-bad"),
        };
        let badge = find(row, ".badge")?;
        say(&badge, words);
        badge.set_class_name(look);
        let code = draft.any_receipt().map(|receipt| receipt.code.to_string());
        say(&find_all(row, "span").pop()?, &code.unwrap_or_default());
        Some(())
    })?;
    let given = state.leave_of(id);
    part(field, "consent", given.is_none());
    part(field, "agreed", given.is_some());
    match given {
        None if before.as_deref() != Some(id) => {
            consent::clear(&find(&field.root, "[data-form=consent]")?)?;
        }
        None => {}
        Some(given) => {
            let words = lang.pick("Sudah menyetujui: ", "Agreed: ");
            fill(field, "agreed", &format!("{words}{}.", given.leave.name));
            let region = RegionCode::parse(&client.region).ok()?;
            let services = state.day.as_ref()?.kit.services.iter();
            let services = services.filter(|(_, _, there)| there.contains(&region));
            list(field, "services", services, |row, (id, name, _)| {
                let button = find(row, "button")?;
                set(&button, "data-service", id);
                say(&button, name.get(lang));
                Some(())
            })?;
        }
    }
    handed::draw(field, &state, Some(id));
    if before.as_deref() != Some(id) {
        handed::clear(field, state.day.as_ref()?, client);
        focus(&find(&field.root, "[data-fill=name]")?);
        web_sys::window()?.scroll_to_with_x_and_y(0.0, 0.0);
    }
    Some(())
}

/// Why nothing is sent now, if there is something to send.
pub fn sync(field: &Field) {
    let held_back = field.held_back.borrow();
    let locked_out = matches!(*held_back, Some(Error::LoggedOut | Error::OtherOfficer));
    let words = match &*held_back {
        Some(Error::LoggedOut) => field
            .lang
            .pick(
                "Masuk dulu, lalu semua dikirim sendiri. Semua tetap tersimpan di tablet ini.",
                "Log in, then all of it goes by itself. All of it stays on this tablet.",
            )
            .to_owned(),
        Some(error) => error.message(field.lang),
        None => String::new(),
    };
    fill(field, "sync", &words);
    part(field, "login", locked_out);
}

/// The device refused to keep something.
pub fn full(field: &Field) {
    fill(
        field,
        "sync",
        field.lang.pick(
            "Tablet ini tidak bisa menyimpan lagi. Mungkin penuh, atau terkunci. Hapus beberapa berkas, lalu muat ulang.",
            "This tablet can't keep any more. It may be full, or locked. Remove some files and reload.",
        ),
    );
    when(field, "resident", false);
    when(field, "day", true);
}
