//! Mending: only what the officer gave back, sent again.

use super::api::{self, CorrectionForm};
use super::apply::{Desk, FORM_DATA, Network, Problems, Shots, field_view, form_data, patiently};
use super::form::FormPack;
use crate::error::ApiError;
use crate::facts::use_lang;
use crate::offline::{self, Draft};
use crate::routes;
use crate::ui::{Alert, DataBlock, Icon, Press, flag, focus_soon, mark, says};
use crate::upload::{self, UploadDesk};
use domain::document::Item;
use domain::error::Error;
use domain::text::Lang;
use domain::validate::{Problem, What};
use domain::view::{Correction, ReturnedItem, SubmittedDocument};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use serde::{Deserialize, Serialize};

#[component]
pub fn CorrectPage() -> impl IntoView {
    let lang = use_lang();
    view! {
        <Title text=lang.pick("Perbaiki permohonan", "Fix the application") />
        <main class="wrap" id="isi" tabindex="-1">
            <nav class="crumb" aria-label=lang.pick("Kembali", "Back")>
                <a href=routes::STATUS_CASE>
                    <Icon name="back" />
                    {lang.pick("Status permohonan", "Status")}
                </a>
            </nav>
            {Suspend::new(async move {
                match api::read_correction(lang).await {
                    Ok(CorrectionForm { form, status }) if !status.returned.is_empty() => {
                        let task = Task { form, returned: status.returned, code: status.code.compact().to_owned() };
                        view! {
                            <h1>{lang.pick("Perbaiki bagian ini saja", "Fix only this")}</h1>
                            <noscript>
                                <div class="note is-info">
                                    <p>{lang.pick("Bagian ini memerlukan JavaScript. Nyalakan JavaScript, atau bawa perbaikannya ke kantor.", "This part needs JavaScript. Turn it on, or bring the fix to the office.")}</p>
                                </div>
                            </noscript>
                            <DataBlock id=FORM_DATA data=task.clone() />
                            {provide_context(task)}
                            <CorrectIsland lang=lang />
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

/// What the island is told.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Task {
    form: FormPack,
    returned: Vec<ReturnedItem>,
    /// Names the draft on the device.
    code: String,
}

#[island(lazy)]
pub fn CorrectIsland(lang: Lang) -> impl IntoView {
    let Task {
        form,
        returned,
        code,
    } = form_data().unwrap_or_default();
    let desk = Desk::new(form, lang, "");
    desk.name.set_value(format!("correct:{code}"));
    desk.correcting.set_value(true);
    provide_context(desk);
    let items = StoredValue::new(returned.clone());
    let sending = RwSignal::new(false);
    let failed = RwSignal::new(None::<Error>);
    Effect::new(move |_| {
        spawn_local(async move {
            let draft = offline::load_draft(&desk.name.get_value())
                .await
                .unwrap_or_else(Draft::new);
            desk.draft.set(draft);
            desk.save();
            desk.ready.set(true);
            upload::wake_on_return(desk);
            if upload::pending(desk) > 0 {
                upload::wake(desk);
            }
        });
    });
    let start = Callback::new(move |()| {
        let problems = missing(desk, &items.get_value());
        let fine = problems.is_empty();
        desk.report.update(|report| report.errors = problems);
        if !fine {
            focus_soon(".errs");
            return;
        }
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        failed.set(None);
        spawn_local(async move {
            match patiently(desk, failed, || attempt(desk, items.get_value())).await {
                Ok(()) => {
                    offline::wipe_draft(&desk.name.get_value()).await;
                    if let Some(window) = web_sys::window() {
                        let _ = window.location().set_href(routes::STATUS_CASE);
                    }
                }
                Err(Error::Invalid { problems }) => {
                    desk.report.update(|report| report.errors = problems);
                    focus_soon(".errs");
                }
                Err(error) => failed.set(Some(error)),
            }
            sending.set(false);
        });
    });
    view! {
        <div id="formulir" data-urgent data-ready=mark(move || desk.ready.get())>
            <Problems />
            {returned.into_iter().map(|item| item_view(desk, item)).collect_view()}
            <Network />
            <Alert words=says(move || failed.get().map(|error| error.message(lang)).unwrap_or_default()) />
            <p class="acts">
                <Press
                    id="kirim"
                    icon="send"
                    busy=flag(move || sending.get() || !desk.ready.get())
                    label=says(move || {
                        if sending.get() { lang.pick("Sedang mengirim…", "Sending…") } else { lang.pick("Kirim perbaikan", "Send the fix") }
                            .to_owned()
                    })
                    press=start
                />
            </p>
        </div>
    }
}

fn item_view(desk: Desk, item: ReturnedItem) -> impl IntoView {
    let lang = desk.lang;
    let label = item.label.get(lang).to_owned();
    let body = match &item.item {
        Item::Document(id) => {
            let requirement = desk
                .form
                .with_value(|form| form.requirements.iter().find(|r| r.id == *id).cloned());
            requirement.map(|requirement| view! { <Shots requirement=requirement /> }.into_any())
        }
        Item::Field(id) => {
            let field = desk.form.with_value(|form| {
                form.pages
                    .iter()
                    .flat_map(|p| &p.fields)
                    .find(|f| f.id == *id)
                    .cloned()
            });
            // An answer asked only under a condition was asked: show it without looking at answers that aren't here.
            field.map(|mut field| {
                field.show_if = None;
                field_view(desk, field)
            })
        }
    };
    view! {
        <section class="box">
            <h2>{label}</h2>
            <div class="note is-warn">
                <Icon name="talk" />
                <div>
                    <p><b>{lang.pick("Kata petugas:", "The officer says:")}</b></p>
                    <p>{item.reason}</p>
                </div>
            </div>
            {body}
        </section>
    }
}

/// What was given back and isn't mended yet.
fn missing(desk: Desk, items: &[ReturnedItem]) -> Vec<Problem> {
    let problem = |field: &str, what: What| Problem {
        field: field.to_owned(),
        cell: None,
        what,
    };
    items
        .iter()
        .filter_map(|item| match &item.item {
            Item::Document(id) if desk.photos(id).iter().all(|p| p.refused.is_some()) => {
                Some(problem(id, What::MissingDocument))
            }
            Item::Field(id)
                if desk
                    .draft
                    .with_untracked(|d| d.answers.get(id).is_none_or(|a| a.is_empty())) =>
            {
                Some(problem(id, What::Missing))
            }
            _ => None,
        })
        .collect()
}

async fn attempt(desk: Desk, items: Vec<ReturnedItem>) -> Result<(), Error> {
    let ticket = desk.ticket().await?;
    let mut draft = desk.draft.get_untracked();
    domain::form::tidy_all(&mut draft.answers);
    let documents = items
        .iter()
        .filter_map(|item| match &item.item {
            Item::Document(id) => {
                let pages = draft
                    .pages(id)
                    .iter()
                    .filter(|p| p.done)
                    .filter_map(|p| p.upload_id())
                    .collect();
                Some(SubmittedDocument {
                    requirement: id.clone(),
                    pages,
                })
            }
            Item::Field(_) => None,
        })
        .collect();
    draft.answers.retain(|id, _| {
        items
            .iter()
            .any(|item| item.item == Item::Field(id.clone()))
    });
    let correction = Correction {
        key: draft.send_key,
        answers: draft.answers,
        documents,
    };
    api::resubmit(ticket.token, correction)
        .await
        .map(drop)
        .map_err(|ApiError(error)| error)
}
