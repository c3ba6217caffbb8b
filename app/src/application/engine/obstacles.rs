//! What is still missing before the form may be sent.

use super::desk::Desk;
use super::go_on::lacks_declaration;
use crate::application::step::Step;
use crate::routes;
use crate::ui::device::find;
use crate::ui::{Wrong, summarise};
use domain::form::Page;
use domain::service::How;
use domain::validate::validate;

/// What keeps the form from being sent: a step to go to, and words.
pub fn obstacles(desk: &Desk) -> Vec<(Step, String)> {
    let (checks, lang) = (&desk.checks, desk.checks.lang);
    let answers = desk.tidy_answers();
    let pages: Vec<&Page> = checks.pages.iter().collect();
    let report = desk.with_context(|at| validate(&pages, &checks.rules, &answers, at, false));
    let mut found = Vec::new();
    for problem in &report.errors {
        let asks = |page: &&Page| page.fields.iter().any(|field| field.id == problem.field);
        if let Some(page) = checks.pages.iter().find(asks) {
            let words = format!(
                "{}: {}",
                label(desk, &problem.field),
                problem.what.message(lang)
            );
            found.push((Step::Questions(page.id.clone()), words));
        }
    }
    for need in checks.needed(How::Upload, &desk.answers()) {
        if need.is_due_at_once() && desk.lacks(&need.id) {
            let step = Step::Document(need.id.clone());
            let missing = lang.pick("fotonya belum ada", "the photo is missing");
            let words = format!("{}: {missing}", label(desk, &step.slug()));
            found.push((step, words));
        }
    }
    if lacks_declaration(desk) {
        let words = lang.pick("Pernyataan belum dicentang", "A declaration isn't ticked");
        found.push((Step::Declare, words.to_owned()));
    }
    found
}

/// What a question or a document is called: the last look has every name.
fn label(desk: &Desk, name: &str) -> String {
    desk.screen(&Step::Check)
        .and_then(|screen| find(screen, &format!("[data-fact=\"{name}\"] dt")))
        .and_then(|label| label.text_content())
        .unwrap_or_default()
}

/// The first step with something missing.
pub fn first_gap(desk: &Desk) -> Step {
    match obstacles(desk).into_iter().next() {
        Some((step, _)) => step,
        None => first_step(desk),
    }
}

/// The first step after the beginning.
pub fn first_step(desk: &Desk) -> Step {
    Step::Start.next(&desk.checks, &desk.answers())
}

/// The list of them, on the last look and before sending.
pub fn draw(desk: &Desk) {
    let Some(place) = find(&desk.root, "[data-obstacles]") else {
        return;
    };
    let lang = desk.checks.lang;
    let title = lang.pick(
        "Sebelum dikirim, lengkapi dulu",
        "Before sending, please complete",
    );
    let wrong = obstacles(desk).into_iter().map(|(step, words)| Wrong {
        words,
        href: routes::change(&desk.checks.address(), &step.slug()),
    });
    summarise(&place, Some(title), wrong.collect(), lang);
}
