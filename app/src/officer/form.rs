//! Boxes of the officers' own forms: label, hint, what is wrong with it, box.

use crate::ui::Icon;
use domain::error::Error;
use domain::text::Lang;
use domain::validate::Problem;
use leptos::prelude::*;

/// What was wrong with one box, when the form comes back.
pub fn wrong(error: Option<&Error>, field: &str, lang: Lang) -> Option<String> {
    let words = wrongs(error, field, lang);
    (!words.is_empty()).then(|| words.join(" "))
}

/// The same, each thing by itself.
pub fn wrongs(error: Option<&Error>, field: &str, lang: Lang) -> Vec<String> {
    let Some(Error::Invalid { problems }) = error else {
        return Vec::new();
    };
    let told = |problem: &Problem| match &problem.cell {
        // Which line of a table, and which of its boxes.
        Some((line, cell)) => {
            let (row, what) = (lang.pick("Baris", "Line"), problem.what.message(lang));
            match cell_words(cell, lang) {
                "" => format!("{row} {line}: {what}"),
                cell => format!("{row} {line} ({cell}): {what}"),
            }
        }
        None => problem.what.message(lang),
    };
    let own = problems.iter().filter(|problem| problem.field == field);
    own.map(told).collect()
}

fn cell_words(cell: &str, lang: Lang) -> &'static str {
    match cell {
        "name" => lang.pick("nama", "name"),
        "nik" => "NIK",
        "phone" => lang.pick("HP", "phone"),
        "region" => lang.pick("wilayah", "region"),
        _ => "",
    }
}

/// In which order a day is typed. The box itself follows the language of the device, which no page can change.
pub fn day_hint(lang: Lang) -> &'static str {
    lang.pick(
        "Hari/bulan/tahun, contoh 31/12/2026. Perangkat berbahasa Inggris bisa menulis bulan dulu.",
        "Day/month/year, such as 31/12/2026. A device set to American English shows the month first.",
    )
}

/// A box with its words around it; `control` gets the ids that describe it.
pub fn field(
    id: &str,
    label: &'static str,
    hint: &'static str,
    wrong: Option<String>,
    control: impl FnOnce(String) -> AnyView,
) -> AnyView {
    let (hint_id, error_id) = (format!("{id}-h"), format!("{id}-e"));
    let described = format!("{hint_id} {error_id}");
    let class = if wrong.is_some() {
        "field is-bad"
    } else {
        "field"
    };
    view! {
        <div class=class>
            <label for=id.to_owned()>{label}</label>
            <p class="hint" id=hint_id>{hint}</p>
            {wrong.map(|words| view! { <p class="err" id=error_id><Icon name="bad" /> " " {words}</p> })}
            {control(described)}
        </div>
    }
    .into_any()
}

/// Desa and kelurahan by kecamatan; the only one there is, is chosen.
pub fn region_box(
    id: &'static str,
    regions: Vec<(String, Vec<(String, String)>)>,
    described: String,
    lang: Lang,
) -> AnyView {
    let only = regions
        .iter()
        .map(|(_, villages)| villages.len())
        .sum::<usize>()
        == 1;
    let groups = regions
        .into_iter()
        .map(|(group, villages)| {
            let options = villages
                .into_iter()
                .map(|(code, name)| view! { <option value=code>{name}</option> })
                .collect_view();
            view! { <optgroup label=group>{options}</optgroup> }
        })
        .collect_view();
    view! {
        <select id=id name=id required aria-describedby=described>
            {(!only).then(|| view! { <option value="">{lang.pick("Pilih desa atau kelurahan", "Choose a village")}</option> })}
            {groups}
        </select>
    }
    .into_any()
}
