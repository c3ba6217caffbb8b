//! What the form engine needs of a service, packed small: it travels inside the page.

use domain::form::{Answers, Page};
use domain::rule::Rule;
use domain::service::{How, Requirement};
use domain::text::Text;
use domain::validate::is_asked;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FormPack {
    pub service: String,
    pub name: Text,
    pub pages: Vec<Page>,
    pub rules: Vec<Rule>,
    pub requirements: Vec<Requirement>,
    /// ISO 8601 days on which the office is closed, besides weekends.
    pub holidays: Vec<String>,
    /// Today at the office, ISO 8601.
    pub today: String,
    /// Kecamatan with their desa and kelurahan: name, then (code, name).
    pub regions: Vec<(String, Vec<(String, String)>)>,
    /// Words of grief, no cheer (a death is reported).
    pub solemn: bool,
}

#[cfg(feature = "ssr")]
impl FormPack {
    /// Only the wording of `lang` is packed, except that options keep their Indonesian wording: it is the answer.
    pub fn new(
        catalogue: &backend::catalogue::Catalogue,
        service: &domain::service::Service,
        now: domain::calendar::Moment,
        lang: domain::text::Lang,
    ) -> FormPack {
        let zone = catalogue.zone(&service.region);
        let today = now.day(zone);
        let districts = catalogue.regions.iter().filter(|r| {
            r.code.depth() == 3
                && (service.region.contains(&r.code) || r.code.contains(&service.region))
        });
        let regions = districts
            .map(|district| {
                let villages = catalogue.children(&district.code);
                (
                    district.name.clone(),
                    villages
                        .iter()
                        .map(|v| (v.code.to_string(), v.name.clone()))
                        .collect(),
                )
            })
            .collect();
        let pack = FormPack {
            service: service.id.clone(),
            name: service.name.clone(),
            pages: catalogue.form(service).into_iter().cloned().collect(),
            rules: service.rules.clone(),
            requirements: service.requirements.clone(),
            // Rules look at most a few months ahead.
            holidays: catalogue
                .calendar
                .iso_days()
                .into_iter()
                .filter(|day| *day >= domain::calendar::iso_day(today))
                .collect(),
            today: domain::calendar::iso_day(today),
            regions,
            solemn: service.urgent,
        };
        pack.in_language(lang)
    }

    fn in_language(self, lang: domain::text::Lang) -> FormPack {
        fn indonesian_only(value: &mut serde_json::Value) {
            match value {
                serde_json::Value::Object(map)
                    if map.len() == 2 && map.contains_key("id") && map.contains_key("en") =>
                {
                    *value = map.remove("id").unwrap_or_default();
                }
                serde_json::Value::Object(map) => map.values_mut().for_each(indonesian_only),
                serde_json::Value::Array(list) => list.iter_mut().for_each(indonesian_only),
                _ => {}
            }
        }
        if lang != domain::text::Lang::Id {
            return self;
        }
        let Ok(mut value) = serde_json::to_value(&self) else {
            return self;
        };
        indonesian_only(&mut value);
        serde_json::from_value(value).unwrap_or(self)
    }
}

impl FormPack {
    /// Requirements of `how` that apply, given the answers.
    pub fn required(&self, how: How, answers: &Answers) -> impl Iterator<Item = &Requirement> {
        self.requirements
            .iter()
            .filter(move |r| r.how == how && r.show_if.as_ref().is_none_or(|c| c.holds(answers)))
    }

    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id)
    }

    /// A region's name by its code, for showing an answer.
    pub fn region_name(&self, code: &str) -> Option<String> {
        self.regions.iter().find_map(|(district, villages)| {
            villages
                .iter()
                .find(|(c, _)| c == code)
                .map(|(_, name)| format!("{name}, Kecamatan {district}"))
        })
    }

    /// Pages with at least one question to ask.
    pub fn asked_pages(&self, answers: &Answers) -> impl Iterator<Item = &Page> {
        self.pages
            .iter()
            .filter(move |page| page.fields.iter().any(|field| is_asked(field, answers)))
    }
}
