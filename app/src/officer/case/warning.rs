//! What an officer must know before anything else: the history isn't as it was written, an order has ended, or the letter
//! can't be printed.

use super::super::audit::flaw_words;
use crate::routes;
use crate::ui::{Note, Tone, day_words};
use domain::application::State;
use domain::text::Lang;
use domain::view::CaseView;
use leptos::prelude::*;

/// For auditors: what somebody did to the history of this case.
pub fn flawed(case: &CaseView, lang: Lang) -> Option<AnyView> {
    (!case.flaws.is_empty()).then(|| {
        let flaws = case.flaws.iter();
        let flaws = flaws
            .map(|one| view! { <li>{flaw_words(one, lang)}</li> })
            .collect_view();
        view! {
            <Note tone=Tone::Bad>
                <p>
                    <b>{lang.pick("Riwayat permohonan ini tidak utuh.", "The history of this application is not whole.")}</b>
                    " "
                    {lang.pick(
                        "Jangan percaya begitu saja pada yang tertulis di bawah.",
                        "Don't take what stands below on trust.",
                    )}
                </p>
                <ul class="flaws">{flaws}</ul>
                <p>
                    <a class="tap" href=routes::AUDIT>{lang.pick("Pemeriksaan seluruh riwayat", "The check of all history")}</a>
                </p>
            </Note>
        }
        .into_any()
    })
}

/// Before it is decided: the letter that follows couldn't be printed as it is. Afterwards its own box says so.
pub fn unprintable(case: &CaseView, lang: Lang) -> Option<AnyView> {
    if matches!(case.state, State::Done | State::ReadyForPickup) {
        return None;
    }
    let rows: Vec<_> = case
        .unprintable
        .iter()
        .map(|one| {
            let words = one.message(lang);
            match &one.field {
                Some(field) => {
                    view! { <li><a class="tap" href=format!("#isian-{field}")>{words}</a></li> }
                        .into_any()
                }
                None => view! { <li>{words}</li> }.into_any(),
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <Note tone=Tone::Warn>
                <p>
                    <b>{lang.pick("Suratnya belum bisa dicetak seluruhnya.", "Its letter can't be printed as a whole yet.")}</b>
                    " "
                    {lang.pick(
                        "Cocokkan dengan dokumennya. Bila di KTP atau akta tertulis dengan huruf Latin, kembalikan isian itu supaya pemohon menulisnya begitu.",
                        "Compare with the document. If the KTP or certificate has it in Latin letters, give that answer back so that the resident writes it so.",
                    )}
                </p>
                <ul>{rows}</ul>
            </Note>
        }
        .into_any()
    })
}

/// An order by which this officer could have decided or signed is over.
pub fn lapsed(case: &CaseView, lang: Lang) -> Option<AnyView> {
    case.lapsed.as_ref().map(|one| {
        let until = day_words(&one.until, lang);
        let words = match lang {
            Lang::Id => format!(
                "Pelimpahan Anda sebagai {} sudah berakhir {until} ({}). Anda tidak bisa lagi memutuskan atau menandatangani menggantikannya.",
                one.title(lang),
                one.basis
            ),
            Lang::En => format!(
                "Your authority as {} ended on {until} ({}). You can no longer decide or sign in their place.",
                one.title(lang),
                one.basis
            ),
        };
        view! {
            <Note tone=Tone::Warn>
                <p>{words}</p>
            </Note>
        }
        .into_any()
    })
}
