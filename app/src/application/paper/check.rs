//! The last look as HTML, for the engine to fill in: every answer and document with a way to change it; declarations.

use super::Paper;
use super::pick::Tile;
use crate::application::step::Step;
use crate::routes;
use domain::service::How;
use leptos::prelude::*;

/// Id of the list of declarations.
pub const DECLARATIONS: &str = "pernyataan";

pub fn view(paper: Paper<'_>) -> AnyView {
    let Paper { form, lang, .. } = paper;
    let pages = form.pages.iter().map(|page| {
        let step = Step::Questions(page.id.clone());
        let lines = page
            .fields
            .iter()
            .map(|field| fact(paper, &field.id, field.label.get(lang), &step));
        view! {
            <h2 data-page=page.id.clone()>{page.title.get(lang).to_owned()}</h2>
            <dl class="facts">{lines.collect_view()}</dl>
        }
    });
    let documents = form
        .requirements
        .iter()
        .filter(|r| r.how == How::Upload)
        .map(|r| {
            let step = Step::Document(r.id.clone());
            fact(paper, &step.slug(), r.name.get(lang), &step)
        });
    view! {
        <h1 tabindex="-1">{lang.pick("Periksa lagi isian Anda", "Check your answers")}</h1>
        <div data-obstacles></div>
        {pages.collect_view()}
        <h2>{lang.pick("Dokumen", "Documents")}</h2>
        <dl class="facts">{documents.collect_view()}</dl>
    }
    .into_any()
}

/// One line of the last look. `name` is a field or the step of a document.
fn fact(paper: Paper<'_>, name: &str, label: &str, step: &Step) -> AnyView {
    let lang = paper.lang;
    let label = label.to_owned();
    view! {
        <div data-fact=name.to_owned()>
            <dt>{label.clone()}</dt>
            <dd class="nil">{lang.pick("tidak diisi", "not filled in")}</dd>
            <dd class="do">
                <a class="tap" href=routes::change(&paper.checks.address(), &step.slug())>
                    {lang.pick("Ubah", "Change")}
                    <span class="vh">" " {label}</span>
                </a>
            </dd>
        </div>
    }
    .into_any()
}

pub fn declarations(paper: Paper<'_>) -> AnyView {
    let Paper { form, lang, .. } = paper;
    let list = form
        .requirements
        .iter()
        .filter(|r| r.how == How::Declare)
        .map(|r| {
            let tile = Tile {
                name: r.id.clone(),
                words: r.name.get(lang).to_owned(),
                more: Some(r.why.get(lang).to_owned()),
                ..Tile::default()
            };
            view! { <li>{tile.view()}</li> }
        });
    view! {
        <h1 tabindex="-1">{lang.pick("Pernyataan", "Declarations")}</h1>
        <p class="lead">
            {lang.pick("Baca satu per satu. Beri tanda centang bila benar.", "Read each one. Tick it if it is true.")}
        </p>
        <ul class="tiles" id=DECLARATIONS>{list.collect_view()}</ul>
    }
    .into_any()
}
