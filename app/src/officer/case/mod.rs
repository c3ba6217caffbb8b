//! One case: what was answered and sent, what is doubtful, what can be done. Opening it is recorded.

mod answers;
mod documents;
mod hold;
mod log;
mod messages;
mod steps;
mod warning;

use super::api;
use super::assist::hour;
use super::double::{alike, merged};
use super::drawing::drawing;
use super::flash::Flash;
use super::frame::DeskBar;
use super::handover::products;
use super::judge::Desk;
use super::letter::letters;
use super::session::{at_desk, today};
use super::words::{deadline, near};
use crate::error::refused_form;
use crate::facts::use_lang;
use crate::pickup::api::read_case_pickup;
use crate::pickup::case_pickup;
use crate::routes;
use crate::ui::{Crumb, Icon, Note, StateBadge, Tone, Words, day_words, moment_words};
use domain::text::Lang;
use domain::view::CaseView;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

#[component]
pub fn CasePage() -> impl IntoView {
    let lang = use_lang();
    let code = use_params_map()
        .read_untracked()
        .get("code")
        .unwrap_or_default();
    let error = refused_form();
    Suspend::new(async move {
        let (session, case) = match at_desk(lang, api::open_case(code)).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        let pickup = read_case_pickup(case.code.compact().to_owned())
            .await
            .unwrap_or_default();
        let territory = session.territory_name.clone();
        let desk = Desk::new(&case, lang, routes::case(&case.code));
        view! {
            // The code only: what is in a title ends up in histories and on other people's screens.
            <Title text=format!("{} {}", lang.pick("Permohonan", "Application"), case.code) />
            <DeskBar session=session lang=lang here="" />
            <main class="wrap" id="isi" tabindex="-1">
                <Crumb href=routes::OFFICER>{lang.pick("Antrean", "Queue")}</Crumb>
                {head(&case, &territory, lang)}
                <Flash lang=lang error=error />
                {warning::flawed(&case, lang)}
                {warning::lapsed(&case, lang)}
                {warning::unprintable(&case, lang)}
                {helped(&case, lang)}
                {alike(&case, lang)}
                {merged(&case, lang)}
                {doubts(&case, lang)}
                <nav class="jump" aria-label=lang.pick("Di halaman ini", "On this page")>
                    <a class="tap" href="#langkah">{lang.pick("Langkah berikut", "Next step")}</a>
                    <a class="tap" href="#isian">{lang.pick("Isian", "Answers")}</a>
                    <a class="tap" href="#riwayat">{lang.pick("Riwayat", "History")}</a>
                </nav>
                <div class="split">
                    <div>
                        {documents::documents(&case, &desk)}
                        {documents::at_the_counter(&case, lang)}
                        <p class="acts">
                            <a class="btn second" href=routes::mismatch(&case.code)>
                                {lang.pick("Cocokkan dokumen dengan isian", "Compare documents and form")}
                            </a>
                        </p>
                        {letters(&case, lang)}
                        {case_pickup(&pickup, &case.code, lang)}
                        {given(&case, lang)}
                        {answers::answers(&case, &desk)}
                    </div>
                    <aside>
                        {hold::hold(&case, lang)}
                        {steps::steps(&case, lang)}
                        {log::log(&case, lang)}
                        {messages::messages(&case, lang)}
                    </aside>
                </div>
            </main>
        }
        .into_any()
    })
}

/// Who and what, where it stands, and until when.
fn head(case: &CaseView, territory: &str, lang: Lang) -> AnyView {
    // `nama` is a fixed question of every form (catalogue/applicant.toml).
    let applicant = case
        .fields
        .iter()
        .find(|field| field.id == "nama")
        .and_then(|field| field.shown.first());
    let applicant = applicant.map(|name| format!("{}: ", name.get(lang)));
    let due = deadline(
        case.state,
        case.due.as_deref(),
        case.pressure,
        today(case.zone),
        lang,
    );
    let paused = case.paused_with.map(|days| match lang {
        Lang::Id => format!(", sisa {days} hari kerja"),
        Lang::En => format!(", {days} working days left"),
    });
    let day = case.due.as_deref().map(|day| day_words(day, lang));
    let promise = case.promise.as_deref().filter(|day| case.due.as_deref() != Some(day)).map(|day| {
        view! { <span>{lang.pick("janji kantor ", "office's promise ")} {day_words(day, lang)}</span> }
    });
    let exact = day
        .filter(|day| *day != due.words)
        .map(|day| format!(", {day}"));
    let sent = moment_words(case.sent, case.zone, lang);
    view! {
        <h1>{applicant} <Words text=case.service_name.clone() lang=lang /></h1>
        <p class="meta">
            <code>{case.code.to_string()}</code>
            <StateBadge state=case.state lang=lang />
            <span class=due.tone.map(|tone| format!("badge{}", tone.class()))>
                <Icon name="clock" />
                " "
                {lang.pick("Batas: ", "Due: ")}
                {due.words}
                {exact}
                {paused}
            </span>
            {promise}
            {case.deadline.as_ref().filter(|_| !case.state.is_final()).map(|deadline| hour(deadline, case.zone, lang))}
            <span>{near(&case.region_name, territory)}</span>
            <span>{lang.pick("dikirim ", "sent ")} {sent}</span>
        </p>
    }
    .into_any()
}

/// Who helped to send it, and by which consent.
fn helped(case: &CaseView, lang: Lang) -> Option<AnyView> {
    case.helped.as_ref().map(|helped| {
        let when = moment_words(helped.consent.at, case.zone, lang);
        let signature = helped.consent.signature.as_ref().map(|id| {
            drawing(
                id,
                lang.pick("Tanda tangan warga", "The resident's signature"),
                lang,
            )
        });
        let by = helped.by.get(lang).to_owned();
        let channel = helped.channel.name(lang);
        let (name, version) = (helped.consent.name.clone(), helped.consent.version.clone());
        view! {
            <Note tone=Tone::Info>
                <p>
                    <b>{channel}</b>
                    " · "
                    {by}
                </p>
                <p>
                    {lang.pick("Persetujuan warga: ", "The resident's consent: ")}
                    {name}
                    ", "
                    {when}
                    ", "
                    {lang.pick("teks ", "text ")}
                    {version}
                </p>
                {signature}
            </Note>
        }
        .into_any()
    })
}

/// What is handed over, where there is more than one thing or somebody has begun.
fn given(case: &CaseView, lang: Lang) -> Option<AnyView> {
    let begun = case
        .products
        .iter()
        .any(|one| !one.marks.is_empty() || one.step.is_some());
    (begun || case.products.len() > 1).then(|| {
        view! {
            <h2 id="hasil">{lang.pick("Hasil", "What is handed over")}</h2>
            {products(&case.products, &case.code, case.zone, lang)}
        }
        .into_any()
    })
}

/// What the validator doubts, gathered on top: each leads to its answer.
fn doubts(case: &CaseView, lang: Lang) -> Option<AnyView> {
    let list: Vec<_> = case
        .fields
        .iter()
        .flat_map(|field| field.warnings.iter().map(move |warning| (field, warning)))
        .map(|(field, warning)| {
            let words = format!("{}: {}", field.label.get(lang), warning.get(lang));
            view! { <li><a class="tap" href=format!("#isian-{}", field.id)>{words}</a></li> }
        })
        .collect();
    (!list.is_empty()).then(|| {
        view! {
            <Note tone=Tone::Warn>
                <h2>{lang.pick("Lihat sekali lagi", "Look twice")}</h2>
                <p>{lang.pick("Ini belum tentu salah. Cocokkan dengan dokumennya.", "This need not be wrong. Compare with the documents.")}</p>
                <ul>{list}</ul>
            </Note>
        }
        .into_any()
    })
}
