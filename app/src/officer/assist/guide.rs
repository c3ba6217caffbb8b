//! "Bantuan": how to help, for helpers, partners and counter staff. The same words as in `docs/assisting.md`.

use super::super::frame::{DeskBar, refused};
use super::super::session::require_session;
use crate::facts::use_lang;
use crate::routes;
use domain::text::Lang;
use leptos::prelude::*;
use leptos_meta::Title;

/// Words in both languages.
type Words = (&'static str, &'static str);

/// A heading and what to do, step by step.
const PARTS: [(Words, &[Words]); 9] = [
    (
        ("Membantu satu warga", "Helping one resident"),
        &[
            (
                "Buka \"Warga\". Cari namanya. Belum ada? Daftarkan: cukup nama dan desa.",
                "Open \"Residents\". Look for the name. Not there? Register: name and village are enough.",
            ),
            (
                "Bacakan kalimat persetujuan. Warga mencentang, mengetik nama, dan bila bisa menandatangani di layar.",
                "Read the consent out. The resident ticks, types the name and, if possible, signs on the screen.",
            ),
            (
                "Pilih layanan. Di atas formulir selalu tertulis siapa yang Anda bantu. Salah orang? Tekan \"Selesai membantu\".",
                "Choose the service. The banner always names whom you help. Wrong person? Press \"Done helping\".",
            ),
            (
                "Isi bersama warga, foto dokumen aslinya, lalu kirim. Berikan kode tanda terima kepada warga.",
                "Fill it in together, photograph the originals, send. Give the receipt code to the resident.",
            ),
        ],
    ),
    (
        (
            "Ada yang dikembalikan, atau menyusul",
            "Something came back, or follows later",
        ),
        &[
            (
                "Buka warga itu lagi. Minta persetujuan bila hari sudah berganti, lalu tekan \"Bantu lanjutkan\".",
                "Open the resident again. Ask for consent if it is another day, then press \"Help on\".",
            ),
            (
                "Kirim hanya bagian yang diminta.",
                "Send only what is asked for.",
            ),
        ],
    ),
    (
        ("Jemput bola", "Outreach"),
        &[
            (
                "Buat sesi: tempat, tanggal, tim, dan alat. Masukkan daftar warga, diketik atau dari berkas CSV.",
                "Make a session: place, date, team, equipment. Add the roster, typed or from a CSV file.",
            ),
            (
                "Tekan \"Warga berikutnya\" dan layani satu per satu. Yang tidak ada di daftar boleh ditambahkan.",
                "Press \"Next resident\" and serve one after the other. Others may be added.",
            ),
            (
                "Sudah memegang dokumen aslinya? Tekan \"Asli sudah dilihat\" pada dokumen itu.",
                "You held the original in your hands? Press \"Original seen\" at that document.",
            ),
            (
                "Selesai: buka laporan dan cetak. Angkanya dihitung sendiri.",
                "Finished: open the report and print it. It counts by itself.",
            ),
        ],
    ),
    (
        ("Desa tanpa sinyal", "Where there is no signal"),
        &[
            (
                "Sebelum berangkat, masih ada sinyal: buka \"Siapkan\", buat PIN, pilih sesi, tekan \"Siapkan perangkat\". Tunggu sampai tertulis \"Siap luring\".",
                "Before you leave, with a signal: open \"Get ready\", make a PIN, choose the session, press \"Make it ready\". Wait for \"Ready to work offline\".",
            ),
            (
                "Di desa: buka \"Petugas: membantu warga tanpa sinyal\". Tekan \"Warga berikutnya\", bacakan persetujuan, pilih layanan, isi, foto, kirim. Tanda terimanya langsung ada.",
                "There: open \"Officers: helping without a signal\". Press \"Next resident\", read the consent out, choose the service, fill in, photograph, send. The receipt is there at once.",
            ),
            (
                "Sudah memegang dokumen asli? Centang \"Saya sudah melihat dokumen aslinya\" di bawah fotonya.",
                "You held the original? Tick \"I have seen the original\" below its photo.",
            ),
            (
                "Ada yang dicetak dan diberikan di tempat? Di halaman warga itu tekan \"Catat yang diserahkan di tempat\": pilih hasilnya, tulis nama penerima, minta tanda tangan.",
                "Something was printed and given there? On that resident's page press \"Note what was handed over here\": choose what, write the receiver's name, ask for a signature.",
            ),
            (
                "Pulang, ada sinyal: masuk dengan akun yang sama, buka halaman itu lagi dan biarkan terbuka. Semua dikirim sendiri. Yang ditolak menyebut alasannya.",
                "Back where there is a signal: log in with the same account, open that page again and leave it open. All of it goes by itself. What is refused says why.",
            ),
            (
                "Jangan lupa PIN, dan jangan hapus data Chrome sebelum semua diterima kantor.",
                "Don't forget the PIN, and don't clear Chrome's data before the office has received everything.",
            ),
        ],
    ),
    (
        ("Bayi lahir (BeLanDA)", "A birth (BeLanDA)"),
        &[
            (
                "Petugas rumah sakit atau puskesmas mendaftarkan ibu atau ayah, lalu mengirim permohonan akta kelahiran.",
                "Hospital or health centre staff register a parent and send the application.",
            ),
            (
                "Akta dan KK datang sebagai berkas: buka \"Dibantu\", cetak, tekan \"Sudah dicetak\". KIA diantar: tekan \"Sudah tiba di sini\".",
                "Certificate and family card come as files: open \"Helped\", print, press \"Printed\". The child card is brought: press \"It is here now\".",
            ),
            (
                "Tiap hasil diserahkan sendiri-sendiri: tulis nama penerima, minta tanda tangan.",
                "Each product is handed over on its own: write the receiver's name, ask for a signature.",
            ),
        ],
    ),
    (
        (
            "Ada yang meninggal (DoA untuk Jenazah)",
            "A death (DoA untuk Jenazah)",
        ),
        &[
            (
                "Isi jam pemakaman. Permohonan itu naik ke paling atas di semua daftar.",
                "Fill in the hour of the burial. That application goes to the top of every list.",
            ),
            (
                "Surat kematian belum ada? Kirim dulu, suratnya menyusul dari halaman status.",
                "No letter of death yet? Send it anyway, the letter follows from the status page.",
            ),
        ],
    ),
    (
        (
            "HP atau tablet tidak bisa mengirim",
            "A device that can't send",
        ),
        &[
            (
                "Di HP itu buka \"Isian di HP ini\", lalu tekan \"Simpan ke berkas titipan\". Boleh tanpa sinyal.",
                "On that device open \"What this phone keeps\" and press \"Save to a rescue file\". No signal needed.",
            ),
            (
                "Bawa atau kirim berkasnya ke kantor. Berkas itu terkunci, hanya kantor yang bisa membukanya.",
                "Take or send the file to the office. It is locked: only the office can open it.",
            ),
            (
                "Di kantor: menu \"Titipan\", pilih berkasnya, tekan \"Masukkan berkas titipan\". Isian di HP jangan dihapus dulu.",
                "At the office: menu \"Rescue files\", choose it, press \"Import the rescue file\". Don't remove anything from the device yet.",
            ),
        ],
    ),
    (
        ("Mengabari warga", "Telling residents the news"),
        &[
            (
                "Di formulir tanyakan: mau dikabari lewat apa? Tidak dijawab berarti tidak dikirimi pesan. Warga bisa mengubahnya di halaman status.",
                "Ask in the form: how shall we send you news? No answer means no messages. Residents can change it on the status page.",
            ),
            (
                "Petugas loket: buka \"Telepon\" setiap hari. Di sana ada warga yang pesannya tidak sampai. Telepon atau kirim WhatsApp, lalu tekan \"Sudah dihubungi\".",
                "Counter staff: open \"Calls\" every day. It lists residents whom no message reached. Call or write, then press \"Told\".",
            ),
            (
                "Lewat telepon sebut kantor, layanan, dan kodenya saja. Jangan membacakan NIK. Jangan meminta uang, PIN, atau kode OTP.",
                "On the phone name office, service and code only. Never read out a NIK. Never ask for money, a PIN or a one-time code.",
            ),
        ],
    ),
    (
        ("Yang tidak boleh", "What not to do"),
        &[
            (
                "Jangan mengisi untuk warga yang tidak hadir atau tidak setuju.",
                "Never fill in for somebody who isn't there or doesn't agree.",
            ),
            (
                "Jangan mengirim foto dokumen lewat grup WhatsApp. Jangan menyimpan salinan di HP.",
                "Never send documents through WhatsApp groups. Keep no copies on the phone.",
            ),
            (
                "Selesai memakai tablet? Tekan \"Keluar\". Isian Anda ikut terkunci.",
                "Done with the tablet? Press \"Log out\". That locks your forms, too.",
            ),
        ],
    ),
];

#[component]
pub fn HelpPage() -> impl IntoView {
    let lang = use_lang();
    Suspend::new(async move {
        let session = match require_session().await {
            Ok(session) => session,
            Err(error) => return refused(&error, lang),
        };
        view! {
            <Title text=lang.pick("Bantuan", "Help") />
            <DeskBar session=session lang=lang here=routes::HELP />
            <main class="wrap" id="isi" tabindex="-1">
                <h1>{lang.pick("Cara membantu warga", "How to help residents")}</h1>
                {PARTS.iter().map(|part| part_view(part, lang)).collect_view()}
            </main>
        }
        .into_any()
    })
}

fn part_view((title, steps): &(Words, &'static [Words]), lang: Lang) -> AnyView {
    let steps = steps
        .iter()
        .map(|(id, en)| view! { <li>{lang.pick(*id, *en)}</li> })
        .collect_view();
    view! {
        <h2>{lang.pick(title.0, title.1)}</h2>
        <ol>{steps}</ol>
    }
    .into_any()
}
