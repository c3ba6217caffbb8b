//! SQL of items and pages.

use super::{ItemRow, Items, Page};
use crate::fault::Fault;
use crate::upload::Taken;
use domain::calendar::Moment;
use domain::document::{Item, PageView, Verdict};
use domain::region::RegionCode;
use domain::upload::Media;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

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

/// Every page of an application, in the order of rounds and positions.
pub(crate) async fn pages(db: &mut AnyConnection, application: &str) -> Result<Vec<Page>, Fault> {
    let rows = sqlx::query(
        "SELECT id, requirement, round, media, bytes, width, height, received_at FROM page
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
    pub(super) region: RegionCode,
    /// How often this requirement was sent again after this page.
    pub(super) newer_rounds: i64,
}

pub(super) async fn page_with_region(
    db: &mut AnyConnection,
    id: &str,
) -> Result<Option<Found>, Fault> {
    let row = sqlx::query(
        "SELECT page.media, page.bytes, page.sha256, application.region,
                (SELECT COUNT(DISTINCT newer.round) FROM page AS newer
                 WHERE newer.application_id = page.application_id AND newer.requirement = page.requirement
                   AND newer.round > page.round) AS newer_rounds
         FROM page JOIN application ON application.id = page.application_id
         WHERE page.id = $1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Found {
        media: media(&row)?,
        bytes: bytes(&row)?,
        sha256: row.try_get("sha256")?,
        region: RegionCode::parse(&row.try_get::<String, _>("region")?)
            .map_err(|_| Fault::broken("region"))?,
        newer_rounds: row.try_get("newer_rounds")?,
    }))
}
