//! Pages that say what went wrong, in words, with a way on. Each sets its HTTP status.

use super::{Crumb, Icon};
use crate::facts::{page_status, use_facts, use_lang};
use crate::routes;
use domain::error::Error;
use leptos::prelude::*;
use leptos_meta::Title;

/// Why a file isn't given to whoever went to its address. In the context of the page that stands there instead.
#[derive(Clone)]
pub struct Refused(pub Error);

/// No page has this address; or a file has, and isn't given.
#[component]
pub fn NotFound() -> impl IntoView {
    match use_context::<Refused>() {
        Some(Refused(error)) => refused_file(error),
        None => no_page(),
    }
}

/// A file that can't be had, with the way to where it is linked.
fn refused_file(error: Error) -> AnyView {
    let lang = use_lang();
    let officer = use_facts().path.starts_with(routes::OFFICER);
    let out = error == Error::LoggedOut;
    let (back, back_words) = match (officer, out) {
        (true, true) => (
            routes::OFFICER_LOGIN,
            lang.pick("Ke halaman masuk", "To the log-in page"),
        ),
        (true, false) => (routes::OFFICER, lang.pick("Ke antrean", "To the queue")),
        (false, true) => (
            routes::STATUS,
            lang.pick("Cek status permohonan", "Check an application"),
        ),
        (false, false) => (
            routes::STATUS_CASE,
            lang.pick("Status permohonan Anda", "Your application"),
        ),
    };
    let words = match &error {
        Error::LoggedOut if !officer => lang
            .pick(
                "Tulis lagi kode permohonan dan 4 angka terakhir nomor HP di halaman status, lalu buka suratnya dari sana.",
                "Write the application's code and the last 4 digits of the phone on the status page again, and open the letter from there.",
            )
            .to_owned(),
        Error::NotFound if !officer => lang
            .pick(
                "Surat ini belum ada, belum ditandatangani, atau tidak berlaku lagi. Keadaannya ada di halaman status.",
                "This letter isn't there yet, isn't signed, or stands no more. The status page says which.",
            )
            .to_owned(),
        other => other.message(lang),
    };
    page_status(error.status());
    let title = lang.pick("Berkas tidak bisa dibuka", "The file can't be opened");
    view! {
        <Title text=title />
        <main class="wrap" id="isi" tabindex="-1">
            <h1>{title}</h1>
            <p class="lead">{words}</p>
            <p class="acts">
                <a class="btn" href=back>{back_words}</a>
                <a class="btn second" href=routes::HOME>{lang.pick("Ke halaman depan", "To the front page")}</a>
            </p>
        </main>
    }
    .into_any()
}

fn no_page() -> AnyView {
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
    .into_any()
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
