//! SQL of events: there is one statement that writes, and it only adds.

use super::{Actor, Behalf, Event};
use crate::fault::Fault;
use domain::application::{Deed, State};
use domain::assistance::Channel;
use domain::calendar::Moment;
use domain::officer::Role;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

const RESIDENT: &str = "resident";
const PROGRAM: &str = "program";

pub(super) async fn insert(
    db: &mut AnyConnection,
    application: &str,
    seq: i64,
    event: &Event,
) -> Result<(), Fault> {
    let (role, id, name) = match &event.actor {
        Actor::Resident => (RESIDENT, None, ""),
        Actor::Program => (PROGRAM, None, ""),
        Actor::Officer { id, name, role } => (role.key(), Some(id.as_str()), name.as_str()),
    };
    sqlx::query(
        "INSERT INTO event (application_id, seq, at, actor_role, actor_id, actor_name, action, from_state, to_state, note,
             behalf_of, channel, via)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(application)
    .bind(seq)
    .bind(event.at.0)
    .bind(role)
    .bind(id)
    .bind(name)
    .bind(event.deed.key())
    .bind(event.from.key())
    .bind(event.to.key())
    .bind(event.note.as_deref())
    .bind(event.behalf.as_ref().map(|behalf| behalf.client.as_str()))
    .bind(event.behalf.as_ref().map(|behalf| behalf.channel.key()))
    .bind(event.behalf.as_ref().map(|behalf| behalf.via.as_str()))
    .execute(db)
    .await?;
    Ok(())
}

/// In the order in which they happened.
pub(crate) async fn of_application(
    db: &mut AnyConnection,
    application: &str,
) -> Result<Vec<Event>, Fault> {
    let rows = sqlx::query(
        "SELECT at, actor_role, actor_id, actor_name, action, from_state, to_state, note, behalf_of, channel, via
         FROM event
         WHERE application_id = $1 ORDER BY seq",
    )
    .bind(application)
    .fetch_all(db)
    .await?;
    rows.iter().map(event).collect()
}

fn event(row: &AnyRow) -> Result<Event, Fault> {
    let broken = || Fault::broken("event");
    let role: String = row.try_get("actor_role")?;
    let actor = if role == RESIDENT {
        Actor::Resident
    } else if role == PROGRAM {
        Actor::Program
    } else {
        Actor::Officer {
            id: row
                .try_get::<Option<String>, _>("actor_id")?
                .ok_or_else(broken)?,
            name: row.try_get("actor_name")?,
            role: Role::from_key(&role).ok_or_else(broken)?,
        }
    };
    let deed = Deed::from_key(&row.try_get::<String, _>("action")?).ok_or_else(broken)?;
    let state = |name: &str| -> Result<State, Fault> {
        State::from_key(&row.try_get::<String, _>(name)?).ok_or_else(broken)
    };
    let behalf = row
        .try_get::<Option<String>, _>("behalf_of")?
        .map(|client| -> Result<Behalf, Fault> {
            let channel: Option<String> = row.try_get("channel")?;
            let channel = channel.as_deref().and_then(Channel::from_key);
            Ok(Behalf {
                client,
                channel: channel.ok_or_else(broken)?,
                via: row.try_get::<Option<String>, _>("via")?.unwrap_or_default(),
            })
        })
        .transpose()?;
    Ok(Event {
        at: Moment(row.try_get("at")?),
        actor,
        behalf,
        deed,
        from: state("from_state")?,
        to: state("to_state")?,
        note: row.try_get("note")?,
    })
}
