//! History, vision, mission, what else is worth knowing, and where all of it comes from.

use crate::ui::{FactSheet, Source, indonesian, tongue};
use domain::profile::Profile;
use domain::text::{Lang, Text};
use leptos::prelude::*;

#[component]
pub fn Story(profile: Profile, lang: Lang) -> impl IntoView {
    let Profile {
        motto,
        history,
        vision,
        mission,
        notes,
        sources,
        ..
    } = profile;
    let sheet = FactSheet::new(lang)
        .put(
            lang.pick("Semboyan", "Motto"),
            texts(motto.into_iter().collect(), lang),
        )
        .put(lang.pick("Sejarah", "History"), texts(history, lang))
        .put(
            lang.pick("Visi", "Vision"),
            texts(vision.into_iter().collect(), lang),
        )
        .put(lang.pick("Misi", "Mission"), texts(mission, lang));
    view! {
        <h2>{lang.pick("Sejarah, visi, dan misi", "History, vision and mission")}</h2>
        {sheet.view()}
        {(!notes.is_empty())
            .then(|| {
                view! {
                    <h2>{lang.pick("Baik diketahui", "Good to know")}</h2>
                    <ul>{notes.iter().map(|note| view! { <li lang=tongue(note, lang)>{note.get(lang).to_owned()}</li> }).collect_view()}</ul>
                }
            })}
        {(!sources.is_empty()).then(|| view! { <div lang=indonesian(lang)>{self::sources(sources, lang)}</div> })}
    }
}

fn texts(texts: Vec<Text>, lang: Lang) -> Option<AnyView> {
    let paragraph =
        |text: &Text| view! { <p lang=tongue(text, lang)>{text.get(lang).to_owned()}</p> };
    (!texts.is_empty()).then(|| texts.iter().map(paragraph).collect_view().into_any())
}

pub fn sources(sources: Vec<String>, lang: Lang) -> impl IntoView {
    view! {
        <details class="no-print">
            <summary lang=lang.tag()>{lang.pick("Sumber", "Sources")}</summary>
            <ul>{sources.into_iter().map(|source| view! { <li><Source text=source /></li> }).collect_view()}</ul>
        </details>
    }
}
