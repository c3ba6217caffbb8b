//! Trying every template of the catalogue: once with every question answered, once with none.
//!
//! `genggam catalogue check` does it for all of them, and whoever keeps the content looks at each in the browser: as its
//! file is now, which a server takes over at its next start.

use super::contents::Face;
use crate::Backend;
use crate::catalogue::{Catalogue, Flaw, LETTERS};
use crate::fault::Fault;
use domain::application::IllegalStep;
use domain::calendar::Moment;
use domain::error::{Error, Result};
use domain::letter::{Means, ProductLetter};
use domain::officer::Role;
use domain::region::{RegionCode, Zone};
use domain::service::Service;
use domain::view::{TemplateFlaw, TemplateView};
use letters::Press;
use std::path::Path;
use tokio::task::spawn_blocking;

impl Catalogue {
    /// What is wrong with the templates of letters, as far as setting them shows it. Takes a moment.
    pub fn check_letters(&self, folder: &Path) -> Vec<Flaw> {
        let Some(press) = &self.press else {
            return Vec::new();
        };
        let mut flaws = Vec::new();
        for service in &self.services {
            for letter in service
                .products
                .iter()
                .filter_map(|one| one.letter.as_ref())
            {
                for flaw in self.flaws_of(press, service, &service.region, letter, folder) {
                    if !flaws.contains(&flaw) {
                        flaws.push(flaw);
                    }
                }
            }
        }
        flaws
    }

    fn flaws_of(
        &self,
        press: &Press,
        service: &Service,
        region: &RegionCode,
        letter: &ProductLetter,
        folder: &Path,
    ) -> Vec<Flaw> {
        let tried = [true, false]
            .into_iter()
            .find_map(|answered| self.tried(press, service, region, letter, answered).err());
        let told = |found: letters::Flaw| Flaw {
            file: folder.join(&found.file).display().to_string(),
            line: found.place.map(|place| place.0),
            column: found.place.map(|place| place.1),
            message: format!("Contoh surat tidak bisa dicetak: {}.", found.message),
            fix: if found.hint.is_empty() {
                "Perbaiki baris itu, atau kembalikan berkas yang lama.".to_owned()
            } else {
                found.hint
            },
        };
        tried.unwrap_or_default().into_iter().map(told).collect()
    }

    /// A letter of nobody.
    fn tried(
        &self,
        press: &Press,
        service: &Service,
        region: &RegionCode,
        letter: &ProductLetter,
        answered: bool,
    ) -> std::result::Result<Vec<u8>, Vec<letters::Flaw>> {
        // Any day will do: nothing is kept.
        let face = Face::draft(Moment(0).day(Zone::Wib), Means::Pen);
        let sample = self.sample(service, region, answered, &face);
        press.set(&letter.template, &sample, None, face.day())
    }
}

impl Backend {
    /// The templates of the letters that are offered in this officer's territory, and what is wrong with each.
    pub async fn letter_templates(&self, session: &str) -> Result<Vec<TemplateView>> {
        let (territory, press) = self.template_desk(session).await?;
        let catalogue = self.catalogue.clone();
        let looked = spawn_blocking(move || {
            let folder = Path::new("catalogue").join(LETTERS);
            let mut found = Vec::new();
            let near = |service: &&Service| is_near(service, &territory);
            for service in catalogue.services.iter().filter(near) {
                for product in &service.products {
                    let Some(letter) = &product.letter else {
                        continue;
                    };
                    let flaws = catalogue.flaws_of(&press, service, &territory, letter, &folder);
                    let told = |flaw: Flaw| TemplateFlaw {
                        file: flaw.file,
                        line: flaw.line,
                        column: flaw.column,
                        message: flaw.message,
                        fix: flaw.fix,
                    };
                    found.push(TemplateView {
                        service: service.id.clone(),
                        product: product.key().to_owned(),
                        name: product.name.clone(),
                        file: folder
                            .join(format!("{}.typ", letter.template))
                            .display()
                            .to_string(),
                        flaws: flaws.into_iter().map(told).collect(),
                    });
                }
            }
            found
        });
        Ok(looked.await.map_err(Fault::from)?)
    }

    /// One of them as a letter of nobody: with every question answered, or with none.
    pub async fn letter_sample(
        &self,
        session: &str,
        service: &str,
        product: &str,
        answered: bool,
    ) -> Result<Vec<u8>> {
        let (territory, press) = self.template_desk(session).await?;
        let catalogue = self.catalogue.clone();
        let (service, product) = (service.to_owned(), product.to_owned());
        let set = spawn_blocking(move || {
            let service = catalogue
                .service(&service)
                .filter(|one| is_near(one, &territory));
            let service = service.ok_or(Error::NotFound)?;
            let mut products = service.products.iter();
            let product = products.find(|one| one.key() == product);
            let letter = product
                .and_then(|one| one.letter.as_ref())
                .ok_or(Error::NotFound)?;
            catalogue
                .tried(&press, service, &territory, letter, answered)
                .map_err(|_| IllegalStep::Template.into())
        });
        set.await.map_err(Fault::from)?
    }

    /// Whoever keeps the content, and the templates as they are on the disk.
    async fn template_desk(&self, session: &str) -> Result<(RegionCode, Press)> {
        let officer = self.caller(session).await?;
        if officer.role != Role::Content {
            return Err(Error::Forbidden);
        }
        let known = self.catalogue.press.clone().ok_or(Error::NotFound)?;
        let press = spawn_blocking(move || known.reopened());
        let press = press.await.map_err(Fault::from)?;
        Ok((officer.territory, press.map_err(Fault::from)?))
    }
}

fn is_near(service: &Service, territory: &RegionCode) -> bool {
    service.region.contains(territory) || territory.contains(&service.region)
}
