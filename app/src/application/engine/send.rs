//! Consent, sending, and patience: the last photographs first, then the application, as often as it takes.

use super::desk::Desk;
use super::go_on::{blame, problem, tell};
use super::obstacles::obstacles;
use super::photos::warn;
use super::{history, refresh};
use crate::application::api;
use crate::application::form::Need;
use crate::application::paper::send::CONSENT;
use crate::application::step::Step;
use crate::error::ApiError;
use crate::offline::{self, Photo};
use crate::routes;
use crate::ui::device::{find, find_all, say, set, show};
use crate::upload::{self, UploadDesk, pending, sleep};
use domain::error::Error;
use domain::service::How;
use domain::text::Lang;
use domain::validate::{Report, What, is_asked};
use domain::view::{Correction, Submission, SubmittedDocument};
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// The button was pressed.
pub fn send(desk: &'static Desk) {
    if desk.checks.mending {
        let errors = unmended(desk);
        if !errors.is_empty() {
            return tell(
                desk,
                &Report {
                    errors,
                    warnings: Vec::new(),
                },
            );
        }
    } else {
        let consent = find(&desk.root, &format!("#{CONSENT}"));
        if !consent.is_some_and(|tick| tick.unchecked_ref::<HtmlInputElement>().checked()) {
            return blame(CONSENT, &What::MustTick.message(desk.checks.lang));
        }
        if !obstacles(desk).is_empty() {
            return;
        }
    }
    if desk.sending.replace(true) {
        return;
    }
    desk.failed.replace(None);
    refresh(desk);
    spawn_local(async move {
        if let Err(error) = patiently(desk).await {
            match error {
                Error::Invalid { problems } if desk.checks.mending => {
                    tell(
                        desk,
                        &Report {
                            errors: problems,
                            warnings: Vec::new(),
                        },
                    );
                }
                error => drop(desk.failed.replace(Some(error))),
            }
        }
        desk.sending.set(false);
        refresh(desk);
    });
}

/// How it goes, on the screen that sends.
pub fn draw(desk: &'static Desk) -> Option<()> {
    let button = find(&desk.root, "#kirim")?;
    let (sending, lang) = (desk.sending.get(), desk.checks.lang);
    set(&button, "aria-busy", if sending { "true" } else { "false" });
    for (place, words) in find_all(&button, "span").iter().enumerate() {
        show(words, sending == (place == 1));
    }
    if let Some(waiting) = find(&desk.root, "[data-waiting]") {
        let words = match (pending(desk), lang) {
            (left, Lang::Id) if sending && left > 0 => format!("Menunggu {left} foto terkirim…"),
            (left, Lang::En) if sending && left > 0 => format!("Waiting for {left} photos…"),
            _ => String::new(),
        };
        say(&waiting, &words);
    }
    let failed = desk.failed.borrow();
    let mut words = failed
        .as_ref()
        .map(|error| error.message(lang))
        .unwrap_or_default();
    if sending && failed.is_some() {
        words.push(' ');
        words.push_str(lang.pick(
            "Kami coba lagi sendiri. Anda boleh menunggu di sini.",
            "We keep trying. You may wait here.",
        ));
    }
    warn(&desk.root, "failed", &words)
}

/// Waits for the photographs, then tries until it is through or can't be. Keys make a second sending harmless.
async fn patiently(desk: &'static Desk) -> Result<(), Error> {
    let mut failures = 0u32;
    loop {
        while pending(desk) > 0 && !desk.uploads.paused.get() {
            upload::wake(desk);
            sleep(400).await;
        }
        if pending(desk) > 0 {
            return Err(Error::Network);
        }
        let done = if desk.checks.mending {
            mend(desk).await
        } else {
            submit(desk).await
        };
        match done {
            Err(error @ (Error::Network | Error::Unavailable | Error::TooMany { .. })) => {
                failures += 1;
                desk.failed.replace(Some(error));
                refresh(desk);
                sleep(upload::jitter(failures) as i32 + 500).await;
            }
            over => return over,
        }
    }
}

/// Ids of finished uploads, in page order.
fn uploaded(photos: &[Photo]) -> Vec<String> {
    let done = photos.iter().filter(|photo| photo.done);
    done.filter_map(Photo::upload_id).collect()
}

async fn submit(desk: &'static Desk) -> Result<(), Error> {
    let ticket = desk.ticket().await?;
    let (submission, photos) = {
        let (draft, checks) = (desk.draft.borrow(), &desk.checks);
        let documents = checks
            .needed(How::Upload, &draft.answers)
            .map(|need| SubmittedDocument {
                requirement: need.id.clone(),
                pages: uploaded(draft.pages(&need.id)),
            })
            .filter(|document| !document.pages.is_empty());
        let declared = checks
            .needed(How::Declare, &draft.answers)
            .filter(|need| draft.declared.contains(&need.id))
            .map(|need| need.id.clone());
        // Questions that are no longer asked stay on the device.
        let mut answers = desk.tidy_answers();
        answers.retain(|id, _| {
            checks
                .field(id)
                .is_some_and(|f| is_asked(f, &draft.answers))
        });
        let submission = Submission {
            service: checks.service.clone(),
            key: draft.send_key.clone(),
            answers,
            documents: documents.collect(),
            declared: declared.collect(),
            consent: true,
        };
        let photos: Vec<String> = draft.photos().map(|photo| photo.id.clone()).collect();
        (submission, photos)
    };
    let receipt = api::submit(ticket.token, submission)
        .await
        .map_err(|ApiError(error)| error)?;
    // What the office has needs no second home on a phone that a family shares.
    for photo in photos {
        offline::forget_photo(&photo).await;
    }
    desk.change(|draft| {
        draft.receipt = Some(receipt);
        // The tablet belongs to who helps; the answers don't.
        if desk.checks.assistance.is_some() {
            draft.answers.clear();
        }
    });
    history::replace(desk, Step::Receipt);
    Ok(())
}

/// What was given back and isn't mended yet.
fn unmended(desk: &Desk) -> Vec<domain::validate::Problem> {
    let answers = desk.answers();
    // What may follow comes one by one; what was given back comes whole.
    let due = |need: &&Need| !need.later && desk.lacks(&need.id);
    let documents = desk.checks.needs.iter().filter(due);
    let fields = desk.checks.fields();
    let fields = fields.filter(|field| answers.get(&field.id).is_none_or(|a| a.is_empty()));
    documents
        .map(|need| problem(&need.id, What::MissingDocument))
        .chain(fields.map(|field| problem(&field.id, What::Missing)))
        .collect()
}

async fn mend(desk: &'static Desk) -> Result<(), Error> {
    let ticket = desk.ticket().await?;
    let correction = {
        let (draft, checks) = (desk.draft.borrow(), &desk.checks);
        let mut answers = desk.tidy_answers();
        answers.retain(|id, _| checks.field(id).is_some());
        let documents = checks
            .needs
            .iter()
            .map(|need| SubmittedDocument {
                requirement: need.id.clone(),
                pages: uploaded(draft.pages(&need.id)),
            })
            .filter(|document| !document.pages.is_empty());
        Correction {
            key: draft.send_key.clone(),
            answers,
            documents: documents.collect(),
        }
    };
    api::resubmit(ticket.token, correction)
        .await
        .map_err(|ApiError(error)| error)?;
    offline::wipe_draft(&desk.checks.draft).await;
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_href(routes::STATUS_CASE);
    }
    Ok(())
}
