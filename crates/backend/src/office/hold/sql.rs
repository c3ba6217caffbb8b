//! SQL of who holds a case.

use super::Hold;
use crate::fault::Fault;
use domain::calendar::Moment;
use domain::officer::Role;
use sqlx::{AnyConnection, Row};

pub(crate) async fn of(db: &mut AnyConnection, case: &str) -> Result<Option<Hold>, Fault> {
    let row = sqlx::query(
        "SELECT officer.id, officer.name, officer.role, taken_at
         FROM application JOIN officer ON officer.id = application.taken_by
         WHERE application.id = $1",
    )
    .bind(case)
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let role: String = row.try_get("role")?;
        Ok(Hold {
            officer: row.try_get("id")?,
            name: row.try_get("name")?,
            role: Role::from_key(&role).ok_or_else(|| Fault::broken("officer"))?,
            at: Moment(row.try_get("taken_at")?),
        })
    })
    .transpose()
}

pub(super) async fn set(
    db: &mut AnyConnection,
    case: &str,
    officer: Option<&str>,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query("UPDATE application SET taken_by = $2, taken_at = $3 WHERE id = $1")
        .bind(case)
        .bind(officer)
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(())
}

/// The holder has done something: the hour begins anew.
pub(crate) async fn stay(
    db: &mut AnyConnection,
    case: &str,
    officer: &str,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query("UPDATE application SET taken_at = $3 WHERE id = $1 AND taken_by = $2")
        .bind(case)
        .bind(officer)
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(())
}

/// `false`: it wasn't in these hands.
pub(super) async fn put_back(
    db: &mut AnyConnection,
    case: &str,
    officer: &str,
) -> Result<bool, Fault> {
    let done =
        sqlx::query("UPDATE application SET taken_by = NULL WHERE id = $1 AND taken_by = $2")
            .bind(case)
            .bind(officer)
            .execute(db)
            .await?;
    Ok(done.rows_affected() == 1)
}
