//! What an officer reads on ID card, family card and deed, beside the form: noted while the case is open, and only
//! where it differs. With the case's end it is forgotten; the history says that somebody compared, and not what.

pub(crate) mod sql;

use crate::Backend;
use crate::application::Case;
use domain::answer;
use domain::application::Deed;
use domain::calendar::{iso_day, parse_day};
use domain::error::{Error, Result};
use domain::form::{Answer, Answers, Field, MAX_TEXT, tidy};
use domain::mismatch::{Advice, Paper, Reading, Trait, advice};
use domain::officer::Officer;
use domain::region::RegionCode;
use domain::text::{Lang, Text};
use domain::validate::What;
use domain::view::MismatchView;

/// What is kept of a case: which documents were read, and what differs on them.
#[derive(Default)]
pub(crate) struct Noted {
    pub(crate) read: Vec<Paper>,
    pub(crate) readings: Vec<Reading>,
}

fn told(answers: &Answers, about: Trait) -> String {
    answers
        .get(about.key())
        .map_or_else(String::new, |answer| answer.text().to_owned())
}

impl Noted {
    /// What to mend first. What was read and isn't noted says the same as the form.
    pub(crate) fn advice(&self, answers: &Answers) -> Vec<Advice> {
        let mut all = self.readings.clone();
        for paper in &self.read {
            for about in Trait::ALL {
                if !all
                    .iter()
                    .any(|one| one.paper == *paper && one.about == about)
                {
                    all.push(Reading {
                        paper: *paper,
                        about,
                        text: told(answers, about),
                    });
                }
            }
        }
        advice(&all, |about| told(answers, about))
    }
}

impl Backend {
    /// What documents and form say, for who works on the case. To see it is to open the case.
    pub async fn mismatch(&self, session: &str, code: &str) -> Result<MismatchView> {
        let (officer, case) = self.case_to_work_on(session, code).await?;
        self.record_opening(&officer, &case).await?;
        self.mismatch_view(&officer, &case).await
    }

    /// Notes what was read: `read` are the documents that were and agree, `readings` what stands on others. Replaces what was
    /// noted.
    pub async fn note_mismatch(
        &self,
        session: &str,
        code: &str,
        mut read: Vec<Paper>,
        readings: Vec<Reading>,
    ) -> Result<MismatchView> {
        let (officer, case) = self.case_to_work_on(session, code).await?;
        if case.state.is_final() {
            return Err(Error::Forbidden);
        }
        let answers = self.newest_answers(&case).await?;
        let mut kept = Vec::new();
        for one in readings {
            let text = tidy(&one.text);
            if text.is_empty() || !one.about.stands_on(one.paper) {
                continue;
            }
            // Whoever writes down what stands on it has read it.
            if !read.contains(&one.paper) {
                read.push(one.paper);
            }
            if one.about.same(&text, &told(&answers, one.about)) {
                continue;
            }
            let wrong = |what| {
                crate::officer::one_problem(
                    &format!("{}-{}", one.paper.key(), one.about.key()),
                    what,
                )
            };
            if text.chars().count() > MAX_TEXT {
                return Err(wrong(What::TooLong { max: MAX_TEXT }));
            }
            if one.about == Trait::Birth {
                let day = parse_day(&text).ok_or_else(|| wrong(What::NotADate))?;
                if day > self.today(&case.region) {
                    return Err(wrong(What::DateInFuture));
                }
            }
            kept.push(Reading { text, ..one });
        }
        let mut write = self.db.write().await?;
        self.check_free(&mut write, &case, &officer).await?;
        sql::replace(&mut write, &case.id, &read, &kept, &officer.id, self.now()).await?;
        let note = Some(format!("{} beda", kept.len()));
        self.record_aside(&mut write, &case, &officer, Deed::Compared, note)
            .await?;
        write.commit().await?;
        self.mismatch_view(&officer, &case).await
    }

    async fn mismatch_view(&self, officer: &Officer, case: &Case) -> Result<MismatchView> {
        let service = self.service_of(&case.service_id)?;
        let answers = self.newest_answers(case).await?;
        let mut read = self.db.read().await?;
        let noted = sql::of_case(&mut read, &case.id).await?;
        drop(read);
        let fields = self.catalogue.form(service);
        let fields: Vec<&Field> = fields.iter().flat_map(|page| &page.fields).collect();
        let region = |code: &str| {
            let code = RegionCode::parse(code).ok()?;
            Some(self.catalogue.region_name(&code))
        };
        let form = Trait::ALL.into_iter().filter_map(|about| {
            let field = fields.iter().find(|field| field.id == about.key())?;
            let answer = answers.get(about.key())?;
            let [id, en] = [Lang::Id, Lang::En]
                .map(|lang| answer::lines(&field.kind, answer, lang, &region).join(", "));
            let plain = Answer::text(answer).to_owned();
            Some((about, plain, Text::new(&id, &en)))
        });
        Ok(MismatchView {
            code: case.code.clone(),
            service_name: service.name.clone(),
            applicant: case.applicant_name.clone(),
            office: self.catalogue.region_name(&officer.territory),
            today: iso_day(self.today(&case.region)),
            form: form.collect(),
            advice: noted.advice(&answers),
            read: noted.read,
            readings: noted.readings,
            may_note: officer.role.works_on_cases() && !case.state.is_final(),
        })
    }
}
