//! The office: queue, opening a case, judging its items, taking steps.
//!
//! Who may: the role's rule from `domain::officer` and `domain::application`, and the territory. A case outside the
//! territory is not found; a case inside it that is another role's work is forbidden.

mod act;
mod case;
mod queue;
mod sql;

pub use queue::QUEUE_ROWS;

use crate::Backend;
use crate::application::{self, Case};
use domain::code::Code;
use domain::error::{Error, Result};
use domain::officer::Officer;

impl Backend {
    /// The officer who calls and the case named, if that officer may look into it.
    async fn case_for(&self, session: &str, code: &str) -> Result<(Officer, Case)> {
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
