//! Pages that say what went wrong, in words, with a way on. Each sets its HTTP status.

use super::{Crumb, Icon};
use crate::facts::{page_status, use_lang};
use crate::routes;
use domain::error::Error;
use leptos::prelude::*;
use leptos_meta::Title;

/// No page has this address.
#[component]
pub fn NotFound() -> impl IntoView {
    let lang = use_lang();
    page_status(404);
    view! {
        <Title text=lang.pick("Halaman tidak ada", "Page not found") />
        <main class="wrap" id="isi" tabindex="-1">
            <h1>{lang.pick("Halaman ini tidak ada", "This page does not exist")}</h1>
            <p class="lead">
                {lang.pick(
                    "Mungkin alamatnya salah ketik, atau halamannya sudah pindah.",
                    "Perhaps the address has a typing mistake, or the page has moved.",
                )}
            </p>
            <p class="acts">
                <a class="btn" href=routes::SERVICES>
                    <Icon name="search" />
                    {lang.pick("Cari layanan", "Find a service")}
                </a>
                <a class="btn second" href=routes::STATUS>{lang.pick("Cek status permohonan", "Check an application")}</a>
                <a class="btn quiet" href=routes::HOME>{lang.pick("Ke halaman depan", "To the front page")}</a>
            </p>
        </main>
    }
}

/// Instead of a page that can't be shown. `back` is where the reader most likely came from.
#[component]
pub fn ErrorPage(error: Error, back: &'static str, back_words: &'static str) -> impl IntoView {
    let lang = use_lang();
    page_status(error.status());
    let title = match error {
        Error::NotFound => lang.pick("Tidak ada di sini", "Not here"),
        Error::Unavailable | Error::Network => lang.pick("Sedang terganggu", "Out of order"),
        _ => lang.pick("Belum bisa dibuka", "Can't be opened"),
    };
    let again = matches!(
        error,
        Error::Unavailable | Error::Network | Error::TooMany { .. }
    );
    view! {
        <Title text=title />
        <main class="wrap" id="isi" tabindex="-1">
            <Crumb href=back>{back_words}</Crumb>
            <h1>{title}</h1>
            <p class="lead">{error.message(lang)}</p>
            <p class="acts">
                // An empty address is the page itself.
                {again
                    .then(|| {
                        view! {
                            <a class="btn" href="">
                                <Icon name="turn" />
                                {lang.pick("Coba lagi", "Try again")}
                            </a>
                        }
                    })}
                <a class="btn second" href=routes::HOME>{lang.pick("Ke halaman depan", "To the front page")}</a>
            </p>
        </main>
    }
}
