//! A case as an officer sees it, and the writing down that it was opened.

use crate::Backend;
use crate::application::{self, Case, from_json};
use crate::document::{self, Items, Page};
use crate::event::{self, Actor, Event};
use crate::product;
use domain::answer;
use domain::application::{Action, officer_actions, officer_may};
use domain::calendar::Moment;
use domain::clock::pressure;
use domain::document::{Item, Verdict};
use domain::error::Result;
use domain::form::{Answer, Answers, Kind};
use domain::officer::Officer;
use domain::region::RegionCode;
use domain::service::{How, Service};
use domain::text::{Lang, Text};
use domain::validate::{Context, is_asked, validate};
use domain::view::{CaseView, DocumentView, EventView, FieldView, Seen};
use std::collections::BTreeMap;

/// Reloading a page within this time is one opening.
const SAME_OPENING_SECONDS: i64 = 10 * 60;

impl Backend {
    /// Opens a case. That it was opened, by whom and when, is written down for good.
    pub async fn open_case(&self, session: &str, code: &str) -> Result<CaseView> {
        let (officer, case) = self.case_for(session, code).await?;
        let now = self.now();
        let mut write = self.db.write().await?;
        let events = event::sql::of_application(&mut write, &case.id).await?;
        if !is_still_open(&events, &officer, now) {
            let seq = application::sql::next_event(&mut write, &case.id).await?;
            let actor = Actor::officer(&officer);
            let opened = Event {
                at: now,
                actor,
                behalf: None,
                action: None,
                from: case.state,
                to: case.state,
                note: None,
            };
            event::sql::insert(&mut write, &case.id, seq, &opened).await?;
        }
        write.commit().await?;
        self.case_view(&officer, &case).await
    }

    pub(super) async fn case_view(&self, officer: &Officer, case: &Case) -> Result<CaseView> {
        let service = self.service_of(&case.service_id)?;
        let mut read = self.db.read().await?;
        let events = event::sql::of_application(&mut read, &case.id).await?;
        let items = document::items(&mut read, &case.id).await?;
        let pages = document::pages(&mut read, &case.id).await?;
        let bodies = application::sql::answers(&mut read, &case.id).await?;
        let products = product::sql::of_case(&mut read, &case.id).await?;
        let seen = document::seen::of_case(&mut read, &case.id).await?;
        drop(read);
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
        Ok(CaseView {
            code: case.code.clone(),
            service: case.service_id.clone(),
            service_name: service.name.clone(),
            state: case.state,
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
            documents: documents_view(service, &answers, &items, &pages, &seen),
            other_requirements: other_requirements(service, &answers),
            events: events.iter().map(event_view).collect(),
            actions: officer_actions(officer.role, case.state),
            may_judge: officer_may(officer.role, case.state, Action::Return),
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
        action: event.action,
        from: event.from,
        to: event.to,
        note: event.note.clone(),
    }
}
