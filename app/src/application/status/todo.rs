//! What the resident has to do, and what the resident may do: mend, collect, cancel, close.

use super::super::api::{Cancel, CloseStatus};
use crate::routes;
use crate::ui::{Icon, LAPOR, Note, Tone, day_words, indonesian, moment_words, state_tone, tongue};
use domain::application::{Action, State, resident_may};
use domain::document::Item;
use domain::mismatch::Advice;
use domain::product::ProductState;
use domain::text::Lang;
use domain::view::{ReturnedItem, StatusView};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// One notice on top: what is going on, and the one thing to do about it.
#[component]
pub fn Todo(status: StatusView, late: bool, lang: Lang) -> impl IntoView {
    let StatusView {
        state,
        returned,
        later,
        deadline,
        zone,
        reason,
        service,
        expected,
        merged_into,
        advice,
        products,
        ..
    } = status;
    // A case may be ready as a whole, or one of its products lies where it is handed over.
    let at_hand =
        state == State::Done && products.iter().any(|one| one.state == ProductState::AtHand);
    if state == State::NeedsFix {
        return mend(returned, advice, lang);
    }
    view! {
        <Note tone=if late { Tone::Warn } else { state_tone(state) }>
            <p>
                <b>{state.sentence(lang)}</b>
            </p>
            {expected.map(|day| expected_words(&day, late, lang))}
            {(state == State::ReadyForPickup)
                .then(|| view! { <p>{lang.pick("Tunjukkan kode di atas kepada petugas loket.", "Show the code above at the counter.")}</p> })}
            {at_hand
                .then(|| view! { <p>{lang.pick("Sudah bisa diambil. Tunjukkan kode di atas kepada petugas.", "It is ready to collect. Show the code above to the staff.")}</p> })}
            {deadline
                .filter(|_| !state.is_final())
                .map(|deadline| {
                    let when = moment_words(deadline.at, zone, lang);
                    view! { <p>{deadline.name.get(lang).to_owned()} ": " <b>{when}</b></p> }
                })}
            {(!later.is_empty()).then(|| following(later, lang))}
            // An officer writes in Indonesian.
            {reason.map(|reason| view! { <p class="said" lang=indonesian(lang)>{reason}</p> })}
            {merged_into.map(|code| {
                let words = code.to_string();
                view! {
                    <p class="acts">
                        <a class="btn second" href=routes::status_of(&code)>
                            {lang.pick("Lihat yang diteruskan: ", "See the one that goes on: ")}
                            {words}
                        </a>
                    </p>
                }
            })}
            {(state == State::Refused)
                .then(|| {
                    view! {
                        <p>
                            {lang.pick(
                                "Tidak setuju? Tanyakan di loket, atau ajukan lagi setelah yang kurang dilengkapi.",
                                "You disagree? Ask at the counter, or apply again with what was missing.",
                            )}
                        </p>
                        <p class="acts">
                            <a class="btn second" href=routes::service(&service)>{lang.pick("Lihat syaratnya", "See the requirements")}</a>
                        </p>
                    }
                })}
        </Note>
    }
    .into_any()
}

/// The promised day; if it has passed, an excuse and what to do, never silence.
fn expected_words(day: &str, late: bool, lang: Lang) -> AnyView {
    let day = day_words(day, lang);
    if !late {
        return view! {
            <p>
                {lang.pick("Keputusan paling lambat ", "Decision at the latest on ")}
                <b>{day}</b>
                "."
            </p>
        }
        .into_any();
    }
    view! {
        <p>
            {lang.pick("Maaf, kami terlambat. Seharusnya sudah diputus ", "We are sorry to be late. It should have been decided by ")}
            <b>{day}</b>
            "."
        </p>
        <p>
            {lang.pick("Tanyakan di loket, atau laporkan lewat ", "Ask at the counter, or report it at ")}
            <a href=LAPOR>"lapor.go.id"</a>
            "."
        </p>
    }
    .into_any()
}

/// What may follow: which, and the way to send it.
fn following(later: Vec<ReturnedItem>, lang: Lang) -> AnyView {
    let items = later
        .into_iter()
        .map(
            |one| view! { <li lang=tongue(&one.label, lang)>{one.label.get(lang).to_owned()}</li> },
        )
        .collect_view();
    view! {
        <p>{lang.pick("Ini masih boleh menyusul, tetapi surat baru bisa dibuat setelah semuanya ada:", "This may still follow, but the letter can be made only when all of it is here:")}</p>
        <ul>{items}</ul>
        <p class="acts">
            <a class="btn" href=routes::CORRECT>
                <Icon name="camera" />
                {lang.pick("Kirim yang menyusul", "Send what follows")}
            </a>
        </p>
    }
    .into_any()
}

fn mend(returned: Vec<ReturnedItem>, advice: Vec<Advice>, lang: Lang) -> AnyView {
    let count = returned.len();
    let title = match lang {
        Lang::Id => format!("Ada {count} yang perlu Anda perbaiki"),
        Lang::En => format!("{count} to fix"),
    };
    let items = returned
        .into_iter()
        .map(|item| {
            let icon = if matches!(item.item, Item::Document(_)) {
                "camera"
            } else {
                "pen"
            };
            view! {
                <li>
                    <p>
                        <Icon name=icon />
                        " "
                        <b lang=tongue(&item.label, lang)>{item.label.get(lang).to_owned()}</b>
                    </p>
                    <p class="said" lang=indonesian(lang)>{item.reason}</p>
                </li>
            }
        })
        .collect_view();
    view! {
        <Note tone=Tone::Warn>
            <h2>{title}</h2>
            <ul class="plain">{items}</ul>
            {(!advice.is_empty()).then(|| differing(&advice, lang))}
            <p class="acts">
                <a class="btn" href=routes::CORRECT>{lang.pick("Perbaiki sekarang", "Fix it now")}</a>
            </p>
            <p>{lang.pick("Yang lain sudah benar dan tidak perlu dikirim lagi.", "Everything else is fine and need not be sent again.")}</p>
        </Note>
    }
    .into_any()
}

/// Documents that don't agree: which to have mended first, and where.
fn differing(advice: &[Advice], lang: Lang) -> AnyView {
    let steps = advice.iter().map(|one| {
        let words = one.words(lang);
        view! { <li>{words}</li> }
    });
    let steps = steps.collect_view();
    view! {
        <h3>{lang.pick("Data di dokumen Anda beda", "Your documents don't agree")}</h3>
        <p>{lang.pick("Perbaiki berurutan dari atas:", "Have them mended in this order:")}</p>
        <ol>{steps}</ol>
    }
    .into_any()
}

/// The way out, and the way to take it back. Both are forms: nothing may change by following a link.
#[component]
pub fn WaysOut(state: State, lang: Lang) -> impl IntoView {
    view! {
        <div class="no-print">
            <form method="post" action=CloseStatus::url()>
                <p class="acts">
                    <button class="btn second">
                        <Icon name="out" />
                        {lang.pick("Tutup halaman ini", "Close this page")}
                    </button>
                </p>
                <p class="hint">
                    {lang.pick("Di HP orang lain? Tutup, supaya tidak bisa dilihat lagi.", "On somebody else's phone? Close it, so that nobody else can look.")}
                </p>
            </form>
            {resident_may(state, Action::Cancel).then(|| cancel(lang))}
        </div>
    }
}

fn cancel(lang: Lang) -> impl IntoView {
    view! {
        <details>
            <summary>{lang.pick("Batalkan permohonan", "Cancel the application")}</summary>
            <p>
                {lang.pick(
                    "Permohonan yang dibatalkan tidak bisa dihidupkan lagi. Kalau masih perlu suratnya, Anda harus mengajukan dari awal.",
                    "A cancelled application can't be brought back. If you still need the letter, you must apply from the beginning.",
                )}
            </p>
            <form method="post" action=Cancel::url()>
                <p class="acts">
                    <button class="btn danger">{lang.pick("Ya, batalkan", "Yes, cancel it")}</button>
                </p>
            </form>
        </details>
    }
}
