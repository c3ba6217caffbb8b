//! Messages to residents: written down with what they tell, sent later, told by a person where nothing else leads there.
//!
//! The row is written in the transaction of its event, so nothing that happened stays untold and nothing is told that
//! did not happen (decision 24). It holds neither address nor words: both are read from the case when it is sent. Who
//! has not agreed to be written to gets no row.

mod consent;
mod phone;
mod push;
mod send;
pub(crate) mod sql;
mod whatsapp;

pub use send::Tally;
pub use whatsapp::LONGEST as LONGEST_WEBHOOK;

use crate::Backend;
use crate::effects::{Body, Letter, Mail, Outcome, Push, WhatsApp};
use crate::event::Event;
use crate::fault::Fault;
use domain::application::Action;
use domain::calendar::Moment;
use domain::message::{Channel, Kind, Quiet, Slot, Words};
use domain::person::Phone;
use domain::text::Lang;
use sqlx::AnyConnection;

/// By which ways messages leave this server, and when.
#[derive(Clone, Debug, Default)]
pub struct Channels {
    pub mail: Option<Mail>,
    pub whatsapp: Option<WhatsApp>,
    pub push: Option<Push>,
    pub quiet: Quiet,
}

impl Channels {
    /// Whether there is anything to send by.
    pub fn has(&self, channel: Channel) -> bool {
        match channel {
            Channel::WhatsApp => self.whatsapp.is_some(),
            Channel::Email => self.mail.is_some(),
            Channel::Push => self.push.is_some(),
            Channel::Phone => true,
        }
    }

    /// What the names of WhatsApp's templates begin with.
    pub fn templates(&self) -> &str {
        self.whatsapp.as_ref().map_or("genggam", WhatsApp::prefix)
    }

    /// Sends one invented message to an e-mail address or to a mobile number.
    ///
    /// # Errors
    /// Why it could not be sent, in words for whoever runs the server.
    pub async fn test(&self, to: &str) -> Result<(), String> {
        let words = Words {
            office: Slot::Office.sample().to_owned(),
            service: Slot::Service.sample().to_owned(),
            code: Slot::Code.sample().to_owned(),
            day: Some(Slot::Day.sample().to_owned()),
            link: Some(Slot::Link.sample().to_owned()),
        };
        let sent = if to.contains('@') {
            let mail = self.mail.as_ref();
            let mail = mail.ok_or("[messages.email] is not configured")?;
            let letter = Letter {
                id: "test".to_owned(),
                to: to.to_owned(),
                subject: "Genggam: percobaan".to_owned(),
                body: words.text(Kind::Received, Lang::Id),
            };
            mail.send(letter).await
        } else {
            let phone =
                Phone::parse(to).ok_or("this is neither an e-mail address nor a mobile number")?;
            let whatsapp = self.whatsapp.as_ref();
            let whatsapp = whatsapp.ok_or("[messages.whatsapp] is not configured")?;
            let body = Body::Template {
                kind: Kind::Received.key(),
                lang: Lang::Id,
                fillings: words.fillings(Kind::Received, Lang::Id),
            };
            let to = phone.e164();
            whatsapp
                .send("test", to.trim_start_matches('+'), body)
                .await
        };
        match sent {
            Outcome::Taken(_) => Ok(()),
            Outcome::Later(why, _) => Err(format!("not now ({why}); the log says more")),
            Outcome::Never(why) => Err(format!("refused ({why}); the log says more")),
            Outcome::Gone => Err("gone".to_owned()),
        }
    }
}

impl Backend {
    /// The message that a step makes, in the step's own transaction.
    pub(crate) async fn announce_step(
        &self,
        write: &mut AnyConnection,
        application: &str,
        seq: i64,
        event: &Event,
    ) -> Result<(), Fault> {
        let Some(kind) = event.action().and_then(Kind::of) else {
            return Ok(());
        };
        // A product that lies at the counter was announced when it came to lie there.
        if event.action() == Some(Action::MakeReady)
            && sql::has(write, application, Kind::Collect).await?
        {
            return Ok(());
        }
        self.announce(write, application, &seq.to_string(), kind, event.at)
            .await
    }

    /// Writes that something is to be told, once for each cause; and nothing where nobody agreed to be told.
    pub(crate) async fn announce(
        &self,
        write: &mut AnyConnection,
        application: &str,
        cause: &str,
        kind: Kind,
        now: Moment,
    ) -> Result<(), Fault> {
        push::announce(write, &self.new_id()?, application, cause, kind, now).await?;
        sql::insert(write, &self.new_id()?, application, cause, kind, now).await
    }
}
