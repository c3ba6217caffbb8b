//! Orders of delegation in the audit: their events are linked as those of cases, and lie in the days' heads as well.

use super::{Audit, Flaw, Together};
use crate::Backend;
use crate::db::Write;
use crate::delegation;
use crate::fault::Fault;
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// How an order is called among the links.
fn name(id: &str) -> String {
    format!("order:{id}")
}

impl Backend {
    /// Links the event of an order that has just been written, in the same transaction.
    pub(crate) async fn link_order(
        &self,
        write: &mut Write,
        id: &str,
        seq: i64,
    ) -> Result<(), Fault> {
        let told = delegation::sql::told(write, id, seq).await?;
        self.add_link(write, &name(id), seq, &told.parts).await
    }

    /// Whether every order is as it was given, and was ended when its events say so.
    pub(super) async fn verify_orders(
        &self,
        read: &mut AnyConnection,
        days: &mut BTreeMap<i64, Together>,
        audit: &mut Audit,
    ) -> Result<(), Fault> {
        let (mut last, mut wrong) = (None::<delegation::sql::Told>, None);
        for told in delegation::sql::all_told(read).await? {
            if let (Some(day), Some(link)) = (told.day, &told.link) {
                days.entry(day).or_default().add(link);
            }
            let before = last.as_ref().filter(|last| last.order == told.order);
            let number = before.map_or(1, |last| last.seq + 1);
            let before = before
                .and_then(|last| last.link.clone())
                .unwrap_or_default();
            let linked = told.link.as_ref() == Some(&self.link(&before, &told.parts));
            // One flaw an order is enough to look at it.
            if (!told.fits || told.seq != number || !linked) && wrong.as_ref() != Some(&told.order)
            {
                audit.tell(Flaw::Order {
                    order: told.order.clone(),
                });
                wrong = Some(told.order.clone());
            }
            last = Some(told);
        }
        Ok(())
    }
}
