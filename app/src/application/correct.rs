//! Mending: only what the officer gave back, sent again. The same questions and the same engine as the form.

use super::api::{self, CorrectionForm};
use super::engine::{FORM, FORM_DATA};
use super::form::Checks;
use super::paper::{Paper, question, send, shots, tile_template};
use crate::error::ApiError;
use crate::facts::use_lang;
use crate::officer::HelpingBanner;
use crate::offline::APPLY;
use crate::offline::outbox::CORRECTIONS;
use crate::routes;
use crate::ui::{DataBlock, Icon};
use domain::document::Item;
use domain::view::{ReturnedItem, StatusView};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn CorrectPage() -> impl IntoView {
    let lang = use_lang();
    view! {
        <Title text=lang.pick("Perbaiki permohonan", "Fix the application") />
        <HelpingBanner lang=lang />
        <main class="wrap" id="isi" tabindex="-1">
            <nav class="crumb" aria-label=lang.pick("Kembali", "Back")>
                <a href=routes::STATUS_CASE>
                    <Icon name="back" />
                    {lang.pick("Status permohonan", "Status")}
                </a>
            </nav>
            {Suspend::new(async move {
                match api::read_correction().await {
                    Ok(CorrectionForm { form, status }) if !wanted(&status).is_empty() => {
                        let checks = only_wanted(form.checks(lang), &status);
                        let following = status.returned.is_empty();
                        let paper = Paper { form: &form, checks: &checks, lang };
                        view! {
                            <h1>
                                {if following {
                                    lang.pick("Kirim dokumen yang menyusul", "Send what was to follow")
                                } else {
                                    lang.pick("Perbaiki bagian ini saja", "Fix only this")
                                }}
                            </h1>
                            <noscript>
                                <div class="note is-info">
                                    <p>{lang.pick("Bagian ini memerlukan JavaScript. Nyalakan JavaScript, atau bawa perbaikannya ke kantor.", "This part needs JavaScript. Turn it on, or bring the fix to the office.")}</p>
                                </div>
                            </noscript>
                            <div id=FORM data-urgent>
                                <div data-problems></div>
                                {wanted(&status).into_iter().map(|item| item_view(paper, item)).collect_view()}
                                {send::mending_end(following, lang)}
                                {tile_template(lang)}
                                <DataBlock id=FORM_DATA data=checks.clone() />
                                <i hidden data-device=APPLY></i>
                            </div>
                        }
                            .into_any()
                    }
                    Ok(_) => {
                        view! {
                            <div class="empty">
                                <p>{lang.pick("Tidak ada yang perlu diperbaiki.", "Nothing needs fixing.")}</p>
                                <a class="btn second" href=routes::STATUS_CASE>{lang.pick("Lihat status", "Show the status")}</a>
                            </div>
                        }
                            .into_any()
                    }
                    Err(ApiError(error)) => {
                        view! {
                            <h1>{lang.pick("Buka dulu permohonan Anda", "Open your application first")}</h1>
                            <p>{error.message(lang)}</p>
                            <p><a class="btn" href=routes::STATUS>{lang.pick("Cek status", "Check status")}</a></p>
                        }
                            .into_any()
                    }
                }
            })}
        </main>
    }
}

/// What was given back, or else what may follow.
fn wanted(status: &StatusView) -> Vec<&ReturnedItem> {
    status.returned.iter().chain(&status.later).collect()
}

/// The checks of what is wanted now, and of nothing else. What was given back must come; what follows may come one by one.
fn only_wanted(mut checks: Checks, status: &StatusView) -> Checks {
    let wanted = wanted(status);
    let is_wanted = |item: Item| wanted.iter().any(|one| one.item == item);
    checks.mending = true;
    checks.draft = format!("{CORRECTIONS}{}:{}", status.code.compact(), status.round);
    checks.rules.clear();
    checks
        .needs
        .retain(|need| is_wanted(Item::Document(need.id.clone())));
    for need in &mut checks.needs {
        need.later = status.returned.is_empty();
        // Asked for is asked for: the answers on which it once depended aren't here.
        need.show_if = None;
    }
    for page in &mut checks.pages {
        page.fields
            .retain(|field| is_wanted(Item::Field(field.id.clone())));
        for field in &mut page.fields {
            field.show_if = None;
        }
    }
    checks
}

fn item_view(paper: Paper<'_>, item: &ReturnedItem) -> impl IntoView {
    let Paper { form, lang, .. } = paper;
    let body = match &item.item {
        Item::Document(id) => form.requirement(id).map(|document| shots(document, lang)),
        // An answer asked only under a condition was asked: it is shown without looking at answers that aren't here.
        Item::Field(id) => form.field(id).map(|field| question(paper, field, false)),
    };
    view! {
        <section class="box">
            <h2>{item.label.get(lang).to_owned()}</h2>
            {(!item.reason.is_empty())
                .then(|| {
                    view! {
                        <div class="note is-warn">
                            <Icon name="talk" />
                            <div>
                                <p><b>{lang.pick("Kata petugas:", "The officer says:")}</b></p>
                                <p>{item.reason.clone()}</p>
                            </div>
                        </div>
                    }
                })}
            {body}
        </section>
    }
}
