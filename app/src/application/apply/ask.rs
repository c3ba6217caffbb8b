//! One question on the screen, for every kind that is answered with one text.

use super::desk::use_desk;
use super::pick::{DateParts, RegionSelect, Tile};
use crate::ui::{TextArea, flag, says};
use domain::form::Kind;
use domain::text::{Lang, Text};
use leptos::prelude::*;

/// What a question needs, whether it stands alone or in a row.
#[derive(Clone)]
pub struct Question {
    /// Element id and name; unique on the page.
    pub id: String,
    pub label: Text,
    pub hint: Option<Text>,
    pub kind: Kind,
    pub required: bool,
    pub value: Signal<String>,
    pub set: Callback<String>,
    /// What is wrong, in words.
    pub problem: Signal<Option<String>>,
    /// What is doubtful, in words.
    pub doubt: Signal<Option<String>>,
}

#[component]
pub fn Ask(question: Question) -> impl IntoView {
    let lang = use_desk().lang;
    let Question {
        id,
        label,
        hint,
        kind,
        required,
        value,
        set,
        problem,
        doubt,
    } = question;
    let words = label_words(&label, required, lang);
    let hint = hint
        .map(|hint| hint.get(lang).to_owned())
        .or_else(|| hint_of(&kind, lang));
    let described = format!("{id}-hint {id}-err {id}-doubt");
    let notes = Notes {
        id: id.clone(),
        hint,
        problem,
        doubt,
    };
    let class = field_class(problem);
    let invalid = says(move || problem.get().is_some().to_string());
    match kind {
        Kind::Choice(options) => view! {
            <fieldset class=class id=id.clone() tabindex="-1" aria-describedby=described>
                <legend>{words}</legend>
                {notes.view()}
                <ul class="tiles">
                    {options
                        .into_iter()
                        .map(|option| {
                            let answer = option.id.clone();
                            let same = answer.clone();
                            let words = option.get(lang).to_owned();
                            let chosen = flag(move || value.get() == same);
                            let choose = Callback::new(move |_| set.run(answer.clone()));
                            view! { <li><Tile radio=true name=id.clone() value=option.id words=words checked=chosen set=choose /></li> }
                        })
                        .collect_view()}
                </ul>
            </fieldset>
        }
        .into_any(),
        Kind::Tick => view! {
            <div class=class>
                {notes.view()}
                <Tile
                    id=id.clone()
                    name=id
                    words=words
                    checked=flag(move || value.get() == "ya")
                    set=Callback::new(move |on| set.run(if on { "ya".into() } else { String::new() }))
                />
            </div>
        }
        .into_any(),
        Kind::Date(_) => view! {
            <fieldset class=class id=id.clone() tabindex="-1" aria-describedby=described>
                <legend>{words}</legend>
                {notes.view()}
                <DateParts id=id.clone() value=value set=set />
            </fieldset>
        }
        .into_any(),
        Kind::DateTime(_) => {
            let (day, time) = (
                Signal::derive(move || value.get().split('T').next().unwrap_or_default().to_owned()),
                Signal::derive(move || value.get().split('T').nth(1).unwrap_or_default().to_owned()),
            );
            let join = move |day: String, time: String| {
                set.run(if day.is_empty() && time.is_empty() { String::new() } else { format!("{day}T{time}") });
            };
            let time_id = format!("{id}-jam");
            view! {
                <fieldset class=class id=id.clone() tabindex="-1" aria-describedby=described>
                    <legend>{words}</legend>
                    {notes.view()}
                    <DateParts id=id.clone() value=day set=Callback::new(move |d| join(d, time.get_untracked())) />
                    <label for=time_id.clone()>{lang.pick("Jam", "Time")}</label>
                    <input
                        type="time"
                        size="8"
                        id=time_id.clone()
                        name=time_id
                        prop:value=time
                        on:input=move |ev| join(day.get_untracked(), event_target_value(&ev))
                    />
                </fieldset>
            }
            .into_any()
        }
        Kind::Region { .. } => view! {
            <div class=class>
                <label for=id.clone()>{words}</label>
                {notes.view()}
                <RegionSelect id=id value=value set=set described=described />
            </div>
        }
        .into_any(),
        Kind::Paragraph => view! {
            <div class=class>
                <label for=id.clone()>{words}</label>
                {notes.view()}
                <TextArea id=id.clone() name=id value=value set=set described=described max=domain::form::MAX_PARAGRAPH />
            </div>
        }
        .into_any(),
        Kind::Rupiah => view! {
            <div class=class>
                <label for=id.clone()>{words}</label>
                {notes.view()}
                <div class="pre">
                    <span aria-hidden="true">"Rp"</span>
                    <input
                        id=id.clone()
                        name=id
                        inputmode="numeric"
                        autocomplete="off"
                        aria-describedby=described
                        aria-invalid=invalid
                        prop:value=value
                        on:input=move |ev| set.run(event_target_value(&ev))
                    />
                </div>
            </div>
        }
        .into_any(),
        kind => {
            let input = input_of(&kind);
            // The browser fills in what belongs to the applicant, nothing about other people.
            let autocomplete = match id.as_str() {
                "nama" => "name",
                "wa" => "tel",
                "email" => "email",
                "alamat" => "street-address",
                _ => "off",
            };
            view! {
                <div class=class>
                    <label for=id.clone()>{words}</label>
                    {notes.view()}
                    <input
                        type=input.0
                        inputmode=input.1
                        maxlength=input.2
                        autocomplete=autocomplete
                        id=id.clone()
                        name=id
                        aria-describedby=described
                        aria-invalid=invalid
                        prop:value=value
                        on:input=move |ev| set.run(event_target_value(&ev))
                    />
                </div>
            }
            .into_any()
        }
    }
}

/// `type`, `inputmode` and `maxlength` of an input.
fn input_of(kind: &Kind) -> (&'static str, &'static str, &'static str) {
    match kind {
        Kind::Nik | Kind::Kk => ("text", "numeric", "24"),
        Kind::Number { .. } => ("text", "numeric", "12"),
        Kind::Phone => ("tel", "tel", "20"),
        Kind::Email => ("email", "email", "254"),
        Kind::Time => ("time", "text", "5"),
        Kind::Point => ("text", "text", "40"),
        _ => ("text", "text", "200"),
    }
}

fn label_words(label: &Text, required: bool, lang: Lang) -> String {
    let label = label.get(lang);
    if required {
        label.to_owned()
    } else {
        format!("{label} {}", lang.pick("(boleh dikosongkan)", "(optional)"))
    }
}

/// A hint for kinds that have a form of their own.
fn hint_of(kind: &Kind, lang: Lang) -> Option<String> {
    let text = match kind {
        Kind::Date(_) | Kind::DateTime(_) => lang.pick("Contoh: 17 8 1990", "Example: 17 8 1990"),
        Kind::Nik => lang.pick("16 angka di KTP", "16 digits on the ID card"),
        Kind::Kk => lang.pick(
            "16 angka di bagian atas Kartu Keluarga",
            "16 digits on top of the family card",
        ),
        Kind::Phone => lang.pick("Contoh: 0812-3456-7890", "Example: 0812-3456-7890"),
        Kind::Point => lang.pick(
            "Lintang, bujur. Contoh: -2.70000,111.60000",
            "Latitude, longitude. Example: -2.70000,111.60000",
        ),
        _ => return None,
    };
    Some(text.to_owned())
}

/// Hint, error and doubt of a question, in reading order before the input.
pub struct Notes {
    pub id: String,
    pub hint: Option<String>,
    pub problem: Signal<Option<String>>,
    pub doubt: Signal<Option<String>>,
}

impl Notes {
    pub fn view(self) -> AnyView {
        let Notes {
            id,
            hint,
            problem,
            doubt,
        } = self;
        view! {
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            <Remark class="err" id=format!("{id}-err") words=problem />
            <Remark class="badge is-warn" id=format!("{id}-doubt") words=doubt />
        }
        .into_any()
    }
}

/// The class of a question's frame.
pub fn field_class(problem: Signal<Option<String>>) -> Signal<String> {
    says(move || {
        if problem.get().is_some() {
            "field is-bad"
        } else {
            "field"
        }
        .to_owned()
    })
}

/// A line of words that is there only when it says something.
#[component]
fn Remark(class: &'static str, id: String, words: Signal<Option<String>>) -> impl IntoView {
    view! { <p class=class id=id hidden=flag(move || words.get().is_none())>{says(move || words.get().unwrap_or_default())}</p> }
}
