//! `/bagikan`: a photo came from another app, by the manifest's `share_target`. It waits on the device; `late.js` hands
//! it to the requirement that the person opens: on a form, on that of a resident who is helped, or where something is
//! mended.

use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Note, Tone};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

#[component]
pub fn SharePage() -> impl IntoView {
    let lang = use_lang();
    let failed = use_query_map().read_untracked().get("gagal").is_some();
    let lead = (!failed).then(|| {
        view! {
            <p class="lead">
                {lang.pick(
                    "Foto Anda menunggu di HP ini. Belum ada yang dikirim.",
                    "Your photo waits on this phone. Nothing has been sent.",
                )}
            </p>
            <ol class="three">
                <li>
                    <b>{lang.pick("Buka formulirnya", "Open the form")}</b>
                    {lang.pick("Pilih suratnya di bawah ini.", "Choose the letter below.")}
                </li>
                <li>
                    <b>{lang.pick("Buka langkah fotonya", "Go to the step with photos")}</b>
                    {lang.pick("Misalnya foto KTP.", "For example the photo of the ID card.")}
                </li>
                <li>
                    <b>{lang.pick("Tekan “Pakai foto itu di sini”", "Tap “Use it here”")}</b>
                    {lang.pick("Lewat satu jam, foto ini dihapus dari tempat tunggu.", "After an hour the photo is removed from here.")}
                </li>
            </ol>
            <p class="acts" id="formulir-terakhir"></p>
        }
    });
    let sorry = failed.then(|| {
        view! {
            <Note tone=Tone::Warn>
                <p>
                    {lang.pick(
                        "Foto itu tidak ikut terbawa. Buka formulirnya, lalu tekan “Pilih foto atau PDF”.",
                        "The photo did not come along. Open the form and tap “Choose a photo or PDF”.",
                    )}
                </p>
            </Note>
        }
    });
    view! {
        <Title text=lang.pick("Foto untuk surat", "A photo for a letter") />
        <main class="wrap" id="isi" tabindex="-1">
            <h1>{lang.pick("Foto ini untuk surat yang mana?", "Which letter is this photo for?")}</h1>
            {sorry}
            {lead}
            <p>
                <a class="tap" href=routes::SERVICES>{lang.pick("Semua layanan", "All services")}</a>
            </p>
            <p>
                <a class="tap" href=routes::STATUS>
                    {lang.pick("Untuk perbaikan: cek status dulu", "To fix something: check the status first")}
                </a>
            </p>
            <p>
                <a class="tap" href=routes::FIELD>
                    {lang.pick("Petugas yang membantu: pilih warganya", "Helping somebody: choose the resident")}
                </a>
            </p>
        </main>
    }
}
