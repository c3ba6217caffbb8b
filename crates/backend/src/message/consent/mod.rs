//! Leave to write: given in the form or on the status page, taken back there, and kept with who gave it and when.

mod sql;

use crate::Backend;
use crate::assistance::Helper;
use crate::effects::Push;
use crate::fault::Fault;
use domain::calendar::Moment;
use domain::error::{Error, Result};
use domain::form::{Answers, text_of};
use domain::message::{ADDRESS, Channel, QUESTION};
use domain::view::NewsView;
use sqlx::AnyConnection;

/// Who gave the leave, where it was the resident.
const RESIDENT: &str = "resident";

impl Backend {
    /// What the form's question was answered with becomes a leave, or the end of one.
    pub(crate) async fn consent_of_answers(
        &self,
        write: &mut AnyConnection,
        application: &str,
        answers: &Answers,
        helper: Option<&Helper>,
        now: Moment,
    ) -> std::result::Result<(), Fault> {
        let channel = Channel::from_answer(text_of(answers, QUESTION));
        let by = helper.map_or(RESIDENT, |helper| helper.officer.id.as_str());
        self.change_consent(write, application, channel, by, now)
            .await
    }

    async fn change_consent(
        &self,
        write: &mut AnyConnection,
        application: &str,
        channel: Option<Channel>,
        by: &str,
        now: Moment,
    ) -> std::result::Result<(), Fault> {
        sql::end_consent(write, application, now).await?;
        match channel {
            Some(channel) => {
                let id = self.new_id()?;
                sql::insert_consent(write, &id, application, channel, by, now).await
            }
            // What waits isn't wanted any more, neither by machine nor by phone.
            None => super::sql::withdraw(write, application, now).await,
        }
    }

    /// How the holder of a grant is told of news, and how they could be.
    pub async fn news(&self, grant: &str) -> Result<NewsView> {
        let case = self.granted(grant).await?;
        let mut read = self.db.read().await?;
        let channel = sql::consent(&mut read, &case.id).await?;
        drop(read);
        let answers = self.newest_answers(&case).await?;
        let mut can = vec![Channel::WhatsApp];
        if !text_of(&answers, ADDRESS).is_empty() {
            can.push(Channel::Email);
        }
        Ok(NewsView {
            by_officer: channel.is_some_and(|channel| !self.channels.has(channel)),
            channel,
            can,
            over: case.state.is_final(),
            push: self.channels.push.as_ref().map(Push::public),
        })
    }

    /// The holder of a grant chooses how to be told, or `None`: not at all.
    pub async fn set_news(&self, grant: &str, channel: Option<Channel>) -> Result<()> {
        let case = self.granted(grant).await?;
        let can = self.news(grant).await?.can;
        if channel.is_some_and(|channel| !can.contains(&channel)) {
            return Err(Error::malformed("channel"));
        }
        let helper = self.granted_helper(grant).await?;
        let by = helper
            .as_ref()
            .map_or(RESIDENT, |helper| helper.officer.id.as_str());
        let mut write = self.db.write().await?;
        self.change_consent(&mut write, &case.id, channel, by, self.now())
            .await?;
        Ok(write.commit().await?)
    }
}
