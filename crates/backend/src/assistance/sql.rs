//! SQL of residents who are helped, and of helping them.

use super::{Assistance, Client};
use crate::application::{self, Case};
use crate::fault::Fault;
use domain::assistance::Channel;
use domain::calendar::Moment;
use domain::code::Code;
use domain::officer::{Officer, Role};
use domain::region::RegionCode;
use domain::search::fold;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// Whose residents: a partner's own, or those of the territory whom no partner registered.
pub(super) struct Wanted<'a> {
    pub(super) officer: &'a Officer,
    /// Folded; empty for all.
    pub(super) name: String,
    /// A whole NIK or the end of a phone number; empty for none.
    pub(super) digits: String,
    pub(super) rows: i64,
}

/// The partner (or nothing), the territory, and all below it: what `Officer::helps` says, for the database.
pub(crate) fn whose(officer: &Officer) -> [String; 3] {
    let partner = officer.partner.as_ref();
    [
        partner
            .map(|partner| partner.id.clone())
            .unwrap_or_default(),
        officer.territory.to_string(),
        format!("{}.%", officer.territory),
    ]
}

pub(crate) fn read_client(row: &AnyRow) -> Result<Client, Fault> {
    Ok(Client {
        id: row.try_get("client_id")?,
        name: row.try_get("client_name")?,
        nik: row.try_get("nik")?,
        phone: row.try_get("phone")?,
        region: RegionCode::parse(&row.try_get::<String, _>("client_region")?)
            .map_err(|_| Fault::broken("client"))?,
        partner_id: row.try_get("partner_id")?,
    })
}

/// The last helped first, each with the count of their cases.
pub(super) async fn clients(
    db: &mut AnyConnection,
    wanted: &Wanted<'_>,
) -> Result<Vec<(Client, i64)>, Fault> {
    let [partner, inside, below] = whose(wanted.officer);
    let rows = sqlx::query(
        "SELECT client.id AS client_id, client.name AS client_name, nik, phone, region AS client_region, partner_id,
                (SELECT COUNT(*) FROM application JOIN assistance ON assistance.id = application.assistance_id
                 WHERE assistance.client_id = client.id) AS cases
         FROM client
         WHERE (($1 <> '' AND partner_id = $1) OR ($1 = '' AND partner_id IS NULL AND (region = $2 OR region LIKE $3)))
           AND ($4 = '' OR search_name LIKE $5 OR ($6 <> '' AND (nik = $6 OR phone LIKE $7)))
         ORDER BY helped_at DESC, client.id LIMIT $8",
    )
    .bind(partner)
    .bind(inside)
    .bind(below)
    .bind(wanted.name.as_str())
    .bind(format!("%{}%", wanted.name))
    .bind(wanted.digits.as_str())
    .bind(format!("%{}", wanted.digits))
    .bind(wanted.rows)
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| Ok((read_client(row)?, row.try_get("cases")?)))
        .collect()
}

pub(super) async fn client(db: &mut AnyConnection, id: &str) -> Result<Option<Client>, Fault> {
    let row = sqlx::query(
        "SELECT id AS client_id, name AS client_name, nik, phone, region AS client_region, partner_id
         FROM client WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    row.as_ref().map(read_client).transpose()
}

/// Whether one with this NIK is known to whom this officer belongs.
pub(super) async fn client_by_nik(
    db: &mut AnyConnection,
    officer: &Officer,
    nik: &str,
) -> Result<Option<String>, Fault> {
    let [partner, inside, below] = whose(officer);
    let row = sqlx::query(
        "SELECT id FROM client
         WHERE (($1 <> '' AND partner_id = $1) OR ($1 = '' AND partner_id IS NULL AND (region = $2 OR region LIKE $3)))
           AND nik = $4 ORDER BY created_at LIMIT 1",
    )
    .bind(partner)
    .bind(inside)
    .bind(below)
    .bind(nik)
    .fetch_optional(db)
    .await?;
    row.map(|row| Ok(row.try_get("id")?)).transpose()
}

pub(super) async fn insert_client(
    db: &mut AnyConnection,
    client: &Client,
    by: &str,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO client (id, name, search_name, nik, phone, region, partner_id, registered_by, helped_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) ON CONFLICT (id) DO NOTHING",
    )
    .bind(&client.id)
    .bind(&client.name)
    .bind(fold(&client.name))
    .bind(client.nik.as_deref())
    .bind(client.phone.as_deref())
    .bind(client.region.as_str())
    .bind(client.partner_id.as_deref())
    .bind(by)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

pub(crate) async fn touch_client(
    db: &mut AnyConnection,
    id: &str,
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query("UPDATE client SET helped_at = $2 WHERE id = $1")
        .bind(id)
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<Assistance, Fault> {
    let channel: String = row.try_get("channel")?;
    Ok(Assistance {
        id: row.try_get("id")?,
        client_id: row.try_get("client_id")?,
        officer_id: row.try_get("officer_id")?,
        outreach_id: row.try_get("outreach_id")?,
        channel: Channel::from_key(&channel).ok_or_else(|| Fault::broken("assistance"))?,
        via: row.try_get("via")?,
        consent_version: row.try_get("consent_version")?,
        consent_name: row.try_get("consent_name")?,
        signature_id: row.try_get("signature_id")?,
        begun_at: Moment(row.try_get("begun_at")?),
    })
}

/// `false`: a leave with this id is there already.
pub(super) async fn insert(db: &mut AnyConnection, new: &Assistance) -> Result<bool, Fault> {
    let done = sqlx::query(
        "INSERT INTO assistance (id, client_id, officer_id, outreach_id, channel, via, consent_version, consent_name,
             signature_id, begun_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING",
    )
    .bind(&new.id)
    .bind(&new.client_id)
    .bind(&new.officer_id)
    .bind(new.outreach_id.as_deref())
    .bind(new.channel.key())
    .bind(&new.via)
    .bind(&new.consent_version)
    .bind(&new.consent_name)
    .bind(new.signature_id.as_deref())
    .bind(new.begun_at.0)
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn assistance(
    db: &mut AnyConnection,
    id: &str,
) -> Result<Option<Assistance>, Fault> {
    let row = sqlx::query(
        "SELECT id, client_id, officer_id, outreach_id, channel, via, consent_version, consent_name, signature_id, begun_at
         FROM assistance WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    row.as_ref().map(read).transpose()
}

/// The newest leave that a resident has given an officer since a moment.
pub(super) async fn latest(
    db: &mut AnyConnection,
    client: &str,
    officer: &str,
    since: Moment,
) -> Result<Option<Assistance>, Fault> {
    let row = sqlx::query(
        "SELECT id, client_id, officer_id, outreach_id, channel, via, consent_version, consent_name, signature_id, begun_at
         FROM assistance WHERE client_id = $1 AND officer_id = $2 AND begun_at > $3 ORDER BY begun_at DESC LIMIT 1",
    )
    .bind(client)
    .bind(officer)
    .bind(since.0)
    .fetch_optional(db)
    .await?;
    row.as_ref().map(read).transpose()
}

/// An assistance with the name and the role of who helped.
pub(super) async fn with_officer(
    db: &mut AnyConnection,
    id: &str,
) -> Result<Option<(Assistance, String, Role)>, Fault> {
    let row = sqlx::query(
        "SELECT assistance.id, client_id, officer_id, outreach_id, channel, via, consent_version, consent_name,
                signature_id, begun_at, officer.name AS officer_name, role
         FROM assistance JOIN officer ON officer.id = officer_id WHERE assistance.id = $1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    row.map(|row| {
        let role: String = row.try_get("role")?;
        let role = Role::from_key(&role).ok_or_else(|| Fault::broken("officer"))?;
        Ok((read(&row)?, row.try_get("officer_name")?, role))
    })
    .transpose()
}

/// Columns of a case that was helped, with its channel.
macro_rules! helped {
    ($condition:literal) => {
        concat!(
            "SELECT application.id, code, service_id, application.region, applicant_name, state, version, round,
                    promise_days, limit_days, sent_at, deadline_at, application.partner_id, assistance_id, hand, merged_into, channel
             FROM application JOIN assistance ON assistance.id = application.assistance_id WHERE ",
            $condition
        )
    };
}

fn helped(row: &AnyRow) -> Result<(Case, Channel), Fault> {
    let channel: String = row.try_get("channel")?;
    let channel = Channel::from_key(&channel).ok_or_else(|| Fault::broken("assistance"))?;
    Ok((application::sql::case(row)?, channel))
}

pub(super) async fn cases_of_client(
    db: &mut AnyConnection,
    client: &str,
) -> Result<Vec<(Case, Channel)>, Fault> {
    let rows = sqlx::query(helped!(
        "client_id = $1 ORDER BY deadline_at, sent_at DESC LIMIT 50"
    ))
    .bind(client)
    .fetch_all(db)
    .await?;
    rows.iter().map(helped).collect()
}

pub(super) async fn case_of_client(
    db: &mut AnyConnection,
    client: &str,
    code: &Code,
) -> Result<Option<Case>, Fault> {
    let row = sqlx::query(helped!("client_id = $1 AND code = $2"))
        .bind(client)
        .bind(code.compact())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(|row| Ok(helped(row)?.0)).transpose()
}

/// What can't wait first, then the newest.
pub(super) async fn helped_cases(
    db: &mut AnyConnection,
    officer: &Officer,
    limit: i64,
) -> Result<Vec<(Case, Channel)>, Fault> {
    let [partner, inside, below] = whose(officer);
    let rows = sqlx::query(helped!(
        "(($1 <> '' AND application.partner_id = $1)
          OR ($1 = '' AND application.partner_id IS NULL AND (application.region = $2 OR application.region LIKE $3)))
         ORDER BY closed, deadline_at, sent_at DESC LIMIT $4"
    ))
    .bind(partner)
    .bind(inside)
    .bind(below)
    .bind(limit)
    .fetch_all(db)
    .await?;
    rows.iter().map(helped).collect()
}

/// The resident of an assistance.
pub(crate) async fn client_of(
    db: &mut AnyConnection,
    assistance: &str,
) -> Result<Option<Client>, Fault> {
    let row = sqlx::query(
        "SELECT client.id AS client_id, client.name AS client_name, nik, phone, region AS client_region, partner_id
         FROM assistance JOIN client ON client.id = assistance.client_id WHERE assistance.id = $1",
    )
    .bind(assistance)
    .fetch_optional(db)
    .await?;
    row.as_ref().map(read_client).transpose()
}
