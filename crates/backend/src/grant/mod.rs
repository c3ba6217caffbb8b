//! Grants: leave to follow one case for half an hour, given for its code and the last four digits of the phone.
//!
//! A wrong code and wrong digits get one answer after the same work, so nobody learns which codes exist.

mod sql;

pub(crate) use sql::forget_old;

use crate::Backend;
use crate::application::Case;
use crate::assistance::Helper;
use crate::attempt::{LOOK_UP_BY_ADDRESS, LOOK_UP_BY_CODE, Requester};
use crate::secret::{hash, same};
use domain::calendar::Moment;
use domain::code::Code;
use domain::error::{Error, Result};
use domain::private::Private;
use domain::validate::{Problem, What};

const LIFE_SECONDS: i64 = 30 * 60;
/// Longest token that is worth hashing.
const MAX_TOKEN: usize = 200;

#[derive(Clone, Debug)]
pub struct Grant {
    pub token: Private<String>,
    pub expires: Moment,
}

impl Backend {
    /// Gives leave to read a case to who knows its code and the last four digits of the phone.
    pub async fn look_up(&self, code: &str, digits: &str, requester: &Requester) -> Result<Grant> {
        let code = Code::parse(code)?;
        let digits: String = digits
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(8)
            .collect();
        if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            let problem = Problem {
                field: "digits".to_owned(),
                cell: None,
                what: What::NotDigits,
            };
            return Err(Error::Invalid {
                problems: vec![problem],
            });
        }
        let limits = [
            (LOOK_UP_BY_ADDRESS, requester.text()),
            (LOOK_UP_BY_CODE, code.compact()),
        ];
        let tried = self.count_try(&limits).await?;

        let mut read = self.db.read().await?;
        let found = sql::proof_of(&mut read, &code).await?;
        drop(read);
        let given = self.phone_proof(&code, &digits);
        // Where there is no such code, the comparison is made all the same, with something it can't equal.
        let (id, proof) = found.unwrap_or_else(|| (String::new(), self.phone_proof(&code, "none")));
        if !same(&given, &proof) {
            return Err(Error::NoMatch);
        }

        let token = self.new_token()?;
        let expires = self.now().plus_seconds(LIFE_SECONDS);
        let mut write = self.db.write().await?;
        tried.give_back(&mut write).await?;
        sql::insert(&mut write, &hash(&token), &id, None, expires).await?;
        write.commit().await?;
        Ok(Grant {
            token: Private::new(token),
            expires,
        })
    }

    /// Leave to go on with a case, for who has shown otherwise that it is theirs to help with.
    pub(crate) async fn give_grant(&self, case: &Case, assistance: Option<&str>) -> Result<Grant> {
        let token = self.new_token()?;
        let expires = self.now().plus_seconds(LIFE_SECONDS);
        let mut write = self.db.write().await?;
        sql::insert(&mut write, &hash(&token), &case.id, assistance, expires).await?;
        write.commit().await?;
        Ok(Grant {
            token: Private::new(token),
            expires,
        })
    }

    /// Who helps the holder of a grant.
    pub(crate) async fn granted_helper(&self, grant: &str) -> Result<Option<Helper>> {
        let mut read = self.db.read().await?;
        let assistance = sql::helped_by(&mut read, &hash(grant), self.now()).await?;
        drop(read);
        self.helper(assistance.as_deref()).await
    }

    /// The case that the holder of a grant may see.
    pub(crate) async fn granted(&self, grant: &str) -> Result<Case> {
        if grant.len() > MAX_TOKEN {
            return Err(Error::LoggedOut);
        }
        let mut read = self.db.read().await?;
        sql::granted(&mut read, &hash(grant), self.now())
            .await?
            .ok_or(Error::LoggedOut)
    }
}
