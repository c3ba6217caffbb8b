//! What happened to an application, step by step. Written once, never changed.

pub(crate) mod sql;

use crate::Backend;
use crate::db::Write;
use crate::fault::Fault;
use domain::application::{Action, Deed, State};
use domain::assistance::Channel;
use domain::calendar::Moment;
use domain::delegation::Delegation;
use domain::officer::{Officer, Role};
use domain::text::{Lang, Text};

/// Who did it, as of then: an officer who moves to another desk leaves the old events as they were.
pub(crate) enum Actor {
    Resident,
    /// Nobody: the clock.
    Program,
    Officer {
        id: String,
        name: String,
        role: Role,
    },
}

impl Actor {
    pub(crate) fn officer(officer: &Officer) -> Actor {
        Actor::Officer {
            id: officer.id.clone(),
            name: officer.name.clone(),
            role: officer.role,
        }
    }

    /// An officer who takes a step in another's place: the step is that office's, the name says who and as what.
    pub(crate) fn in_place(officer: &Officer, lent: Option<&Delegation>) -> Actor {
        match lent {
            None => Actor::officer(officer),
            Some(lent) => Actor::Officer {
                id: officer.id.clone(),
                name: format!("{}, {}", officer.name, lent.capacity.mark()),
                role: lent.role,
            },
        }
    }

    /// For the resident: an office, never a name.
    pub(crate) fn as_seen_by_resident(&self) -> Text {
        match self {
            Actor::Resident => Text::new("Anda", "You"),
            Actor::Program => Text::new("Aplikasi", "The program"),
            Actor::Officer { role, .. } => Text::new(role.name(Lang::Id), role.name(Lang::En)),
        }
    }

    /// "Dewi (Petugas loket)" or "Pemohon".
    pub(crate) fn as_seen_by_officer(&self) -> Text {
        match self {
            Actor::Resident => Text::new("Pemohon", "Applicant"),
            Actor::Program => Text::new("Aplikasi", "The program"),
            Actor::Officer { name, role, .. } => {
                let [id, en] =
                    [Lang::Id, Lang::En].map(|lang| format!("{name} ({})", role.name(lang)));
                Text::new(&id, &en)
            }
        }
    }
}

/// For whom an officer acted, and how: an officer's name alone would make the helper look like the applicant.
#[derive(Clone)]
pub(crate) struct Behalf {
    /// Id of the resident who was helped.
    pub(crate) client: String,
    pub(crate) channel: Channel,
    /// The institution or the place as of then.
    pub(crate) via: String,
}

pub(crate) struct Event {
    pub(crate) at: Moment,
    pub(crate) actor: Actor,
    /// Set where an officer did a resident's step.
    pub(crate) behalf: Option<Behalf>,
    pub(crate) deed: Deed,
    pub(crate) from: State,
    pub(crate) to: State,
    pub(crate) note: Option<String>,
}

impl Event {
    /// The step, if it is one.
    pub(crate) fn action(&self) -> Option<Action> {
        self.deed.step()
    }

    /// For the resident: themselves, perhaps helped; or an office. Never a name.
    pub(crate) fn as_seen_by_resident(&self) -> Text {
        match &self.behalf {
            Some(behalf) => behalf.channel.told(&behalf.via),
            None => self.actor.as_seen_by_resident(),
        }
    }

    /// "Dewi (Petugas loket)", "Pemohon", or "Yuliana (Pendamping desa), untuk pemohon · dibantu".
    pub(crate) fn as_seen_by_officer(&self) -> Text {
        let by = self.actor.as_seen_by_officer();
        let Some(behalf) = &self.behalf else {
            return by;
        };
        let [id, en] = [Lang::Id, Lang::En].map(|lang| {
            format!(
                "{}, {} · {}",
                by.get(lang),
                lang.pick("untuk pemohon", "for the applicant"),
                behalf.channel.name(lang)
            )
        });
        Text::new(&id, &en)
    }
}

impl Backend {
    /// Writes what has happened, links it to what happened before, and what the resident is told of it beside it.
    pub(crate) async fn record(
        &self,
        write: &mut Write,
        application: &str,
        seq: i64,
        event: &Event,
    ) -> Result<(), Fault> {
        sql::insert(write, application, seq, event).await?;
        self.link_event(write, application, seq).await?;
        self.announce_step(write, application, seq, event).await
    }
}

/// Every state entered, in order: what the law's clock counts.
pub(crate) fn history(events: &[Event]) -> Vec<(Moment, State)> {
    events
        .iter()
        .filter(|event| event.action().is_some())
        .map(|event| (event.at, event.to))
        .collect()
}
