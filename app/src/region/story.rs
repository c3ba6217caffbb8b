//! History, vision, mission, what else is worth knowing, and where all of it comes from.

use crate::ui::{Source, indonesian, tongue};
use domain::profile::Profile;
use domain::text::{Lang, Text};
use leptos::prelude::*;

#[component]
pub fn Story(profile: Profile, lang: Lang) -> impl IntoView {
    let Profile { motto, history, vision, mission, notes, sources, .. } = profile;
    view! {
        <h2>{lang.pick("Sejarah, visi, dan misi", "History, vision and mission")}</h2>
        <dl class="facts">
            {texts(lang.pick("Semboyan", "Motto"), motto.into_iter().collect(), lang)}
            {texts(lang.pick("Sejarah", "History"), history, lang)}
            {texts(lang.pick("Visi", "Vision"), vision.into_iter().collect(), lang)}
            {texts(lang.pick("Misi", "Mission"), mission, lang)}
        </dl>
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

fn texts(label: &'static str, texts: Vec<Text>, lang: Lang) -> AnyView {
    if texts.is_empty() {
        return super::figures::known(label, None, None);
    }
    let paragraphs = texts.iter().map(|text| view! { <p lang=tongue(text, lang)>{text.get(lang).to_owned()}</p> }).collect_view();
    view! { <crate::ui::Fact label=label>{paragraphs}</crate::ui::Fact> }.into_any()
}

pub fn sources(sources: Vec<String>, lang: Lang) -> impl IntoView {
    view! {
        <details class="no-print">
            <summary lang=lang.tag()>{lang.pick("Sumber", "Sources")}</summary>
            <ul>{sources.into_iter().map(|source| view! { <li><Source text=source /></li> }).collect_view()}</ul>
        </details>
    }
}
