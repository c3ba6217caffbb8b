//! The list of letters that somebody has to make, or to sign electronically: nothing that waits is forgotten.

use super::contents::KECAMATAN;
use super::{sql, unsigned};
use crate::Backend;
use crate::application::{self, from_json};
use domain::code::Code;
use domain::delegation::Powers;
use domain::error::{Error, Result};
use domain::officer::Officer;
use domain::region::RegionCode;
use domain::service::Service;
use domain::text::Text;
use domain::view::{Awaiting, AwaitingLetter, LettersWaiting, UndoneLetter};
use sqlx::AnyConnection;
use std::collections::BTreeSet;

/// More than anybody signs in a day; the first of them hide none that waits longer.
const MOST: i64 = 200;
/// So far the top of a work list counts.
const COUNTED: i64 = 25;

impl Backend {
    /// For whoever works on cases, in their territory.
    pub async fn letters_awaiting(&self, session: &str) -> Result<Awaiting> {
        let officer = self.caller(session).await?;
        if !officer.role.sees_documents() {
            return Err(Error::Forbidden);
        }
        let mut read = self.db.read().await?;
        let found = sql::awaiting(&mut read, officer.territory.as_str(), MOST).await?;
        let shown = found.into_iter().map(|one| {
            let service = self.catalogue.service(&one.service);
            let product = service.and_then(|service| {
                let mut products = service.products.iter();
                products.find(|product| product.key() == one.row.product)
            });
            Ok(AwaitingLetter {
                code: Code::parse(&one.code)?,
                name: product.map_or_else(|| Text::from("Surat"), |product| product.name.clone()),
                product: one.row.product,
                number: one.row.number,
                mine: one.row.signer_id == officer.id,
                signer: one.row.signer_name,
                waits: one.row.waits,
            })
        });
        let letters = shown.collect::<Result<_>>()?;
        let services = self.services_with_letters(|_| true);
        let undone = self
            .undone_letters(&mut read, &officer, &services, MOST)
            .await?;
        let office = one_office(&officer);
        let gaps = match &office {
            Some(office) => self.letter_gaps(&mut read, office).await?,
            None => Vec::new(),
        };
        Ok(Awaiting {
            gaps,
            office,
            undone,
            zone: self.catalogue.zone(&officer.territory),
            letters,
        })
    }

    fn services_with_letters(&self, wanted: impl Fn(&Service) -> bool) -> Vec<&str> {
        self.catalogue
            .services
            .iter()
            .filter(|service| service.products.iter().any(|one| one.letter.is_some()))
            .filter(|service| wanted(service))
            .map(|service| service.id.as_str())
            .collect()
    }

    async fn undone_letters(
        &self,
        read: &mut AnyConnection,
        officer: &Officer,
        services: &[&str],
        most: i64,
    ) -> Result<Vec<UndoneLetter>> {
        let mut undone = Vec::new();
        for code in sql::undone(read, officer.territory.as_str(), services, most).await? {
            let code = Code::parse(&code)?;
            let Some(case) = application::sql::by_code(read, &code).await? else {
                continue;
            };
            let rows = sql::of_case(read, &case.id).await?;
            let bodies = application::sql::answers(read, &case.id).await?;
            let answers = from_json(&bodies.last().ok_or(Error::Unavailable)?.1)?;
            let service = self.service_of(&case.service_id)?;
            undone.extend(
                unsigned(service, &answers, &rows)
                    .into_iter()
                    .map(|one| UndoneLetter {
                        code: code.clone(),
                        product: one.key().to_owned(),
                        name: one.name.clone(),
                    }),
            );
        }
        Ok(undone)
    }

    /// How many letters wait for this officer's name: to be signed, or to be made at all.
    pub(crate) async fn letters_for(
        &self,
        officer: &Officer,
        powers: &Powers,
    ) -> Result<LettersWaiting> {
        let mine = |service: &Service| powers.signing(&service.id, &service.chain).is_some();
        let services = self.services_with_letters(mine);
        let mut read = self.db.read().await?;
        let sign = sql::awaits(&mut read, officer, COUNTED + 1).await?;
        let make = match services.is_empty() {
            true => Vec::new(),
            false => {
                self.undone_letters(&mut read, officer, &services, COUNTED + 1)
                    .await?
            }
        };
        let make: BTreeSet<&str> = make.iter().map(|one| one.code.compact()).collect();
        let count = |found: i64| u32::try_from(found.min(COUNTED)).unwrap_or_default();
        let made = i64::try_from(make.len()).unwrap_or(i64::MAX);
        Ok(LettersWaiting {
            sign: count(sign),
            make: count(made),
            more: sign > COUNTED || made > COUNTED,
        })
    }
}

/// The kecamatan in whose territory an officer works, if it is one.
fn one_office(officer: &Officer) -> Option<RegionCode> {
    officer.territory.at_depth(KECAMATAN)
}
