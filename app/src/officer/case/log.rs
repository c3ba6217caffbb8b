//! What happened to the case, by whom. Every look is recorded too, and folded away: it is asked for rarely.

use super::super::words::short_moment;
use domain::application::Deed;
use domain::text::{Lang, plural};
use domain::view::{CaseView, EventView};
use leptos::prelude::*;

pub fn log(case: &CaseView, lang: Lang) -> AnyView {
    let (steps, looks): (Vec<_>, Vec<_>) = case
        .events
        .iter()
        .partition(|event| !event.deed.is_reading());
    let steps = steps
        .into_iter()
        .map(|event| step(case, event, lang))
        .collect_view();
    let count = looks.len();
    let looks = looks
        .into_iter()
        .map(|event| {
            let words = format!(
                "{} · {}",
                short_moment(event.at, case.zone, lang),
                event.by.get(lang)
            );
            let looked = (event.deed == Deed::Looked).then(|| {
                format!(
                    " · {}{}",
                    event.deed.past(lang),
                    file_name(case, event, lang)
                )
            });
            view! { <li>{words} {looked}</li> }
        })
        .collect_view();
    let looks = (count > 0).then(|| {
        let words = match lang {
            Lang::Id => format!("Dibuka {count} kali"),
            Lang::En => format!("Opened {}", plural(count, "time")),
        };
        view! {
            <details>
                <summary>{words}</summary>
                <ul class="looks">{looks}</ul>
            </details>
        }
    });
    view! {
        <h2 id="riwayat">{lang.pick("Riwayat", "History")}</h2>
        <ol class="track">{steps}</ol>
        {looks}
    }
    .into_any()
}

/// Which file was opened, as people call it.
fn file_name(case: &CaseView, event: &EventView, lang: Lang) -> String {
    let what = event.note.as_deref().unwrap_or_default();
    let product = what.split_once(':').map_or(what, |(_, product)| product);
    let document = case.documents.iter().find(|one| one.requirement == what);
    let letter = case.letters.iter().find(|one| one.product == product);
    let made = case.products.iter().find(|one| one.id == product);
    let name = document.map(|one| &one.name);
    let name = name.or_else(|| letter.map(|one| &one.name));
    let name = name.or_else(|| made.map(|one| &one.name));
    name.map_or_else(String::new, |name| format!(": {}", name.get(lang)))
}

fn step(case: &CaseView, event: &EventView, lang: Lang) -> AnyView {
    let what = event.deed.past(lang);
    let when = format!(
        "{} · {}",
        short_moment(event.at, case.zone, lang),
        event.by.get(lang)
    );
    let note = event
        .note
        .clone()
        .filter(|note| !note.trim().is_empty())
        .map(|note| view! { <p>{note}</p> });
    view! {
        <li class="done">
            <b>{what}</b>
            <small>{when}</small>
            {note}
        </li>
    }
    .into_any()
}
