//! Applying: the one single-page island of the residents.
//!
//! The server renders the step that the address names, so that something is there to read at once; the island wakes,
//! takes over what was typed meanwhile, loads the draft from the device, and from then on nothing reloads.

mod ask;
mod check;
mod desk;
mod early;
mod history;
mod later;
mod obstacles;
mod photos;
mod pick;
mod questions;
mod receipt;
mod send;
mod start;
mod step;

pub use desk::Desk;
pub use photos::{Network, Shots};
pub use questions::field_view;
pub use send::patiently;

use desk::use_desk;
use later::Later;
use step::Step;

use crate::application::api;
use crate::application::form::FormPack;
use crate::error::ApiError;
use crate::offline::{self, Draft, Photo};
use crate::ui::{Alert, ErrorSummary, If, Press, flag, mark, says};
use crate::upload::{UploadDesk, Uploads};
use domain::error::Error;
use domain::service::How;
use domain::text::Lang;
use domain::validate::{Problem, What};
use domain::view::Ticket;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Id of the data block that holds the form.
pub const FORM_DATA: &str = "formulir-data";

/// The form: from the page in the browser, from the context while the server renders.
pub fn form_data<T: serde::de::DeserializeOwned + Clone + Send + Sync + 'static>() -> Option<T> {
    if is_browser() {
        crate::ui::read_data(FORM_DATA)
    } else {
        use_context::<T>()
    }
}

/// The form engine. `step` is the last part of the address.
#[island(lazy)]
pub fn ApplyIsland(lang: Lang, step: String) -> impl IntoView {
    let desk = Desk::new(form_data::<FormPack>().unwrap_or_default(), lang, &step);
    provide_context(desk);
    let second = RwSignal::new(None::<Later>);
    // Typed before the script came: read it before our own values overwrite it.
    let early = if is_browser() {
        crate::ui::typed_before_waking("#formulir")
    } else {
        Vec::new()
    };
    Effect::new(move |_| {
        let early = early.clone();
        spawn_local(async move {
            let name = desk.name.get_value();
            let mut draft = offline::load_draft(&name).await.unwrap_or_else(Draft::new);
            desk.form
                .with_value(|form| early::take_over(form, early, &mut draft.answers));
            desk.draft.set(draft);
            desk.save();
            let (step, changing) = history::from_address(desk);
            desk.step.set(step);
            desk.changing.set(changing);
            desk.ready.set(true);
            history::listen(desk);
            // The second half comes by itself while the first questions are answered.
            let half = later::fetch_later().await;
            (half.attend)(desk);
            second.set(Some(half));
            desk.whole.set(true);
        });
    });
    view! {
        <div id="formulir" data-urgent data-ready=mark(move || desk.ready.get())>
            <Progress />
            <Problems />
            <Alert words=says(move || {
                if desk.unsaved.get() {
                    lang.pick(
                        "HP ini tidak bisa menyimpan lagi. Mungkin penuh. Hapus beberapa berkas di HP, lalu muat ulang.",
                        "This phone can't keep any more; it may be full. Remove some files and reload.",
                    )
                } else {
                    ""
                }
                .to_owned()
            }) />
            <form novalidate on:submit=move |ev| { ev.prevent_default(); go_on(desk); }>
                {move || screen(desk, second)}
                <GoOn />
            </form>
        </div>
    }
}

fn screen(desk: Desk, second: RwSignal<Option<Later>>) -> AnyView {
    match desk.step.get() {
        Step::Start => view! { <start::StartPage /> }.into_any(),
        Step::Questions(id) => match desk.form.with_value(|form| form.page(&id).cloned()) {
            Some(page) => view! { <questions::QuestionsPage page=page /> }.into_any(),
            None => view! { <start::StartPage /> }.into_any(),
        },
        step => match second.get() {
            Some(half) => (half.screen)(desk, step),
            None => waiting(desk, &step),
        },
    }
}

/// A step whose half is still on its way: what it is about can be read at once.
fn waiting(desk: Desk, step: &Step) -> AnyView {
    let lang = desk.lang;
    let (title, words) = match step {
        Step::Document(id) => desk.form.with_value(|form| {
            let found = form.requirements.iter().find(|r| r.id == *id);
            found.map_or_else(Default::default, |r| {
                (r.name.get(lang).to_owned(), r.why.get(lang).to_owned())
            })
        }),
        Step::Declare => (
            lang.pick("Pernyataan", "Declarations").to_owned(),
            String::new(),
        ),
        Step::Check => (
            lang.pick("Periksa lagi isian Anda", "Check your answers")
                .to_owned(),
            String::new(),
        ),
        Step::Send => (
            lang.pick("Kirim permohonan", "Send the application")
                .to_owned(),
            String::new(),
        ),
        _ => (
            lang.pick("Tanda terima", "Receipt").to_owned(),
            String::new(),
        ),
    };
    view! {
        <h1 tabindex="-1">{title}</h1>
        <p class="lead">{words}</p>
        <div class="skel" aria-hidden="true"><i></i><i></i><i></i></div>
        <p class="vh" role="status">{lang.pick("Sebentar…", "One moment…")}</p>
    }
    .into_any()
}

/// "Langkah 3 dari 9" and the way back.
#[component]
fn Progress() -> impl IntoView {
    let desk = use_desk();
    let lang = desk.lang;
    let place = Memo::new(move |_| {
        let step = desk.step.get();
        desk.draft.with(|draft| {
            desk.form
                .with_value(|form| step.place(form, &draft.answers))
        })
    });
    let back = Callback::new(move |()| {
        if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
            let _ = history.back();
        }
    });
    view! {
        <If on=flag(move || place.get().is_some())>
            <p class="crumb">
                <Press look="quiet" icon="back" label=lang.pick("Kembali", "Back").to_owned() press=back />
            </p>
            <div class="steps">
                <p>
                    {says(move || {
                        let (here, all) = place.get().unwrap_or((1, 1));
                        match lang {
                            Lang::Id => format!("Langkah {here} dari {all}"),
                            Lang::En => format!("Step {here} of {all}"),
                        }
                    })}
                </p>
                <progress
                    aria-label=lang.pick("Kemajuan", "Progress")
                    max=says(move || place.get().map_or(1, |p| p.1).to_string())
                    value=says(move || place.get().map_or(0, |p| p.0).to_string())
                ></progress>
            </div>
        </If>
    }
}

/// Errors of this page as links to their fields.
#[component]
pub fn Problems() -> impl IntoView {
    let desk = use_desk();
    let list = Memo::new(move |_| {
        desk.report.with(|report| {
            report
                .errors
                .iter()
                .map(|problem| {
                    (
                        element_of(&problem.field, problem),
                        problem.what.message(desk.lang),
                    )
                })
                .collect::<Vec<_>>()
        })
    });
    view! { <ErrorSummary problems=list lang=desk.lang /> }
}

fn element_of(field: &str, problem: &Problem) -> String {
    match &problem.cell {
        None => field.to_owned(),
        Some((row, column)) => format!("{field}-{row}-{column}"),
    }
}

/// The button that checks this page and goes on.
#[component]
fn GoOn() -> impl IntoView {
    let desk = use_desk();
    let lang = desk.lang;
    let shown = Memo::new(move |_| match desk.step.get() {
        Step::Start | Step::Send | Step::Receipt => false,
        Step::Questions(_) => true,
        // Nobody goes past a screen that isn't there yet.
        _ => desk.whole.get(),
    });
    let doubtful = Memo::new(move |_| {
        desk.report
            .with(|r| r.errors.is_empty() && !r.warnings.is_empty())
    });
    view! {
        <If on=shown.into()>
            <p class="acts">
                <button type="submit" class="btn" id="lanjut" aria-busy=says(move || (!desk.ready.get()).to_string())>
                    {says(move || {
                        if doubtful.get() {
                            lang.pick("Sudah benar, lanjut", "It is right, go on")
                        } else if desk.changing.get() {
                            lang.pick("Simpan perubahan", "Save the change")
                        } else {
                            lang.pick("Lanjut", "Continue")
                        }
                        .to_owned()
                    })}
                </button>
            </p>
        </If>
    }
}

/// Checks the page; errors stay here, doubts ask once, else on to the next step.
fn go_on(desk: Desk) {
    let step = desk.step.get_untracked();
    match &step {
        Step::Start | Step::Send | Step::Receipt => return,
        Step::Questions(id) => {
            let report = desk.check_page(id);
            let same = desk.overruled.get_untracked()
                && desk
                    .report
                    .with_untracked(|old| old.warnings == report.warnings);
            if !report.is_fine() || (!report.warnings.is_empty() && !same) {
                desk.overruled.set(report.is_fine());
                let fine = report.is_fine();
                desk.report.set(report);
                crate::ui::focus_soon(if fine { "#lanjut" } else { ".errs" });
                return;
            }
        }
        Step::Document(id) => {
            let needed = desk
                .form
                .with_value(|form| form.requirements.iter().any(|r| r.id == *id && r.required));
            if needed && desk.photos(id).iter().all(|p| p.refused.is_some()) {
                let problem = Problem {
                    field: id.clone(),
                    cell: None,
                    what: What::MissingDocument,
                };
                desk.report.update(|report| report.errors = vec![problem]);
                crate::ui::focus_soon(".errs");
                return;
            }
        }
        Step::Declare => {
            let answers = desk.answers();
            let declared = desk.draft.with_untracked(|d| d.declared.clone());
            let open = desk.form.with_value(|form| {
                form.required(How::Declare, &answers)
                    .any(|r| r.required && !declared.contains(&r.id))
            });
            if open {
                let problem = Problem {
                    field: "pernyataan".into(),
                    cell: None,
                    what: What::MustTick,
                };
                desk.report.update(|report| report.errors = vec![problem]);
                crate::ui::focus_soon(".errs");
                return;
            }
        }
        Step::Check => {}
    }
    let next = if desk.changing.get_untracked() {
        Step::Check
    } else {
        desk.form
            .with_value(|form| step.next(form, &desk.answers()))
    };
    history::go(desk, next, false);
}

impl UploadDesk for Desk {
    fn photos(self) -> Vec<(String, Photo)> {
        self.draft.with_untracked(|draft| {
            draft
                .documents
                .iter()
                .flat_map(|(id, photos)| photos.iter().map(move |p| (id.clone(), p.clone())))
                .collect()
        })
    }

    fn change_photo(self, id: &str, edit: impl FnOnce(&mut Photo) + 'static) {
        Desk::change_photo(self, id, edit);
    }

    async fn ticket(self) -> Result<Ticket, Error> {
        if let Some(ticket) = self.draft.with_untracked(|draft| draft.ticket.clone()) {
            return Ok(ticket);
        }
        let ticket = if self.correcting.get_value() {
            api::open_correction().await
        } else {
            let service = self.form.with_value(|form| form.service.clone());
            let key = self.draft.with_untracked(|draft| draft.device_key.clone());
            api::open_draft(service, key).await
        }
        .map_err(|ApiError(error)| error)?;
        let kept = ticket.clone();
        self.change(move |draft| draft.ticket = Some(kept));
        Ok(ticket)
    }

    fn renew(self) {
        self.change(|draft| {
            draft.ticket = None;
            draft.device_key = offline::random_key();
            for photo in draft.photos_mut() {
                photo.upload = None;
                photo.upload_key = offline::random_key();
                photo.sent = 0;
                photo.done = false;
            }
        });
    }

    fn lang(self) -> Lang {
        self.lang
    }

    fn uploads(self) -> Uploads {
        self.sending
    }
}
