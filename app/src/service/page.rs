//! `/layanan/{id}`: one service. What it is, what to prepare, how it goes, what the law says.

use super::api::{ServiceForm, read_service};
use super::more::{Steps, Terms, Who};
use super::prepare::Prepare;
use super::standard::Standard;
use crate::error::ApiError;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{
    Badge, Crumb, ErrorPage, Fee, Icon, LAPOR, LAPOR_SMS, Note, Source, Tone, indonesian, tongue,
    working_days,
};
use domain::service::Service;
use domain::text::Lang;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;

#[component]
pub fn ServicePage() -> impl IntoView {
    let lang = use_lang();
    let id = use_params_map()
        .read_untracked()
        .get("id")
        .unwrap_or_default();
    Suspend::new(async move {
        match read_service(id).await {
            Ok(form) => view! { <Whole form=form lang=lang /> }.into_any(),
            Err(ApiError(error)) => {
                let back_words = lang.pick("Semua layanan", "All services");
                view! { <ErrorPage error=error back=routes::SERVICES back_words=back_words /> }
                    .into_any()
            }
        }
    })
}

#[component]
fn Whole(form: ServiceForm, lang: Lang) -> impl IntoView {
    let ServiceForm {
        service, applicant, ..
    } = form;
    let name = service.name.get(lang).to_owned();
    let apply = routes::apply(&service.id);
    view! {
        <Title text=name.clone() />
        <Meta name="description" content=service.summary.get(lang).to_owned() />
        <main class="wrap" id="isi" tabindex="-1">
            <Crumb href=routes::SERVICES>{lang.pick("Semua layanan", "All services")}</Crumb>
            <h1 lang=tongue(&service.name, lang)>{name}</h1>
            <p class="meta">
                <Fee rupiah=service.fee.rupiah lang=lang />
                <span>
                    <Icon name="clock" />
                    " "
                    {working_days(service.time.promise, lang)}
                </span>
                {service.urgent.then(|| view! { <Badge tone=Tone::Warn>{lang.pick("Didahulukan", "Handled first")}</Badge> })}
            </p>
            <p class="lead" lang=tongue(&service.summary, lang)>{service.summary.get(lang).to_owned()}</p>
            <p class="acts">
                <a class="btn" href=apply.clone()>{lang.pick("Ajukan sekarang", "Apply now")}</a>
            </p>
            {(!service.confirmed).then(|| unconfirmed(lang))}
            <Prepare service=service.clone() applicant=applicant.clone() lang=lang />
            {warnings(&service, lang)}
            <div class="no-print">
                <Who service=service.clone() lang=lang />
                <Steps service=service.clone() applicant=applicant lang=lang />
                <Terms service=service.clone() lang=lang />
                {levy(lang)}
                <Standard service=service.clone() lang=lang />
                {papers(&service, lang)}
                <p class="acts">
                    <a class="btn" href=apply>{lang.pick("Ajukan sekarang", "Apply now")}</a>
                </p>
            </div>
        </main>
    }
}

fn unconfirmed(lang: Lang) -> impl IntoView {
    view! {
        <Note tone=Tone::Warn>
            <p>
                <b>{lang.pick("Daftar ini belum dikonfirmasi kantor.", "The office has not confirmed this list yet.")}</b>
                " "
                {lang.pick(
                    "Syaratnya dikumpulkan dari aturan dan kantor lain. Kalau ragu, tanyakan dulu.",
                    "It is collected from the rules and from other offices. If in doubt, ask first.",
                )}
            </p>
        </Note>
    }
}

fn warnings(service: &Service, lang: Lang) -> impl IntoView + use<> {
    (!service.warnings.is_empty()).then(|| {
        let list = service
            .warnings
            .iter()
            .map(|text| view! { <li lang=tongue(text, lang)>{text.get(lang).to_owned()}</li> })
            .collect_view();
        view! {
            <Note tone=Tone::Info>
                <h2>{lang.pick("Perhatikan", "Please note")}</h2>
                <ul>{list}</ul>
            </Note>
        }
    })
}

/// Somebody asks for money: what to do. The office promises no more than these two can keep.
fn levy(lang: Lang) -> impl IntoView {
    view! {
        <section class="box">
            <h2>{lang.pick("Diminta uang?", "Asked for money?")}</h2>
            <p>
                {lang.pick(
                    "Bayar hanya biaya yang tertulis di sini. Kalau ada yang meminta uang lagi, laporkan. Nama Anda bisa dirahasiakan.",
                    "Pay only what is written here. If anybody asks for more, report it. Your name can be kept secret.",
                )}
            </p>
            <p>
                <a class="tap" href=LAPOR>
                    <Icon name="talk" />
                    "lapor.go.id"
                </a>
                <a class="tap" href=format!("sms:{LAPOR_SMS}")>
                    <Icon name="phone" />
                    {format!("SMS {LAPOR_SMS}")}
                </a>
            </p>
        </section>
    }
}

/// Laws and sources, in Indonesian as they are.
fn papers(service: &Service, lang: Lang) -> impl IntoView + use<> {
    let laws = service
        .legal_basis
        .iter()
        .map(|law| view! { <li>{law.clone()}</li> })
        .collect_view();
    let sources = service
        .sources
        .iter()
        .map(|source| view! { <li><Source text=source.clone() /></li> })
        .collect_view();
    view! {
        <details>
            <summary>{lang.pick("Dasar hukum", "Legal basis")}</summary>
            <ul lang=indonesian(lang)>{laws}</ul>
        </details>
        <details>
            <summary>{lang.pick("Sumber keterangan di halaman ini", "Sources of this page")}</summary>
            <ul lang=indonesian(lang)>{sources}</ul>
        </details>
    }
}
