//! The picture, or old and new side by side.

use super::super::words::short_moment;
use super::Look;
use crate::routes;
use crate::ui::{Icon, kilobytes};
use domain::document::PageView;
use domain::text::Lang;
use domain::view::{CaseView, DocumentView};
use leptos::prelude::*;

pub fn stage(case: &CaseView, document: &DocumentView, look: &Look, lang: Lang) -> AnyView {
    let name = document.name.get(lang);
    if !look.compare {
        let page = document.pages.get(look.page);
        return view! {
            <main class="stage" id="isi" tabindex="-1">
                {pan(page, look, format!("{name}, {}", page_words(look, lang)), lang)}
            </main>
        }
        .into_any();
    }
    let caption = |title: &'static str, pages: &[PageView], more: Option<&str>| {
        let when = pages
            .first()
            .map(|page| short_moment(page.received, case.zone, lang));
        let words = [when, more.map(str::to_owned)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ");
        view! { <figcaption>{title} " " <small>{words}</small></figcaption> }
    };
    let (old, new) = (lang.pick("Lama", "Old"), lang.pick("Baru", "New"));
    view! {
        <main class="duo" id="isi" tabindex="-1">
            <figure class="stage">
                {caption(old, &document.before, document.before_reason.as_deref())}
                {pan(document.before.get(look.page), look, format!("{old}: {name}, {}", page_words(look, lang)), lang)}
            </figure>
            <figure class="stage">
                {caption(new, &document.pages, None)}
                {pan(document.pages.get(look.page), look, format!("{new}: {name}, {}", page_words(look, lang)), lang)}
            </figure>
        </main>
    }
    .into_any()
}

fn page_words(look: &Look, lang: Lang) -> String {
    match lang {
        Lang::Id => format!("halaman {}", look.page + 1),
        Lang::En => format!("page {}", look.page + 1),
    }
}

fn pan(page: Option<&PageView>, look: &Look, label: String, lang: Lang) -> AnyView {
    let Some(page) = page else {
        return view! { <p class="no-page">{lang.pick("Halaman ini tidak ada.", "There is no such page.")}</p> }.into_any();
    };
    if let Some(words) = page.scan.words(lang) {
        return view! { <p class="no-page">{words}</p> }.into_any();
    }
    let address = routes::page_file(&page.id);
    if !page.media.is_image() {
        return view! {
            <p class="no-page">
                <a class="btn" href=address>
                    <Icon name="save" />
                    {lang.pick("Unduh PDF", "Download PDF")}
                    " ("
                    {kilobytes(page.bytes, lang)}
                    ")"
                </a>
            </p>
        }
        .into_any();
    }
    let area = format!("{label}, {}", lang.pick("bisa digeser", "can be scrolled"));
    view! {
        <div
            class="pan"
            data-zoom=look.zoom.to_string()
            data-turn=look.turn.to_string()
            tabindex="0"
            role="group"
            aria-label=area
        >
            <img src=address alt=label draggable="false" />
        </div>
    }
    .into_any()
}
