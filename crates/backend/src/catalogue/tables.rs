//! Regions and holidays: tables with commas, as a spreadsheet saves them.

use super::flaw::{Flaw, Pen};
use super::read::Source;
use domain::calendar::parse_day;
use domain::region::{Level, Region, RegionCode};
use time::Date;

/// A day on which offices are closed, besides Saturdays and Sundays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    pub date: Date,
    pub kind: HolidayKind,
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolidayKind {
    /// National or local holiday.
    Holiday,
    /// Joint leave (cuti bersama): free for offices, decreed each year.
    JointLeave,
}

/// The rows below the heading, as cells and the row's own text. Rows with a wrong count of cells are flaws.
fn rows<'a>(
    source: &'a Source<()>,
    heading: &str,
    flaws: &mut Vec<Flaw>,
) -> Vec<(&'a str, Vec<&'a str>)> {
    let mut pen = Pen::new(&source.file, &source.text, flaws);
    let mut lines = source
        .text
        .lines()
        .map(str::trim)
        // A spreadsheet keeps a remark as a row of its own.
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let first = lines.next().unwrap_or_default();
    if first != heading {
        let fix = if first.contains(';') {
            format!(
                "Simpan dengan koma sebagai pemisah, bukan titik koma. Baris pertama: `{heading}`."
            )
        } else {
            format!("Tulis `{heading}` di baris pertama.")
        };
        pen.mark(&[first], "Judul kolom salah.", fix);
        return Vec::new();
    }
    let width = heading.split(',').count();
    let mut rows = Vec::new();
    for line in lines {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        if cells.len() == width && !line.contains('"') {
            rows.push((line, cells));
        } else {
            pen.mark(
                &[line],
                format!("Baris ini punya {} kolom, seharusnya {width}.", cells.len()),
                "Pisahkan kolom dengan koma. Jangan pakai koma atau tanda kutip di dalam nama.",
            );
        }
    }
    rows
}

/// `code,name,level,postcode`, sorted by code.
pub(super) fn regions(source: &Source<()>, flaws: &mut Vec<Flaw>) -> Vec<Region> {
    let before = flaws.len();
    let mut regions: Vec<(&str, Region)> = Vec::new();
    for (line, cells) in rows(source, "code,name,level,postcode", flaws) {
        let [code, name, level, postcode] = cells[..] else {
            continue;
        };
        let mut pen = Pen::new(&source.file, &source.text, flaws);
        let Ok(code) = RegionCode::parse(code) else {
            pen.mark(
                &[line],
                format!("Kode `{code}` salah bentuk."),
                "Tulis seperti 62, 62.01, 62.01.02 atau 62.01.02.1002.",
            );
            continue;
        };
        let Some(level) = level_of(level).filter(|level| level.depth() == code.depth()) else {
            pen.mark(
                &[line],
                format!("Tingkat `{level}` tidak cocok dengan kode {code}."),
                "Pakai provinsi (62), kabupaten atau kota (62.01), kecamatan (62.01.02), kelurahan atau desa (62.01.02.1002).",
            );
            continue;
        };
        if name.is_empty() {
            pen.mark(&[line], "Nama wilayah kosong.", "Isi namanya.");
        }
        if !postcode.is_empty()
            && (postcode.len() != 5 || !postcode.bytes().all(|b| b.is_ascii_digit()))
        {
            pen.mark(
                &[line],
                format!("Kode pos `{postcode}` salah."),
                "Kode pos terdiri dari 5 angka. Kosongkan bila belum diketahui.",
            );
        }
        let postcode = (!postcode.is_empty()).then(|| postcode.to_owned());
        regions.push((
            line,
            Region {
                code,
                name: name.to_owned(),
                level,
                postcode,
            },
        ));
    }
    regions.sort_by(|(_, a), (_, b)| a.code.cmp(&b.code));
    // A row that couldn't be read is told once, not again for every row below it.
    if flaws.len() == before {
        family(source, &regions, flaws);
    }
    regions.into_iter().map(|(_, region)| region).collect()
}

/// Every code once, and every parent there. `regions` are sorted.
fn family(source: &Source<()>, regions: &[(&str, Region)], flaws: &mut Vec<Flaw>) {
    let mut pen = Pen::new(&source.file, &source.text, flaws);
    for pair in regions.windows(2) {
        let (line, region) = &pair[1];
        if pair[0].1.code == region.code {
            pen.mark(
                &[line],
                format!("Kode {} ada dua kali.", region.code),
                "Hapus salah satunya.",
            );
        }
    }
    for (line, region) in regions {
        if let Some(parent) = region.code.parent()
            && regions
                .binary_search_by(|(_, r)| r.code.cmp(&parent))
                .is_err()
        {
            pen.mark(
                &[line],
                format!("Wilayah induk {parent} tidak ada."),
                format!("Tambahkan baris untuk {parent}."),
            );
        }
    }
}

fn level_of(text: &str) -> Option<Level> {
    Some(match text {
        "provinsi" => Level::Province,
        "kabupaten" => Level::Regency,
        "kota" => Level::City,
        "kecamatan" => Level::District,
        "kelurahan" => Level::Kelurahan,
        "desa" => Level::Desa,
        _ => return None,
    })
}

/// `date,kind,name`, one file per year.
pub(super) fn holidays(source: &Source<()>, flaws: &mut Vec<Flaw>) -> Vec<Holiday> {
    let mut holidays: Vec<Holiday> = Vec::new();
    for (line, cells) in rows(source, "date,kind,name", flaws) {
        let [date, kind, name] = cells[..] else {
            continue;
        };
        let mut pen = Pen::new(&source.file, &source.text, flaws);
        let Some(date) = parse_day(date) else {
            pen.mark(
                &[line],
                format!("Tanggal `{date}` tidak ada."),
                "Tulis tahun-bulan-hari, contoh: 2026-08-17.",
            );
            continue;
        };
        if date.year().to_string() != source.stem {
            pen.mark(
                &[line],
                format!("Tahun {} bukan tahun berkas ini.", date.year()),
                format!("Pindahkan ke berkas {}.csv.", date.year()),
            );
        }
        let kind = match kind {
            "libur" => HolidayKind::Holiday,
            "cuti-bersama" => HolidayKind::JointLeave,
            _ => {
                pen.mark(
                    &[line],
                    format!("Jenis `{kind}` tidak dikenal."),
                    "Tulis libur atau cuti-bersama.",
                );
                continue;
            }
        };
        if name.is_empty() {
            pen.mark(&[line], "Nama hari libur kosong.", "Isi namanya.");
        }
        if holidays.iter().any(|known| known.date == date) {
            pen.mark(
                &[line],
                "Tanggal ini sudah ada di atas.",
                "Hapus salah satunya.",
            );
        }
        holidays.push(Holiday {
            date,
            kind,
            name: name.to_owned(),
        });
    }
    holidays
}
