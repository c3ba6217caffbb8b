//! A service's form, twice: with all its words for the page that is rendered, and without them for the browser.

use super::asks::print;
use super::step::Step;
use crate::routes;
use domain::form::{Answers, Field, Kind, Page};
use domain::region::Zone;
use domain::rule::Rule;
use domain::service::{How, Requirement};
use domain::text::{Lang, Text};
use domain::validate::is_asked;
use serde::{Deserialize, Serialize};

/// Everything that the form of a service says and asks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FormPack {
    pub service: String,
    pub name: Text,
    /// What the service's codes begin with.
    pub prefix: String,
    pub zone: Zone,
    pub pages: Vec<Page>,
    pub rules: Vec<Rule>,
    pub requirements: Vec<Requirement>,
    /// ISO 8601 days on which the office is closed, besides weekends.
    pub holidays: Vec<String>,
    /// Today at the office, ISO 8601.
    pub today: String,
    /// Kecamatan with their desa and kelurahan: name, then (code, name).
    pub regions: Vec<(String, Vec<(String, String)>)>,
}

#[cfg(feature = "ssr")]
impl FormPack {
    pub fn new(
        catalogue: &backend::catalogue::Catalogue,
        service: &domain::service::Service,
        now: domain::calendar::Moment,
    ) -> FormPack {
        let zone = catalogue.zone(&service.region);
        let today = domain::calendar::iso_day(now.day(zone));
        let districts = catalogue.regions.iter().filter(|r| {
            r.code.depth() == 3
                && (service.region.contains(&r.code) || r.code.contains(&service.region))
        });
        let regions = districts
            .map(|district| {
                let villages = catalogue.children(&district.code);
                (
                    district.name.clone(),
                    villages
                        .iter()
                        .map(|v| (v.code.to_string(), v.name.clone()))
                        .collect(),
                )
            })
            .collect();
        FormPack {
            service: service.id.clone(),
            name: service.name.clone(),
            prefix: service.prefix.clone(),
            zone,
            pages: catalogue.form(service).into_iter().cloned().collect(),
            rules: service.rules.clone(),
            requirements: service.requirements.clone(),
            // Rules look at most a few months ahead.
            holidays: catalogue
                .calendar
                .iso_days()
                .into_iter()
                .filter(|day| *day >= today)
                .collect(),
            today,
            regions,
        }
    }
}

impl FormPack {
    /// What the browser is told. Only rules keep words, those of `lang`; options keep their Indonesian
    /// wording: it is the answer.
    pub fn checks(&self, lang: Lang) -> Checks {
        let page = |page: &Page| Page {
            id: page.id.clone(),
            title: Text::default(),
            help: None,
            fields: page.fields.iter().map(wordless).collect(),
        };
        let rule = |rule: &Rule| Rule {
            message: rule.message.get(lang).into(),
            ..rule.clone()
        };
        let need = |requirement: &Requirement| Need {
            id: requirement.id.clone(),
            how: requirement.how,
            required: requirement.required,
            show_if: requirement.show_if.clone(),
            later: requirement.later,
        };
        let mut checks = Checks {
            version: String::new(),
            lang,
            draft: format!("apply:{}", self.service),
            service: self.service.clone(),
            name: self.name.get(lang).into(),
            prefix: self.prefix.clone(),
            zone: self.zone,
            mending: false,
            assistance: None,
            known: Vec::new(),
            pages: self.pages.iter().map(page).collect(),
            rules: self.rules.iter().map(rule).collect(),
            needs: self.requirements.iter().map(need).collect(),
            holidays: self.holidays.clone(),
            today: self.today.clone(),
        };
        checks.version = print(&(&checks.pages, &checks.needs));
        checks
    }

    pub fn field(&self, id: &str) -> Option<&Field> {
        self.pages
            .iter()
            .flat_map(|page| &page.fields)
            .find(|field| field.id == id)
    }

    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|r| r.id == id)
    }
}

fn wordless(field: &Field) -> Field {
    let options = |options: &[Text]| options.iter().map(|o| o.id.as_str().into()).collect();
    let kind = |kind: &Kind| match kind {
        Kind::Choice(of) => Kind::Choice(options(of)),
        Kind::MultiChoice(of) => Kind::MultiChoice(options(of)),
        other => other.clone(),
    };
    Field {
        id: field.id.clone(),
        label: Text::default(),
        hint: None,
        kind: match &field.kind {
            Kind::Rows { columns, min, max } => Kind::Rows {
                columns: columns
                    .iter()
                    .map(|column| domain::form::Column {
                        id: column.id.clone(),
                        label: Text::default(),
                        kind: kind(&column.kind),
                        required: column.required,
                    })
                    .collect(),
                min: *min,
                max: *max,
            },
            other => kind(other),
        },
        required: field.required,
        show_if: field.show_if.clone(),
        required_if: field.required_if.clone(),
    }
}

/// What the form engine needs to check answers and to know its steps. It travels inside the page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checks {
    /// Which questions these are: another one when any of them has changed.
    pub version: String,
    pub lang: Lang,
    /// Name of the draft in the device's database.
    pub draft: String,
    pub service: String,
    /// What the service is called, in the page's language.
    pub name: Text,
    /// What the service's codes begin with.
    pub prefix: String,
    pub zone: Zone,
    /// An application that was sent before is mended: one screen, with what the officer gave back.
    pub mending: bool,
    /// An officer fills it in for a resident: under this leave.
    pub assistance: Option<String>,
    /// What is known of the applicant before anything is typed: field and answer.
    pub known: Vec<(String, String)>,
    pub pages: Vec<Page>,
    pub rules: Vec<Rule>,
    pub needs: Vec<Need>,
    /// ISO 8601 days on which the office is closed, besides weekends.
    pub holidays: Vec<String>,
    /// Today at the office, ISO 8601.
    pub today: String,
}

/// A requirement without its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Need {
    pub id: String,
    pub how: How,
    pub required: bool,
    pub show_if: Option<domain::form::Condition>,
    /// May follow after sending.
    pub later: bool,
}

impl Need {
    /// Must be there when it is sent.
    pub fn is_due_at_once(&self) -> bool {
        self.required && !self.later
    }
}

impl Checks {
    /// Requirements of `how` that apply, given the answers.
    pub fn needed(&self, how: How, answers: &Answers) -> impl Iterator<Item = &Need> {
        self.needs
            .iter()
            .filter(move |r| r.how == how && r.show_if.as_ref().is_none_or(|c| c.holds(answers)))
    }

    /// The same form, filled in by an officer for a resident: a draft of its own, with what is known of them.
    pub fn assisted(self, view: &domain::view::AssistanceView) -> Checks {
        Checks {
            known: view.known.clone(),
            ..self.under(&view.id)
        }
    }

    /// The same form under a resident's leave, which has a draft of its own.
    pub fn under(mut self, leave: &str) -> Checks {
        self.draft = format!("{}:{leave}", self.draft);
        self.assistance = Some(leave.to_owned());
        self
    }

    /// Where this form begins.
    pub fn address(&self) -> String {
        match &self.assistance {
            Some(leave) => routes::helped_form(leave, &self.service),
            None => routes::apply(&self.service),
        }
    }

    /// The leave of the resident who is helped; empty for whoever applies alone.
    pub fn leave(&self) -> &str {
        self.assistance.as_deref().unwrap_or_default()
    }

    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id)
    }

    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.pages.iter().flat_map(|page| &page.fields)
    }

    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields().find(|field| field.id == id)
    }

    /// Pages with at least one question to ask.
    pub fn asked_pages(&self, answers: &Answers) -> impl Iterator<Item = &Page> {
        self.pages
            .iter()
            .filter(move |page| page.fields.iter().any(|field| is_asked(field, answers)))
    }

    /// Every screen there is, asked for or not.
    pub fn screens(&self) -> Vec<Step> {
        let questions = self.pages.iter().map(|p| Step::Questions(p.id.clone()));
        let documents = self.needs.iter().filter(|need| need.how == How::Upload);
        let mut screens = vec![Step::Start];
        screens.extend(questions);
        screens.extend(documents.map(|need| Step::Document(need.id.clone())));
        screens.extend([Step::Declare, Step::Check, Step::Send, Step::Receipt]);
        screens
    }
}
