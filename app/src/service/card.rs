//! A service in a list: what it is, what it costs, how long it takes, and where it is offered.

use crate::region::place_name;
use crate::routes;
use crate::ui::{Badge, Fee, Icon, Tone, fit, tongue, working_days};
use domain::region::Region;
use domain::service::{Group, Service};
use domain::text::Lang;
use leptos::prelude::*;

/// A list of services by group, and what a search leaves of it.
pub struct Shelf {
    /// Group, then its services with their place in words; `false`: hidden by the search.
    pub groups: Vec<(Group, Vec<(Service, String, bool)>)>,
    /// How many fit, where something was searched for.
    pub found: Option<usize>,
}

/// Sorts `services` into groups. A search hides what doesn't fit and puts the best first, as the island does.
pub fn shelve(services: Vec<Service>, regions: &[Region], query: &str, lang: Lang) -> Shelf {
    let searching = !query.trim().is_empty();
    let score = |service: &Service| searching.then(|| fit(query, service.name.get(lang), &keywords(service, &place_name(regions, &service.region, lang)))).flatten();
    let mut found = 0;
    let mut groups: Vec<(Group, Vec<(Service, String, bool)>, u32)> = Vec::new();
    let mut scored: Vec<(Option<u32>, Service)> = services.into_iter().map(|service| (score(&service), service)).collect();
    // Nothing sorts before something, so turn it round: what fits comes first, the order stays where all are alike.
    scored.sort_by_key(|(score, _)| score.unwrap_or(u32::MAX));
    for (score, service) in scored {
        let place = place_name(regions, &service.region, lang);
        let shown = !searching || score.is_some();
        found += usize::from(searching && shown);
        match groups.iter_mut().find(|(group, ..)| *group == service.group) {
            Some((_, list, _)) => list.push((service, place, shown)),
            None => groups.push((service.group, vec![(service, place, shown)], score.unwrap_or(u32::MAX))),
        }
    }
    groups.sort_by_key(|(group, _, best)| (*best, *group));
    Shelf { groups: groups.into_iter().map(|(group, list, _)| (group, list)).collect(), found: searching.then_some(found) }
}

/// Words to find a service by besides its name.
pub fn keywords(service: &Service, place: &str) -> String {
    // The Indonesian name finds it on an English page, too.
    let mut words = service.keywords.join(" ");
    if service.name.en.is_some() {
        words = format!("{words} {}", service.name.id);
    }
    format!("{words} {place}")
}

/// `place` is empty where everything is offered in the same place. `shown`: a search left it.
#[component]
pub fn ServiceCard(service: Service, place: String, lang: Lang, #[prop(default = true)] shown: bool) -> impl IntoView {
    let found_by = keywords(&service, &place);
    view! {
        <li class="card" data-search=found_by hidden=!shown>
            <h3 lang=tongue(&service.name, lang)>
                <a href=routes::service(&service.id)>{service.name.get(lang).to_owned()}</a>
            </h3>
            <p lang=tongue(&service.summary, lang)>{service.summary.get(lang).to_owned()}</p>
            <p class="meta">
                <Fee rupiah=service.fee.rupiah lang=lang />
                <span>
                    <Icon name="clock" />
                    " "
                    {working_days(service.time.promise, lang)}
                </span>
                {(!place.is_empty())
                    .then(|| {
                        view! {
                            <span>
                                <Icon name="place" />
                                " "
                                {place}
                            </span>
                        }
                    })}
                {service.urgent.then(|| view! { <Badge tone=Tone::Warn>{lang.pick("Didahulukan", "Handled first")}</Badge> })}
            </p>
        </li>
    }
}
