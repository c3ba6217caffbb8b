//! A small catalogue that is right, then one slip at a time.

mod chains;
mod shipped;

use super::{Catalogue, Flaw};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const SMALL: [(&str, &str); 7] = [
    (
        "regions.csv",
        "code,name,level,postcode\n62,Kalimantan Tengah,provinsi,\n62.01,Kabupaten Kotawaringin Barat,kabupaten,\n\
         62.01.02,Arut Selatan,kecamatan,\n62.01.02.2013,Umpang,desa,74117\n",
    ),
    (
        "holidays/2026.csv",
        "date,kind,name\n2026-08-17,libur,Proklamasi\n2026-12-24,cuti-bersama,Natal\n",
    ),
    (
        "hours.toml",
        "[week]\nusual = \"07.30-16.00\"\nfriday = \"07.30-16.30\"\n[[seasons]]\nname = \"Ramadan\"\n\
         from = \"2026-02-19\"\nuntil = \"2026-03-20\"\nweek = { usual = \"08.00-15.00\", friday = \"08.00-15.30\" }\n",
    ),
    (
        "profiles/62.01.toml",
        r#"
code = "62.01"
zone = "wib"
centre = [-254732, 11160095]
area = [{ value = "9.475,854", year = "2024", source = "Kemendagri" }]
structure = [{ title = "Bupati" }]
links = [{ code = "62.01.02", url = "https://contoh.id" }]
distances = [{ code = "62.01.02.2013", hectometres = 561 }]
notes = ["Catatan"]
sources = ["Kemendagri"]
"#,
    ),
    (
        "applicant.toml",
        r#"
[[pages]]
id = "pemohon"
title = "Anda"
fields = [
  { id = "nama", label = "Nama", kind = "text" },
  { id = "nik", label = "NIK", kind = "nik" },
  { id = "tanggal_lahir", label = "Tanggal lahir", kind = { date = "past" } },
  { id = "desa", label = "Desa", kind = { region = { depth = 4 } } },
  { id = "wa", label = "HP", kind = "phone" },
  { id = "kabar", label = "Kabar", kind = { choice = ["WhatsApp", "Email", "Tidak usah"] }, required = false },
]
"#,
    ),
    ("services/lain.toml", ""),
    (
        "services/contoh.toml",
        r#"
id = "contoh"
prefix = "CTH"
name = { id = "Contoh", en = "Example" }
summary = "Ringkasan"
group = "kecamatan"
keywords = ["misal"]
agency = "Kecamatan"
region = "62.01.02"
who_may_apply = "Warga"
confirmed = false
sources = ["Sumber"]
steps = ["Langkah"]
chain = { hands = ["counter", "head", "camat", "counter"], signs = ["camat"] }
signer = "Camat"
signature = "either"
legal_basis = ["UU 25/2009"]
warnings = ["Awas"]
standard = { complaints = "Lapor" }
time = { promise = 1, limit = 5, note = "Cepat" }
fee = { rupiah = 0, note = "Gratis" }
products = [{ name = "Surat", handover = ["file", "pick-up"] }]
requirements = [
  { id = "ktp", name = "KTP", how = "upload", why = "Siapa Anda", basis = "source" },
  { id = "kk", name = "KK", how = "upload", required = false, why = "Keluarga", basis = "general", show_if = { field = "keperluan", is = ["Lainnya"] } },
]

[[pages]]
id = "acara"
title = "Acara"
help = "Isi saja"
fields = [
  { id = "keperluan", label = "Untuk apa", kind = { choice = ["Kerja", "Lainnya"] } },
  { id = "jelaskan", label = "Jelaskan", hint = "Singkat", kind = "text", show_if = { field = "keperluan", is = ["Lainnya"] } },
  { id = "jumlah", label = "Jumlah", kind = { number = { min = 1, max = 9 } } },
  { id = "mulai", label = "Mulai", kind = { date-time = "future" } },
  { id = "selesai", label = "Selesai", kind = { date-time = "future" } },
  { id = "nik_ibu", label = "NIK ibu", kind = "nik" },
  { id = "lahir_ibu", label = "Lahir", kind = { date = "past" } },
  { id = "tempat", label = "Tempat", kind = { region = { depth = 4, within = "62.01" } } },
  { id = "saksi", label = "Saksi", kind = { rows = { min = 1, max = 2, columns = [{ id = "orang", label = "Nama", kind = "text" }] } } },
]

[[rules]]
when = { not-after = { earlier = "mulai", later = "selesai" } }
effect = "stop"
message = "Terbalik"

[[rules]]
when = { younger-than = { birth = "lahir_ibu", on = "mulai", years = 19 } }
effect = "warn"
message = "Muda"

[[rules]]
when = { answered = { field = "keperluan", is = "Kerja" } }
effect = "warn"
message = "Kerja"
"#,
    ),
];

/// Writes [`SMALL`], with `from` of one file replaced by `to`.
fn small(file: &str, from: &str, to: &str) -> TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let contoh = SMALL[6].1;
    for (name, text) in SMALL {
        let text = match name {
            "services/lain.toml" => contoh
                .replace("\"contoh\"", "\"lain\"")
                .replace("CTH", "XYZ"),
            _ => text.to_owned(),
        };
        let text = if name == file {
            assert!(text.contains(from), "{file} has no {from:?}");
            text.replacen(from, to, 1)
        } else {
            text
        };
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    dir
}

fn flaws(file: &str, from: &str, to: &str) -> Vec<Flaw> {
    Catalogue::load(small(file, from, to).path())
        .err()
        .unwrap_or_default()
}

#[test]
fn the_small_catalogue_is_right() {
    let loaded = Catalogue::load(small("regions.csv", "code", "code").path());
    assert_eq!(loaded.err(), None);
}

#[test]
fn an_unknown_key_gives_file_line_and_fix() {
    let found = flaws(
        "services/contoh.toml",
        "how = \"upload\", required = false",
        "how = \"upload\", requird = false",
    );
    assert_eq!(found.len(), 1);
    let flaw = &found[0];
    assert!(flaw.file.ends_with("services/contoh.toml"));
    assert_eq!((flaw.line, flaw.column), (Some(25), Some(45)));
    assert_eq!(flaw.message, "Kunci `requird` tidak dikenal.");
    assert_eq!(flaw.fix, "Maksud Anda `required`?");
    assert!(
        flaw.to_string().ends_with(
            "contoh.toml:25:45: Kunci `requird` tidak dikenal. Perbaikan: Maksud Anda `required`?"
        ),
        "{flaw}"
    );
}

/// Each slip gives exactly one flaw, with a place, with the words, and with a fix.
#[test]
fn every_slip_is_told() {
    let service = "services/contoh.toml";
    let region = "regions.csv";
    let profile = "profiles/62.01.toml";
    let holiday = "holidays/2026.csv";
    let hours = "hours.toml";
    #[rustfmt::skip]
    let slips = [
        // The parser.
        (service, "how = \"upload\"", "how = \"uplod\"", "Nilai `uplod` tidak dikenal."),
        (service, "confirmed = false\n", "", "Kunci `confirmed` belum ada."),
        (service, "confirmed = false", "confirmed = \"tidak\"", "Isi kunci ini salah jenis."),
        (service, "promise = 1", "promise = \"satu\"", "Isi kunci ini salah jenis."),
        (service, "en = \"Example\"", "eng = \"Example\"", "Kunci `eng` tidak dikenal."),
        (service, "confirmed = false", "confirmed = false\nconfirmed = true", "Kunci ini ditulis dua kali."),
        (service, "region = \"62.01.02\"", "region = \"620102\"", "Kode wilayah ini salah bentuk."),
        (service, "signer = \"Camat\"", "signer = \"Camat", "Penulisan TOML salah"),
        (service, "kind = { date = \"past\" }", "kind = \"date\"", "Isi kunci ini salah jenis."),
        (service, "min = 1, max = 9", "mn = 1, max = 9", "Kunci `mn` tidak dikenal."),
        (service, "signature = \"either\"", "signature = \"Either\"", "Nilai `Either` tidak dikenal."),
        (service, "steps = [\"Langkah\"]", "steps = \"Langkah\"", "Isi kunci ini salah jenis."),
        // The head of a service.
        (service, "id = \"contoh\"", "id = \"cntoh\"", "tidak sama dengan nama berkas"),
        (service, "\"CTH\"", "\"COH\"", "Awalan kode `COH` tidak boleh."),
        (service, "\"62.01.02\"", "\"62.09\"", "Wilayah 62.09 tidak ada di regions.csv."),
        (service, "\"Ringkasan\"", "\" \"", "Ringkasan kosong."),
        (service, "\"Example\"", "\"\"", "Nama layanan kosong."),
        (service, "promise = 1", "promise = 6", "Janji 6 hari kerja tidak cocok"),
        (service, "promise = 1", "promise = 0", "Janji 0 hari kerja tidak cocok"),
        (service, "rupiah = 0, note = \"Gratis\"", "rupiah = 5000", "Biaya tanpa dasar."),
        (service, "[\"Langkah\"]", "[]", "Langkah belum ada"),
        (service, "[\"Langkah\"]", "[\"\"]", "Salah satu langkah kosong."),
        (service, "[{ name = \"Surat\", handover = [\"file\", \"pick-up\"] }]", "[]", "Hasil layanan belum ada"),
        (service, "[\"file\", \"pick-up\"]", "[]", "Cara penyerahan belum ada"),
        (service, "[\"UU 25/2009\"]", "[]", "Dasar hukum belum ada"),
        (service, "[\"Sumber\"]", "[]", "Sumber belum ada"),
        (service, "complaints = \"Lapor\"", "complaints = \"\"", "Salah satu komponen standar kosong."),
        // The chain of hands.
        (service, "\"head\", \"camat\"", "\"heed\", \"camat\"", "Nilai `heed` tidak dikenal."),
        (service, "\"head\", \"camat\"", "\"auditor\", \"camat\"", "`auditor` (Pengawas) tidak bekerja di meja layanan."),
        (service, "\"camat\", \"counter\"]", "\"camat\"]", "Rantai tidak berakhir di loket"),
        (service, "\"counter\", \"head\"", "\"head\", \"counter\"", "berdiri di belakang atasannya"),
        (service, "\"head\", \"camat\", \"counter\"]", "\"head\", \"counter\"]", "`head` (Kepala seksi) tidak boleh memutuskan"),
        (service, "[\"counter\", \"head\", \"camat\", ", "[\"camat\", ", "Tidak ada yang memeriksa sebelum keputusan."),
        (service, "signs = [\"camat\"]", "signs = [\"camat\", \"head\"]", "`head` (Kepala seksi) tidak boleh menandatangani."),
        (service, "signs = [\"camat\"]", "signs = [\"secretary\"]", "bukan yang pertama di `signs`"),
        (service, "signs = [\"camat\"]", "sings = [\"camat\"]", "Kunci `sings` tidak dikenal."),
        // Requirements.
        (service, "id = \"kk\"", "id = \"ktp\"", "Syarat `ktp` ada dua kali."),
        (service, "id = \"kk\"", "id = \"K K\"", "Id `K K` tidak boleh."),
        (service, "\"Keluarga\"", "\"\"", "Alasan syarat (why) kosong."),
        (service, "show_if = { field = \"keperluan\"", "show_if = { field = \"keperluwan\"", "isian `keperluwan` yang tidak ada"),
        (service, "is = [\"Lainnya\"] } },\n]", "is = [\"Lain\"] } },\n]", "tidak punya pilihan `Lain`"),
        (service, "field = \"keperluan\", is = [\"Lainnya\"] } },\n]", "field = \"jumlah\", is = [\"1\"] } },\n]", "tidak punya pilihan untuk dibandingkan"),
        (service, "is = [\"Lainnya\"] } },\n]", "is = [] } },\n]", "Jawaban di `show_if` belum ada"),
        // The form.
        (service, "id = \"acara\"", "id = \"pemohon\"", "Halaman `pemohon` ada dua kali."),
        (service, "id = \"acara\"", "id = \"periksa\"", "dipakai aplikasi sendiri"),
        (service, "id = \"jumlah\"", "id = \"nama\"", "Isian `nama` ada dua kali."),
        (service, "id = \"jumlah\"", "id = \"jumlah-orang\"", "Id `jumlah-orang` tidak boleh."),
        (service, "min = 1, max = 9", "min = 9, max = 1", "terbalik"),
        (service, "[\"Kerja\", \"Lainnya\"]", "[\"Kerja\", \"Lainnya\", \"Kerja\"]", "Pilihan `Kerja` ada dua kali."),
        (service, "min = 1, max = 2", "min = 3, max = 2", "Jumlah baris `saksi` salah"),
        (service, "label = \"Nama\", kind = \"text\"", "label = \"Nama\", kind = { multi-choice = [\"a\", \"b\"] }", "tidak boleh berisi daftar"),
        (service, "columns = [{ id = \"orang\", label = \"Nama\", kind = \"text\" }]", "columns = []", "Kolom belum ada"),
        (service, "within = \"62.01\"", "within = \"62.07\"", "Wilayah 62.07 tidak ada"),
        (service, "depth = 4", "depth = 5", "Tingkat wilayah 5 tidak ada."),
        (service, "id = \"nik_ibu\"", "id = \"ibu\"", "tidak akan dicocokkan dengan tanggal lahir"),
        (service, "kind = \"text\", show_if = { field = \"keperluan\"", "kind = \"text\", show_if = { field = \"selesai\"", "baru ditanya sesudahnya"),
        // Rules.
        (service, "later = \"selesai\"", "later = \"selesainya\"", "Aturan menunjuk isian `selesainya` yang tidak ada."),
        (service, "later = \"selesai\"", "later = \"lahir_ibu\"", "berbeda jenis"),
        (service, "birth = \"lahir_ibu\"", "birth = \"jumlah\"", "isian `jumlah` bukan tanggal"),
        (service, "years = 19", "years = 0", "Angka `years` pada aturan"),
        (service, "is = \"Kerja\"", "is = \"Sekolah\"", "tidak punya pilihan `Sekolah`"),
        (service, "message = \"Muda\"", "message = \"\"", "Pesan aturan kosong."),
        // The applicant.
        ("applicant.toml", "kind = \"phone\"", "kind = \"text\"", "Isian pemohon `wa` harus ada"),
        ("applicant.toml", "\"WhatsApp\", \"Email\"", "\"WA\", \"Surel\"", "Isian `kabar` adalah izin dikirimi kabar"),
        ("applicant.toml", "required = false", "required = true", "Isian `kabar` adalah izin dikirimi kabar"),
        // Regions.
        (region, "code,name,level,postcode", "code;name;level;postcode", "Judul kolom salah."),
        (region, "Umpang,desa,74117", "Umpang,desa", "Baris ini punya 3 kolom"),
        (region, "62.01.02.2013,Umpang", "62.1.2.13,Umpang", "Kode `62.1.2.13` salah bentuk."),
        (region, "Umpang,desa", "Umpang,kecamatan", "tidak cocok dengan kode"),
        (region, "Umpang,desa,74117", "Umpang,desa,7411", "Kode pos `7411` salah."),
        (region, "Umpang,", ",", "Nama wilayah kosong."),
        (region, "62.01.02.2013,Umpang", "62.01.03.2013,Umpang", "Wilayah induk 62.01.03 tidak ada."),
        (region, "62.01.02.2013,", "62.01.02.2013,Umpang,desa,\n62.01.02.2013,", "ada dua kali"),
        // Profiles.
        (profile, "code = \"62.01\"", "code = \"62.01.02\"", "tidak sama dengan nama berkas"),
        (profile, "https://contoh.id", "contoh.id", "tidak lengkap"),
        (profile, "code = \"62.01.02.2013\"", "code = \"62.01.02.9999\"", "tidak ada di dalam 62.01"),
        (profile, "[-254732, 11160095]", "[11160095, -254732]", "tidak terletak di Indonesia"),
        (profile, "source = \"Kemendagri\"", "source = \"\"", "Sumber angka kosong."),
        (profile, "title = \"Bupati\"", "title = \"\"", "Nama jabatan kosong."),
        (profile, "[\"Catatan\"]", "[\"\"]", "Salah satu kalimat kosong."),
        (profile, "sources = [\"Kemendagri\"]", "sources = []", "Sumber belum ada"),
        // Holidays.
        (holiday, "2026-08-17", "2026-08-32", "Tanggal `2026-08-32` tidak ada."),
        (holiday, "2026-08-17", "2025-08-17", "bukan tahun berkas ini"),
        (holiday, ",libur,", ",merah,", "Jenis `merah` tidak dikenal."),
        (holiday, "2026-12-24", "2026-08-17", "Tanggal ini sudah ada di atas."),
        (holiday, "Proklamasi", "", "Nama hari libur kosong."),
        // Hours.
        (hours, "07.30-16.30", "07.30-24.30", "Jam ini salah tulis."),
        (hours, "07.30-16.30", "16.30-07.30", "Jam ini salah tulis."),
        (hours, "2026-02-19", "2026-02-30", "Tanggal `2026-02-30` tidak ada."),
        (hours, "2026-02-19", "2026-03-21", "berakhir sebelum mulai"),
    ];
    for (file, from, to, words) in slips {
        let mut found = flaws(file, from, to);
        // Regions are pointed at from everywhere: a broken table breaks what points at it.
        if file == region {
            found.retain(|flaw| flaw.file.ends_with(region));
        }
        // A profile under a wrong code names what lies outside it.
        if words.contains("nama berkas") && file == profile {
            found.truncate(1);
        }
        assert!(
            found.iter().any(|flaw| flaw.message.contains(words)),
            "{to:?} gave {found:?}"
        );
        assert_eq!(found.len(), 1, "{to:?} gave {found:?}");
        assert!(found[0].line.is_some(), "{to:?} has no place: {}", found[0]);
        assert!(!found[0].fix.is_empty());
    }
}

#[test]
fn flaws_of_all_files_are_told_at_once() {
    let dir = small("services/contoh.toml", "signer", "signr");
    fs::write(dir.path().join("holidays/2027.csv"), "date,kind\n").expect("written");
    fs::write(dir.path().join("services/kk.txt"), "").expect("written");
    fs::remove_file(dir.path().join("applicant.toml")).expect("removed");
    let found = Catalogue::load(dir.path()).err().unwrap_or_default();
    let told: Vec<String> = found.iter().map(Flaw::to_string).collect();
    for (file, words) in [
        ("contoh.toml", "Maksud Anda `signer`?"),
        ("2027.csv", "Judul kolom salah."),
        ("kk.txt", "Berkas ini tidak dibaca."),
        ("applicant.toml", "tidak ada atau tidak bisa dibaca"),
    ] {
        assert!(
            told.iter().any(|t| t.contains(file) && t.contains(words)),
            "{told:#?}"
        );
    }
}

#[test]
fn two_services_cannot_share_a_prefix() {
    let found = flaws("services/lain.toml", "XYZ", "CTH");
    assert_eq!(found.len(), 1);
    assert!(
        found[0]
            .message
            .starts_with("Awalan kode `CTH` sudah dipakai")
    );
}

#[test]
fn a_condition_on_a_conditional_answer_is_refused() {
    let found = flaws(
        "services/contoh.toml",
        "label = \"Jumlah\", kind = { number = { min = 1, max = 9 } }",
        "label = \"Jumlah\", kind = \"text\", show_if = { field = \"jelaskan\", is = [\"x\"] }",
    );
    assert!(
        found
            .iter()
            .any(|flaw| flaw.message.contains("itu sendiri tidak selalu ditanya"))
    );
}

#[test]
fn a_missing_folder_is_one_calm_list() {
    let found = Catalogue::load(Path::new("/nowhere/at/all"))
        .err()
        .unwrap_or_default();
    assert!(
        found
            .iter()
            .all(|flaw| !flaw.fix.is_empty() && flaw.line.is_none())
    );
    assert!(found.len() >= 4);
}
