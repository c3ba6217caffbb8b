//! One question as HTML, for every kind that is answered with one text.

use super::Paper;
use super::pick::{Tile, date_parts, region_select};
use crate::ui::TextArea;
use domain::form::Kind;
use domain::text::{Lang, Text};
use leptos::prelude::*;

/// What a question needs, whether it stands alone or in a row.
pub struct Question<'a> {
    /// Element id and name; unique on the page.
    pub id: String,
    /// The field that the engine knows it by. A question in a row has none: its table has.
    pub ask: Option<String>,
    pub label: &'a Text,
    pub hint: Option<&'a Text>,
    pub kind: &'a Kind,
    pub required: bool,
    /// Not asked as long as nothing is answered.
    pub hidden: bool,
}

impl Question<'_> {
    pub fn view(self, paper: Paper<'_>) -> AnyView {
        let lang = paper.lang;
        let Question {
            id,
            ask,
            label,
            hint,
            kind,
            required,
            hidden,
        } = self;
        let words = label_words(label, required, lang);
        let hint = hint
            .map(|hint| hint.get(lang).to_owned())
            .or_else(|| hint_of(kind, lang));
        // Nothing in a row is ever doubtful.
        let doubtful = ask.is_some();
        let described = match doubtful {
            true => format!("{id}-hint {id}-err {id}-doubt"),
            false => format!("{id}-hint {id}-err"),
        };
        let notes = || notes(&id, hint.clone(), doubtful);

        if *kind == Kind::Tick {
            let tile = Tile {
                id: Some(id.clone()),
                name: id.clone(),
                words,
                ..Tile::default()
            };
            return view! { <div class="field" data-ask=ask hidden=hidden>{notes()} {tile.view()}</div> }
                .into_any();
        }
        // Several boxes under one legend.
        let group = |boxes: AnyView| {
            view! {
                <fieldset class="field" id=id.clone() tabindex="-1" aria-describedby=described.clone() data-ask=ask.clone() hidden=hidden>
                    <legend>{words.clone()}</legend>
                    {notes()}
                    {boxes}
                </fieldset>
            }
            .into_any()
        };
        match kind {
            Kind::Choice(options) => return group(choices(&id, options, true, lang)),
            Kind::Date(_) => return group(date_parts(&id, lang)),
            Kind::DateTime(_) => {
                let time = format!("{id}-jam");
                let boxes = view! {
                    {date_parts(&id, lang)}
                    <label for=time.clone()>{lang.pick("Jam", "Time")}</label>
                    <input type="time" size="8" id=time.clone() name=time />
                };
                return group(boxes.into_any());
            }
            _ => {}
        }
        let answer = match kind {
            Kind::Region { .. } => region_select(paper, &id, described),
            Kind::Paragraph => view! {
                <TextArea id=id.clone() name=id.clone() described=described max=domain::form::MAX_PARAGRAPH />
            }
            .into_any(),
            Kind::Rupiah => view! {
                <div class="pre">
                    <span aria-hidden="true">"Rp"</span>
                    <input
                        id=id.clone()
                        name=id.clone()
                        inputmode="numeric"
                        autocomplete="off"
                        aria-describedby=described
                        aria-invalid="false"
                    />
                </div>
            }
            .into_any(),
            kind => {
                let (shape, keys, longest) = input_of(kind);
                // The browser fills in what belongs to the applicant, nothing about other people.
                let autocomplete = match id.as_str() {
                    "nama" => "name",
                    "wa" => "tel",
                    "email" => "email",
                    "alamat" => "street-address",
                    _ => "off",
                };
                view! {
                    <input
                        type=shape
                        inputmode=keys
                        maxlength=longest
                        autocomplete=autocomplete
                        id=id.clone()
                        name=id.clone()
                        aria-describedby=described
                        aria-invalid="false"
                    />
                }
                .into_any()
            }
        };
        view! {
            <div class="field" data-ask=ask hidden=hidden>
                <label for=id.clone()>{words}</label>
                {notes()}
                {answer}
            </div>
        }
        .into_any()
    }
}

/// One tile per option: radio buttons for one of them, boxes for several.
pub fn choices(name: &str, options: &[Text], radio: bool, lang: Lang) -> AnyView {
    let tiles = options.iter().map(|option| {
        let tile = Tile {
            radio,
            name: name.to_owned(),
            value: Some(option.id.clone()),
            words: option.get(lang).to_owned(),
            ..Tile::default()
        };
        view! { <li>{tile.view()}</li> }
    });
    view! { <ul class="tiles">{tiles.collect_view()}</ul> }.into_any()
}

/// `type`, `inputmode` and `maxlength` of an input.
fn input_of(kind: &Kind) -> (&'static str, Option<&'static str>, &'static str) {
    match kind {
        Kind::Nik | Kind::Kk => ("text", Some("numeric"), "24"),
        Kind::Number { .. } => ("text", Some("numeric"), "12"),
        Kind::Phone => ("tel", Some("tel"), "20"),
        Kind::Email => ("email", Some("email"), "254"),
        Kind::Time => ("time", None, "5"),
        Kind::Point => ("text", None, "40"),
        _ => ("text", None, "200"),
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
pub fn notes(id: &str, hint: Option<String>, doubtful: bool) -> AnyView {
    view! {
        {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
        <p class="err" id=format!("{id}-err") hidden></p>
        {doubtful.then(|| view! { <p class="badge is-warn" id=format!("{id}-doubt") hidden></p> })}
    }
    .into_any()
}
