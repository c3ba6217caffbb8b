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
use crate::officer::{NewOfficer, NewPartner};
use crate::secret::hash;
use domain::application::State;
use domain::code::Code;
use domain::error::Error;
use domain::officer::Role;
use domain::private::Private;
use domain::region::RegionCode;
use domain::view::NewOutreach;
use people::{KUPANG, OFFICERS, PARTNER, PERSONS, Person, ROSTER};

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
        let kupang = RegionCode::parse(KUPANG).map_err(|_| DemoError::Catalogue(KUPANG))?;
        let kupang = self.catalogue.region(&kupang).is_some();
        self.make_partner().await?;
        let mut logins = Vec::new();
        for officer in OFFICERS {
            // An office that has thrown the other regency out of its catalogue has no partner there.
            if officer.territory == KUPANG && !kupang {
                continue;
            }
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
        self.make_outreach().await?;
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

    /// A hospital whose agreement runs this year and the next.
    async fn make_partner(&self) -> Result<(), DemoError> {
        let today = self.now().day(domain::region::Zone::Wita);
        let new = NewPartner {
            name: PARTNER.to_owned(),
            agreement: "PKS contoh".to_owned(),
            from: format!("{}-01-01", today.year()),
            until: format!("{}-12-31", today.year() + 1),
        };
        self.insert_partner(new, true).await?;
        Ok(())
    }

    /// An outreach session of today, with a roster to begin with.
    async fn make_outreach(&self) -> Result<(), DemoError> {
        let mut read = self.db.read().await?;
        let id = sql::officer_id(&mut read, "loket")
            .await?
            .ok_or(Error::NotFound)?;
        drop(read);
        let session = self.begin_session(&id).await?.into_inner();
        let known = self.outreaches(&session).await?;
        if known.rows.is_empty() {
            let new = NewOutreach {
                place: "Balai Desa Umpang".to_owned(),
                region: "62.01.02.2013".to_owned(),
                day: known.today,
                team: "Dewi Anggraini\nHendra Saputra".to_owned(),
                equipment: "Mobil layanan\nLaptop\nPencetak\nAlat rekam KTP-el".to_owned(),
            };
            let outreach = self.open_outreach(&session, new).await?;
            self.add_to_roster(&session, &outreach, ROSTER).await?;
        }
        self.log_out(&session).await?;
        Ok(())
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
                partner: (login.role == Role::Partner).then(|| PARTNER.to_owned()),
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
