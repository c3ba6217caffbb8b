//! Drafts: leave to add files and to send, given to a device before anything has arrived.
//!
//! Answers stay on the device; the server knows only whose files belong together. A draft's bearer token is derived
//! from its id with the server's secret, so the same device can ask again and gets the same ticket, valid for the
//! uploads it has already begun. The database holds only the token's SHA-256.

pub(crate) mod sql;

use crate::Backend;
use crate::assistance::Assistance;
use crate::attempt::{OPEN_DRAFT_BY_ADDRESS, Requester};
use crate::secret::{hash, is_device_key};
use domain::calendar::Moment;
use domain::error::{Error, Result};
use domain::officer::Officer;
use domain::view::Ticket;

/// 28 days: a resident may wait for a signature of the RT and still send.
const LIFE_SECONDS: i64 = 28 * 24 * 3600;
/// So long after its end a draft still says "ended" instead of "unknown".
pub(crate) const REMEMBERED_SECONDS: i64 = 28 * 24 * 3600;
/// Longest bearer token that is worth hashing.
const MAX_TOKEN: usize = 200;

/// What the server knows of a draft.
pub(crate) struct Draft {
    pub(crate) id: String,
    pub(crate) service_id: String,
    /// The application that it mends.
    pub(crate) corrects: Option<String>,
    /// An officer helps: whom, and by which consent, stands there.
    pub(crate) assistance_id: Option<String>,
    pub(crate) expires_at: Moment,
    pub(crate) ended: bool,
    /// Hash of the key it was sent with.
    pub(crate) sent_key: Option<String>,
}

impl Draft {
    /// Whether files may still be added, and whether it may be sent.
    pub(crate) fn is_live(&self, now: Moment) -> bool {
        !self.ended && now < self.expires_at
    }
}

impl Backend {
    /// Gives a device leave to upload for a new application. The same key gives the same ticket.
    pub async fn open_draft(&self, service: &str, device_key: &str) -> Result<Ticket> {
        // Anybody may begin; what it costs is bounded by the quota of uploads and by their expiry.
        let service = self.catalogue.service(service).ok_or(Error::NotFound)?;
        if !is_device_key(device_key) {
            return Err(Error::malformed("device key"));
        }
        self.ticket(
            &hash(&format!("device:{}:{device_key}", service.id)),
            &service.id,
            None,
            None,
        )
        .await
    }

    /// As [`Backend::open_draft`], by an officer who helps a resident: what is sent with it is that resident's.
    pub async fn open_assisted_draft(
        &self,
        session: &str,
        assistance: &str,
        service: &str,
        device_key: &str,
    ) -> Result<Ticket> {
        let (officer, assistance) = self.assisting(session, assistance).await?;
        self.draft_under(&officer, &assistance, service, device_key)
            .await
    }

    /// A draft under a resident's leave.
    pub(crate) async fn draft_under(
        &self,
        officer: &Officer,
        assistance: &Assistance,
        service: &str,
        device_key: &str,
    ) -> Result<Ticket> {
        let service = self.catalogue.service(service).ok_or(Error::NotFound)?;
        if !is_device_key(device_key) {
            return Err(Error::malformed("device key"));
        }
        self.may_start(officer, service)?;
        self.ticket(
            &hash(&format!(
                "assisted:{}:{}:{device_key}",
                assistance.id, service.id
            )),
            &service.id,
            None,
            Some(&assistance.id),
        )
        .await
    }

    /// As [`Backend::open_draft`], for a call from outside: counted by address.
    pub async fn open_draft_from(
        &self,
        service: &str,
        device_key: &str,
        requester: &Requester,
    ) -> Result<Ticket> {
        self.count_try(&[(OPEN_DRAFT_BY_ADDRESS, requester.text())])
            .await?;
        self.open_draft(service, device_key).await
    }

    /// The ticket behind `key_hash`, made when there is none yet.
    pub(crate) async fn ticket(
        &self,
        key_hash: &str,
        service: &str,
        corrects: Option<&str>,
        assistance: Option<&str>,
    ) -> Result<Ticket> {
        let now = self.now();
        let expires = now.plus_seconds(LIFE_SECONDS);
        let id = self.new_id()?;
        let token = self.secret.token("draft", &id);
        let mut write = self.db.write().await?;
        sql::insert(
            &mut write,
            &id,
            key_hash,
            &hash(&token),
            service,
            corrects,
            assistance,
            now,
            expires,
        )
        .await?;
        if corrects.is_some() {
            // Whoever is asked to mend something may take longer than 28 days.
            sql::prolong(&mut write, key_hash, expires).await?;
        }
        let draft = sql::by_key(&mut write, key_hash)
            .await?
            .ok_or(Error::Unavailable)?;
        write.commit().await?;
        // One that was sent still gives its ticket: the device may have missed the receipt and send again.
        if !draft.ended && now >= draft.expires_at {
            return Err(Error::DraftEnded);
        }
        let token = self.secret.token("draft", &draft.id);
        Ok(Ticket {
            draft: draft.id,
            token,
        })
    }

    /// The draft whose bearer calls. It may have ended.
    pub(crate) async fn draft_of(&self, token: &str) -> Result<Draft> {
        if token.len() > MAX_TOKEN {
            return Err(Error::NotFound);
        }
        let mut read = self.db.read().await?;
        sql::by_token(&mut read, &hash(token))
            .await?
            .ok_or(Error::NotFound)
    }

    /// Whether the bearer's draft is still open for files.
    ///
    /// # Errors
    /// [`Error::NotFound`]: nobody's token. [`Error::DraftEnded`]: it has ended.
    pub async fn draft_takes_files(&self, token: &str) -> Result<()> {
        self.live_draft(token).await.map(drop)
    }

    /// The draft whose bearer calls, still open for files.
    pub(crate) async fn live_draft(&self, token: &str) -> Result<Draft> {
        let draft = self.draft_of(token).await?;
        if draft.is_live(self.now()) {
            Ok(draft)
        } else {
            Err(Error::DraftEnded)
        }
    }
}
