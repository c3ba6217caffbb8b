//! What Genggam does: use-cases, SQL, the archive of photos. Native only.
//!
//! Every use-case is a method of [`Backend`]. It takes its caller first (a draft's token, a resident's grant,
//! an officer's session) and finds out in its first lines whether that caller may: no door above can be left open.
//! Rules come from `domain`; SQL stands only in files named `sql.rs`; time and randomness come from [`effects`].
//!
//! To add a use-case: a method in the noun's folder, its SQL in the noun's `sql.rs`, its test in `tests/<noun>.rs`,
//! which then runs on both engines by itself.

mod application;
mod assistance;
mod attempt;
mod audit;
pub mod catalogue;
mod db;
mod delegation;
mod demo;
mod document;
mod draft;
pub mod effects;
mod event;
mod fault;
mod grant;
mod health;
mod letter;
mod message;
mod office;
mod officer;
mod open;
mod outreach;
mod pickup;
mod product;
mod rescue;
mod secret;
mod signature;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
mod upload;

pub use assistance::NewConsent;
pub use attempt::Requester;
pub use audit::{Accepted, Anchored, Audit, Flaw, Head};
pub use catalogue::Catalogue;
pub use delegation::NewDelegation;
pub use demo::{DemoCase, DemoError, DemoLogin, DemoOffice};
pub use document::PageFile;
#[cfg(fuzzing)]
pub use document::fuzz::content;
pub use grant::Grant;
pub use health::{Health, Swept};
pub use letter::{LetterFile, LetterWith, Signer, Signing};
pub use message::{Channels, LONGEST_WEBHOOK, Tally};
pub use office::QUEUE_ROWS;
pub use officer::{NewOfficer, NewPartner};
pub use open::{OpenError, Settings};
pub use product::{Delivery, ProductFile};
pub use rescue::RescueFault;
pub use signature::SignatureFile;
pub use upload::{ALGORITHMS, Checksum, whole_sha256};
pub use upload::{Append, Begun, NewUpload, Quota, UploadInfo, Which, WriteFault, Writer};

use db::Db;
use domain::calendar::Moment;
use domain::region::RegionCode;
use effects::{Archive, Effects, Scanner};
use fault::Fault;
use secret::Secret;
use std::sync::Arc;
use tokio::sync::Semaphore;
use upload::{Checks, Ledger, Writers};

/// The office's machinery. Cheap to clone: everything inside is shared.
#[derive(Clone)]
pub struct Backend {
    db: Db,
    archive: Archive,
    effects: Effects,
    catalogue: Arc<Catalogue>,
    secret: Arc<Secret>,
    writers: Arc<Writers>,
    ledger: Arc<Ledger>,
    checks: Arc<Checks>,
    quota: Quota,
    scanner: Option<Scanner>,
    signing: Arc<Signing>,
    site_address: Option<String>,
    channels: Channels,
    /// Password hashing takes 19 MiB each: only so many at a time.
    hashing: Arc<Semaphore>,
}

impl std::fmt::Debug for Backend {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Backend")
    }
}

impl Backend {
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The one clock.
    pub fn now(&self) -> Moment {
        self.effects.clock.now()
    }

    /// Today at the office that serves `region`.
    fn today(&self, region: &RegionCode) -> time::Date {
        self.now().day(self.catalogue.zone(region))
    }

    /// 32 random hexadecimal digits: the id of anything.
    fn new_id(&self) -> Result<String, Fault> {
        let mut bytes = [0; 16];
        self.effects.random.fill(&mut bytes)?;
        Ok(secret::hex(&bytes))
    }

    /// A random bearer token of 256 bits. Only its hash is stored.
    fn new_token(&self) -> Result<String, Fault> {
        let mut bytes = [0; 32];
        self.effects.random.fill(&mut bytes)?;
        Ok(secret::text(&bytes))
    }
}
