//! The row of buttons under the picture.

use super::super::judge::{Desk, verdict_note};
use super::{Look, ViewerIsland};
use crate::routes;
use crate::ui::Icon;
use domain::document::{Item, Verdict};
use domain::view::CaseView;
use leptos::prelude::*;

pub fn bar(case: &CaseView, place: usize, look: &Look, longest: usize, desk: &Desk) -> AnyView {
    let lang = desk.lang;
    let document = &case.documents[place];
    let label = document.name.get(lang).to_owned();
    let item = Item::Document(document.requirement.clone());
    let shown = document
        .pages
        .get(look.page)
        .or(document.before.get(look.page));
    let turns = shown.is_some_and(|page| page.media.is_image()).then(|| {
        view! { <ViewerIsland lang=lang zoom=look.zoom turn=look.turn here=look.plain() /> }
    });
    let before = (look.page > 0).then(|| {
        view! {
            <a class="btn" rel="prev" href=look.to_page(look.page - 1)>
                <Icon name="back" />
                <span><span class="vh">{lang.pick("Halaman", "Page")} " "</span> <span aria-hidden="true">{lang.pick("Hal. ", "P. ")}</span> {look.page}</span>
            </a>
        }
    });
    let after = (look.page + 1 < longest).then(|| {
        view! {
            <a class="btn" rel="next" href=look.to_page(look.page + 1)>
                <span><span class="vh">{lang.pick("Halaman", "Page")} " "</span> <span aria-hidden="true">{lang.pick("Hal. ", "P. ")}</span> {look.page + 2}</span>
                <Icon name="next" />
            </a>
        }
    });
    let compare = (!document.before.is_empty()).then(|| {
        let words = if look.compare {
            lang.pick("Hanya baru", "Only new")
        } else {
            lang.pick("Bandingkan", "Compare")
        };
        view! { <a class="btn" href=look.to_compare(!look.compare)>{words}</a> }
    });
    // The next one that nobody has judged: the way through a pile.
    let next = case
        .documents
        .iter()
        .cycle()
        .skip(place + 1)
        .take(case.documents.len() - 1)
        .find(|d| d.verdict == Verdict::Open && !d.pages.is_empty());
    let next = next.map(|next| {
        let address = routes::case_document(&case.code, &next.requirement);
        let address = if next.before.is_empty() {
            address
        } else {
            format!("{address}?banding=1")
        };
        view! {
            <a class="btn" href=address>
                <span>{lang.pick("Berikutnya: ", "Next: ")} {next.name.get(lang).to_owned()}</span>
                <Icon name="next" />
            </a>
        }
    });
    let judging =
        (!document.pages.is_empty()).then(|| desk.buttons(&item, &document.verdict, &label, ""));
    view! {
        <footer class="bar">
            {verdict_note(&document.verdict, lang)}
            {turns}
            {before}
            {after}
            {compare}
            {judging}
            {next}
        </footer>
    }
    .into_any()
}
