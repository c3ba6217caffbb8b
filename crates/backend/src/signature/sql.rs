//! SQL of drawn signatures.

use crate::fault::Fault;
use domain::calendar::Moment;
use domain::region::RegionCode;
use sqlx::{AnyConnection, Row};

pub(super) struct Known {
    pub(super) bytes: u64,
    pub(super) region: RegionCode,
    pub(super) partner_id: Option<String>,
}

pub(super) async fn insert(
    db: &mut AnyConnection,
    id: &str,
    bytes: i64,
    sha256: &str,
    (region, partner): (&RegionCode, Option<&str>),
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO signature (id, bytes, sha256, region, partner_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(bytes)
    .bind(sha256)
    .bind(region.as_str())
    .bind(partner)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn by_id(db: &mut AnyConnection, id: &str) -> Result<Option<Known>, Fault> {
    let row = sqlx::query("SELECT bytes, region, partner_id FROM signature WHERE id = $1")
        .bind(id)
        .fetch_optional(db)
        .await?;
    let broken = || Fault::broken("signature");
    row.map(|row| {
        Ok(Known {
            bytes: u64::try_from(row.try_get::<i64, _>("bytes")?).map_err(|_| broken())?,
            region: RegionCode::parse(&row.try_get::<String, _>("region")?)
                .map_err(|_| broken())?,
            partner_id: row.try_get("partner_id")?,
        })
    })
    .transpose()
}
