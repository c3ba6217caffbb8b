//! Every letter of the catalogue, set and looked at.

mod fit;
mod look;
mod sign;

use letters::{Day, Press};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

pub const DAY: Day = Day {
    year: 2026,
    month: 11,
    day: 22,
};

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue/letters")
}

pub fn press() -> Press {
    Press::open(&folder()).unwrap()
}

/// A letter as the office fills it; `filled` as its answers.
pub fn letter(filled: Value) -> Value {
    json!({
        "surat": {
            "nomor": "400.12/0007/KEC-ARSEL/XI/2026",
            "tanggal": "22 November 2026",
            "konsep": false,
            "sah": "pena",
            "keterangan": "Surat ini tidak ditandatangani secara elektronik. Sah bila ada tanda tangan pena dan cap kantor pada aslinya.",
            "periksa": null,
        },
        "kantor": {
            "pemerintah": "Pemerintah Kabupaten Kotawaringin Barat",
            "nama": "Kecamatan Arut Selatan",
            "wilayah": "Kecamatan Arut Selatan, Kabupaten Kotawaringin Barat",
            "tempat": "Pangkalan Bun",
            "alamat": null, "kode_pos": "74111", "telepon": null, "email": null, "situs": null,
        },
        "penanda_tangan": {
            "jabatan": ["CAMAT ARUT SELATAN,"],
            "sebutan": "Camat",
            "nama": "Drs. H. Contoh Nama, M.Si.",
            "pangkat": "Pembina Tingkat I (IV/b)",
            "nip": null,
        },
        "isian": filled,
    })
}

/// Somebody with the longest name that still happens, and all that belongs to most letters.
pub fn long_name() -> Value {
    json!({
        "nama": "Raden Ajeng Siti Nurhaliza Kartika Wulandari Kusumaningrum Prawiradirdja binti Haji Muhammad Syarifuddin",
        "nik": "6201024105850003",
        "tempat_lahir": "Pangkalan Bun", "tanggal_lahir": "1 Mei 1985", "jenis_kelamin": "Perempuan",
        "alamat": "Jalan Pangeran Antasari Gang Melati Nomor 12 Kompleks Perumahan Griya Asri Sejahtera",
        "rt": "12", "rw": "3", "desa": "Kelurahan Sidorejo, Kecamatan Arut Selatan",
        "untuk_siapa": "Anak saya", "nama_penerima": "Andi", "keperluan": "Sekolah, kuliah, atau beasiswa",
        "lembaga_tujuan": "Universitas Palangka Raya",
    })
}

fn heirs(many: usize) -> Value {
    let mut filled = long_name();
    let heirs: Vec<_> = (1..=many)
        .map(|n| json!({ "nama": format!("Ahli Waris Nomor {n} dengan Nama yang Panjang"), "nik": "6201024105850003", "hubungan": "Anak kandung", "lahir": "1 Mei 1985", "alamat": "Kelurahan Sidorejo RT 3" }))
        .collect();
    filled["ahli_waris"] = json!(heirs);
    filled["saksi"] = json!([{ "nama": "Budi", "nik": "6201024105850003", "pekerjaan": "Guru" }, { "nama": "Sri", "nik": "6201024105850003" }]);
    filled["nama_pewaris"] = json!("Almarhum Haji Muhammad Syarifuddin");
    filled
}

fn set(template: &str, letter: &Value) -> Vec<u8> {
    press()
        .set(template, letter, None, DAY)
        .unwrap_or_else(|flaws| panic!("{template}: {flaws:#?}"))
}

#[test]
fn every_template_lays_out_with_nothing_filled_in() {
    let press = press();
    assert!(press.templates().count() >= 10);
    for template in press.templates() {
        let text = look::text(&set(template, &letter(json!({}))));
        assert!(text.contains("(belum diisi)"), "{template}: {text}");
        assert!(text.contains("Nomor: 400.12/0007/KEC-ARSEL/XI/2026"));
    }
}

#[test]
fn the_same_letter_is_the_same_bytes() {
    let one = set("sktm", &letter(long_name()));
    assert_eq!(one, set("sktm", &letter(long_name())));
    let file = look::info(&one);
    assert!(file.contains("Tagged:          yes"), "{file}");
    assert!(file.contains("(A4)"), "{file}");
    assert!(file.contains("2026"), "{file}");
}

#[test]
fn letters_look_as_they_were_looked_at() {
    let mut draft = letter(long_name());
    draft["surat"]["konsep"] = json!(true);
    draft["surat"]["nomor"] = json!("(belum bernomor)");
    let mut electronic = letter(long_name());
    electronic["surat"]["sah"] = json!("elektronik");
    electronic["penanda_tangan"]["jabatan"] = json!(["a.n. CAMAT ARUT SELATAN,", "SEKRETARIS,"]);
    look::same("sktm-long-name", &set("sktm", &letter(long_name())));
    look::same("sktm-nothing-filled", &set("sktm", &letter(json!({}))));
    look::same("sktm-draft", &set("sktm", &draft));
    look::same("skck-electronic", &set("pengantar-skck", &electronic));
    let mut tower = long_name();
    tower["perusahaan"] = json!("PT Menara Nusa Cendana Telekomunikasi");
    tower["lokasi_desa"] = json!("Desa Tesbatan, Kecamatan Amarasi, Kabupaten Kupang");
    tower["jenis"] = json!("Monopole");
    tower["tinggi_m"] = json!("42");
    tower["warga_radius"] = json!([{ "nama": "Yohanes Benu", "setuju": "Setuju", "jarak_m": "30" }, { "nama": "Maria Nenohay", "setuju": "Tidak setuju", "jarak_m": "41" }]);
    look::same("tower", &set("rekomendasi-menara", &letter(tower)));
    look::same(
        "quarry-nothing-filled",
        &set("rekomendasi-tambang", &letter(json!({}))),
    );
    let mut land = long_name();
    land["nomor_sertifikat"] = json!("24.03.07.04.1.00123");
    land["jumlah_bidang"] = json!("2");
    land["rencana_bidang"] = json!([{ "luas_m2": "400", "penerima": "Yohanes Benu" }, { "luas_m2": "350", "penerima": "Maria Nenohay" }]);
    look::same("land", &set("rekomendasi-tanah", &letter(land)));
    // With a QR code, on the only page and on several.
    look::same(
        "sktm-code",
        &fit::coded("sktm", &fit::checked(letter(long_name()))),
    );
    let mut words = heirs(3);
    for heir in words["ahli_waris"].as_array_mut().unwrap() {
        heir["nama"] = json!("Kusumaningratnegaraprawiradirdjasyarifuddinkotawaringinbarat");
        heir["alamat"] = json!("Sungai Kotawaringinhulubarattimurlautdanselatanraya RT 12");
    }
    words["nama_pewaris"] = json!("Prawiradirdja".repeat(6));
    let words = fit::checked(letter(words));
    look::same(
        "heirs-long-words",
        &fit::coded("keterangan-ahli-waris", &words),
    );
    look::same(
        "heirs-12",
        &set("keterangan-ahli-waris", &letter(heirs(12))),
    );
}

#[test]
fn a_template_reads_nothing_outside_its_folder() {
    let at = tempfile::tempdir().unwrap();
    let inside = at.path().join("letters");
    std::fs::create_dir(&inside).unwrap();
    std::fs::write(at.path().join("secret.key"), "rahasia").unwrap();
    for (name, reads) in [
        ("up", "#read(\"../secret.key\")"),
        ("root", "#read(\"/etc/passwd\")"),
        ("package", "#import \"@preview/cetz:0.3.0\": canvas"),
    ] {
        std::fs::write(inside.join(format!("{name}.typ")), reads).unwrap();
        let flaws = Press::open(&inside)
            .unwrap()
            .set(name, &json!({}), None, DAY);
        let flaws = flaws.unwrap_err();
        assert_eq!(flaws[0].file, format!("{name}.typ"));
        assert!(flaws[0].place.is_some(), "{flaws:?}");
    }
}

#[test]
fn a_mistake_is_told_with_its_line() {
    let at = tempfile::tempdir().unwrap();
    std::fs::write(at.path().join("salah.typ"), "Baris satu\n\n#tidak_ada()\n").unwrap();
    let flaws = Press::open(at.path())
        .unwrap()
        .set("salah", &json!({}), None, DAY);
    let flaws = flaws.unwrap_err();
    assert_eq!(
        (flaws[0].file.as_str(), flaws[0].place),
        ("salah.typ", Some((3, 2)))
    );
    assert!(flaws[0].message.contains("tidak_ada"), "{flaws:?}");
}

#[test]
fn what_people_typed_is_never_a_command() {
    let mut filled = long_name();
    filled["nama"] = json!("#panic(\"x\") *tebal* $x$ [a] <b> \\ // @c");
    let text = look::text(&set("sktm", &letter(filled)));
    assert!(
        text.contains("#panic(\"x\") *tebal* $x$ [a] <b> \\ // @c"),
        "{text}"
    );
}
