//! One turn of a conversation: remembers where it stands, and looks up what [`domain::message::bot`] can't know.

use super::WINDOW_SECONDS;
use super::sql;
use crate::Backend;
use crate::attempt::Requester;
use domain::calendar::{long_day, parse_day};
use domain::code::Code;
use domain::error::{Error, Result};
use domain::message::bot::{Offer, Place, Say, hear, tongue};
use domain::person::Phone;
use domain::service::{Fee, Service};
use domain::text::{Lang, Text};

impl Backend {
    pub(super) async fn converse(&self, from: &Phone, said: &str) -> Result<String> {
        let now = self.now();
        let key = self.conversation_key(from);
        let mut read = self.db.read().await?;
        let kept = sql::conversation(&mut read, &key, now.plus_seconds(-WINDOW_SECONDS)).await?;
        drop(read);
        let (place, spoken) = kept.map_or((Place::Menu, Lang::Id), |kept| {
            let lang = Lang::from_tag(&kept.lang);
            (Place::from_keys(&kept.step, &kept.topic), lang)
        });
        let lang = tongue(said).unwrap_or(spoken);
        let offers: Vec<Offer> = self
            .catalogue
            .services
            .iter()
            .map(|one| self.offer(one))
            .collect();
        let office = Text::new("layanan kecamatan", "sub-district office");
        let (place, say) = hear(&place, said, lang, &office, &offers);
        let text = match say {
            Say::Text(text) => text,
            Say::LookUp(code, digits) => self.told_status(&code, &digits, &key, lang).await?,
            Say::Person => {
                let mut write = self.db.write().await?;
                sql::ask_person(&mut write, &self.new_id()?, &from.e164(), &key, now).await?;
                write.commit().await?;
                lang.pick(
                    "Baik. Petugas akan menghubungi nomor ini pada jam kerja. Balas MENU untuk kembali.",
                    "Good. An officer will call this number in office hours. Reply MENU to go back.",
                )
                .to_owned()
            }
        };
        let mut write = self.db.write().await?;
        sql::keep(&mut write, &key, place.keys(), lang, now).await?;
        write.commit().await?;
        Ok(text)
    }

    /// By the same look-up as the page, with the same limits: of this number, and of the code.
    async fn told_status(
        &self,
        code: &Code,
        digits: &str,
        key: &str,
        lang: Lang,
    ) -> Result<String> {
        let requester = Requester::from_key(key);
        let grant = match self.look_up(code.compact(), digits, &requester).await {
            Ok(grant) => grant,
            Err(error @ (Error::NoMatch | Error::TooMany { .. } | Error::Invalid { .. })) => {
                let again = lang.pick(
                    "Balas STATUS untuk mencoba lagi.",
                    "Reply STATUS to try again.",
                );
                return Ok(format!("{}\n\n{again}", error.message(lang)));
            }
            Err(error) => return Err(error),
        };
        let status = self.status(grant.token.reveal()).await?;
        let mut lines = vec![
            format!(
                "*{}*, {} {}",
                status.service_name.get(lang),
                lang.pick("kode", "code"),
                status.code
            ),
            format!(
                "{}. {}",
                status.state.label(lang),
                status.state.sentence(lang)
            ),
        ];
        if let Some(day) = status.expected.as_deref().and_then(parse_day) {
            lines.push(format!(
                "{}: {}.",
                lang.pick("Paling lambat selesai", "Done at the latest"),
                long_day(day, lang)
            ));
        }
        if let Some(site) = &self.site_address {
            lines.push(format!(
                "{}: {}/status",
                lang.pick("Selengkapnya", "More"),
                site.trim_end_matches('/')
            ));
        }
        Ok(lines.join("\n"))
    }

    fn offer(&self, service: &Service) -> Offer {
        Offer {
            id: service.id.clone(),
            name: service.name.clone(),
            keywords: format!(
                "{} {} {}",
                service.keywords.join(" "),
                service.id,
                service.name.get(Lang::En)
            ),
            needed: service
                .requirements
                .iter()
                .map(|one| one.name.clone())
                .collect(),
            steps: service.steps.clone(),
            fee: fee(&service.fee),
            time: {
                let days = service.time.promise;
                Text::new(
                    &format!("{days} hari kerja sesudah berkas lengkap"),
                    &format!("{days} working days from the complete file on"),
                )
            },
            link: self
                .site_address
                .as_ref()
                .map(|site| format!("{}/layanan/{}", site.trim_end_matches('/'), service.id)),
        }
    }
}

fn fee(fee: &Fee) -> Text {
    match fee.rupiah {
        0 => Text::new("gratis", "free"),
        some => Text::from(format!("Rp{some}").as_str()),
    }
}
