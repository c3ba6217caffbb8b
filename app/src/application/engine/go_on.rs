//! The button that checks this page and goes on: errors stay here, doubts ask once.

use super::desk::Desk;
use super::history;
use crate::application::step::Step;
use crate::ui::device::{document, find, find_all, focus, say, set, show};
use crate::ui::{Wrong, summarise};
use domain::form::Page;
use domain::service::How;
use domain::validate::{Problem, Report, What, compared_with, validate};
use web_sys::Element;

/// Checks the page, then on to the next step.
pub fn go_on(desk: &'static Desk) {
    let step = desk.step.borrow().clone();
    let mut report = Report::default();
    match &step {
        Step::Start | Step::Send | Step::Receipt => return,
        Step::Questions(id) => {
            report = check_page(desk, id);
            let said = desk.doubtful.get() && *desk.doubts.borrow() == report.warnings;
            if report.is_fine() && said {
                report.warnings.clear();
            }
        }
        Step::Document(id) => {
            let needed = desk
                .checks
                .needs
                .iter()
                .any(|r| r.id == *id && r.is_due_at_once());
            if needed && desk.lacks(id) {
                report.errors = vec![problem(id, What::MissingDocument)];
            }
        }
        Step::Declare => {
            if lacks_declaration(desk) {
                report.errors = vec![problem("pernyataan", What::MustTick)];
            }
        }
        Step::Check => {}
    }
    if !report.is_fine() || !report.warnings.is_empty() {
        tell(desk, &report);
        return;
    }
    desk.draft
        .borrow_mut()
        .form
        .clone_from(&desk.checks.version);
    desk.save();
    let next = if desk.changing.get() {
        Step::Check
    } else {
        step.next(&desk.checks, &desk.answers())
    };
    history::go(desk, next, false);
}

pub fn problem(field: &str, what: What) -> Problem {
    Problem {
        field: field.to_owned(),
        cell: None,
        what,
    }
}

/// A declaration that must be ticked isn't.
pub fn lacks_declaration(desk: &Desk) -> bool {
    let draft = desk.draft.borrow();
    let mut needed = desk.checks.needed(How::Declare, &draft.answers);
    needed.any(|r| r.required && !draft.declared.contains(&r.id))
}

/// Checks one page of questions, as the server will.
fn check_page(desk: &Desk, id: &str) -> Report {
    let answers = desk.tidy_answers();
    let Some(page) = desk.checks.page(id) else {
        return Report::default();
    };
    desk.with_context(|context| {
        let mut report = validate(&[page], &desk.checks.rules, &answers, context, false);
        // A doubt about a NIK asked earlier shows where the answer stands that it was compared with.
        let all: Vec<&Page> = desk.checks.pages.iter().collect();
        let asked = |id: &str| page.fields.iter().any(|field| field.id == id);
        let elsewhere = validate(&all, &[], &answers, context, false).warnings;
        for doubt in elsewhere.into_iter().filter(|doubt| !asked(&doubt.field)) {
            if let Some(field) = compared_with(&doubt).into_iter().find(|id| asked(id)) {
                report.warnings.push(Problem { field, ..doubt });
            }
        }
        report
    })
}

fn element_of(problem: &Problem) -> String {
    match &problem.cell {
        None => problem.field.clone(),
        Some((row, column)) => format!("{}-{row}-{column}", problem.field),
    }
}

/// Shows what is wrong and what is doubtful at its place, errors also in the summary, and leads there.
pub fn tell(desk: &'static Desk, report: &Report) {
    let lang = desk.checks.lang;
    forget(desk);
    // The first problem of a field speaks; the others come when it is mended.
    for problem in report.errors.iter().rev() {
        remark(&element_of(problem), "err", &problem.what.message(lang));
    }
    for doubt in report.warnings.iter().rev() {
        remark(&doubt.field, "doubt", &doubt.what.message(lang));
    }
    let wrong = report.errors.iter().map(|problem| Wrong {
        words: problem.what.message(lang),
        href: format!("#{}", element_of(problem)),
    });
    if let Some(place) = find(&desk.root, "[data-problems]") {
        summarise(&place, None, wrong.collect(), lang);
    }
    desk.doubtful
        .set(report.is_fine() && !report.warnings.is_empty());
    desk.doubts.replace(report.warnings.clone());
    super::progress(desk);
    let first = if report.is_fine() { "#lanjut" } else { ".errs" };
    if let Some(first) = find(&desk.root, first) {
        focus(&first);
    }
}

/// Words beside a question.
fn remark(id: &str, kind: &str, words: &str) -> Option<()> {
    let document = document()?;
    let note = document.get_element_by_id(&format!("{id}-{kind}"))?;
    say(&note, words);
    show(&note, true);
    if kind == "err" {
        mark(&note, true);
    }
    Some(())
}

/// The frame of a question looks wrong, and its box says so.
fn mark(note: &Element, bad: bool) -> Option<()> {
    let frame = note.closest(".field").ok()??;
    frame.set_class_name(if bad { "field is-bad" } else { "field" });
    if let Some(input) = find(&frame, "[aria-invalid]") {
        set(&input, "aria-invalid", if bad { "true" } else { "false" });
    }
    Some(())
}

/// Takes back everything that was told.
pub fn forget(desk: &'static Desk) {
    for note in find_all(&desk.root, "[id$=-err],[id$=-doubt]") {
        show(&note, false);
        say(&note, "");
        mark(&note, false);
    }
    if let Some(place) = find(&desk.root, "[data-problems]") {
        place.set_text_content(None);
    }
    desk.doubtful.set(false);
}

/// Takes back what was told about one element.
pub fn forgive(desk: &Desk, id: &str) {
    if let Some(note) = find(&desk.root, &format!("#{id}-err")) {
        show(&note, false);
        mark(&note, false);
    }
}

/// Tells one thing about one element, without a summary.
pub fn blame(id: &str, words: &str) {
    remark(id, "err", words);
}
