//! A catalogue small enough to know by heart.

use crate::Catalogue;
use domain::calendar::{Calendar, parse_day};
use domain::form::Page;
use domain::letter::{LetterBook, Pattern, Register};
use domain::region::{Level, Region, RegionCode};
use domain::service::Service;
use letters::Press;
use serde::Deserialize;
use std::path::Path;
use std::sync::{Arc, OnceLock};

#[derive(Deserialize)]
struct Pages {
    pages: Vec<Page>,
}

const APPLICANT: &str = r#"
[[pages]]
id = "diri"
title = "Diri Anda"
[[pages.fields]]
id = "nama"
label = "Nama lengkap"
kind = "text"
[[pages.fields]]
id = "nik"
label = "NIK"
kind = "nik"
[[pages.fields]]
id = "tanggal_lahir"
label = "Tanggal lahir"
kind = { date = "past" }
[[pages.fields]]
id = "jenis_kelamin"
label = "Jenis kelamin"
kind = { choice = ["Laki-laki", "Perempuan"] }
[[pages.fields]]
id = "desa"
label = "Desa"
kind = { region = { depth = 4 } }
[[pages.fields]]
id = "wa"
label = "Nomor HP"
kind = "phone"
[[pages.fields]]
id = "kabar"
label = "Kabar"
kind = { choice = ["WhatsApp", "Email", "Tidak usah"] }
required = false
[[pages.fields]]
id = "email"
label = "Email"
kind = "email"
required = false
required_if = { field = "kabar", is = ["Email"] }
"#;

/// Asks everything that the backend treats specially: a question and a photo that depend on an answer, rows,
/// an optional photo, a declaration, an original to bring.
const LETTER: &str = r#"
id = "surat"
prefix = "SRT"
name = { id = "Surat Contoh", en = "Sample letter" }
summary = "Untuk tes."
group = "kecamatan"
agency = "Kecamatan"
region = "62.01.02"
who_may_apply = "Semua"
confirmed = true
sources = []
time = { promise = 2, limit = 5 }
fee = { rupiah = 0 }
steps = []
products = [{ name = "Surat", handover = ["pick-up"], letter = { template = "pengantar-skck", register = "umum", classification = "400" } }]
chain = { hands = ["counter", "head", "camat", "counter"], signs = ["camat", "secretary"] }
signer = "Camat"
signature = "either"
legal_basis = []
[standard]
[[requirements]]
id = "ktp"
name = "KTP-el"
how = "upload"
why = "Cocokkan nama."
basis = "general"
[[requirements]]
id = "kk"
name = "Kartu Keluarga"
how = "upload"
why = "Cocokkan keluarga."
basis = "general"
[[requirements]]
id = "ijazah"
name = "Ijazah"
how = "upload"
required = false
why = "Bila ada."
basis = "general"
[[requirements]]
id = "surat-kuasa"
name = "Surat kuasa"
how = "upload"
why = "Bila untuk orang lain."
basis = "general"
show_if = { field = "untuk", is = ["Orang lain"] }
[[requirements]]
id = "pernyataan"
name = "Pernyataan"
how = "declare"
why = "Benar adanya."
basis = "general"
[[requirements]]
id = "asli"
name = "KTP asli"
how = "bring-original"
why = "Dicocokkan."
basis = "general"
[[pages]]
id = "isi"
title = "Keperluan"
[[pages.fields]]
id = "untuk"
label = "Untuk siapa"
kind = { choice = ["Diri sendiri", "Orang lain"] }
[[pages.fields]]
id = "nama_lain"
label = "Nama orang itu"
kind = "text"
show_if = { field = "untuk", is = ["Orang lain"] }
[[pages.fields]]
id = "keperluan"
label = "Keperluan"
kind = "paragraph"
[[pages.fields]]
id = "keluarga"
label = "Keluarga"
required = false
[pages.fields.kind.rows]
min = 0
max = 5
columns = [{ id = "nama", label = "Nama", kind = "text" }, { id = "nik", label = "NIK", kind = "nik", required = false }]
"#;

const BURIAL: &str = r#"
id = "pemakaman"
prefix = "PMK"
name = "Surat Pemakaman"
summary = "Untuk tes."
group = "kecamatan"
agency = "Kecamatan"
region = "62.01"
who_may_apply = "Semua"
confirmed = true
sources = []
time = { promise = 1, limit = 3 }
fee = { rupiah = 0 }
requirements = []
pages = []
steps = []
products = [{ name = "Surat", handover = ["file"], letter = { template = "sktm", register = "umum", classification = "470" } }]
chain = { hands = ["counter", "head", "camat", "counter"], signs = ["camat", "secretary"] }
signer = "Camat"
signature = "either"
legal_basis = []
urgent = true
[standard]
"#;

/// Three products that go three ways, sent by a partner.
const BIRTH: &str = r#"
id = "kelahiran"
prefix = "KAH"
name = "Akta Kelahiran"
summary = "Untuk tes."
group = "dukcapil"
agency = "Dukcapil"
region = "62.01"
who_may_apply = "Semua"
confirmed = true
sources = []
time = { promise = 1, limit = 5 }
fee = { rupiah = 0 }
pages = []
steps = []
chain = { hands = ["counter", "head", "camat", "counter"], signs = ["camat", "secretary"] }
signer = "Kepala"
signature = "electronic"
legal_basis = []
partner = true
products = [
  { id = "akta", name = "Akta Kelahiran", handover = ["printed-by-partner", "file"] },
  { id = "kk", name = "Kartu Keluarga", handover = ["printed-by-partner", "file"] },
  { id = "kia", name = "KIA", handover = ["delivered"] },
]
[standard]
[[requirements]]
id = "surat-lahir"
name = "Surat lahir"
how = "upload"
why = "Dari rumah sakit."
basis = "general"
"#;

/// Must be done by an hour; one document may follow; one or two products.
const DEATH: &str = r#"
id = "kematian"
prefix = "KMT"
name = "Akta Kematian"
summary = "Untuk tes."
group = "dukcapil"
agency = "Dukcapil"
region = "62.01"
who_may_apply = "Semua"
confirmed = true
sources = []
time = { promise = 1, limit = 5 }
fee = { rupiah = 0 }
steps = []
chain = { hands = ["counter", "head", "camat", "counter"], signs = ["camat", "secretary"] }
signer = "Kepala"
signature = "electronic"
legal_basis = []
urgent = true
deadline = { field = "pemakaman", name = "Pemakaman" }
products = [
  { id = "akta", name = "Akta Kematian", handover = ["printed-by-partner"], show_if = { field = "minta", is = ["Akta"] } },
  { id = "ktp", name = "KTP-el pasangan", handover = ["delivered"], show_if = { field = "minta", is = ["KTP"] } },
]
[standard]
[[requirements]]
id = "ktp-pelapor"
name = "KTP pelapor"
how = "upload"
why = "Yang melapor."
basis = "general"
[[requirements]]
id = "surat-kematian"
name = "Surat kematian"
how = "upload"
why = "Dari dokter."
basis = "general"
later = true
[[pages]]
id = "isi"
title = "Pemakaman"
[[pages.fields]]
id = "minta"
label = "Dokumen"
kind = { multi-choice = ["Akta", "KTP"] }
[[pages.fields]]
id = "pemakaman"
label = "Pemakaman"
kind = { date-time = "any" }
required = false
"#;

fn region(code: &str, name: &str, level: Level) -> Region {
    Region {
        code: RegionCode::parse(code).expect("a code"),
        name: name.to_owned(),
        level,
        postcode: None,
    }
}

const PATTERN: &str = "{klasifikasi}/{urut}/{unit}/{bulan_romawi}/{tahun}";

/// The templates as they are shipped. Read once: they bring their fonts.
fn press() -> Arc<Press> {
    static PRESS: OnceLock<Arc<Press>> = OnceLock::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue/letters");
    PRESS
        .get_or_init(|| Arc::new(Press::open(&folder).expect("templates")))
        .clone()
}

pub fn catalogue() -> Catalogue {
    let service = |text: &str| toml::from_str::<Service>(text).expect("a service");
    Catalogue {
        services: vec![
            service(BURIAL),
            service(LETTER),
            service(BIRTH),
            service(DEATH),
        ],
        applicant: toml::from_str::<Pages>(APPLICANT).expect("pages").pages,
        regions: vec![
            region("62", "Kalimantan Tengah", Level::Province),
            region("62.01", "Kabupaten Kotawaringin Barat", Level::Regency),
            region("62.01.01", "Kumai", Level::District),
            region("62.01.01.2001", "Sungai Sekonyer", Level::Desa),
            region("62.01.02", "Arut Selatan", Level::District),
            region("62.01.02.1009", "Baru", Level::Kelurahan),
            region("62.01.02.2013", "Umpang", Level::Desa),
        ],
        letter_book: LetterBook {
            registers: vec![Register {
                id: "umum".to_owned(),
                pattern: Pattern::parse(PATTERN).expect("a pattern"),
            }],
            offices: Vec::new(),
        },
        press: Some(press()),
        calendar: Calendar::new(parse_day("2026-11-09")),
        ..Catalogue::default()
    }
}
