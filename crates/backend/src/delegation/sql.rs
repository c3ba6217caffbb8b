//! SQL of delegations. None is ever removed: one that was taken back keeps its row, and its events are only added.

use super::Deed;
use crate::fault::Fault;
use crate::officer::day_text;
use domain::calendar::Moment;
use domain::delegation::{Capacity, Delegation};
use domain::officer::{Officer, Role};
use domain::region::RegionCode;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

fn delegation(row: &AnyRow) -> Result<Delegation, Fault> {
    let broken = || Fault::broken("delegation");
    let services: String = row.try_get("services")?;
    Ok(Delegation {
        id: row.try_get("id")?,
        capacity: Capacity::from_key(&row.try_get::<String, _>("capacity")?).ok_or_else(broken)?,
        role: Role::from_key(&row.try_get::<String, _>("role")?).ok_or_else(broken)?,
        services: services
            .split(',')
            .filter(|id| !id.is_empty())
            .map(str::to_owned)
            .collect(),
        from: day_text(row.try_get("from_day")?)?,
        until: day_text(row.try_get("until_day")?)?,
        basis: row.try_get("basis")?,
    })
}

pub(super) async fn insert(
    db: &mut AnyConnection,
    new: &Delegation,
    officer: &str,
    (from, until): (i64, i64),
    now: Moment,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO delegation (id, officer_id, capacity, role, services, from_day, until_day, basis, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&new.id)
    .bind(officer)
    .bind(new.capacity.key())
    .bind(new.role.key())
    .bind(new.services.join(","))
    .bind(from)
    .bind(until)
    .bind(&new.basis)
    .bind(now.0)
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn of_officer(
    db: &mut AnyConnection,
    officer: &str,
) -> Result<Vec<Delegation>, Fault> {
    let rows = sqlx::query(
        "SELECT id, capacity, role, services, from_day, until_day, basis FROM delegation
         WHERE officer_id = $1 AND ended_at IS NULL ORDER BY created_at, id",
    )
    .bind(officer)
    .fetch_all(db)
    .await?;
    rows.iter().map(delegation).collect()
}

pub(super) async fn all(db: &mut AnyConnection) -> Result<Vec<(String, Delegation)>, Fault> {
    let rows = sqlx::query(
        "SELECT delegation.id, capacity, delegation.role, services, from_day, until_day, basis, username
         FROM delegation JOIN officer ON officer.id = officer_id
         WHERE ended_at IS NULL ORDER BY delegation.created_at DESC, delegation.id",
    )
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| Ok((row.try_get("username")?, delegation(row)?)))
        .collect()
}

/// `false`: there is none, or it was taken back before.
pub(super) async fn end(db: &mut AnyConnection, id: &str, now: Moment) -> Result<bool, Fault> {
    let done =
        sqlx::query("UPDATE delegation SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
            .bind(id)
            .bind(now.0)
            .execute(db)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// An order with who has it, who gave it and who ended it.
pub(super) struct Row {
    pub(super) order: Delegation,
    pub(super) name: String,
    pub(super) role: Role,
    /// `None`: whoever runs the server.
    pub(super) given_by: Option<(String, Role)>,
    pub(super) given: Moment,
    pub(super) ended: Option<(Option<(String, Role)>, Moment)>,
}

/// Orders of officers whose territory lies inside this one; the newest first.
pub(super) async fn of_territory(
    db: &mut AnyConnection,
    territory: &RegionCode,
    limit: i64,
) -> Result<Vec<Row>, Fault> {
    let rows = sqlx::query(
        "SELECT delegation.id, capacity, delegation.role, services, from_day, until_day, basis, delegation.created_at,
                ended_at, officer.name AS officer_name, officer.role AS officer_role,
                given.actor_name AS given_name, giver.role AS given_role,
                ended.actor_name AS ended_name, ender.role AS ended_role
         FROM delegation JOIN officer ON officer.id = delegation.officer_id
         LEFT JOIN order_event AS given ON given.delegation_id = delegation.id AND given.deed = 'given'
         LEFT JOIN officer AS giver ON giver.id = given.actor_id
         LEFT JOIN order_event AS ended ON ended.delegation_id = delegation.id AND ended.deed = 'ended'
         LEFT JOIN officer AS ender ON ender.id = ended.actor_id
         WHERE officer.territory = $1 OR officer.territory LIKE $2
         ORDER BY delegation.created_at DESC, delegation.id LIMIT $3",
    )
    .bind(territory.as_str())
    .bind(format!("{territory}.%"))
    .bind(limit)
    .fetch_all(db)
    .await?;
    let broken = || Fault::broken("delegation");
    let role = |row: &AnyRow, name: &str| -> Result<Option<Role>, Fault> {
        let key: Option<String> = row.try_get(name)?;
        Ok(key.as_deref().and_then(Role::from_key))
    };
    let who = |row: &AnyRow, deed: &str| -> Result<Option<(String, Role)>, Fault> {
        let name: Option<String> = row.try_get(format!("{deed}_name").as_str())?;
        Ok(name.zip(role(row, &format!("{deed}_role"))?))
    };
    rows.iter()
        .map(|row| {
            let ended: Option<i64> = row.try_get("ended_at")?;
            Ok(Row {
                order: delegation(row)?,
                name: row.try_get("officer_name")?,
                role: role(row, "officer_role")?.ok_or_else(broken)?,
                given_by: who(row, "given")?,
                given: Moment(row.try_get("created_at")?),
                ended: match ended {
                    Some(at) => Some((who(row, "ended")?, Moment(at))),
                    None => None,
                },
            })
        })
        .collect()
}

/// All of an order in one text, for its events. Fields are kept apart by a sign that none of them can hold.
macro_rules! body {
    () => {
        "officer_id || '|' || capacity || '|' || role || '|' || services || '|' || CAST(from_day AS TEXT) || '|'
         || CAST(until_day AS TEXT) || '|' || basis"
    };
}

/// Adds an event of an order, with all of the order as it is now; gives its number.
pub(super) async fn tell(
    db: &mut AnyConnection,
    id: &str,
    deed: Deed,
    by: Option<&Officer>,
    now: Moment,
) -> Result<i64, Fault> {
    let row = sqlx::query(concat!(
        "INSERT INTO order_event (delegation_id, seq, at, actor_id, actor_name, deed, body)
         SELECT id, 1 + (SELECT COUNT(*) FROM order_event WHERE delegation_id = $1), $2, $3, $4, $5, ",
        body!(),
        " FROM delegation WHERE id = $1 RETURNING seq"
    ))
    .bind(id)
    .bind(now.0)
    .bind(by.map(|officer| officer.id.as_str()))
    .bind(by.map_or("", |officer| officer.name.as_str()))
    .bind(deed.key())
    .fetch_one(db)
    .await?;
    Ok(row.try_get("seq")?)
}

/// Orders without any event.
pub(super) async fn untold(db: &mut AnyConnection) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query(
        "SELECT id FROM delegation WHERE NOT EXISTS (SELECT 1 FROM order_event WHERE delegation_id = delegation.id)",
    )
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok(row.try_get("id")?)).collect()
}

/// One event of an order beside its link and the order as it stands.
pub(crate) struct Told {
    pub(crate) order: String,
    pub(crate) seq: i64,
    pub(crate) parts: Vec<String>,
    /// The event says what the order says, and the order is as ended as its events.
    pub(crate) fits: bool,
    pub(crate) day: Option<i64>,
    pub(crate) link: Option<String>,
}

macro_rules! told {
    ($rest:literal) => {
        concat!(
            "SELECT delegation.id AS order_id, COALESCE(e.seq, 0) AS seq, e.at, e.actor_id, e.actor_name, e.deed, e.body,
                    ended_at, l.day, l.link, ",
            body!(),
            " AS now,
                    (SELECT COUNT(*) FROM order_event WHERE delegation_id = delegation.id AND deed = 'ended') AS ends
             FROM delegation LEFT JOIN order_event AS e ON e.delegation_id = delegation.id
             LEFT JOIN event_link AS l ON l.application_id = 'order:' || delegation.id AND l.seq = e.seq",
            $rest
        )
    };
}

fn read_told(row: &AnyRow) -> Result<Told, Fault> {
    let seq: i64 = row.try_get("seq")?;
    let order: String = row.try_get("order_id")?;
    let text = |name: &str| -> Result<String, Fault> {
        let text: Option<String> = row.try_get(name)?;
        Ok(text.map_or("-".to_owned(), |text| format!("={text}")))
    };
    let at: Option<i64> = row.try_get("at")?;
    let mut parts = vec![
        order.clone(),
        seq.to_string(),
        at.unwrap_or_default().to_string(),
    ];
    for name in ["actor_id", "actor_name", "deed", "body"] {
        parts.push(text(name)?);
    }
    let ended: Option<i64> = row.try_get("ended_at")?;
    let ends: i64 = row.try_get("ends")?;
    let body: Option<String> = row.try_get("body")?;
    Ok(Told {
        fits: body == Some(row.try_get("now")?) && ends == i64::from(ended.is_some()),
        order,
        seq,
        parts,
        day: row.try_get("day")?,
        link: row.try_get("link")?,
    })
}

/// Every event of every order, in order; one without events comes once, with the number 0.
pub(crate) async fn all_told(db: &mut AnyConnection) -> Result<Vec<Told>, Fault> {
    let rows = sqlx::query(told!(" ORDER BY delegation.id, e.seq"))
        .fetch_all(db)
        .await?;
    rows.iter().map(read_told).collect()
}

pub(crate) async fn told(db: &mut AnyConnection, id: &str, seq: i64) -> Result<Told, Fault> {
    let row = sqlx::query(told!(" WHERE delegation.id = $1 AND e.seq = $2"))
        .bind(id)
        .bind(seq)
        .fetch_one(db)
        .await?;
    read_told(&row)
}
