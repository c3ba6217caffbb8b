//! The receipt as HTML, in a template: the engine puts code, QR code and words into it once it has one.

use super::{Paper, button};
use crate::ui::Icon;
use domain::text::Lang;
use leptos::prelude::*;

pub fn view(paper: Paper<'_>) -> AnyView {
    let lang = paper.lang;
    view! {
        <h1 tabindex="-1">{lang.pick("Tanda terima", "Receipt")}</h1>
        <div class="empty">
            <p>{lang.pick("Tidak ada tanda terima di HP ini.", "There is no receipt on this phone.")}</p>
        </div>
        <template>{card(lang)}</template>
    }
    .into_any()
}

fn card(lang: Lang) -> AnyView {
    view! {
        <section class="receipt">
            <div class="band" aria-hidden="true"></div>
            <h1 tabindex="-1" data-fill="title"></h1>
            <p data-sent="false">
                {lang.pick(
                    "Permohonan dikirim sendiri saat ada sinyal. Sesudah itu kode ini bisa dipakai untuk cek status.",
                    "It goes by itself when there is a signal. After that this code shows the status.",
                )}
            </p>
            <p>
                <span data-fill="service"></span>
                <br />
                <small data-sent="false">{lang.pick("Dibuat di HP ini: ", "Made on this phone: ")}</small>
                <small data-fill="sent"></small>
            </p>
            <p>{lang.pick("Simpan kode ini:", "Keep this code:")}</p>
            <p class="code" id="kode" role="text"></p>
            <p>
                <svg class="qr" role="img" aria-label=lang.pick("Kode QR ke halaman status", "QR code to the status page")>
                    <path fill="#000"></path>
                </svg>
            </p>
            <p data-fill="office"></p>
        </section>
        <p class="acts no-print">
            <button type="button" class="btn" id="simpan" data-do="save">
                <Icon name="save" />
                {lang.pick("Simpan ke HP", "Save to phone")}
            </button>
            {button("print", "second", "print", lang.pick("Cetak", "Print"))}
        </p>
        <h2>{lang.pick("Apa berikutnya", "What happens next")}</h2>
        <ol class="track">
            <li class="done" data-sent="true">
                <b>{lang.pick("Terkirim", "Sent")}</b>
            </li>
            <li data-sent="false">
                <b>{lang.pick("Belum terkirim", "Not sent yet")}</b>
                <p>{lang.pick("Kantor belum tahu apa-apa. Jangan hapus data browser di HP ini.", "The office knows nothing of it yet. Don't clear the browser's data on this phone.")}</p>
            </li>
            <li>
                <b>{lang.pick("Petugas memeriksa", "An officer checks")}</b>
                <p>{lang.pick("Bila ada yang kurang, halaman status memberi tahu Anda.", "If something is missing, the status page tells you.")}</p>
            </li>
            <li>
                <b>{lang.pick("Surat dibuat dan diputuskan", "The letter is written and decided")}</b>
                <p>{lang.pick("Paling lama 5 hari kerja sejak berkas lengkap.", "At most 5 working days after the file is complete.")}</p>
            </li>
        </ol>
        <p class="no-print" data-sent="true">
            <a class="tap" data-fill="status">{lang.pick("Cek status permohonan", "Check the status")}</a>
        </p>
        <p class="no-print">
            {lang.pick("Untuk melihat status, siapkan kode ini dan 4 angka terakhir nomor HP Anda.", "To see the status, have this code and the last 4 digits of your phone number ready.")}
        </p>
        <p class="no-print" data-sent="true">
            {button("another", "quiet", "", lang.pick("Hapus isian dari HP ini dan mulai baru", "Remove the answers from this phone and start anew"))}
        </p>
        <p class="no-print" data-sent="false">
            {button("another", "quiet", "", lang.pick("Mulai isian baru. Yang ini tetap menunggu dikirim.", "Start another one. This one still waits to be sent."))}
        </p>
    }
    .into_any()
}
