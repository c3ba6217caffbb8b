//! The digest by e-mail: once per working day, from the office's opening time on, to each officer who has an address and
//! whom something presses. It says how many, which codes and which services, and nobody's name.
//!
//! A row per officer and day is written first, so a digest is begun once however many servers there are. It is marked
//! as being sent before it is sent: who dies in between leaves one that nobody sends again. A resident's message would
//! rather come twice than not at all; a digest rather not, because its page is always there (decision 30).

mod sql;

use super::number;
use crate::Backend;
use crate::effects::{Letter, Mail, Outcome};
use crate::message::Tally;
use crate::officer::one_problem;
use domain::error::{Error, Result};
use domain::form::{MAX_TEXT, tidy};
use domain::message::{TRIES, wait};
use domain::officer::Officer;
use domain::text::Lang;
use domain::validate::{What, is_email};
use domain::view::{Digest, DigestMail};

/// In one round, so that a stop is heard.
const ROUND: usize = 50;
/// Cases that an e-mail names; the page has them all.
const NAMED: usize = 20;
/// Days for which it is remembered what was sent.
const REMEMBERED: i64 = 90;

impl Backend {
    /// Where the caller's digest goes, or goes no more: empty.
    ///
    /// # Errors
    /// [`Error::Invalid`] names `email` where it is no address.
    pub async fn set_digest_mail(&self, session: &str, address: &str) -> Result<()> {
        let officer = self.caller(session).await?;
        if !super::gets_digest(&officer) {
            return Err(Error::Forbidden);
        }
        self.set_officer_mail(&officer.username, address).await
    }

    /// The same by whoever runs the program on the server.
    ///
    /// # Errors
    /// [`Error::NotFound`]: there is no open account of this name.
    pub async fn set_officer_mail(&self, username: &str, address: &str) -> Result<()> {
        if address.len() > MAX_TEXT {
            return Err(one_problem("email", What::TooLong { max: MAX_TEXT }));
        }
        let address = tidy(address);
        if !address.is_empty() && !is_email(&address) {
            return Err(one_problem("email", What::NotAnEmail));
        }
        let username = username.trim().to_ascii_lowercase();
        let mut write = self.db.write().await?;
        if !sql::set_address(&mut write, &username, &address).await? {
            return Err(Error::NotFound);
        }
        Ok(write.commit().await?)
    }

    /// How the caller is told, for their own page.
    pub(super) async fn digest_mail(&self, officer: &Officer) -> Result<DigestMail> {
        let today = self.today(&officer.territory);
        let (opens, _) = self
            .catalogue
            .office_time(&officer.territory)
            .open_on(today);
        let mut read = self.db.read().await?;
        let demonstration = crate::message::sql::is_demonstration(&mut read).await?;
        Ok(DigestMail {
            address: sql::address(&mut read, &officer.id).await?,
            can: self.channels.mail.is_some() && !demonstration,
            opens,
        })
    }

    /// Sends what is due. Call it every few seconds; it does nothing when there is nothing to do.
    pub async fn send_digests(&self) -> Result<Tally> {
        let mut tally = Tally::default();
        let Some(mail) = &self.channels.mail else {
            return Ok(tally);
        };
        let mut read = self.db.read().await?;
        if crate::message::sql::is_demonstration(&mut read).await? {
            return Ok(tally);
        }
        drop(read);
        self.queue_digests().await?;
        for _ in 0..ROUND {
            let mut read = self.db.read().await?;
            let due = sql::due(&mut read, self.now()).await?;
            drop(read);
            let Some((officer, day)) = due else { break };
            let mut write = self.db.write().await?;
            let row = sql::claim(&mut write, &officer, day, self.now()).await?;
            write.commit().await?;
            let Some(row) = row else { continue };
            let outcome = self.send_digest(mail, &row).await?;
            let busy = matches!(outcome, Some(Outcome::Later(..)));
            self.settle_digest(&row, outcome, &mut tally).await?;
            // Who is down isn't asked fifty times.
            if busy {
                break;
            }
        }
        Ok(tally)
    }

    /// A row for each officer at whose office a working day has begun. Where the server slept through the morning the
    /// digest comes late, but not after closing time.
    async fn queue_digests(&self) -> Result<()> {
        let mut read = self.db.read().await?;
        let officers = sql::addressed(&mut read).await?;
        drop(read);
        let now = self.now();
        for (officer, territory, begun) in officers {
            let office = self.catalogue.office_time(&territory);
            let today = now.day(office.zone);
            let (opens, closes) = office.open_on(today);
            let open = (opens..closes).contains(&now.minute_of_day(office.zone));
            if begun < number(today) && open && office.calendar.is_working_day(today) {
                let mut write = self.db.write().await?;
                sql::queue(&mut write, &officer, number(today), now).await?;
                sql::forget(&mut write, number(today) - REMEMBERED).await?;
                write.commit().await?;
            }
        }
        Ok(())
    }

    /// `None`: there is nothing to tell, or nobody any more.
    async fn send_digest(&self, mail: &Mail, row: &sql::Row) -> Result<Option<Outcome>> {
        let mut read = self.db.read().await?;
        let officer = crate::officer::sql::active_by_id(&mut read, &row.officer).await?;
        let Some(officer) = officer.filter(super::gets_digest) else {
            return Ok(None);
        };
        let to = sql::address(&mut read, &officer.id).await?;
        drop(read);
        // Switched off meanwhile, or the day is over.
        if to.is_empty() || row.day != number(self.today(&officer.territory)) {
            return Ok(None);
        }
        let digest = self.digest_of(&officer).await?;
        let (Some(id), Some(en)) = (
            self.digest_text(&digest, Lang::Id),
            self.digest_text(&digest, Lang::En),
        ) else {
            return Ok(None);
        };
        let letter = Letter {
            id: format!("digest-{}-{}", row.officer, row.day),
            to,
            subject: "Ringkasan hari ini".to_owned(),
            body: format!(
                "{id}\n\nTidak mau email ini lagi? Matikan di halaman Ringkasan.\n\n--\n\n{en}\n\nNo more of these? Switch them off on the page Digest.\n"
            ),
        };
        Ok(Some(mail.send(letter).await))
    }

    /// Counts, codes and services. `None` where nothing presses.
    fn digest_text(&self, digest: &Digest, lang: Lang) -> Option<String> {
        let mut lines = vec![digest.words(lang)?, String::new()];
        for row in digest.rows.iter().take(NAMED) {
            lines.push(format!(
                "{}  {} ({})",
                row.code,
                row.service_name.get(lang),
                row.near.name(lang)
            ));
        }
        if digest.rows.len() > NAMED {
            lines.push("…".to_owned());
        }
        if let Some(site) = &self.site_address {
            let site = site.trim_end_matches('/');
            lines.push(String::new());
            lines.push(format!(
                "{}: {site}/petugas/ringkasan",
                lang.pick("Selengkapnya", "All of it")
            ));
        }
        Some(lines.join("\n"))
    }

    async fn settle_digest(
        &self,
        row: &sql::Row,
        outcome: Option<Outcome>,
        tally: &mut Tally,
    ) -> Result<()> {
        let now = self.now();
        let (state, next) = match outcome {
            None => ("nothing", now),
            Some(Outcome::Taken(_)) => {
                tally.sent += 1;
                ("sent", now)
            }
            Some(Outcome::Later(_, after)) if row.tries < i64::from(TRIES) => {
                tally.later += 1;
                let seconds = wait(u32::try_from(row.tries).unwrap_or(TRIES), self.dice()?);
                ("queued", now.plus_seconds(seconds.max(after.unwrap_or(0))))
            }
            Some(Outcome::Later(why, _) | Outcome::Never(why)) => {
                tracing::warn!(officer = row.officer, why, "a digest can't be sent");
                ("failed", now)
            }
            Some(Outcome::Gone) => ("failed", now),
        };
        let mut write = self.db.write().await?;
        sql::settle(&mut write, row, state, next, now).await?;
        Ok(write.commit().await?)
    }
}
