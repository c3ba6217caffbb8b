//! SQL of items and pages.

use super::{ItemRow, Items, Page};
use crate::fault::Fault;
use crate::upload::Taken;
use domain::calendar::Moment;
use domain::document::{Item, PageView, Scan, Verdict};
use domain::flaw::Flaw;
use domain::officer::Officer;
use domain::region::RegionCode;
use domain::upload::Media;
use domain::view::Seen;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use std::collections::BTreeMap;

pub(crate) async fn items(db: &mut AnyConnection, application: &str) -> Result<Items, Fault> {
    let rows = sqlx::query(
        "SELECT item, round, verdict, reason FROM item WHERE application_id = $1 ORDER BY round",
    )
    .bind(application)
    .fetch_all(db)
    .await?;
    let rows = rows.iter().map(|row| {
        let verdict = match row.try_get::<String, _>("verdict")?.as_str() {
            "open" => Verdict::Open,
            "accepted" => Verdict::Accepted,
            "returned" => Verdict::Returned {
                reason: row
                    .try_get::<Option<String>, _>("reason")?
                    .unwrap_or_default(),
            },
            _ => return Err(Fault::broken("verdict")),
        };
        let item = Item::parse(&row.try_get::<String, _>("item")?).ok_or(Fault::broken("item"))?;
        Ok(ItemRow {
            item,
            round: row.try_get("round")?,
            verdict,
        })
    });
    Ok(Items::new(rows.collect::<Result<_, Fault>>()?))
}

pub(crate) async fn insert_item(
    db: &mut AnyConnection,
    application: &str,
    item: &Item,
    round: i64,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO item (application_id, item, round, verdict) VALUES ($1, $2, $3, 'open')",
    )
    .bind(application)
    .bind(item.to_string())
    .bind(round)
    .execute(db)
    .await?;
    Ok(())
}

pub(crate) async fn judge(
    db: &mut AnyConnection,
    application: &str,
    row: &ItemRow,
    verdict: &Verdict,
    officer: &str,
    now: Moment,
) -> Result<(), Fault> {
    let (word, reason) = match verdict {
        Verdict::Open => ("open", None),
        Verdict::Accepted => ("accepted", None),
        Verdict::Returned { reason } => ("returned", Some(reason.as_str())),
    };
    sqlx::query(
        "UPDATE item SET verdict = $4, reason = $5, judged_by = $6, judged_at = $7
         WHERE application_id = $1 AND item = $2 AND round = $3",
    )
    .bind(application)
    .bind(row.item.to_string())
    .bind(row.round)
    .bind(word)
    .bind(reason)
    .bind(officer)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

pub(crate) async fn insert_page(
    db: &mut AnyConnection,
    application: &str,
    round: i64,
    position: i64,
    page: &Taken,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO page (id, application_id, requirement, round, position, media, bytes, width, height, sha256,
                           received_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(&page.id)
    .bind(application)
    .bind(&page.requirement)
    .bind(round)
    .bind(position)
    .bind(page.media.mime())
    .bind(page.bytes)
    .bind(page.size.map(|(width, _)| width))
    .bind(page.size.map(|(_, height)| height))
    .bind(&page.sha256)
    .bind(page.received.0)
    .execute(db)
    .await?;
    Ok(())
}

fn media(row: &AnyRow) -> Result<Media, Fault> {
    Media::from_mime(&row.try_get::<String, _>("media")?).ok_or(Fault::broken("media"))
}

fn bytes(row: &AnyRow) -> Result<u64, Fault> {
    u64::try_from(row.try_get::<i64, _>("bytes")?).map_err(|_| Fault::broken("length"))
}

/// What isn't in quarantine is clean.
fn scan(row: &AnyRow) -> Result<Scan, Fault> {
    match row.try_get::<Option<String>, _>("scan")?.as_deref() {
        None => Ok(Scan::Clean),
        Some("waiting") => Ok(Scan::Waiting),
        Some("infected") => Ok(Scan::Infected),
        Some(_) => Err(Fault::broken("quarantine")),
    }
}

pub(crate) async fn quarantine(db: &mut AnyConnection, id: &str, now: Moment) -> Result<(), Fault> {
    sqlx::query("INSERT INTO quarantine (file_id, verdict, since) VALUES ($1, 'waiting', $2)")
        .bind(id)
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(())
}

/// Found clean, or there is nothing left to look at.
pub(super) async fn release(db: &mut AnyConnection, id: &str) -> Result<(), Fault> {
    sqlx::query("DELETE FROM quarantine WHERE file_id = $1 AND verdict = 'waiting'")
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

pub(super) async fn release_all(db: &mut AnyConnection) -> Result<u64, Fault> {
    let done = sqlx::query("DELETE FROM quarantine WHERE verdict = 'waiting'")
        .execute(db)
        .await?;
    Ok(done.rows_affected())
}

/// Never to be shown; an upload that was not sent yet can't be sent any more.
pub(super) async fn condemn(db: &mut AnyConnection, id: &str) -> Result<(), Fault> {
    sqlx::query("UPDATE quarantine SET verdict = 'infected' WHERE file_id = $1")
        .bind(id)
        .execute(&mut *db)
        .await?;
    sqlx::query("UPDATE upload SET state = 'bad' WHERE id = $1 AND state = 'complete'")
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}

/// The longest waiting ones.
pub(super) async fn waiting(db: &mut AnyConnection, limit: i64) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query(
        "SELECT file_id FROM quarantine WHERE verdict = 'waiting' ORDER BY since LIMIT $1",
    )
    .bind(limit)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok(row.try_get("file_id")?)).collect()
}

pub(super) async fn scan_of(db: &mut AnyConnection, id: &str) -> Result<Scan, Fault> {
    let row = sqlx::query("SELECT verdict AS scan FROM quarantine WHERE file_id = $1")
        .bind(id)
        .fetch_optional(db)
        .await?;
    row.as_ref().map_or(Ok(Scan::Clean), scan)
}

/// What is wrong with a file that was refused.
pub(super) async fn flaw_of(db: &mut AnyConnection, id: &str) -> Result<Option<Flaw>, Fault> {
    let row = sqlx::query("SELECT media FROM upload WHERE id = $1 AND state = 'bad'")
        .bind(id)
        .fetch_optional(db)
        .await?;
    let media: Option<String> = row.map(|row| row.try_get("media")).transpose()?.flatten();
    Ok(media.as_deref().and_then(Flaw::parse))
}

/// Words about files that are gone with their rows.
pub(crate) async fn forget_quarantine(db: &mut AnyConnection) -> Result<(), Fault> {
    sqlx::query(
        "DELETE FROM quarantine WHERE NOT EXISTS (SELECT 1 FROM upload WHERE upload.id = file_id)
         AND NOT EXISTS (SELECT 1 FROM page WHERE page.id = file_id)",
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Every page of an application, in the order of rounds and positions.
pub(crate) async fn pages(db: &mut AnyConnection, application: &str) -> Result<Vec<Page>, Fault> {
    let rows = sqlx::query(
        "SELECT page.id, requirement, round, media, bytes, width, height, received_at, quarantine.verdict AS scan
         FROM page LEFT JOIN quarantine ON quarantine.file_id = page.id
         WHERE application_id = $1 ORDER BY round, position",
    )
    .bind(application)
    .fetch_all(db)
    .await?;
    let page = |row: &AnyRow| {
        let side = |name: &str| -> Result<Option<u32>, Fault> {
            Ok(row
                .try_get::<Option<i64>, _>(name)?
                .and_then(|side| u32::try_from(side).ok()))
        };
        let view = PageView {
            id: row.try_get("id")?,
            media: media(row)?,
            bytes: bytes(row)?,
            size: side("width")?.zip(side("height")?),
            received: Moment(row.try_get("received_at")?),
            scan: scan(row)?,
        };
        Ok(Page {
            requirement: row.try_get("requirement")?,
            round: row.try_get("round")?,
            view,
        })
    };
    rows.iter().map(page).collect()
}

/// A page with what decides who may see it.
pub(super) struct Found {
    pub(super) media: Media,
    pub(super) bytes: u64,
    pub(super) sha256: String,
    pub(super) scan: Scan,
    pub(super) region: RegionCode,
    /// How often this requirement was sent again after this page.
    pub(super) newer_rounds: i64,
    pub(super) application: String,
    pub(super) requirement: String,
}

pub(super) async fn page_with_region(
    db: &mut AnyConnection,
    id: &str,
) -> Result<Option<Found>, Fault> {
    let row = sqlx::query(
        "SELECT page.application_id, page.requirement, page.media, page.bytes, page.sha256, application.region, quarantine.verdict AS scan,
                (SELECT COUNT(DISTINCT newer.round) FROM page AS newer
                 WHERE newer.application_id = page.application_id AND newer.requirement = page.requirement
                   AND newer.round > page.round) AS newer_rounds
         FROM page JOIN application ON application.id = page.application_id
         LEFT JOIN quarantine ON quarantine.file_id = page.id
         WHERE page.id = $1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Found {
        application: row.try_get("application_id")?,
        requirement: row.try_get("requirement")?,
        media: media(&row)?,
        bytes: bytes(&row)?,
        sha256: row.try_get("sha256")?,
        scan: scan(&row)?,
        region: RegionCode::parse(&row.try_get::<String, _>("region")?)
            .map_err(|_| Fault::broken("region"))?,
        newer_rounds: row.try_get("newer_rounds")?,
    }))
}

/// Said a second time it changes nothing.
pub(crate) async fn insert_seen(
    db: &mut AnyConnection,
    application: &str,
    requirement: &str,
    officer: &Officer,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO original_seen (application_id, requirement, officer_id, officer_name, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (application_id, requirement) DO NOTHING",
    )
    .bind(application)
    .bind(requirement)
    .bind(&officer.id)
    .bind(&officer.name)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn seen(
    db: &mut AnyConnection,
    application: &str,
) -> Result<BTreeMap<String, Seen>, Fault> {
    let rows = sqlx::query(
        "SELECT requirement, officer_name, at FROM original_seen WHERE application_id = $1",
    )
    .bind(application)
    .fetch_all(db)
    .await?;
    let read = |row: &AnyRow| {
        let seen = Seen {
            by: row.try_get("officer_name")?,
            at: Moment(row.try_get("at")?),
        };
        Ok((row.try_get("requirement")?, seen))
    };
    rows.iter().map(read).collect()
}
