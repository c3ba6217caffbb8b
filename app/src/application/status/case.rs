//! `/status/kasus`: one application as its resident sees it. No personal data in the address or the title.

use super::todo::{Todo, WaysOut};
use super::walk::Walk;
use crate::application::api::read_status;
use crate::error::ApiError;
use crate::facts::{page_status, use_lang};
use crate::officer::HelpingBanner;
use crate::routes;
use crate::service::api::read_service;
use crate::ui::{Crumb, ErrorPage, Icon, StateBadge, tongue};
use domain::application::State;
use domain::error::Error;
use domain::text::Lang;
use domain::view::StatusView;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn CasePage() -> impl IntoView {
    let lang = use_lang();
    Suspend::new(async move {
        match read_status().await {
            Ok(status) => {
                let today = read_service(status.service.clone()).await.map(|service| service.today).unwrap_or_default();
                view! { <Case status=status today=today lang=lang /> }.into_any()
            }
            Err(ApiError(Error::LoggedOut)) => closed(lang),
            Err(ApiError(error)) => view! { <ErrorPage error=error back=routes::STATUS back_words=lang.pick("Cek status", "Check status") /> }.into_any(),
        }
    })
}

#[component]
fn Case(status: StatusView, today: String, lang: Lang) -> impl IntoView {
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
            <Todo status=status.clone() late=late lang=lang />
            {products(&status, lang)}
            <Walk status=status late=late lang=lang />
            <WaysOut state=state lang=lang />
        </main>
    }
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
