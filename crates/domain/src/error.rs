//! The one error that crosses the wire.
//!
//! Every variant has a status (for HTTP) and words (for people). None carries personal data,
//! and none tells a stranger whether something exists.

use crate::application::IllegalStep;
use crate::calendar::{long_day, parse_day};
use crate::code::BadCode;
#[cfg(not(target_arch = "wasm32"))]
use crate::flaw::Flaw;
use crate::officer::Standing;
use crate::text::Lang;
use crate::validate::Problem;
use serde::{Deserialize, Serialize};
use std::fmt;

pub type Result<T> = std::result::Result<T, Error>;

/// What only officers hear, no browser reads: their pages are rendered on the server, and a reader of each kind weighs
/// something on every phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Error {
    /// The form can't be taken like this; each problem names its field.
    Invalid { problems: Vec<Problem> },
    /// The request can't be understood. `what` names a part of it, never a value.
    Malformed { what: String },
    /// No such thing, or not for you: the same answer for both.
    NotFound,
    /// Code and digits don't belong together, or neither exists: one answer (no guessing).
    NoMatch,
    /// The receipt code has a typing mistake.
    Code { kind: CodeMistake },
    /// Log-in needed, or it has ended.
    LoggedOut,
    /// User name and password don't belong together.
    WrongLogin,
    /// Logged in, but this is another's work.
    Forbidden,
    /// An officer who helps residents has begun a form without choosing whose it is.
    ChooseResident,
    /// It was filled in under another officer's account, which must log in to send it.
    OtherOfficer,
    /// A partner whose cooperation agreement doesn't run today.
    Agreement { standing: Standing },
    /// Too many tries; wait so many seconds.
    TooMany { wait_seconds: u64 },
    /// Somebody else changed it in between: load again.
    Changed,
    /// Another officer holds the case; the page says who, and since when.
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    Taken,
    /// The step isn't possible from this state.
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    Step { step: IllegalStep },
    /// The file is larger than allowed.
    TooLarge { max_bytes: u64 },
    /// The file is no photo and no PDF, or is broken.
    BadFile,
    /// The file is refused for what is in it. Only uploads and officers' pages hear of it, and the first get its words beside
    /// it: no browser reads the value.
    #[cfg(not(target_arch = "wasm32"))]
    Flawed { flaw: Flaw },
    /// All space for this application is used up.
    Full,
    /// The scanner found malware in the file. Heard of as [`Error::Flawed`] is.
    #[cfg(not(target_arch = "wasm32"))]
    Infected,
    /// The office has no room for more files just now; trying again later helps.
    NoRoom,
    /// A draft that has ended (sent, or too old).
    DraftEnded,
    /// Refused by the door: the request came from another site.
    CrossSite,
    /// The server can't just now; trying again helps.
    Unavailable,
    /// The network didn't carry the answer.
    Network,
}

/// [`BadCode`] for the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodeMistake {
    Length,
    Symbol,
    Check,
}

impl From<BadCode> for Error {
    fn from(bad: BadCode) -> Error {
        Error::Code {
            kind: match bad {
                BadCode::Length => CodeMistake::Length,
                BadCode::Symbol => CodeMistake::Symbol,
                BadCode::Check => CodeMistake::Check,
            },
        }
    }
}

impl From<IllegalStep> for Error {
    fn from(step: IllegalStep) -> Error {
        Error::Step { step }
    }
}

impl Error {
    /// A part of the request that can't be read. `what` is a name of ours, never something typed.
    pub fn malformed(what: &str) -> Error {
        Error::Malformed {
            what: what.to_owned(),
        }
    }

    /// HTTP status (RFC 9110).
    pub fn status(&self) -> u16 {
        match self {
            Error::Invalid { .. } | Error::Code { .. } => 422,
            #[cfg(not(target_arch = "wasm32"))]
            Error::Infected => 422,
            Error::Malformed { .. } => 400,
            Error::NotFound | Error::NoMatch => 404,
            Error::LoggedOut | Error::WrongLogin | Error::OtherOfficer => 401,
            Error::Forbidden
            | Error::CrossSite
            | Error::Agreement { .. }
            | Error::ChooseResident => 403,
            Error::TooMany { .. } => 429,
            Error::Changed | Error::Taken | Error::Step { .. } => 409,
            Error::TooLarge { .. } => 413,
            Error::BadFile => 415,
            #[cfg(not(target_arch = "wasm32"))]
            Error::Flawed { .. } => 415,
            Error::DraftEnded => 410,
            Error::Full => 507,
            Error::Unavailable | Error::NoRoom | Error::Network => 503,
        }
    }

    /// Whether the file itself is at fault: its sender must do something, and hears these words.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn is_about_file(&self) -> bool {
        matches!(
            self,
            Error::TooLarge { .. }
                | Error::BadFile
                | Error::Flawed { .. }
                | Error::Full
                | Error::Infected
        )
    }

    /// Kind words that say what to do.
    pub fn message(&self, lang: Lang) -> String {
        let text = match self {
            Error::Invalid { .. } => lang.pick(
                "Masih ada isian yang perlu dibetulkan. Lihat tanda merah di bawah.",
                "Some answers need fixing. Look for the red marks below.",
            ),
            Error::Malformed { .. } => lang.pick(
                "Kiriman tidak terbaca. Muat ulang halaman ini, lalu coba lagi. Isian Anda tetap tersimpan di HP.",
                "We could not read what was sent. Reload this page and try again. Your answers stay on your phone.",
            ),
            Error::NotFound => lang.pick(
                "Yang Anda cari tidak ada di sini, atau bukan untuk akun ini.",
                "What you look for isn't here, or isn't for this account.",
            ),
            Error::NoMatch => lang.pick(
                "Kode dan 4 angka terakhir nomor HP tidak cocok. Periksa tanda terima, lalu coba lagi.",
                "The code and the last 4 digits of the phone don't match. Check your receipt and try again.",
            ),
            Error::Code { kind } => {
                let bad = match kind {
                    CodeMistake::Length => BadCode::Length,
                    CodeMistake::Symbol => BadCode::Symbol,
                    CodeMistake::Check => BadCode::Check,
                };
                return bad.message(lang).to_owned();
            }
            Error::LoggedOut => lang.pick("Silakan masuk lagi.", "Please log in again."),
            Error::WrongLogin => lang.pick(
                "Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecil, lalu coba lagi.",
                "User name or password doesn't match. Check capitals and try again.",
            ),
            Error::Forbidden => lang.pick(
                "Tugas ini untuk petugas lain. Hubungi atasan Anda bila seharusnya tugas Anda.",
                "This is another officer's task. Ask your superior if it should be yours.",
            ),
            Error::ChooseResident => lang.pick(
                "Formulir ini belum atas nama siapa pun. Buka menu petugas, pilih dulu warga yang dibantu. Untuk diri sendiri, keluar dulu dari akun petugas.",
                "This form is nobody's yet. Open the officers' menu and choose the resident first. For yourself, log out of the officer's account.",
            ),
            Error::OtherOfficer => lang.pick(
                "Masuk dulu dengan akun petugas yang mengisinya. Semua tetap tersimpan di tablet ini.",
                "Log in with the account of the officer who filled it in. All of it stays on this tablet.",
            ),
            Error::Agreement { standing } => return agreement(standing, lang),
            Error::TooMany { wait_seconds } => {
                let minutes = wait_seconds.div_ceil(60).max(1);
                return match lang {
                    Lang::Id => format!("Terlalu sering mencoba. Tunggu {minutes} menit, lalu coba lagi."),
                    Lang::En => format!("Too many tries. Wait {minutes} minutes and try again."),
                };
            }
            Error::Changed => lang.pick(
                "Permohonan ini baru saja diubah orang lain. Muat ulang halaman untuk melihat yang terbaru.",
                "Somebody has just changed this application. Reload the page to see the newest.",
            ),
            Error::Taken => lang.pick(
                "Permohonan ini sedang dikerjakan petugas lain, jadi langkah Anda belum tercatat. Namanya ada di bawah.",
                "Another officer is working on this application, so your step was not recorded. Their name is below.",
            ),
            #[cfg(not(target_arch = "wasm32"))]
            Error::Step { step } => return step.message(lang),
            // Never read in a browser, see above: the words of all steps would weigh something on every phone.
            #[cfg(target_arch = "wasm32")]
            Error::Step { .. } => lang.pick(
                "Langkah ini belum bisa dilakukan. Muat ulang halaman.",
                "This step isn't possible now. Reload the page.",
            ),
            Error::TooLarge { max_bytes } => {
                let mb = max_bytes / (1024 * 1024);
                return match lang {
                    Lang::Id => format!("Berkas terlalu besar. Paling besar {mb} MB. Coba foto ulang, atau pilih berkas yang lebih kecil."),
                    Lang::En => format!("The file is too large. At most {mb} MB. Take a new photo or choose a smaller file."),
                };
            }
            Error::BadFile => lang.pick(
                "Berkas ini bukan foto atau PDF yang bisa dibaca. Ambil foto baru dari dokumen aslinya.",
                "This file is not a readable photo or PDF. Take a new photo of the original document.",
            ),
            Error::Full => lang.pick(
                "Tempat untuk berkas sudah penuh. Hapus foto yang tidak perlu, lalu coba lagi.",
                "There is no room for more files. Remove photos you don't need and try again.",
            ),
            #[cfg(not(target_arch = "wasm32"))]
            Error::Flawed { flaw } => flaw.message(lang),
            #[cfg(not(target_arch = "wasm32"))]
            Error::Infected => lang.pick(
                "Berkas ini membawa virus, jadi tidak disimpan. Ambil foto baru dengan kamera HP, atau minta berkas lain.",
                "This file carries a virus and was not kept. Take a new photo with the phone's camera or ask for another file.",
            ),
            Error::NoRoom => lang.pick(
                "Tempat penyimpanan kantor sedang penuh. Foto aman di HP dan akan dikirim lagi nanti.",
                "The office's storage is full just now. Photos are safe on your phone and will be sent again later.",
            ),
            Error::DraftEnded => lang.pick(
                "Ini sudah pernah dikirim, mungkin dari HP lain, atau sudah terlalu lama. Isian Anda masih ada di HP.",
                "This was already sent, maybe from another phone, or is too old. Your answers are still on your phone.",
            ),
            Error::CrossSite => lang.pick(
                "Permintaan ini datang dari situs lain, jadi ditolak. Buka alamat kami langsung.",
                "This request came from another site and was refused. Open our address directly.",
            ),
            Error::Unavailable => lang.pick(
                "Layanan sedang tidak bisa dipakai. Tunggu sebentar, lalu coba lagi. Isian Anda aman.",
                "The service can't be used just now. Wait a moment and try again. Your answers are safe.",
            ),
            Error::Network => lang.pick(
                "Jaringan terputus. Isian Anda aman di HP. Coba lagi saat ada sinyal.",
                "The network was cut. Your answers are safe on your phone. Try again when there is signal.",
            ),
        };
        text.to_owned()
    }
}

/// Why a partner can't do anything today, and whom to ask.
fn agreement(standing: &Standing, lang: Lang) -> String {
    let day = |iso: &str| parse_day(iso).map_or_else(String::new, |day| long_day(day, lang));
    let why = match (standing, lang) {
        (Standing::NotYet { from }, Lang::Id) => {
            format!(
                "Perjanjian kerja sama lembaga Anda baru mulai {}.",
                day(from)
            )
        }
        (Standing::NotYet { from }, Lang::En) => {
            format!("Your institution's agreement begins on {}.", day(from))
        }
        (Standing::Ended { until }, Lang::Id) => {
            format!(
                "Perjanjian kerja sama lembaga Anda sudah berakhir {}.",
                day(until)
            )
        }
        (Standing::Ended { until }, Lang::En) => {
            format!("Your institution's agreement ended on {}.", day(until))
        }
        (Standing::Missing | Standing::Valid, _) => lang
            .pick(
                "Perjanjian kerja sama lembaga Anda belum tercatat.",
                "No agreement of your institution is on record.",
            )
            .to_owned(),
    };
    let ask = lang.pick(
        "Selama itu akun ini tidak bisa dipakai. Hubungi Dinas Dukcapil.",
        "Until then this account can't be used. Ask the civil registry.",
    );
    format!("{why} {ask}")
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::Id))
    }
}

impl std::error::Error for Error {}
