//! The worker: takes what is due, sends it, writes down what came of it.
//!
//! A message is taken with a lease before it is sent. Who dies between sending and writing leaves the lease to run out,
//! and it is sent once more; twice unsettled, it goes the next way instead: nothing is lost, and nobody is told the
//! same thing three times.

use super::sql::{self, Row};
use crate::Backend;
use crate::application::{self, Case};
use crate::effects::{Body, Letter, Outcome};
use crate::event;
use domain::calendar::{Moment, long_day};
use domain::clock::Due;
use domain::error::{Error, Result};
use domain::form::text_of;
use domain::message::{ADDRESS, Channel, Move, TRIES, Words, next, wait};
use domain::person::Phone;
use domain::text::Lang;

/// Longer than any try takes.
const LEASE_SECONDS: i64 = 150;
/// Sendings whose end nobody knows, by one channel.
const UNSETTLED: i64 = 2;
/// In one round, so that a stop is heard.
const ROUND: usize = 50;
/// The form's question that holds the number.
const PHONE: &str = "wa";

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub sent: u32,
    /// To be tried again.
    pub later: u32,
    /// Went on to the next way.
    pub fell: u32,
}

impl Backend {
    /// Sends what is due. Call it every few seconds; it does nothing when there is nothing to do.
    pub async fn send_messages(&self) -> Result<Tally> {
        // Side by side: a mail server that hangs keeps no notice back.
        let (whatsapp, email, push) = tokio::join!(
            self.send_by(Channel::WhatsApp),
            self.send_by(Channel::Email),
            self.send_by(Channel::Push)
        );
        let all = [whatsapp?, email?, push?];
        Ok(Tally {
            sent: all.iter().map(|one| one.sent).sum(),
            later: all.iter().map(|one| one.later).sum(),
            fell: all.iter().map(|one| one.fell).sum(),
        })
    }

    async fn send_by(&self, channel: Channel) -> Result<Tally> {
        let mut tally = Tally::default();
        for _ in 0..ROUND {
            let Some(row) = self.claim(channel).await? else {
                break;
            };
            let outcome = self.try_row(&row).await?;
            let busy = matches!(outcome, Some(Outcome::Later(..)));
            self.write_down(&row, outcome, &mut tally).await?;
            // Who is down or asks for patience isn't asked fifty times.
            if busy {
                break;
            }
        }
        Ok(tally)
    }

    /// The next message of a channel, in this worker's hands until the lease is over.
    pub(crate) async fn claim(&self, channel: Channel) -> Result<Option<Row>> {
        let now = self.now();
        let mut read = self.db.read().await?;
        // Most of the time there is nothing, and whoever reads waits for nobody.
        let due = sql::due(&mut read, channel, now).await?;
        drop(read);
        let Some(id) = due else { return Ok(None) };
        let mut write = self.db.write().await?;
        let row = sql::claim(&mut write, &id, now, now.plus_seconds(LEASE_SECONDS)).await?;
        write.commit().await?;
        Ok(row)
    }

    /// `None`: not at this hour.
    async fn try_row(&self, row: &Row) -> Result<Option<Outcome>> {
        if row.unsettled > UNSETTLED {
            return Ok(Some(Outcome::Never("unsettled")));
        }
        let mut read = self.db.read().await?;
        let case = application::sql::by_id(&mut read, &row.application).await?;
        // Invented people have invented numbers, which may be somebody's.
        let demonstration = sql::is_demonstration(&mut read).await?;
        let lang = application::sql::lang(&mut read, &row.application).await?;
        drop(read);
        let case = case.ok_or(Error::Unavailable)?;
        if demonstration {
            return Ok(Some(Outcome::Never("demonstration")));
        }
        if !self.channels.has(row.channel) {
            return Ok(Some(Outcome::Never("not-configured")));
        }
        let answers = self.newest_answers(&case).await?;
        let zone = self.catalogue.zone(&case.region);
        let urgent = self
            .catalogue
            .service(&case.service_id)
            .is_some_and(|service| service.urgent);
        if !urgent && self.channels.quiet.ends(self.now(), zone).is_some() {
            return Ok(None);
        }
        let sent = match row.channel {
            Channel::WhatsApp => match (
                &self.channels.whatsapp,
                Phone::parse(text_of(&answers, PHONE)),
            ) {
                (Some(whatsapp), Some(phone)) => {
                    let to = phone.e164();
                    let to = to.trim_start_matches('+');
                    let words = self.words(&case, lang).await?;
                    let template = async |lang: Lang| {
                        let words = self.words(&case, lang).await?;
                        Ok::<_, Error>(Body::Template {
                            kind: row.kind.key(),
                            lang,
                            fillings: words.fillings(row.kind, lang),
                        })
                    };
                    let body = if row.tries == 1 && self.window_is_open(&phone).await? {
                        Body::Text(words.text(row.kind, lang))
                    } else {
                        template(lang).await?
                    };
                    match whatsapp.send(&row.id, to, body).await {
                        // An office may have registered its templates in Indonesian only.
                        Outcome::Never("template") if lang != Lang::Id => {
                            whatsapp.send(&row.id, to, template(Lang::Id).await?).await
                        }
                        outcome => outcome,
                    }
                }
                _ => Outcome::Never("number"),
            },
            Channel::Email => match (&self.channels.mail, text_of(&answers, ADDRESS)) {
                (_, "") | (None, _) => Outcome::Never("no-address"),
                (Some(mail), address) => {
                    mail.send(self.letter(row, &case, address, lang).await?)
                        .await
                }
            },
            Channel::Push => self.notify(row, &case, lang).await?,
            Channel::Phone => Outcome::Never("not-configured"),
        };
        Ok(Some(sent))
    }

    async fn write_down(
        &self,
        row: &Row,
        outcome: Option<Outcome>,
        tally: &mut Tally,
    ) -> Result<()> {
        let now = self.now();
        let mut write = self.db.write().await?;
        match outcome {
            None => {
                let case = application::sql::by_id(&mut write, &row.application).await?;
                let zone = case.map(|case| self.catalogue.zone(&case.region));
                let ends = self.channels.quiet.ends(now, zone.unwrap_or_default());
                sql::rest(&mut write, row, ends.unwrap_or(now), now).await?;
            }
            Some(Outcome::Taken(provider)) => {
                sql::accept(&mut write, row, provider.as_deref(), now).await?;
                tally.sent += 1;
            }
            Some(Outcome::Later(_, after)) if row.tries < i64::from(TRIES) => {
                let seconds = wait(u32::try_from(row.tries).unwrap_or(TRIES), self.dice()?);
                let at = now.plus_seconds(seconds.max(after.unwrap_or(0)));
                sql::later(&mut write, row, at, now).await?;
                tally.later += 1;
            }
            Some(Outcome::Later(why, _) | Outcome::Never(why)) => {
                self.fall(&mut write, row, why, now).await?;
                tally.fell += 1;
            }
            Some(Outcome::Gone) => self.fall(&mut write, row, "gone", now).await?,
        }
        Ok(write.commit().await?)
    }

    /// The next way, or the end.
    pub(super) async fn fall(
        &self,
        write: &mut sqlx::AnyConnection,
        row: &Row,
        why: &'static str,
        now: Moment,
    ) -> std::result::Result<(), crate::fault::Fault> {
        let step = if row.channel.after().is_some() {
            Move::Fall
        } else {
            Move::GiveUp
        };
        let Some(to) = next(row.state, step) else {
            return Ok(());
        };
        let after = row.channel.after().unwrap_or(row.channel);
        sql::fall(write, row, after, to, why, now).await?;
        tracing::info!(
            message = row.id,
            channel = row.channel.key(),
            why,
            "a message goes another way"
        );
        Ok(())
    }

    pub(crate) fn dice(&self) -> Result<u64> {
        let mut bytes = [0; 8];
        self.effects
            .random
            .fill(&mut bytes)
            .map_err(crate::fault::Fault::from)?;
        Ok(u64::from_le_bytes(bytes))
    }

    /// What fills the slots of a message.
    pub(super) async fn words(&self, case: &Case, lang: Lang) -> Result<Words> {
        let mut read = self.db.read().await?;
        let events = event::sql::of_application(&mut read, &case.id).await?;
        drop(read);
        let due = self.due(&case.region, &event::history(&events), case.promise_days);
        let day = match due {
            Due::On(day) => Some(long_day(day, lang)),
            _ => None,
        };
        Ok(Words {
            day,
            ..self.words_without_day(case, lang)
        })
    }

    pub(super) fn words_without_day(&self, case: &Case, lang: Lang) -> Words {
        let site = self.site_address.as_deref();
        Words {
            office: self.office_name(&case.service_id, &case.region),
            service: self.service_name(&case.service_id).get(lang).to_owned(),
            code: case.code.to_string(),
            day: None,
            link: site.map(|site| format!("{}/status", site.trim_end_matches('/'))),
        }
    }

    /// In both languages, the case's own first: it may be read by a whole family.
    async fn letter(&self, row: &Row, case: &Case, to: &str, lang: Lang) -> Result<Letter> {
        let words = self.words(case, lang).await?;
        let other = lang.pick(Lang::En, Lang::Id);
        let part = async |lang: Lang| {
            let words = self.words(case, lang).await?;
            Ok::<_, Error>(format!("{}\n\n{}", words.text(row.kind, lang), foot(lang)))
        };
        Ok(Letter {
            id: row.id.clone(),
            to: to.to_owned(),
            subject: format!("{}: {}", row.kind.name(lang), words.code),
            body: format!("{}\n\n--\n\n{}\n", part(lang).await?, part(other).await?),
        })
    }
}

/// What stands below every e-mail.
fn foot(lang: Lang) -> &'static str {
    lang.pick(
        "Kami tidak pernah meminta uang, PIN, atau kode OTP lewat pesan.\nTidak mau dikirimi kabar lagi? Matikan di halaman status.",
        "We never ask for money, a PIN or a one-time code in a message.\nNo more news? Switch it off on the status page.",
    )
}
