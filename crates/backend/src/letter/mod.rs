//! Letters: the office looks at a draft, gives it a number, signs it, and takes it back when it must.
//!
//! A number is taken in the transaction that keeps the finished letter: whoever fails before the end gives it back, and
//! no two letters of a register ever get the same (decision 22). Each step is an event of the case.

mod block;
mod check;
mod contents;
mod file;
mod gaps;
mod number;
mod public;
mod seal;
mod sign;
mod signer;
pub(crate) mod sql;
mod standing;
mod unprintable;
mod view;
mod waiting;

pub use file::LetterFile;
pub use signer::{Signer, Signing};
pub(crate) use standing::unsigned;
use standing::{in_time, newest, standing, state_of};

use crate::Backend;
use crate::application::{self, Case};
use crate::db::Write;
use crate::event::{Actor, Event};
use crate::office::plain_reason;
use crate::product;
use domain::application::{Action, Deed, IllegalStep};
use domain::delegation::Delegation;
use domain::error::{Error, Result};
use domain::form::Answers;
use domain::letter::{LetterState, LetterStep, Means, ProductLetter, may, next};
use domain::message::Kind;
use domain::officer::Officer;
use domain::region::RegionCode;
use domain::service::{Product, Service, Signature};
use sql::{File, Row};

/// What comes with a step.
#[derive(Clone, Debug, Default)]
pub struct LetterWith {
    /// For a number: how it will be signed.
    pub means: Option<Means>,
    /// For a number: answers that can't be printed are left open, to be written by hand.
    pub by_hand: bool,
    /// For its end.
    pub reason: String,
    /// The scan of what was signed by hand.
    pub file: Option<Vec<u8>>,
}

/// One product of a case that is a letter, and whoever asks for it.
struct Desk<'a> {
    officer: Officer,
    /// Whether this officer may sign it, and by which order, if that takes one.
    signing: Option<Option<Delegation>>,
    /// They could until their order ended.
    lapsed: bool,
    case: Case,
    service: &'a Service,
    answers: Answers,
    product: &'a str,
    letter: &'a ProductLetter,
}

impl Desk<'_> {
    fn may(&self, from: LetterState, step: LetterStep, means: Means) -> bool {
        may(self.officer.role, self.signing.is_some(), from, step, means)
    }

    /// Why this officer may not.
    fn refusal(&self, from: LetterState, step: LetterStep, means: Means) -> Error {
        if self.lapsed && may(self.officer.role, true, from, step, means) {
            IllegalStep::OrderOver.into()
        } else {
            Error::Forbidden
        }
    }

    /// The order by which this officer signs, if that takes one.
    fn order(&self) -> Option<&Delegation> {
        self.signing.as_ref()?.as_ref()
    }
}

impl Backend {
    async fn letter_desk(&self, session: &str, code: &str, product: &str) -> Result<Desk<'_>> {
        let (officer, case) = self.case_for(session, code).await?;
        let service = self.service_of(&case.service_id)?;
        let answers = self.newest_answers(&case).await?;
        let found = service
            .products_for(&answers)
            .find(|one| one.key() == product)
            .map(|one| one.key())
            .ok_or(Error::NotFound)?;
        let one = service.products.iter().find(|one| one.key() == found);
        let one = one.ok_or(Error::NotFound)?;
        let powers = self.powers(&officer).await?;
        Ok(Desk {
            lapsed: powers
                .lapsed(&service.id, |role| service.chain.signs(role))
                .is_some(),
            signing: powers
                .signing(&service.id, &service.chain)
                .map(Option::<&Delegation>::cloned),
            product: one.key(),
            letter: one.letter.as_ref().ok_or(Error::NotFound)?,
            officer,
            case,
            service,
            answers,
        })
    }

    /// One letter takes one step.
    pub async fn letter_step(
        &self,
        session: &str,
        code: &str,
        product: &str,
        step: LetterStep,
        with: LetterWith,
    ) -> Result<()> {
        let desk = self.letter_desk(session, code, product).await?;
        let reason = plain_reason(&with.reason)?;
        if step.needs_reason() && reason.is_none() {
            return Err(IllegalStep::NoReason.into());
        }
        let mut read = self.db.read().await?;
        let newest = newest(&sql::of_case(&mut read, &desk.case.id).await?, product);
        drop(read);
        let from = state_of(newest.as_ref());
        let means = match &newest {
            Some(row) if from != LetterState::Draft => row.means,
            _ => self.means_for(&desk, with.means)?,
        };
        let to = next(from, step, means).ok_or(IllegalStep::Letter)?;
        if !in_time(desk.case.state, step) {
            return Err(IllegalStep::Letter.into());
        }
        if !desk.may(from, step, means) {
            return Err(desk.refusal(from, step, means));
        }
        match (step, newest) {
            (LetterStep::Number, _) => {
                self.number_letter(&desk, with.means, with.by_hand, None)
                    .await?;
            }
            // The old one stands until the new one does.
            (LetterStep::Replace, Some(row)) => {
                self.number_letter(&desk, with.means, with.by_hand, Some((&row, reason)))
                    .await?;
            }
            (LetterStep::TakePen, Some(row)) => self.take_pen(&desk, row).await?,
            (LetterStep::Scan, Some(row)) => {
                let scan = with.file.ok_or(IllegalStep::NoFile)?;
                let file = self.keep_file(scan).await?;
                let file = File {
                    id: file.id,
                    bytes: file.bytes,
                    sha256: file.sha256,
                };
                self.make_valid(&desk, &row, to, step, file).await?;
            }
            // Signing needs a certificate, and has its own door.
            (LetterStep::Sign, _) => return Err(IllegalStep::Letter.into()),
            (_, Some(row)) => {
                let mut write = self.db.write().await?;
                self.move_letter(&mut write, &desk, &row, to, step, reason)
                    .await?;
                self.link_letter(&mut write, &row.id).await?;
                if to.is_over() {
                    product::sql::take_back(&mut write, &desk.case.id, product).await?;
                }
                // One that nobody holds yet frightens nobody.
                if to == LetterState::Revoked && from.is_valid() {
                    self.announce_letter(&mut write, &row.id, &desk, Kind::Revoked)
                        .await?;
                }
                write.commit().await?;
            }
            (_, None) => return Err(IllegalStep::Letter.into()),
        }
        tracing::info!(
            application = desk.case.id,
            officer = desk.officer.id,
            product,
            step = step.key(),
            "a letter took a step"
        );
        Ok(())
    }

    /// How a letter that gets its number will be signed: as it was asked for, or the usual way.
    fn means_for(&self, desk: &Desk<'_>, wanted: Option<Means>) -> Result<Means> {
        let known = self.means(desk.service, &desk.case.region);
        let means = wanted.unwrap_or(known[0]);
        let means = Some(means).filter(|means| known.contains(means));
        Ok(means.ok_or(IllegalStep::Letter)?)
    }

    /// How letters of a service may be signed by the office of that region, the usual way first.
    pub(super) fn means(&self, service: &Service, region: &RegionCode) -> Vec<Means> {
        let electronic = || self.signer_of(region).is_some();
        match service.signature {
            Signature::Electronic | Signature::Either if electronic() => {
                vec![Means::Electronic, Means::Pen]
            }
            _ => vec![Means::Pen],
        }
    }

    /// Whether a product is a letter that is, or will be, signed electronically: nobody needs to come for it.
    pub(crate) fn is_file(
        &self,
        service: &Service,
        region: &RegionCode,
        product: &Product,
        rows: &[Row],
    ) -> bool {
        let newest = newest(rows, product.key());
        let means = newest.map_or_else(|| self.means(service, region)[0], |row| row.means);
        product.letter.is_some() && means == Means::Electronic
    }

    /// What signs the letters of the office that serves `region`.
    pub(super) fn signer_of(&self, region: &RegionCode) -> &Signer {
        self.signing.of(&self.catalogue.letter_region(region))
    }

    /// It is signed: its bytes are kept, and its product can be handed over.
    async fn make_valid(
        &self,
        desk: &Desk<'_>,
        row: &Row,
        to: LetterState,
        step: LetterStep,
        file: File,
    ) -> Result<()> {
        let mut write = self.db.write().await?;
        self.move_letter(&mut write, desk, row, to, step, None)
            .await?;
        sql::set_file(&mut write, &row.id, row.means, &file).await?;
        self.link_letter(&mut write, &row.id).await?;
        for old in sql::of_case(&mut write, &desk.case.id).await? {
            if old.product == row.product && old.id != row.id && old.state.is_valid() {
                let (to, step) = (LetterState::Replaced, LetterStep::Replace);
                self.move_letter(&mut write, desk, &old, to, step, old.reason.clone())
                    .await?;
                self.link_letter(&mut write, &old.id).await?;
                product::sql::take_back(&mut write, &desk.case.id, &row.product).await?;
            }
        }
        // What was signed by hand lies in the office; the other is a file that anybody can be given.
        let at_hand = row.means == Means::Pen;
        let kept = (file.id.as_str(), file.bytes, file.sha256.as_str());
        self.issue_letter(
            &mut write,
            &desk.case,
            desk.product,
            &desk.officer,
            kept,
            at_hand,
        )
        .await?;
        let kind = if at_hand {
            Kind::Collect
        } else {
            Kind::Download
        };
        self.announce_letter(&mut write, &row.id, desk, kind)
            .await?;
        write.commit().await?;
        Ok(())
    }

    /// What the resident is told of a letter, once for each.
    async fn announce_letter(
        &self,
        write: &mut Write,
        letter: &str,
        desk: &Desk<'_>,
        kind: Kind,
    ) -> Result<()> {
        let cause = format!("letter:{letter}");
        Ok(self
            .announce(write, &desk.case.id, &cause, kind, self.now())
            .await?)
    }

    async fn move_letter(
        &self,
        write: &mut Write,
        desk: &Desk<'_>,
        row: &Row,
        to: LetterState,
        step: LetterStep,
        reason: Option<String>,
    ) -> Result<()> {
        if !sql::step(write, row, to, reason.as_deref(), self.now()).await? {
            return Err(Error::Changed);
        }
        self.tell_letter(write, desk, step, &row.number, reason)
            .await?;
        Ok(())
    }

    /// The history of the case says what was done with which number, and by whom.
    async fn tell_letter(
        &self,
        write: &mut Write,
        desk: &Desk<'_>,
        step: LetterStep,
        number: &str,
        reason: Option<String>,
    ) -> std::result::Result<(), crate::fault::Fault> {
        let seq = application::sql::next_event(write, &desk.case.id).await?;
        // As it stands now, not as this officer's page had it.
        let state = application::sql::by_id(write, &desk.case.id).await?;
        let state = state.map_or(desk.case.state, |case| case.state);
        let reason = reason
            .map(|reason| format!(": {reason}"))
            .unwrap_or_default();
        // What takes a signer was done in the place that the order names.
        let order = desk.order().filter(|_| step.takes_signer());
        let event = Event {
            at: self.now(),
            actor: Actor::in_place(&desk.officer, order),
            behalf: None,
            deed: Deed::Step(Action::Letter),
            from: state,
            to: state,
            note: Some(format!("Nomor {number} {}{reason}", step.past())),
        };
        self.record(write, &desk.case.id, seq, &event).await
    }
}
