//! An office: a backend with a clock that stands still, and officers made without waiting for a password's hash.

use super::{Application, MONDAY_MORNING, On, catalogue, postgres};
use crate::attempt::Requester;
use crate::effects::{Effects, Random, SystemRandom, Watch};
use crate::{Backend, Catalogue, NewPartner, Settings};
use domain::calendar::Moment;
use domain::officer::Role;
use domain::view::CaseView;
use std::sync::Arc;
use tempfile::TempDir;

pub struct Office {
    pub backend: Backend,
    pub clock: Arc<Watch>,
    pub settings: Settings,
    /// Removed with everything in it when the office closes.
    folder: TempDir,
    /// Name of its PostgreSQL database.
    database: Option<String>,
}

impl Office {
    pub async fn open(on: On) -> Office {
        Office::open_with(on, catalogue()).await
    }

    pub async fn open_with(on: On, catalogue: Catalogue) -> Office {
        let folder = tempfile::tempdir().expect("a folder");
        let mut settings = Settings::embedded(folder.path());
        let mut database = None;
        if on == On::Postgres {
            let name = format!("test_{}", random_name());
            settings.database = postgres::create(&name).await;
            settings.connections = 5;
            database = Some(name);
        }
        let clock = Arc::new(Watch::at(MONDAY_MORNING));
        let effects = Effects {
            clock: clock.clone(),
            random: Arc::new(SystemRandom),
        };
        let backend = Backend::open_with(settings.clone(), Arc::new(catalogue), effects)
            .await
            .expect("an office");
        Office {
            backend,
            clock,
            settings,
            folder,
            database,
        }
    }

    /// The same office after a restart of the server.
    pub async fn reopened(&self) -> Backend {
        self.reopened_with(self.settings.clone()).await
    }

    /// The same office, told something else at its start.
    pub async fn reopened_with(&self, settings: Settings) -> Backend {
        self.again(settings, self.backend.catalogue().clone()).await
    }

    /// The same office after somebody has edited its catalogue.
    pub async fn reopened_among(&self, catalogue: Catalogue) -> Backend {
        self.again(self.settings.clone(), catalogue).await
    }

    async fn again(&self, settings: Settings, catalogue: Catalogue) -> Backend {
        let effects = Effects {
            clock: self.clock.clone(),
            random: Arc::new(SystemRandom),
        };
        Backend::open_with(settings, Arc::new(catalogue), effects)
            .await
            .expect("an office")
    }

    pub async fn close(self) {
        self.backend.close().await;
        if let Some(database) = &self.database {
            postgres::drop_database(database).await;
        }
    }

    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub fn now(&self) -> Moment {
        self.backend.now()
    }

    pub fn days_pass(&self, days: i64) {
        self.clock.forward(days * 24 * 3600);
    }

    /// Where calls of these tests come from.
    pub fn requester(&self) -> Requester {
        Requester::from(std::net::IpAddr::from([10, 0, 0, 1]))
    }

    /// A session of a new officer.
    pub async fn officer(&self, role: Role, territory: &str) -> String {
        if role == Role::Partner {
            return self.of_partner("RSUD Contoh", territory).await;
        }
        let id = random_name();
        let mut write = self.backend.db.write().await.expect("a database");
        sqlx::query(
            "INSERT INTO officer (id, username, name, role, territory, password_hash, active, demo, created_at)
             VALUES ($1, $1, 'Dewi', $2, $3, 'none', 1, 1, 0)",
        )
        .bind(id.as_str())
        .bind(role.key())
        .bind(territory)
        .execute(&mut *write)
        .await
        .expect("an officer");
        write.commit().await.expect("a commit");
        self.session_of(&id).await
    }

    /// A session of the officer of this role, where there is one.
    pub async fn session_of_the(&self, role: Role) -> String {
        let id: String = sqlx::query_scalar("SELECT id FROM officer WHERE role = $1 LIMIT 1")
            .bind(role.key())
            .fetch_one(self.backend.db.pool())
            .await
            .expect("an officer");
        self.session_of(&id).await
    }

    /// A session of new staff of a partner whose agreement runs as long as anybody remembers.
    pub async fn of_partner(&self, name: &str, territory: &str) -> String {
        self.of_partner_until(name, territory, "2099-12-31").await
    }

    /// The same, with the agreement's last day.
    pub async fn of_partner_until(&self, name: &str, territory: &str, until: &str) -> String {
        let new = NewPartner {
            name: name.to_owned(),
            agreement: "PKS/1/2026".to_owned(),
            from: "2026-01-01".to_owned(),
            until: until.to_owned(),
        };
        let partner = match self.backend.add_partner(new).await {
            Ok(partner) => partner.id,
            Err(_) => {
                let known = self.backend.partners().await.expect("partners");
                let found = known.into_iter().find(|one| one.name == name);
                found.expect("a partner of that name").id
            }
        };
        let id = random_name();
        let mut write = self.backend.db.write().await.expect("a database");
        sqlx::query(
            "INSERT INTO officer (id, username, name, role, territory, password_hash, active, demo, created_at, partner_id)
             VALUES ($1, $1, 'Bidan Rut', 'partner', $2, 'none', 1, 1, 0, $3)",
        )
        .bind(id.as_str())
        .bind(territory)
        .bind(partner)
        .execute(&mut *write)
        .await
        .expect("an officer");
        write.commit().await.expect("a commit");
        self.session_of(&id).await
    }

    pub async fn session_of(&self, officer: &str) -> String {
        self.backend
            .begin_session(officer)
            .await
            .expect("a session")
            .into_inner()
    }

    /// An officer of the whole kecamatan.
    pub async fn in_arut(&self, role: Role) -> String {
        self.officer(role, "62.01.02").await
    }

    /// An application ready to be changed and sent.
    pub fn application(&self) -> Application<'_> {
        Application::new(self)
    }

    /// Opens a case for looking at it.
    pub async fn case(&self, session: &str, code: &str) -> CaseView {
        self.backend.open_case(session, code).await.expect("a case")
    }

    /// A number out of the database.
    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql)
            .fetch_one(self.backend.db.pool())
            .await
            .expect("a number")
    }

    /// Runs a statement past every use-case.
    pub async fn run(&self, sql: &'static str) {
        sqlx::query(sql)
            .execute(self.backend.db.pool())
            .await
            .expect("the statement works");
    }
}

/// Letters and digits, good for ids, keys and names of databases.
pub fn random_name() -> String {
    let mut bytes = [0; 16];
    SystemRandom.fill(&mut bytes).expect("randomness");
    crate::secret::hex(&bytes)
}

/// Lines of an answer in Indonesian.
pub fn said(lines: &[domain::text::Text]) -> Vec<&str> {
    lines.iter().map(|line| line.id.as_str()).collect()
}
