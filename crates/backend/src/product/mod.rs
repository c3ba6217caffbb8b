//! Products: each goes its own way to the person. The office issues, whoever stands before the resident hands over,
//! and the receiver signs. When the last one is in somebody's hands, the case is closed.

mod file;
mod letter;
mod noted;
pub(crate) mod sql;
mod view;

pub use file::ProductFile;

use crate::Backend;
use crate::application::{self, Case, Step, from_json};
use crate::db::Write;
use crate::event::Actor;
use crate::officer::one_problem;
use crate::signature::Drawing;
use domain::application::{Action, IllegalStep, State, next};
use domain::code::Code;
use domain::error::{Error, Result};
use domain::form::{Answers, MAX_TEXT, tidy};
use domain::message::Kind;
use domain::officer::Officer;
use domain::product::{self, Hand, ProductState, ProductStep, Way};
use domain::service::Product;
use domain::validate::What;
use domain::view::ProductView;
use sql::Row;

/// What comes with a step.
#[derive(Clone, Default)]
pub struct Delivery {
    /// Who receives it, as typed.
    pub receiver: String,
    /// The receiver's signature, a data URL.
    pub drawn: String,
    /// The file to print.
    pub file: Option<Vec<u8>>,
}

impl Backend {
    /// The officer who calls and a case with products for that officer: the office's own, or one that was taken in.
    pub(crate) async fn case_with_products(
        &self,
        session: &str,
        code: &str,
    ) -> Result<(Officer, Case)> {
        let officer = self.caller(session).await?;
        let code = Code::parse(code)?;
        let mut read = self.db.read().await?;
        let case = application::sql::by_code(&mut read, &code).await?;
        let case = case
            .filter(|case| sees(&officer, case))
            .ok_or(Error::NotFound)?;
        Ok((officer, case))
    }

    /// One product takes one step.
    pub async fn deliver(
        &self,
        session: &str,
        code: &str,
        product: &str,
        step: ProductStep,
        with: Delivery,
    ) -> Result<()> {
        let (officer, case) = self.case_with_products(session, code).await?;
        let service = self.service_of(&case.service_id)?;
        let answers = self.newest_answers(&case).await?;
        let known = service
            .products_for(&answers)
            .find(|known| known.key() == product)
            .ok_or(Error::NotFound)?;
        let drawing =
            Drawing::parse(&with.drawn).map_err(|()| one_problem("drawn", What::Unexpected))?;
        let receiver = tidy(with.receiver.get(..MAX_TEXT * 8).unwrap_or(&with.receiver));
        let receiver = receiver.replace('\n', " ");
        if receiver.chars().count() > MAX_TEXT {
            return Err(one_problem("receiver", What::TooLong { max: MAX_TEXT }));
        }

        let mut write = self.db.write().await?;
        let row = sql::of_case(&mut write, &case.id)
            .await?
            .into_iter()
            .find(|row| row.product == known.key());
        let from = row.as_ref().map_or(ProductState::Waiting, |row| row.state);
        let (to, hand) = product::next(from, step).ok_or(IllegalStep::Product)?;
        // A letter of the office is made by signing it.
        if step == ProductStep::Issue && known.letter.is_some() {
            return Err(IllegalStep::Product.into());
        }
        if !made(case.state) {
            return Err(IllegalStep::Product.into());
        }
        if !product::may(officer.role, hand, case.partner_id.is_some()) {
            return Err(Error::Forbidden);
        }
        let mut new = sql::Change {
            state: to,
            by: &officer.name,
            at: self.now(),
            ..sql::Change::default()
        };
        let (file, signature);
        match step {
            ProductStep::Issue if Way::of(known) == Way::Print => match with.file {
                Some(bytes) => {
                    file = self.keep_file(bytes).await?;
                    new.file = Some((&file.id, file.bytes, &file.sha256));
                }
                // Whoever prints it elsewhere needs it; the office prints from its own program.
                None if case.partner_id.is_some() => return Err(IllegalStep::NoFile.into()),
                None => {}
            },
            ProductStep::HandOver => {
                if known.letter.is_some() {
                    self.check_stands(&mut write, service, &answers, &case, known.key())
                        .await?;
                }
                let drawing = drawing.ok_or(IllegalStep::NoReceiver)?;
                if receiver.is_empty() {
                    return Err(IllegalStep::NoReceiver.into());
                }
                signature = self
                    .keep_signature(
                        &mut write,
                        drawing,
                        &case.region,
                        case.partner_id.as_deref(),
                    )
                    .await?;
                new.receiver = Some((&receiver, &signature));
            }
            _ => {}
        }
        if !sql::step(&mut write, &case.id, known.key(), from, step, &new).await? {
            return Err(Error::Changed);
        }
        if to == ProductState::AtHand {
            let cause = format!("product:{}", known.key());
            self.announce(&mut write, &case.id, &cause, Kind::Collect, self.now())
                .await?;
        }
        if step == ProductStep::HandOver {
            self.close_when_given(&mut write, &officer, &case, service.products_for(&answers))
                .await?;
        }
        write.commit().await?;
        tracing::info!(
            application = case.id,
            officer = officer.id,
            product = known.key(),
            step = step.key(),
            "a product took a step"
        );
        Ok(())
    }

    /// The last product was given: the case is over.
    async fn close_when_given<'a>(
        &self,
        write: &mut Write,
        officer: &Officer,
        case: &Case,
        products: impl Iterator<Item = &'a Product>,
    ) -> Result<()> {
        let rows = sql::of_case(write, &case.id).await?;
        let given = |product: &Product| {
            let row = rows.iter().find(|row| row.product == product.key());
            row.is_some_and(|row| row.state == ProductState::HandedOver)
        };
        let mut products = products;
        if !products.all(given) {
            return Ok(());
        }
        let step = Step {
            action: Action::HandOver,
            to: next(case.state, Action::HandOver)?,
            hand: None,
            actor: Actor::officer(officer),
            behalf: None,
            note: None,
            round: case.round,
        };
        self.take_step(write, case, step, self.now()).await
    }

    /// Whether the case as a whole may be "ready to collect" or "handed over" now.
    pub(crate) async fn check_whole(
        &self,
        write: &mut Write,
        case: &Case,
        action: Action,
    ) -> Result<()> {
        let service = self.service_of(&case.service_id)?;
        let bodies = application::sql::answers(write, &case.id).await?;
        let answers = from_json(&bodies.last().ok_or(Error::Unavailable)?.1)?;
        let rows = sql::of_case(write, &case.id).await?;
        let products: Vec<_> = service.products_for(&answers).collect();
        match whole(&products, &rows, action) {
            true => Ok(()),
            false if action == Action::HandOver => Err(IllegalStep::ProductsOpen.into()),
            false => Err(IllegalStep::Product.into()),
        }
    }

    /// Every product of a case, as this officer may see it and act on it; `None` for the resident.
    pub(crate) fn product_views(
        &self,
        case: &Case,
        answers: &Answers,
        rows: &[Row],
        officer: Option<&Officer>,
    ) -> Vec<ProductView> {
        let Some(service) = self.catalogue.service(&case.service_id) else {
            return Vec::new();
        };
        let view = |product: &Product| {
            let row = rows.iter().find(|row| row.product == product.key());
            let state = row.map_or(ProductState::Waiting, |row| row.state);
            let may = |officer: &Officer, step: &ProductStep| {
                product::next(state, *step).is_some_and(|(_, hand)| {
                    product::may(officer.role, hand, case.partner_id.is_some())
                        && (hand != Hand::Office || officer.covers(&case.region))
                })
            };
            let step = officer
                .filter(|_| made(case.state))
                .and_then(|officer| ProductStep::ALL.into_iter().find(|step| may(officer, step)))
                .filter(|step| *step != ProductStep::Issue || product.letter.is_none());
            let inner = row.filter(|_| officer.is_some());
            ProductView {
                id: product.key().to_owned(),
                name: product.name.clone(),
                way: Way::of(product),
                state,
                step,
                marks: inner.map_or_else(Vec::new, Row::marks),
                needs_file: case.partner_id.is_some(),
                file: inner.and_then(Row::file),
                receiver: inner.and_then(|row| row.receiver.clone()),
                signature: inner.and_then(|row| row.signature_id.clone()),
            }
        };
        service.products_for(answers).map(view).collect()
    }

    pub(crate) async fn newest_answers(&self, case: &Case) -> Result<Answers> {
        let mut read = self.db.read().await?;
        let bodies = application::sql::answers(&mut read, &case.id).await?;
        Ok(from_json(&bodies.last().ok_or(Error::Unavailable)?.1)?)
    }
}

/// Whether a step of the case as a whole is true of its products. Several of them, a card, and what somebody has begun
/// to hand over go one by one: the case isn't ready before each of them lies there, and each receiver signs.
pub(crate) fn whole(products: &[&Product], rows: &[Row], action: Action) -> bool {
    let card = |one: &&Product| one.letter.is_none() && Way::of(one) == Way::Card;
    let alone = products.len() == 1 && rows.is_empty() && !products.iter().any(card);
    let here = |one: &&Product| {
        let row = rows.iter().find(|row| row.product == one.key());
        row.is_some_and(|row| row.state >= ProductState::AtHand)
    };
    match action {
        Action::MakeReady => alone || products.iter().all(here),
        Action::HandOver => alone,
        _ => true,
    }
}

/// Decided in favour, and not closed yet: only then is there something to give.
fn made(state: State) -> bool {
    matches!(state, State::Done | State::ReadyForPickup)
}

/// Whether an officer may see that a case has these products: who works on it, and who took it in.
fn sees(officer: &Officer, case: &Case) -> bool {
    let office = officer.role.works_on_cases() && officer.covers(&case.region);
    office || officer.role.assists() && officer.helps(&case.region, case.partner_id.as_deref())
}
