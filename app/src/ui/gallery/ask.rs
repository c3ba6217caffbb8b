//! Things to fill in: fields with and without mistakes, tiles, dates, money, rows, steps, photographs.

use super::{LONG, Part};
use crate::ui::{ErrorSummary, Icon, TextArea};
use domain::text::Lang;
use leptos::prelude::*;

#[component]
pub fn Asking(lang: Lang) -> impl IntoView {
    let problems = vec![
        (
            "contoh-nik".to_owned(),
            "NIK harus 16 angka. Baru ada 15.".to_owned(),
        ),
        ("contoh-jk".to_owned(), "Pilih salah satu.".to_owned()),
    ];
    view! {
        <Part id="isian" title="Isian">
            <div class="steps">
                <p>"Langkah " <b>"3"</b> " dari 9"</p>
                <progress max="9" value="3" aria-label="Kemajuan">"3 dari 9"</progress>
            </div>
            <ErrorSummary problems=problems lang=lang />
            <div class="field">
                <label for="contoh-nama">"Nama lengkap"</label>
                <input id="contoh-nama" value="SITI RAHMAH" />
            </div>
            <div class="field is-bad">
                <label for="contoh-nik">"NIK"</label>
                <p class="hint" id="contoh-nik-h">"16 angka di KTP"</p>
                <p class="err" id="contoh-nik-e"><Icon name="bad" /> " NIK harus 16 angka. Baru ada 15."</p>
                <input id="contoh-nik" size="19" inputmode="numeric" value="620102410190000" aria-describedby="contoh-nik-h contoh-nik-e" aria-invalid="true" />
            </div>
            <fieldset class="field is-bad" id="contoh-jk">
                <legend>"Jenis kelamin"</legend>
                <p class="err"><Icon name="bad" /> " Pilih salah satu."</p>
                <div class="tiles">
                    <label class="tile"><input type="radio" name="contoh-jk" /> <span>"Laki-laki"</span></label>
                    <label class="tile"><input type="radio" name="contoh-jk" /> <span>"Perempuan"</span></label>
                </div>
            </fieldset>
            <fieldset class="field">
                <legend>"Tanggal lahir"</legend>
                <div class="date">
                    <label>"Tanggal"<input size="3" inputmode="numeric" /></label>
                    <label>"Bulan"<input size="3" inputmode="numeric" /></label>
                    <label>"Tahun"<input size="5" inputmode="numeric" /></label>
                </div>
            </fieldset>
            <div class="field">
                <label for="contoh-kerja">"Pekerjaan"</label>
                <select id="contoh-kerja"><option>"Petani"</option> <option>{LONG}</option></select>
            </div>
            <div class="field">
                <label for="contoh-rp">"Penghasilan sebulan"</label>
                <div class="pre"><span>"Rp"</span> <input id="contoh-rp" inputmode="numeric" /></div>
            </div>
            <div class="field">
                <label for="contoh-panjang">"Alamat"</label>
                <TextArea id="contoh-panjang".to_owned() name="contoh-panjang".to_owned() max=200 />
            </div>
            <fieldset class="field">
                <legend>"Boleh lebih dari satu"</legend>
                <ul class="tiles">
                    <li><label class="tile"><input type="checkbox" checked /> <span>"Melamar kerja"<small>"swasta atau negeri"</small></span></label></li>
                    <li><label class="tile"><input type="checkbox" /> <span>{LONG}</span></label></li>
                </ul>
            </fieldset>
            <fieldset class="row">
                <legend>"Ahli waris 1"</legend>
                <div class="field">
                    <label for="contoh-waris">"Nama"</label>
                    <input id="contoh-waris" />
                </div>
                <button type="button" class="btn quiet danger"><Icon name="trash" /> "Hapus ahli waris 1"</button>
            </fieldset>
        </Part>
        <Photos />
    }
}

/// A grey card: the gallery shows no real document, and not even a file.
const PICTURE: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 5'%3E%3Cpath fill='%23a9c4d6' d='M0 0h8v5H0z'/%3E%3C/svg%3E";

#[component]
fn Photos() -> impl IntoView {
    let shot = |class: &'static str,
                icon: &'static str,
                words: &'static str,
                progress: Option<&'static str>| {
        view! {
            <li class=class>
                <img src=PICTURE alt=format!("Contoh: {words}") />
                <p><Icon name=icon /> " " {words}</p>
                {progress.map(|value| view! { <progress max="280" value=value aria-label="Terkirim"></progress> })}
                <div><button class="btn quiet"><Icon name="retake" /> "Foto ulang"</button></div>
            </li>
        }
    };
    view! {
        <Part id="foto" title="Foto berkas">
            <section class="req">
                <h3>"Kartu Keluarga " <span class="badge">"Wajib"</span></h3>
                <ul class="shots">
                    {shot("shot", "phone", "Tersimpan di HP", None)}
                    {shot("shot is-info", "send", "Mengirim 118 dari 280 KB", Some("118"))}
                    {shot("shot is-ok", "check", "Sudah sampai", None)}
                    {shot("shot is-bad", "bad", "Gagal dikirim", None)}
                </ul>
            </section>
        </Part>
    }
}
