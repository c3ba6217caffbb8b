//! `/layanan`: every service, by group, with search as you type.

use super::api::list_services;
use super::card::{ServiceCard, Shelf, shelve};
use super::words::group_name;
use crate::error::ApiError;
use crate::facts::use_lang;
use crate::region::api::list_regions;
use crate::region::{RegionHits, hits};
use crate::routes;
use crate::ui::{ErrorPage, Search, query};
use domain::text::Lang;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

#[component]
pub fn ServicesPage() -> impl IntoView {
    let lang = use_lang();
    let query = query();
    Suspend::new(async move {
        match (list_services().await, list_regions().await) {
            (Ok(services), Ok(regions)) => {
                let places = hits(&regions, &query, 6, lang);
                let shelf = shelve(services, &regions, &query, lang);
                view! {
                    <Title text=lang.pick("Semua layanan", "All services") />
                    <Meta
                        name="description"
                        content=lang.pick("Daftar layanan kecamatan: syarat, lama, biaya, dan cara mengurusnya dari rumah.", "Services of the district office: what you need, how long, what it costs, and how to apply from home.")
                    />
                    <main class="wrap" id="isi" tabindex="-1">
                        <h1>{lang.pick("Mau mengurus apa?", "What do you need?")}</h1>
                        <Search
                            lang=lang
                            action=routes::SERVICES.to_owned()
                            label=lang.pick("Cari layanan", "Find a service").to_owned()
                            query=query
                            found=shelf.found
                        />
                        <div>
                            {groups(shelf, lang)}
                            <RegionHits hits=places lang=lang />
                        </div>
                    </main>
                }
                    .into_any()
            }
            (Err(ApiError(error)), _) | (_, Err(ApiError(error))) => {
                view! { <ErrorPage error=error back=routes::HOME back_words=lang.pick("Halaman depan", "Front page") /> }.into_any()
            }
        }
    })
}

/// The groups of a shelf, each hidden where a search left nothing in it.
pub fn groups(shelf: Shelf, lang: Lang) -> impl IntoView {
    shelf
        .boards
        .into_iter()
        .map(|board| {
            let empty = board.items.iter().all(|item| !item.shown);
            view! {
                <section data-group hidden=empty>
                    <h2>{group_name(board.group, lang)}</h2>
                    <ul class="cards">{board.items.into_iter().map(|item| view! { <ServiceCard item=item lang=lang /> }).collect_view()}</ul>
                </section>
            }
        })
        .collect_view()
}
