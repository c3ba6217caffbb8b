//! Messages: written with what they tell, sent once, and never lost.

mod digest;
mod mail;
mod outbox;
mod phone;
mod provider;
mod push;
mod webhook;

use crate::Backend;
use crate::message::Channels;
use crate::testing::Office;
use sqlx::Row;

/// The same office with ways to send by.
async fn sending(office: &Office, channels: Channels) -> Backend {
    let mut settings = office.settings.clone();
    settings.channels = channels;
    settings.site_address = Some("https://genggam.example.go.id".to_owned());
    office.reopened_with(settings).await
}

/// Every message: kind, channel, state; in the order in which they were made.
async fn messages(office: &Office) -> Vec<String> {
    let rows = sqlx::query("SELECT kind, channel, state FROM message ORDER BY made_at, id")
        .fetch_all(office.backend.db.pool())
        .await
        .unwrap();
    let text = |row: &sqlx::any::AnyRow, name: &str| row.try_get::<String, _>(name).unwrap();
    rows.iter()
        .map(|row| {
            format!(
                "{} {} {}",
                text(row, "kind"),
                text(row, "channel"),
                text(row, "state")
            )
        })
        .collect()
}
