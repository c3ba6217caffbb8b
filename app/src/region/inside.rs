//! What lies in a region: kecamatan of a regency; desa and kelurahan of a kecamatan, how far, and their own sites.

use crate::routes;
use crate::ui::{Icon, kilometres};
use domain::profile::{Distance, Link};
use domain::region::Region;
use domain::text::Lang;
use leptos::prelude::*;

#[component]
pub fn Inside(
    regions: Vec<Region>,
    links: Vec<Link>,
    distances: Vec<Distance>,
    lang: Lang,
) -> impl IntoView {
    let villages = regions.first().is_some_and(|child| child.code.depth() == 4);
    let heading = if villages {
        lang.pick("Desa dan kelurahan", "Villages")
    } else {
        "Kecamatan"
    };
    let measured = villages && !distances.is_empty();
    (!regions.is_empty()).then(|| {
        view! {
            <h2>{heading}</h2>
            {measured
                .then(|| {
                    view! {
                        <p class="hint">
                            {lang.pick("Jarak ke kantor dihitung garis lurus, bukan lewat jalan.", "Distances to the office are straight lines, not roads.")}
                        </p>
                    }
                })}
            <ul class=if villages { "links wide-links" } else { "links" }>
                {regions
                    .into_iter()
                    .map(|region| {
                        let far = distances.iter().find(|d| d.code == region.code).filter(|d| d.hectometres > 0).map(|d| kilometres(d.hectometres, lang));
                        let site = links.iter().find(|link| link.code == region.code).map(|link| link.url.clone());
                        view! { <Child region=region far=far site=site lang=lang /> }
                    })
                    .collect_view()}
            </ul>
        }
    })
}

#[component]
fn Child(region: Region, far: Option<String>, site: Option<String>, lang: Lang) -> impl IntoView {
    let postcode = region
        .postcode
        .as_ref()
        .map(|code| format!("{} {code}", lang.pick("kode pos", "postcode")));
    let kind = (region.code.depth() == 4).then(|| region.level.name(lang).to_owned());
    let more: Vec<String> = [kind, postcode, far].into_iter().flatten().collect();
    let class = site.as_ref().filter(|site| is_web(site)).map(|_| "has-own");
    let own = site.filter(|site| is_web(site)).map(|site| {
        let name = region.name.clone();
        view! {
            <a class="tap own" href=site>
                <Icon name="out" />
                <span>
                    {lang.pick("Situs", "Site")}
                    <span class="vh">" " {name}</span>
                </span>
            </a>
        }
    });
    view! {
        <li class=class>
            <a href=routes::region(&region.code)>{region.name}</a>
            {(!more.is_empty()).then(|| view! { <small>{more.join(" · ")}</small> })}
            {own}
        </li>
    }
}

/// An office may write anything; only web addresses become links.
fn is_web(site: &str) -> bool {
    site.starts_with("https://") || site.starts_with("http://")
}
