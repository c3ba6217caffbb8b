//! SQL of browsers that want notices.

use crate::effects::Subscription;
use crate::fault::Fault;
use domain::calendar::Moment;
use domain::message::Kind;
use sqlx::{AnyConnection, Row as _};

pub(super) async fn insert(
    db: &mut AnyConnection,
    id: &str,
    application: &str,
    new: &Subscription,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO push_subscription (id, application_id, endpoint, p256dh, auth, made_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (application_id, endpoint) DO UPDATE SET p256dh = $4, auth = $5, made_at = $6",
    )
    .bind(id)
    .bind(application)
    .bind(&new.endpoint)
    .bind(&new.p256dh)
    .bind(&new.auth)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// The oldest go.
pub(super) async fn keep_newest(
    db: &mut AnyConnection,
    application: &str,
    most: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "DELETE FROM push_subscription WHERE application_id = $1 AND id NOT IN
             (SELECT id FROM push_subscription WHERE application_id = $1 ORDER BY made_at DESC, id LIMIT $2)",
    )
    .bind(application)
    .bind(most)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn delete(
    db: &mut AnyConnection,
    application: &str,
    endpoint: &str,
) -> Result<(), Fault> {
    sqlx::query("DELETE FROM push_subscription WHERE application_id = $1 AND endpoint = $2")
        .bind(application)
        .bind(endpoint)
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn of_case(
    db: &mut AnyConnection,
    application: &str,
) -> Result<Vec<Subscription>, Fault> {
    let rows = sqlx::query(
        "SELECT endpoint, p256dh, auth FROM push_subscription WHERE application_id = $1 ORDER BY made_at, id",
    )
    .bind(application)
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Subscription {
                endpoint: row.try_get("endpoint")?,
                p256dh: row.try_get("p256dh")?,
                auth: row.try_get("auth")?,
            })
        })
        .collect()
}

/// A notice beside the message, where a browser asked for one.
pub(in crate::message) async fn announce(
    db: &mut AnyConnection,
    id: &str,
    application: &str,
    cause: &str,
    kind: Kind,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO message (id, application_id, cause, kind, beside, channel, state, next_at, made_at, changed_at)
         SELECT $1, $2, $3, $4, 1, 'push', 'queued', $5, $5, $5
         FROM push_subscription WHERE application_id = $2 LIMIT 1
         ON CONFLICT (application_id, cause, kind, beside) DO NOTHING",
    )
    .bind(id)
    .bind(application)
    .bind(cause)
    .bind(kind.key())
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

/// Of cases that are over, once the last notice has gone.
pub(in crate::message) async fn forget_closed(db: &mut AnyConnection) -> Result<(), Fault> {
    sqlx::query(
        "DELETE FROM push_subscription WHERE application_id IN (SELECT id FROM application WHERE closed = 1)
           AND NOT EXISTS (SELECT 1 FROM message WHERE message.application_id = push_subscription.application_id
                           AND channel = 'push' AND state = 'queued')",
    )
    .execute(db)
    .await?;
    Ok(())
}
