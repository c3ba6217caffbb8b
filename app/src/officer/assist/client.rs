//! One resident: who it is, their leave, what can be started for them, and what came of earlier help.

use super::super::flash::Flash;
use super::super::frame::DeskBar;
use super::super::session::at_desk;
use super::api::{self, HelpOn, Start, plain};
use super::cases::case_rows;
use super::consent::consent_form;
use crate::error::refused_form;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Crumb, Fact, Icon, Note, Tone, moment_words, tongue};
use domain::text::Lang;
use domain::view::{ClientView, Consent};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

#[component]
pub fn ClientPage() -> impl IntoView {
    let lang = use_lang();
    let id = use_params_map()
        .read_untracked()
        .get("id")
        .unwrap_or_default();
    let outreach = use_query_map()
        .read_untracked()
        .get("sesi")
        .filter(|id| plain(id))
        .unwrap_or_default();
    let error = refused_form();
    Suspend::new(async move {
        let (session, client) = match at_desk(lang, api::read_client(id, outreach)).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        let missing = || lang.pick("belum diisi", "not filled in").to_owned();
        let (lives, nik, phone) = (
            client.region_name.clone(),
            client.nik.clone().unwrap_or_else(missing),
            client.phone.clone().unwrap_or_else(missing),
        );
        view! {
            // No name: titles end up in histories.
            <Title text=lang.pick("Membantu warga", "Helping a resident") />
            <DeskBar session=session lang=lang here="" />
            <main class="wrap" id="isi" tabindex="-1">
                {back(&client, lang)}
                <h1>{client.name.clone()}</h1>
                <Flash lang=lang error=error.clone() />
                <dl class="facts">
                    <Fact label=lang.pick("Tinggal di", "Lives in")>{lives}</Fact>
                    <Fact label="NIK">{nik}</Fact>
                    <Fact label=lang.pick("Nomor HP", "Mobile phone")>{phone}</Fact>
                </dl>
                {match &client.agreed {
                    Some(consent) => services(&client, consent, lang),
                    None => consent_form(&client, error.as_ref(), lang),
                }}
                {earlier(&client, lang)}
            </main>
        }
        .into_any()
    })
}

fn back(client: &ClientView, lang: Lang) -> AnyView {
    match &client.outreach {
        Some((id, place)) => {
            let place = place.clone();
            view! { <Crumb href=routes::outreach(id)>{lang.pick("Jemput bola: ", "Outreach: ")} {place}</Crumb> }.into_any()
        }
        None => view! { <Crumb href=routes::CLIENTS>{lang.pick("Pilih warga", "Choose a resident")}</Crumb> }.into_any(),
    }
}

/// What this officer may start for them now.
fn services(client: &ClientView, consent: &Consent, lang: Lang) -> AnyView {
    let outreach = client
        .outreach
        .as_ref()
        .map(|(id, _)| id.clone())
        .unwrap_or_default();
    let when = moment_words(consent.at, client.zone, lang);
    let name = consent.name.clone();
    let list = client
        .services
        .iter()
        .map(|(id, name)| {
            view! {
                <li>
                    <form method="post" action=Start::url()>
                        <input type="hidden" name="client" value=client.id.clone() />
                        <input type="hidden" name="service" value=id.clone() />
                        <input type="hidden" name="outreach" value=outreach.clone() />
                        <button class="btn second" lang=tongue(name, lang)>
                            {name.get(lang).to_owned()}
                            <Icon name="next" />
                        </button>
                    </form>
                </li>
            }
        })
        .collect_view();
    view! {
        <Note tone=Tone::Ok>
            <p>
                {lang.pick("Sudah menyetujui: ", "Agreed: ")}
                <b>{name}</b>
                ", "
                {when}
                ". "
                {lang.pick("Berlaku untuk hari ini.", "It holds for today.")}
            </p>
        </Note>
        <h2>{lang.pick("Mau mengurus apa?", "What is needed?")}</h2>
        <ul class="plain choices">{list}</ul>
    }
    .into_any()
}

/// What came of earlier help, with the way on where something is missing.
fn earlier(client: &ClientView, lang: Lang) -> Option<AnyView> {
    (!client.cases.is_empty()).then(|| {
        let on = client.agreed.is_some().then(|| client.id.clone());
        let act = move |code: &domain::code::Code| {
            on.clone().map(|client| {
                view! {
                    <form method="post" action=HelpOn::url()>
                        <input type="hidden" name="client" value=client />
                        <input type="hidden" name="code" value=code.compact().to_owned() />
                        <button class="btn quiet">
                            {lang.pick("Bantu lanjutkan", "Help on")}
                            <span class="vh">" " {code.to_string()}</span>
                        </button>
                    </form>
                }
                .into_any()
            })
        };
        view! {
            <h2>{lang.pick("Permohonan yang pernah dibantu", "Applications helped before")}</h2>
            {case_rows(&client.cases, client.zone, act, lang)}
        }
        .into_any()
    })
}
