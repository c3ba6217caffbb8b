//! For who keeps the catalogue: what isn't confirmed, what is missing, and in which file to write it.

mod gaps;

use super::frame::{DeskBar, refused};
use super::session::require_session;
use crate::error::ApiError;
use crate::facts::{page_status, use_lang};
use crate::region::api::{RegionInfo, read_region};
use crate::routes;
use crate::service::api::list_services;
use crate::ui::{Badge, Note, Tone, Words};
use domain::error::Error;
use domain::officer::Role;
use domain::service::Service;
use domain::text::Lang;
use gaps::{missing, unknown};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn ContentPage() -> impl IntoView {
    let lang = use_lang();
    Suspend::new(async move {
        let session = match require_session().await {
            Ok(session) => session,
            Err(error) => return refused(&error, lang),
        };
        if session.officer.role != Role::Content {
            page_status(Error::Forbidden.status());
            return (
                view! { <DeskBar session=session lang=lang here="" /> },
                refused(&Error::Forbidden, lang),
            )
                .into_any();
        }
        let territory = session.officer.territory.clone();
        let (services, region) = match (
            list_services().await,
            read_region(territory.as_str().to_owned()).await,
        ) {
            (Ok(services), Ok(region)) => (services, region),
            (Err(ApiError(error)), _) | (_, Err(ApiError(error))) => {
                page_status(error.status());
                return refused(&error, lang);
            }
        };
        // What is offered in the officer's region, and what is offered below it.
        let services: Vec<_> = services
            .into_iter()
            .filter(|s| s.region.contains(&territory) || territory.contains(&s.region))
            .collect();
        let confirmed = services.iter().filter(|service| service.confirmed).count();
        let complete = services
            .iter()
            .filter(|service| missing(service, lang).is_empty())
            .count();
        view! {
            <Title text=lang.pick("Konten", "Content") />
            <DeskBar session=session lang=lang here=routes::OFFICER_CONTENT />
            <main class="wrap" id="isi" tabindex="-1">
                <h1>{lang.pick("Layanan dan profil", "Services and profile")}</h1>
                <p class="lead">
                    {lang.pick(
                        "Yang belum dikonfirmasi atau belum diisi. Tulis langsung di berkasnya, lalu periksa dengan ",
                        "What isn't confirmed or filled in. Write it into its file, then check with ",
                    )}
                    <code>"genggam catalogue check"</code>
                    "."
                </p>
                <dl class="tally">
                    <div><dd>{services.len()}</dd><dt>{lang.pick("layanan", "services")}</dt></div>
                    <div class=(confirmed < services.len()).then_some("is-warn")>
                        <dd>{services.len() - confirmed}</dd>
                        <dt>{lang.pick("belum dikonfirmasi", "not confirmed")}</dt>
                    </div>
                    <div class=(complete < services.len()).then_some("is-warn")>
                        <dd>{services.len() - complete}</dd>
                        <dt>{lang.pick("standarnya belum lengkap", "standard incomplete")}</dt>
                    </div>
                </dl>
                <p class="acts">
                    <a class="btn second" href=routes::TEMPLATES>{lang.pick("Lihat contoh surat", "Look at the templates of letters")}</a>
                </p>
                <h2>{lang.pick("Layanan", "Services")}</h2>
                {service_table(&services, lang)}
                {profile(&region, lang)}
            </main>
        }
        .into_any()
    })
}

fn service_table(services: &[Service], lang: Lang) -> AnyView {
    let heads = [
        lang.pick("Layanan", "Service"),
        lang.pick("Keadaan", "State"),
        lang.pick(
            "Komponen standar yang belum ada",
            "Standard components missing",
        ),
        lang.pick("Berkas", "File"),
    ];
    let rows = services
        .iter()
        .map(|service| {
            let state = if service.confirmed {
                view! { <Badge tone=Tone::Ok>{lang.pick("Dikonfirmasi", "Confirmed")}</Badge> }.into_any()
            } else {
                view! { <Badge tone=Tone::Warn>{lang.pick("Belum dikonfirmasi", "Not confirmed")}</Badge> }.into_any()
            };
            let lacks = missing(service, lang);
            let lacks = if lacks.is_empty() {
                view! { <span>{lang.pick("lengkap", "complete")}</span> }.into_any()
            } else {
                view! { <span>{lacks.join(", ")}</span> }.into_any()
            };
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        <a href=routes::service(&service.id)>
                            <Words text=service.name.clone() lang=lang />
                        </a>
                    </th>
                    <td role="cell" data-label=heads[1]>{state}</td>
                    <td role="cell" data-label=heads[2]>{lacks}</td>
                    <td role="cell" data-label=heads[3]><code>{format!("catalogue/services/{}.toml", service.id)}</code></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="data" role="table">
            <caption class="vh">{lang.pick("Keadaan tiap layanan", "State of each service")}</caption>
            <thead role="rowgroup">
                <tr role="row">{heads.into_iter().map(|h| view! { <th scope="col" role="columnheader">{h}</th> }).collect_view()}</tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

fn profile(region: &RegionInfo, lang: Lang) -> AnyView {
    let code = &region.region.code;
    let file = format!("catalogue/profiles/{code}.toml");
    let lacks = match &region.profile {
        Some(profile) => unknown(profile, lang),
        None => vec![lang.pick(
            "semua: berkasnya belum ada",
            "everything: there is no file yet",
        )],
    };
    let list = if lacks.is_empty() {
        view! {
            <Note tone=Tone::Ok>
                <p>{lang.pick("Semua bagian profil sudah diisi.", "Every part of the profile is filled in.")}</p>
            </Note>
        }
        .into_any()
    } else {
        let items = lacks
            .into_iter()
            .map(|part| view! { <li>{part}</li> })
            .collect_view();
        view! {
            <p>{lang.pick("Belum diisi:", "Not filled in:")}</p>
            <ul class="columns">{items}</ul>
        }
        .into_any()
    };
    view! {
        <h2>{lang.pick("Profil ", "Profile of ")} {region.region.full_name()}</h2>
        {list}
        <p>
            {lang.pick("Berkas: ", "File: ")}
            <code>{file}</code>
        </p>
        <p>
            <a class="tap" href=routes::region(code)>{lang.pick("Lihat halaman profilnya", "See the profile's page")}</a>
        </p>
    }
    .into_any()
}
