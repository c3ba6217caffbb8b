//! Consent and the button that sends, as HTML.

use super::pick::Tile;
use super::{Paper, network};
use crate::application::step::Step;
use crate::ui::Icon;
use domain::text::Lang;
use leptos::prelude::*;

/// Id of the box to tick before sending.
pub const CONSENT: &str = "setuju";

pub fn view(paper: Paper<'_>) -> AnyView {
    let lang = paper.lang;
    let consent = Tile {
        id: Some(CONSENT.to_owned()),
        name: CONSENT.to_owned(),
        words: lang
            .pick(
                "Saya sudah membaca itu, dan data yang saya isi benar.",
                "I have read this, and what I filled in is true.",
            )
            .to_owned(),
        ..Tile::default()
    };
    view! {
        <h1 tabindex="-1">{lang.pick("Kirim permohonan", "Send the application")}</h1>
        <div data-obstacles></div>
        <div class="box">
            <h2>{lang.pick("Untuk apa data Anda", "What your data is for")}</h2>
            <p>
                {lang.pick(
                    "Data dan foto Anda hanya dipakai petugas untuk mengurus surat ini. Siapa yang membukanya selalu dicatat. Semua disimpan di arsip kantor, bukan di tempat umum.",
                    "Officers use your data and photos only for this letter. Who opens them is always recorded. All of it is kept in the office's archive, never in public.",
                )}
            </p>
            <p>
                <a class="tap" href=crate::routes::PRIVACY target="_blank">{lang.pick("Baca selengkapnya (halaman baru)", "Read more (new page)")}</a>
            </p>
        </div>
        <div class="field">
            <p class="err" role="alert" id=format!("{CONSENT}-err") hidden></p>
            {consent.view()}
        </div>
        {network(lang)}
        {waiting(lang)}
        {failed(lang)}
        <p data-when="handed" hidden>
            <a class="tap" href=paper.address(&Step::Receipt)>
                {lang.pick("Lihat tanda terima, belum terkirim", "Show the receipt, not sent yet")}
            </a>
        </p>
        {send_button(lang.pick("Kirim sekarang", "Send now"), lang)}
    }
    .into_any()
}

/// How many photographs have to go before it does.
fn waiting(lang: Lang) -> AnyView {
    view! {
        <p role="status" class="hint" data-waiting hidden>
            {lang.pick(
                "Akan dikirim begitu foto selesai terkirim, tinggal ",
                "It goes as soon as the photos are sent, still to go: ",
            )}
            <b></b>
            {lang.pick(
                ". Semua tersimpan di HP. Halaman ini boleh ditutup.",
                ". All of it is kept on the phone. You may close this page.",
            )}
        </p>
    }
    .into_any()
}

/// Why it doesn't go, and that it is tried again as long as it is.
fn failed(lang: Lang) -> AnyView {
    view! {
        <div class="note is-warn" role="alert" data-alert="failed" hidden>
            <Icon name="warn" />
            <div>
                <p></p>
                <p data-patient hidden>
                    {lang.pick(
                        "Semua tersimpan di HP dan dikirim sendiri saat ada sinyal. Halaman ini boleh ditutup.",
                        "All of it is kept on the phone and goes by itself when there is a signal. You may close this page.",
                    )}
                </p>
            </div>
        </div>
    }
    .into_any()
}

/// The button that sends; `label` is what it says while nothing is on its way.
pub fn send_button(label: &'static str, lang: Lang) -> AnyView {
    view! {
        <p class="acts">
            <button type="button" class="btn" id="kirim" data-do="send" aria-busy="false">
                <Icon name="send" />
                <span>{label}</span>
                <span hidden>{lang.pick("Sedang mengirim…", "Sending…")}</span>
            </button>
        </p>
    }
    .into_any()
}

/// What the page that mends ends with, or the one for what follows.
pub fn mending_end(following: bool, lang: Lang) -> AnyView {
    let label = if following {
        lang.pick("Kirim susulan", "Send the rest")
    } else {
        lang.pick("Kirim perbaikan", "Send the fix")
    };
    view! {
        {network(lang)}
        {waiting(lang)}
        {failed(lang)}
        {send_button(label, lang)}
    }
    .into_any()
}
