//! Comparing documents with the form: what is read is typed only where it differs, and a sheet says what to mend first.

pub mod api;

use super::flash::Flash;
use super::form::{day_hint, field, wrong};
use super::frame::DeskBar;
use super::session::at_desk;
use crate::error::refused_form;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Crumb, Icon, day_words};
use api::{NoteMismatch, READ};
use domain::error::Error;
use domain::form::MAX_TEXT;
use domain::mismatch::{Paper, Trait};
use domain::text::Lang;
use domain::view::MismatchView;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

#[component]
pub fn MismatchPage() -> impl IntoView {
    let lang = use_lang();
    let params = use_params_map();
    let code = params.read_untracked().get("code").unwrap_or_default();
    let error = refused_form();
    Suspend::new(async move {
        let (session, view) = match at_desk(lang, api::read_mismatch(code)).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        let spoken = view.code.to_string();
        let form = view.may_note.then(|| papers(&view, error.as_ref(), lang));
        view! {
            <Title text=lang.pick("Cocokkan dokumen", "Compare documents") />
            <DeskBar session=session lang=lang here="" />
            <main class="wrap" id="isi" tabindex="-1">
                <Crumb href=routes::case(&view.code)>{lang.pick("Permohonan", "Application")}</Crumb>
                <h1>{lang.pick("Cocokkan dokumen dengan isian", "Documents and form")}</h1>
                <p class="meta"><code>{spoken}</code></p>
                <Flash lang=lang error=error />
                {sheet(&view, lang)}
                {form}
            </main>
        }
        .into_any()
    })
}

/// What the resident takes along: what to mend, in which order and where. Prints on one sheet.
fn sheet(view: &MismatchView, lang: Lang) -> Option<AnyView> {
    if view.read.is_empty() {
        return None;
    }
    if view.advice.is_empty() {
        let words = lang.pick(
            "Semua yang dibaca cocok dengan isian.",
            "Everything that was read agrees with the form.",
        );
        return Some(view! { <p class="note is-ok">{words}</p> }.into_any());
    }
    let steps = view.advice.iter().map(|one| {
        let words = one.words(lang);
        view! { <li>{words}</li> }
    });
    let steps = steps.collect_view();
    let rows = view
        .readings
        .iter()
        .map(|one| {
            let form = view
                .form
                .iter()
                .find(|(about, _, _)| *about == one.about)
                .map_or_else(String::new, |(_, _, words)| words.get(lang).to_owned());
            let here = match one.about {
                Trait::Birth => day_words(&one.text, lang),
                Trait::Sex => sex_words(&one.text, lang).to_owned(),
                Trait::Name | Trait::Address => one.text.clone(),
            };
            view! {
                <div>
                    <dt>{one.about.name(lang)} " · " {one.paper.name(lang)}</dt>
                    <dd>{here} " " <small>{lang.pick("di isian: ", "in the form: ")} {form}</small></dd>
                </div>
            }
        })
        .collect_view();
    let day = day_words(&view.today, lang);
    Some(
        view! {
            <section class="box" aria-labelledby="beda-h">
                <h2 id="beda-h">{lang.pick("Yang harus diperbaiki, berurutan", "What to mend, in this order")}</h2>
                <p>
                    {lang.pick("Untuk ", "For ")} <b>{view.applicant.clone()}</b>
                    ". " {view.office.clone()} ", " {day} "."
                </p>
                <ol>{steps}</ol>
                <p>{lang.pick("Salah justru di akta? Perbaiki aktanya lebih dulu di Dinas Dukcapil. NIK tidak ikut berubah.", "Is it the deed that is wrong? Have the deed corrected first, at the civil registry. The NIK stays.")}</p>
                <h3>{lang.pick("Yang beda", "What differs")}</h3>
                <dl class="facts">{rows}</dl>
                <p class="hint no-print">{lang.pick("Untuk mencetak, pakai menu cetak di peramban. Catatan ini dihapus saat permohonan selesai.", "To print it, use the browser's menu. These notes are removed when the case ends.")}</p>
            </section>
        }
        .into_any(),
    )
}

fn papers(view: &MismatchView, error: Option<&Error>, lang: Lang) -> AnyView {
    let papers = Paper::ALL
        .into_iter()
        .map(|paper| one_paper(view, paper, error, lang))
        .collect_view();
    let code = view.code.compact().to_owned();
    view! {
        <form class="box no-print" method="post" action=NoteMismatch::url()>
            <h2>{lang.pick("Apa yang tertulis di dokumen?", "What do the documents say?")}</h2>
            <p class="hint">
                {lang.pick("Centang dokumen yang sudah dibaca. Ketik hanya yang beda dengan isian; yang kosong berarti sama.", "Tick what you have read. Type only what differs from the form; empty means the same.")}
            </p>
            <input type="hidden" name="code" value=code />
            {papers}
            <p class="acts">
                <button class="btn">
                    <Icon name="check" />
                    {lang.pick("Simpan dan bandingkan", "Save and compare")}
                </button>
            </p>
        </form>
    }
    .into_any()
}

/// What the form calls a sex: kept by its Indonesian word.
fn sex_words(kept: &str, lang: Lang) -> &str {
    match kept {
        "Laki-laki" => lang.pick("Laki-laki", "Male"),
        "Perempuan" => lang.pick("Perempuan", "Female"),
        other => other,
    }
}

/// The name of a box, as `note_mismatch` takes it apart.
fn boxed(paper: Paper, key: &str) -> String {
    format!("papers[{}][{key}]", paper.key())
}

fn one_paper(view: &MismatchView, paper: Paper, error: Option<&Error>, lang: Lang) -> AnyView {
    let name = paper.name(lang);
    let read = view.read.contains(&paper);
    let boxes = view
        .form
        .iter()
        .filter(|(about, _, _)| about.stands_on(paper))
        .map(|(about, _, words)| {
            let id = format!("{}_{}", paper.key(), about.key());
            let name = boxed(paper, about.key());
            let kept = view
                .readings
                .iter()
                .find(|one| one.paper == paper && one.about == *about)
                .map_or_else(String::new, |one| one.text.clone());
            let told = format!(
                "{} {}",
                lang.pick("Di isian:", "In the form:"),
                words.get(lang)
            );
            let told_id = format!("{id}-i");
            let bad = wrong(error, &format!("{}-{}", paper.key(), about.key()), lang);
            let described_by = told_id.clone();
            let hint = if *about == Trait::Birth { day_hint(lang) } else { "" };
            let control = field(&id, about.name(lang), hint, bad, |described| {
                let described = format!("{described} {described_by}");
                match about {
                    Trait::Birth => view! { <input id=id.clone() name=name type="date" size="12" value=kept aria-describedby=described /> }.into_any(),
                    Trait::Sex => {
                        let options = ["", "Laki-laki", "Perempuan"].map(|one| {
                            let words = if one.is_empty() { lang.pick("Sama dengan isian", "As in the form") } else { sex_words(one, lang) };
                            view! { <option value=one selected=one == kept>{words}</option> }
                        });
                        view! { <select id=id.clone() name=name aria-describedby=described>{options.collect_view()}</select> }.into_any()
                    }
                    _ => view! { <input id=id.clone() name=name maxlength=MAX_TEXT.to_string() value=kept autocomplete="off" aria-describedby=described /> }.into_any(),
                }
            });
            view! { {control} <p class="hint" id=told_id>{told}</p> }
        })
        .collect_view();
    view! {
        <fieldset>
            <legend>{name}</legend>
            <label class="tile">
                <input type="checkbox" name=boxed(paper, READ) value="ya" checked=read />
                <span>{lang.pick("Sudah saya baca", "I have read it")}</span>
            </label>
            {boxes}
        </fieldset>
    }
    .into_any()
}
