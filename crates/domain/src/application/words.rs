//! What states, steps and refusals are called, for residents and for officers.

use super::{Action, IllegalStep, State};
use crate::letter::sign_words;
use crate::text::Lang;

impl State {
    /// A short label for a badge.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            State::Draft => lang.pick("Draf", "Draft"),
            State::Submitted => lang.pick("Terkirim", "Sent"),
            State::Checking => lang.pick("Diperiksa", "Being checked"),
            State::NeedsFix => lang.pick("Perlu diperbaiki", "Needs fixing"),
            State::Processing => lang.pick("Diproses", "In progress"),
            State::AwaitingSignature => lang.pick("Menunggu tanda tangan", "Awaiting signature"),
            State::Done => lang.pick("Selesai", "Done"),
            State::ReadyForPickup => lang.pick("Siap diambil", "Ready to collect"),
            State::HandedOver => lang.pick("Sudah diserahkan", "Handed over"),
            State::Refused => lang.pick("Ditolak", "Refused"),
            State::Cancelled => lang.pick("Dibatalkan", "Cancelled"),
            State::Merged => lang.pick("Digabung", "Merged"),
        }
    }

    /// One sentence for the resident: what is going on.
    pub fn sentence(self, lang: Lang) -> &'static str {
        match self {
            State::Draft => lang.pick("Belum dikirim.", "Not sent yet."),
            State::Submitted => lang.pick(
                "Permohonan Anda sudah masuk. Petugas akan memeriksanya.",
                "Your application has arrived. An officer will check it.",
            ),
            State::Checking => lang.pick(
                "Petugas sedang memeriksa isian dan foto Anda.",
                "An officer is checking your answers and photos.",
            ),
            State::NeedsFix => lang.pick(
                "Ada yang perlu Anda perbaiki. Lihat di bawah, lalu kirim ulang bagian itu saja.",
                "Something needs fixing. See below and send only that part again.",
            ),
            State::Processing => lang.pick(
                "Berkas lengkap. Surat sedang disiapkan.",
                "Your file is complete. The letter is being prepared.",
            ),
            State::AwaitingSignature => lang.pick(
                "Surat sedang di meja pimpinan untuk ditandatangani.",
                "The letter is on the desk of the head of the office.",
            ),
            State::Done => lang.pick("Permohonan disetujui.", "The application is approved."),
            State::ReadyForPickup => lang.pick(
                "Hasilnya bisa diambil di kantor. Bawa dokumen asli.",
                "It can be collected at the office. Bring your original documents.",
            ),
            State::HandedOver => {
                lang.pick("Hasilnya sudah Anda terima.", "You have received it.")
            }
            State::Refused => lang.pick(
                "Permohonan ditolak. Alasannya ada di bawah.",
                "The application was refused. The reason is below.",
            ),
            State::Cancelled => lang.pick(
                "Permohonan ini sudah dibatalkan.",
                "This application was cancelled.",
            ),
            State::Merged => lang.pick(
                "Permohonan ini sama dengan permohonan lain, jadi digabung. Ikuti yang lain itu saja.",
                "This application is the same as another one, so they were merged. Follow the other one.",
            ),
        }
    }

    /// Who has it now, in words for the resident.
    pub fn holder(self, lang: Lang) -> &'static str {
        match self {
            State::Draft | State::NeedsFix => lang.pick("Anda", "You"),
            State::Submitted | State::Checking | State::ReadyForPickup => {
                lang.pick("Petugas loket", "Counter staff")
            }
            State::Processing => lang.pick("Kepala seksi", "Head of section"),
            State::AwaitingSignature => {
                lang.pick("Camat atau sekretaris kecamatan", "The camat or secretary")
            }
            State::Done => lang.pick("Petugas loket", "Counter staff"),
            State::HandedOver | State::Refused | State::Cancelled | State::Merged => lang.pick(
                "Selesai, tidak ada yang perlu dilakukan",
                "Closed, nothing to do",
            ),
        }
    }
}

impl Action {
    /// The words on an officer's button.
    pub fn button(self, lang: Lang) -> &'static str {
        match self {
            Action::Submit => lang.pick("Kirim", "Send"),
            Action::StartChecking => lang.pick("Mulai memeriksa", "Start checking"),
            Action::Return => lang.pick("Kembalikan untuk diperbaiki", "Return for fixing"),
            Action::Resubmit => lang.pick("Kirim perbaikan", "Send the fix"),
            Action::Supplement => lang.pick("Kirim susulan", "Send the rest"),
            Action::Complete => lang.pick("Berkas lengkap, teruskan", "File complete, pass on"),
            Action::Forward => lang.pick("Teruskan", "Pass on"),
            Action::SendBack => lang.pick(
                "Kembalikan ke meja sebelumnya",
                "Send back to the desk before",
            ),
            Action::Decide => lang.pick("Setujui dan selesaikan", "Approve and finish"),
            Action::Reopen => lang.pick("Buka lagi untuk dibetulkan", "Reopen for fixing"),
            Action::MakeReady => lang.pick("Siap diambil", "Ready to collect"),
            Action::HandOver => lang.pick("Sudah diserahkan", "Handed over"),
            Action::Refuse => lang.pick("Tolak permohonan", "Refuse"),
            Action::Cancel => lang.pick("Batalkan", "Cancel"),
            Action::Merge => lang.pick("Gabungkan", "Merge"),
            Action::Letter => lang.pick("Surat", "Letter"),
        }
    }

    /// What happened, for the timeline.
    pub fn past(self, lang: Lang) -> &'static str {
        match self {
            Action::Submit => lang.pick("Permohonan dikirim", "Application sent"),
            Action::StartChecking => {
                lang.pick("Petugas mulai memeriksa", "An officer began checking")
            }
            Action::Return => lang.pick("Dikembalikan untuk diperbaiki", "Returned for fixing"),
            Action::Resubmit => lang.pick("Perbaikan dikirim", "Fix sent"),
            Action::Supplement => lang.pick("Dokumen susulan dikirim", "The rest was sent"),
            Action::Complete => lang.pick("Berkas dinyatakan lengkap", "File found complete"),
            Action::Forward => lang.pick(
                "Diteruskan ke meja berikutnya",
                "Passed on to the next desk",
            ),
            Action::SendBack => lang.pick(
                "Dikembalikan untuk diperiksa ulang",
                "Sent back to be checked again",
            ),
            Action::Decide => lang.pick("Permohonan disetujui", "Application approved"),
            Action::Reopen => lang.pick("Dibuka lagi untuk dibetulkan", "Reopened for fixing"),
            Action::MakeReady => lang.pick("Surat siap diambil", "Letter ready to collect"),
            Action::HandOver => lang.pick("Hasil diserahkan", "Handed over"),
            Action::Refuse => lang.pick("Permohonan ditolak", "Application refused"),
            Action::Cancel => lang.pick("Permohonan dibatalkan", "Application cancelled"),
            Action::Merge => lang.pick(
                "Digabung dengan permohonan lain",
                "Merged with another application",
            ),
            Action::Letter => lang.pick("Surat dikerjakan", "The letter was worked on"),
        }
    }
}

impl IllegalStep {
    pub fn message(self, lang: Lang) -> String {
        let text = match self {
            IllegalStep::FromHere { from, action } => {
                return match lang {
                    Lang::Id => format!(
                        "Langkah \"{}\" tidak bisa dilakukan saat permohonan berstatus \"{}\".",
                        action.button(lang),
                        from.label(lang)
                    ),
                    Lang::En => format!(
                        "\"{}\" isn't possible while the application is \"{}\".",
                        action.button(lang),
                        from.label(lang)
                    ),
                };
            }
            IllegalStep::ItemsOpen => lang.pick(
                "Terima dulu semua dokumen wajib, dan pastikan tidak ada yang masih dikembalikan.",
                "Accept every required document first, and leave nothing returned.",
            ),
            IllegalStep::NothingReturned => lang.pick(
                "Tandai dulu isian atau dokumen yang harus diperbaiki, beserta alasannya.",
                "First mark the answer or document to be fixed, with a reason.",
            ),
            IllegalStep::NoReason => lang.pick(
                "Tulis alasannya. Warga akan membacanya.",
                "Write the reason. The resident will read it.",
            ),
            IllegalStep::ProductsOpen => lang.pick(
                "Serahkan dulu tiap hasil satu per satu di halaman penyerahan.",
                "First hand over each product on the page for that.",
            ),
            IllegalStep::Product => lang.pick(
                "Langkah ini belum atau tidak lagi bisa dilakukan untuk hasil itu. Muat ulang halaman.",
                "This step isn't possible for that product now. Reload the page.",
            ),
            IllegalStep::NoReceiver => lang.pick(
                "Tulis nama penerima, dan minta tanda tangannya di layar.",
                "Write who receives it, and have them sign on the screen.",
            ),
            IllegalStep::NoFile => lang.pick(
                "Pilih dulu berkas PDF yang akan dicetak.",
                "First choose the PDF that is to be printed.",
            ),
            IllegalStep::Letter => lang.pick(
                "Langkah ini belum atau tidak lagi bisa dilakukan untuk surat itu. Muat ulang halaman.",
                "This step isn't possible for that letter now. Reload the page.",
            ),
            IllegalStep::LetterOpen => lang.pick(
                "Suratnya belum dibuat atau belum ditandatangani. Selesaikan dulu surat itu.",
                "The letter isn't made or isn't signed yet. Finish that letter first.",
            ),
            IllegalStep::Given => lang.pick(
                "Surat yang sudah bernomor harus dicabut dulu. Kalau hasilnya sudah di tangan warga, permohonan tidak bisa dibuka lagi.",
                "A letter that has its number must be revoked first. Once somebody holds the product, it can't be reopened.",
            ),
            IllegalStep::Passphrase => lang.pick(
                "Kata sandi sertifikat salah. Surat belum ditandatangani. Coba ketik lagi.",
                "The certificate's passphrase is wrong. The letter isn't signed. Type it again.",
            ),
            IllegalStep::Certificate => lang.pick(
                "Sertifikat kantor tidak bisa dipakai, mungkin sudah habis masa berlakunya. Surat belum ditandatangani. Beri tahu pengelola server, atau tanda tangani dengan pena.",
                "The office's certificate can't be used, perhaps it has expired. The letter isn't signed. Tell whoever runs the server, or sign by hand.",
            ),
            IllegalStep::NotOne => lang.pick(
                "Dua permohonan ini tidak bisa digabung: layanannya beda, atau salah satunya sudah selesai.",
                "These two can't be merged: they are for different services, or one of them is over.",
            ),
            IllegalStep::SignerAway => lang.pick(
                "Penyedia tanda tangan tidak bisa dihubungi. Surat belum ditandatangani, dan nomornya tetap. Surat menunggu di daftar tanda tangan. Coba lagi nanti: kata sandi harus diketik lagi, karena tidak kami simpan.",
                "The provider of signatures can't be reached. The letter isn't signed and keeps its number. It waits in the list of signatures. Try again later: the passphrase must be typed again, because we don't keep it.",
            ),
            IllegalStep::SignerAnswer => lang.pick(
                "Jawaban penyedia tanda tangan tidak bisa dipakai: tanda tangannya tidak cocok dengan surat ini. Surat belum ditandatangani, dan nomornya tetap. Beri tahu pengelola server, atau tanda tangani dengan pena.",
                "The answer of the provider of signatures can't be used: its signature doesn't fit this letter. The letter isn't signed and keeps its number. Tell whoever runs the server, or sign by hand.",
            ),
            IllegalStep::NoSigner => lang.pick(
                "Akun Anda belum terhubung dengan penyedia tanda tangan. Minta pengelola server menambahkannya, atau tanda tangani dengan pena.",
                "Your account isn't known to the provider of signatures. Ask whoever runs the server to add it, or sign by hand.",
            ),
            IllegalStep::OtherSigner => lang.pick(
                "Di bawah surat ini tertulis nama petugas lain. Hanya petugas itu yang bisa menandatanganinya.",
                "Another officer's name stands under this letter. Only that officer can sign it.",
            ),
            IllegalStep::PickupFull => lang.pick(
                "Waktu itu sudah penuh atau sudah lewat. Pilih waktu lain.",
                "That time is full or has passed. Choose another one.",
            ),
            IllegalStep::OrderOver => lang.pick(
                "Pelimpahan wewenang Anda sudah berakhir, jadi langkah ini tidak dilakukan. Hubungi atasan Anda bila pelimpahan itu masih perlu.",
                "Your delegated authority has ended, so this step was not taken. Ask your superior if it is still needed.",
            ),
            IllegalStep::Unprintable { sign } => {
                let sign = sign_words(sign, lang);
                return match lang {
                    Lang::Id => format!(
                        "Surat belum dibuat dan belum bernomor: ada tanda {sign} yang tidak bisa dicetak. Bagian mana dan apa yang bisa dilakukan tertulis di kotak suratnya."
                    ),
                    Lang::En => format!(
                        "The letter isn't made and has no number: it holds the sign {sign}, which can't be printed. The letter's box says where, and what to do."
                    ),
                };
            }
            IllegalStep::Template => lang.pick(
                "Contoh surat ini ada kesalahannya, jadi suratnya belum bisa dibuat. Beri tahu pengelola server.",
                "The template of this letter has a mistake, so it can't be made. Tell whoever runs the server.",
            ),
        };
        text.to_owned()
    }
}
