//! A page of questions as HTML: one topic at a time.

use super::ask::{Question, choices, notes};
use super::{Paper, button};
use domain::form::{Answers, Column, Field, Kind, Page};
use domain::text::Lang;
use domain::validate::is_asked;
use leptos::prelude::*;

/// In the template of a row: its place from 0 in ids, from 1 in words. The engine puts numbers there.
pub const ROW: &str = "{row}";
pub const NUMBER: &str = "{number}";

pub fn view(paper: Paper<'_>, page: &Page) -> AnyView {
    let lang = paper.lang;
    let nothing = Answers::new();
    view! {
        <h1 tabindex="-1">{page.title.get(lang).to_owned()}</h1>
        {page.help.as_ref().map(|help| view! { <p class="lead">{help.get(lang).to_owned()}</p> })}
        {page.fields.iter().map(|field| question(paper, field, !is_asked(field, &nothing))).collect_view()}
    }
    .into_any()
}

/// One question of any kind.
pub fn question(paper: Paper<'_>, field: &Field, hidden: bool) -> AnyView {
    let lang = paper.lang;
    let id = field.id.clone();
    let label = field.label.get(lang).to_owned();
    let hint = field.hint.as_ref().map(|h| h.get(lang).to_owned());
    let notes = || notes(&id, hint.clone(), false);
    match &field.kind {
        Kind::MultiChoice(options) => view! {
            <fieldset class="field" id=id.clone() tabindex="-1" data-ask=id.clone() hidden=hidden>
                <legend>{label}</legend>
                {notes()}
                {choices(&id, options, false, lang)}
            </fieldset>
        }
        .into_any(),
        Kind::Rows { columns, min, .. } => {
            // At least one row is open, so that nobody must find the button first.
            let open = (*min).max(1);
            let rows = (0..open)
                .map(|at| row(paper, &id, columns, &at.to_string(), &(at + 1).to_string()));
            view! {
                <div class="field" id=id.clone() tabindex="-1" data-ask=id.clone() hidden=hidden>
                    <h2>{label}</h2>
                    {notes()}
                    {rows.collect_view()}
                    <template>{row(paper, &id, columns, ROW, NUMBER)}</template>
                    {button("add-row", "second", "", lang.pick("Tambah satu lagi", "Add another"))}
                </div>
            }
            .into_any()
        }
        kind => Question {
            id: id.clone(),
            ask: Some(id),
            label: &field.label,
            hint: field.hint.as_ref(),
            kind,
            required: !field.may_be_empty(),
            hidden,
        }
        .view(paper),
    }
}

fn row(paper: Paper<'_>, id: &str, columns: &[Column], at: &str, number: &str) -> AnyView {
    let lang = paper.lang;
    let cell = |column: &Column| {
        Question {
            id: format!("{id}-{at}-{}", column.id),
            ask: None,
            label: &column.label,
            hint: None,
            kind: &column.kind,
            required: column.required,
            hidden: false,
        }
        .view(paper)
    };
    let remove = match lang {
        Lang::Id => format!("Hapus nomor {number}"),
        Lang::En => format!("Remove number {number}"),
    };
    view! {
        <fieldset class="row">
            <legend>{format!("{} {number}", lang.pick("Nomor", "Number"))}</legend>
            {columns.iter().map(cell).collect_view()}
            <button type="button" class="btn quiet danger" data-do="remove-row" hidden>{remove}</button>
        </fieldset>
    }
    .into_any()
}
