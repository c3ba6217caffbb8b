//! Kinds of signatures that are read: what signers of others make, besides our own SHA-256 with RSA or P-256.
//!
//! The certificate's key and the digest together say how a signature is checked, since many signers only write "RSA".

use super::cms::{ECDSA_SHA_256, RSA_SHA_256, SHA_256};
use ring::digest::{Algorithm, SHA256, SHA384, SHA512, digest};
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA384_ASN1, ECDSA_P384_SHA256_ASN1, ECDSA_P384_SHA384_ASN1,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    VerificationAlgorithm,
};
use x509_cert::Certificate as X509;
use x509_cert::der::asn1::{Any, ObjectIdentifier, OctetString};
use x509_cert::der::{Decode, Encode, Reader, SliceReader, Tag, Tagged};
use x509_cert::spki::AlgorithmIdentifierOwned;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const SHA_384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.2");
const SHA_512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.3");
const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
const RSA_SHA_384: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
const RSA_SHA_512: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
const ECDSA_SHA_384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
const P_256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
const P_384: ObjectIdentifier = oid("1.3.132.0.34");

pub(super) fn digest_of(oid: ObjectIdentifier) -> Option<&'static Algorithm> {
    Some(match oid {
        SHA_256 => &SHA256,
        SHA_384 => &SHA384,
        SHA_512 => &SHA512,
        _ => return None,
    })
}

/// How a signature is checked. `None`: not here, and so it isn't whole.
pub(super) fn algorithm(
    signature: ObjectIdentifier,
    digest: ObjectIdentifier,
    certificate: &X509,
) -> Option<&'static dyn VerificationAlgorithm> {
    let key = &certificate
        .tbs_certificate
        .subject_public_key_info
        .algorithm;
    let curve = || {
        key.parameters
            .as_ref()?
            .decode_as::<ObjectIdentifier>()
            .ok()
    };
    Some(match (signature, digest) {
        (RSA | RSA_SHA_256, SHA_256) => &RSA_PKCS1_2048_8192_SHA256,
        (RSA | RSA_SHA_384, SHA_384) => &RSA_PKCS1_2048_8192_SHA384,
        (RSA | RSA_SHA_512, SHA_512) => &RSA_PKCS1_2048_8192_SHA512,
        (ECDSA_SHA_256, SHA_256) => match curve()? {
            P_256 => &ECDSA_P256_SHA256_ASN1,
            P_384 => &ECDSA_P384_SHA256_ASN1,
            _ => return None,
        },
        (ECDSA_SHA_384, SHA_384) => match curve()? {
            P_256 => &ECDSA_P256_SHA384_ASN1,
            P_384 => &ECDSA_P384_SHA384_ASN1,
            _ => return None,
        },
        _ => return None,
    })
}

/// Whether SigningCertificateV2 (RFC 5035) names this certificate first: its hash, by SHA-256 unless it says another.
pub(super) fn names(which: &Any, certificate: &[u8]) -> bool {
    let said = || {
        let ids = first_of(&which.to_der().ok()?)?;
        let id = first_of(&ids)?;
        let inside = Any::from_der(&id).ok()?;
        let mut reader = SliceReader::new(inside.value()).ok()?;
        let by = if reader.peek_tag().ok()? == Tag::Sequence {
            digest_of(AlgorithmIdentifierOwned::decode(&mut reader).ok()?.oid)?
        } else {
            &SHA256
        };
        let hash = OctetString::decode(&mut reader).ok()?;
        Some(digest(by, certificate).as_ref() == hash.as_bytes())
    };
    said() == Some(true)
}

/// The first element of a SEQUENCE, as it is written.
fn first_of(sequence: &[u8]) -> Option<Vec<u8>> {
    let outer = Any::from_der(sequence).ok()?;
    if outer.tag() != Tag::Sequence {
        return None;
    }
    let mut reader = SliceReader::new(outer.value()).ok()?;
    Any::decode(&mut reader).ok()?.to_der().ok()
}
