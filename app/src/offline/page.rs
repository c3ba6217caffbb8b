//! `/luring`: what opens without a network. The service worker shows it instead of a page that isn't kept.

use crate::facts::use_facts;
use crate::region::api::list_regions;
use crate::region::office_region;
use crate::routes;
use crate::service::api::list_services;
use crate::ui::tongue;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn OfflinePage() -> impl IntoView {
    let facts = use_facts();
    let lang = facts.lang;
    Suspend::new(async move {
        let services = list_services().await.unwrap_or_default();
        let regions = list_regions().await.unwrap_or_default();
        let office = office_region(&regions, &facts.office).map(|office| {
            view! {
                <li>
                    <a href=routes::region(&office.code)>{office.full_name()}</a>
                </li>
            }
        });
        let forms = services
            .into_iter()
            .map(|service| {
                view! {
                    <li class="has-own">
                        <a href=routes::service(&service.id) lang=tongue(&service.name, lang)>{service.name.get(lang).to_owned()}</a>
                        <a class="tap own" href=routes::apply(&service.id)>
                            {lang.pick("Formulir", "Form")}
                            <span class="vh" lang=tongue(&service.name, lang)>" " {service.name.get(lang).to_owned()}</span>
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <Title text=lang.pick("Tidak ada sinyal", "No signal") />
            <main class="wrap" id="isi" tabindex="-1">
                <h1>{lang.pick("Ini perlu sinyal", "This needs a signal")}</h1>
                <p class="lead">
                    {lang.pick(
                        "Halaman yang Anda buka tidak tersimpan di HP ini. Coba lagi saat ada sinyal.",
                        "The page you opened isn't kept on this phone. Try again when there is a signal.",
                    )}
                </p>
                <p>
                    {lang.pick(
                        "Cek status dan halaman petugas perlu sinyal: isinya data orang, jadi tidak disimpan di HP.",
                        "Checking a status and officers' pages need a signal: they hold people's data, so they aren't kept on a phone.",
                    )}
                </p>
                <h2>{lang.pick("Yang bisa dibuka tanpa sinyal", "What opens without a signal")}</h2>
                <ul class="links wide-links">
                    <li><a href=routes::FIELD>{lang.pick("Petugas: membantu warga tanpa sinyal", "Officers: helping without a signal")}</a></li>
                    <li><a href=routes::DRAFTS>{lang.pick("Isian di HP ini", "What this phone keeps")}</a></li>
                    <li><a href=routes::HOME>{lang.pick("Halaman depan", "Front page")}</a></li>
                    <li><a href=routes::SERVICES>{lang.pick("Semua layanan", "All services")}</a></li>
                    <li><a href=routes::REGIONS>{lang.pick("Kecamatan, desa, dan kelurahan", "Districts and villages")}</a></li>
                    {office}
                    <li><a href=routes::PRIVACY>{lang.pick("Data pribadi Anda", "Your personal data")}</a></li>
                </ul>
                <h2>{lang.pick("Syarat dan formulir", "Requirements and forms")}</h2>
                <ul class="links wide-links">{forms}</ul>
                <p>
                    {lang.pick(
                        "Profil kecamatan dan desa yang pernah dibuka di HP ini juga bisa dibuka. Isian, foto, dan tanda terima tetap ada: buka Isian di HP ini.",
                        "Profiles of districts and villages that were opened on this phone open, too. Answers, photos and receipts stay: open What this phone keeps.",
                    )}
                </p>
            </main>
        }
    })
}
