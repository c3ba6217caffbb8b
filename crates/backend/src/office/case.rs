//! A case as an officer sees it, and the writing down that it was opened.

use super::hold;
use crate::Backend;
use crate::application::{self, Case, from_json};
use crate::document::{self, Items, Page};
use crate::event::{self, Actor, Event};
use crate::letter;
use crate::message;
use crate::product;
use domain::answer;
use domain::application::{Action, Deed};
use domain::calendar::Moment;
use domain::clock::pressure;
use domain::document::{Item, Verdict};
use domain::error::{Error, Result};
use domain::form::{Answer, Answers, Kind};
use domain::officer::Officer;
use domain::product::ProductState;
use domain::region::RegionCode;
use domain::service::{How, Service};
use domain::text::{Lang, Text};
use domain::validate::{Context, is_asked, validate};
use domain::view::{CaseView, DocumentView, EventView, FieldView, Seen};
use std::collections::BTreeMap;

/// Reloading a page within this time is one opening.
const SAME_OPENING_SECONDS: i64 = 10 * 60;
/// The same file again within this time is one opening.
const SAME_LOOK_SECONDS: i64 = 3600;

impl Backend {
    /// Opens a case. That it was opened, by whom and when, is written down for good.
    pub async fn open_case(&self, session: &str, code: &str) -> Result<CaseView> {
        let (officer, case) = self.case_for(session, code).await?;
        self.record_opening(&officer, &case).await?;
        self.case_view(&officer, &case).await
    }

    /// Somebody sees what is in a case: once per sitting.
    pub(super) async fn record_opening(&self, officer: &Officer, case: &Case) -> Result<()> {
        let mut write = self.db.write().await?;
        let events = event::sql::of_application(&mut write, &case.id).await?;
        if !is_still_open(&events, officer, self.now()) {
            self.record_aside(&mut write, case, officer, Deed::Opened, None)
                .await?;
        }
        Ok(write.commit().await?)
    }

    /// An officer opens a file of a case: `what` is a document's requirement, `letter:` or `product:` and the product. The
    /// same file within an hour is one opening, however many pages and pieces of it are fetched.
    pub(crate) async fn record_look(
        &self,
        officer: &Officer,
        case: &str,
        what: &str,
    ) -> Result<()> {
        let since = self.now().plus_seconds(-SAME_LOOK_SECONDS);
        let looked = |events: Vec<Event>| {
            events.iter().any(|event| {
                event.deed == Deed::Looked
                    && event.at > since
                    && event.note.as_deref() == Some(what)
                    && matches!(&event.actor, Actor::Officer { id, .. } if *id == officer.id)
            })
        };
        let mut read = self.db.read().await?;
        if looked(event::sql::of_application(&mut read, case).await?) {
            return Ok(());
        }
        drop(read);
        let mut write = self.db.write().await?;
        // The pages of one document are fetched at once: whoever has the number first is alone with the case.
        let seq = application::sql::next_event(&mut write, case).await?;
        if looked(event::sql::of_application(&mut write, case).await?) {
            return Ok(write.roll_back().await?);
        }
        let case = application::sql::by_id(&mut write, case)
            .await?
            .ok_or(Error::NotFound)?;
        let event = Event {
            at: self.now(),
            actor: Actor::officer(officer),
            behalf: None,
            deed: Deed::Looked,
            from: case.state,
            to: case.state,
            note: Some(what.to_owned()),
        };
        self.record(&mut write, &case.id, seq, &event).await?;
        Ok(write.commit().await?)
    }

    pub(super) async fn case_view(&self, officer: &Officer, case: &Case) -> Result<CaseView> {
        let service = self.service_of(&case.service_id)?;
        let mut read = self.db.read().await?;
        let events = event::sql::of_application(&mut read, &case.id).await?;
        let items = document::items(&mut read, &case.id).await?;
        let pages = document::pages(&mut read, &case.id).await?;
        let bodies = application::sql::answers(&mut read, &case.id).await?;
        let products = product::sql::of_case(&mut read, &case.id).await?;
        let letters = letter::sql::of_case(&mut read, &case.id).await?;
        let seen = document::seen::of_case(&mut read, &case.id).await?;
        let hold = hold::sql::of(&mut read, &case.id).await?;
        let messages = message::sql::of_case(&mut read, &case.id).await?;
        let absorbed = self.absorbed(&mut read, case).await?;
        let merged_into = self.merged_code(&mut read, case).await?;
        drop(read);
        let hold = hold.and_then(|hold| hold.view(officer, self.now()));
        // Who holds it works on it; anybody else reads.
        let free = hold.as_ref().is_none_or(|hold| hold.own);
        let powers = self.powers(officer).await?;
        let spot = self.spot(case);
        let mut actions = powers.actions(&case.service_id, &spot);
        let acting = actions
            .iter()
            .find_map(|action| powers.by(&case.service_id, &spot, *action));
        let flaws = self.case_flaws(officer, case).await?;
        let helped = self.helped_by(case).await?;
        let mut rounds = Vec::with_capacity(bodies.len());
        for (round, body) in &bodies {
            rounds.push((*round, from_json(body)?));
        }
        let history = event::history(&events);
        let due = self.due(&case.region, &history, case.limit_days);
        let promise = self.due(&case.region, &history, case.promise_days);
        let answers = rounds
            .last()
            .map(|(_, answers)| answers.clone())
            .unwrap_or_default();
        let made: Vec<_> = service.products_for(&answers).collect();
        let signed = letter::unsigned(service, &answers, &letters).is_empty();
        let given = letters.iter().any(|row| !row.state.is_over())
            || products
                .iter()
                .any(|row| row.state == ProductState::HandedOver);
        actions.retain(|action| match action {
            Action::MakeReady | Action::HandOver if !signed => false,
            Action::Reopen => !given,
            _ => product::whole(&made, &products, *action),
        });
        // Taking a decision back is nobody's turn: what waits is told first.
        let works = actions.iter().any(|action| *action != Action::Reopen);
        let unprintable = self.unprintable(case, &answers, &letters).await?;
        let letters = self.letter_views(case, &answers, &letters, &powers);
        let signs = Backend::awaits_signer(case, &letters);
        let lapsed = powers.lapsed(&case.service_id, |role| {
            let mut steps = spot.actions(role).into_iter();
            steps.any(|step| step != Action::Reopen) || signs && service.chain.signs(role)
        });
        Ok(CaseView {
            code: case.code.clone(),
            service: case.service_id.clone(),
            service_name: service.name.clone(),
            state: case.state,
            hand: spot.hand_now(),
            onward: spot.desk_after(Action::Forward),
            backward: spot.desk_after(Action::SendBack),
            version: case.version,
            sent: case.sent_at,
            zone: self.catalogue.zone(&case.region),
            due: due.day(),
            promise: promise.day(),
            paused_with: due.left(),
            pressure: pressure(due, self.today(&case.region), &self.catalogue.calendar),
            region_name: self.catalogue.region_name(&case.region),
            fields: self.fields_view(service, case, &items, &rounds),
            deadline: self.deadline(&case.service_id, case.deadline_at),
            helped,
            products: self.product_views(case, &answers, &products, Some(officer)),
            lapsed: lapsed.cloned(),
            flaws,
            letters,
            unprintable,
            documents: documents_view(service, &answers, &items, &pages, &seen),
            other_requirements: other_requirements(service, &answers),
            events: events.iter().map(event_view).collect(),
            may_take: works && hold.as_ref().is_none_or(|hold| !hold.own),
            actions: if free { actions } else { Vec::new() },
            may_judge: free && powers.may(&case.service_id, &spot, Action::Return),
            hold,
            acting: acting.cloned(),
            alike: self.look_alikes(officer, case).await?,
            may_merge: powers.may(&case.service_id, &spot, Action::Merge),
            absorbed,
            merged_into,
            messages,
            reads_only: !officer.role.works_on_cases(),
        })
    }

    fn fields_view(
        &self,
        service: &Service,
        case: &Case,
        items: &Items,
        rounds: &[(i64, Answers)],
    ) -> Vec<FieldView> {
        let Some((_, answers)) = rounds.last() else {
            return Vec::new();
        };
        let pages = self.catalogue.form(service);
        // What the validator doubts is told as of the day of sending: a date that was to come may have passed since.
        let today = case.sent_at.day(self.catalogue.zone(&case.region));
        let context = Context {
            today,
            calendar: &self.catalogue.calendar,
        };
        let warnings = validate(&pages, &service.rules, answers, &context, false).warnings;
        let mut fields = Vec::new();
        for page in &pages {
            for field in page.fields.iter().filter(|field| is_asked(field, answers)) {
                let item = Item::Field(field.id.clone());
                let row = items.newest(&item);
                let answer = answers
                    .get(&field.id)
                    .cloned()
                    .unwrap_or_else(|| Answer::Text(String::new()));
                // The answer of the round before the one in which this was sent again.
                let before = row
                    .filter(|row| row.round > 1 && items.before(&item).is_some())
                    .and_then(|row| {
                        let older = rounds.iter().rev().find(|(round, _)| *round < row.round)?;
                        older
                            .1
                            .get(&field.id)
                            .map(|answer| self.shown(&field.kind, answer))
                    });
                let doubts = warnings.iter().filter(|warning| warning.field == field.id);
                fields.push(FieldView {
                    id: field.id.clone(),
                    label: field.label.clone(),
                    page: page.title.clone(),
                    shown: self.shown(&field.kind, &answer),
                    answer,
                    before,
                    verdict: row.map_or(Verdict::Open, |row| row.verdict.clone()),
                    warnings: doubts
                        .map(|one| {
                            Text::new(&one.what.message(Lang::Id), &one.what.message(Lang::En))
                        })
                        .collect(),
                });
            }
        }
        fields
    }

    /// The lines of an answer, each in both languages.
    fn shown(&self, kind: &Kind, answer: &Answer) -> Vec<Text> {
        let region = |code: &str| {
            let code = RegionCode::parse(code).ok()?;
            Some(self.catalogue.region_name(&code))
        };
        let [id, en] = [Lang::Id, Lang::En].map(|lang| answer::lines(kind, answer, lang, &region));
        id.iter()
            .zip(&en)
            .map(|(id, en)| Text::new(id, en))
            .collect()
    }
}

/// The newest event is this officer's, and fresh: the case is still open on the same screen.
fn is_still_open(events: &[Event], officer: &Officer, now: Moment) -> bool {
    events.last().is_some_and(|event| {
        matches!(&event.actor, Actor::Officer { id, .. } if *id == officer.id)
            && now < event.at.plus_seconds(SAME_OPENING_SECONDS)
    })
}

fn documents_view(
    service: &Service,
    answers: &Answers,
    items: &Items,
    pages: &[Page],
    seen: &BTreeMap<String, Seen>,
) -> Vec<DocumentView> {
    let of_round = |requirement: &str, round: i64| {
        let same = pages
            .iter()
            .filter(|page| page.requirement == requirement && page.round == round);
        same.map(|page| page.view.clone()).collect()
    };
    let view = |requirement: &&domain::service::Requirement| {
        let item = Item::Document(requirement.id.clone());
        let newest = items.newest(&item);
        let before = items.before(&item);
        DocumentView {
            requirement: requirement.id.clone(),
            name: requirement.name.clone(),
            required: requirement.required,
            verdict: newest.map_or(Verdict::Open, |row| row.verdict.clone()),
            pages: newest.map_or_else(Vec::new, |row| of_round(&requirement.id, row.round)),
            before: before.map_or_else(Vec::new, |row| of_round(&requirement.id, row.round)),
            later: requirement.later,
            seen: seen.get(&requirement.id).cloned(),
            before_reason: before.and_then(|row| match &row.verdict {
                Verdict::Returned { reason } => Some(reason.clone()),
                _ => None,
            }),
        }
    };
    application::uploads(service, answers)
        .iter()
        .map(view)
        .collect()
}

/// What to look for at the counter.
fn other_requirements(service: &Service, answers: &Answers) -> Vec<Text> {
    let others = service
        .requirements
        .iter()
        .filter(|one| one.how != How::Upload && application::applies(one, answers));
    others.map(|one| one.name.clone()).collect()
}

fn event_view(event: &Event) -> EventView {
    EventView {
        at: event.at,
        by: event.as_seen_by_officer(),
        deed: event.deed,
        from: event.from,
        to: event.to,
        note: event.note.clone(),
    }
}
