//! The day in the browser: what the device keeps of it, and what a helper does.

use super::kept::{self, Day, Given, Noted};
use super::page::FIELD_ROOT;
use super::{consent, draw, handed, resident, send};
use crate::offline::outbox::{self, APPLICATIONS};
use crate::offline::{Draft, Standing, deafen, door, list_drafts, vault};
use crate::routes;
use crate::ui::device::{document, find, find_all, focus, listen, set};
use domain::assistance::CONSENT_HOURS;
use domain::error::Error;
use domain::text::Lang;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event};

/// Everything of a day that is on the screen or behind it.
pub struct Field {
    pub root: Element,
    pub lang: Lang,
    pub state: RefCell<State>,
    /// Why nothing is sent now.
    pub held_back: RefCell<Option<Error>>,
    /// It is being read anew.
    reading: Cell<bool>,
}

#[derive(Default)]
pub struct State {
    /// Who is open.
    pub owner: Option<String>,
    pub day: Option<Day>,
    pub given: Vec<Given>,
    /// What was begun under these leaves.
    pub drafts: Vec<(String, Draft)>,
    /// What was handed over on the spot.
    pub noted: Vec<Noted>,
}

impl State {
    /// The leaves that this resident has given on this device.
    fn leaves<'a>(&'a self, client: &'a str) -> impl Iterator<Item = &'a str> {
        let theirs = self.given.iter().filter(move |one| one.client.id == client);
        theirs.map(|one| one.leave.id.as_str())
    }

    /// Forms that were begun for this resident.
    pub fn drafts_of(&self, client: &str) -> impl Iterator<Item = &(String, Draft)> {
        let leaves: Vec<String> = self.leaves(client).map(str::to_owned).collect();
        let theirs = move |draft: &Draft| leaves.contains(&draft.leave);
        self.drafts.iter().filter(move |(_, draft)| theirs(draft))
    }

    /// Something was sent for them, or waits to be.
    pub fn is_served(&self, client: &str) -> bool {
        let day = self.day.as_ref();
        let before = day
            .and_then(|day| day.resident(client))
            .is_some_and(|one| one.cases > 0);
        let mut drafts = self.drafts_of(client);
        before || drafts.any(|(_, draft)| draft.standing() != Standing::Draft)
    }

    /// Whoever stands first and hasn't been served.
    pub fn next(&self) -> Option<String> {
        let mut residents = self.day.as_ref()?.residents();
        let next = residents.find(|client| !self.is_served(&client.id))?;
        Some(next.id.clone())
    }

    /// The resident's leave of today.
    pub fn leave_of(&self, client: &str) -> Option<&Given> {
        let oldest = self.day.as_ref()?.now().plus_seconds(-CONSENT_HOURS * 3600);
        let fresh = |one: &&Given| one.client.id == client && one.leave.at > oldest;
        self.given.iter().rev().find(fresh)
    }
}

thread_local! {
    static FIELD: Cell<Option<&'static Field>> = const { Cell::new(None) };
}

/// Brings the page of the day to life. `None`: this is another page.
pub fn wake() -> Option<()> {
    let root = document()?.get_element_by_id(FIELD_ROOT)?;
    let lang = Lang::from_tag(&root.get_attribute("data-lang")?);
    // It lives as long as the page.
    let field: &'static Field = Box::leak(Box::new(Field {
        root,
        lang,
        state: RefCell::default(),
        held_back: RefCell::default(),
        reading: Cell::new(false),
    }));
    FIELD.set(Some(field));
    listen(&field.root, "click", move |event| {
        clicked(field, &event);
    });
    listen(&field.root, "submit", move |event| {
        event.prevent_default();
        submitted(field, &event);
    });
    listen(&field.root, "input", move |_| {
        draw::roster(field);
    });
    let window = web_sys::window()?;
    listen(&window, "hashchange", move |_| show(field));
    spawn_local(async move {
        read(field).await;
        set(&field.root, "data-ready", "true");
        outbox::keep_sending(lang, told);
        send::keep_sending(lang, notes_told);
        vault::watch_idle(away).await;
    });
    Some(())
}

/// Nothing that stood on the page stays behind the door, hidden or not.
fn away() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().replace(routes::FIELD);
    }
}

/// One form has moved on, or can't.
fn told(_: &str, draft: &Draft, held_back: Option<&Error>) {
    let Some(field) = FIELD.get() else { return };
    field.held_back.replace(held_back.cloned());
    draw::sync(field);
    if draft.standing() != Standing::Ready && !field.reading.replace(true) {
        spawn_local(async move {
            read(field).await;
            field.reading.set(false);
        });
    }
}

/// Notes of hand-overs have arrived or were refused, or can't be sent now.
fn notes_told(changed: bool, held_back: Option<&Error>) {
    let Some(field) = FIELD.get() else { return };
    if changed || held_back.is_some() {
        field.held_back.replace(held_back.cloned());
        draw::sync(field);
    }
    if changed && !field.reading.replace(true) {
        spawn_local(async move {
            read(field).await;
            field.reading.set(false);
        });
    }
}

/// Reads all of it and shows it.
async fn read(field: &'static Field) {
    kept::forget_old(&String::from(js_sys::Date::new_0().to_iso_string())[..10]).await;
    door::draw(&field.root).await;
    let owner = vault::open_person().await;
    let mut state = State::default();
    if let Some(owner) = &owner {
        state.day = kept::read_day(owner).await;
        state.given = kept::read_given(owner).await;
        let here = state.day.as_ref().and_then(|day| day.kit.session.as_ref());
        let here = here.map(|session| session.id.clone()).unwrap_or_default();
        state.given.retain(|one| one.leave.outreach == here);
        state.drafts = list_drafts(APPLICATIONS).await;
        state.noted = kept::read_noted(owner).await;
    }
    let nobody = owner.is_none() && vault::people().await.is_empty();
    state.owner = owner;
    field.state.replace(state);
    draw::frame(field, nobody);
    show(field);
}

/// The part of the page that the address names.
fn show(field: &'static Field) {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    let hash = hash.unwrap_or_default();
    let id = hash.trim_start_matches('#');
    if id == routes::FIELD_NEXT.rsplit('#').next().unwrap_or_default() {
        let next = field.state.borrow().next().unwrap_or_default();
        go(&format!("#{next}"));
        return;
    }
    let known = {
        let state = field.state.borrow();
        state
            .day
            .as_ref()
            .is_some_and(|day| day.resident(id).is_some())
    };
    if known {
        draw::resident(field, id);
    } else {
        draw::day(field);
    }
}

/// In place of the address that is there.
fn go(hash: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window
            .location()
            .replace(&format!("{}{hash}", routes::FIELD));
    }
}

fn clicked(field: &'static Field, event: &Event) -> Option<()> {
    let target: Element = event.target()?.dyn_into().ok()?;
    if let Some(button) = target.closest("[data-service]").ok()? {
        let service = button.get_attribute("data-service")?;
        let client = field.root.get_attribute("data-client")?;
        spawn_local(async move {
            start(field, &client, &service).await;
        });
        return Some(());
    }
    let button = target.closest("[data-do]").ok()??;
    let act = button.get_attribute("data-do")?;
    let note = button.closest("[data-note]").ok()?;
    let note = note.and_then(|note| note.get_attribute("data-note"));
    if let (Some(note), true) = (
        note,
        act == "note-retry" || button.has_attribute("data-sure"),
    ) {
        spawn_local(async move {
            handed::decide(field, &note, act == "note-retry").await;
            read(field).await;
            send::send(field.lang, notes_told);
        });
        return Some(());
    }
    if act != "lock" && !button.has_attribute("data-sure") {
        set(&button, "data-sure", "");
        for words in find_all(&button, "span") {
            words.toggle_attribute("hidden").ok()?;
        }
        deafen(vec![button]);
        return Some(());
    }
    spawn_local(async move {
        match act.as_str() {
            "lock" => {
                vault::lock().await;
                return away();
            }
            "finish" => {
                let owner = field.state.borrow().owner.clone();
                kept::forget_own(&owner.unwrap_or_default()).await;
            }
            _ => {}
        }
        go("");
        read(field).await;
    });
    Some(())
}

async fn start(field: &'static Field, client: &str, service: &str) -> Option<()> {
    let (owner, given, name) = {
        let state = field.state.borrow();
        let mut services = state.day.as_ref()?.kit.services.iter();
        let (_, name, _) = services.find(|(id, ..)| id == service)?;
        (
            state.owner.clone()?,
            state.leave_of(client)?.clone(),
            name.clone(),
        )
    };
    match resident::begin(&owner, &given, service, &name).await {
        Some(address) => web_sys::window()?.location().set_href(&address).ok(),
        None => {
            draw::full(field);
            None
        }
    }
}

fn submitted(field: &'static Field, event: &Event) -> Option<()> {
    let form: Element = event.target()?.dyn_into().ok()?;
    if form.has_attribute("data-door") {
        spawn_local(async move {
            if door::enter(&form, field.lang).await == Some(true) {
                read(field).await;
                outbox::send_waiting(field.lang, told);
                send::send(field.lang, notes_told);
                vault::watch_idle(away).await;
            }
        });
        return Some(());
    }
    match form.get_attribute("data-form")?.as_str() {
        "new" => {
            let found = {
                let state = field.state.borrow();
                resident::register(&form, state.day.as_ref()?)
            };
            let Some((client, new)) = found else {
                focus(&find(&form, ".is-bad input, .is-bad select")?);
                return None;
            };
            spawn_local(async move {
                if let Some(new) = new {
                    let (owner, day) = {
                        let mut state = field.state.borrow_mut();
                        let owner = state.owner.clone();
                        let Some(day) = &mut state.day else { return };
                        resident::add(day, &client, new);
                        (owner.unwrap_or_default(), day.clone())
                    };
                    if !kept::keep_day(&owner, &day).await {
                        return draw::full(field);
                    }
                }
                form.unchecked_ref::<web_sys::HtmlFormElement>().reset();
                if let Some(window) = web_sys::window() {
                    let _ = window.location().set_hash(&client.id);
                }
            });
        }
        "consent" => {
            let (owner, day, given) = {
                let state = field.state.borrow();
                let day = state.day.as_ref()?;
                let client = day.resident(&field.root.get_attribute("data-client")?)?;
                let given = consent::take(&form, day, client)?;
                (state.owner.clone()?, day.clone(), given)
            };
            spawn_local(async move {
                if !kept::keep_given(&owner, &day, &given).await {
                    return draw::full(field);
                }
                field.state.borrow_mut().given.push(given);
                show(field);
            });
        }
        "note" => {
            let (owner, note) = {
                let state = field.state.borrow();
                let day = state.day.as_ref()?;
                let client = day.resident(&field.root.get_attribute("data-client")?)?;
                let mut note = handed::take(&form, day, client)?;
                let owner = state.owner.clone()?;
                note.record = day.note_name(&owner, &note.handover.id);
                (owner, note)
            };
            spawn_local(async move {
                if !kept::keep_noted(&owner, &note).await {
                    return draw::full(field);
                }
                {
                    let mut state = field.state.borrow_mut();
                    state.noted.push(note);
                }
                handed::reset(field);
                show(field);
                send::send(field.lang, notes_told);
            });
        }
        _ => {}
    }
    Some(())
}
