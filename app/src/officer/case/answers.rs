//! The answers, page by page as the resident saw them. Silence accepts; each can be given back on its own.

use super::super::judge::{Desk, verdict_note};
use super::super::words::verdict_words;
use crate::ui::{Badge, Tone, tongue};
use domain::document::{Item, Verdict};
use domain::text::Text;
use domain::view::{CaseView, FieldView};
use leptos::prelude::*;

pub fn answers(case: &CaseView, desk: &Desk) -> AnyView {
    let lang = desk.lang;
    // Neighbours of one page stand together; pages keep their order.
    let groups = case
        .fields
        .chunk_by(|a, b| a.page == b.page)
        .map(|fields| {
            let title = &fields[0].page;
            view! {
                <h3 lang=tongue(title, lang)>{title.get(lang).to_owned()}</h3>
                <dl class="facts">{fields.iter().map(|field| row(field, desk)).collect_view()}</dl>
            }
        })
        .collect_view();
    view! {
        <h2 id="isian">{lang.pick("Isian", "Answers")}</h2>
        {desk.may_judge.then(|| view! {
            <p class="hint">
                {lang.pick(
                    "Isian yang tidak Anda kembalikan dianggap diterima.",
                    "What you don't give back counts as accepted.",
                )}
            </p>
        })}
        {groups}
    }
    .into_any()
}

fn row(field: &FieldView, desk: &Desk) -> AnyView {
    let lang = desk.lang;
    let label = field.label.get(lang).to_owned();
    let place = format!("isian-{}", field.id);
    let item = Item::Field(field.id.clone());
    let badge = verdict_words(&field.verdict, lang)
        .filter(|_| field.verdict != Verdict::Accepted)
        .map(|(tone, words)| view! { " " <Badge tone=tone>{words}</Badge> });
    let fresh = (field.before.is_some() && field.verdict == Verdict::Open)
        .then(|| view! { " " <Badge tone=Tone::Info>{lang.pick("Diperbaiki", "Mended")}</Badge> });
    let before = field.before.as_ref().map(|lines| {
        view! {
            <p class="before">
                {lang.pick("Sebelumnya: ", "Before: ")}
                <del>{if lines.is_empty() { lang.pick("kosong", "empty").to_owned() } else { lines.iter().map(|line| line.get(lang)).collect::<Vec<_>>().join("; ") }}</del>
            </p>
        }
    });
    let warnings = field
        .warnings
        .iter()
        .map(|warning| view! { <p class="doubt">{warning.get(lang).to_owned()}</p> })
        .collect_view();
    let value = if field.shown.iter().all(Text::is_empty) {
        view! { <span class="nil">{lang.pick("tidak diisi", "not filled in")}</span> }.into_any()
    } else {
        field
            .shown
            .iter()
            .map(|line| view! { <div>{digits(line.get(lang))}</div> })
            .collect_view()
            .into_any()
    };
    view! {
        <div id=place.clone()>
            <dt lang=tongue(&field.label, lang)>{label.clone()}</dt>
            <dd>{value} {badge} {fresh} {before} {warnings} {verdict_note(&field.verdict, lang)}</dd>
            <dd class="do">{desk.buttons(&item, &field.verdict, &label, &place)}</dd>
        </div>
    }
    .into_any()
}

/// Sixteen digits in fours, for the eye only: what is copied has no gaps.
fn digits(line: &str) -> AnyView {
    if line.len() != 16 || !line.bytes().all(|b| b.is_ascii_digit()) {
        return line.to_owned().into_any();
    }
    let fours = (0..4)
        .map(|i| view! { <span>{line[i * 4..i * 4 + 4].to_owned()}</span> })
        .collect_view();
    view! { <span class="fours">{fours}</span> }.into_any()
}
