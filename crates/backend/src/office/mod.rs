//! The office: queue, opening a case, judging its items, taking steps.
//!
//! Who may: the role's rule from `domain::officer` and `domain::application`, and the territory. A case outside the
//! territory is not found; a case inside it that is another role's work is forbidden.

mod act;
mod bulk;
mod case;
mod digest;
mod double;
pub(crate) mod hold;
pub(crate) mod mismatch;
mod queue;
mod sql;

pub(crate) use act::plain_reason;
pub use queue::QUEUE_ROWS;

use crate::Backend;
use crate::application::{self, Case};
use domain::code::Code;
use domain::error::{Error, Result};
use domain::officer::Officer;

impl Backend {
    /// [`Backend::case_for`], for changing something: whoever only supervises may not.
    async fn case_to_work_on(&self, session: &str, code: &str) -> Result<(Officer, Case)> {
        let officer = self.caller(session).await?;
        if !officer.role.works_on_cases() {
            return Err(Error::Forbidden);
        }
        self.case_for(session, code).await
    }

    /// The officer who calls and the case named, if that officer may look into it.
    pub(crate) async fn case_for(&self, session: &str, code: &str) -> Result<(Officer, Case)> {
        let officer = self.caller(session).await?;
        if !officer.role.sees_documents() {
            return Err(Error::Forbidden);
        }
        let code = Code::parse(code)?;
        let mut read = self.db.read().await?;
        let case = application::sql::by_code(&mut read, &code).await?;
        let case = case
            .filter(|case| officer.covers(&case.region))
            .ok_or(Error::NotFound)?;
        Ok((officer, case))
    }
}
