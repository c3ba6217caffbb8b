//! Regions that a search found, each with its parent.

use super::words::{find, title};
use crate::routes;
use crate::ui::fit;
use domain::region::{Region, RegionCode};
use domain::text::Lang;
use leptos::prelude::*;

pub struct Hit {
    code: RegionCode,
    title: String,
    /// "Kecamatan Arut Selatan, Kabupaten Kotawaringin Barat".
    around: String,
}

/// The best fits for `query`, at most `most`. Nothing is found by nothing.
pub fn hits(regions: &[Region], query: &str, most: usize, lang: Lang) -> Vec<Hit> {
    if query.trim().is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(u32, &Region)> = regions
        .iter()
        .filter(|region| region.code.depth() > 1)
        .filter_map(|region| {
            Some((
                fit(query, &region.name, region.level.name(Lang::Id))?,
                region,
            ))
        })
        .collect();
    found.sort_by_key(|(score, region)| (*score, region.code.clone()));
    found
        .into_iter()
        .take(most)
        .map(|(_, region)| {
            let parents = (2..region.code.depth())
                .rev()
                .filter_map(|depth| region.code.at_depth(depth))
                .filter_map(|code| find(regions, &code));
            let around = parents
                .map(|parent| title(parent, lang))
                .collect::<Vec<_>>()
                .join(", ");
            Hit {
                code: region.code.clone(),
                title: title(region, lang),
                around,
            }
        })
        .collect()
}

#[component]
pub fn RegionHits(hits: Vec<Hit>, lang: Lang) -> impl IntoView {
    (!hits.is_empty()).then(|| {
        view! {
            <section data-group>
                <h2>{lang.pick("Kecamatan, desa, dan kelurahan", "Districts and villages")}</h2>
                <ul class="cards">
                    {hits
                        .into_iter()
                        .map(|hit| {
                            view! {
                                <li class="card" data-search="">
                                    <h3><a href=routes::region(&hit.code)>{hit.title}</a></h3>
                                    <p class="meta">{hit.around}</p>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </section>
        }
    })
}
