//! `/periksa/{code}`: what the QR code of a letter opens. Is it one of this office's, and does it still stand?
//!
//! A QR code can be copied onto any paper: so the page says what to compare, and shows no name. What the device can do
//! by itself is in `check.js`: it verifies what the code carries, without a network, and compares a file with its sum.

pub mod api;

use crate::error::ApiError;
use crate::facts::{page_status, use_facts, use_lang};
use crate::routes;
use crate::ui::{Crumb, Fact, Note, Tone, Words, day_words, indonesian};
use api::{check_letter, read_letter_key};
use domain::error::Error;
use domain::letter::LetterState;
use domain::text::Lang;
use domain::view::LetterCheck;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

#[component]
pub fn CheckPage() -> impl IntoView {
    let lang = use_lang();
    let code = use_params_map().read_untracked().get("code");
    let code = code.or_else(|| use_query_map().read_untracked().get("kode"));
    Suspend::new(async move {
        let answer = match code.clone().filter(|code| !code.trim().is_empty()) {
            Some(code) => Some(check_letter(code).await),
            None => None,
        };
        // A page that can't verify still tells what the office knows.
        let key = read_letter_key().await.unwrap_or_default();
        let found = answer.as_ref().and_then(|answer| answer.as_ref().ok());
        let sum = found.and_then(|letter| letter.sha256.clone());
        let known = found.map(|letter| letter.state.key());
        let file = sum.clone().map(|_| compare(lang));
        view! {
            <Title text=lang.pick("Periksa surat", "Check a letter") />
            <main class="wrap" id="isi" tabindex="-1">
                <Crumb href=routes::HOME>{lang.pick("Halaman depan", "Front page")}</Crumb>
                <h1>{lang.pick("Periksa surat", "Check a letter")}</h1>
                <div id="periksa" data-key=key data-sum=sum data-known=known>
                    <div id="cap" role="status"></div>
                    {answer.map(|answer| result(answer, lang))}
                    {file}
                </div>
                <form method="get" action=routes::CHECK>
                    <div class="field">
                        <label for="kode">{lang.pick("Kode di kaki surat", "Code at the foot of the letter")}</label>
                        <p class="hint" id="kode-h">{lang.pick("16 huruf dan angka, sesudah kata periksa.", "16 letters and digits.")}</p>
                        <input id="kode" name="kode" required maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="kode-h" value=code.unwrap_or_default() />
                    </div>
                    <p class="acts">
                        <button class="btn">{lang.pick("Periksa", "Check")}</button>
                    </p>
                </form>
            </main>
            <script type="module" src=routes::CHECK_SCRIPT nonce=use_facts().nonce></script>
        }
        .into_any()
    })
}

/// Is the PDF at hand the one that was signed? Worked out on the device, and only there.
fn compare(lang: Lang) -> AnyView {
    view! {
        <div class="box" hidden>
            <div class="field">
                <label for="berkas">{lang.pick("Cocokkan berkas PDF surat", "Compare the letter's PDF")}</label>
                <p class="hint" id="berkas-h">
                    {lang.pick(
                        "Pilih berkasnya, atau taruh di kotak ini. Dihitung di perangkat Anda dan tidak dikirim ke mana pun.",
                        "Choose the file, or drop it here. It is worked out on your device and sent nowhere.",
                    )}
                </p>
                <input id="berkas" type="file" accept="application/pdf,.pdf" aria-describedby="berkas-h" />
            </div>
            <div id="cocok" role="status"></div>
        </div>
        <noscript>
            <p class="hint">
                {lang.pick(
                    "Untuk mencocokkan berkas PDF di sini, nyalakan JavaScript. Atau hitung SHA-256 berkas itu dengan program lain dan cocokkan dengan sidik di atas.",
                    "To compare the PDF here, switch JavaScript on. Or work out its SHA-256 with another program and compare it with the sum above.",
                )}
            </p>
        </noscript>
    }
    .into_any()
}

fn result(answer: Result<LetterCheck, ApiError>, lang: Lang) -> AnyView {
    let letter = match answer {
        Ok(letter) => letter,
        Err(ApiError(error)) => {
            page_status(error.status());
            let words = if error == Error::NotFound {
                lang.pick(
                    "Tidak ada surat dengan kode ini. Cocokkan lagi hurufnya. Bila kodenya memang begitu, surat itu bukan dari kantor ini.",
                    "There is no letter with this code. Compare the letters once more. If the code is right, the letter isn't from this office.",
                )
                .to_owned()
            } else {
                error.message(lang)
            };
            return view! { <Note tone=Tone::Bad><p>{words}</p></Note> }.into_any();
        }
    };
    let (tone, words) = standing(letter.state, lang);
    let sum = letter.sha256.map(|sum| {
        view! {
            <Fact label=lang.pick("Sidik berkas (SHA-256)", "Sum of the file (SHA-256)")>
                <code>{sum}</code>
            </Fact>
        }
    });
    view! {
        <Note tone=tone>
            <p><b>{words}</b></p>
        </Note>
        <dl class="facts">
            <Fact label=lang.pick("Surat", "Letter")><Words text=letter.name lang=lang /></Fact>
            <Fact label=lang.pick("Nomor", "Number")>{letter.number}</Fact>
            <Fact label=lang.pick("Tanggal", "Day")>{day_words(&letter.day, lang)}</Fact>
            <Fact label=lang.pick("Kantor", "Office")><span lang=indonesian(lang)>{letter.office}</span></Fact>
            {sum}
        </dl>
        <p>
            {lang.pick(
                "Cocokkan nomor, tanggal, dan jenis suratnya dengan yang Anda pegang. Kode QR bisa disalin ke kertas lain. Nama dan isi surat tidak ditampilkan di sini.",
                "Compare number, day and kind with what you hold. A QR code can be copied onto another paper. Names and contents aren't shown here.",
            )}
        </p>
    }
    .into_any()
}

fn standing(state: LetterState, lang: Lang) -> (Tone, &'static str) {
    match state {
        LetterState::Signed => (
            Tone::Ok,
            lang.pick(
                "Berlaku. Ditandatangani secara elektronik di dalam berkas PDF-nya.",
                "Valid. Signed electronically, inside its PDF.",
            ),
        ),
        LetterState::Scanned => (
            Tone::Ok,
            lang.pick(
                "Berlaku. Aslinya kertas yang ditandatangani dengan pena dan dicap.",
                "Valid. The original is a paper, signed by hand and stamped.",
            ),
        ),
        LetterState::Draft | LetterState::Numbered | LetterState::Printed => (
            Tone::Warn,
            lang.pick(
                "Belum berlaku. Surat ini belum tercatat ditandatangani.",
                "Not valid yet. No signature of this letter is on record.",
            ),
        ),
        LetterState::Replaced => (
            Tone::Bad,
            lang.pick(
                "Tidak berlaku lagi. Kantor sudah menggantinya dengan surat lain.",
                "No longer valid. The office has replaced it by another letter.",
            ),
        ),
        LetterState::Revoked => (
            Tone::Bad,
            lang.pick(
                "Tidak berlaku lagi. Kantor sudah mencabutnya.",
                "No longer valid. The office has revoked it.",
            ),
        ),
    }
}
