//! Notices for browsers that asked for them: who may ask, and what they get. They come beside the message itself, and
//! where one fails nobody is called.

mod sql;

pub(super) use sql::{announce, forget_closed};

use super::sql::Row;
use crate::Backend;
use crate::application::Case;
use crate::effects::{Outcome, Subscription};
use domain::error::{Error, Result};
use domain::text::Lang;
use domain::view::PushSubscription;
use serde_json::json;

/// A family has that many devices.
const MOST: i64 = 5;

impl Backend {
    /// This browser wants to be told of the case that the grant opens.
    pub async fn subscribe(&self, grant: &str, new: PushSubscription) -> Result<()> {
        let case = self.granted(grant).await?;
        let push = self.channels.push.as_ref().ok_or(Error::NotFound)?;
        let subscription = Subscription {
            endpoint: new.endpoint,
            p256dh: new.p256dh,
            auth: new.auth,
        };
        if !push.takes(&subscription) {
            return Err(Error::malformed("subscription"));
        }
        if case.state.is_final() {
            return Err(Error::Changed);
        }
        let mut write = self.db.write().await?;
        sql::insert(
            &mut write,
            &self.new_id()?,
            &case.id,
            &subscription,
            self.now(),
        )
        .await?;
        sql::keep_newest(&mut write, &case.id, MOST).await?;
        Ok(write.commit().await?)
    }

    /// And no more.
    pub async fn unsubscribe(&self, grant: &str, endpoint: &str) -> Result<()> {
        let case = self.granted(grant).await?;
        let mut write = self.db.write().await?;
        sql::delete(&mut write, &case.id, endpoint).await?;
        Ok(write.commit().await?)
    }

    /// To every browser that asked. Taken where one has it, or none is left that could.
    pub(super) async fn notify(&self, row: &Row, case: &Case, lang: Lang) -> Result<Outcome> {
        let Some(push) = &self.channels.push else {
            return Ok(Outcome::Never("not-configured"));
        };
        let words = self.words(case, lang).await?;
        // What the worker hands to the browser as it is.
        let notice = json!({
            "body": words.text(row.kind, lang),
            "tag": words.code,
            "lang": lang.tag(),
        });
        let mut read = self.db.read().await?;
        let subscriptions = sql::of_case(&mut read, &case.id).await?;
        drop(read);
        let mut outcome = Outcome::Never("gone");
        for subscription in subscriptions {
            match push
                .send(&subscription, &notice.to_string(), self.now())
                .await
            {
                Outcome::Gone => {
                    let mut write = self.db.write().await?;
                    sql::delete(&mut write, &case.id, &subscription.endpoint).await?;
                    write.commit().await?;
                }
                Outcome::Taken(_) => outcome = Outcome::Taken(None),
                other if matches!(outcome, Outcome::Never(_)) => outcome = other,
                _ => {}
            }
        }
        Ok(outcome)
    }
}
