//! SQL of products.

use crate::fault::Fault;
use domain::calendar::Moment;
use domain::officer::Officer;
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
    /// Bytes of its file, if it has one.
    pub(crate) fn file(&self) -> Option<u64> {
        self.file_id.as_ref()?;
        u64::try_from(self.file_bytes?).ok()
    }

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

/// A hand-over as a device has noted it.
pub(super) struct Note<'a> {
    pub(super) id: &'a str,
    pub(super) client: &'a str,
    pub(super) officer: &'a Officer,
    pub(super) outreach: Option<&'a str>,
    pub(super) service: &'a str,
    pub(super) product: &'a str,
    pub(super) receiver: &'a str,
    pub(super) signature: Option<&'a str>,
    pub(super) application: Option<&'a str>,
    pub(super) at: Moment,
}

/// `false`: it is here already.
pub(super) async fn insert_note(
    db: &mut AnyConnection,
    note: &Note<'_>,
    now: Moment,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO handover_note (id, client_id, officer_id, officer_name, outreach_id, service_id, product, receiver,
                                    signature_id, application_id, handed_at, received_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO NOTHING",
    )
    .bind(note.id)
    .bind(note.client)
    .bind(&note.officer.id)
    .bind(&note.officer.name)
    .bind(note.outreach)
    .bind(note.service)
    .bind(note.product)
    .bind(note.receiver)
    .bind(note.signature)
    .bind(note.application)
    .bind(note.at.0)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Who brought this note, if it is known.
pub(super) async fn noted_by(db: &mut AnyConnection, id: &str) -> Result<Option<String>, Fault> {
    let row = sqlx::query("SELECT officer_id FROM handover_note WHERE id = $1")
        .bind(id)
        .fetch_optional(db)
        .await?;
    Ok(row.map(|row| row.try_get("officer_id")).transpose()?)
}

/// The resident's oldest case in which this product lies at hand: its id.
pub(super) async fn at_hand(
    db: &mut AnyConnection,
    client: &str,
    service: &str,
    product: &str,
) -> Result<Option<String>, Fault> {
    let row = sqlx::query(
        "SELECT application.id AS id FROM application
         JOIN assistance ON assistance.id = application.assistance_id
         JOIN product ON product.application_id = application.id
         WHERE assistance.client_id = $1 AND application.service_id = $2 AND product.product = $3 AND product.state = 'at_hand'
         ORDER BY application.sent_at, application.id LIMIT 1",
    )
    .bind(client)
    .bind(service)
    .bind(product)
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| row.try_get("id")).transpose()?)
}

/// Its letter stands no more: not made, unless somebody has it already.
pub(crate) async fn take_back(
    db: &mut AnyConnection,
    application: &str,
    product: &str,
) -> Result<(), Fault> {
    sqlx::query("DELETE FROM product WHERE application_id = $1 AND product = $2 AND state <> $3")
        .bind(application)
        .bind(product)
        .bind(ProductState::HandedOver.key())
        .execute(db)
        .await?;
    Ok(())
}
