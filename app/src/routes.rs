//! Every address of the site, typed once: the router, the links and the server use these.

use domain::code::Code;
use domain::region::RegionCode;
use domain::text::Lang;

pub const HOME: &str = "/";
pub const SERVICES: &str = "/layanan";
pub const REGIONS: &str = "/kecamatan";
pub const APPLY: &str = "/ajukan";
/// What this device keeps.
pub const DRAFTS: &str = "/draf";
pub const STATUS: &str = "/status";
pub const STATUS_CASE: &str = "/status/kasus";
pub const CORRECT: &str = "/status/perbaiki";
pub const PRIVACY: &str = "/privasi";
pub const OFFICER: &str = "/petugas";
pub const OFFICER_LOGIN: &str = "/petugas/masuk";
pub const OFFICER_CONTENT: &str = "/petugas/konten";
pub const OFFICER_CASE: &str = "/petugas/permohonan";
pub const OFFICER_PAGE: &str = "/petugas/berkas";
/// Choose the resident who is helped: where helpers, partners and counter staff begin.
pub const CLIENTS: &str = "/petugas/warga";
/// Cases of those who were helped.
pub const HELPED: &str = "/petugas/dibantu";
/// Outreach sessions.
pub const OUTREACH: &str = "/petugas/jemput-bola";
/// How to help: the staff's own help page.
pub const HELP: &str = "/petugas/bantuan";
/// Files that an office has made, to print.
pub const PRODUCT_FILE: &str = "/petugas/hasil";
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
/// What every page loads after it has been read.
pub const OFFLINE_SCRIPT: &str = "/luring.js";
/// The service worker: its place is the widest scope it may have.
pub const WORKER: &str = "/sw.js";
pub const MANIFEST: &str = "/manifest.webmanifest";
/// Photos that another app shares.
pub const SHARE: &str = "/bagikan";
pub const SHARE_FAILED: &str = "/bagikan?gagal";
/// What the address of a form ends with where it has been sent.
pub const RECEIPT: &str = "/tanda-terima";
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

/// A step of the form. The empty step is the beginning.
pub fn apply_step(service: &str, step: &str) -> String {
    if step.is_empty() {
        apply(service)
    } else {
        format!("{APPLY}/{service}/{step}")
    }
}

/// A step of the form, to change something there and come back to the last look.
pub fn apply_change(service: &str, step: &str) -> String {
    format!("{}{CHANGING}", apply_step(service, step))
}

pub fn case(code: &Code) -> String {
    format!("{OFFICER_CASE}/{}", code.compact())
}

/// One document of a case, full screen.
pub fn case_document(code: &Code, requirement: &str) -> String {
    format!("{}/berkas/{requirement}", case(code))
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

pub fn signature(id: &str) -> String {
    format!("{SIGNATURE}/{id}")
}

/// The status page with the code filled in: what a receipt's QR code opens. Never the digits.
pub fn status_of(code: &Code) -> String {
    format!("{STATUS}?kode={}", code.compact())
}
