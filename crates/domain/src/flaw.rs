//! What is wrong with a file that was refused for its content, and what the person does about it.
//!
//! Only the server looks into files, and it sends the words along with the refusal: no phone carries them.

use crate::text::Lang;
use serde::{Deserialize, Serialize};

/// Why a file that seemed to be a photo or a PDF isn't taken. Where nothing fits, the error is
/// [`crate::error::Error::BadFile`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flaw {
    /// A PDF behind a password.
    LockedPdf,
    /// A PDF that could act: scripts, programs, files inside the file; or with parts that can't be looked into.
    ActivePdf,
    /// A photo as iPhones write it, which neither officers' browsers nor our decoders open.
    Heif,
    /// A part of it is missing.
    Cut,
    /// Too few pixels to read anything.
    Tiny,
}

impl Flaw {
    pub const ALL: [Flaw; 5] = [
        Flaw::LockedPdf,
        Flaw::ActivePdf,
        Flaw::Heif,
        Flaw::Cut,
        Flaw::Tiny,
    ];

    /// As databases keep it: never renamed.
    pub fn key(self) -> &'static str {
        match self {
            Flaw::LockedPdf => "locked-pdf",
            Flaw::ActivePdf => "active-pdf",
            Flaw::Heif => "heif",
            Flaw::Cut => "cut",
            Flaw::Tiny => "tiny",
        }
    }

    pub fn parse(key: &str) -> Option<Flaw> {
        Flaw::ALL.into_iter().find(|flaw| flaw.key() == key)
    }

    /// What to do. ASCII only: it travels in a header.
    pub fn message(self, lang: Lang) -> &'static str {
        match self {
            Flaw::LockedPdf => lang.pick(
                "PDF ini terkunci kata sandi, jadi petugas tidak bisa membukanya. Buka di HP, lalu kirim tangkapan layarnya, atau foto saja suratnya.",
                "This PDF is locked with a password, so no officer can open it. Open it on your phone and send a screenshot, or photograph the letter.",
            ),
            Flaw::ActivePdf => lang.pick(
                "PDF ini berisi program, lampiran, atau bagian yang tidak bisa diperiksa. Foto saja suratnya, halaman demi halaman.",
                "This PDF holds a program, an attachment or parts that can't be checked. Photograph the letter instead, page by page.",
            ),
            Flaw::Heif => lang.pick(
                "Foto iPhone ini berformat HEIC, yang tidak bisa dibuka di sini. Kirim tangkapan layarnya. Atau buka Pengaturan, Kamera, Format, pilih Paling Kompatibel, lalu foto lagi.",
                "This iPhone photo is in HEIC format, which can't be opened here. Send a screenshot of it. Or open Settings, Camera, Formats, choose Most Compatible, and take it again.",
            ),
            Flaw::Cut => lang.pick(
                "Ada bagian berkas ini yang hilang, mungkin terpotong waktu disalin. Pilih lagi berkas aslinya, atau ambil foto baru.",
                "A part of this file is missing; it may have been cut when it was copied. Choose the original again or take a new photo.",
            ),
            Flaw::Tiny => lang.pick(
                "Gambar ini terlalu kecil untuk dibaca. Ambil foto baru dari dokumen aslinya.",
                "This picture is too small to read. Take a new photo of the original document.",
            ),
        }
    }
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::error::Error;

    #[test]
    fn every_flaw_is_found_again_by_its_key() {
        for flaw in Flaw::ALL {
            assert_eq!(Flaw::parse(flaw.key()), Some(flaw));
            let json = serde_json::to_string(&flaw).unwrap();
            assert_eq!(json, format!("\"{}\"", flaw.key()));
        }
        assert_eq!(Flaw::parse("image/jpeg"), None);
    }

    #[test]
    fn what_is_told_of_a_file_fits_into_a_header() {
        let others = [
            Error::TooLarge { max_bytes: 1 },
            Error::BadFile,
            Error::Full,
            Error::Infected,
        ];
        let flaws = Flaw::ALL.map(|flaw| Error::Flawed { flaw });
        for error in others.into_iter().chain(flaws) {
            assert!(error.is_about_file());
            for lang in [Lang::Id, Lang::En] {
                let words = error.message(lang);
                assert!(words.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
            }
        }
        assert!(!Error::Unavailable.is_about_file());
    }
}
