//! How often something may be tried: decides by action and by person, and generously by address.
//!
//! Whole villages share one address behind their carrier's NAT, so an address may fail often; one code or one user
//! name may not. A try is counted before it is known whether it succeeds, and given back when it does: who types
//! right is never locked out by having come often.

mod sql;

use crate::Backend;
use crate::db::Write;
use crate::fault::Fault;
use domain::error::{Error, Result};
use std::net::IpAddr;

pub(crate) use sql::forget_old;

/// Where a call comes from. Kept only as an HMAC, and only while tries are counted.
#[derive(Clone, PartialEq, Eq)]
pub struct Requester(String);

impl From<IpAddr> for Requester {
    /// IPv6 is cut to its /64: one home has that many addresses to spend.
    fn from(address: IpAddr) -> Requester {
        Requester(match address.to_canonical() {
            IpAddr::V4(v4) => v4.to_string(),
            IpAddr::V6(v6) => {
                let s = v6.segments();
                format!("{:x}:{:x}:{:x}:{:x}::/64", s[0], s[1], s[2], s[3])
            }
        })
    }
}

impl std::fmt::Debug for Requester {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Requester(***)")
    }
}

impl Requester {
    /// Who comes by another way than the network, and is known by an HMAC already.
    pub(crate) fn from_key(key: &str) -> Requester {
        Requester(key.to_owned())
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

/// So many failures within so many seconds.
#[derive(Clone, Copy)]
pub(crate) struct Limit {
    action: &'static str,
    tries: i64,
    seconds: i64,
}

pub(crate) const LOOK_UP_BY_CODE: Limit = Limit {
    action: "look-up-code",
    tries: 10,
    seconds: 3600,
};
pub(crate) const LOOK_UP_BY_ADDRESS: Limit = Limit {
    action: "look-up-address",
    tries: 300,
    seconds: 3600,
};
pub(crate) const LOG_IN_BY_NAME: Limit = Limit {
    action: "log-in-name",
    tries: 10,
    seconds: 15 * 60,
};
pub(crate) const LOG_IN_BY_ADDRESS: Limit = Limit {
    action: "log-in-address",
    tries: 300,
    seconds: 15 * 60,
};
/// Passphrases of the certificate.
pub(crate) const SIGN_BY_OFFICER: Limit = Limit {
    action: "sign-officer",
    tries: 10,
    seconds: 15 * 60,
};
/// New drafts, not failures: a whole village behind one address may begin so many letters in an hour.
pub(crate) const OPEN_DRAFT_BY_ADDRESS: Limit = Limit {
    action: "open-draft-address",
    tries: 1000,
    seconds: 3600,
};
/// Codes for receipts made without a network, sixteen at a time.
pub(crate) const LEASE_CODES_BY_ADDRESS: Limit = Limit {
    action: "lease-codes-address",
    tries: 1000,
    seconds: 3600,
};
/// The longest of them: older tries may be forgotten.
pub(crate) const LONGEST_SECONDS: i64 = 3600;

/// A counted try. Give it back when it succeeded.
pub(crate) struct Try(Vec<String>);

impl Backend {
    /// Counts one try under every limit, or tells how long to wait. A refused try is not counted further down the list.
    pub(crate) async fn count_try(&self, limits: &[(Limit, &str)]) -> Result<Try> {
        let now = self.now();
        let mut counted = Vec::new();
        let mut write = self.db.write().await?;
        for (limit, who) in limits {
            let key = self.secret.proof(limit.action, &[who]);
            let (count, started) =
                sql::count(&mut write, &key, now, now.plus_seconds(-limit.seconds)).await?;
            if count > limit.tries {
                let wait = (started.plus_seconds(limit.seconds).0 - now.0).max(1000);
                write.commit().await?;
                return Err(Error::TooMany {
                    wait_seconds: u64::try_from(wait).unwrap_or(0).div_ceil(1000),
                });
            }
            counted.push(key);
        }
        write.commit().await?;
        Ok(Try(counted))
    }
}

impl Try {
    /// The try succeeded: it doesn't count.
    pub(crate) async fn give_back(self, write: &mut Write) -> std::result::Result<(), Fault> {
        for key in &self.0 {
            sql::give_back(write, key).await?;
        }
        Ok(())
    }
}
