//! Merging: what was asked for twice goes on once. The younger case ends and names the older one, which goes on.
//!
//! Nothing is moved: documents and answers stay with the case they were sent with, and are seen from the one that goes
//! on. Both histories say it.

use super::sql;
use crate::Backend;
use crate::application::{self, Case, Step};
use crate::document;
use crate::event::Actor;
use crate::office::act::{may, plain_reason};
use domain::application::{Action, Deed, IllegalStep};
use domain::document::Item;
use domain::error::{Error, Result};
use domain::view::{AbsorbedView, CaseView};
use sqlx::AnyConnection;

impl Backend {
    /// Makes two open cases of one service one; gives the one that goes on.
    ///
    /// # Errors
    /// [`IllegalStep::NotOne`]: they are for different services, or one of them is over or decided.
    pub async fn merge_cases(
        &self,
        session: &str,
        code: &str,
        other: &str,
        reason: &str,
    ) -> Result<CaseView> {
        let (officer, one) = self.case_to_work_on(session, code).await?;
        let (_, other) = self.case_for(session, other).await?;
        if one.id == other.id {
            return Err(Error::malformed("other"));
        }
        let reason = plain_reason(reason)?.ok_or(IllegalStep::NoReason)?;
        let (older, younger) = if (one.sent_at, &one.id) < (other.sent_at, &other.id) {
            (one, other)
        } else {
            (other, one)
        };
        if older.service_id != younger.service_id || older.state.is_final() {
            return Err(IllegalStep::NotOne.into());
        }
        let spot = self.spot(&younger);
        let to = spot.next(Action::Merge).map_err(|_| IllegalStep::NotOne)?;
        let powers = self.powers(&officer).await?;
        may(&powers, &younger, &spot, Action::Merge)?;
        let mut write = self.db.write().await?;
        self.check_free(&mut write, &younger, &officer).await?;
        let now = application::sql::by_id(&mut write, &older.id).await?;
        if now.is_none_or(|older| older.state.is_final()) {
            return Err(IllegalStep::NotOne.into());
        }
        let step = Step {
            action: Action::Merge,
            to: to.state,
            hand: None,
            actor: Actor::in_place(
                &officer,
                powers.by(&younger.service_id, &spot, Action::Merge),
            ),
            behalf: None,
            note: Some(format!("{}: {reason}", older.code)),
            round: younger.round,
        };
        self.take_step(&mut write, &younger, step, self.now())
            .await?;
        sql::set_merged(&mut write, &younger.id, &older.id).await?;
        let note = Some(format!("{}: {reason}", younger.code));
        self.record_aside(&mut write, &older, &officer, Deed::Absorbed, note)
            .await?;
        write.commit().await?;
        tracing::info!(
            application = younger.id,
            into = older.id,
            officer = officer.id,
            "two cases became one"
        );
        self.reload(&officer, &older).await
    }

    /// Cases that became one with this one, each with what was sent with it.
    pub(in crate::office) async fn absorbed(
        &self,
        read: &mut AnyConnection,
        case: &Case,
    ) -> Result<Vec<AbsorbedView>> {
        let mut views = Vec::new();
        for other in sql::merged_into(read, &case.id).await? {
            let pages = document::pages(read, &other.id).await?;
            let mut documents: Vec<_> = pages.into_iter().map(|page| page.requirement).collect();
            documents.dedup();
            let label = |id: String| {
                let name = self.label(&other.service_id, &Item::Document(id.clone()));
                (id, name)
            };
            views.push(AbsorbedView {
                documents: documents.into_iter().map(label).collect(),
                code: other.code,
                sent: other.sent_at,
            });
        }
        Ok(views)
    }
}
