//! Appointments to fetch what is signed by hand: on the status page, on a case's page, and the office's list of who comes.
//!
//! Plain forms with one list to choose from, so they work on any phone and without a script.

pub mod api;

use crate::routes;
use crate::ui::{Badge, Empty, Note, Tone, day_words, tongue};
use api::{ChoosePickup, SetPickup};
use domain::code::Code;
use domain::text::{Lang, plural};
use domain::view::{PickupDay, PickupSlot, PickupView};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

fn slot_words(slot: &PickupSlot, lang: Lang) -> String {
    format!("{}, {}", day_words(&slot.day, lang), slot.half.name(lang))
}

/// For the resident.
pub fn own_pickup(view: &PickupView, lang: Lang) -> Option<AnyView> {
    view.needed.then(|| {
        let words = match &view.chosen {
            Some(_) => None,
            None => Some(lang.pick(
                "Hasilnya perlu diambil di kantor. Pilih kapan Anda datang, supaya tidak antre. Bawa KTP asli.",
                "This has to be fetched at the office. Choose when you come, so that you needn't queue. Bring your ID card.",
            )),
        };
        view! {
            <h2 id="janji">{lang.pick("Janji ambil", "Appointment")}</h2>
            <div class="box">
                {words.map(|words| view! { <p>{words}</p> })}
                {chosen(view, lang)}
                {forms(view, None, lang)}
            </div>
        }
        .into_any()
    })
}

/// For the office, on the page of a case.
pub fn case_pickup(view: &PickupView, code: &Code, lang: Lang) -> Option<AnyView> {
    view.needed.then(|| {
        view! {
            <h2 id="janji">{lang.pick("Janji ambil", "Appointment")}</h2>
            <div class="box">
                {chosen(view, lang)}
                {forms(view, Some(code), lang)}
            </div>
        }
        .into_any()
    })
}

fn chosen(view: &PickupView, lang: Lang) -> AnyView {
    match &view.chosen {
        Some(slot) => {
            let words = slot_words(slot, lang);
            view! {
                <Note tone=Tone::Ok>
                    <p>
                        {lang.pick("Datang: ", "Coming: ")}
                        <b>{words}</b>
                    </p>
                </Note>
            }
            .into_any()
        }
        None => {
            view! { <p class="hint">{lang.pick("Belum ada janji.", "No appointment yet.")}</p> }
                .into_any()
        }
    }
}

fn forms(view: &PickupView, code: Option<&Code>, lang: Lang) -> AnyView {
    let (action, code) = match code {
        Some(code) => (SetPickup::url(), Some(code.compact().to_owned())),
        None => (ChoosePickup::url(), None),
    };
    let hidden = || {
        code.clone()
            .map(|code| view! { <input type="hidden" name="code" value=code /> })
    };
    let options = view
        .offers
        .iter()
        .map(|offer| {
            let free = match lang {
                Lang::Id => format!("sisa {} tempat", offer.free),
                Lang::En => format!("{} left", plural(offer.free.into(), "place")),
            };
            let words = format!("{} ({free})", slot_words(&offer.slot, lang));
            view! { <option value=offer.slot.key()>{words}</option> }
        })
        .collect_view();
    let choose = if view.offers.is_empty() {
        let words = lang.pick(
            "Semua waktu sudah penuh. Coba lagi besok, atau hubungi kantor.",
            "All times are full. Try again tomorrow, or call the office.",
        );
        view! { <p>{words}</p> }.into_any()
    } else {
        let (label, button) = match &view.chosen {
            None => (
                lang.pick("Hari dan waktu", "Day and time"),
                lang.pick("Buat janji", "Make the appointment"),
            ),
            Some(_) => (
                lang.pick("Ganti ke", "Change to"),
                lang.pick("Ganti janji", "Change it"),
            ),
        };
        view! {
            <form method="post" action=action>
                {hidden()}
                <div class="field">
                    <label for="janji-waktu">{label}</label>
                    <select id="janji-waktu" name="slot">{options}</select>
                </div>
                <button class="btn">{button}</button>
            </form>
        }
        .into_any()
    };
    let cancel = view.chosen.is_some().then(|| {
        view! {
            <form method="post" action=action>
                {hidden()}
                <input type="hidden" name="slot" value="" />
                <p class="acts">
                    <button class="btn second">{lang.pick("Batalkan janji", "Cancel it")}</button>
                </p>
            </form>
        }
    });
    view! {
        {choose}
        {cancel}
    }
    .into_any()
}

/// The office's list: who comes, half-day by half-day.
pub fn coming(days: &[PickupDay], lang: Lang) -> AnyView {
    let list = if days.is_empty() {
        let words = lang.pick(
            "Belum ada yang berjanji datang.",
            "Nobody has an appointment.",
        );
        view! { <Empty words=words /> }.into_any()
    } else {
        days.iter()
            .map(|day| half_day(day, lang))
            .collect_view()
            .into_any()
    };
    view! {
        <h2 id="janji">{lang.pick("Yang datang mengambil", "Who comes to fetch")}</h2>
        {list}
    }
    .into_any()
}

fn half_day(day: &PickupDay, lang: Lang) -> AnyView {
    let today = day
        .today
        .then(|| view! { <Badge tone=Tone::Info>{lang.pick("Hari ini", "Today")}</Badge> });
    let rows = day
        .rows
        .iter()
        .map(|row| {
            let name = row.service.get(lang).to_owned();
            view! {
                <li>
                    <a href=routes::case(&row.code)>{row.applicant.clone()}</a>
                    <small lang=tongue(&row.service, lang)>{name}</small>
                </li>
            }
        })
        .collect_view();
    view! {
        <h3>{slot_words(&day.slot, lang)} " " {today}</h3>
        <ul class="links wide-links">{rows}</ul>
    }
    .into_any()
}
