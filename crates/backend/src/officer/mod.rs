//! Officers: who they are, how they log in, and who calls.

mod password;
mod session;
mod sql;

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
        let password = new.password.reveal();
        if password.chars().count() < MIN_PASSWORD {
            return Err(Error::malformed("password: too short"));
        }
        if password.len() > MAX_PASSWORD {
            return Err(one_problem("password", What::TooLong { max: MAX_PASSWORD }));
        }
        let password_hash = self.hash_password(new.password).await?;
        let officer = Officer {
            id: self.new_id()?,
            username,
            name,
            role: new.role,
            territory: new.territory,
        };
        let mut write = self.db.write().await?;
        let added = sql::insert(&mut write, &officer, &password_hash, demo, self.now()).await?;
        write.commit().await?;
        Ok(added.then_some(officer))
    }
}

fn one_problem(field: &str, what: What) -> Error {
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
