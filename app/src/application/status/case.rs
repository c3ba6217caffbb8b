//! `/status/kasus`: one application as its resident sees it. No personal data in the address or the title.

use super::todo::{Todo, WaysOut};
use super::walk::Walk;
use crate::application::api::read_status;
use crate::error::{ApiError, refused_form};
use crate::facts::{page_status, use_lang};
use crate::message::News;
use crate::officer::{Flash, HelpingBanner};
use crate::pickup::api::read_pickup;
use crate::pickup::own_pickup;
use crate::routes;
use crate::service::api::read_service;
use crate::ui::{Crumb, ErrorPage, Icon, Note, StateBadge, Tone, indonesian, tongue};
use domain::application::State;
use domain::error::Error;
use domain::letter::LetterState;
use domain::text::Lang;
use domain::view::{LetterBefore, PickupView, StatusView};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn CasePage() -> impl IntoView {
    let lang = use_lang();
    let error = refused_form();
    Suspend::new(async move {
        match read_status().await {
            Ok(status) => {
                let pickup = read_pickup().await.unwrap_or_default();
                let today = read_service(status.service.clone()).await.map(|service| service.today).unwrap_or_default();
                view! { <Case status=status pickup=pickup today=today error=error.clone() lang=lang /> }.into_any()
            }
            Err(ApiError(Error::LoggedOut)) => closed(lang),
            Err(ApiError(error)) => view! { <ErrorPage error=error back=routes::STATUS back_words=lang.pick("Cek status", "Check status") /> }.into_any(),
        }
    })
}

#[component]
fn Case(
    status: StatusView,
    pickup: PickupView,
    today: String,
    error: Option<Error>,
    lang: Lang,
) -> impl IntoView {
    let state = status.state;
    // Days in ISO 8601 sort as text. Nobody is told that the office is late when nobody knows what day it is.
    let late = !today.is_empty() && status.expected.as_ref().is_some_and(|day| *day < today);
    let code = status.code.to_string();
    view! {
        <Title text=lang.pick("Status permohonan", "Status of your application") />
        <HelpingBanner lang=lang />
        <main class="wrap" id="isi" tabindex="-1">
            <Crumb href=routes::STATUS>{lang.pick("Cek kode lain", "Check another code")}</Crumb>
            <h1 lang=tongue(&status.service_name, lang)>{status.service_name.get(lang).to_owned()}</h1>
            <p class="meta">
                <StateBadge state=state lang=lang />
                <code>{code}</code>
                <span>{lang.pick("atas nama ", "for ")} {status.applicant.clone()}</span>
            </p>
            <Flash lang=lang error=error />
            <Todo status=status.clone() late=late lang=lang />
            {ended(&status, lang)}
            {letters(&status, lang)}
            {own_pickup(&pickup, lang)}
            {products(&status, lang)}
            <Walk status=status late=late lang=lang />
            <News lang=lang />
            <WaysOut state=state lang=lang />
        </main>
    }
}

/// Letters that nobody may rely on any more, with the office's reason.
fn ended(status: &StatusView, lang: Lang) -> AnyView {
    let note = |one: &LetterBefore| {
        let words = match (one.state, lang) {
            (LetterState::Replaced, Lang::Id) => format!(
                "Surat nomor {} sudah diganti surat baru. Jangan dipakai lagi.",
                one.number
            ),
            (LetterState::Replaced, Lang::En) => format!(
                "Letter number {} was replaced by a new one. Don't use it any more.",
                one.number
            ),
            (_, Lang::Id) => format!(
                "Surat nomor {} dicabut kantor dan tidak berlaku lagi. Jangan dipakai. Tanyakan di loket apa yang harus dilakukan.",
                one.number
            ),
            (_, Lang::En) => format!(
                "The office has revoked letter number {}: it isn't valid any more. Don't use it. Ask at the counter what to do.",
                one.number
            ),
        };
        let reason = one.reason.clone();
        view! {
            <Note tone=Tone::Warn>
                <p>{words}</p>
                // An officer writes in Indonesian.
                {reason.map(|reason| view! { <p class="said" lang=indonesian(lang)>{reason}</p> })}
            </Note>
        }
    };
    status.ended.iter().map(note).collect_view().into_any()
}

/// Letters that can be saved at once.
fn letters(status: &StatusView, lang: Lang) -> Option<AnyView> {
    (!status.letters.is_empty()).then(|| {
        let file = format!("surat-{}.pdf", status.code.compact());
        let list = status
            .letters
            .iter()
            .map(|one| {
                let (name, number) = (one.name.get(lang).to_owned(), one.number.clone());
                view! {
                    <p>
                        <b lang=tongue(&one.name, lang)>{name}</b>
                        {lang.pick(", nomor ", ", number ")}
                        {number}
                    </p>
                    <p class="acts">
                        <a class="btn" href=routes::status_letter(&one.product) download=file.clone()>
                            {lang.pick("Simpan surat ke HP (PDF)", "Save the letter (PDF)")}
                        </a>
                    </p>
                }
            })
            .collect_view();
        view! {
            <h2>{lang.pick("Surat Anda", "Your letter")}</h2>
            {list}
            <p class="hint">
                {lang.pick("Surat ini ditandatangani secara elektronik. Kirim berkas PDF-nya, bukan foto layarnya: tanda tangannya ada di dalam berkas.", "This letter is signed electronically. Pass on the PDF itself, not a picture of it: the signature is inside the file.")}
            </p>
        }
        .into_any()
    })
}

/// Where each product is, once the case is decided and there is more than one.
fn products(status: &StatusView, lang: Lang) -> Option<AnyView> {
    let decided = matches!(
        status.state,
        State::Done | State::ReadyForPickup | State::HandedOver
    );
    (decided && status.products.len() > 1).then(|| {
        let list = status
            .products
            .iter()
            .map(|one| {
                view! {
                    <div>
                        <dt lang=tongue(&one.name, lang)>{one.name.get(lang).to_owned()}</dt>
                        <dd>{one.state.name(one.way, lang)}</dd>
                    </div>
                }
            })
            .collect_view();
        view! {
            <h2>{lang.pick("Yang Anda terima", "What you receive")}</h2>
            <dl class="facts">{list}</dl>
        }
        .into_any()
    })
}

/// The 30 minutes are over, or nobody has shown a code yet. No error: this happens to everybody.
fn closed(lang: Lang) -> AnyView {
    page_status(Error::LoggedOut.status());
    view! {
        <Title text=lang.pick("Buka status lagi", "Open the status again") />
        <main class="wrap" id="isi" tabindex="-1">
            <h1>{lang.pick("Tunjukkan kode Anda dulu", "Show your code first")}</h1>
            <p class="lead">
                {lang.pick(
                    "Demi keamanan, status tertutup sendiri setelah 30 menit. Buka lagi dengan kode dan 4 angka terakhir nomor HP.",
                    "To keep it safe, the status closes by itself after 30 minutes. Open it again with your code and the last 4 digits of your phone.",
                )}
            </p>
            <p class="acts">
                <a class="btn" href=routes::STATUS>
                    <Icon name="eye" />
                    {lang.pick("Cek status", "Check status")}
                </a>
            </p>
        </main>
    }
    .into_any()
}
