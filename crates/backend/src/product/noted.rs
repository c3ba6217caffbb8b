//! What was printed and handed over where there was no network: a device's note of it, stored once.
//!
//! Where a case of that resident has this product lying at hand, the note takes its step, as a hand-over at the counter
//! does. What no case here has followed, such as a card from the registry's own machine, stands in the session's report.

use super::sql::{self, Change, Note};
use super::{made, sees};
use crate::Backend;
use crate::application::{self, Case, from_json};
use crate::assistance::plain_id;
use crate::assistance::sql::touch_client;
use crate::db::Write;
use crate::officer::one_problem;
use crate::outreach;
use crate::signature::Drawing;
use domain::error::{Error, Result};
use domain::form::{Answers, MAX_TEXT, tidy};
use domain::officer::Officer;
use domain::product::{self, Hand, ProductState, ProductStep};
use domain::validate::What;
use domain::view::TakenHandover;

impl Backend {
    /// Stores a hand-over that a device has noted.
    ///
    /// # Errors
    /// [`Error::OtherOfficer`] where another officer took it down, [`Error::Agreement`] where it was outside the agreement.
    pub async fn note_handover(&self, session: &str, taken: TakenHandover) -> Result<()> {
        let officer = self.bringer(session, &taken.officer, taken.at).await?;
        let (id, client) = (plain_id(&taken.id)?, plain_id(&taken.client)?);
        let outreach = self.session_of(&officer, Some(&taken.outreach)).await?;
        let service = self.service_of(&taken.service)?;
        let known = service
            .products
            .iter()
            .any(|one| one.key() == taken.product);
        if !known || self.may_start(&officer, service).is_err() {
            return Err(Error::NotFound);
        }
        let receiver = tidy(
            taken
                .receiver
                .get(..MAX_TEXT * 8)
                .unwrap_or(&taken.receiver),
        );
        let receiver = receiver.replace('\n', " ");
        if receiver.is_empty() {
            return Err(one_problem("receiver", What::Missing));
        }
        if receiver.chars().count() > MAX_TEXT {
            return Err(one_problem("receiver", What::TooLong { max: MAX_TEXT }));
        }
        // Nobody can sign again now; the name is the receipt.
        let drawing = Drawing::parse(&taken.drawn).unwrap_or_default();
        let now = self.now();
        let mut write = self.db.write().await?;
        if let Some(by) = sql::noted_by(&mut write, id).await? {
            return (by == officer.id).then_some(()).ok_or(Error::NotFound);
        }
        let client = self
            .brought_client(&mut write, &officer, client, taken.new)
            .await?;
        let signature = match drawing {
            Some(drawing) => {
                let partner = client.partner_id.as_deref();
                let kept = self.keep_signature(&mut write, drawing, &client.region, partner);
                Some(kept.await?)
            }
            None => None,
        };
        let mut note = Note {
            id,
            client: &client.id,
            officer: &officer,
            outreach: outreach.as_ref().map(|(id, _)| id.as_str()),
            service: &service.id,
            product: &taken.product,
            receiver: &receiver,
            signature: signature.as_deref(),
            application: None,
            at: self.possible(taken.at),
        };
        let case = self.hand_over_noted(&mut write, &note).await?;
        note.application = case.as_ref().map(|case| case.id.as_str());
        if !sql::insert_note(&mut write, &note, now).await? {
            // The same note at the same moment: the other one stores it, and whatever it moves.
            write.roll_back().await?;
            return Ok(());
        }
        if let Some(session) = note.outreach {
            outreach::sql::join(&mut write, session, &client.id).await?;
        }
        touch_client(&mut write, &client.id, now).await?;
        write.commit().await?;
        tracing::info!(
            officer = officer.id,
            moved = case.is_some(),
            "a hand-over was brought from a device"
        );
        Ok(())
    }

    /// The resident's case in which this product lay at hand, and now is handed over. `None`: there is no such case, this
    /// officer doesn't hand it over, or nobody has signed for it.
    async fn hand_over_noted(&self, write: &mut Write, note: &Note<'_>) -> Result<Option<Case>> {
        let Some(signature) = note.signature else {
            return Ok(None);
        };
        let Some(id) = sql::at_hand(write, note.client, note.service, note.product).await? else {
            return Ok(None);
        };
        let case = application::sql::by_id(write, &id).await?;
        let may = |case: &Case| {
            let partner = case.partner_id.is_some();
            let role = note.officer.role;
            made(case.state) && sees(note.officer, case) && product::may(role, Hand::Giver, partner)
        };
        let Some(case) = case.filter(may) else {
            return Ok(None);
        };
        let change = Change {
            state: ProductState::HandedOver,
            by: &note.officer.name,
            at: note.at,
            receiver: Some((note.receiver, signature)),
            ..Change::default()
        };
        let (from, step) = (ProductState::AtHand, ProductStep::HandOver);
        if !sql::step(write, &case.id, note.product, from, step, &change).await? {
            return Ok(None);
        }
        let service = self.service_of(note.service)?;
        let bodies = application::sql::answers(write, &case.id).await?;
        let answers: Answers = from_json(&bodies.last().ok_or(Error::Unavailable)?.1)?;
        let officer: &Officer = note.officer;
        self.close_when_given(write, officer, &case, service.products_for(&answers))
            .await?;
        Ok(Some(case))
    }
}
