//! Things to read and to press.

use super::{LONG, Part};
use crate::ui::{
    Badge, Crumb, Fact, FactSheet, Fee, Icon, Note, Source, Tone, Unconfirmed, icon_names,
};
use domain::text::Lang;
use leptos::prelude::*;

const TONES: [(Tone, &str); 5] = [
    (Tone::Plain, "biasa"),
    (Tone::Info, "kabar"),
    (Tone::Ok, "baik"),
    (Tone::Warn, "awas"),
    (Tone::Bad, "salah"),
];

#[component]
pub fn Reading(lang: Lang) -> impl IntoView {
    view! {
        <Part id="teks" title="Teks">
            <Crumb href="#teks">"Kembali ke teks"</Crumb>
            <p>"Paragraf dengan " <a href="#teks">"tautan"</a> ", " <b>"tebal"</b> ", " <mark>"tanda"</mark> ", dan " <code>"SKC-7K3M-9PXT-4"</code> "."</p>
            <p class="hint">"Petunjuk kecil."</p>
            <p>{LONG}</p>
            <h3>"Judul tingkat tiga"</h3>
            <ol>
                <li>"Satu"</li>
                <li>"Dua"</li>
            </ol>
        </Part>
        <Part id="tombol" title="Tombol">
            <p class="acts">
                <a class="btn" href="#tombol">"Utama"</a>
                <a class="btn second" href="#tombol">
                    <Icon name="print" />
                    "Kedua"
                </a>
                <button class="btn quiet">"Tenang"</button>
                <button class="btn danger">"Batalkan"</button>
                <button class="btn quiet danger">
                    <Icon name="trash" />
                    "Hapus"
                </button>
                <button class="btn" disabled>"Belum bisa"</button>
                <button class="btn" aria-busy="true">"Sedang mengirim…"</button>
                <button class="btn second">{LONG}</button>
            </p>
        </Part>
        <Part id="tanda" title="Tanda">
            <p class="meta">
                <Fee rupiah=0 lang=lang />
                <Fee rupiah=30_000 lang=lang />
                <Unconfirmed lang=lang />
                {TONES.map(|(tone, words)| view! { <Badge tone=tone>{words}</Badge> }).collect_view()}
                <Badge>{LONG}</Badge>
            </p>
        </Part>
        <Part id="catatan" title="Pemberitahuan">
            {TONES
                .map(|(tone, words)| {
                    view! {
                        <Note tone=tone>
                            <h3>{words}</h3>
                            <p>"Isi dengan " <a href="#catatan">"tautan"</a> "."</p>
                        </Note>
                    }
                })
                .collect_view()}
            <Note tone=Tone::Warn>
                <p>{LONG}</p>
            </Note>
        </Part>
        <Cards lang=lang />
        <Facts lang=lang />
        <Part id="rincian" title="Buka tutup">
            <details>
                <summary>"Tertutup"</summary>
                <p>"Isi."</p>
            </details>
            <details open>
                <summary>"Terbuka"</summary>
                <p><Source text="Kecamatan Bangilan: https://bangilan.tubankab.go.id/page/x".to_owned() /></p>
            </details>
        </Part>
        <Part id="ikon" title="Ikon">
            <p class="meta">
                {icon_names()
                    .map(|name| {
                        view! {
                            <span>
                                <Icon name=name />
                                " "
                                {name}
                            </span>
                        }
                    })
                    .collect_view()}
            </p>
        </Part>
    }
}

#[component]
fn Cards(lang: Lang) -> impl IntoView {
    view! {
        <Part id="kartu" title="Kartu dan baris">
            <ul class="cards">
                <li class="card">
                    <h3><a href="#kartu">"Surat Pengantar SKCK"</a></h3>
                    <p>"Untuk dibawa ke kantor polisi."</p>
                    <p class="meta"><Fee rupiah=0 lang=lang /> <span>"1 hari kerja"</span></p>
                </li>
                <li class="card">
                    <h3><a href="#kartu">{LONG}</a></h3>
                    <p class="meta"><Badge tone=Tone::Warn>"Didahulukan"</Badge></p>
                </li>
            </ul>
            <ul class="links">
                <li><a href="#kartu">"Umpang"</a> <small>"Desa · kode pos 74117 · 56,1 km"</small></li>
                <li><a href="#kartu">"Raja"</a></li>
                <li><a href="#kartu">{LONG}</a></li>
            </ul>
            <ol class="three">
                <li><b>"Siapkan"</b> " Lihat apa saja yang perlu difoto."</li>
                <li><b>"Kirim"</b> " Isi di HP."</li>
                <li><b>"Pantau"</b> " Sampai jadi."</li>
            </ol>
        </Part>
    }
}

#[component]
fn Facts(lang: Lang) -> impl IntoView {
    let sheet = FactSheet::new(lang)
        .put("Kode pos", Some("74117"))
        .put("Telepon", None::<&str>)
        .put("WhatsApp", None::<&str>);
    view! {
        <Part id="fakta" title="Fakta">
            <dl class="facts">
                <Fact label="Luas">
                    "2.085 km²"
                    <small>"perkiraan"</small>
                </Fact>
                <Fact label="Camat" />
                <Fact label=LONG>{LONG}</Fact>
                <div>
                    <dt>"Nama lengkap"</dt>
                    <dd>"SITI RAHMAH"</dd>
                    <dd class="do"><a class="tap" href="#fakta">"Ubah"<span class="vh">" nama"</span></a></dd>
                </div>
            </dl>
            {sheet.view()}
        </Part>
    }
}
