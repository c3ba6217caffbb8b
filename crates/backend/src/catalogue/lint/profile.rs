//! Lints of a profile: everything it names must lie inside its region.

use super::super::find;
use super::super::flaw::{Flaw, Pen, quoted};
use super::super::read::Source;
use super::{filled, line, words};
use domain::profile::Profile;
use domain::region::{Region, RegionCode};

pub(in super::super) fn profile(
    source: &Source<Profile>,
    regions: &[Region],
    flaws: &mut Vec<Flaw>,
) {
    let profile = &source.value;
    let pen = &mut Pen::new(&source.file, &source.text, flaws);
    if profile.code.as_str() != source.stem {
        pen.mark(
            &["code"],
            format!("Kode {} tidak sama dengan nama berkas.", profile.code),
            format!(
                "Tulis `code = \"{}\"`, atau ganti nama berkasnya.",
                source.stem
            ),
        );
    }
    if find(regions, &profile.code).is_none() {
        pen.mark(
            &["code"],
            format!("Wilayah {} tidak ada di regions.csv.", profile.code),
            "Salin kodenya dari regions.csv.",
        );
    }
    let texts = profile
        .history
        .iter()
        .chain(&profile.mission)
        .chain(&profile.notes);
    for text in texts.chain(&profile.motto).chain(&profile.vision) {
        words(pen, "code", "Salah satu kalimat", text);
    }
    for figure in profile.area.iter().chain(&profile.population) {
        line(pen, "value", "Angka", &figure.value);
        line(pen, "source", "Sumber angka", &figure.source);
    }
    for position in &profile.structure {
        words(pen, "structure", "Nama jabatan", &position.title);
    }
    let inside = |code: &RegionCode| {
        *code != profile.code && profile.code.contains(code) && find(regions, code).is_some()
    };
    let codes = profile.links.iter().map(|link| &link.code);
    for code in codes.chain(profile.distances.iter().map(|distance| &distance.code)) {
        if !inside(code) {
            pen.mark(
                &[&quoted(code.as_str())],
                format!("Wilayah {code} tidak ada di dalam {}.", profile.code),
                "Salin kode desa atau kelurahan dari regions.csv.",
            );
        }
    }
    let sites = profile.links.iter().map(|link| link.url.as_str());
    for url in sites.chain(profile.office.website.as_deref()) {
        if !url.starts_with("https://") && !url.starts_with("http://") {
            pen.mark(
                &[&quoted(url)],
                format!("Alamat situs `{url}` tidak lengkap."),
                "Awali dengan https://.",
            );
        }
    }
    // Indonesia lies between 6° north and 11° south, 95° and 141° east.
    if let Some((lat, lng)) = profile.centre
        && !((-1_100_000..=600_000).contains(&lat) && (9_500_000..=14_100_000).contains(&lng))
    {
        pen.mark(
            &["centre"],
            "Titik tengah tidak terletak di Indonesia.",
            "Tulis [lintang, bujur] dikali 100.000, contoh: [-254732, 11160095].",
        );
    }
    filled(pen, "sources", "Sumber", &profile.sources);
}
