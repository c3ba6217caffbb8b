//! The timeline: what happened and when, who has it now, what comes next.

use super::path::{ahead, step_words};
use crate::ui::{Stop, Track, When, day_words, moment_words, working_days};
use domain::application::State;
use domain::text::Lang;
use domain::view::StatusView;
use leptos::prelude::*;

#[component]
pub fn Walk(status: StatusView, late: bool, lang: Lang) -> impl IntoView {
    let StatusView {
        state,
        zone,
        timeline,
        expected,
        paused_with,
        pick_up,
        hand,
        ..
    } = status;
    let holder = hand.map_or_else(|| state.holder(lang), |role| role.name(lang));
    let ended = state.is_final();
    let done = timeline
        .into_iter()
        .map(|entry| {
            let when = format!(
                "{} · {}",
                moment_words(entry.at, zone, lang),
                entry.by.get(lang)
            );
            view! { <Stop when=When::Done title=entry.action.past(lang) when_words=when /> }
        })
        .collect_view();
    let next = ahead(state, pick_up)
        .into_iter()
        .map(|step| {
            // The promised day stands where the decision is.
            let day = expected
                .as_ref()
                .filter(|_| step == State::Done)
                .map(|day| expected_words(day, late, lang))
                .unwrap_or_default();
            view! { <Stop when=When::Next title=step_words(step, lang) when_words=day /> }
        })
        .collect_view();
    view! {
        <h2>{lang.pick("Perjalanan permohonan", "The way of your application")}</h2>
        <Track>
            {done}
            {(!ended)
                .then(|| {
                    view! {
                        <Stop when=When::Now title=now_words(state, lang)>
                            {(state != State::NeedsFix)
                                .then(|| view! { <p>{format!("{}: {}", lang.pick("Sekarang di", "Now with"), lower_first(holder))}</p> })}
                            {clock_words(state, paused_with, lang).map(|words| view! { <p>{words}</p> })}
                        </Stop>
                    }
                })}
            {next}
        </Track>
    }
}

fn now_words(state: State, lang: Lang) -> &'static str {
    match state {
        State::Submitted => lang.pick(
            "Menunggu diperiksa petugas",
            "Waiting for an officer to check it",
        ),
        State::Checking => lang.pick("Sedang diperiksa petugas", "Being checked by an officer"),
        State::NeedsFix => lang.pick("Menunggu perbaikan dari Anda", "Waiting for you to fix it"),
        State::Processing => lang.pick("Surat sedang disiapkan", "The letter is being prepared"),
        State::AwaitingSignature => lang.pick(
            "Menunggu tanda tangan pimpinan",
            "Waiting for the signature",
        ),
        State::Done => lang.pick("Disetujui kantor", "Approved by the office"),
        State::ReadyForPickup => lang.pick(
            "Menunggu Anda ambil di kantor",
            "Waiting for you at the office",
        ),
        other => other.label(lang),
    }
}

fn expected_words(day: &str, late: bool, lang: Lang) -> String {
    let when = if late {
        lang.pick("seharusnya", "was due on")
    } else {
        lang.pick("paling lambat", "by")
    };
    format!("{when} {}", day_words(day, lang))
}

/// Why no day is promised yet, or no longer.
fn clock_words(state: State, paused_with: Option<u32>, lang: Lang) -> Option<String> {
    match (state, paused_with) {
        (_, Some(left)) => {
            let days = working_days(left, lang);
            Some(match lang {
                Lang::Id => format!(
                    "Hitungan waktu berhenti dulu. Setelah berkas lengkap lagi, sisanya {days}."
                ),
                Lang::En => format!(
                    "The clock stands still. Once the file is complete again, {days} remain."
                ),
            })
        }
        (State::Submitted | State::Checking, None) => Some(
            lang.pick(
                "Waktu dihitung setelah petugas menyatakan berkas lengkap.",
                "The clock starts when an officer finds the file complete.",
            )
            .to_owned(),
        ),
        _ => None,
    }
}

/// Words that begin a sentence elsewhere, in the middle of one.
fn lower_first(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}
