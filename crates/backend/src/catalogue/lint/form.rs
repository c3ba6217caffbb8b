//! Lints of pages, fields and conditions.

use super::super::flaw::{Flaw, Pen, id_is, quoted};
use super::super::read::Source;
use super::super::{Applicant, find};
use super::{filled, id, words};
use domain::form::{Column, Condition, Field, Kind, MAX_ROWS, Page};
use domain::message::{Channel, QUESTION};
use domain::region::{Region, RegionCode};
use domain::text::Text;

/// Steps of applying that are no pages of questions but have addresses beside them (`/ajukan/{service}/periksa`).
const TAKEN: [&str; 4] = ["pernyataan", "periksa", "kirim", "tanda-terima"];

/// `catalogue/applicant.toml`: its pages, and the four answers that every case is found and reached by.
pub(in super::super) fn applicant(
    source: &Source<Applicant>,
    pages: &[Page],
    regions: &[Region],
    flaws: &mut Vec<Flaw>,
) {
    let mut pen = Pen::new(&source.file, &source.text, flaws);
    let all: Vec<&Page> = pages.iter().collect();
    check(&mut pen, &all, 0, regions);
    let fields: Vec<&Field> = pages.iter().flat_map(|page| &page.fields).collect();
    let desa = Kind::Region {
        depth: 4,
        within: None,
    };
    for (wanted, kind, example) in [
        ("nama", Kind::Text, "\"text\""),
        ("nik", Kind::Nik, "\"nik\""),
        ("desa", desa, "{ region = { depth = 4 } }"),
        ("wa", Kind::Phone, "\"phone\""),
    ] {
        let good = fields.iter().any(|field| {
            field.id == wanted && field.kind == kind && field.required && field.show_if.is_none()
        });
        if !good {
            pen.mark(
                &[&id_is(wanted)],
                format!("Isian pemohon `{wanted}` harus ada, wajib, dan selalu ditanya."),
                format!("Tulis `id = \"{wanted}\"` dengan `kind = {example}`."),
            );
        }
    }
    // A word that nobody understands would be no leave, and silently.
    let news = fields.iter().find(|field| field.id == QUESTION);
    let understood = |field: &Field| match &field.kind {
        Kind::Choice(words) => {
            let agreed = words
                .iter()
                .filter(|word| Channel::from_answer(&word.id).is_some());
            agreed.count() > 0 && words.len() > 1 && !field.required
        }
        _ => false,
    };
    if news.is_some_and(|field| !understood(field)) {
        pen.mark(
            &[&id_is(QUESTION)],
            format!("Isian `{QUESTION}` adalah izin dikirimi kabar: boleh tidak dijawab, dan pilihannya \"WhatsApp\", \"Email\", dan satu untuk tidak."),
            "Tulis `kind = { choice = [\"WhatsApp\", \"Email\", \"Tidak usah\"] }` dan `required = false`.".to_owned(),
        );
    }
}

/// Checks `pages[from..]`; those before were checked with their own file but share the ids.
pub(super) fn check(pen: &mut Pen<'_>, pages: &[&Page], from: usize, regions: &[Region]) {
    let own = &pages[from..];
    for (at, page) in own.iter().enumerate() {
        id(pen, &page.id, '-');
        if TAKEN.contains(&page.id.as_str()) || page.id.starts_with("dokumen-") {
            pen.mark(
                &[&id_is(&page.id)],
                format!("Id halaman `{}` dipakai aplikasi sendiri.", page.id),
                "Beri id lain.",
            );
        }
        if pages[..from + at].iter().any(|other| other.id == page.id) {
            pen.mark(
                &[&id_is(&page.id)],
                format!("Halaman `{}` ada dua kali.", page.id),
                "Beri id lain. Halaman pemohon (applicant.toml) juga dihitung.",
            );
        }
        words(pen, &id_is(&page.id), "Judul halaman", &page.title);
        if let Some(help) = &page.help {
            words(pen, &id_is(&page.id), "Penjelasan halaman", help);
        }
        if page.fields.is_empty() {
            pen.mark(
                &[&id_is(&page.id)],
                format!("Halaman `{}` tidak menanyakan apa pun.", page.id),
                "Tambahkan isian, atau hapus halamannya.",
            );
        }
    }
    let mut before: Vec<&Field> = pages[..from].iter().flat_map(|page| &page.fields).collect();
    for field in own.iter().flat_map(|page| &page.fields) {
        id(pen, &field.id, '_');
        if before.iter().any(|other| other.id == field.id) {
            pen.mark(
                &[&id_is(&field.id)],
                format!("Isian `{}` ada dua kali.", field.id),
                "Beri id lain. Isian pemohon (applicant.toml) juga dihitung.",
            );
        }
        words(pen, &id_is(&field.id), "Pertanyaan (label)", &field.label);
        if let Some(hint) = &field.hint {
            words(pen, &id_is(&field.id), "Petunjuk (hint)", hint);
        }
        kind(pen, &field.id, &field.kind, regions);
        naming(pen, field);
        let conditions = [
            ("show_if", &field.show_if),
            ("required_if", &field.required_if),
        ];
        for (key, wanted) in conditions {
            let Some(wanted) = wanted else { continue };
            condition(pen, &id_is(&field.id), key, wanted, &before);
        }
        before.push(field);
    }
}

fn kind(pen: &mut Pen<'_>, id: &str, kind: &Kind, regions: &[Region]) {
    let near = id_is(id);
    match kind {
        Kind::Number { min, max } if min > max => pen.mark(
            &[&near, "min"],
            format!("Batas angka `{id}` terbalik: {min} sampai {max}."),
            "Tukar min dan max.",
        ),
        Kind::Choice(list) | Kind::MultiChoice(list) => options(pen, &near, list),
        Kind::Region { depth, within } => region(pen, &near, *depth, within.as_ref(), regions),
        Kind::Rows { columns, min, max } => {
            if min > max || *max == 0 || *max > MAX_ROWS {
                pen.mark(
                    &[&near, "max"],
                    format!("Jumlah baris `{id}` salah: {min} sampai {max}."),
                    format!(
                        "max paling sedikit 1, tidak kurang dari min, paling banyak {MAX_ROWS}."
                    ),
                );
            }
            rows(pen, &near, columns, regions);
        }
        _ => {}
    }
}

fn options(pen: &mut Pen<'_>, near: &str, list: &[Text]) {
    if list.len() < 2 {
        pen.mark(
            &[near],
            "Pilihan kurang dari dua.",
            "Tambah pilihan, atau pakai `tick`.",
        );
    }
    for (at, option) in list.iter().enumerate() {
        words(pen, near, "Salah satu pilihan", option);
        if list[..at].iter().any(|other| other.id == option.id) {
            pen.mark(
                &[near, &quoted(&option.id)],
                format!("Pilihan `{}` ada dua kali.", option.id),
                "Hapus salah satunya.",
            );
        }
    }
}

fn region(
    pen: &mut Pen<'_>,
    near: &str,
    depth: u8,
    within: Option<&RegionCode>,
    regions: &[Region],
) {
    if !(1..=4).contains(&depth) {
        pen.mark(
            &[near, "depth"],
            format!("Tingkat wilayah {depth} tidak ada."),
            "Pakai 3 (kecamatan) atau 4 (desa/kelurahan).",
        );
    }
    if let Some(within) = within
        && (find(regions, within).is_none() || within.depth() >= usize::from(depth))
    {
        pen.mark(
            &[near, &quoted(within.as_str())],
            format!("Wilayah {within} tidak ada, atau tidak lebih besar dari yang ditanya."),
            "Salin kodenya dari regions.csv.",
        );
    }
}

fn rows(pen: &mut Pen<'_>, near: &str, columns: &[Column], regions: &[Region]) {
    filled(pen, near, "Kolom", columns);
    for (at, column) in columns.iter().enumerate() {
        id(pen, &column.id, '_');
        let trail = [near, &id_is(&column.id)];
        if columns[..at].iter().any(|other| other.id == column.id) {
            pen.mark(
                &trail,
                format!("Kolom `{}` ada dua kali.", column.id),
                "Beri id lain.",
            );
        }
        words(pen, near, "Judul kolom", &column.label);
        match &column.kind {
            Kind::Rows { .. } | Kind::MultiChoice(_) => pen.mark(
                &trail,
                format!("Kolom `{}` tidak boleh berisi daftar.", column.id),
                "Pakai jenis yang satu jawaban, contoh: \"text\" atau { choice = […] }.",
            ),
            other => kind(pen, &column.id, other, regions),
        }
    }
}

/// The validator finds the birth date beside a NIK by name: `nik_ibu` with `lahir_ibu` or `tanggal_lahir_ibu`.
fn naming(pen: &mut Pen<'_>, field: &Field) {
    let id = field.id.as_str();
    if field.kind == Kind::Nik && id != "nik" && !id.starts_with("nik_") {
        pen.mark(
            &[&id_is(id)],
            format!("Isian NIK `{id}` tidak akan dicocokkan dengan tanggal lahir."),
            format!("Beri nama `nik_{id}` dan tanggal lahirnya `lahir_{id}`."),
        );
    }
    let birth = ["lahir_", "tanggal_lahir_"]
        .iter()
        .any(|start| id.strip_prefix(start).is_some_and(|who| !who.is_empty()));
    if matches!(field.kind, Kind::Date(_))
        && id.contains("lahir")
        && id != "tanggal_lahir"
        && !birth
    {
        pen.mark(
            &[&id_is(id)],
            format!("Tanggal lahir `{id}` tidak akan dicocokkan dengan NIK."),
            "Beri nama seperti `lahir_ibu` (untuk `nik_ibu`).",
        );
    }
}

/// `fields`: what is asked before. A condition on an answer that is itself conditional would hold on to a stale answer.
pub(super) fn condition(
    pen: &mut Pen<'_>,
    near: &str,
    key: &str,
    condition: &Condition,
    fields: &[&Field],
) {
    let Condition { field: wanted, is } = condition;
    let trail = [near, key, wanted];
    let Some(field) = fields.iter().find(|field| field.id == *wanted) else {
        pen.mark(
            &trail,
            format!(
                "`{key}` menunjuk isian `{wanted}` yang tidak ada atau baru ditanya sesudahnya."
            ),
            "Tunjuk isian yang ditanya lebih dulu.",
        );
        return;
    };
    if field.show_if.is_some() {
        pen.mark(
            &trail,
            format!("`{key}` menunjuk `{wanted}`, padahal isian itu sendiri tidak selalu ditanya."),
            "Tunjuk isian yang selalu ditanya.",
        );
    }
    filled(pen, near, &format!("Jawaban di `{key}`"), is);
    for answer in is {
        option_of(pen, &trail, field, answer);
    }
}

/// `answer` must be something that can be answered to `field`.
pub(super) fn option_of(pen: &mut Pen<'_>, trail: &[&str], field: &Field, answer: &str) {
    let options: Vec<&str> = match &field.kind {
        Kind::Choice(list) | Kind::MultiChoice(list) => {
            list.iter().map(|text| text.id.as_str()).collect()
        }
        Kind::Tick => vec!["ya"],
        _ => {
            pen.mark(
                trail,
                format!(
                    "Isian `{}` tidak punya pilihan untuk dibandingkan.",
                    field.id
                ),
                "Tunjuk isian jenis choice, multi-choice, atau tick.",
            );
            return;
        }
    };
    if !options.contains(&answer) {
        let mut trail = trail.to_vec();
        let wanted = quoted(answer);
        trail.push(&wanted);
        pen.mark(
            &trail,
            format!("Isian `{}` tidak punya pilihan `{answer}`.", field.id),
            format!("Salin persis salah satu: {}.", options.join(", ")),
        );
    }
}
