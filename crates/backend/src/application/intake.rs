//! What may come in: one place checks answers, documents and declarations, for a new application and for a correction.

use crate::Backend;
use domain::calendar::Moment;
use domain::error::{Error, Result};
use domain::form::{Answers, Page, text_of};
use domain::person::Phone;
use domain::region::RegionCode;
use domain::service::{How, Requirement, Service};
use domain::upload::MAX_PAGES;
use domain::validate::{Context, Problem, What, only_asked, validate};
use domain::view::SubmittedDocument;
use std::collections::{BTreeMap, BTreeSet};

/// More answers than any form has questions: somebody is playing.
const MAX_ANSWERS: usize = 400;

/// Fields with a meaning beyond their service: `catalogue/applicant.toml` asks them before every form.
pub(super) const NAME: &str = "nama";
pub(super) const REGION: &str = "desa";
pub(super) const PHONE: &str = "wa";

/// A problem with one thing of the form, by its id.
pub(super) fn problem(id: &str, what: What) -> Problem {
    // Ids may come from outside: named only as far as they are harmless.
    let field = id
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        .take(40)
        .collect();
    Problem {
        field,
        cell: None,
        what,
    }
}

pub(super) fn invalid(problems: Vec<Problem>) -> Error {
    Error::Invalid { problems }
}

/// Whether a requirement applies, given the answers.
pub(crate) fn applies(requirement: &Requirement, answers: &Answers) -> bool {
    requirement
        .show_if
        .as_ref()
        .is_none_or(|condition| condition.holds(answers))
}

/// Requirements to be photographed that apply, in the catalogue's order.
pub(crate) fn uploads<'a>(service: &'a Service, answers: &Answers) -> Vec<&'a Requirement> {
    service
        .requirements
        .iter()
        .filter(|one| one.how == How::Upload && applies(one, answers))
        .collect()
}

impl Backend {
    /// Checks whole answers, as tidied by the caller: drops what wasn't asked, then tells every problem.
    pub(super) fn check_answers(
        &self,
        service: &Service,
        pages: &[&Page],
        answers: &mut Answers,
        now: Moment,
    ) -> Result<Vec<Problem>> {
        if answers.len() > MAX_ANSWERS {
            return Err(Error::malformed("answers"));
        }
        only_asked(pages, answers);
        let zone = self.catalogue.zone(&service.region);
        let context = Context {
            today: now.day(zone),
            calendar: &self.catalogue.calendar,
        };
        let mut problems = validate(pages, &service.rules, answers, &context, true).errors;
        if self.region_of(service, answers).is_none()
            && !problems.iter().any(|known| known.field == REGION)
        {
            problems.push(problem(REGION, What::NotARegion));
        }
        Ok(problems)
    }

    /// The hour before which it must be done, as answered; far away where there is none.
    pub(super) fn deadline_at(
        &self,
        service: &Service,
        answers: &Answers,
        region: &RegionCode,
    ) -> Moment {
        service
            .deadline_of(answers)
            .and_then(|local| Moment::at(local, self.catalogue.zone(region)))
            .unwrap_or(super::NO_DEADLINE)
    }

    /// Where the case belongs: the applicant's desa, which must lie where the service is offered.
    /// A form that doesn't ask for it belongs to the service's own region.
    pub(super) fn region_of(&self, service: &Service, answers: &Answers) -> Option<RegionCode> {
        let answer = text_of(answers, REGION);
        if answer.is_empty() {
            return Some(service.region.clone());
        }
        let region = RegionCode::parse(answer).ok()?;
        (service.region.contains(&region) && self.catalogue.region(&region).is_some())
            .then_some(region)
    }
}

/// The last four digits of the applicant's phone; empty where the form doesn't ask for one.
pub(super) fn phone_digits(answers: &Answers) -> String {
    Phone::parse(text_of(answers, PHONE)).map_or_else(String::new, |phone| phone.last4().to_owned())
}

/// Documents by requirement, each with its upload ids in page order. Only `wanted` ones are taken.
pub(super) fn arrange(
    documents: &[SubmittedDocument],
    wanted: &[&Requirement],
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, Vec<String>> {
    let mut arranged = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for document in documents.iter().take(MAX_ANSWERS) {
        let id = &document.requirement;
        let fine = wanted.iter().any(|one| one.id == *id)
            && document.pages.len() <= MAX_PAGES
            && !arranged.contains_key(id)
            && document.pages.iter().all(|page| seen.insert(page));
        if !fine {
            problems.push(problem(id, What::Unexpected));
        } else if !document.pages.is_empty() {
            arranged.insert(id.clone(), document.pages.clone());
        }
    }
    arranged
}

/// Declarations that apply and are required must be ticked; nothing else may be.
pub(super) fn check_declared(
    service: &Service,
    answers: &Answers,
    declared: &[String],
    problems: &mut Vec<Problem>,
) {
    let asked = |one: &&Requirement| one.how == How::Declare && applies(one, answers);
    for requirement in service.requirements.iter().filter(asked) {
        if requirement.required && !declared.contains(&requirement.id) {
            problems.push(problem(&requirement.id, What::MustTick));
        }
    }
    for id in declared.iter().take(MAX_ANSWERS) {
        if !service
            .requirement(id)
            .is_some_and(|one| one.how == How::Declare)
        {
            problems.push(problem(id, What::Unexpected));
        }
    }
}
