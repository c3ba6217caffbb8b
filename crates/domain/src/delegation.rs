//! Delegation: an officer decides in another's place, in a stated capacity, for stated services, on stated days.

use crate::application::{Action, Chain, Spot};
use crate::calendar::parse_day;
use crate::officer::{Role, Standing};
use crate::text::{Lang, Text};
use serde::{Deserialize, Serialize};
use time::{Date, Month};

/// In which capacity somebody signs for somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// "a.n." (atas nama): by mandate, in the name of who is there.
    OnBehalf,
    /// "u.b." (untuk beliau): by mandate of who has one.
    ForThem,
    /// "Plt." (pelaksana tugas): holds the office while nobody does.
    Acting,
}

impl Capacity {
    pub const ALL: [Capacity; 3] = [Capacity::OnBehalf, Capacity::ForThem, Capacity::Acting];

    pub fn key(self) -> &'static str {
        match self {
            Capacity::OnBehalf => "on_behalf",
            Capacity::ForThem => "for_them",
            Capacity::Acting => "acting",
        }
    }

    pub fn from_key(key: &str) -> Option<Capacity> {
        Capacity::ALL.into_iter().find(|one| one.key() == key)
    }

    /// As it stands above a signature; the abbreviations have no English twin.
    pub fn mark(self) -> &'static str {
        match self {
            Capacity::OnBehalf => "a.n.",
            Capacity::ForThem => "u.b.",
            Capacity::Acting => "Plt.",
        }
    }

    /// For so many months one order runs at most; whoever needs longer gives another one. Plt.: usual are three months,
    /// once prolonged by three.
    pub fn longest_months(self) -> u8 {
        match self {
            Capacity::OnBehalf | Capacity::ForThem => 12,
            Capacity::Acting => 6,
        }
    }

    /// The last day that an order which begins on `from` may have.
    pub fn longest_until(self, from: Date) -> Date {
        let months = from.year() * 12 + i32::from(u8::from(from.month()) - 1);
        let months = months + i32::from(self.longest_months());
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let month = u8::try_from(month)
            .ok()
            .and_then(|at| Month::try_from(at).ok());
        let found = month.and_then(|month| {
            let day = from.day().min(month.length(year));
            Date::from_calendar_date(year, month, day).ok()
        });
        found.unwrap_or(Date::MAX)
    }

    /// Why an order with a later last day isn't taken, and what to do.
    pub fn too_long(self) -> Text {
        match self {
            Capacity::Acting => Text::new(
                "Satu surat perintah Plt. paling lama 6 bulan. Pilih hari terakhir yang lebih dekat. Kalau masih perlu, buat pelimpahan baru nanti.",
                "One order as Plt. runs 6 months at most. Choose an earlier last day; give another order later if it is still needed.",
            ),
            Capacity::OnBehalf | Capacity::ForThem => Text::new(
                "Satu pelimpahan a.n. atau u.b. paling lama 1 tahun. Pilih hari terakhir yang lebih dekat. Kalau masih perlu, buat pelimpahan baru nanti.",
                "One order a.n. or u.b. runs 1 year at most. Choose an earlier last day; give another order later if it is still needed.",
            ),
        }
    }
}

/// For so many days an order that has ended is told of, where it would have been needed.
const TOLD_DAYS: i64 = 30;

/// One delegation, as an order (surat perintah, surat keputusan) has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    pub id: String,
    pub capacity: Capacity,
    /// In whose place.
    pub role: Role,
    /// Ids of services; none for all of them.
    pub services: Vec<String>,
    /// First and last day, ISO 8601; both belong to it.
    pub from: String,
    pub until: String,
    /// Number of the order.
    pub basis: String,
}

impl Delegation {
    pub fn standing(&self, today: Date) -> Standing {
        match (parse_day(&self.from), parse_day(&self.until)) {
            (Some(from), _) if today < from => Standing::NotYet {
                from: self.from.clone(),
            },
            (_, Some(until)) if today > until => Standing::Ended {
                until: self.until.clone(),
            },
            (Some(_), Some(_)) => Standing::Valid,
            _ => Standing::Missing,
        }
    }

    /// It has ended, and not so long ago that nobody would miss it.
    pub fn ended_lately(&self, today: Date) -> bool {
        let lately = |until: Date| (today - until).whole_days() <= TOLD_DAYS;
        matches!(self.standing(today), Standing::Ended { .. })
            && parse_day(&self.until).is_some_and(lately)
    }

    pub fn covers(&self, service: &str) -> bool {
        self.services.is_empty() || self.services.iter().any(|one| one == service)
    }

    /// "Plt. Camat".
    pub fn title(&self, lang: Lang) -> String {
        format!("{} {}", self.capacity.mark(), self.role.name(lang))
    }
}

/// Whether an officer of `giver` may lend what `lent` may do: nobody gives away what isn't theirs to give.
pub fn may_lend(giver: Role, lent: Role) -> bool {
    match giver {
        Role::Camat => lent.works_on_cases(),
        Role::Secretary => lent.works_on_cases() && lent != Role::Camat,
        _ => false,
    }
}

/// What an officer may do today: by the own role, and in the place of others.
#[derive(Clone, Debug)]
pub struct Powers {
    pub role: Role,
    /// Those that run today.
    pub lent: Vec<Delegation>,
    /// Those that ended lately. They allow nothing; who had them is told so.
    pub over: Vec<Delegation>,
}

impl Powers {
    fn lent_for(&self, service: &str) -> impl Iterator<Item = &Delegation> {
        let service = service.to_owned();
        self.lent.iter().filter(move |one| one.covers(&service))
    }

    pub fn may(&self, service: &str, spot: &Spot<'_>, action: Action) -> bool {
        spot.may(self.role, action) || self.by(service, spot, action).is_some()
    }

    /// The delegation that the step needs; `None` where the own role is enough, or nothing is.
    pub fn by(&self, service: &str, spot: &Spot<'_>, action: Action) -> Option<&Delegation> {
        if spot.may(self.role, action) {
            return None;
        }
        self.lent_for(service)
            .find(|one| spot.may(one.role, action))
    }

    /// The order whose end is why this officer may not; `needs` says which role may. `None` where they may all the same,
    /// or never could.
    pub fn lapsed(&self, service: &str, needs: impl Fn(Role) -> bool) -> Option<&Delegation> {
        if needs(self.role) || self.lent_for(service).any(|one| needs(one.role)) {
            return None;
        }
        let mut over = self.over.iter();
        over.find(|one| one.covers(service) && needs(one.role))
    }

    /// The steps to offer. Merging isn't one of them: it needs the other case ([`Powers::may`] says whether).
    pub fn actions(&self, service: &str, spot: &Spot<'_>) -> Vec<Action> {
        Action::ALL
            .into_iter()
            .filter(|action| *action != Action::Merge && self.may(service, spot, *action))
            .collect()
    }

    /// Whether it lies on this officer's desk, or on one where they stand in.
    pub fn has_turn(&self, service: &str, spot: &Spot<'_>) -> bool {
        let turn = spot.turn();
        turn.contains(&self.role) || self.lent_for(service).any(|one| turn.contains(&one.role))
    }

    /// Every role whose desk may be theirs today: the own one first.
    pub fn roles(&self) -> Vec<Role> {
        let mut roles = vec![self.role];
        for one in &self.lent {
            if !roles.contains(&one.role) {
                roles.push(one.role);
            }
        }
        roles
    }

    /// In whose name this officer signs letters of a service: `Some(None)` by the own role, `Some(order)` by an order.
    pub fn signing(&self, service: &str, chain: &Chain) -> Option<Option<&Delegation>> {
        if chain.signs(self.role) {
            return Some(None);
        }
        self.lent_for(service)
            .find(|one| chain.signs(one.role))
            .map(Some)
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn an_order_runs_half_a_year_as_plt_and_a_year_otherwise() {
        for (capacity, from, until) in [
            (Capacity::Acting, "2026-11-22", "2027-05-22"),
            (Capacity::Acting, "2026-08-31", "2027-02-28"),
            (Capacity::Acting, "2026-06-30", "2026-12-30"),
            (Capacity::OnBehalf, "2026-11-22", "2027-11-22"),
            (Capacity::ForThem, "2028-02-29", "2029-02-28"),
        ] {
            let from = parse_day(from).unwrap();
            assert_eq!(
                Some(capacity.longest_until(from)),
                parse_day(until),
                "{capacity:?} {from}"
            );
        }
    }
}
