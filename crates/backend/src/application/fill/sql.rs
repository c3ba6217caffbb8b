//! SQL of what is filled in when the server starts, and of the words that names are found by.

use crate::application::Case;
use crate::application::keys::Keys;
use crate::application::sql::{Days, case, turn};
use crate::fault::Fault;
use domain::application::Spot;
use sqlx::{AnyConnection, Row};

/// Cases that nobody has made findable yet.
pub(super) async fn without_keys(db: &mut AnyConnection, limit: i64) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query(
        "SELECT id FROM application WHERE phone_key IS NULL OR nik_key IS NULL LIMIT $1",
    )
    .bind(limit)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}

pub(super) async fn set_keys(db: &mut AnyConnection, id: &str, keys: &Keys) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE application SET phone_key = $2, nik_key = $3, birth_key = $4 WHERE id = $1",
    )
    .bind(id)
    .bind(&keys.phone)
    .bind(&keys.nik)
    .bind(&keys.birth)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn without_due_day(
    db: &mut AnyConnection,
    limit: i64,
) -> Result<Vec<Case>, Fault> {
    let rows = sqlx::query(
        "SELECT id, code, service_id, region, applicant_name, state, version, round, promise_days, limit_days, sent_at,
                deadline_at, partner_id, assistance_id, hand, merged_into
         FROM application WHERE due_day = -1 LIMIT $1",
    )
    .bind(limit)
    .fetch_all(db)
    .await?;
    rows.iter().map(case).collect()
}

pub(super) async fn forget_turns(db: &mut AnyConnection) -> Result<(), Fault> {
    sqlx::query("UPDATE application SET turn = '?' WHERE closed = 0")
        .execute(db)
        .await?;
    Ok(())
}

/// Cases behind this id, in the order of ids.
pub(super) async fn without_turn(
    db: &mut AnyConnection,
    after: &str,
    limit: i64,
) -> Result<Vec<Case>, Fault> {
    let rows = sqlx::query(
        "SELECT id, code, service_id, region, applicant_name, state, version, round, promise_days, limit_days, sent_at,
                deadline_at, partner_id, assistance_id, hand, merged_into
         FROM application WHERE turn = '?' AND id > $1 ORDER BY id LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(db)
    .await?;
    rows.iter().map(case).collect()
}

pub(super) async fn set_turn(
    db: &mut AnyConnection,
    id: &str,
    spot: &Spot<'_>,
) -> Result<(), Fault> {
    sqlx::query("UPDATE application SET hand = $2, turn = $3 WHERE id = $1")
        .bind(id)
        .bind(spot.kept())
        .bind(turn(spot))
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn forget_due_days(db: &mut AnyConnection) -> Result<(), Fault> {
    sqlx::query("UPDATE application SET due_day = -1 WHERE closed = 0")
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn set_due_day(db: &mut AnyConnection, id: &str, days: Days) -> Result<(), Fault> {
    sqlx::query("UPDATE application SET due_day = $2, promise_day = $3 WHERE id = $1")
        .bind(id)
        .bind(days.due)
        .bind(days.promise)
        .execute(db)
        .await?;
    Ok(())
}

/// Cases behind this id whose name isn't split into words yet: id and folded name. By the order of ids, whatever it is,
/// so that nobody reads twice what is done.
pub(super) async fn without_words(
    db: &mut AnyConnection,
    after: &str,
    limit: i64,
) -> Result<Vec<(String, String)>, Fault> {
    let rows = sqlx::query(
        "SELECT id, search_name FROM application WHERE worded = 0 AND id > $1 ORDER BY id LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| Ok((row.try_get("id")?, row.try_get("search_name")?)))
        .collect()
}

/// The words of a folded name, instead of those that it had. A word that no name has any more is forgotten.
pub(crate) async fn set_words(db: &mut AnyConnection, id: &str, name: &str) -> Result<(), Fault> {
    let before = sqlx::query("DELETE FROM name_word WHERE application_id = $1 RETURNING word")
        .bind(id)
        .fetch_all(&mut *db)
        .await?;
    for word in name.split(' ').filter(|word| !word.is_empty()) {
        sqlx::query("INSERT INTO known_word (word) VALUES ($1) ON CONFLICT (word) DO NOTHING")
            .bind(word)
            .execute(&mut *db)
            .await?;
        sqlx::query(
            "INSERT INTO name_word (word, application_id) VALUES ($1, $2)
             ON CONFLICT (word, application_id) DO NOTHING",
        )
        .bind(word)
        .bind(id)
        .execute(&mut *db)
        .await?;
    }
    for row in before {
        let word: String = row.try_get("word")?;
        sqlx::query(
            "DELETE FROM known_word WHERE word = $1
             AND NOT EXISTS (SELECT 1 FROM name_word WHERE name_word.word = known_word.word)",
        )
        .bind(word)
        .execute(&mut *db)
        .await?;
    }
    sqlx::query("UPDATE application SET worded = 1 WHERE id = $1")
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}
