//! The same step on several cases: boxes to tick in the table, one form around it, and afterwards what became of each.
//! Only what is safe without looking at each case ([`domain::view::BulkStep`]). Works without script.

use super::super::api::Bulk;
use super::super::form::wrong;
use super::super::session;
use crate::routes;
use crate::ui::Icon;
use domain::error::Error;
use domain::text::Lang;
use domain::view::{Became, BulkStep, Queue, QueueRow};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// What is this officer's turn, and in nobody else's hands.
fn may_pick(row: &QueueRow) -> bool {
    row.mine && row.hold.as_ref().is_none_or(|hold| hold.own)
}

/// There is something to tick for somebody who may.
pub fn is_offered(queue: &Queue) -> bool {
    queue.rows.iter().any(may_pick)
}

pub fn pick_words(lang: Lang) -> &'static str {
    lang.pick("Pilih", "Choose")
}

/// The box of one row.
pub fn pick(row: &QueueRow, lang: Lang) -> AnyView {
    let words = pick_words(lang);
    let may = may_pick(row);
    let tick = may.then(|| {
        let label = format!("{words} {}", row.code);
        let name = format!("cases[{}]", row.code.compact());
        view! {
            <label class="pick">
                <input type="checkbox" name=name value=row.version.to_string() aria-label=label />
            </label>
        }
    });
    view! { <td role="cell" data-label=may.then_some(words)>{tick}</td> }.into_any()
}

/// The table inside its form, and what can be done with what is ticked. `back` is the list as it is shown.
pub fn bulk(
    queue: &Queue,
    back: String,
    error: Option<&Error>,
    lang: Lang,
    table: AnyView,
) -> AnyView {
    if !is_offered(queue) {
        return table;
    }
    let bad = wrong(error, "cases", lang).map(|_| {
        let words = lang.pick(
            "Centang dulu permohonannya di kolom \"Pilih\", paling banyak 25.",
            "First tick applications in the column \"Choose\", 25 at most.",
        );
        view! { <p class="err"><Icon name="bad" /> " " {words}</p> }
    });
    let no_colleague = wrong(error, "to", lang).map(|_| {
        let words = lang.pick("Pilih dulu petugasnya.", "First choose the officer.");
        view! { <p class="err" id="ke-e"><Icon name="bad" /> " " {words}</p> }
    });
    let ready = queue
        .rows
        .iter()
        .any(|row| may_pick(row) && row.may_be_ready)
        .then(|| {
            button(
                BulkStep::MakeReady,
                lang.pick("Siap diambil", "Ready to collect"),
            )
        });
    let options = queue.colleagues.iter().map(|one| {
        let words = format!("{} ({})", one.name, one.role.name(lang));
        view! { <option value=one.username.clone()>{words}</option> }
    });
    let give = (!queue.colleagues.is_empty()).then(|| {
        view! {
            <div class="tools">
                <div class="field">
                    <label for="ke">{lang.pick("Berikan kepada", "Give to")}</label>
                    {no_colleague}
                    <select id="ke" name="to" aria-describedby="ke-e">
                        <option value="">{lang.pick("Pilih petugas", "Choose an officer")}</option>
                        {options.collect_view()}
                    </select>
                </div>
                {button(BulkStep::Give, lang.pick("Berikan", "Give"))}
            </div>
        }
    });
    view! {
        <form method="post" action=Bulk::url()>
            <input type="hidden" name="back" value=back />
            {table}
            <div class="box" id="sekaligus" role="group" aria-labelledby="sekaligus-h">
                <h2 id="sekaligus-h">{lang.pick("Untuk semua yang dicentang", "With all that are ticked")}</h2>
                {bad}
                <p class="acts">
                    {button(BulkStep::Take, lang.pick("Saya kerjakan", "I'll do them"))}
                    {ready}
                </p>
                {give}
                <p class="hint">
                    {lang.pick(
                        "Memeriksa, memutus, dan menyerahkan tetap satu per satu.",
                        "Checking, deciding and handing over stay one by one.",
                    )}
                </p>
            </div>
        </form>
    }
    .into_any()
}

fn button(step: BulkStep, words: &'static str) -> AnyView {
    view! { <button class="btn second" name="step" value=step.key()>{words}</button> }.into_any()
}

/// What became of each case, right after it was asked for.
pub fn told(lang: Lang) -> Option<AnyView> {
    let told = session::told()?;
    let (went, stayed): (Vec<_>, Vec<_>) = told
        .cases
        .into_iter()
        .partition(|(_, became)| *became == Became::Done);
    let done = (!went.is_empty()).then(|| {
        let words = format!("{}: {}.", told.step.past(lang), went.len());
        let codes = went.iter().map(|(code, _)| {
            view! { <li><a class="tap" href=routes::case(code)><code>{code.to_string()}</code></a></li> }
        });
        view! { <p><b>{words}</b></p> <ul>{codes.collect_view()}</ul> }
    });
    let not = (!stayed.is_empty()).then(|| {
        let words = format!("{}: {}.", lang.pick("Belum berhasil", "Not done"), stayed.len());
        let codes = stayed.iter().map(|(code, became)| {
            view! {
                <li><a class="tap" href=routes::case(code)><code>{code.to_string()}</code></a> " " {became.why(lang)}</li>
            }
        });
        view! { <p><b>{words}</b></p> <ul>{codes.collect_view()}</ul> }
    });
    let (class, icon) = if stayed.is_empty() {
        ("note is-ok", "ok")
    } else {
        ("note is-warn", "warn")
    };
    let told = view! {
        <div class=class role="status" tabindex="-1" autofocus>
            <Icon name=icon />
            <div>{done} {not}</div>
        </div>
    };
    Some(told.into_any())
}
