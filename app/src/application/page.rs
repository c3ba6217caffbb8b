//! The page around the form: readable without script, with the form inside.

use super::api;
use super::engine::{ApplyIsland, FORM, FORM_DATA};
use super::paper::{Paper, form_view};
use crate::error::ApiError;
use crate::facts::use_lang;
use crate::officer::{Helping, HelpingBanner, helping, send_to};
use crate::routes;
use crate::ui::{DataBlock, Icon};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

#[component]
pub fn ApplyPage() -> impl IntoView {
    let lang = use_lang();
    let params = use_params_map();
    let id = params.read_untracked().get("id").unwrap_or_default();
    let step = params.read_untracked().get("step").unwrap_or_default();
    let service = routes::service(&id);
    view! {
        <HelpingBanner lang=lang />
        <main class="wrap" id="isi" tabindex="-1">
            {Suspend::new(async move {
                let helping = helping().await;
                match api::read_form(id).await {
                    // Whoever helps begins with a resident, never with a form of their own.
                    Ok(_) if helping == Helping::ChooseFirst => {
                        send_to(routes::CLIENTS);
                        ().into_any()
                    }
                    Ok(_) if helping == Helping::LoggedOut => {
                        send_to(routes::OFFICER_LOGIN);
                        ().into_any()
                    }
                    Ok(form) => {
                        let name = form.name.get(lang).to_owned();
                        let checks = match &helping {
                            Helping::Now(view) => form.checks(lang).assisted(view),
                            _ => form.checks(lang),
                        };
                        let paper = Paper { form: &form, checks: &checks, lang };
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
                                <ApplyIsland />
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
                }
            })}
        </main>
    }
}
