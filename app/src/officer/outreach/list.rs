//! All sessions of a territory, and planning one.

use super::super::flash::Flash;
use super::super::form::{day_hint, field, region_box, wrong};
use super::super::frame::DeskBar;
use super::super::session::at_desk;
use super::api::{self, OpenOutreach};
use crate::error::refused_form;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Empty, Icon, TextArea, day_words};
use domain::assistance::MAX_NOTES;
use domain::error::Error;
use domain::form::MAX_TEXT;
use domain::text::Lang;
use domain::view::{OutreachRow, Outreaches};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

#[component]
pub fn OutreachesPage() -> impl IntoView {
    let lang = use_lang();
    let error = refused_form();
    Suspend::new(async move {
        let (session, sessions) = match at_desk(lang, api::read_outreaches()).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        let open = sessions.rows.is_empty() || error.is_some();
        view! {
            <Title text=lang.pick("Jemput bola", "Outreach") />
            <DeskBar session=session lang=lang here=routes::OUTREACH />
            <main class="wrap" id="isi" tabindex="-1">
                <h1>{lang.pick("Jemput bola (Lais Manekat)", "Outreach (Lais Manekat)")}</h1>
                <Flash lang=lang error=error.clone() />
                {rows(&sessions.rows, lang)}
                <details open=open>
                    <summary><b>{lang.pick("Buat sesi baru", "Plan a session")}</b></summary>
                    {plan(sessions, error.as_ref(), lang)}
                </details>
            </main>
        }
        .into_any()
    })
}

fn rows(sessions: &[OutreachRow], lang: Lang) -> AnyView {
    if sessions.is_empty() {
        let words = lang.pick("Belum ada sesi.", "There is no session yet.");
        return view! { <Empty words=words /> }.into_any();
    }
    let rows = sessions
        .iter()
        .map(|one| {
            view! {
                <li>
                    <a href=routes::outreach(&one.id)>{one.place.clone()}</a>
                    <small>{one.region_name.clone()} " · " {day_words(&one.day, lang)}</small>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="links wide-links">{rows}</ul> }.into_any()
}

fn plan(sessions: Outreaches, error: Option<&Error>, lang: Lang) -> AnyView {
    let wrong = |id| wrong(error, id, lang);
    let place = field(
        "place",
        lang.pick("Tempat", "Place"),
        lang.pick(
            "Contoh: Balai Desa Umpang.",
            "For example the village hall.",
        ),
        wrong("place"),
        |described| {
            view! { <input id="place" name="place" required maxlength=MAX_TEXT.to_string() aria-describedby=described /> }.into_any()
        },
    );
    let regions = sessions.regions;
    let region = field(
        "region",
        lang.pick("Desa atau kelurahan", "Village"),
        "",
        wrong("region"),
        |described| region_box("region", regions, described, lang),
    );
    let today = sessions.today;
    let day = field(
        "day",
        lang.pick("Tanggal", "Date"),
        day_hint(lang),
        wrong("day"),
        |described| {
            view! { <input id="day" name="day" type="date" size="12" required value=today aria-describedby=described /> }.into_any()
        },
    );
    let notes = |id: &'static str, label, hint| {
        field(id, label, hint, wrong(id), |described| {
            view! { <TextArea id=id.to_owned() name=id.to_owned() max=MAX_NOTES described=described /> }.into_any()
        })
    };
    let team = notes(
        "team",
        lang.pick("Tim", "Team"),
        lang.pick("Satu nama per baris.", "One name a line."),
    );
    let equipment = notes(
        "equipment",
        lang.pick("Alat yang dibawa", "Equipment"),
        lang.pick(
            "Satu per baris, misalnya: laptop, pencetak, alat rekam KTP-el.",
            "One a line, such as laptop, printer, recording device.",
        ),
    );
    view! {
        <form class="box" method="post" action=OpenOutreach::url()>
            {place}
            {region}
            {day}
            {team}
            {equipment}
            <p class="acts">
                <button class="btn">
                    <Icon name="plus" />
                    {lang.pick("Buat sesi", "Plan it")}
                </button>
            </p>
        </form>
    }
    .into_any()
}
