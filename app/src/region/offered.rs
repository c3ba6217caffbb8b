//! Services that people of a region can use: those offered for it or around it, and those of places inside it.

use crate::routes;
use crate::service::group_name;
use crate::ui::{Empty, tongue, working_days};
use domain::region::RegionCode;
use domain::service::{Group, Service};
use domain::text::Lang;
use leptos::prelude::*;

#[component]
pub fn Offered(services: Vec<Service>, code: RegionCode, lang: Lang) -> impl IntoView {
    let mut groups: Vec<(Group, Vec<Service>)> = Vec::new();
    for service in services
        .into_iter()
        .filter(|service| is_offered(service, &code))
    {
        match groups.iter_mut().find(|(group, _)| *group == service.group) {
            Some((_, list)) => list.push(service),
            None => groups.push((service.group, vec![service])),
        }
    }
    let none = groups.is_empty();
    view! {
        <h2>{lang.pick("Layanan di sini", "Services here")}</h2>
        {none
            .then(|| {
                view! {
                    <Empty words=lang.pick("Belum ada layanan dari daerah ini di Genggam.", "This place offers no services in Genggam yet.")>
                        <a class="btn second" href=routes::SERVICES>{lang.pick("Lihat semua layanan", "Show all services")}</a>
                    </Empty>
                }
            })}
        {groups
            .into_iter()
            .map(|(group, services)| {
                view! {
                    <h3>{group_name(group, lang)}</h3>
                    <ul class="links wide-links">{services.into_iter().map(|service| line(&service, lang)).collect_view()}</ul>
                }
            })
            .collect_view()}
    }
}

/// A service of the regency serves every kecamatan in it; a regency's page also shows what its kecamatan offer.
fn is_offered(service: &Service, code: &RegionCode) -> bool {
    service.region.contains(code) || code.contains(&service.region)
}

fn line(service: &Service, lang: Lang) -> impl IntoView + use<> {
    let free = (service.fee.rupiah == 0).then(|| lang.pick("gratis · ", "free · "));
    view! {
        <li>
            <a href=routes::service(&service.id) lang=tongue(&service.name, lang)>{service.name.get(lang).to_owned()}</a>
            <small>{free} {working_days(service.time.promise, lang)}</small>
        </li>
    }
}
