//! The demonstration office of Arut Selatan: officers with known passwords, and cases of invented people.
//!
//! Everything goes through the real use-cases, with a clock set back so that cases have an age.
//! It never touches a database with real cases, and doing it again adds nothing. A database that became a
//! demonstration stays one: what visitors send to it is marked as demonstration too.

mod fill;
mod paper;
mod people;
pub(crate) mod sql;
mod story;

pub(crate) use paper::draw as draw_paper;

use crate::Backend;
use crate::fault::Fault;
use crate::health;
use crate::officer::NewOfficer;
use crate::secret::hash;
use domain::application::State;
use domain::code::Code;
use domain::error::Error;
use domain::officer::Role;
use domain::private::Private;
use domain::region::RegionCode;
use people::{OFFICERS, PERSONS, Person};

/// What was made, for who wants to try it.
#[derive(Clone, Debug)]
pub struct DemoOffice {
    pub office: String,
    pub logins: Vec<DemoLogin>,
    pub cases: Vec<DemoCase>,
    /// Cases made by this call; the others were there.
    pub created: usize,
}

#[derive(Clone, Debug)]
pub struct DemoLogin {
    pub role: Role,
    pub name: String,
    pub username: String,
    pub password: Private<String>,
}

#[derive(Clone, Debug)]
pub struct DemoCase {
    pub code: Code,
    /// Last four digits of the invented phone.
    pub digits: String,
    pub state: State,
}

#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error(
        "this database holds real cases: the demonstration needs one of its own (another --config or GENGGAM_DATA_DIR)"
    )]
    RealCases,
    #[error("the catalogue doesn't hold {0}, which the demonstration shows")]
    Catalogue(&'static str),
    #[error("{0}")]
    Failed(#[from] Error),
}

impl From<Fault> for DemoError {
    fn from(fault: Fault) -> DemoError {
        DemoError::Failed(fault.into())
    }
}

const OFFICE: &str = "62.01.02";
/// Its presence makes a database a demonstration; `application/sql.rs` asks for it by the same name.
const SETTING: &str = "demonstration";

impl Backend {
    /// Makes the demonstration office, or what is missing of it.
    pub async fn demo(&self) -> Result<DemoOffice, DemoError> {
        let mut read = self.db.read().await?;
        let real = sql::has_real_cases(&mut read).await?;
        drop(read);
        if real {
            return Err(DemoError::RealCases);
        }
        let office = RegionCode::parse(OFFICE).map_err(|_| DemoError::Catalogue(OFFICE))?;
        if self.catalogue.region(&office).is_none() {
            return Err(DemoError::Catalogue(OFFICE));
        }
        let mut write = self.db.write().await?;
        health::sql::setting_or_insert(&mut write, SETTING, "yes").await?;
        write.commit().await?;
        let mut logins = Vec::new();
        for officer in OFFICERS {
            let login = DemoLogin {
                role: officer.role,
                name: officer.name.to_owned(),
                username: officer.username.to_owned(),
                password: Private::new(format!("demo-{}-2026", officer.username)),
            };
            self.make_officer(officer.territory, &login).await?;
            logins.push(login);
        }
        let (mut cases, mut created) = (Vec::new(), 0);
        for person in &PERSONS {
            let key = person.key();
            if self.demo_case(&key, person).await?.is_none() {
                story::tell(self, &key, person).await?;
                created += 1;
            }
            cases.extend(self.demo_case(&key, person).await?);
        }
        Ok(DemoOffice {
            office: self.catalogue.region_name(&office),
            logins,
            cases,
            created,
        })
    }

    /// Whether this database was made to try things out: officers have known passwords, and nothing in it is real.
    pub async fn is_demonstration(&self) -> domain::error::Result<bool> {
        let mut read = self.db.read().await?;
        Ok(health::sql::has_setting(&mut read, SETTING).await?)
    }

    async fn make_officer(
        &self,
        territory: &'static str,
        login: &DemoLogin,
    ) -> Result<(), DemoError> {
        let mut read = self.db.read().await?;
        let known = sql::officer_id(&mut read, &login.username).await?;
        drop(read);
        if known.is_none() {
            let new = NewOfficer {
                username: login.username.clone(),
                name: login.name.clone(),
                role: login.role,
                territory: RegionCode::parse(territory)
                    .map_err(|_| DemoError::Catalogue(territory))?,
                partner: None,
                password: login.password.clone(),
            };
            self.insert_officer(new, true).await?;
        }
        Ok(())
    }

    async fn demo_case(&self, key: &str, person: &Person) -> Result<Option<DemoCase>, DemoError> {
        let mut read = self.db.read().await?;
        let found = sql::case_by_key(&mut read, &hash(&format!("submit:{key}"))).await?;
        Ok(found.map(|(code, state)| DemoCase {
            code,
            digits: person.digits().to_owned(),
            state,
        }))
    }
}
