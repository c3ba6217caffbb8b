//! `/kecamatan`: every regency with its kecamatan, each with its desa and kelurahan folded in.

use super::api::list_regions;
use super::words::counted;
use crate::error::ApiError;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{ErrorPage, Search, fit, query};
use domain::region::Region;
use domain::text::Lang;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

#[component]
pub fn RegionsPage() -> impl IntoView {
    let lang = use_lang();
    let query = query();
    Suspend::new(async move {
        match list_regions().await {
            Ok(regions) => {
                let tree = Tree::new(&regions, &query);
                view! {
                    <Title text=lang.pick("Kecamatan, desa, dan kelurahan", "Districts and villages") />
                    <Meta
                        name="description"
                        content=lang.pick("Profil kecamatan, desa, dan kelurahan: kantor, layanan, luas, penduduk, kode pos.", "Profiles of districts and villages: office, services, area, population, postcode.")
                    />
                    <main class="wrap" id="isi" tabindex="-1">
                        <h1>{lang.pick("Cari kecamatan Anda", "Find your district")}</h1>
                        <Search
                            lang=lang
                            action=routes::REGIONS.to_owned()
                            label=lang.pick("Nama kecamatan, desa, atau kelurahan", "Name of a kecamatan, desa or kelurahan").to_owned()
                            query=query
                            found=tree.found
                        />
                        <div>{tree.regencies.into_iter().map(|regency| view! { <RegencyPart regency=regency lang=lang /> }).collect_view()}</div>
                    </main>
                }
                    .into_any()
            }
            Err(ApiError(error)) => view! { <ErrorPage error=error back=routes::HOME back_words=lang.pick("Halaman depan", "Front page") /> }.into_any(),
        }
    })
}

/// What a search leaves of all regions: the same rules as the island's, so that both show the same.
struct Tree {
    regencies: Vec<Branch>,
    found: Option<usize>,
}

struct Branch {
    region: Region,
    inside: Vec<Branch>,
    shown: bool,
    /// Something inside was found, not this one itself.
    open: bool,
    best: Option<u32>,
}

impl Tree {
    fn new(regions: &[Region], query: &str) -> Tree {
        let searching = !query.trim().is_empty();
        let mut found = 0;
        let roots = regions.iter().filter(|region| region.code.depth() == 2);
        let mut regencies: Vec<Branch> = roots
            .map(|region| grow(region, regions, query, searching, false, &mut found))
            .collect();
        best_first(&mut regencies);
        Tree {
            regencies,
            found: searching.then_some(found),
        }
    }
}

/// `inside`: lies in something found by its own name, and stays with it.
fn grow(
    region: &Region,
    regions: &[Region],
    query: &str,
    searching: bool,
    inside: bool,
    found: &mut usize,
) -> Branch {
    // A regency is a heading here: its kecamatan are what people look for.
    let own = (searching && region.code.depth() > 2)
        .then(|| fit(query, &region.name, ""))
        .flatten();
    *found += usize::from(own.is_some());
    let mut below: Vec<Branch> = regions
        .iter()
        .filter(|other| {
            region.code.contains(&other.code) && other.code.depth() == region.code.depth() + 1
        })
        .map(|other| {
            grow(
                other,
                regions,
                query,
                searching,
                inside || own.is_some(),
                found,
            )
        })
        .collect();
    best_first(&mut below);
    let best = below
        .iter()
        .filter_map(|branch| branch.best)
        .chain(own)
        .min();
    Branch {
        region: region.clone(),
        inside: below,
        shown: !searching || inside || best.is_some(),
        open: best.is_some() && own.is_none(),
        best,
    }
}

fn best_first(branches: &mut [Branch]) {
    branches.sort_by_key(|branch| branch.best.unwrap_or(u32::MAX));
}

#[component]
fn RegencyPart(regency: Branch, lang: Lang) -> impl IntoView {
    let count = counted(regency.inside.iter().flat_map(|district| {
        std::iter::once(&district.region).chain(district.inside.iter().map(|v| &v.region))
    }));
    view! {
        <section data-group hidden=!regency.shown>
            <h2>
                <a class="tap" href=routes::region(&regency.region.code)>{regency.region.name}</a>
            </h2>
            <p class="hint">{count}</p>
            <div class="folds">
                {regency.inside.into_iter().map(|district| view! { <DistrictPart district=district lang=lang /> }).collect_view()}
            </div>
        </section>
    }
}

#[component]
fn DistrictPart(district: Branch, lang: Lang) -> impl IntoView {
    let code = district.region.code.clone();
    view! {
        <details data-search="" hidden=!district.shown open=district.open>
            <summary>
                <b>{district.region.name}</b>
                " "
                <small>{counted(district.inside.iter().map(|village| &village.region))}</small>
            </summary>
            <ul class="links">
                // No village, so a search that is after one leaves it out.
                <li data-group hidden=district.open>
                    <a href=routes::region(&code)>{lang.pick("Profil kecamatan ini", "About this district")}</a>
                </li>
                {district
                    .inside
                    .into_iter()
                    .map(|village| {
                        view! {
                            <li data-search="" hidden=!village.shown>
                                <a href=routes::region(&village.region.code)>{village.region.name}</a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </details>
    }
}
