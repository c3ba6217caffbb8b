//! Reading a signature back out of a PDF: does it cover these bytes, and did that certificate's key make it?
//!
//! Whether the certificate may be trusted is another question: who issued it is told, not judged.

use super::SignFault;
use super::cms::{DATA, MESSAGE_DIGEST, SIGNED_DATA, SIGNING_CERTIFICATE};
use super::kinds::{algorithm, digest_of, names};
use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use lopdf::{Document, Object};
use ring::digest::digest;
use ring::signature::UnparsedPublicKey;
use std::ops::RangeInclusive;
use x509_cert::Certificate as X509;
use x509_cert::der::asn1::{Any, OctetString};
use x509_cert::der::oid::AssociatedOid;
use x509_cert::der::{Decode, Encode, Reader, SliceReader};
use x509_cert::ext::pkix::SubjectKeyIdentifier;

/// What a whole signature says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The subject of the certificate that signed.
    pub name: String,
    /// Who issued that certificate.
    pub issuer: String,
    /// From when until when the certificate is valid: seconds since 1970.
    pub valid: RangeInclusive<u64>,
    /// Nothing was appended after it was signed.
    pub whole: bool,
}

/// Verifies the last signature of a PDF.
pub fn verify(pdf: &[u8]) -> Result<Signed, SignFault> {
    let (range, contents) = last_signature(pdf).ok_or(SignFault::Pdf)?;
    let [start, hole, after, rest] = range;
    let end = after.checked_add(rest).ok_or(SignFault::Broken)?;
    if start != 0 || hole >= after || end > pdf.len() {
        return Err(SignFault::Broken);
    }
    // Between the two parts lies the signature and nothing else: whatever stood there could be changed unseen.
    let between = &pdf[hole..after];
    let inside = between
        .strip_prefix(b"<")
        .and_then(|rest| rest.strip_suffix(b">"))
        .ok_or(SignFault::Broken)?;
    if unhex(inside).as_deref() != Some(&contents) {
        return Err(SignFault::Broken);
    }
    let around = [&pdf[..hole], &pdf[after..end]].concat();
    let certificate = check(&contents, &around)
        .ok_or(SignFault::Broken)?
        .tbs_certificate;
    let (from, until) = (
        certificate.validity.not_before.to_unix_duration(),
        certificate.validity.not_after.to_unix_duration(),
    );
    Ok(Signed {
        name: certificate.subject.to_string(),
        issuer: certificate.issuer.to_string(),
        valid: from.as_secs()..=until.as_secs(),
        whole: end == pdf.len(),
    })
}

/// ByteRange and Contents of the signature that covers most.
fn last_signature(pdf: &[u8]) -> Option<([usize; 4], Vec<u8>)> {
    let file = Document::load_mem(pdf).ok()?;
    let form = file.catalog().ok()?.get(b"AcroForm").ok()?;
    let form = file.dereference(form).ok()?.1.as_dict().ok()?;
    let fields = file.dereference(form.get(b"Fields").ok()?).ok()?.1;
    let signature = |field: &Object| {
        let field = file.dereference(field).ok()?.1.as_dict().ok()?;
        let value = file
            .dereference(field.get(b"V").ok()?)
            .ok()?
            .1
            .as_dict()
            .ok()?;
        let range = value.get(b"ByteRange").ok()?.as_array().ok()?;
        let number = |one: &Object| usize::try_from(one.as_i64().ok()?).ok();
        let range: Option<Vec<usize>> = range.iter().map(number).collect();
        let contents = value.get(b"Contents").ok()?.as_str().ok()?.to_vec();
        Some((<[usize; 4]>::try_from(range?).ok()?, contents))
    };
    let found = fields.as_array().ok()?.iter().filter_map(signature);
    found.max_by_key(|(range, _)| range[2].saturating_add(range[3]))
}

/// The certificate whose key signed `of`, if everything fits. It is what a stranger sent: nothing in it is believed
/// that the signature doesn't cover.
fn check(contents: &[u8], of: &[u8]) -> Option<X509> {
    // Behind the CMS the room is filled with zeros.
    let mut reader = SliceReader::new(contents).ok()?;
    let envelope = ContentInfo::decode(&mut reader).ok()?;
    let rest = contents.get(usize::try_from(reader.position()).ok()?..)?;
    if envelope.content_type != SIGNED_DATA || rest.iter().any(|byte| *byte != 0) {
        return None;
    }
    let data = envelope.content.decode_as::<SignedData>().ok()?;
    if data.encap_content_info.econtent_type != DATA || data.signer_infos.0.len() != 1 {
        return None;
    }
    let signer = data.signer_infos.0.get(0)?;
    let certificates = data.certificates.as_ref()?.0.iter();
    let certificate = certificates
        .filter_map(|one| match one {
            CertificateChoices::Certificate(certificate) => Some(certificate),
            CertificateChoices::Other(_) => None,
        })
        .find(|certificate| is_of(&signer.sid, certificate))?;
    let by = digest_of(signer.digest_alg.oid)?;
    let said = attribute(signer, MESSAGE_DIGEST)?;
    if said.decode_as::<OctetString>().ok()?.as_bytes() != digest(by, of).as_ref() {
        return None;
    }
    // Older signers don't say which certificate; whoever says it must name the right one.
    if let Some(which) = attribute(signer, SIGNING_CERTIFICATE)
        && !names(which, &certificate.to_der().ok()?)
    {
        return None;
    }
    let algorithm = algorithm(
        signer.signature_algorithm.oid,
        signer.digest_alg.oid,
        certificate,
    )?;
    let key = &certificate
        .tbs_certificate
        .subject_public_key_info
        .subject_public_key;
    let signed = signer.signed_attrs.as_ref()?.to_der().ok()?;
    UnparsedPublicKey::new(algorithm, key.raw_bytes())
        .verify(&signed, signer.signature.as_bytes())
        .ok()?;
    Some(certificate.clone())
}

fn is_of(sid: &SignerIdentifier, certificate: &X509) -> bool {
    let of = &certificate.tbs_certificate;
    match sid {
        SignerIdentifier::IssuerAndSerialNumber(id) => {
            id.issuer == of.issuer && id.serial_number == of.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(id) => {
            let mut all = of.extensions.iter().flatten();
            let said = all.find(|one| one.extn_id == SubjectKeyIdentifier::OID);
            said.is_some_and(|one| {
                SubjectKeyIdentifier::from_der(one.extn_value.as_bytes())
                    .is_ok_and(|own| own == *id)
            })
        }
    }
}

fn attribute(signer: &SignerInfo, oid: x509_cert::der::asn1::ObjectIdentifier) -> Option<&Any> {
    let attributes = signer.signed_attrs.as_ref()?;
    let found = attributes.iter().find(|one| one.oid == oid)?;
    found.values.get(0).filter(|_| found.values.len() == 1)
}

fn unhex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pair = |pair: &[u8]| u8::try_from(digit(pair[0])? * 16 + digit(*pair.get(1)?)?).ok();
    text.chunks(2).map(pair).collect()
}
