//! Orders as the office gives and ends them: camat and secretary, on a page. Whoever runs the server may as well.
//!
//! Nobody lends what isn't theirs, nobody gives themselves anything, and nobody reaches outside their territory.

use super::{NewDelegation, sql};
use crate::Backend;
use domain::calendar::iso_day;
use domain::delegation::{Delegation, may_lend};
use domain::error::{Error, Result};
use domain::officer::{Officer, Role};
use domain::text::{Lang, Text};
use domain::view::{OrderView, Orders};

/// More than anybody looks at.
const ROWS: i64 = 100;

/// Who gives or ends an order. `None`: whoever runs the program on the server.
pub(super) type By<'a> = Option<&'a Officer>;

/// "Hendra (Kepala seksi)".
fn spoken(name: &str, role: Role) -> Text {
    let [id, en] = [Lang::Id, Lang::En].map(|lang| format!("{name} ({})", role.name(lang)));
    Text::new(&id, &en)
}

impl Backend {
    /// Every order inside this officer's territory, also those that are over.
    pub async fn orders(&self, session: &str) -> Result<Orders> {
        let officer = self.caller(session).await?;
        if !officer.role.works_on_cases() && !officer.role.audits() {
            return Err(Error::Forbidden);
        }
        let mut read = self.db.read().await?;
        let rows = sql::of_territory(&mut read, &officer.territory, ROWS).await?;
        drop(read);
        let lends = |role: &Role| may_lend(officer.role, *role);
        let roles: Vec<Role> = Role::ALL.into_iter().filter(lends).collect();
        let mut officers = Vec::new();
        if !roles.is_empty() {
            let all = self.officers().await?;
            let mine = all.into_iter().filter(|one| {
                one.role.works_on_cases() && officer.covers(&one.territory) && one.id != officer.id
            });
            officers.extend(mine.map(|one| (one.username, one.name, one.role)));
        }
        Ok(Orders {
            rows: rows
                .into_iter()
                .map(|row| self.order_view(&officer, row))
                .collect(),
            officers,
            roles,
            services: self
                .catalogue
                .services
                .iter()
                .map(|one| (one.id.clone(), one.name.clone()))
                .collect(),
            today: iso_day(self.today(&officer.territory)),
            zone: self.catalogue.zone(&officer.territory),
        })
    }

    fn order_view(&self, officer: &Officer, row: sql::Row) -> OrderView {
        let server = || Text::new("Pengelola server", "Whoever runs the server");
        let by = |who: Option<(String, Role)>| match who {
            Some((name, role)) => spoken(&name, role),
            None => server(),
        };
        let services = row.order.services.iter();
        OrderView {
            standing: row.order.standing(self.today(&officer.territory)),
            services: services.map(|id| self.service_name(id)).collect(),
            officer: spoken(&row.name, row.role),
            given_by: by(row.given_by),
            given: row.given,
            may_end: row.ended.is_none() && may_lend(officer.role, row.order.role),
            ended: row.ended.map(|(who, at)| (by(who), at)),
            order: row.order,
        }
    }

    /// Lends a role to an officer of the own territory.
    pub async fn give_order(&self, session: &str, new: NewDelegation) -> Result<Delegation> {
        let giver = self.caller(session).await?;
        if !may_lend(giver.role, new.role) {
            return Err(Error::Forbidden);
        }
        let delegation = self.insert_order(new, Some(&giver)).await?;
        tracing::info!(
            delegation = delegation.id,
            officer = giver.id,
            "an order was given"
        );
        Ok(delegation)
    }

    /// Takes an order back, at once.
    ///
    /// # Errors
    /// [`Error::NotFound`]: there is none of this id in the territory, or it was taken back before.
    pub async fn end_order(&self, session: &str, id: &str) -> Result<()> {
        let officer = self.caller(session).await?;
        if !may_lend(officer.role, Role::Head) {
            return Err(Error::Forbidden);
        }
        let mut read = self.db.read().await?;
        let rows = sql::of_territory(&mut read, &officer.territory, i64::MAX).await?;
        drop(read);
        let row = rows.into_iter().find(|row| row.order.id == id);
        let row = row.ok_or(Error::NotFound)?;
        if !may_lend(officer.role, row.order.role) {
            return Err(Error::Forbidden);
        }
        self.take_back(id, Some(&officer)).await
    }
}
