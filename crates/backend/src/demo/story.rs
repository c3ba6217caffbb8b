//! How a case came to where it is: the real use-cases, one after the other, with the clock set back.

use super::people::{Chapter, OFFICERS, Person};
use super::{DemoError, OFFICE, draw_paper, fill, sql};
use crate::Backend;
use crate::attempt::Requester;
use crate::effects::{Effects, Watch};
use crate::fault::Fault;
use crate::letter::LetterWith;
use crate::upload::{Append, NewUpload};
use domain::application::{Action, State};
use domain::calendar::Moment;
use domain::document::{Item, Verdict};
use domain::error::Error;
use domain::letter::{LetterStep, Means};
use domain::service::Service;
use domain::view::{CaseView, Correction, Submission, SubmittedDocument};
use std::net::Ipv4Addr;
use std::sync::Arc;

const HOUR: i64 = 3600;
const BLURRED: &str = "Foto buram, tulisannya tidak terbaca. Foto ulang di tempat terang dan tahan HP dengan dua tangan.";

/// A backend whose clock stands where the story is.
struct Teller<'a> {
    backend: Backend,
    watch: Arc<Watch>,
    person: &'a Person,
}

/// Lives one case up to its chapter.
pub(super) async fn tell(backend: &Backend, key: &str, person: &Person) -> Result<(), DemoError> {
    let service = backend
        .catalogue
        .service(person.service)
        .ok_or(DemoError::Catalogue(person.service))?;
    let now = backend.now();
    // Sent in the morning so many days ago; today's a quarter of an hour ago.
    let begin = if person.days_ago == 0 {
        now.plus_seconds(-HOUR / 4)
    } else {
        morning(now, person.days_ago)
    };
    let watch = Arc::new(Watch::at(begin));
    let effects = Effects {
        clock: watch.clone(),
        random: backend.effects.random.clone(),
    };
    let teller = Teller {
        backend: Backend {
            effects,
            ..backend.clone()
        },
        watch,
        person,
    };
    teller.live(service, key).await
}

/// About nine in the morning at the office, `days` ago.
fn morning(now: Moment, days: i64) -> Moment {
    const DAY: i64 = 24 * HOUR;
    // 02:00 UTC is 09:00 WIB.
    Moment((now.0.div_euclid(DAY * 1000) - days) * DAY * 1000).plus_seconds(2 * HOUR + 17 * 60)
}

impl Teller<'_> {
    async fn live(&self, service: &Service, key: &str) -> Result<(), DemoError> {
        let blurred = matches!(self.person.chapter, Chapter::GivenBack | Chapter::Mended);
        let code = self.send(service, key, blurred).await?;
        if self.person.chapter == Chapter::Sent {
            return Ok(());
        }
        self.watch.forward(3 * HOUR);
        let mut case = self
            .step("loket", &code, Action::StartChecking, None)
            .await?;
        if blurred {
            case = self.give_back(case).await?;
            if self.person.chapter == Chapter::GivenBack {
                return Ok(());
            }
            self.watch.forward(20 * HOUR);
            self.mend(service, key, &case).await?;
            return Ok(());
        }
        if self.person.chapter == Chapter::Checking {
            if let Some(first) = case.documents.first() {
                let item = Item::Document(first.requirement.clone());
                self.judge("loket", &case, item, Verdict::Accepted).await?;
            }
            return Ok(());
        }
        for document in case
            .documents
            .clone()
            .iter()
            .filter(|document| !document.pages.is_empty())
        {
            let item = Item::Document(document.requirement.clone());
            case = self.judge("loket", &case, item, Verdict::Accepted).await?;
        }
        self.watch.forward(HOUR);
        self.step("loket", &code, Action::Complete, None).await?;
        self.watch.forward(22 * HOUR);
        match self.person.chapter {
            Chapter::Refused => {
                let reason =
                    "Alamat di KTP berada di kecamatan lain. Ajukan di kecamatan sesuai KTP Anda.";
                self.step("camat", &code, Action::Refuse, Some(reason))
                    .await?;
            }
            Chapter::AtTheCamat | Chapter::Ready => {
                self.pass_on(service, &code).await?;
                if self.person.chapter == Chapter::Ready {
                    self.watch.forward(4 * HOUR);
                    self.step("camat", &code, Action::Decide, None).await?;
                    self.watch.forward(HOUR);
                    self.letters(service, &code).await?;
                    self.step("loket", &code, Action::MakeReady, None).await?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The letters of a decided case, signed by hand. What was printed is also what a scanner would give back.
    async fn letters(&self, service: &Service, code: &str) -> Result<(), DemoError> {
        let camat = self.session("camat").await?;
        for product in service.products.iter().filter(|one| one.letter.is_some()) {
            for step in [LetterStep::Number, LetterStep::Print, LetterStep::Scan] {
                let mut with = LetterWith::default();
                match step {
                    LetterStep::Number => with.means = Some(Means::Pen),
                    LetterStep::Scan => {
                        let printed = self.backend.letter_file(&camat, code, product.key());
                        let bytes = std::fs::read(printed.await?.path);
                        with.file = Some(bytes.map_err(Fault::from)?);
                    }
                    _ => {}
                }
                self.backend
                    .letter_step(&camat, code, product.key(), step, with)
                    .await?;
            }
        }
        Ok(())
    }

    /// From hand to hand, until it lies before who decides.
    async fn pass_on(&self, service: &Service, code: &str) -> Result<(), DemoError> {
        let complete = service
            .chain
            .spot(State::Checking, None)
            .next(Action::Complete);
        let mut spot = complete.map_err(Error::from)?;
        while spot.state == State::Processing {
            let officer = OFFICERS
                .iter()
                .find(|one| one.role == spot.hand && one.territory == OFFICE);
            let officer = officer.ok_or(DemoError::Catalogue("chain"))?;
            self.step(officer.username, code, Action::Forward, None)
                .await?;
            spot = spot.next(Action::Forward).map_err(Error::from)?;
        }
        Ok(())
    }

    async fn send(&self, service: &Service, key: &str, blurred: bool) -> Result<String, DemoError> {
        let backend = &self.backend;
        let today = backend.now().day(backend.catalogue.zone(&service.region));
        let answers = fill::answers_for(&backend.catalogue, service, self.person, today);
        let ticket = backend.open_draft(&service.id, &backend.new_id()?).await?;
        let mut documents = Vec::new();
        for (place, requirement) in (0..).zip(fill::documents_for(service, &answers)) {
            let photo = draw_paper(self.person.number * 10 + place, blurred && place == 0);
            let page = upload(backend, &ticket.token, &requirement.id, photo).await?;
            documents.push(SubmittedDocument {
                requirement: requirement.id.clone(),
                pages: vec![page],
            });
        }
        let declared = service
            .requirements
            .iter()
            .filter(|one| one.how == domain::service::How::Declare && one.required);
        let submission = Submission {
            service: service.id.clone(),
            key: key.to_owned(),
            answers,
            documents,
            declared: declared.map(|one| one.id.clone()).collect(),
            consent: true,
            code: None,
            seen: Vec::new(),
            lang: Default::default(),
        };
        Ok(backend
            .submit(&ticket.token, submission)
            .await?
            .code
            .to_string())
    }

    /// The officer of that user name takes the case in hand now.
    async fn session(&self, username: &str) -> Result<String, DemoError> {
        let mut read = self.backend.db.read().await?;
        let id = sql::officer_id(&mut read, username)
            .await?
            .ok_or(Error::NotFound)?;
        drop(read);
        Ok(self.backend.begin_session(&id).await?.into_inner())
    }

    async fn step(
        &self,
        username: &str,
        code: &str,
        action: Action,
        reason: Option<&str>,
    ) -> Result<CaseView, DemoError> {
        let session = self.session(username).await?;
        let case = self.backend.open_case(&session, code).await?;
        Ok(self
            .backend
            .act(
                &session,
                code,
                case.version,
                action,
                reason.map(str::to_owned),
            )
            .await?)
    }

    async fn judge(
        &self,
        username: &str,
        case: &CaseView,
        item: Item,
        verdict: Verdict,
    ) -> Result<CaseView, DemoError> {
        let session = self.session(username).await?;
        Ok(self
            .backend
            .judge(&session, case.code.compact(), case.version, item, verdict)
            .await?)
    }

    async fn give_back(&self, case: CaseView) -> Result<CaseView, DemoError> {
        let mut newest = case.clone();
        for (place, document) in case
            .documents
            .iter()
            .filter(|document| !document.pages.is_empty())
            .enumerate()
        {
            let verdict = if place == 0 {
                Verdict::Returned {
                    reason: BLURRED.to_owned(),
                }
            } else {
                Verdict::Accepted
            };
            newest = self
                .judge(
                    "loket",
                    &newest,
                    Item::Document(document.requirement.clone()),
                    verdict,
                )
                .await?;
        }
        self.step("loket", newest.code.compact(), Action::Return, None)
            .await
    }

    async fn mend(&self, service: &Service, key: &str, case: &CaseView) -> Result<(), DemoError> {
        let requester = Requester::from(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST));
        let grant = self
            .backend
            .look_up(case.code.compact(), self.person.digits(), &requester)
            .await?;
        let grant = grant.token.reveal();
        let round = self.backend.status(grant).await?.round;
        let ticket = self
            .backend
            .open_correction(grant, case.code.compact(), round)
            .await?;
        let mut documents = Vec::new();
        for document in case
            .documents
            .iter()
            .filter(|one| matches!(one.verdict, Verdict::Returned { .. }))
        {
            if service.requirement(&document.requirement).is_some() {
                let photo = draw_paper(self.person.number * 10, false);
                let page =
                    upload(&self.backend, &ticket.token, &document.requirement, photo).await?;
                documents.push(SubmittedDocument {
                    requirement: document.requirement.clone(),
                    pages: vec![page],
                });
            }
        }
        let correction = Correction {
            key: format!("{key}-2"),
            answers: Default::default(),
            documents,
        };
        self.backend.resubmit(&ticket.token, correction).await?;
        Ok(())
    }
}

async fn upload(
    backend: &Backend,
    token: &str,
    requirement: &str,
    photo: Vec<u8>,
) -> Result<String, DemoError> {
    let length = photo.len() as u64;
    let new = NewUpload {
        requirement: requirement.to_owned(),
        length: Some(length),
        idempotency_key: None,
        metadata: None,
        sha256: None,
        from: None,
    };
    let begun = backend.upload_create(token, new).await?;
    let refused = |fault| match fault {
        crate::WriteFault::Refused(error) => DemoError::Failed(error),
        _ => DemoError::Failed(Error::Unavailable),
    };
    let mut writer = backend
        .upload_write(token, &begun.id, Append::default())
        .await
        .map_err(refused)?;
    writer.push(photo).await.map_err(refused)?;
    writer.finish().await.map_err(refused)?;
    Ok(begun.id)
}
