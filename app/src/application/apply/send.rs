//! Consent, sending, and patience: the last photographs first, then the application, as often as it takes.

use super::ask::field_class;
use super::check::Obstacles;
use super::desk::{Desk, use_desk};
use super::history;
use super::obstacles::obstacles;
use super::photos::Network;
use super::pick::Tile;
use super::step::Step;
use crate::application::api;
use crate::error::ApiError;
use crate::offline;
use crate::ui::{Alert, Press, flag, says};
use crate::upload::{self, UploadDesk, pending, sleep};
use domain::error::Error;
use domain::service::How;
use domain::text::Lang;
use domain::validate::What;
use domain::view::{Receipt, Submission, SubmittedDocument};
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub fn SendPage() -> impl IntoView {
    let desk = use_desk();
    let lang = desk.lang;
    let consent = RwSignal::new(false);
    let sending = RwSignal::new(false);
    let unticked = RwSignal::new(false);
    let failed = RwSignal::new(None::<Error>);
    let problem = Signal::derive(move || unticked.get().then(|| What::MustTick.message(lang)));
    let start = Callback::new(move |()| {
        if !consent.get_untracked() {
            unticked.set(true);
            return;
        }
        if sending.get_untracked() || !obstacles(desk).is_empty() {
            return;
        }
        sending.set(true);
        failed.set(None);
        spawn_local(async move {
            match patiently(desk, failed, || attempt(desk)).await {
                Ok(receipt) => {
                    desk.change(move |draft| draft.receipt = Some(receipt));
                    history::replace(desk, Step::Receipt);
                }
                Err(error) => failed.set(Some(error)),
            }
            sending.set(false);
        });
    });
    view! {
        <h1 tabindex="-1">{lang.pick("Kirim permohonan", "Send the application")}</h1>
        <Obstacles />
        <div class="box">
            <h2>{lang.pick("Untuk apa data Anda", "What your data is for")}</h2>
            <p>
                {lang.pick(
                    "Data dan foto Anda hanya dipakai petugas untuk mengurus surat ini. Siapa yang membukanya selalu dicatat. Semua disimpan di arsip kantor, bukan di tempat umum.",
                    "Officers use your data and photos only for this letter. Who opens them is always recorded. All of it is kept in the office's archive, never in public.",
                )}
            </p>
            <p>
                <a class="tap" href=crate::routes::PRIVACY target="_blank">{lang.pick("Baca selengkapnya (halaman baru)", "Read more (new page)")}</a>
            </p>
        </div>
        <div class=field_class(problem)>
            <p class="err" role="alert" hidden=flag(move || !unticked.get())>{says(move || problem.get().unwrap_or_default())}</p>
            <Tile
                id="setuju"
                name="setuju".to_owned()
                words=lang
                    .pick("Saya sudah membaca itu, dan data yang saya isi benar.", "I have read this, and what I filled in is true.")
                    .to_owned()
                checked=consent.into()
                set=Callback::new(move |on| {
                    consent.set(on);
                    unticked.set(false);
                })
            />
        </div>
        <Network />
        <p role="status" class="hint">
            {says(move || {
                let left = desk.draft.with(|d| d.photos().filter(|p| !p.done && p.refused.is_none()).count());
                match lang {
                    _ if !sending.get() || left == 0 => String::new(),
                    Lang::Id => format!("Menunggu {left} foto terkirim…"),
                    Lang::En => format!("Waiting for {left} photos…"),
                }
            })}
        </p>
        <Alert words=says(move || {
            let words = failed.get().map(|error| error.message(lang)).unwrap_or_default();
            let patience = lang.pick("Kami coba lagi sendiri. Anda boleh menunggu di sini.", "We keep trying. You may wait here.");
            if sending.get() && !words.is_empty() { format!("{words} {patience}") } else { words }
        }) />
        <p class="acts">
            <Press
                id="kirim"
                icon="send"
                busy=sending.into()
                label=says(move || {
                    if sending.get() { lang.pick("Sedang mengirim…", "Sending…") } else { lang.pick("Kirim sekarang", "Send now") }.to_owned()
                })
                press=start
            />
        </p>
    }
}

/// Waits for the photographs, then tries until it is through or can't be. Keys make a second sending harmless.
pub async fn patiently<T, F: Future<Output = Result<T, Error>>>(
    desk: Desk,
    failed: RwSignal<Option<Error>>,
    attempt: impl Fn() -> F,
) -> Result<T, Error> {
    let mut failures = 0u32;
    loop {
        while pending(desk) > 0 && !desk.uploads().paused.get_untracked() {
            upload::wake(desk);
            sleep(400).await;
        }
        if pending(desk) > 0 {
            return Err(Error::Network);
        }
        let error = match attempt().await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        match error {
            Error::Network | Error::Unavailable | Error::TooMany { .. } => {
                failures += 1;
                failed.set(Some(error));
                let most = (1000.0 * 2f64.powi(failures.min(6) as i32)).min(60_000.0);
                sleep((js_sys::Math::random() * most) as i32 + 500).await;
            }
            error => return Err(error),
        }
    }
}

async fn attempt(desk: Desk) -> Result<Receipt, Error> {
    let ticket = desk.ticket().await?;
    let mut draft = desk.draft.get_untracked();
    domain::form::tidy_all(&mut draft.answers);
    let (service, documents, declared) = desk.form.with_value(|form| {
        let documents = form
            .required(How::Upload, &draft.answers)
            .filter_map(|requirement| {
                let pages: Vec<String> = draft
                    .pages(&requirement.id)
                    .iter()
                    .filter(|photo| photo.done)
                    .filter_map(|photo| photo.upload_id())
                    .collect();
                (!pages.is_empty()).then(|| SubmittedDocument {
                    requirement: requirement.id.clone(),
                    pages,
                })
            })
            .collect();
        let declared: Vec<String> = form
            .required(How::Declare, &draft.answers)
            .filter(|requirement| draft.declared.contains(&requirement.id))
            .map(|requirement| requirement.id.clone())
            .collect();
        // Questions that are no longer asked stay on the device.
        draft.answers.retain(|id, _| {
            form.pages
                .iter()
                .flat_map(|p| &p.fields)
                .any(|f| f.id == *id && domain::validate::is_asked(f, &desk.answers()))
        });
        (form.service.clone(), documents, declared)
    });
    let photos: Vec<String> = draft.photos().map(|photo| photo.id.clone()).collect();
    let submission = Submission {
        service,
        key: draft.send_key,
        answers: draft.answers,
        documents,
        declared,
        consent: true,
    };
    let receipt = api::submit(ticket.token, submission)
        .await
        .map_err(|ApiError(error)| error)?;
    // What the office has needs no second home on a phone that a family shares.
    for photo in photos {
        offline::forget_photo(&photo).await;
    }
    Ok(receipt)
}
