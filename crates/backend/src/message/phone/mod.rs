//! "Hubungi lewat telepon": what no machine could bring, for officers of the territory.

mod sql;

use super::{sql as messages, whatsapp};
use crate::Backend;
use crate::application::{self, from_json};
use domain::calendar::Moment;
use domain::error::{Error, Result};
use domain::form::text_of;
use domain::message::{Channel, Move, next, whatsapp_link};
use domain::officer::Officer;
use domain::person::Phone;
use domain::text::Lang;
use domain::view::{Asker, Call, CallList};
use sql::Waiting;

/// More than anybody calls in a day.
const MOST: i64 = 100;
/// Of those that were told.
const REMEMBERED: i64 = 20;

impl Backend {
    async fn caller_of_residents(&self, session: &str) -> Result<Officer> {
        let officer = self.caller(session).await?;
        if officer.role.works_on_cases() {
            Ok(officer)
        } else {
            Err(Error::Forbidden)
        }
    }

    /// Who must be called, the longest waiting first.
    pub async fn call_list(&self, session: &str) -> Result<CallList> {
        let officer = self.caller_of_residents(session).await?;
        let mut read = self.db.read().await?;
        let waiting = sql::waiting(&mut read, &officer.territory, MOST).await?;
        let total = sql::count_waiting(&mut read, &officer.territory).await?;
        let told = sql::told(&mut read, &officer.territory, REMEMBERED).await?;
        let mut calls = Vec::with_capacity(waiting.len());
        for one in waiting {
            let answers = application::sql::answers(&mut read, &one.case.id).await?;
            let answers = from_json(&answers.last().ok_or(Error::Unavailable)?.1)?;
            let phone = Phone::parse(text_of(&answers, "wa"));
            let lang = application::sql::lang(&mut read, &one.case.id).await?;
            calls.push(self.call(one, phone.as_ref(), lang));
        }
        let askers = whatsapp::sql::askers(&mut read, MOST).await?;
        drop(read);
        let can = [Channel::WhatsApp, Channel::Email, Channel::Push].into_iter();
        Ok(CallList {
            calls,
            total: u32::try_from(total).unwrap_or(u32::MAX),
            askers: askers.into_iter().map(asker).collect(),
            told,
            channels: can.filter(|channel| self.channels.has(*channel)).collect(),
            zone: self.catalogue.zone(&officer.territory),
        })
    }

    fn call(&self, one: Waiting, phone: Option<&Phone>, lang: Lang) -> Call {
        let words = self.words_without_day(&one.case, lang);
        let text = words.text(one.kind, lang);
        Call {
            id: one.id,
            service: self.service_name(&one.case.service_id),
            kind: one.kind,
            why: one.why,
            since: one.since,
            phone: phone.map(Phone::spoken),
            dial: phone.map(Phone::e164),
            whatsapp: phone.map(|phone| whatsapp_link(phone, &text)),
            code: one.case.code,
            applicant: one.case.applicant_name,
        }
    }

    /// An officer has told somebody, or knows that this number leads to nobody.
    pub async fn told(&self, session: &str, message: &str, reached: bool) -> Result<()> {
        let officer = self.caller_of_residents(session).await?;
        let mut write = self.db.write().await?;
        if whatsapp::sql::answered(&mut write, message, &officer.id, self.now()).await? {
            return Ok(write.commit().await?);
        }
        let row = messages::by_id(&mut write, message)
            .await?
            .filter(|row| row.channel == Channel::Phone)
            .ok_or(Error::NotFound)?;
        application::sql::by_id(&mut write, &row.application)
            .await?
            .filter(|case| officer.covers(&case.region))
            .ok_or(Error::NotFound)?;
        let step = if reached { Move::Arrive } else { Move::GiveUp };
        let to = next(row.state, step).ok_or(Error::Changed)?;
        if !messages::set_state(&mut write, &row, to, Some(&officer.id), self.now()).await? {
            return Err(Error::Changed);
        }
        write.commit().await?;
        tracing::info!(
            message,
            officer = officer.id,
            reached,
            "somebody was called"
        );
        Ok(())
    }
}

fn asker((id, phone, since): (String, Phone, Moment)) -> Asker {
    Asker {
        id,
        phone: phone.spoken(),
        dial: phone.e164(),
        whatsapp: whatsapp_link(&phone, ""),
        since,
    }
}
