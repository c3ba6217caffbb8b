//! Letters that hold more than anybody planned for: no sign is lost, nothing runs off the page, nothing stands alone.

use crate::look::{self, Word};
use crate::{DAY, letter, long_name, press};
use letters::Press;
use serde_json::{Value, json};
use std::path::Path;

/// A4 in points, and how near to its edges printers still print: 5 mm.
const PAGE: (f64, f64) = (595.3, 841.9);
const EDGE: f64 = 14.0;

/// A QR code as large as they get: its many squares.
fn qr() -> String {
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 81 81'><path d='M4 4h73v73h-73z'/></svg>"
        .to_owned()
}

pub fn checked(mut letter: Value) -> Value {
    letter["surat"]["periksa"] =
        json!("https://layanan.kotawaringinbaratkab.go.id/periksa/3F2A-90BC-11D0-77E4");
    letter
}

/// A letter with its QR code.
pub fn coded(template: &str, letter: &Value) -> Vec<u8> {
    set(&press(), template, letter)
}

fn set(press: &Press, template: &str, letter: &Value) -> Vec<u8> {
    press
        .set(template, letter, Some(qr()), DAY)
        .unwrap_or_else(|flaws| panic!("{template}: {flaws:#?}"))
}

/// Every answer that any template reads, each the same text; every list with so many rows of it.
fn all(press: &Press, text: &str, rows: usize) -> Value {
    let mut filled = json!({});
    for template in press.templates() {
        let file = crate::folder().join(format!("{template}.typ"));
        let source = std::fs::read_to_string(file).unwrap()
            + include_str!("../../../../catalogue/letters/kop.typ");
        for begin in ["isi(\"", "dijawab(\""] {
            for key in source
                .split(begin)
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
            {
                filled[key] = json!(text);
            }
        }
        for begin in ["baris(\"", "tabel(\""] {
            for key in source
                .split(begin)
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
            {
                let keys = [
                    "nama",
                    "nik",
                    "hubungan",
                    "lahir",
                    "alamat",
                    "pekerjaan",
                    "hidup",
                    "setuju",
                    "jarak_m",
                    "titik",
                    "luas_m2",
                    "penerima",
                ];
                let row: serde_json::Map<_, _> = keys
                    .iter()
                    .map(|key| ((*key).to_owned(), json!(text)))
                    .collect();
                filled[key] = json!(vec![Value::Object(row); rows]);
            }
        }
    }
    filled
}

/// Words that lie on a page where none may.
fn off(pages: &[Vec<Word>]) -> Vec<&Word> {
    let bad = |word: &&Word| {
        word.left < EDGE
            || word.right > PAGE.0 - EDGE
            || word.top < EDGE
            || word.bottom > PAGE.1 - EDGE
    };
    pages.iter().flatten().filter(bad).collect()
}

#[test]
fn words_of_any_length_stay_on_the_page_and_in_their_column() {
    let press = press();
    for template in press.templates() {
        // The letter with the narrowest columns, the usual one, and a shorter trial of all others: setting them takes long.
        let tried: &[(usize, usize)] = match template {
            "keterangan-ahli-waris" => &[(40, 12), (200, 1)],
            "sktm" => &[(200, 0)],
            _ => &[(60, 1)],
        };
        for (length, rows) in tried.iter().copied() {
            let name = "W".repeat(length);
            let mut long = checked(letter(all(&press, &name, rows)));
            long["penanda_tangan"]["nama"] = json!(name);
            long["penanda_tangan"]["jabatan"] = json!([format!("CAMAT {name},")]);
            let pages = look::words(&set(&press, template, &long));
            let off = off(&pages);
            assert!(off.is_empty(), "{template}, {length} letters: {off:?}");
            let crossing = look::crossing(&pages);
            assert!(
                crossing.is_empty(),
                "{template}, {length} letters: {crossing:?}"
            );
            let printed: usize = pages
                .iter()
                .flatten()
                .map(|word| word.text.matches('W').count())
                .sum();
            assert!(printed >= length, "{template}: {printed}");
        }
    }
}

#[test]
fn names_that_fit_are_read_off_the_file_as_they_were_typed() {
    let press = press();
    let mut filled = long_name();
    filled["nama_pewaris"] = json!("Prawiradirdja Kusumaningratnegara");
    filled["ahli_waris"] = json!([{ "nama": "Siti Kusumaningratnegara", "nik": "6201024105850003", "hubungan": "Anak kandung", "alamat": "Pangkalan Bun" }]);
    let text = look::text(&set(
        &press,
        "keterangan-ahli-waris",
        &checked(letter(filled.clone())),
    ));
    for word in [
        "6201024105850003",
        "Pangkalan",
        "3F2A-90BC-11D0-77E4",
        "400.12/0007/KEC-ARSEL/XI/2026",
    ] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert!(!text.contains('\u{200b}'), "{text}");
    let text = look::text(&set(&press, "sktm", &checked(letter(filled))));
    assert!(
        text.contains("Raden Ajeng Siti Nurhaliza Kartika Wulandari"),
        "{text}"
    );
}

#[test]
fn a_signers_name_that_is_a_little_too_long_stays_in_one_line() {
    let press = press();
    let mut long = letter(long_name());
    for (name, lines) in [
        ("Dr. Ir. H. Muhammad Syarifuddin, M.Si., M.H.", 1),
        (
            "Prof. Dr. Ir. H. Muhammad Syarifuddin Prawiradirdja Kusumaningrat, S.Sos., M.Si., M.H.",
            2,
        ),
    ] {
        long["penanda_tangan"]["nama"] = json!(name);
        let pages = look::words(&set(&press, "sktm", &long));
        let last = name.split(' ').next_back().unwrap();
        let of = |text: &str| {
            pages[0]
                .iter()
                .rfind(|word| word.text == text)
                .unwrap_or_else(|| panic!("{text}"))
        };
        let first = of(name.split(' ').next().unwrap());
        let apart = of(last).top - first.top;
        assert_eq!(
            if apart < 3.0 { 1 } else { 2 },
            lines,
            "{name}: {apart} points"
        );
    }
}

#[test]
fn the_foot_lies_below_everything_and_no_signature_stands_alone() {
    let press = press();
    for template in press.templates() {
        // Of one every length, so that the end of the text comes near the end of a page somewhere.
        let step = if template == "sktm" { 3 } else { 20 };
        for many in (7..=40).step_by(step) {
            let text = "Jalan Pangeran Antasari ".repeat(many);
            let mut long = checked(letter(all(&press, text.trim(), many % 13)));
            long["surat"]["sah"] = json!(if many % 2 == 0 { "elektronik" } else { "pena" });
            let pages = look::words(&set(&press, template, &long));
            for page in &pages {
                let foot = page
                    .iter()
                    .find(|word| word.text == "Periksa")
                    .unwrap_or_else(|| panic!("{template}: no foot"));
                // The code is 2.8 cm high and begins beside these words.
                let top = PAGE.1 - 3.6 / 2.54 * 72.0;
                assert!(foot.top > top, "{template}: {foot:?}");
                let into = page.iter().find(|word| word.bottom > top && word.top < top);
                assert!(into.is_none(), "{template}, {many}: {into:?}");
            }
            assert!(
                off(&pages).is_empty(),
                "{template}, {many}: {:?}",
                off(&pages)
            );
            let last = pages.last().unwrap();
            let closing = ["Demikian", "Dicatat"]
                .iter()
                .any(|word| last.iter().any(|one| one.text == *word));
            assert!(
                closing,
                "{template}, {many}: a signature alone on page {}",
                pages.len()
            );
        }
    }
}

#[test]
fn a_sign_that_no_font_of_letters_has_is_told_and_never_printed_as_a_box() {
    let press = press();
    for sign in ['龍', 'م', '😀', '\u{378}', 'ꦲ', '\u{e000}'] {
        for name in [format!("Siti {sign} Rahmawati"), format!("Siti{sign}")] {
            let mut filled = long_name();
            filled["nama"] = json!(name);
            let flaws = press.set("sktm", &letter(filled), None, DAY).unwrap_err();
            assert_eq!(flaws[0].sign, Some(sign), "{flaws:?}");
            assert!(!format!("{flaws:?}").contains("Rahmawati"), "{flaws:?}");
            assert_eq!(press.missing(&name), Some(sign));
        }
        // An answer that this letter doesn't print keeps nobody from having it.
        let mut filled = long_name();
        filled["catatan"] = json!(sign.to_string());
        set(&press, "sktm", &letter(filled));
    }
    for name in [
        "Nuriyah Ma’rūf",
        "José Ñuñez-Đặng",
        "Ke\u{301}vin",
        "Siti \u{200d}Rahma",
        "½ m² – “kata” … 5 ≥ 3",
        "a\u{a0}b\tc\nd",
    ] {
        let mut filled = long_name();
        filled["nama"] = json!(name);
        set(&press, "sktm", &letter(filled));
        assert_eq!(press.missing(name), None, "{name}");
    }
}

#[test]
fn a_font_that_the_office_lays_beside_its_templates_counts() {
    let at = tempfile::tempdir().unwrap();
    let plain = "#set document(title: \"x\")\n#json(\"/surat.json\").isian.nama";
    std::fs::write(at.path().join("x.typ"), plain).unwrap();
    let filled = letter(json!({ "nama": "م" }));
    let without = Press::open(at.path()).unwrap();
    assert_eq!(
        without.set("x", &filled, None, DAY).unwrap_err()[0].sign,
        Some('م')
    );
    assert!(own_font(at.path()));
    let with = Press::open(at.path()).unwrap();
    assert_eq!(with.missing("م"), None);
}

/// Any font with Arabic letters in it: the typesetter's own for program text.
fn own_font(folder: &Path) -> bool {
    let name: Vec<u8> = "DejaVu Sans Mono"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let mut fonts = typst_assets::fonts();
    // The table of names lies near the end; searching all of it takes long without optimisation.
    let font = fonts.find(|data| {
        let tail = &data[data.len().saturating_sub(60_000)..];
        tail.windows(name.len()).any(|bytes| bytes == name)
    });
    font.is_some_and(|font| std::fs::write(folder.join("own.ttf"), font).is_ok())
}
