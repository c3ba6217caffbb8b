//! The door of the list: who is open, and the PIN that opens.

use super::draft::{SOON, days_left};
use super::outbox::{APPLICATIONS, CORRECTIONS};
use super::store::{AGE, get_raw, names};
use super::vault::{self, Person, SHORTEST_PIN, owner_of};
use super::wipe;
use crate::ui::device::{append, document, find, focus, say, set, show};
use domain::text::Lang;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

thread_local! {
    /// Wrong PINs in a row on this page.
    static WRONG: Cell<u32> = const { Cell::new(0) };
}

/// Shows what there is to open, or who is.
pub async fn draw(root: &Element) -> Option<()> {
    let (people, open) = (vault::people().await, vault::open_person().await);
    let person = people
        .iter()
        .find(|person| Some(&person.id) == open.as_ref());
    let part = |when: &str, yes: bool| {
        if let Some(part) = find(root, &format!("[data-when={when}]")) {
            show(&part, yes);
        }
    };
    // Whose drafts they are, and what is in them, stays locked.
    if let Some(old) = find(root, "[data-old]") {
        let mut count = 0;
        for mark in names(AGE).await {
            let changed = get_raw(&mark).await.and_then(|changed| changed.as_f64());
            let now = js_sys::Date::now();
            count += i32::from(changed.is_some_and(|changed| days_left(changed, now) <= SOON));
        }
        say(&find(&old, "b")?, &count.to_string());
        show(&old, count > 0);
    }
    part("open", person.is_some());
    part("locked", person.is_none() && !people.is_empty());
    part("add", person.is_none());
    if let Some(person) = person {
        say(&find(root, "[data-person]")?, &person.name);
    }
    let select = find(root, "[name=siapa]")?;
    select.set_text_content(None);
    for person in &people {
        let option = append(&select, "option", "", &person.name)?;
        set(&option, "value", &person.id);
    }
    // With nobody open, what may be opened here is behind the door, and not somebody else's.
    let mut others = names(APPLICATIONS).await;
    others.extend(names(CORRECTIONS).await);
    others.retain(|name| match (owner_of(name), &open) {
        (None, _) => false,
        (owner, Some(open)) => owner != Some(open),
        (owner, None) => people.iter().all(|person| Some(&*person.id) != owner),
    });
    say(&find(root, "[data-others]")?, &others.len().to_string());
    part("others", !others.is_empty());
    Some(())
}

/// A form of the door was sent. `true`: somebody is open now, or somebody is gone.
pub async fn enter(form: &Element, lang: Lang) -> Option<bool> {
    let value = |name: &str| {
        let input = find(form, &format!("[name={name}]"))?;
        Some(input.unchecked_into::<HtmlInputElement>().value())
    };
    if form.get_attribute("data-door")? == "forgotten" {
        let chosen = document()?.get_element_by_id("siapa")?;
        wipe::wipe_person(&chosen.unchecked_into::<HtmlSelectElement>().value()).await;
        find(form, "[name=kata]")?
            .unchecked_into::<HtmlInputElement>()
            .set_value("");
        return Some(true);
    }
    let pin = value("pin")?;
    let wrong = if form.get_attribute("data-door")? == "add" {
        add(&value("nama")?, &pin, lang).await
    } else {
        unlock(&value("siapa")?, &pin, lang).await
    };
    let input = find(form, "[name=pin]")?;
    input.unchecked_ref::<HtmlInputElement>().set_value("");
    let bad = find(form, "[data-bad]")?;
    say(&bad, wrong.unwrap_or_default());
    show(&bad, wrong.is_some());
    if wrong.is_some() {
        focus(&input);
    }
    Some(wrong.is_none())
}

async fn add(name: &str, pin: &str, lang: Lang) -> Option<&'static str> {
    if name.trim().is_empty() {
        return Some(lang.pick("Tulis nama dulu.", "Write a name first."));
    }
    if pin.trim().chars().count() < SHORTEST_PIN {
        return Some(lang.pick(
            "PIN terlalu pendek. Pakai paling sedikit 6 angka.",
            "The PIN is too short. Use at least 6 digits.",
        ));
    }
    match vault::add(name, pin).await {
        Some(_) => None,
        None => Some(lang.pick(
            "HP ini tidak bisa mengunci isian.",
            "This phone can't lock anything.",
        )),
    }
}

async fn unlock(id: &str, pin: &str, lang: Lang) -> Option<&'static str> {
    let people = vault::people().await;
    let Some(person) = people.iter().find(|person: &&Person| person.id == id) else {
        return Some(lang.pick("Pilih nama dulu.", "Choose a name first."));
    };
    // Whoever guesses waits longer each time; what really protects is the length of the PIN and the rounds.
    let wrong = WRONG.get();
    crate::upload::sleep((1000 << wrong.min(5)) - 1000).await;
    if vault::unlock(person, pin).await {
        WRONG.set(0);
        return None;
    }
    WRONG.set(wrong + 1);
    Some(lang.pick(
        "PIN itu tidak cocok. Coba lagi.",
        "That isn't the PIN. Please try again.",
    ))
}
