//! Boxes that several kinds of questions are made of: a tile to tick, the parts of a date, a village.

use super::desk::use_desk;
use crate::ui::flag;
use leptos::prelude::*;

/// A radio button or check box large enough for a thumb.
#[component]
pub fn Tile(
    #[prop(default = false)] radio: bool,
    #[prop(optional, into)] id: Option<String>,
    name: String,
    #[prop(optional, into)] value: Option<String>,
    words: String,
    #[prop(optional, into)] more: Option<String>,
    checked: Signal<bool>,
    set: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="tile">
            <input
                type=if radio { "radio" } else { "checkbox" }
                id=id
                name=name
                value=value
                prop:checked=checked
                on:change=move |ev| set.run(event_target_checked(&ev))
            />
            <span>{words} {more.map(|more| view! { <small>{more}</small> })}</span>
        </label>
    }
    .into_any()
}

/// Day, month and year in three boxes: quicker than a calendar for a birth date, and no format to guess.
#[component]
pub fn DateParts(id: String, value: Signal<String>, set: Callback<String>) -> impl IntoView {
    let lang = use_desk().lang;
    let part = move |index: usize| {
        Signal::derive(move || {
            let text = value
                .get()
                .split('-')
                .nth(index)
                .unwrap_or_default()
                .to_owned();
            // "08" was typed as 8.
            if index == 0 {
                text
            } else {
                text.trim_start_matches('0').to_owned()
            }
        })
    };
    let parts = [part(0), part(1), part(2)];
    let change = move |index: usize, text: String| {
        let mut values = [0, 1, 2].map(|i| parts[i].get_untracked());
        values[index] = text
            .trim()
            .chars()
            .filter(char::is_ascii_digit)
            .take(4)
            .collect();
        let [year, month, day] = values;
        let two = |s: String| if s.len() == 1 { format!("0{s}") } else { s };
        let empty = year.is_empty() && month.is_empty() && day.is_empty();
        set.run(if empty {
            String::new()
        } else {
            format!("{year}-{}-{}", two(month), two(day))
        });
    };
    let boxes = [
        (2, "hari", lang.pick("Hari", "Day"), "2"),
        (1, "bulan", lang.pick("Bulan", "Month"), "2"),
        (0, "tahun", lang.pick("Tahun", "Year"), "4"),
    ];
    view! {
        <div class="date">
            {boxes
                .into_iter()
                .map(|(index, part, label, size)| {
                    let id = format!("{id}-{part}");
                    view! {
                        <div>
                            <label for=id.clone()>{label}</label>
                            <input
                                id=id.clone()
                                name=id
                                size=size
                                maxlength=size
                                inputmode="numeric"
                                autocomplete="off"
                                prop:value=parts[index]
                                on:change=move |ev| change(index, event_target_value(&ev))
                                on:input=move |ev| change(index, event_target_value(&ev))
                            />
                        </div>
                    }
                })
                .collect_view()}
        </div>
    }
}

#[component]
pub fn RegionSelect(
    id: String,
    value: Signal<String>,
    set: Callback<String>,
    described: String,
) -> impl IntoView {
    let desk = use_desk();
    let regions = desk.form.with_value(|form| form.regions.clone());
    let single = regions.len() == 1;
    let options = move |villages: Vec<(String, String)>| {
        villages
            .into_iter()
            .map(|(code, name)| {
                let same = code.clone();
                view! { <option value=code prop:selected=flag(move || value.get() == same)>{name}</option> }
            })
            .collect_view()
    };
    view! {
        <select id=id.clone() name=id aria-describedby=described on:change=move |ev| set.run(event_target_value(&ev))>
            <option value="">{desk.lang.pick("Pilih desa atau kelurahan", "Choose a desa or kelurahan")}</option>
            {regions
                .into_iter()
                .map(|(district, villages)| {
                    if single {
                        options(villages).into_any()
                    } else {
                        view! { <optgroup label=format!("Kecamatan {district}")>{options(villages)}</optgroup> }.into_any()
                    }
                })
                .collect_view()}
        </select>
    }
}
