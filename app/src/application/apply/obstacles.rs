//! What is still missing before the form may be sent.

use super::desk::Desk;
use super::step::Step;
use domain::service::How;
use leptos::prelude::*;

/// What keeps the form from being sent: a step to go to, and words.
pub fn obstacles(desk: Desk) -> Vec<(Step, String)> {
    let lang = desk.lang;
    let answers = desk.answers();
    let report = desk.check_all();
    let mut found = Vec::new();
    desk.form.with_value(|form| {
        for problem in &report.errors {
            let place = form.pages.iter().find_map(|page| {
                page.fields
                    .iter()
                    .find(|f| f.id == problem.field)
                    .map(|f| (page, f))
            });
            if let Some((page, field)) = place {
                found.push((
                    Step::Questions(page.id.clone()),
                    format!("{}: {}", field.label.get(lang), problem.what.message(lang)),
                ));
            }
        }
        for requirement in form.required(How::Upload, &answers).filter(|r| r.required) {
            if desk
                .photos(&requirement.id)
                .iter()
                .all(|p| p.refused.is_some())
            {
                found.push((
                    Step::Document(requirement.id.clone()),
                    format!(
                        "{}: {}",
                        requirement.name.get(lang),
                        lang.pick("fotonya belum ada", "the photo is missing")
                    ),
                ));
            }
        }
        let declared = desk.draft.with(|draft| draft.declared.clone());
        if form
            .required(How::Declare, &answers)
            .any(|r| r.required && !declared.contains(&r.id))
        {
            found.push((
                Step::Declare,
                lang.pick("Pernyataan belum dicentang", "A declaration isn't ticked")
                    .to_owned(),
            ));
        }
    });
    found
}
