//! What WhatsApp tells us: how far our messages got, and what residents write.
//!
//! Only what Meta has signed is read (HMAC-SHA256 over the very bytes). Everything may come twice or be played again:
//! statuses only ever move a message forward, and what was said is heard once.

mod bot;
pub(super) mod sql;

use super::sql::{self as messages};
use crate::Backend;
use crate::db::Write;
use crate::effects::Outcome;
use crate::effects::{Body, by_code};
use domain::calendar::Moment;
use domain::error::{Error, Result};
use domain::message::{Channel, Move, next};
use domain::person::Phone;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::Sha256;

/// Longer than any webhook of Meta's.
pub const LONGEST: usize = 256 * 1024;
/// Meta's window in which an office may answer in its own words.
pub(crate) const WINDOW_SECONDS: i64 = 24 * 3600;

#[derive(Deserialize)]
struct Webhook {
    #[serde(default)]
    entry: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    changes: Vec<Change>,
}

#[derive(Deserialize)]
struct Change {
    value: Value,
}

#[derive(Default, Deserialize)]
struct Value {
    #[serde(default)]
    metadata: Metadata,
    #[serde(default)]
    statuses: Vec<Status>,
    #[serde(default)]
    messages: Vec<Heard>,
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default)]
    phone_number_id: String,
}

/// How far one of our messages got.
#[derive(Deserialize)]
struct Status {
    id: String,
    status: String,
    #[serde(default)]
    biz_opaque_callback_data: Option<String>,
    #[serde(default)]
    errors: Vec<StatusError>,
}

#[derive(Deserialize)]
struct StatusError {
    code: i64,
}

/// What a resident wrote.
#[derive(Deserialize)]
struct Heard {
    id: String,
    from: String,
    /// Unix seconds.
    timestamp: String,
    #[serde(default)]
    text: Option<HeardText>,
}

#[derive(Deserialize)]
struct HeardText {
    #[serde(default)]
    body: String,
}

/// An answer that waits to be sent. Holds a number: no `Debug`.
pub struct Answer {
    to: Phone,
    text: String,
}

impl Backend {
    /// Whether whoever set the webhook up at Meta is us: gives the challenge back.
    ///
    /// # Errors
    /// [`Error::NotFound`] where WhatsApp isn't set up, [`Error::Forbidden`] for another token.
    pub fn verify_whatsapp(&self, token: &str, challenge: &str) -> Result<String> {
        let whatsapp = self.channels.whatsapp.as_ref().ok_or(Error::NotFound)?;
        // Compared by their HMACs, so that time says nothing of how much was right.
        let proof = |text: &str| self.secret.proof("webhook", &[text]);
        if !crate::secret::same(&proof(token), &proof(whatsapp.verify_token().reveal())) {
            return Err(Error::Forbidden);
        }
        Ok(challenge.chars().take(200).collect())
    }

    /// Takes in one webhook, and gives the answers that residents are to get.
    ///
    /// # Errors
    /// [`Error::Forbidden`] where Meta hasn't signed these bytes.
    pub async fn hear_whatsapp(&self, signature: &str, body: &[u8]) -> Result<Vec<Answer>> {
        let whatsapp = self.channels.whatsapp.as_ref().ok_or(Error::NotFound)?;
        if !is_signed(whatsapp.app_secret().reveal(), signature, body) {
            return Err(Error::Forbidden);
        }
        let webhook: Webhook =
            serde_json::from_slice(body).map_err(|_| Error::malformed("webhook"))?;
        let mut answers = Vec::new();
        let changes = webhook.entry.into_iter().flat_map(|entry| entry.changes);
        // One app may have several numbers; the others are somebody else's.
        let ours = changes
            .map(|change| change.value)
            .filter(|value| value.metadata.phone_number_id == whatsapp.phone_id());
        for value in ours {
            for status in value.statuses {
                self.status_told(&status).await?;
            }
            for heard in value.messages {
                answers.extend(self.heard(heard).await?);
            }
        }
        Ok(answers)
    }

    /// Sends answers. Who gets none asks again.
    pub async fn answer_whatsapp(&self, answers: Vec<Answer>) {
        let Some(whatsapp) = &self.channels.whatsapp else {
            return;
        };
        for answer in answers {
            let to = answer.to.e164();
            let sent = whatsapp
                .send(
                    "answer",
                    to.trim_start_matches('+'),
                    Body::Text(answer.text),
                )
                .await;
            if !matches!(sent, Outcome::Taken(_)) {
                tracing::warn!("an answer by WhatsApp was not sent");
            }
        }
    }

    async fn status_told(&self, status: &Status) -> Result<()> {
        let now = self.now();
        let mut write = self.db.write().await?;
        // Our own id comes back with it, also when we died before we could write Meta's down.
        let ours = status.biz_opaque_callback_data.as_deref();
        let Some(mut row) = sql::by_provider(&mut write, &status.id, ours).await? else {
            return Ok(());
        };
        if row.channel != Channel::WhatsApp {
            return Ok(());
        }
        let moves: &[Move] = match status.status.as_str() {
            "sent" => &[Move::Accept],
            "delivered" => &[Move::Accept, Move::Arrive],
            "read" => &[Move::Accept, Move::Arrive, Move::Open],
            "failed" => {
                let code = status.errors.first().map_or(0, |error| error.code);
                let why = match by_code(code, 200, None) {
                    Outcome::Never(why) | Outcome::Later(why, _) => why,
                    Outcome::Taken(_) | Outcome::Gone => "number",
                };
                self.fall(&mut write, &row, why, now).await?;
                return Ok(write.commit().await?);
            }
            _ => return Ok(()),
        };
        for step in moves {
            let Some(to) = next(row.state, *step) else {
                continue;
            };
            if !messages::set_state(&mut write, &row, to, None, now).await? {
                break;
            }
            row.state = to;
        }
        Ok(write.commit().await?)
    }

    async fn heard(&self, heard: Heard) -> Result<Option<Answer>> {
        let now = self.now();
        let Some(from) = Phone::parse(&heard.from) else {
            return Ok(None);
        };
        let said_at = heard.timestamp.parse::<i64>().unwrap_or(0);
        // After the window nothing may be answered; whoever plays an old one again gets nothing.
        if Moment(said_at.saturating_mul(1000)) < now.plus_seconds(-WINDOW_SECONDS) {
            return Ok(None);
        }
        let mut write = self.db.write().await?;
        if !sql::hear_once(&mut write, &self.secret.proof("heard", &[&heard.id]), now).await? {
            return Ok(None);
        }
        write.commit().await?;
        // Pictures, voices, places: answered with the menu.
        let said = heard.text.map(|text| text.body).unwrap_or_default();
        let text = self.converse(&from, &said).await?;
        Ok(Some(Answer { to: from, text }))
    }

    /// Whether this number has written to us within the window, so that any words may be sent.
    pub(super) async fn window_is_open(&self, phone: &Phone) -> Result<bool> {
        let mut read = self.db.read().await?;
        let since = self.now().plus_seconds(-WINDOW_SECONDS);
        let key = self.conversation_key(phone);
        Ok(sql::conversation(&mut read, &key, since).await?.is_some())
    }

    fn conversation_key(&self, phone: &Phone) -> String {
        self.secret.proof("conversation", &[&phone.e164()])
    }

    /// Takes away what the window has closed on.
    pub(crate) async fn forget_conversations(&self, write: &mut Write, now: Moment) -> Result<()> {
        super::push::forget_closed(write).await?;
        // What was heard is remembered for longer than anything old is listened to.
        sql::forget(
            write,
            now.plus_seconds(-WINDOW_SECONDS),
            now.plus_seconds(-2 * WINDOW_SECONDS),
        )
        .await?;
        Ok(())
    }
}

/// `sha256=` and 64 hexadecimal digits over the raw body.
fn is_signed(secret: &str, signature: &str, body: &[u8]) -> bool {
    let Some(given) = signature
        .strip_prefix("sha256=")
        .and_then(crate::secret::unhex)
    else {
        return false;
    };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return false;
    };
    mac.update(body);
    // In constant time.
    mac.verify_slice(&given).is_ok()
}
