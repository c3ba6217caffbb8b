//! The CMS inside a signature (RFC 5652), with the attributes that PAdES asks for (ETSI EN 319 142-1): the kind of
//! content, its digest, and which certificate signed. The time stands in the PDF, as that standard wants it.

use super::{Certificate, SignFault};
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use ring::digest::{SHA256, digest};
use x509_cert::attr::Attribute;
use x509_cert::der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use x509_cert::der::{self, Encode, Tag};
use x509_cert::spki::AlgorithmIdentifierOwned;

pub(super) const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
pub(super) const SIGNED_DATA: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
pub(super) const CONTENT_TYPE: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
pub(super) const MESSAGE_DIGEST: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
/// ESS signing-certificate-v2 (RFC 5035).
pub(super) const SIGNING_CERTIFICATE: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
pub(super) const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
pub(super) const RSA_SHA_256: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
pub(super) const ECDSA_SHA_256: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");

/// A detached signature over a SHA-256 digest.
pub(super) fn signature(of: &[u8], with: &Certificate) -> Result<Vec<u8>, SignFault> {
    let bytes = with.leaf_der()?;
    let built = || -> der::Result<(SetOfVec<Attribute>, Vec<u8>)> {
        let attributes = SetOfVec::try_from(vec![
            attribute(CONTENT_TYPE, Any::encode_from(&DATA)?)?,
            attribute(MESSAGE_DIGEST, Any::encode_from(&OctetString::new(of)?)?)?,
            attribute(SIGNING_CERTIFICATE, which_certificate(&bytes)?)?,
        ])?;
        let signed = attributes.to_der()?;
        Ok((attributes, signed))
    };
    let (attributes, signed) = built().map_err(|_| SignFault::Key)?;
    let signature = with.sign(&signed)?;
    envelope(with, attributes, signature).map_err(|_| SignFault::Key)
}

fn attribute(oid: ObjectIdentifier, value: Any) -> der::Result<Attribute> {
    Ok(Attribute {
        oid,
        values: SetOfVec::try_from(vec![value])?,
    })
}

/// SigningCertificateV2 with one ESSCertIDv2: its hash by SHA-256, which is the default and so isn't written.
pub(super) fn which_certificate(certificate: &[u8]) -> der::Result<Any> {
    let hash = OctetString::new(digest(&SHA256, certificate).as_ref())?.to_der()?;
    let sequence = |inside: &[u8]| Any::new(Tag::Sequence, inside)?.to_der();
    let id = sequence(&hash)?;
    let ids = sequence(&id)?;
    Any::new(Tag::Sequence, ids)
}

fn envelope(
    with: &Certificate,
    attributes: SetOfVec<Attribute>,
    signature: Vec<u8>,
) -> der::Result<Vec<u8>> {
    let leaf = &with.chain[0].tbs_certificate;
    let sha_256 = AlgorithmIdentifierOwned {
        oid: SHA_256,
        parameters: None,
    };
    let algorithm = if with.is_rsa() {
        AlgorithmIdentifierOwned {
            oid: RSA_SHA_256,
            parameters: Some(Any::null()),
        }
    } else {
        AlgorithmIdentifierOwned {
            oid: ECDSA_SHA_256,
            parameters: None,
        }
    };
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: leaf.issuer.clone(),
            serial_number: leaf.serial_number.clone(),
        }),
        digest_alg: sha_256.clone(),
        signed_attrs: Some(attributes),
        signature_algorithm: algorithm,
        signature: OctetString::new(signature)?,
        unsigned_attrs: None,
    };
    let certificates: Vec<_> = with
        .chain
        .iter()
        .cloned()
        .map(CertificateChoices::Certificate)
        .collect();
    let data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![sha_256])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: DATA,
            econtent: None,
        },
        certificates: Some(CertificateSet(SetOfVec::try_from(certificates)?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![signer])?),
    };
    ContentInfo {
        content_type: SIGNED_DATA,
        content: Any::encode_from(&data)?,
    }
    .to_der()
}
