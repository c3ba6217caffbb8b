//! `/kecamatan/{code}`: the profile of a regency, a kecamatan, a desa or a kelurahan.

use super::api::{RegionInfo, read_region};
use super::figures::Figures;
use super::inside::Inside;
use super::offered::Offered;
use super::office::OfficePart;
use super::story::Story;
use super::words::{around, title};
use crate::error::ApiError;
use crate::facts::use_lang;
use crate::routes;
use crate::service::api::list_services;
use crate::ui::{Crumb, ErrorPage, indonesian};
use domain::profile::Profile;
use domain::text::Lang;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;

#[component]
pub fn RegionPage() -> impl IntoView {
    let lang = use_lang();
    let code = use_params_map()
        .read_untracked()
        .get("code")
        .unwrap_or_default();
    Suspend::new(async move {
        let info = match read_region(code).await {
            Ok(info) => info,
            Err(ApiError(error)) => {
                let back_words = lang.pick("Semua kecamatan", "All districts");
                return view! { <ErrorPage error=error back=routes::REGIONS back_words=back_words /> }.into_any();
            }
        };
        // A desa is described in the profile of its kecamatan.
        let above = match info.parents.last() {
            Some(parent) if info.region.code.depth() == 4 => read_region(parent.code.to_string())
                .await
                .ok()
                .and_then(|info| info.profile),
            _ => None,
        };
        let services = list_services().await.unwrap_or_default();
        let offered =
            view! { <Offered services=services code=info.region.code.clone() lang=lang /> }
                .into_any();
        let name = title(&info.region, lang);
        let about = about(&name, &info, lang);
        let (back, back_words) = match info.parents.last() {
            Some(parent) if parent.code.depth() > 1 => {
                (routes::region(&parent.code), title(parent, lang))
            }
            _ => (
                routes::REGIONS.to_owned(),
                lang.pick("Semua kecamatan", "All districts").to_owned(),
            ),
        };
        view! {
            <Title text=name.clone() />
            <Meta name="description" content=about />
            <main class="wrap" id="isi" tabindex="-1">
                <Crumb href=back>{back_words}</Crumb>
                <h1>{name}</h1>
                {(!info.parents.is_empty()).then(|| view! { <p class="lead">{around(&info.parents, lang)}</p> })}
                {if info.region.code.depth() == 4 { village(info, above, offered, lang) } else { district(info, offered, lang) }}
            </main>
        }
        .into_any()
    })
}

fn about(name: &str, info: &RegionInfo, lang: Lang) -> String {
    let around = around(&info.parents, lang);
    match lang {
        Lang::Id => format!("{name}, {around}: layanan, kantor, dan profil wilayah."),
        Lang::En => format!("{name}, {around}: services, office and profile."),
    }
}

/// A regency or a kecamatan. Services first: most people come for them.
fn district(info: RegionInfo, offered: AnyView, lang: Lang) -> AnyView {
    let RegionInfo {
        region,
        children,
        profile,
        ..
    } = info;
    let profile = profile.unwrap_or_else(|| unknown(&region.code));
    view! {
        {offered}
        <OfficePart office=profile.office.clone() structure=profile.structure.clone() lang=lang />
        <Inside regions=children.clone() links=profile.links.clone() distances=profile.distances.clone() lang=lang />
        <Figures region=region inside=children profile=profile.clone() lang=lang />
        <Story profile=profile lang=lang />
    }
    .into_any()
}

fn village(info: RegionInfo, above: Option<Profile>, offered: AnyView, lang: Lang) -> AnyView {
    let code = info.region.code.clone();
    let far = above
        .as_ref()
        .and_then(|p| p.distances.iter().find(|d| d.code == code))
        .map(|d| d.hectometres);
    let site = above
        .as_ref()
        .and_then(|p| p.links.iter().find(|link| link.code == code))
        .map(|link| link.url.clone());
    let sources = above.map(|p| p.sources).unwrap_or_default();
    view! {
        {super::figures::village_facts(&info.region, far, site, lang)}
        {offered}
        {(!sources.is_empty()).then(|| view! { <div lang=indonesian(lang)>{super::story::sources(sources, lang)}</div> })}
    }
    .into_any()
}

/// The profile of a place that nobody has described: everything is "not yet filled in".
fn unknown(code: &domain::region::RegionCode) -> Profile {
    Profile {
        code: code.clone(),
        zone: Default::default(),
        capital: None,
        motto: None,
        history: Vec::new(),
        vision: None,
        mission: Vec::new(),
        area: Vec::new(),
        population: Vec::new(),
        borders: Default::default(),
        centre: None,
        office: Default::default(),
        structure: Vec::new(),
        links: Vec::new(),
        distances: Vec::new(),
        notes: Vec::new(),
        sources: Vec::new(),
    }
}
