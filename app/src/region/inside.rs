//! What lies in a region: kecamatan of a regency; desa and kelurahan of a kecamatan, how far, and their own sites.

use crate::routes;
use crate::ui::kilometres;
use domain::profile::{Distance, Link};
use domain::region::Region;
use domain::text::Lang;
use leptos::prelude::*;

#[component]
pub fn Inside(children: Vec<Region>, links: Vec<Link>, distances: Vec<Distance>, lang: Lang) -> impl IntoView {
    let villages = children.first().is_some_and(|child| child.code.depth() == 4);
    let heading = if villages { lang.pick("Desa dan kelurahan", "Villages") } else { "Kecamatan" };
    let measured = villages && !distances.is_empty();
    (!children.is_empty()).then(|| {
        view! {
            <h2>{heading}</h2>
            {measured
                .then(|| {
                    view! {
                        <p class="hint">
                            {lang.pick("Jarak dihitung garis lurus dari kantor.", "Distances are straight lines from the office.")}
                        </p>
                    }
                })}
            <ul class="links">
                {children
                    .into_iter()
                    .map(|child| {
                        let far = distances.iter().find(|d| d.code == child.code).map(|d| kilometres(d.hectometres, lang));
                        let own = links.iter().any(|link| link.code == child.code);
                        view! { <Child region=child far=far own_site=own lang=lang /> }
                    })
                    .collect_view()}
            </ul>
        }
    })
}

#[component]
fn Child(region: Region, far: Option<String>, own_site: bool, lang: Lang) -> impl IntoView {
    let postcode = region.postcode.as_ref().map(|code| format!("{} {code}", lang.pick("kode pos", "postcode")));
    let site = own_site.then(|| lang.pick("punya situs", "has a website").to_owned());
    let kind = (region.code.depth() == 4).then(|| region.level.name(lang).to_owned());
    let more: Vec<String> = [kind, postcode, far, site].into_iter().flatten().collect();
    view! {
        <li>
            <a href=routes::region(&region.code)>{region.name}</a>
            {(!more.is_empty()).then(|| view! { <small>{more.join(" · ")}</small> })}
        </li>
    }
}
