//! SQL of products.

use crate::fault::Fault;
use domain::calendar::Moment;
use domain::product::{ProductState, ProductStep};
use domain::view::ProductMark;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

/// A product that has left "not made yet".
pub(crate) struct Row {
    pub(crate) product: String,
    pub(crate) state: ProductState,
    pub(crate) file_id: Option<String>,
    pub(crate) file_bytes: Option<i64>,
    pub(crate) receiver: Option<String>,
    pub(crate) signature_id: Option<String>,
    steps: [(Option<String>, Option<i64>); 3],
}

impl Row {
    /// Every step it has taken, with who and when.
    pub(crate) fn marks(&self) -> Vec<ProductMark> {
        let all = ProductStep::ALL.into_iter().zip(&self.steps);
        all.filter_map(|(step, (by, at))| {
            Some(ProductMark {
                step,
                by: by.clone()?,
                at: Moment((*at)?),
            })
        })
        .collect()
    }
}

pub(crate) async fn of_case(db: &mut AnyConnection, application: &str) -> Result<Vec<Row>, Fault> {
    let rows = sqlx::query(
        "SELECT product, state, file_id, file_bytes, receiver, signature_id, issued_by, issued_at, arrived_by, arrived_at,
                handed_by, handed_at
         FROM product WHERE application_id = $1",
    )
    .bind(application)
    .fetch_all(db)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &AnyRow) -> Result<Row, Fault> {
    let state: String = row.try_get("state")?;
    let step =
        |by: &str, at: &str| -> Result<_, Fault> { Ok((row.try_get(by)?, row.try_get(at)?)) };
    Ok(Row {
        product: row.try_get("product")?,
        state: ProductState::from_key(&state).ok_or_else(|| Fault::broken("product"))?,
        file_id: row.try_get("file_id")?,
        file_bytes: row.try_get("file_bytes")?,
        receiver: row.try_get("receiver")?,
        signature_id: row.try_get("signature_id")?,
        steps: [
            step("issued_by", "issued_at")?,
            step("arrived_by", "arrived_at")?,
            step("handed_by", "handed_at")?,
        ],
    })
}

/// What a step writes.
#[derive(Default)]
pub(super) struct Change<'a> {
    pub(super) state: ProductState,
    pub(super) by: &'a str,
    pub(super) at: Moment,
    /// Id, bytes and SHA-256 of the file.
    pub(super) file: Option<(&'a str, i64, &'a str)>,
    /// Name and id of the signature.
    pub(super) receiver: Option<(&'a str, &'a str)>,
}

/// `false`: somebody else has moved it in between.
pub(super) async fn step(
    db: &mut AnyConnection,
    application: &str,
    product: &str,
    from: ProductState,
    step: ProductStep,
    change: &Change<'_>,
) -> Result<bool, Fault> {
    let sql = match step {
        ProductStep::Issue => {
            "INSERT INTO product (application_id, product, state, issued_by, issued_at, file_id, file_bytes, file_sha256)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (application_id, product) DO NOTHING"
        }
        ProductStep::Arrive => {
            "UPDATE product SET state = $3, arrived_by = $4, arrived_at = $5
             WHERE application_id = $1 AND product = $2 AND state = $6"
        }
        ProductStep::HandOver => {
            "UPDATE product SET state = $3, handed_by = $4, handed_at = $5, receiver = $7, signature_id = $8
             WHERE application_id = $1 AND product = $2 AND state = $6"
        }
    };
    let query = sqlx::query(sql)
        .bind(application)
        .bind(product)
        .bind(change.state.key())
        .bind(change.by)
        .bind(change.at.0);
    let query = match step {
        ProductStep::Issue => query
            .bind(change.file.map(|file| file.0))
            .bind(change.file.map(|file| file.1))
            .bind(change.file.map(|file| file.2)),
        ProductStep::Arrive => query.bind(from.key()),
        ProductStep::HandOver => query
            .bind(from.key())
            .bind(change.receiver.map(|receiver| receiver.0))
            .bind(change.receiver.map(|receiver| receiver.1)),
    };
    Ok(query.execute(db).await?.rows_affected() == 1)
}
