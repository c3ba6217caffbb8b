//! Room for a signature, appended to a PDF: a form with one invisible field, whose value covers every other byte.

use super::{Moment, SignFault};
use lopdf::{Dictionary, Document, IncrementalDocument, Object, StringFormat, dictionary};
use ring::digest::{SHA256, digest};
use time::{Duration, OffsetDateTime};

/// Bytes that a CMS may take: three certificates of 4096 bits fit twice.
const ROOM: usize = 16 * 1024;
/// Wide enough for any offset.
const UNKNOWN: i64 = 9_999_999_999;
/// Printed, and not to be moved: what PDF/A wants of a field that nobody sees.
const FLAGS: i64 = 4 | 128;
/// There are signatures, and the file may only be appended to.
const SIGNATURES_APPEND_ONLY: i64 = 3;

/// Appends a signature field, asks `cms` for the signature of everything around it, and puts it in.
pub(super) fn sign(
    pdf: &[u8],
    at: Moment,
    name: &str,
    cms: impl FnOnce(&[u8]) -> Result<Vec<u8>, SignFault>,
) -> Result<Vec<u8>, SignFault> {
    let mut bytes = prepare(pdf, at, name).map_err(|_| SignFault::Pdf)?;
    // The last of each: nothing that was there before can be taken for it.
    let hole = find_last(&bytes, &hole()).ok_or(SignFault::Pdf)?;
    let after = hole + 2 * ROOM + 2;
    let unknown = format!("[0 {UNKNOWN} {UNKNOWN} {UNKNOWN}]");
    let place = find_last(&bytes, unknown.as_bytes()).ok_or(SignFault::Pdf)?;
    if hole < pdf.len() || place < pdf.len() {
        return Err(SignFault::Pdf);
    }
    let range = format!("[0 {hole} {after} {}]", bytes.len() - after);
    let range = format!("{range:<width$}", width = unknown.len());
    bytes[place..place + unknown.len()].copy_from_slice(range.as_bytes());

    let around = [&bytes[..hole], &bytes[after..]].concat();
    let cms = cms(digest(&SHA256, &around).as_ref())?;
    if cms.len() > ROOM {
        return Err(SignFault::Key);
    }
    for (at, byte) in cms.iter().enumerate() {
        let hex = format!("{byte:02x}");
        bytes[hole + 1 + 2 * at..hole + 3 + 2 * at].copy_from_slice(hex.as_bytes());
    }
    Ok(bytes)
}

/// How the empty room is written.
fn hole() -> Vec<u8> {
    let mut hole = vec![b'0'; 2 * ROOM + 2];
    hole[0] = b'<';
    hole[2 * ROOM + 1] = b'>';
    hole
}

fn prepare(pdf: &[u8], at: Moment, name: &str) -> lopdf::Result<Vec<u8>> {
    let before = Document::load_mem(pdf)?;
    let root = before.trailer.get(b"Root")?.as_reference()?;
    let page = before.get_pages().into_values().next();
    let page = page.ok_or(lopdf::Error::PageNumberNotFound(1))?;
    let mut file = IncrementalDocument::create_from(pdf.to_vec(), before);
    file.opt_clone_object_to_new_document(root)?;
    file.opt_clone_object_to_new_document(page)?;
    let new = &mut file.new_document;
    let value = new.add_object(dictionary! {
        "Type" => "Sig",
        "Filter" => "Adobe.PPKLite",
        "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => vec![0.into(), UNKNOWN.into(), UNKNOWN.into(), UNKNOWN.into()],
        "Contents" => Object::String(vec![0; ROOM], StringFormat::Hexadecimal),
        "M" => Object::string_literal(when(at)),
        "Name" => lopdf::text_string(name),
    });
    let field = new.add_object(dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "FT" => "Sig",
        "T" => Object::string_literal("Tanda tangan"),
        "TU" => Object::string_literal("Tanda tangan elektronik"),
        "Rect" => vec![0.into(), 0.into(), 0.into(), 0.into()],
        "F" => FLAGS,
        "P" => page,
        "V" => value,
    });
    let annotations = new.get_object(page)?.as_dict()?.get(b"Annots");
    let mut annotations = annotations
        .and_then(Object::as_array)
        .cloned()
        .unwrap_or_default();
    annotations.push(field.into());
    new.get_object_mut(page)?
        .as_dict_mut()?
        .set("Annots", annotations);
    let form: Dictionary = dictionary! {
        "Fields" => vec![field.into()],
        "SigFlags" => SIGNATURES_APPEND_ONLY,
    };
    new.get_object_mut(root)?
        .as_dict_mut()?
        .set("AcroForm", form);
    let mut bytes = Vec::with_capacity(pdf.len() + 4 * ROOM);
    file.save_to(&mut bytes)?;
    Ok(bytes)
}

/// `D:20261122161500+07'00'`.
fn when(at: Moment) -> String {
    let local = OffsetDateTime::from_unix_timestamp(at.unix_seconds)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .saturating_add(Duration::hours(at.hours.into()));
    let (date, time) = (local.date(), local.time());
    format!(
        "D:{:04}{:02}{:02}{:02}{:02}{:02}{:+03}'00'",
        date.year(),
        u8::from(date.month()),
        date.day(),
        time.hour(),
        time.minute(),
        time.second(),
        at.hours
    )
}

pub(super) fn find_last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .rposition(|window| window == wanted)
}
