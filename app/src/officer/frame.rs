//! What surrounds every officer's page: who is logged in, where else to go, the way out.

use super::api::LogOut;
use crate::routes;
use crate::ui::{Icon, Note, Tone};
use domain::error::Error;
use domain::officer::Standing;
use domain::text::Lang;
use domain::view::Session;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

/// Name, role and territory, the officers' own menu, and log out. Stands between the site's header and `<main>`.
#[component]
pub fn DeskBar(session: Session, lang: Lang, here: &'static str) -> impl IntoView {
    let Session {
        officer,
        territory_name,
    } = session;
    // Its own name says enough here; the site's header names the office.
    let territory = match &officer.partner {
        Some(partner) => partner.name.clone(),
        None => territory_name
            .split(", ")
            .next()
            .unwrap_or_default()
            .to_owned(),
    };
    let link = move |path: &'static str, words: &'static str| {
        view! { <a href=path aria-current=(path == here).then_some("page")>{words}</a> }
    };
    view! {
        <section class="desk no-print" aria-label=lang.pick("Meja petugas", "Officer's desk")>
            <div class="wrap">
                <nav aria-label=lang.pick("Menu petugas", "Officers' menu")>
                    {officer.role.assists().then(|| link(routes::CLIENTS, lang.pick("Warga", "Residents")))}
                    {officer.role.assists().then(|| link(routes::HELPED, lang.pick("Dibantu", "Helped")))}
                    {(officer.role.assists() && officer.partner.is_none())
                        .then(|| link(routes::OUTREACH, lang.pick("Jemput bola", "Outreach")))}
                    {officer.role.assists().then(|| link(routes::READY, lang.pick("Siapkan", "Get ready")))}
                    {(officer.role.sees_cases() && officer.partner.is_none())
                        .then(|| link(routes::OFFICER, lang.pick("Antrean", "Queue")))}
                    {officer.role.sees_documents().then(|| link(routes::LETTERS, lang.pick("Surat", "Letters")))}
                    {officer.role.audits().then(|| link(routes::AUDIT, lang.pick("Pengawasan", "Audit")))}
                    {(!officer.role.sees_cases()).then(|| link(routes::OFFICER_CONTENT, lang.pick("Konten", "Content")))}
                    {officer.role.works_on_cases().then(|| link(routes::CALLS, lang.pick("Telepon", "Calls")))}
                    {(officer.role.works_on_cases() || officer.role.audits())
                        .then(|| link(routes::DIGEST, lang.pick("Ringkasan", "Digest")))}
                    {(officer.role.works_on_cases() || officer.role.audits())
                        .then(|| link(routes::ORDERS, lang.pick("Pelimpahan", "Orders")))}
                    {officer.role.takes_rescue().then(|| link(routes::RESCUE, lang.pick("Titipan", "Rescue files")))}
                    {officer.role.assists().then(|| link(routes::HELP, lang.pick("Bantuan", "Help")))}
                </nav>
                <div class="who">
                    <span>
                        <Icon name="person" />
                        " "
                        <b>{officer.name}</b>
                        " · "
                        {officer.role.name(lang)}
                        " · "
                        {territory}
                    </span>
                    <form method="post" action=LogOut::url() data-leaves>
                        <button class="btn quiet">
                            <Icon name="out" />
                            {lang.pick("Keluar", "Log out")}
                        </button>
                    </form>
                </div>
            </div>
        </section>
    }
}

/// Where the agreement has ended: what was taken before isn't lost.
pub fn still_bring(error: &Error, lang: Lang) -> Option<AnyView> {
    let ended = matches!(
        error,
        Error::Agreement {
            standing: Standing::Ended { .. }
        }
    );
    ended.then(|| {
        view! {
            <p>
                {lang.pick(
                    "Yang diambil sebelum itu masih bisa dikirim dari tablet ini, paling lama 28 hari sesudahnya: ",
                    "What was taken before can still be sent from this tablet, for 28 days: ",
                )}
                <a class="tap" href=routes::DRAFTS>{lang.pick("Isian di HP ini", "What this phone keeps")}</a>
            </p>
        }
        .into_any()
    })
}

/// Instead of a page: why it can't be shown, and the way on. The status is set already.
pub fn refused(error: &Error, lang: Lang) -> AnyView {
    let (path, words) = match error {
        Error::LoggedOut => (
            routes::OFFICER_LOGIN,
            lang.pick("Ke halaman masuk", "To the log-in page"),
        ),
        // Nothing inside opens: the way leads out.
        Error::Agreement { .. } => (
            routes::HOME,
            lang.pick("Ke halaman depan", "To the front page"),
        ),
        _ => (routes::OFFICER, lang.pick("Ke antrean", "To the queue")),
    };
    let (why, bring) = (error.message(lang), still_bring(error, lang));
    view! {
        <Title text=lang.pick("Tidak bisa dibuka", "Can't be opened") />
        <main class="wrap" id="isi" tabindex="-1">
            <h1>{lang.pick("Halaman ini tidak bisa dibuka", "This page can't be opened")}</h1>
            <Note tone=Tone::Warn>
                <p>{why}</p>
                {bring}
            </Note>
            <p class="acts">
                <a class="btn second" href=path>{words}</a>
            </p>
        </main>
    }
    .into_any()
}
