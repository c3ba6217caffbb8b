//! Electronic signatures in PDFs: PAdES baseline B-B (`ETSI.CAdES.detached`, SHA-256), made with a PKCS#12 certificate.
//!
//! The signature is appended: what was set stays as it was, byte by byte. [`sign()`] gives bytes back only after
//! [`verify()`] has read the signature out of these very bytes and found it whole.

mod certificate;
mod cms;
mod kinds;
mod pdf;
mod verify;

pub use certificate::Certificate;
pub use verify::{Signed, verify};

use std::fmt;

/// Why nothing was signed, or what was signed can't be relied on. Holds nothing of a letter and nothing typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignFault {
    /// The file is no PKCS#12 of ours, or the passphrase is wrong: the format can't tell one from the other.
    Passphrase,
    /// Neither RSA from 2048 bits nor P-256.
    Key,
    /// Not valid yet, or no longer.
    Expired,
    /// The PDF can't be signed or holds no signature.
    Pdf,
    /// A signature is there, and it doesn't belong to these bytes.
    Broken,
}

impl fmt::Display for SignFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SignFault::Passphrase => "the certificate can't be opened with this passphrase",
            SignFault::Key => "the certificate's key is of a kind that can't sign here",
            SignFault::Expired => "the certificate isn't valid on this day",
            SignFault::Pdf => "the PDF can't be signed, or holds no signature",
            SignFault::Broken => "the signature doesn't belong to these bytes",
        })
    }
}

impl std::error::Error for SignFault {}

/// When a signature was made, as the file says it: seconds since 1970, and the office's hours before UTC.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub unix_seconds: i64,
    pub hours: i8,
}

/// Signs a PDF and verifies what came of it.
pub fn sign(pdf: &[u8], with: &Certificate, at: Moment) -> Result<Vec<u8>, SignFault> {
    with.check(at.unix_seconds)?;
    let signed = pdf::sign(pdf, at, &with.name(), |digest| cms::signature(digest, with))?;
    accept(pdf, &signed, at)?;
    Ok(signed)
}

/// Whether `signed` is this very `pdf` with a signature appended that covers all of it, made with a certificate that is
/// valid now. Whoever signed it: what isn't ours, or was set anew on the way, is refused.
pub fn accept(pdf: &[u8], signed: &[u8], at: Moment) -> Result<Signed, SignFault> {
    let read = verify(signed)?;
    if !read.whole || !signed.starts_with(pdf) || signed.len() == pdf.len() {
        return Err(SignFault::Broken);
    }
    let now = u64::try_from(at.unix_seconds).map_err(|_| SignFault::Expired)?;
    if !read.valid.contains(&now) {
        return Err(SignFault::Expired);
    }
    Ok(read)
}
