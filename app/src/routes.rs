//! Every address of the site, typed once: the router, the links and the server use these.

use domain::code::Code;
use domain::region::RegionCode;
use domain::text::Lang;
use domain::view::RosterTaken;

pub const HOME: &str = "/";
pub const SERVICES: &str = "/layanan";
pub const REGIONS: &str = "/kecamatan";
pub const APPLY: &str = "/ajukan";
/// What this device keeps.
pub const DRAFTS: &str = "/draf";
pub const STATUS: &str = "/status";
pub const STATUS_CASE: &str = "/status/kasus";
/// The same, at how its resident is told of news.
pub const STATUS_NEWS: &str = "/status/kasus#kabar";
/// A signed letter of the case whose code was shown.
pub const STATUS_LETTER: &str = "/status/surat";
pub const CORRECT: &str = "/status/perbaiki";
pub const PRIVACY: &str = "/privasi";
/// Is this letter one of the office's? Below it the code that the letter bears.
pub const CHECK: &str = "/periksa";
pub const OFFICER: &str = "/petugas";
pub const OFFICER_LOGIN: &str = "/petugas/masuk";
pub const OFFICER_CONTENT: &str = "/petugas/konten";
/// Templates of letters; below it service and product: one as a PDF with invented answers.
pub const TEMPLATES: &str = "/petugas/konten/surat";
pub const OFFICER_CASE: &str = "/petugas/permohonan";
pub const OFFICER_PAGE: &str = "/petugas/berkas";
/// Choose the resident who is helped: where helpers, partners and counter staff begin.
pub const CLIENTS: &str = "/petugas/warga";
/// Cases of those who were helped.
pub const HELPED: &str = "/petugas/dibantu";
/// Outreach sessions.
pub const OUTREACH: &str = "/petugas/jemput-bola";
/// The form of a resident who is helped: below it the leave, and the service.
pub const HELPED_FORM: &str = "/bantu";
/// Helping without a network: the residents of the day, from what the device keeps.
pub const FIELD: &str = "/lapangan";
/// The same, at whoever stands next on the roster.
pub const FIELD_NEXT: &str = "/lapangan#berikutnya";
/// Makes a device ready for a day without a network.
pub const READY: &str = "/petugas/siap";
/// How to help: the staff's own help page.
pub const HELP: &str = "/petugas/bantuan";
/// Whether history is as it was written: for auditors.
pub const AUDIT: &str = "/petugas/pengawasan";
/// What presses today.
pub const DIGEST: &str = "/petugas/ringkasan";
/// Orders by which officers decide in another's place.
pub const ORDERS: &str = "/petugas/pelimpahan";
/// Files of devices that couldn't send.
pub const RESCUE: &str = "/petugas/titipan";
/// Residents whom no message reaches.
pub const CALLS: &str = "/petugas/telepon";
/// Files that an office has made, to print.
pub const PRODUCT_FILE: &str = "/petugas/hasil";
/// A letter as it will look.
pub const LETTER_DRAFT: &str = "/petugas/konsep";
/// Letters that await their signature; below it a letter, and where the scan of a signed one is posted to.
pub const LETTERS: &str = "/petugas/surat";
pub const LETTER_FILE: &str = LETTERS;
/// Drawn signatures.
pub const SIGNATURE: &str = "/petugas/tanda-tangan";
pub const GALLERY: &str = "/gallery";
/// Where the switch between the languages is posted to.
pub const LANGUAGE: &str = "/bahasa";
/// What the address of a step ends with when the person comes from the last look.
pub const CHANGING: &str = "?ubah";
/// What is kept on the phone, for a page that isn't.
pub const OFFLINE: &str = "/luring";
/// Everything that opens without a network, in one answer.
pub const OFFLINE_PACK: &str = "/luring/pak";
/// What the pack says of itself.
pub const OFFLINE_ABOUT: &str = "/luring/tentang";
/// What every page loads after it has been read.
pub const OFFLINE_SCRIPT: &str = "/luring.js";
/// What that loads where data is saved.
pub const SAVER_SCRIPT: &str = "/hemat.js";
/// What makes the button for notices work.
pub const PUSH_SCRIPT: &str = "/kabar.js";
/// What verifies a QR code and compares a file, on the device.
pub const CHECK_SCRIPT: &str = "/periksa.js";
/// The service worker: its place is the widest scope it may have.
pub const WORKER: &str = "/sw.js";
pub const MANIFEST: &str = "/manifest.webmanifest";
/// Photos that another app shares.
pub const SHARE: &str = "/bagikan";
pub const SHARE_FAILED: &str = "/bagikan?gagal";
/// What the address of a form ends with where it has been sent.
pub const RECEIPT: &str = "/tanda-terima";
/// Where Meta tells of WhatsApp.
pub const WHATSAPP: &str = "/webhook/whatsapp";
/// tus 1.0.0 uploads.
pub const FILES: &str = "/files";

pub fn service(id: &str) -> String {
    format!("{SERVICES}/{id}")
}

/// A regency, a kecamatan, a desa or a kelurahan.
pub fn region(code: &RegionCode) -> String {
    format!("{REGIONS}/{code}")
}

pub fn apply(service: &str) -> String {
    format!("{APPLY}/{service}")
}

/// The server function [`read_screens`](crate::application): called by hand, because its codec for addresses would make
/// every applicant download 5 kB more.
pub fn screens(service: &str, here: &str, lang: Lang) -> String {
    let lang = lang.tag();
    format!("/api/application/screens?service={service}&here={here}&lang={lang}")
}

/// The form of a resident who has given this leave.
pub fn helped_form(leave: &str, service: &str) -> String {
    format!("{HELPED_FORM}/{leave}/{service}")
}

/// A step of the form that begins at `form`. The empty step is the beginning.
pub fn step(form: &str, slug: &str) -> String {
    if slug.is_empty() {
        form.to_owned()
    } else {
        format!("{form}/{slug}")
    }
}

/// A step of the form, to change something there and come back to the last look.
pub fn change(form: &str, slug: &str) -> String {
    format!("{}{CHANGING}", step(form, slug))
}

/// Prepares a device, with this session already chosen.
pub fn ready_for(outreach: &str) -> String {
    format!("{READY}?sesi={outreach}")
}

pub fn case(code: &Code) -> String {
    format!("{OFFICER_CASE}/{}", code.compact())
}

/// One document of a case, full screen.
pub fn case_document(code: &Code, requirement: &str) -> String {
    format!("{}/berkas/{requirement}", case(code))
}

/// What its documents say beside what the form says.
pub fn mismatch(code: &Code) -> String {
    format!("{}/cocok", case(code))
}

/// Two cases side by side.
pub fn compare(one: &Code, other: &Code) -> String {
    format!("{}/banding/{}", case(one), other.compact())
}

/// The bytes of one stored page, for officers.
pub fn page_file(id: &str) -> String {
    format!("{OFFICER_PAGE}/{id}")
}

/// One resident, perhaps in an outreach session.
pub fn client(id: &str, outreach: Option<&str>) -> String {
    match outreach {
        Some(session) => format!("{CLIENTS}/{id}?sesi={session}"),
        None => format!("{CLIENTS}/{id}"),
    }
}

/// What is handed over of one case.
pub fn handover(code: &Code) -> String {
    format!("{HELPED}/{}", code.compact())
}

pub fn outreach(id: &str) -> String {
    format!("{OUTREACH}/{id}")
}

/// The session again, after residents were added: how many, and how many stood there already; and which columns weren't
/// read.
pub fn outreach_taken(id: &str, taken: &RosterTaken) -> String {
    let unread: Vec<String> = taken.unread.iter().map(usize::to_string).collect();
    let (added, known, unread) = (taken.added, taken.known, unread.join("-"));
    format!("{OUTREACH}/{id}?tambah={added}&ada={known}&kolom={unread}")
}

pub fn outreach_report(id: &str) -> String {
    format!("{OUTREACH}/{id}/laporan")
}

/// Where a roster that is a file is posted to.
pub fn outreach_roster(id: &str) -> String {
    format!("{OUTREACH}/{id}/daftar")
}

/// The file of a product: fetched to print, posted by the office.
pub fn product_file(code: &Code, product: &str) -> String {
    format!("{PRODUCT_FILE}/{}/{product}", code.compact())
}

/// A letter of nobody; without `answered`, with nothing filled in.
pub fn template_sample(service: &str, product: &str, answered: bool) -> String {
    let empty = if answered { "" } else { "?kosong" };
    format!("{TEMPLATES}/{service}/{product}{empty}")
}

pub fn letter_draft(code: &Code, product: &str) -> String {
    format!("{LETTER_DRAFT}/{}/{product}", code.compact())
}

pub fn letter_file(code: &Code, product: &str) -> String {
    format!("{LETTER_FILE}/{}/{product}", code.compact())
}

pub fn status_letter(product: &str) -> String {
    format!("{STATUS_LETTER}/{product}")
}

/// The page on which the letters of a case stand. Without a place on it: a refusal adds its own words to the address.
pub fn letters(code: &Code) -> String {
    case(code)
}

pub fn signature(id: &str) -> String {
    format!("{SIGNATURE}/{id}")
}

/// The status page with the code filled in: what a receipt's QR code opens. Never the digits.
pub fn status_of(code: &Code) -> String {
    status_at(code.compact())
}

/// The same for a code as it stands in a name on the device.
pub fn status_at(code: &str) -> String {
    format!("{STATUS}?kode={code}")
}
