//! Working hours: seasons that begin before they end.

use super::super::flaw::{Flaw, Pen};
use super::super::read::Source;
use domain::calendar::parse_day;
use domain::hours::Hours;

pub(in super::super) fn hours(source: &Source<Hours>, flaws: &mut Vec<Flaw>) {
    let mut pen = Pen::new(&source.file, &source.text, flaws);
    for season in &source.value.seasons {
        for day in [&season.from, &season.until] {
            if parse_day(day).is_none() {
                pen.mark(
                    &[day],
                    format!("Tanggal `{day}` tidak ada."),
                    "Tulis tahun-bulan-hari, contoh: 2026-02-19.",
                );
            }
        }
        if season.until < season.from {
            pen.mark(
                &[&season.until],
                format!("Masa {} berakhir sebelum mulai.", season.name),
                "Tukar tanggalnya.",
            );
        }
    }
}
