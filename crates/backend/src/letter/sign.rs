//! Signing: the passphrase is asked each time and kept nowhere.
//!
//! "Signed" is written down only after the signature was read out of the very bytes that are kept. Where the provider
//! can't, the letter keeps its number and waits, and says since when: nothing takes the signature's place.

use super::signer::{Ready, Unsigned};
use super::sql::{self, File};
use super::{newest, state_of};
use crate::Backend;
use crate::assistance::plain_id;
use crate::attempt::SIGN_BY_OFFICER;
use crate::fault::Fault;
use domain::application::IllegalStep;
use domain::error::{Error, Result};
use domain::letter::{LetterState, LetterStep, next};
use domain::private::Private;
use domain::view::WaitsFor;
use letters::sign::Moment;
use tokio::task::spawn_blocking;

/// Longer ones aren't even tried.
const LONGEST_PASSPHRASE: usize = 1000;

impl Backend {
    /// Signs a letter that awaits it.
    pub async fn sign_letter(
        &self,
        session: &str,
        code: &str,
        product: &str,
        passphrase: Private<String>,
    ) -> Result<()> {
        let desk = self.letter_desk(session, code, product).await?;
        let mut read = self.db.read().await?;
        let row = newest(&sql::of_case(&mut read, &desk.case.id).await?, product);
        drop(read);
        let from = state_of(row.as_ref());
        let row = row.ok_or(IllegalStep::Letter)?;
        let to = next(from, LetterStep::Sign, row.means).ok_or(IllegalStep::Letter)?;
        if !super::in_time(desk.case.state, LetterStep::Sign) {
            return Err(IllegalStep::Letter.into());
        }
        if !desk.may(from, LetterStep::Sign, row.means) {
            return Err(desk.refusal(from, LetterStep::Sign, row.means));
        }
        let own = row.signer_id == desk.officer.id;
        let ready = self.signer_of(&desk.case.region).ready(&desk, own)?;
        if passphrase.reveal().len() > LONGEST_PASSPHRASE {
            return Err(IllegalStep::Passphrase.into());
        }
        let tried = self
            .count_try(&[(SIGN_BY_OFFICER, desk.officer.id.as_str())])
            .await?;
        // Opening a certificate takes as much work as checking a password; a provider is only waited for.
        let seat = match ready {
            Ready::Certificate(_) => Some(self.hashing.acquire().await),
            Ready::Bsre(..) => None,
        };
        let seat = seat.transpose().map_err(|_| Error::Unavailable)?;
        let path = self.archive.kept(plain_id(&row.file_id)?);
        let at = Moment {
            unix_seconds: self.now().0 / 1000,
            hours: self.catalogue.zone(&desk.case.region).hours(),
        };
        let signed = spawn_blocking(move || {
            let pdf = std::fs::read(path).map_err(Fault::from)?;
            ready.sign(&pdf, &passphrase, at)
        });
        let signed = match signed.await.map_err(Fault::from)? {
            Ok(signed) => signed,
            Err(Unsigned::Told(error)) => return Err(error),
            Err(Unsigned::Waits(why)) => {
                // No guess of a passphrase: whoever waits for a provider may try again.
                let mut write = self.db.write().await?;
                tried.give_back(&mut write).await?;
                sql::wait(&mut write, &row, why, self.now()).await?;
                write.commit().await?;
                tracing::warn!(
                    application = desk.case.id,
                    officer = desk.officer.id,
                    product,
                    why = why.key(),
                    "a letter waits for its signature"
                );
                return Err(match why {
                    WaitsFor::Provider => IllegalStep::SignerAway.into(),
                    WaitsFor::BetterAnswer => IllegalStep::SignerAnswer.into(),
                });
            }
        };
        drop(seat);
        let mut write = self.db.write().await?;
        tried.give_back(&mut write).await?;
        write.commit().await?;

        let kept = self.keep_file(signed).await?;
        let file = File {
            id: kept.id.clone(),
            bytes: kept.bytes,
            sha256: kept.sha256,
        };
        debug_assert_eq!(to, LetterState::Signed);
        if let Err(error) = self
            .make_valid(&desk, &row, to, LetterStep::Sign, file)
            .await
        {
            self.forget_file(kept.id).await;
            return Err(error);
        }
        // The unsigned bytes have done their duty.
        self.forget_file(row.file_id).await;
        tracing::info!(
            application = desk.case.id,
            officer = desk.officer.id,
            product,
            "a letter was signed"
        );
        Ok(())
    }
}
