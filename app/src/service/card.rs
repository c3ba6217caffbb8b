//! A service in a list: what it is, what it costs, how long it takes, and where it is offered.

use crate::region::place_name;
use crate::routes;
use crate::ui::{Badge, Fee, Icon, Tone, fit, tongue, working_days};
use domain::region::Region;
use domain::service::{Group, Service};
use domain::text::Lang;
use leptos::prelude::*;

/// Services by group, and what a search leaves of them.
pub struct Shelf {
    pub boards: Vec<Board>,
    /// How many fit, where something was searched for.
    pub found: Option<usize>,
}

/// One group.
pub struct Board {
    pub group: Group,
    pub items: Vec<Item>,
    /// Score of its best item.
    best: u32,
}

pub struct Item {
    pub service: Service,
    /// Where it is offered, in words.
    pub place: String,
    /// `false`: hidden by the search.
    pub shown: bool,
}

/// Sorts `services` into groups. A search hides what doesn't fit and puts the best first, as the island does.
pub fn shelve(services: Vec<Service>, regions: &[Region], query: &str, lang: Lang) -> Shelf {
    let searching = !query.trim().is_empty();
    let mut scored: Vec<(u32, Item)> = services
        .into_iter()
        .map(|service| {
            let place = place_name(regions, &service.region, lang);
            let score = searching
                .then(|| fit(query, service.name.get(lang), &keywords(&service, &place)))
                .flatten();
            (
                score.unwrap_or(u32::MAX),
                Item {
                    service,
                    place,
                    shown: !searching || score.is_some(),
                },
            )
        })
        .collect();
    // Stable: where all are alike the catalogue's order stays.
    scored.sort_by_key(|(score, _)| *score);
    let found = searching.then(|| scored.iter().filter(|(_, item)| item.shown).count());
    let mut boards: Vec<Board> = Vec::new();
    for (best, item) in scored {
        let group = item.service.group;
        match boards.iter_mut().find(|board| board.group == group) {
            Some(board) => board.items.push(item),
            None => boards.push(Board {
                group,
                items: vec![item],
                best,
            }),
        }
    }
    boards.sort_by_key(|board| (board.best, board.group));
    Shelf { boards, found }
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

/// Without a place where everything is offered in the same one.
#[component]
pub fn ServiceCard(item: Item, lang: Lang) -> impl IntoView {
    let Item {
        service,
        place,
        shown,
    } = item;
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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::application::Chain;
    use domain::region::RegionCode;
    use domain::service::{Fee, Signature, WorkingDays};
    use domain::text::Text;

    fn service(id: &str, name: &str, group: Group) -> Service {
        Service {
            id: id.into(),
            prefix: "ABC".into(),
            name: name.into(),
            summary: Text::default(),
            group,
            keywords: vec!["polisi".into()],
            agency: Text::default(),
            region: RegionCode::parse("62.01").expect("a code"),
            who_may_apply: Text::default(),
            confirmed: false,
            sources: Vec::new(),
            time: WorkingDays {
                promise: 1,
                limit: 5,
                note: None,
            },
            fee: Fee {
                rupiah: 0,
                note: None,
            },
            requirements: Vec::new(),
            pages: Vec::new(),
            rules: Vec::new(),
            steps: Vec::new(),
            products: Vec::new(),
            chain: Chain {
                hands: Vec::new(),
                signs: Vec::new(),
            },
            signer: Text::default(),
            signature: Signature::None,
            legal_basis: Vec::new(),
            warnings: Vec::new(),
            standard: Default::default(),
            urgent: false,
            deadline: None,
            partner: false,
        }
    }

    fn all() -> Vec<Service> {
        vec![
            service("skck", "Surat Pengantar SKCK", Group::Kecamatan),
            service("kk", "Kartu Keluarga", Group::Dukcapil),
            service("kia", "Kartu Identitas Anak", Group::Dukcapil),
        ]
    }

    fn ids(shelf: &Shelf) -> Vec<(&str, bool)> {
        shelf
            .boards
            .iter()
            .flat_map(|board| &board.items)
            .map(|item| (item.service.id.as_str(), item.shown))
            .collect()
    }

    #[test]
    fn without_a_search_the_catalogue_keeps_its_order() {
        let shelf = shelve(all(), &[], " ", Lang::Id);
        assert_eq!(ids(&shelf), [("skck", true), ("kk", true), ("kia", true)]);
        assert_eq!(shelf.found, None);
    }

    #[test]
    fn a_search_hides_what_does_not_fit_and_puts_the_best_group_first() {
        let shelf = shelve(all(), &[], "kartu anak", Lang::Id);
        assert_eq!(ids(&shelf), [("kia", true), ("kk", false), ("skck", false)]);
        assert_eq!(shelf.found, Some(1));
        assert_eq!(shelve(all(), &[], "polsi", Lang::Id).found, Some(3));
    }
}
