//! "Original seen": an officer has held the paper itself, and says so under their own name.

use super::sql;
use crate::Backend;
use crate::db::Write;
use crate::fault::Fault;
use domain::document::Item;
use domain::error::{Error, Result};
use domain::view::Seen;
use sqlx::AnyConnection;
use std::collections::BTreeMap;

impl Backend {
    /// Says that the original of a document was seen. Said once, it stays: the first one's name is kept.
    pub async fn mark_seen(&self, session: &str, code: &str, requirement: &str) -> Result<()> {
        let (officer, case) = self.case_with_products(session, code).await?;
        if case.state.is_final() {
            return Err(Error::Changed);
        }
        let mut write: Write = self.db.write().await?;
        let items = super::items(&mut write, &case.id).await?;
        let item = Item::parse(&format!("document:{requirement}")).ok_or(Error::NotFound)?;
        if items.newest(&item).is_none() {
            return Err(Error::NotFound);
        }
        sql::insert_seen(&mut write, &case.id, requirement, &officer, self.now()).await?;
        Ok(write.commit().await?)
    }
}

/// Who has seen which original, by requirement.
pub(crate) async fn of_case(
    db: &mut AnyConnection,
    application: &str,
) -> std::result::Result<BTreeMap<String, Seen>, Fault> {
    sql::seen(db, application).await
}
