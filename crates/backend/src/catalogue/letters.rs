//! `catalogue/letters`: the book of registers and offices, and the templates that services name.
//!
//! A catalogue without that folder has no letters, and then no service may name one. Whether a template can be set is
//! tried by `genggam catalogue check`, because it takes a moment.

use super::find;
use super::flaw::{Flaw, Pen, id_is, quoted};
use super::read::{self, Source};
use domain::letter::LetterBook;
use domain::region::Region;
use domain::service::Service;
use letters::Press;
use std::path::Path;
use std::sync::Arc;

pub(super) fn read(
    folder: &Path,
    services: &[Source<Service>],
    regions: &[Region],
    flaws: &mut Vec<Flaw>,
) -> (LetterBook, Option<Arc<Press>>) {
    let (book, press) = if folder.is_dir() {
        let source = read::raw(&folder.join("letters.toml"), flaws)
            .and_then(|source| read::toml::<LetterBook>(source, flaws));
        let book = source.map(|source| book(source, regions, flaws));
        (book.unwrap_or_default(), open(folder, flaws))
    } else {
        (LetterBook::default(), None)
    };
    for source in services {
        let mut pen = Pen::new(&source.file, &source.text, flaws);
        let named = source
            .value
            .products
            .iter()
            .filter_map(|one| one.letter.as_ref());
        for letter in named {
            if !press
                .as_ref()
                .is_some_and(|press| press.has(&letter.template))
            {
                pen.mark(
                    &["letter", &quoted(&letter.template)],
                    format!("Contoh surat `{}` tidak ada.", letter.template),
                    format!(
                        "Buat berkas letters/{}.typ, atau perbaiki namanya.",
                        letter.template
                    ),
                );
            }
            if book.register(&letter.register).is_none() {
                pen.mark(
                    &["letter", &quoted(&letter.register)],
                    format!("Register `{}` tidak ada.", letter.register),
                    "Tulis register itu di letters/letters.toml, atau perbaiki namanya.",
                );
            }
        }
    }
    (book, press)
}

fn open(folder: &Path, flaws: &mut Vec<Flaw>) -> Option<Arc<Press>> {
    match Press::open(folder) {
        Ok(press) => Some(Arc::new(press)),
        Err(_) => {
            flaws.push(Flaw {
                file: folder.display().to_string(),
                line: None,
                column: None,
                message: "Folder contoh surat tidak bisa dibaca.".to_owned(),
                fix: "Periksa izin berkas di dalamnya; berkas .typ harus bersandi UTF-8."
                    .to_owned(),
            });
            None
        }
    }
}

fn book(source: Source<LetterBook>, regions: &[Region], flaws: &mut Vec<Flaw>) -> LetterBook {
    let mut pen = Pen::new(&source.file, &source.text, flaws);
    let book = source.value;
    for (at, register) in book.registers.iter().enumerate() {
        let before = &book.registers[..at];
        if before.iter().any(|other| other.id == register.id) {
            pen.mark(
                &[&id_is(&register.id)],
                format!("Register `{}` ditulis dua kali.", register.id),
                "Hapus salah satunya.",
            );
        }
        if before.iter().any(|other| other.pattern == register.pattern) {
            pen.mark(
                &[&id_is(&register.id)],
                "Dua register punya pola yang sama, jadi dua surat bisa bernomor sama.",
                "Bedakan polanya, atau pakai satu register saja.",
            );
        }
    }
    for office in &book.offices {
        if find(regions, &office.region).is_none() {
            pen.mark(
                &[&quoted(office.region.as_str())],
                format!("Wilayah {} tidak ada di regions.csv.", office.region),
                "Perbaiki kodenya.",
            );
        }
    }
    book
}
