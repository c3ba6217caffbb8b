//! The catalogue: services, questions, regions, profiles, hours and holidays that an office keeps as files.
//!
//! Read once at start. Nothing is guessed: a file with a mistake stops the start with a list of every [`Flaw`],
//! each with its file, line and fix, because a requirement lost silently sends somebody home from the counter.
//! What the keys mean stands with their types in `domain` ([`Service`], [`Page`], [`Profile`]);
//! how to edit them stands in `docs/catalogue.md`.

mod flaw;
mod letters;
mod lint;
mod read;
mod tables;
#[cfg(test)]
mod tests;

pub use flaw::Flaw;
pub use tables::{Holiday, HolidayKind};

use ::letters::Press;
use domain::calendar::Calendar;
use domain::form::Page;
use domain::hours::{Hours, OfficeTime};
use domain::letter::LetterBook;
use domain::profile::Profile;
use domain::region::{Region, RegionCode, Zone};
use domain::service::Service;
use serde::Deserialize;
use std::path::Path;
use std::sync::Arc;

/// The folder of templates, and of the book of registers.
pub const LETTERS: &str = "letters";

/// All that the files of a catalogue say, checked.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// By group, then by name.
    pub services: Vec<Service>,
    /// About the applicant, asked before every service's own pages.
    pub applicant: Vec<Page>,
    /// By code: a parent stands before its children.
    pub regions: Vec<Region>,
    /// By code.
    pub profiles: Vec<Profile>,
    pub calendar: Calendar,
    /// The same days with their names.
    pub holidays: Vec<Holiday>,
    /// Registers and offices of letters.
    pub letter_book: LetterBook,
    /// The templates of letters, where there are any.
    pub press: Option<Arc<Press>>,
    pub hours: Hours,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Applicant {
    pages: Vec<Page>,
}

impl Catalogue {
    /// Reads `dir`. Every flaw of every file is reported, not only the first.
    pub fn load(dir: &Path) -> Result<Catalogue, Vec<Flaw>> {
        let mut flaws = Vec::new();

        let regions = read::raw(&dir.join("regions.csv"), &mut flaws)
            .map(|source| tables::regions(&source, &mut flaws))
            .unwrap_or_default();

        let mut holidays = Vec::new();
        for source in read::folder(&dir.join("holidays"), "csv", &mut flaws) {
            holidays.extend(tables::holidays(&source, &mut flaws));
        }
        holidays.sort_by_key(|holiday| holiday.date);

        // An older catalogue has none.
        let hours = Some(dir.join("hours.toml"))
            .filter(|path| path.exists())
            .and_then(|path| read::raw(&path, &mut flaws))
            .and_then(|source| read::toml::<Hours>(source, &mut flaws))
            .map(|source| {
                lint::hours(&source, &mut flaws);
                source.value
            })
            .unwrap_or_default();

        let mut profiles = Vec::new();
        for source in read::folder(&dir.join("profiles"), "toml", &mut flaws) {
            if let Some(source) = read::toml::<Profile>(source, &mut flaws) {
                lint::profile(&source, &regions, &mut flaws);
                profiles.push(source.value);
            }
        }
        profiles.sort_by(|a, b| a.code.cmp(&b.code));

        let applicant = read::raw(&dir.join("applicant.toml"), &mut flaws)
            .and_then(|source| read::toml::<Applicant>(source, &mut flaws))
            .map(|source| {
                lint::applicant(&source, &source.value.pages, &regions, &mut flaws);
                source.value.pages
            })
            .unwrap_or_default();

        let mut services = Vec::new();
        for source in read::folder(&dir.join("services"), "toml", &mut flaws) {
            services.extend(read::toml::<Service>(source, &mut flaws));
        }
        lint::services(&services, &applicant, &regions, &mut flaws);
        let (letter_book, press) =
            letters::read(&dir.join(LETTERS), &services, &regions, &mut flaws);
        let mut services: Vec<Service> = services.into_iter().map(|source| source.value).collect();
        services.sort_by(|a, b| (a.group, &a.name.id).cmp(&(b.group, &b.name.id)));

        if !flaws.is_empty() {
            return Err(flaws);
        }
        let calendar = Calendar::new(holidays.iter().map(|holiday| holiday.date));
        Ok(Catalogue {
            services,
            applicant,
            regions,
            profiles,
            calendar,
            holidays,
            letter_book,
            press,
            hours,
        })
    }

    pub fn service(&self, id: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.id == id)
    }

    /// Every page that an application for `service` fills: the applicant's, then the service's own.
    pub fn form<'a>(&'a self, service: &'a Service) -> Vec<&'a Page> {
        self.applicant.iter().chain(&service.pages).collect()
    }

    pub fn region(&self, code: &RegionCode) -> Option<&Region> {
        find(&self.regions, code)
    }

    /// The regions one step below `code`.
    pub fn children(&self, code: &RegionCode) -> Vec<&Region> {
        self.regions
            .iter()
            .filter(|region| region.code.parent().as_ref() == Some(code))
            .collect()
    }

    /// "Desa Umpang, Kecamatan Arut Selatan": with the parent, because names repeat. An unknown code stands for itself.
    pub fn region_name(&self, code: &RegionCode) -> String {
        let Some(region) = self.region(code) else {
            return code.to_string();
        };
        let parent = code
            .parent()
            .filter(|parent| parent.depth() >= 2)
            .and_then(|parent| self.region(&parent));
        match parent {
            Some(parent) => format!("{}, {}", region.full_name(), parent.full_name()),
            None => region.full_name(),
        }
    }

    pub fn profile(&self, code: &RegionCode) -> Option<&Profile> {
        self.profiles
            .binary_search_by(|profile| profile.code.cmp(code))
            .ok()
            .map(|at| &self.profiles[at])
    }

    /// Whether the holidays of `year` were entered, which are decreed each year together with joint leave; days that
    /// are the same every year don't tell. Without them weekdays count that are free, and due dates come too early.
    pub fn has_holidays_of(&self, year: i32) -> bool {
        self.holidays
            .iter()
            .any(|holiday| holiday.date.year() == year && holiday.kind == HolidayKind::JointLeave)
    }

    /// Years that are begun and whose decree isn't entered yet.
    pub fn years_without_leave(&self) -> Vec<i32> {
        let mut years: Vec<i32> = self.holidays.iter().map(|day| day.date.year()).collect();
        years.dedup();
        years.retain(|year| !self.has_holidays_of(*year));
        years
    }

    /// What counts as time at the office that serves `region`.
    pub fn office_time(&self, region: &RegionCode) -> OfficeTime<'_> {
        OfficeTime {
            calendar: &self.calendar,
            hours: &self.hours,
            zone: self.zone(region),
        }
    }

    /// The time zone of the nearest profile upward; of the first one inside where there is none (a province).
    pub fn zone(&self, code: &RegionCode) -> Zone {
        let mut here = Some(code.clone());
        while let Some(code) = here {
            if let Some(profile) = self.profile(&code) {
                return profile.zone;
            }
            here = code.parent();
        }
        self.profiles
            .iter()
            .find(|profile| code.contains(&profile.code))
            .map(|profile| profile.zone)
            .unwrap_or_default()
    }
}

/// `regions` is sorted by code.
fn find<'a>(regions: &'a [Region], code: &RegionCode) -> Option<&'a Region> {
    regions
        .binary_search_by(|region| region.code.cmp(code))
        .ok()
        .map(|at| &regions[at])
}
