//! `/`: find your service and your kecamatan.

use crate::facts::use_facts;
use crate::region::api::list_regions;
use crate::region::{counted, office_region, place_name};
use crate::routes;
use crate::service::api::list_services;
use crate::service::{groups, keywords, shelve};
use crate::ui::{Icon, Search, tongue};
use domain::region::Region;
use domain::service::Service;
use domain::text::Lang;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

#[component]
pub fn HomePage() -> impl IntoView {
    let facts = use_facts();
    let lang = facts.lang;
    Suspend::new(async move {
        // A front page without its lists still leads everywhere.
        let services = list_services().await.unwrap_or_default();
        let regions = list_regions().await.unwrap_or_default();
        let office = office_region(&regions, &facts.office).cloned();
        let (here, elsewhere): (Vec<Service>, Vec<Service>) = services
            .into_iter()
            .partition(|service| is_ours(service, office.as_ref()));
        let mut shelf = shelve(here, &regions, "", lang);
        // Whose office this is stands in the header.
        let known = office
            .as_ref()
            .map(|office| place_name(&regions, &office.code, lang));
        for item in shelf.boards.iter_mut().flat_map(|board| &mut board.items) {
            if known.as_ref() == Some(&item.place) {
                item.place.clear();
            }
        }
        view! {
            <Title text=lang.pick("Urus surat dari rumah", "Letters from home") />
            <Meta
                name="description"
                content=lang.pick(
                    "Urus surat kecamatan dari HP: lihat syaratnya, kirim foto dokumen, dan pantau sampai jadi. Gratis.",
                    "Get letters from the district office by phone: see what you need, send photos, follow them until they are ready. Free.",
                )
            />
            <main id="isi" tabindex="-1">
                <div class="hero">
                    <div class="wrap">
                        <h1>{lang.pick("Mau mengurus apa hari ini?", "What do you need today?")}</h1>
                        <p class="lead">{lang.pick("Urus surat dari HP: siapkan, kirim, pantau sampai jadi.", "Get letters by phone: prepare, send, follow.")}</p>
                        <Search
                            lang=lang
                            action=routes::SERVICES.to_owned()
                            label=lang.pick("Cari layanan atau nama desa", "Find a service or a village").to_owned()
                            query=String::new()
                            found=None
                        />
                    </div>
                </div>
                <div class="band" aria-hidden="true"></div>
                <div class="wrap">
                    {groups(shelf, lang)}
                    {more(elsewhere, &regions, lang)}
                    {status(lang)}
                    {how(lang)}
                    {districts(&regions, office, lang)}
                </div>
            </main>
        }
    })
}

/// Offered to people of this office; everything where nobody knows whose office this is.
fn is_ours(service: &Service, office: Option<&Region>) -> bool {
    office.is_none_or(|office| {
        service.region.contains(&office.code) || office.code.contains(&service.region)
    })
}

/// Services of other places, one line each: the search finds them, and nobody has to scroll past them.
fn more(services: Vec<Service>, regions: &[Region], lang: Lang) -> impl IntoView + use<> {
    (!services.is_empty()).then(|| {
        let lines = services
            .into_iter()
            .map(|service| {
                let place = place_name(regions, &service.region, lang);
                let found_by = keywords(&service, &place);
                view! {
                    <li data-search=found_by>
                        <a href=routes::service(&service.id) lang=tongue(&service.name, lang)>{service.name.get(lang).to_owned()}</a>
                        <small>{place}</small>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section data-group>
                <details>
                    <summary>{lang.pick("Layanan di daerah lain", "Services in other places")}</summary>
                    <ul class="links wide-links">{lines}</ul>
                </details>
            </section>
        }
    })
}

fn status(lang: Lang) -> impl IntoView {
    view! {
        <section class="box" data-group>
            <h2>{lang.pick("Sudah mengirim?", "Already sent something?")}</h2>
            <p>
                {lang.pick(
                    "Siapkan kode di tanda terima dan 4 angka terakhir nomor HP Anda.",
                    "Have ready the code on your receipt and the last 4 digits of your phone number.",
                )}
            </p>
            <p class="acts">
                <a class="btn second" href=routes::STATUS>
                    <Icon name="eye" />
                    {lang.pick("Cek status", "Check status")}
                </a>
            </p>
        </section>
    }
}

fn how(lang: Lang) -> impl IntoView {
    let steps = [
        (
            lang.pick("Siapkan", "Prepare"),
            lang.pick(
                "Pilih layanan. Lihat dokumen apa saja yang perlu difoto.",
                "Choose a service. See which papers to photograph.",
            ),
        ),
        (
            lang.pick("Kirim", "Send"),
            lang.pick(
                "Isi di HP, sedikit demi sedikit. Sinyal hilang? Isian tetap tersimpan.",
                "Fill it in on your phone, bit by bit. No signal? Nothing is lost.",
            ),
        ),
        (
            lang.pick("Pantau", "Follow"),
            lang.pick(
                "Anda dapat kode. Dengan kode itu Anda melihat surat sudah sampai mana.",
                "You get a code. It shows you how far your letter is.",
            ),
        ),
    ];
    view! {
        <section data-group>
            <h2>{lang.pick("Caranya", "How it works")}</h2>
            <ol class="three">
                {steps
                    .map(|(title, words)| {
                        view! {
                            <li>
                                <b>{title}</b>
                                " "
                                {words}
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
        </section>
    }
}

fn districts(regions: &[Region], office: Option<Region>, lang: Lang) -> impl IntoView + use<> {
    let regencies = regions
        .iter()
        .filter(|region| region.code.depth() == 2)
        .cloned()
        .collect::<Vec<_>>();
    let own = office.as_ref().map(|office| {
        let inside = regions
            .iter()
            .filter(|region| office.code.contains(&region.code) && region.code != office.code);
        view! {
            <ul class="cards">
                <li class="card">
                    <h3><a href=routes::region(&office.code)>{office.full_name()}</a></h3>
                    <p class="meta">{counted(inside)}</p>
                </li>
            </ul>
        }
    });
    let all = regencies
        .into_iter()
        .map(|regency| {
            let inside: Vec<Region> = regions.iter().filter(|r| r.code.depth() == 3 && regency.code.contains(&r.code)).cloned().collect();
            let lines = inside
                .into_iter()
                .map(|district| view! { <li data-search=""><a href=routes::region(&district.code)>{district.name}</a></li> })
                .collect_view();
            view! {
                <details data-group>
                    <summary>{regency.name}</summary>
                    <ul class="links">{lines}</ul>
                </details>
            }
        })
        .collect_view();
    view! {
        <section data-group>
            <h2>{lang.pick("Kecamatan Anda", "Your district")}</h2>
            {own}
            {all}
            <p>
                <a class="tap" href=routes::REGIONS>{lang.pick("Cari nama desa atau kelurahan", "Find a village by name")}</a>
            </p>
        </section>
    }
}
