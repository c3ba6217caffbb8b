//! Files become values; what the parser complains about becomes plain words with a fix.

use super::flaw::{Flaw, place};
use serde::de::DeserializeOwned;
use std::fs;
use std::path::Path;

/// A parsed file. The text stays, so that lints can point at a line.
pub(super) struct Source<T> {
    /// As shown in flaws.
    pub(super) file: String,
    /// File name without its ending: `sktm`, `62.01.02`, `2026`.
    pub(super) stem: String,
    pub(super) text: String,
    pub(super) value: T,
}

/// Every file of `folder` that ends in `.ending`, in the order of names.
/// Other files are flaws: a service saved as `.txt` would be lost silently.
pub(super) fn folder(folder: &Path, ending: &str, flaws: &mut Vec<Flaw>) -> Vec<Source<()>> {
    let listing = match fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(_) => {
            flaws.push(whole(
                folder,
                "Folder ini tidak ada atau tidak bisa dibaca.",
                "Buat foldernya, atau periksa pengaturan letak katalog.",
            ));
            return Vec::new();
        }
    };
    let mut paths: Vec<_> = listing
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            !path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('.'))
        })
        .collect();
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        if path.extension().is_some_and(|e| e == ending) {
            sources.extend(raw(&path, flaws));
        } else {
            flaws.push(whole(
                &path,
                "Berkas ini tidak dibaca.",
                &format!("Beri nama yang berakhir `.{ending}`, atau pindahkan ke tempat lain."),
            ));
        }
    }
    sources
}

/// The text of one file.
pub(super) fn raw(path: &Path, flaws: &mut Vec<Flaw>) -> Option<Source<()>> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(_) => {
            flaws.push(whole(
                path,
                "Berkas ini tidak ada atau tidak bisa dibaca.",
                "Kembalikan berkasnya.",
            ));
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(Source {
            file: path.display().to_string(),
            stem: path
                .file_stem()
                .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned()),
            // Spreadsheets put a byte-order mark in front.
            text: text.trim_start_matches('\u{feff}').to_owned(),
            value: (),
        }),
        Err(_) => {
            flaws.push(whole(
                path,
                "Huruf di berkas ini bukan UTF-8.",
                "Simpan ulang dengan pilihan UTF-8.",
            ));
            None
        }
    }
}

fn whole(path: &Path, message: &str, fix: &str) -> Flaw {
    Flaw {
        file: path.display().to_string(),
        line: None,
        column: None,
        message: message.to_owned(),
        fix: fix.to_owned(),
    }
}

/// TOML into a value that refuses unknown keys.
pub(super) fn toml<T: DeserializeOwned>(
    source: Source<()>,
    flaws: &mut Vec<Flaw>,
) -> Option<Source<T>> {
    match toml::from_str(&source.text) {
        Ok(value) => Some(Source {
            file: source.file,
            stem: source.stem,
            text: source.text,
            value,
        }),
        Err(error) => {
            let place = error.span().map(|span| place(&source.text, span.start));
            let (message, fix) = explain(error.message());
            flaws.push(Flaw {
                file: source.file,
                line: place.map(|(line, _)| line),
                column: place.map(|(_, column)| column),
                message,
                fix,
            });
            None
        }
    }
}

/// The parser's English into what is wrong and what to do. It names things in backticks: the wrong one first.
fn explain(message: &str) -> (String, String) {
    let named: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let wrong = named.first().copied().unwrap_or_default();
    let known = named.get(1..).unwrap_or_default();
    if message.starts_with("unknown field") {
        return unknown_key(wrong, known);
    }
    // The same mistake inside a kind or a rule, worded by the TOML crate itself.
    if let Some((wrong, known)) = message
        .strip_prefix("unexpected keys in table: ")
        .and_then(|rest| rest.split_once(", available keys: "))
    {
        let known: Vec<&str> = known.split(", ").collect();
        return unknown_key(wrong.split(", ").next().unwrap_or(wrong), &known);
    }
    if message.starts_with("unknown variant") {
        return (
            format!("Nilai `{wrong}` tidak dikenal."),
            suggest(wrong, known),
        );
    }
    if message.starts_with("missing field") {
        return (
            format!("Kunci `{wrong}` belum ada."),
            format!("Tambahkan `{wrong} = …` di bagian ini."),
        );
    }
    if message.starts_with("duplicate key") {
        return (
            "Kunci ini ditulis dua kali.".to_owned(),
            "Hapus salah satunya.".to_owned(),
        );
    }
    if message.contains("untagged enum") {
        return (
            "Tulisan ini tidak bisa dibaca.".to_owned(),
            "Tulis \"kalimat\", atau { id = \"kalimat\", en = \"sentence\" }. Hanya kunci `id` dan `en` yang boleh."
                .to_owned(),
        );
    }
    if message.starts_with("jam kerja") {
        return (
            "Jam ini salah tulis.".to_owned(),
            "Tulis jam buka dan jam tutup, contoh: \"07.30-16.00\".".to_owned(),
        );
    }
    if message.starts_with("kode wilayah") {
        return (
            "Kode wilayah ini salah bentuk.".to_owned(),
            "Salin kodenya dari regions.csv, contoh: \"62.01.02\".".to_owned(),
        );
    }
    if let Some((_, expected)) = message
        .strip_prefix("invalid")
        .filter(|rest| {
            [" type", " value", " length"]
                .iter()
                .any(|w| rest.starts_with(w))
        })
        .and_then(|rest| rest.split_once("expected "))
    {
        return ("Isi kunci ini salah jenis.".to_owned(), wanted(expected));
    }
    (
        format!("Penulisan TOML salah ({}).", message.replace('\n', " ")),
        "Periksa tanda kutip, kurung, dan koma di sekitar sini.".to_owned(),
    )
}

fn unknown_key(wrong: &str, known: &[&str]) -> (String, String) {
    (
        format!("Kunci `{wrong}` tidak dikenal."),
        suggest(wrong, known),
    )
}

fn suggest(wrong: &str, known: &[&str]) -> String {
    let limit = (wrong.chars().count() / 2).max(2);
    let nearest = known
        .iter()
        .map(|name| (slips(wrong, name), *name))
        .min()
        .filter(|(slips, _)| *slips <= limit);
    match nearest {
        Some((_, name)) => format!("Maksud Anda `{name}`?"),
        None if known.is_empty() => "Hapus baris ini.".to_owned(),
        None => format!("Yang boleh di sini: {}.", known.join(", ")),
    }
}

fn wanted(expected: &str) -> String {
    let words = if expected.contains("string") {
        "Tulis di antara tanda kutip: \"…\"."
    } else if expected.contains("bool") {
        "Tulis true atau false, tanpa tanda kutip."
    } else if expected.contains("sequence") || expected.contains("tuple") {
        "Tulis daftar di antara kurung siku: [ … ]."
    } else if expected.starts_with(['u', 'i']) || expected.contains("integer") {
        "Tulis angka bulat tanpa tanda kutip dan tanpa titik."
    } else if expected.contains("newtype variant") || expected.contains("struct variant") {
        "Jenis ini perlu keterangan, contoh: { date = \"past\" } atau { number = { min = 1, max = 9 } }."
    } else if expected.contains("struct") || expected.contains("map") || expected.contains("table")
    {
        "Tulis di antara kurung kurawal: { … }."
    } else {
        "Lihat contoh di layanan lain."
    };
    words.to_owned()
}

/// Letters to insert, drop or replace on the way from one word to the other. Capitals don't matter.
fn slips(from: &str, to: &str) -> usize {
    let (from, to) = (from.to_lowercase(), to.to_lowercase());
    let to: Vec<char> = to.chars().collect();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (i, c) in from.chars().enumerate() {
        let mut row = vec![i + 1];
        for (j, d) in to.iter().enumerate() {
            row.push(
                (above[j] + usize::from(c != *d))
                    .min(above[j + 1] + 1)
                    .min(row[j] + 1),
            );
        }
        above = row;
    }
    above[to.len()]
}
