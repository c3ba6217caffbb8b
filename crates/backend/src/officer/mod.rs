//! Officers: who they are, how they log in, and who calls.

mod partner;
mod password;
mod session;
pub(crate) mod sql;

pub use partner::NewPartner;
pub(crate) use partner::{day_text, line};
pub(crate) use sql::forget_old_sessions;

use crate::Backend;
use domain::error::{Error, Result};
use domain::form::tidy;
use domain::officer::{MIN_PASSWORD, Officer, Role};
use domain::private::Private;
use domain::region::RegionCode;
use domain::validate::{Problem, What};

/// Longest password that is worth hashing, in bytes.
pub(crate) const MAX_PASSWORD: usize = 200;

#[derive(Clone, Debug)]
pub struct NewOfficer {
    /// Letters, digits, dots and dashes; kept in lower case.
    pub username: String,
    pub name: String,
    pub role: Role,
    pub territory: RegionCode,
    /// Name of the partner whose staff this is.
    pub partner: Option<String>,
    pub password: Private<String>,
}

/// An officer with what only this module may see.
pub(crate) struct Known {
    officer: Officer,
    password_hash: String,
}

impl Backend {
    /// Adds an officer. There is no door to it from outside: whoever runs the program on the server may.
    pub async fn add_officer(&self, new: NewOfficer) -> Result<Officer> {
        let officer = self.insert_officer(new, false).await?;
        officer.ok_or_else(|| one_problem("username", What::Unexpected))
    }

    /// `None`: the user name is taken.
    pub(crate) async fn insert_officer(
        &self,
        new: NewOfficer,
        demo: bool,
    ) -> Result<Option<Officer>> {
        let username =
            user_name(&new.username).ok_or_else(|| one_problem("username", What::Unexpected))?;
        let name = tidy(&new.name);
        if name.is_empty() {
            return Err(one_problem("name", What::Missing));
        }
        if name.chars().count() > domain::form::MAX_TEXT {
            return Err(one_problem(
                "name",
                What::TooLong {
                    max: domain::form::MAX_TEXT,
                },
            ));
        }
        if self.catalogue.region(&new.territory).is_none() {
            return Err(one_problem("territory", What::NotARegion));
        }
        let partner = self.partner_of(new.role, new.partner.as_deref()).await?;
        let password_hash = self.hash_good_password(new.password).await?;
        let officer = Officer {
            id: self.new_id()?,
            username,
            name,
            role: new.role,
            territory: new.territory,
            partner,
        };
        let mut write = self.db.write().await?;
        let added = sql::insert(&mut write, &officer, &password_hash, demo, self.now()).await?;
        write.commit().await?;
        Ok(added.then_some(officer))
    }

    /// Everybody who may log in, by user name.
    pub async fn officers(&self) -> Result<Vec<Officer>> {
        let mut read = self.db.read().await?;
        Ok(sql::active(&mut read).await?)
    }

    /// Gives an officer another password and ends every session.
    ///
    /// # Errors
    /// [`Error::NotFound`]: there is no open account of this name.
    pub async fn set_password(&self, username: &str, password: Private<String>) -> Result<()> {
        let username = user_name(username).ok_or(Error::NotFound)?;
        let hashed = self.hash_good_password(password).await?;
        let mut write = self.db.write().await?;
        if !sql::set_password(&mut write, &username, &hashed).await? {
            return Err(Error::NotFound);
        }
        sql::delete_sessions_of(&mut write, &username).await?;
        Ok(write.commit().await?)
    }

    /// Closes an account and ends every session, at once. What the officer did stays in the history of cases.
    ///
    /// # Errors
    /// [`Error::NotFound`]: there is no open account of this name.
    pub async fn close_officer(&self, username: &str) -> Result<()> {
        let username = user_name(username).ok_or(Error::NotFound)?;
        let mut write = self.db.write().await?;
        if !sql::close(&mut write, &username).await? {
            return Err(Error::NotFound);
        }
        sql::delete_sessions_of(&mut write, &username).await?;
        Ok(write.commit().await?)
    }

    async fn hash_good_password(&self, password: Private<String>) -> Result<String> {
        let text = password.reveal();
        if text.chars().count() < MIN_PASSWORD {
            return Err(Error::malformed("password: too short"));
        }
        if text.len() > MAX_PASSWORD {
            return Err(one_problem("password", What::TooLong { max: MAX_PASSWORD }));
        }
        Ok(self.hash_password(password).await?)
    }
}

pub(crate) fn one_problem(field: &str, what: What) -> Error {
    Error::Invalid {
        problems: vec![Problem {
            field: field.to_owned(),
            cell: None,
            what,
        }],
    }
}

/// As kept and compared. `None`: not a user name.
fn user_name(text: &str) -> Option<String> {
    let name = text.trim().to_ascii_lowercase();
    let good = (2..=40).contains(&name.len())
        && name.bytes().all(|b| {
            b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_')
        });
    good.then_some(name)
}
