//! The desk of the form engine: everything the screens share, and the rule that every change is saved at once.

use super::step::Step;
use crate::application::form::FormPack;
use crate::offline::{self, Draft, Photo};
use crate::upload::Uploads;
use domain::calendar::{Calendar, parse_day};
use domain::form::Page;
use domain::form::{Answer, Answers};
use domain::text::Lang;
use domain::validate::{Context, Problem, Report, compared_with, validate};
use leptos::prelude::*;
use leptos::task::spawn_local;
use time::Date;

#[derive(Clone, Copy)]
pub struct Desk {
    pub form: StoredValue<FormPack>,
    pub lang: Lang,
    /// Name of the draft in the device's database.
    pub name: StoredValue<String>,
    pub draft: RwSignal<Draft>,
    pub step: RwSignal<Step>,
    /// The person came from the last look and goes back there.
    pub changing: RwSignal<bool>,
    /// Problems of the page, after the person tried to go on.
    pub report: RwSignal<Report>,
    /// Warnings that were read once and overruled.
    pub overruled: RwSignal<bool>,
    /// The script has woken and the draft is loaded.
    pub ready: RwSignal<bool>,
    /// The second half of the form has arrived.
    pub whole: RwSignal<bool>,
    /// The device refused to keep something.
    pub unsaved: RwSignal<bool>,
    /// The photographs on their way.
    pub sending: Uploads,
    /// The form mends an application that was sent before.
    pub correcting: StoredValue<bool>,
}

impl Desk {
    pub fn new(form: FormPack, lang: Lang, slug: &str) -> Desk {
        let step = Step::parse(slug, &form);
        Desk {
            name: StoredValue::new(format!("apply:{}", form.service)),
            form: StoredValue::new(form),
            lang,
            draft: RwSignal::new(Draft::default()),
            step: RwSignal::new(step),
            changing: RwSignal::new(false),
            report: RwSignal::new(Report::default()),
            overruled: RwSignal::new(false),
            ready: RwSignal::new(false),
            whole: RwSignal::new(false),
            unsaved: RwSignal::new(false),
            sending: Uploads::new(),
            correcting: StoredValue::new(false),
        }
    }

    /// Keeps the draft. Writes of IndexedDB happen in the order they were asked for.
    pub fn save(self) {
        let draft = self.draft.get_untracked();
        let name = self.name.get_value();
        spawn_local(async move {
            if !offline::save_draft(&name, &draft).await {
                self.unsaved.set(true);
            }
        });
    }

    pub fn change(self, edit: impl FnOnce(&mut Draft)) {
        self.draft.update(edit);
        self.save();
    }

    pub fn answers(self) -> Answers {
        self.draft.with(|draft| draft.answers.clone())
    }

    pub fn text(self, field: &str) -> String {
        self.draft
            .with(|draft| domain::form::text_of(&draft.answers, field).to_owned())
    }

    pub fn set_text(self, field: &str, text: String) {
        self.set(field, Answer::Text(text));
    }

    pub fn set(self, field: &str, answer: Answer) {
        let field = field.to_owned();
        self.change(move |draft| {
            if answer.is_empty() && !matches!(answer, Answer::Rows(_)) {
                draft.answers.remove(&field);
            } else {
                draft.answers.insert(field, answer);
            }
        });
    }

    pub fn photos(self, requirement: &str) -> Vec<Photo> {
        self.draft.with(|draft| draft.pages(requirement).to_vec())
    }

    /// Changes one photo wherever it is.
    pub fn change_photo(self, id: &str, edit: impl FnOnce(&mut Photo)) {
        let id = id.to_owned();
        self.change(move |draft| {
            if let Some(photo) = draft.photos_mut().find(|photo| photo.id == id) {
                edit(photo);
            }
        });
    }

    /// The office's today and its free days.
    pub fn with_context<T>(self, work: impl FnOnce(&FormPack, &Context<'_>) -> T) -> T {
        self.form.with_value(|form| {
            let today = parse_day(&form.today).unwrap_or(Date::MIN);
            let calendar = Calendar::new(form.holidays.iter().filter_map(|day| parse_day(day)));
            work(
                form,
                &Context {
                    today,
                    calendar: &calendar,
                },
            )
        })
    }

    /// Checks one page of questions, as the server will.
    pub fn check_page(self, id: &str) -> Report {
        let answers = self.draft.with_untracked(|draft| {
            let mut answers = draft.answers.clone();
            domain::form::tidy_all(&mut answers);
            answers
        });
        self.with_context(|form, context| match form.page(id) {
            None => Report::default(),
            Some(page) => {
                let mut report = validate(&[page], &form.rules, &answers, context, false);
                // A doubt about a NIK asked earlier shows where the answer stands that it was compared with.
                let all: Vec<&Page> = form.pages.iter().collect();
                let asked = |id: &str| page.fields.iter().any(|field| field.id == id);
                let elsewhere = validate(&all, &[], &answers, context, false)
                    .warnings
                    .into_iter();
                report
                    .warnings
                    .extend(
                        elsewhere
                            .filter(|doubt| !asked(&doubt.field))
                            .filter_map(|doubt| {
                                let field =
                                    compared_with(&doubt).into_iter().find(|id| asked(id))?;
                                Some(Problem { field, ..doubt })
                            }),
                    );
                report.warnings.sort_by(|a, b| a.field.cmp(&b.field));
                report
            }
        })
    }

    /// Checks the whole form.
    pub fn check_all(self) -> Report {
        let mut answers = self.answers();
        domain::form::tidy_all(&mut answers);
        self.with_context(|form, context| {
            validate(
                &form.pages.iter().collect::<Vec<_>>(),
                &form.rules,
                &answers,
                context,
                false,
            )
        })
    }
}

/// The desk of the form around.
pub fn use_desk() -> Desk {
    expect_context::<Desk>()
}
