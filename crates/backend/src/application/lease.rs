//! Codes for receipts: made here while somebody sends, or lent to a device ahead, so that a receipt can be handed over
//! where there is no network.
//!
//! Numbers below the middle are lent, in blocks, one after the other; numbers above it are drawn by the server itself.
//! A secret order turns numbers into codes, so two devices can't hold the same one, and nobody can guess which exist.

use super::sql;
use crate::Backend;
use crate::attempt::{LEASE_CODES_BY_ADDRESS, Requester};
use crate::fault::Fault;
use domain::code::{BODIES, Body, Code, body_text, shuffle, unshuffle};
use domain::error::{Error, Result};

/// Codes that are lent at a time: a busy day of a village helper takes three.
const BLOCK: u64 = 16;
const MIDDLE: u64 = BODIES / 2;

impl Backend {
    /// So many code bodies of their own for a device: eight symbols each. A service's prefix and the check make codes of
    /// them.
    ///
    /// # Errors
    /// [`Error::TooMany`] for an address that asks all the time.
    pub async fn lease_codes(&self, requester: &Requester) -> Result<Vec<String>> {
        self.count_try(&[(LEASE_CODES_BY_ADDRESS, requester.text())])
            .await?;
        let mut write = self.db.write().await?;
        let block = sql::next_block(&mut write).await?;
        write.commit().await?;
        let first = block * BLOCK;
        if first + BLOCK > MIDDLE {
            tracing::error!("all codes that can be lent are lent");
            return Err(Error::Unavailable);
        }
        let bodies = (first..first + BLOCK).map(|number| body_text(self.body(number)));
        Ok(bodies.collect())
    }

    /// A code that a device made for itself, if it was lent and fits the service.
    pub(super) async fn lent(&self, code: Option<Code>, prefix: &str) -> Result<Option<Code>> {
        let Some(code) = code.filter(|code| code.prefix() == prefix) else {
            return Ok(None);
        };
        let number = unshuffle(code.body(), |round, half| self.round(round, half));
        let mut read = self.db.read().await?;
        let lent = sql::blocks(&mut read).await? * BLOCK;
        Ok((number < lent.min(MIDDLE)).then_some(code))
    }

    /// A code from the server's own half.
    pub(super) fn new_code(&self, prefix: &str) -> Result<Code> {
        let mut bytes = [0; 8];
        let drawn = self.effects.random.fill(&mut bytes);
        drawn.map_err(Fault::from)?;
        let number = MIDDLE + u64::from_le_bytes(bytes) % (BODIES - MIDDLE);
        Code::new(prefix, self.body(number)).ok_or_else(|| {
            tracing::error!("a service's prefix is no prefix");
            Error::Unavailable
        })
    }

    fn body(&self, number: u64) -> Body {
        shuffle(number, |round, half| self.round(round, half))
    }

    fn round(&self, round: u8, half: u64) -> u64 {
        let proof = self
            .secret
            .proof("code", &[&round.to_string(), &half.to_string()]);
        u64::from_str_radix(&proof[..15], 16).unwrap_or_default()
    }
}
