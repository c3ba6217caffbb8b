//! Every address of the site, typed once: the router, the links and the server use these.

use domain::code::Code;
use domain::region::RegionCode;

pub const HOME: &str = "/";
pub const SERVICES: &str = "/layanan";
pub const REGIONS: &str = "/kecamatan";
pub const APPLY: &str = "/ajukan";
pub const STATUS: &str = "/status";
pub const STATUS_CASE: &str = "/status/kasus";
pub const CORRECT: &str = "/status/perbaiki";
pub const PRIVACY: &str = "/privasi";
pub const OFFICER: &str = "/petugas";
pub const OFFICER_LOGIN: &str = "/petugas/masuk";
pub const OFFICER_CONTENT: &str = "/petugas/konten";
pub const OFFICER_CASE: &str = "/petugas/permohonan";
pub const OFFICER_PAGE: &str = "/petugas/berkas";
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

/// The status page with the code filled in: what a receipt's QR code opens. Never the digits.
pub fn status_of(code: &Code) -> String {
    format!("{STATUS}?kode={}", code.compact())
}
