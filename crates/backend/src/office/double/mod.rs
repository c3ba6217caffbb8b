//! Cases that may be one: the same NIK, or the same birth date and a name like it, for the same service, both open.
//!
//! Officers compare them side by side. Which is which stays their judgement: "no duplicate" is said once, with a reason,
//! and stands in both histories; so does that two became one ([`merge`]).

mod merge;
mod sql;

use crate::Backend;
use crate::application::Case;
use crate::office::act::plain_reason;
use domain::application::{Deed, IllegalStep};
use domain::error::{Error, Result};
use domain::officer::Officer;
use domain::person::alike;
use domain::view::AlikeView;

impl Backend {
    /// Other open cases inside this officer's territory that look like this one, and of which nobody has said that they
    /// aren't.
    pub(super) async fn look_alikes(
        &self,
        officer: &Officer,
        case: &Case,
    ) -> Result<Vec<AlikeView>> {
        if case.state.is_final() {
            return Ok(Vec::new());
        }
        let mut read = self.db.read().await?;
        let rows = sql::candidates(&mut read, case).await?;
        let found = rows.into_iter().filter(|row| {
            officer.covers(&row.region)
                && (row.view.same_nik || alike(&row.view.applicant, &case.applicant_name))
        });
        Ok(found.map(|row| row.view).collect())
    }

    /// Two cases look alike and aren't the same, because of `reason`.
    pub async fn not_double(
        &self,
        session: &str,
        code: &str,
        other: &str,
        reason: &str,
    ) -> Result<()> {
        let (officer, case) = self.case_to_work_on(session, code).await?;
        let (_, other) = self.case_for(session, other).await?;
        if case.id == other.id {
            return Err(Error::malformed("other"));
        }
        let reason = plain_reason(reason)?.ok_or(IllegalStep::NoReason)?;
        let mut write = self.db.write().await?;
        if sql::insert(
            &mut write,
            (&case.id, &other.id),
            &officer.id,
            &reason,
            self.now(),
        )
        .await?
        {
            for (here, there) in [(&case, &other), (&other, &case)] {
                let note = Some(format!("{}: {reason}", there.code));
                self.record_aside(&mut write, here, &officer, Deed::NotDouble, note)
                    .await?;
            }
        }
        Ok(write.commit().await?)
    }
}
