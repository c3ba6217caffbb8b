//! The steps of applying and their addresses.

use super::form::Checks;
use domain::form::Answers;
use domain::service::How;

/// One screen of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Start,
    /// A page of questions, by id.
    Questions(String),
    /// The photographs of one requirement, by id.
    Document(String),
    Declare,
    Check,
    Send,
    Receipt,
}

const DOCUMENT: &str = "dokumen-";

impl Step {
    /// The last part of the address. Empty at the start.
    pub fn slug(&self) -> String {
        match self {
            Step::Start => String::new(),
            Step::Questions(id) => id.clone(),
            Step::Document(id) => format!("{DOCUMENT}{id}"),
            Step::Declare => "pernyataan".into(),
            Step::Check => "periksa".into(),
            Step::Send => "kirim".into(),
            Step::Receipt => "tanda-terima".into(),
        }
    }

    /// Reads an address; what isn't a step of this form is the start.
    pub fn parse(slug: &str, form: &Checks) -> Step {
        match slug {
            "pernyataan" => Step::Declare,
            "periksa" => Step::Check,
            "kirim" => Step::Send,
            "tanda-terima" => Step::Receipt,
            _ => {
                if let Some(id) = slug.strip_prefix(DOCUMENT) {
                    if form
                        .needs
                        .iter()
                        .any(|need| need.id == id && need.how == How::Upload)
                    {
                        return Step::Document(id.to_owned());
                    }
                } else if form.page(slug).is_some() {
                    return Step::Questions(slug.to_owned());
                }
                Step::Start
            }
        }
    }

    /// The steps that count as work, in order: questions, documents, declarations, the last look, sending.
    pub fn all(form: &Checks, answers: &Answers) -> Vec<Step> {
        let mut steps: Vec<Step> = form
            .asked_pages(answers)
            .map(|page| Step::Questions(page.id.clone()))
            .collect();
        steps.extend(
            form.needed(How::Upload, answers)
                .map(|need| Step::Document(need.id.clone())),
        );
        if form.needed(How::Declare, answers).next().is_some() {
            steps.push(Step::Declare);
        }
        steps.push(Step::Check);
        steps.push(Step::Send);
        steps
    }

    /// The step after this one, given what has been answered.
    pub fn next(&self, form: &Checks, answers: &Answers) -> Step {
        let steps = Step::all(form, answers);
        match self {
            Step::Start => steps.first().cloned().unwrap_or(Step::Check),
            Step::Send | Step::Receipt => Step::Receipt,
            _ => match steps.iter().position(|step| step == self) {
                Some(here) => steps.get(here + 1).cloned().unwrap_or(Step::Send),
                // A page that is no longer asked: go where something is.
                None => Step::Check,
            },
        }
    }

    /// "Step 3 of 9", counted from 1. `None` where nothing is counted.
    pub fn place(&self, form: &Checks, answers: &Answers) -> Option<(usize, usize)> {
        let steps = Step::all(form, answers);
        steps
            .iter()
            .position(|step| step == self)
            .map(|here| (here + 1, steps.len()))
    }
}
