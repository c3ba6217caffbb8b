//! Sending: from a draft to an application, once.
//!
//! Everything is checked before anything is stored, and stored in one transaction: application, answers, items,
//! pages, first event, and the end of the draft. Two taps at the same moment meet at the database's unique columns;
//! the second one gets the first one's receipt.

use super::intake::{
    NAME, REGION, arrange, check_declared, invalid, phone_digits, problem, uploads,
};
use super::{fill, sql, to_json};
use crate::Backend;
use crate::assistance::Helper;
use crate::draft::{self, Draft};
use crate::event::{Actor, Event};
use crate::secret::{hash, is_device_key};
use crate::{document, upload};
use domain::application::{Action, Deed, State};
use domain::code::Code;
use domain::document::Item;
use domain::error::{Error, Result};
use domain::form::{Answers, text_of, tidy_all};
use domain::region::RegionCode;
use domain::search::fold;
use domain::service::{Group, Service};
use domain::text::Lang;
use domain::validate::{What, is_asked};
use domain::view::{Receipt, Submission};
use std::collections::{BTreeMap, BTreeSet};

/// Codes are random; so many in a row can't all be taken.
const CODE_TRIES: usize = 8;

fn key_hash(key: &str) -> String {
    hash(&format!("submit:{key}"))
}

/// A checked application on its way into the database.
struct Ready<'a> {
    service: &'a Service,
    answers: Answers,
    region: RegionCode,
    documents: BTreeMap<String, Vec<String>>,
    declared: BTreeSet<String>,
    key_hash: String,
    /// Who sends it for the resident.
    helper: Option<Helper>,
    /// Documents among these whose original the helper has held.
    seen: Vec<String>,
    lang: Lang,
}

impl Backend {
    /// Sends an application. Sending again with the same key gives the same receipt.
    pub async fn submit(&self, token: &str, submission: Submission) -> Result<Receipt> {
        let draft = self.draft_of(token).await?;
        if !is_device_key(&submission.key) {
            return Err(Error::malformed("key"));
        }
        let key_hash = key_hash(&submission.key);
        if let Some(receipt) = self.sent_before(&draft, &key_hash).await? {
            return Ok(receipt);
        }
        if !draft.is_live(self.now()) {
            return Err(Error::DraftEnded);
        }
        if draft.corrects.is_some() || submission.service != draft.service_id {
            return Err(Error::malformed("service"));
        }
        let service = self.service_of(&draft.service_id)?;
        let code = submission.code.clone();
        let helper = self.helper(draft.assistance_id.as_deref()).await?;
        let ready = self.check_submission(service, submission, key_hash, helper)?;
        self.settle(&draft, ready.documents.values().flatten())
            .await?;
        // The receipt that was handed over already keeps its code.
        let mut lent = self.lent(code, &ready.service.prefix).await?;
        for _ in 0..CODE_TRIES {
            let code = match lent.take() {
                Some(code) => code,
                None => self.new_code(&ready.service.prefix)?,
            };
            if let Some(receipt) = self.store(&draft, &ready, code).await? {
                return Ok(receipt);
            }
            // Either the same was sent a moment ago, or the code is taken.
            if let Some(receipt) = self.sent_before(&draft, &ready.key_hash).await? {
                return Ok(receipt);
            }
        }
        tracing::error!("no free code was found");
        Err(Error::Unavailable)
    }

    /// The receipt of what was sent with this key, by whichever way it came: a device asks before it sends photographs
    /// of a case that was also handed over as a file.
    ///
    /// # Errors
    /// [`Error::NotFound`] where nothing was.
    pub async fn receipt_of(&self, token: &str, key: &str) -> Result<Receipt> {
        // The draft is leave to ask; the key, of 128 random bits, is what the case was sent with.
        self.draft_of(token).await?;
        self.receipt_of_key(key).await?.ok_or(Error::NotFound)
    }

    pub(crate) async fn receipt_of_key(&self, key: &str) -> Result<Option<Receipt>> {
        if !is_device_key(key) {
            return Err(Error::malformed("key"));
        }
        self.sent_by("", &key_hash(key)).await
    }

    /// The receipt of what this key, or this draft, has sent already.
    async fn sent_before(&self, draft: &Draft, key_hash: &str) -> Result<Option<Receipt>> {
        self.sent_by(&draft.id, key_hash).await
    }

    async fn sent_by(&self, draft: &str, key_hash: &str) -> Result<Option<Receipt>> {
        let mut read = self.db.read().await?;
        match sql::sent_before(&mut read, draft, key_hash).await? {
            Some(case) if case.key_hash == key_hash => Ok(Some(self.receipt(
                &case.service_id,
                case.code,
                &case.region,
                case.sent_at,
            ))),
            // The draft became an application under another key.
            Some(_) => Err(Error::DraftEnded),
            None => Ok(None),
        }
    }

    fn check_submission<'a>(
        &self,
        service: &'a Service,
        sent: Submission,
        key_hash: String,
        helper: Option<Helper>,
    ) -> Result<Ready<'a>> {
        let mut answers = sent.answers;
        tidy_all(&mut answers);
        let pages = self.catalogue.form(service);
        let mut problems = self.check_answers(service, &pages, &mut answers, self.now())?;
        let wanted = uploads(service, &answers);
        let documents = arrange(&sent.documents, &wanted, &mut problems);
        for requirement in wanted
            .iter()
            .filter(|one| one.is_due_at_once() && !documents.contains_key(&one.id))
        {
            problems.push(problem(&requirement.id, What::MissingDocument));
        }
        check_declared(service, &answers, &sent.declared, &mut problems);
        if !sent.consent {
            problems.push(problem("consent", What::MustTick));
        }
        let region = self.region_of(service, &answers);
        // Whoever helps, helps those who live where they work.
        if let (Some(region), Some(helper)) = (&region, &helper) {
            let partner = helper.officer.partner.as_ref().map(|one| one.id.as_str());
            if !helper.officer.helps(region, partner) {
                problems.push(problem(REGION, What::NotARegion));
            }
        }
        match region {
            Some(region) if problems.is_empty() => {
                let declared = sent.declared.into_iter().collect();
                let mut seen = sent.seen;
                // Whoever applies alone can't say it of themselves.
                seen.retain(|id| helper.is_some() && documents.contains_key(id));
                Ok(Ready {
                    service,
                    answers,
                    region,
                    documents,
                    declared,
                    key_hash,
                    helper,
                    seen,
                    lang: sent.lang,
                })
            }
            _ => Err(invalid(problems)),
        }
    }

    /// `None`: key, draft or code is in the database already.
    async fn store(&self, draft: &Draft, ready: &Ready<'_>, code: Code) -> Result<Option<Receipt>> {
        let now = self.now();
        let id = self.new_id()?;
        let declared: Vec<&String> = ready.declared.iter().collect();
        let row = sql::NewCase {
            id: &id,
            code: &code,
            service: ready.service,
            draft: &draft.id,
            key_hash: &ready.key_hash,
            region: &ready.region,
            applicant_name: text_of(&ready.answers, NAME),
            phone_proof: &self.phone_proof(&code, &phone_digits(&ready.answers)),
            keys: &self.keys(&ready.answers),
            declared: &serde_json::to_string(&declared)
                .map_err(|_| Error::malformed("declared"))?,
            deadline: self.deadline_at(ready.service, &ready.answers, &ready.region),
            helper: ready.helper.as_ref(),
            lang: ready.lang,
        };
        let mut write = self.db.write().await?;
        if !sql::insert(&mut write, &row, now).await? {
            write.roll_back().await?;
            return Ok(None);
        }
        if !draft::sql::end(&mut write, &draft.id, now, &ready.key_hash).await? {
            return Err(Error::DraftEnded);
        }
        fill::sql::set_words(&mut write, &id, &fold(row.applicant_name)).await?;
        sql::insert_answers(&mut write, &id, 1, &to_json(&ready.answers)?).await?;
        for item in self.items_of(ready.service, &ready.answers) {
            document::sql::insert_item(&mut write, &id, &item, 1).await?;
        }
        self.take_pages(&mut write, draft, &id, 1, &ready.documents)
            .await?;
        if let Some(helper) = &ready.helper {
            for requirement in &ready.seen {
                let by = &helper.officer;
                document::sql::insert_seen(&mut write, &id, requirement, by, now).await?;
            }
        }
        let helper = ready.helper.as_ref();
        self.consent_of_answers(&mut write, &id, &ready.answers, helper, now)
            .await?;
        let first = Event {
            at: now,
            actor: ready.helper.as_ref().map_or(Actor::Resident, Helper::actor),
            behalf: ready.helper.as_ref().map(Helper::behalf),
            deed: Deed::Step(Action::Submit),
            from: State::Draft,
            to: State::Submitted,
            note: None,
        };
        self.record(&mut write, &id, 1, &first).await?;
        write.commit().await?;
        tracing::info!(
            application = id,
            service = ready.service.id,
            "an application arrived"
        );
        Ok(Some(self.receipt(
            &ready.service.id,
            code,
            &ready.region,
            now,
        )))
    }

    /// Everything that an officer can accept or give back: every question asked, every photo that applies.
    pub(super) fn items_of(&self, service: &Service, answers: &Answers) -> Vec<Item> {
        let pages = self.catalogue.form(service);
        let fields = pages
            .iter()
            .flat_map(|page| &page.fields)
            .filter(|field| is_asked(field, answers));
        let fields = fields.map(|field| Item::Field(field.id.clone()));
        let documents = uploads(service, answers)
            .into_iter()
            .map(|one| Item::Document(one.id.clone()));
        fields.chain(documents).collect()
    }

    /// Moves complete uploads of the draft into the application. One that isn't there or isn't complete stops it all.
    pub(super) async fn take_pages(
        &self,
        write: &mut crate::db::Write,
        draft: &Draft,
        application: &str,
        round: i64,
        documents: &BTreeMap<String, Vec<String>>,
    ) -> Result<()> {
        let mut problems = Vec::new();
        for (requirement, ids) in documents {
            for (position, id) in (0..).zip(ids) {
                match upload::take_complete(write, &draft.id, id).await? {
                    Some(taken) if taken.requirement == *requirement => {
                        document::sql::insert_page(write, application, round, position, &taken)
                            .await?;
                    }
                    _ => problems.push(problem(requirement, What::MissingDocument)),
                }
            }
        }
        problems.dedup();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(invalid(problems))
        }
    }

    pub(super) fn receipt(
        &self,
        service_id: &str,
        code: Code,
        region: &RegionCode,
        sent: domain::calendar::Moment,
    ) -> Receipt {
        Receipt {
            code,
            service: service_id.to_owned(),
            service_name: self.service_name(service_id),
            office: self.office_name(service_id, region),
            sent,
            zone: self.catalogue.zone(region),
        }
    }

    /// Whose service it is for people of `region`.
    pub(crate) fn office_name(&self, service_id: &str, region: &RegionCode) -> String {
        match self.catalogue.service(service_id) {
            // Civil registration and the like are one office for the whole regency.
            Some(service) if service.group != Group::Kecamatan => service.agency.id.clone(),
            _ => self
                .catalogue
                .region_name(&region.at_depth(3).unwrap_or_else(|| region.clone())),
        }
    }
}
