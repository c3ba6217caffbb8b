//! Counters of tries. One statement counts and starts a new window, so two callers can't slip through together.

use crate::fault::Fault;
use domain::calendar::Moment;
use sqlx::{AnyConnection, Row};

/// Counts one more; a window that began at or before `horizon` starts again. Gives the count and the window's start.
pub(super) async fn count(
    db: &mut AnyConnection,
    key: &str,
    now: Moment,
    horizon: Moment,
) -> Result<(i64, Moment), Fault> {
    let row = sqlx::query(
        "INSERT INTO attempt (key, started_at, count) VALUES ($1, $2, 1)
         ON CONFLICT (key) DO UPDATE SET
             count = CASE WHEN attempt.started_at <= $3 THEN 1 ELSE attempt.count + 1 END,
             started_at = CASE WHEN attempt.started_at <= $3 THEN $2 ELSE attempt.started_at END
         RETURNING count, started_at",
    )
    .bind(key)
    .bind(now.0)
    .bind(horizon.0)
    .fetch_one(db)
    .await?;
    Ok((row.try_get("count")?, Moment(row.try_get("started_at")?)))
}

pub(super) async fn give_back(db: &mut AnyConnection, key: &str) -> Result<(), Fault> {
    sqlx::query("UPDATE attempt SET count = count - 1 WHERE key = $1 AND count > 0")
        .bind(key)
        .execute(db)
        .await?;
    Ok(())
}

/// Windows that began before `horizon` mean nothing any more.
pub(crate) async fn forget_old(db: &mut AnyConnection, horizon: Moment) -> Result<u64, Fault> {
    let done = sqlx::query("DELETE FROM attempt WHERE started_at < $1")
        .bind(horizon.0)
        .execute(db)
        .await?;
    Ok(done.rows_affected())
}
