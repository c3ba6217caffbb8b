//! A page of questions: one topic at a time, checked when the person goes on.

use super::ask::{Ask, Notes, Question, field_class};
use super::desk::{Desk, use_desk};
use super::pick::Tile;
use crate::ui::{If, Press, flag};
use domain::form::{Answer, Column, Field, Kind};
use domain::validate::{Problem, is_asked};
use leptos::prelude::*;
use std::collections::BTreeMap;

#[component]
pub fn QuestionsPage(page: domain::form::Page) -> impl IntoView {
    let desk = use_desk();
    let lang = desk.lang;
    view! {
        <h1 tabindex="-1">{page.title.get(lang).to_owned()}</h1>
        {page.help.as_ref().map(|help| view! { <p class="lead">{help.get(lang).to_owned()}</p> })}
        {page
            .fields
            .into_iter()
            .map(|field| {
                let asked = field.clone();
                let shown = Memo::new(move |_| desk.draft.with(|draft| is_asked(&asked, &draft.answers)));
                view! { <If on=shown.into()>{field_view(desk, field.clone())}</If> }
            })
            .collect_view()}
    }
}

/// One question of any kind, bound to the desk.
pub fn field_view(desk: Desk, field: Field) -> AnyView {
    match field.kind.clone() {
        Kind::MultiChoice(options) => many_view(desk, field, options).into_any(),
        Kind::Rows { columns, min, max } => rows_view(desk, field, columns, min, max).into_any(),
        _ => {
            let (get, set) = (field.id.clone(), field.id.clone());
            let question = Question {
                problem: problem_of(desk, field.id.clone(), None),
                doubt: doubt_of(desk, field.id.clone()),
                value: Signal::derive(move || desk.text(&get)),
                set: Callback::new(move |text| desk.set_text(&set, text)),
                id: field.id,
                label: field.label,
                hint: field.hint,
                kind: field.kind,
                required: field.required,
            };
            view! { <Ask question=question /> }.into_any()
        }
    }
}

fn words(
    desk: Desk,
    problems: &[Problem],
    field: &str,
    cell: Option<&(usize, String)>,
) -> Option<String> {
    problems
        .iter()
        .find(|p| p.field == field && p.cell.as_ref() == cell)
        .map(|p| p.what.message(desk.lang))
}

pub fn problem_of(
    desk: Desk,
    field: String,
    cell: Option<(usize, String)>,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        desk.report
            .with(|report| words(desk, &report.errors, &field, cell.as_ref()))
    })
}

pub fn doubt_of(desk: Desk, field: String) -> Signal<Option<String>> {
    Signal::derive(move || {
        desk.report
            .with(|report| words(desk, &report.warnings, &field, None))
    })
}

fn many_view(desk: Desk, field: Field, options: Vec<domain::text::Text>) -> impl IntoView {
    let lang = desk.lang;
    let id = field.id.clone();
    let problem = problem_of(desk, id.clone(), None);
    let notes = Notes {
        id: id.clone(),
        hint: field.hint.as_ref().map(|h| h.get(lang).to_owned()),
        problem,
        doubt: Signal::derive(|| None),
    };
    let picked = move |id: &str| {
        desk.draft.with(|draft| match draft.answers.get(id) {
            Some(Answer::Many(many)) => many.clone(),
            _ => Vec::new(),
        })
    };
    view! {
        <fieldset class=field_class(problem) id=id.clone() tabindex="-1">
            <legend>{field.label.get(lang).to_owned()}</legend>
            {notes.view()}
            <ul class="tiles">
                {options
                    .into_iter()
                    .map(|option| {
                        let (answer, same) = (option.id.clone(), option.id.clone());
                        let (id, read) = (id.clone(), id.clone());
                        let (name, words) = (id.clone(), option.get(lang).to_owned());
                        let chosen = flag(move || picked(&read).contains(&same));
                        let choose = Callback::new(move |on| {
                            let mut many = picked(&id);
                            many.retain(|one| *one != answer);
                            if on {
                                many.push(answer.clone());
                            }
                            desk.set(&id, Answer::Many(many));
                        });
                        view! { <li><Tile name=name value=option.id words=words checked=chosen set=choose /></li> }
                    })
                    .collect_view()}
            </ul>
        </fieldset>
    }
}

type Row = BTreeMap<String, String>;

fn rows_of(desk: Desk, field: &str) -> Vec<Row> {
    desk.draft.with(|draft| match draft.answers.get(field) {
        Some(Answer::Rows(rows)) => rows.clone(),
        _ => Vec::new(),
    })
}

fn rows_view(
    desk: Desk,
    field: Field,
    columns: Vec<Column>,
    min: usize,
    max: usize,
) -> impl IntoView {
    let lang = desk.lang;
    let id = StoredValue::new(field.id.clone());
    let columns = StoredValue::new(columns);
    let label = field.label.get(lang).to_owned();
    let problem = problem_of(desk, field.id.clone(), None);
    let notes = Notes {
        id: field.id.clone(),
        hint: field.hint.as_ref().map(|h| h.get(lang).to_owned()),
        problem,
        doubt: Signal::derive(|| None),
    };
    // At least one row is open, so that nobody must find the button first.
    let count = Memo::new(move |_| rows_of(desk, &id.get_value()).len().max(min).max(1));
    let edit = move |work: &dyn Fn(&mut Vec<Row>)| {
        let mut rows = rows_of(desk, &id.get_value());
        rows.resize(count.get_untracked().max(rows.len()), Row::new());
        work(&mut rows);
        desk.set(&id.get_value(), Answer::Rows(rows));
    };
    view! {
        <div class=field_class(problem) id=field.id tabindex="-1">
            <h2>{label}</h2>
            {notes.view()}
            <For each=move || 0..count.get() key=|number| *number let:number>
                <fieldset class="row">
                    <legend>{format!("{} {}", lang.pick("Nomor", "Number"), number + 1)}</legend>
                    {columns
                        .get_value()
                        .into_iter()
                        .map(|column| {
                            let (get, set) = (column.id.clone(), column.id.clone());
                            let question = Question {
                                id: format!("{}-{}-{}", id.get_value(), number, column.id),
                                problem: problem_of(desk, id.get_value(), Some((number, column.id.clone()))),
                                doubt: Signal::derive(|| None),
                                value: Signal::derive(move || {
                                    rows_of(desk, &id.get_value()).get(number).and_then(|row| row.get(&get).cloned()).unwrap_or_default()
                                }),
                                set: Callback::new(move |text: String| {
                                    edit(&|rows| {
                                        if let Some(row) = rows.get_mut(number) {
                                            row.insert(set.clone(), text.clone());
                                        }
                                    });
                                }),
                                label: column.label,
                                hint: None,
                                kind: column.kind,
                                required: column.required,
                            };
                            view! { <Ask question=question /> }
                        })
                        .collect_view()}
                    <If on=flag(move || { count.get() > min.max(1) })>
                        <Press
                            look="quiet danger"
                            label=format!("{} {}", lang.pick("Hapus nomor", "Remove number"), number + 1)
                            press=Callback::new(move |()| edit(&|rows| {
                                if number < rows.len() {
                                    rows.remove(number);
                                }
                            }))
                        />
                    </If>
                </fieldset>
            </For>
            <If on=flag(move || count.get() < max)>
                <Press
                    look="second"
                    label=lang.pick("Tambah satu lagi", "Add another").to_owned()
                    press=Callback::new(move |()| edit(&|rows| rows.push(Row::new())))
                />
            </If>
        </div>
    }
}
