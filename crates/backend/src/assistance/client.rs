//! Residents who are helped: registering one, finding one again.

use super::{Client, sql};
use crate::Backend;
use crate::officer::one_problem;
use domain::assistance::read_client;
use domain::error::{Error, Result};
use domain::officer::Officer;
use domain::person::{Nik, Phone};
use domain::region::RegionCode;
use domain::search::fold;
use domain::validate::What;
use domain::view::{ClientRow, Clients, NewClient};

/// Rows of the list.
const ROWS: i64 = 25;
/// Longest search, in characters.
const MAX_SEARCH: usize = 60;

impl Backend {
    /// Those whom this officer (or the officer's institution) helps, the last helped first.
    /// `search`: a part of a name, a whole NIK, or the last digits of a phone.
    pub async fn clients(&self, session: &str, search: &str) -> Result<Clients> {
        let officer = self.assistant(session).await?;
        let search = fold(&search.chars().take(MAX_SEARCH).collect::<String>());
        let digits: String = search.chars().filter(char::is_ascii_digit).collect();
        let wanted = sql::Wanted {
            officer: &officer,
            name: search,
            digits: if digits.len() >= 4 {
                digits
            } else {
                String::new()
            },
            rows: ROWS + 1,
        };
        let mut read = self.db.read().await?;
        let mut found = sql::clients(&mut read, &wanted).await?;
        drop(read);
        let more = found.len() as i64 > ROWS;
        found.truncate(ROWS as usize);
        let rows = found
            .into_iter()
            .map(|(client, cases)| self.client_row(client, cases))
            .collect();
        Ok(Clients {
            rows,
            more,
            regions: self.villages(&officer),
        })
    }

    pub(crate) fn client_row(&self, client: Client, cases: i64) -> ClientRow {
        ClientRow {
            nik: masked_nik(&client),
            region_name: self.short_region(&client.region),
            id: client.id,
            name: client.name,
            cases,
        }
    }

    /// Registers a resident. One whose NIK is known to this officer already is that one.
    pub async fn register_client(&self, session: &str, new: NewClient) -> Result<String> {
        let officer = self.assistant(session).await?;
        let client = self.checked_client(&officer, new)?;
        let mut write = self.db.write().await?;
        let id = self.keep_client(&mut write, &officer, client).await?.0;
        write.commit().await?;
        tracing::info!(officer = officer.id, "a resident was registered");
        Ok(id)
    }

    /// Writes a checked resident down, or finds the one who has the NIK. The id, and whether it was known.
    pub(crate) async fn keep_client(
        &self,
        write: &mut crate::db::Write,
        officer: &Officer,
        client: Client,
    ) -> Result<(String, bool)> {
        if let Some(nik) = &client.nik
            && let Some(known) = sql::client_by_nik(write, officer, nik).await?
        {
            return Ok((known, true));
        }
        sql::insert_client(write, &client, &officer.id, self.now()).await?;
        Ok((client.id, false))
    }

    /// Every problem of what was typed, or a resident to keep.
    pub(crate) fn checked_client(&self, officer: &Officer, new: NewClient) -> Result<Client> {
        let read = read_client(&new);
        let region = RegionCode::parse(new.region.trim())
            .ok()
            .filter(|code| code.depth() == 4 && officer.territory.contains(code))
            .filter(|code| self.catalogue.region(code).is_some());
        match (read, region) {
            (Ok((name, nik, phone)), Some(region)) => Ok(Client {
                id: self.new_id()?,
                name,
                nik: nik.map(|nik| nik.reveal().to_owned()),
                phone: phone.map(|phone| phone.e164()),
                region,
                partner_id: officer.partner.as_ref().map(|partner| partner.id.clone()),
            }),
            (Ok(_), None) => Err(one_problem("region", What::NotARegion)),
            (Err(mut problems), region) => {
                if let (None, Error::Invalid { problems: more }) =
                    (region, one_problem("region", What::NotARegion))
                {
                    problems.extend(more);
                }
                Err(Error::Invalid { problems })
            }
        }
    }

    /// Desa and kelurahan inside the territory, by kecamatan.
    pub(crate) fn villages(&self, officer: &Officer) -> Vec<(String, Vec<(String, String)>)> {
        let all = &self.catalogue.regions;
        let districts = all.iter().filter(|region| {
            region.code.depth() == 3
                && (officer.territory.contains(&region.code)
                    || region.code.contains(&officer.territory))
        });
        let villages = |district: &domain::region::Region| {
            let inside = all.iter().filter(|region| {
                region.code.depth() == 4
                    && district.code.contains(&region.code)
                    && officer.territory.contains(&region.code)
            });
            inside
                .map(|region| (region.code.to_string(), region.name.clone()))
                .collect::<Vec<_>>()
        };
        districts
            .map(|district| (district.name.clone(), villages(district)))
            .filter(|(_, villages)| !villages.is_empty())
            .collect()
    }

    /// "Desa Umpang".
    pub(crate) fn short_region(&self, code: &RegionCode) -> String {
        let name = self.catalogue.region_name(code);
        name.split(", ").next().unwrap_or_default().to_owned()
    }
}

pub(super) fn masked_nik(client: &Client) -> Option<String> {
    client
        .nik
        .as_deref()
        .and_then(|nik| Nik::parse(nik).ok())
        .map(|nik| nik.masked())
}

/// "0812-****-4821".
pub(super) fn masked_phone(client: &Client) -> Option<String> {
    let phone = Phone::parse(client.phone.as_deref()?)?;
    let spoken = phone.spoken();
    Some(format!("{}-****-{}", spoken.get(..4)?, phone.last4()))
}
