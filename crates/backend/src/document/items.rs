//! Items of an application over its rounds: the newest row of each counts, the one before tells why it came again.

use domain::document::{Item, Verdict};
use std::collections::BTreeMap;

pub(crate) struct ItemRow {
    pub(crate) item: Item,
    /// The round in which it was sent.
    pub(crate) round: i64,
    pub(crate) verdict: Verdict,
}

/// Rows of every item, oldest round first.
pub(crate) struct Items(BTreeMap<Item, Vec<ItemRow>>);

impl Items {
    /// `rows` in the order of their rounds.
    pub(crate) fn new(rows: Vec<ItemRow>) -> Items {
        let mut items: BTreeMap<Item, Vec<ItemRow>> = BTreeMap::new();
        for row in rows {
            items.entry(row.item.clone()).or_default().push(row);
        }
        Items(items)
    }

    /// The row that counts. `None`: the form didn't ask for it.
    pub(crate) fn newest(&self, item: &Item) -> Option<&ItemRow> {
        self.0.get(item).and_then(|rows| rows.last())
    }

    /// Why the one before was given back, where there was one.
    pub(crate) fn before(&self, item: &Item) -> Option<&ItemRow> {
        self.0.get(item).and_then(|rows| rows.iter().rev().nth(1))
    }

    /// Everything that is given back now, with the reason.
    pub(crate) fn returned(&self) -> impl Iterator<Item = (&Item, &str)> {
        self.0
            .iter()
            .filter_map(|(item, rows)| match rows.last().map(|row| &row.verdict) {
                Some(Verdict::Returned { reason }) => Some((item, reason.as_str())),
                _ => None,
            })
    }
}
