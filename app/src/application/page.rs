//! The page around the form: readable without script, with the form inside.

use super::api;
use super::engine::{FORM, FORM_DATA};
use super::paper::{Paper, form_view};
use crate::error::ApiError;
use crate::facts::use_lang;
use crate::officer::{Helping, banner, empty_banner, helping, read_assistance, send_to};
use crate::offline::APPLY;
use crate::routes;
use crate::ui::{DataBlock, Icon};
use domain::text::Lang;
use domain::view::AssistanceView;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The form of whoever applies alone. Whoever helps is sent to a resident first, or back to theirs.
#[component]
pub fn ApplyPage() -> impl IntoView {
    let lang = use_lang();
    let [id, step, _] = here();
    Suspend::new(async move {
        match helping().await {
            Helping::ChooseFirst => send_to(routes::CLIENTS),
            Helping::LoggedOut => send_to(routes::OFFICER_LOGIN),
            Helping::Now(view) => send_to(&routes::helped_form(&view.id, &id)),
            Helping::Nobody => return page(id, step, None, lang).await,
        }
        ().into_any()
    })
}

/// The form of a resident who is helped: the leave in its address says whose it is, so two tabs stay apart. A leave that
/// the server doesn't know was taken without a network: the device knows the name.
#[component]
pub fn HelpedFormPage() -> impl IntoView {
    let lang = use_lang();
    let [id, step, leave] = here();
    Suspend::new(async move {
        let known = read_assistance(leave.clone()).await.ok();
        let banner = match &known {
            Some(view) => banner(view.clone(), lang),
            None => empty_banner(lang),
        };
        (banner, page(id, step, Some((leave, known)), lang).await).into_any()
    })
}

/// Service, step and leave of the address.
fn here() -> [String; 3] {
    let params = use_params_map();
    let params = params.read_untracked();
    ["id", "step", "leave"].map(|name| params.get(name).unwrap_or_default())
}

async fn page(
    id: String,
    step: String,
    helped: Option<(String, Option<AssistanceView>)>,
    lang: Lang,
) -> AnyView {
    let service = routes::service(&id);
    let inside = match api::read_form(id).await {
        Ok(form) => {
            let name = form.name.get(lang).to_owned();
            let checks = form.checks(lang);
            let checks = match &helped {
                Some((_, Some(view))) => checks.assisted(view),
                Some((leave, None)) => checks.under(leave),
                None => checks,
            };
            let paper = Paper {
                form: &form,
                checks: &checks,
                lang,
            };
            view! {
                <Title text=format!("{name} – {}", lang.pick("isi formulir", "application form")) />
                <nav class="crumb" aria-label=lang.pick("Layanan", "Service")>
                    <a href=service.clone()>
                        <Icon name="file" />
                        {name}
                    </a>
                </nav>
                <noscript>
                    <div class="note is-info">
                        <div>
                            <p>
                                {lang.pick(
                                    "Mengisi formulir di sini memerlukan JavaScript. Anda tetap bisa membaca semua syarat, lalu datang ke kantor membawa dokumen asli.",
                                    "Filling in the form here needs JavaScript. You can still read all requirements and come to the office with your original documents.",
                                )}
                            </p>
                            <p><a href=service>{lang.pick("Baca syaratnya", "Read the requirements")}</a></p>
                        </div>
                    </div>
                </noscript>
                <div id=FORM data-urgent>
                    {form_view(paper, &step)}
                    <DataBlock id=FORM_DATA data=checks.clone() />
                    <i hidden data-device=APPLY></i>
                </div>
            }
            .into_any()
        }
        Err(ApiError(error)) => {
            crate::facts::page_status(error.status());
            view! {
                <Title text=lang.pick("Layanan tidak ada", "No such service") />
                <h1>{lang.pick("Layanan ini tidak ada", "There is no such service")}</h1>
                <p><a class="btn" href=routes::SERVICES>{lang.pick("Lihat semua layanan", "All services")}</a></p>
            }
            .into_any()
        }
    };
    view! { <main class="wrap" id="isi" tabindex="-1">{inside}</main> }.into_any()
}
