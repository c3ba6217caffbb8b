//! Who signs an office's letters electronically: nobody, a certificate in a file, or the provider BSrE.
//!
//! Each office of a server may have its own signer. A port with two real adapters, so an `enum`: both give back bytes,
//! and both are believed only after the signature in these very bytes was read.

use super::Desk;
use crate::effects::{Bsre, BsreFault};
use crate::fault::Fault;
use domain::application::IllegalStep;
use domain::error::Error;
use domain::person::Nik;
use domain::private::Private;
use domain::region::RegionCode;
use domain::view::{Asks, WaitsFor};
use letters::sign::{Certificate, Moment, SignFault, accept, sign};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A PKCS#12 file holds a key and a few certificates.
const MOST_BYTES: u64 = 256 * 1024;

/// What signs letters.
#[derive(Clone, Debug, Default)]
pub enum Signer {
    /// They are signed by hand.
    #[default]
    None,
    /// The PKCS#12 file of an office.
    Certificate(PathBuf),
    /// Each signer's own certificate, which lies at BSrE.
    Bsre(Arc<Bsre>),
}

/// The signers of all offices of this server.
#[derive(Clone, Debug, Default)]
pub struct Signing {
    /// Of every office that isn't named below.
    pub usual: Signer,
    /// By kecamatan.
    pub offices: BTreeMap<RegionCode, Signer>,
}

impl Signing {
    pub(super) fn of(&self, office: &RegionCode) -> &Signer {
        self.offices.get(office).unwrap_or(&self.usual)
    }
}

/// Why a letter isn't signed.
pub(super) enum Unsigned {
    /// Nothing to wait for: the officer, or whoever runs the server, has to do something.
    Told(Error),
    /// The letter waits.
    Waits(WaitsFor),
}

impl From<IllegalStep> for Unsigned {
    fn from(step: IllegalStep) -> Unsigned {
        Unsigned::Told(step.into())
    }
}

impl From<Fault> for Unsigned {
    fn from(fault: Fault) -> Unsigned {
        Unsigned::Told(fault.into())
    }
}

/// A signer with everything that isn't typed.
pub(super) enum Ready {
    Certificate(PathBuf),
    Bsre(Arc<Bsre>, Private<Nik>),
}

impl Signer {
    pub(super) fn is_some(&self) -> bool {
        !matches!(self, Signer::None)
    }

    pub(super) fn asks(&self) -> Asks {
        match self {
            Signer::Bsre(_) => Asks::Bsre,
            Signer::None | Signer::Certificate(_) => Asks::Certificate,
        }
    }

    /// For this officer, who isn't the one whose name stands under the letter where `own` is false.
    pub(super) fn ready(&self, desk: &Desk<'_>, own: bool) -> Result<Ready, IllegalStep> {
        match self {
            Signer::None => Err(IllegalStep::Certificate),
            // Whoever signs, the paper names one officer as the one who did.
            _ if !own => Err(IllegalStep::OtherSigner),
            Signer::Certificate(path) => Ok(Ready::Certificate(path.clone())),
            Signer::Bsre(service) => {
                let signer = service.signer(&desk.officer.username);
                let signer = signer.cloned().ok_or(IllegalStep::NoSigner)?;
                Ok(Ready::Bsre(service.clone(), signer))
            }
        }
    }
}

impl Ready {
    /// The signed bytes, verified. Blocks: for a moment, or for as long as a provider takes.
    pub(super) fn sign(
        &self,
        pdf: &[u8],
        passphrase: &Private<String>,
        at: Moment,
    ) -> Result<Vec<u8>, Unsigned> {
        match self {
            Ready::Certificate(path) => {
                let with = opened(path, passphrase)?;
                sign(pdf, &with, at).map_err(told)
            }
            Ready::Bsre(service, signer) => {
                let signed = service.sign(signer, passphrase, pdf).map_err(of_provider)?;
                accept(pdf, &signed, at).map_err(|fault| match fault {
                    SignFault::Expired => {
                        tracing::error!("BSrE signs with a certificate that isn't valid today");
                        Unsigned::from(IllegalStep::Certificate)
                    }
                    other => {
                        tracing::error!(fault = %other, "BSrE's answer isn't this letter, signed");
                        Unsigned::Waits(WaitsFor::BetterAnswer)
                    }
                })?;
                if service.finds_valid(&signed).map_err(of_provider)? {
                    Ok(signed)
                } else {
                    tracing::error!("BSrE doesn't find its own signature valid");
                    Err(Unsigned::Waits(WaitsFor::BetterAnswer))
                }
            }
        }
    }
}

fn opened(path: &Path, passphrase: &Private<String>) -> Result<Certificate, Unsigned> {
    let about = std::fs::metadata(path).map_err(|_| IllegalStep::Certificate)?;
    if about.len() > MOST_BYTES {
        return Err(IllegalStep::Certificate.into());
    }
    let file = std::fs::read(path).map_err(|_| IllegalStep::Certificate)?;
    Certificate::open(&file, passphrase.reveal()).map_err(told)
}

/// What the officer hears. The log learns the kind of trouble only where the officer can't mend it.
fn told(fault: SignFault) -> Unsigned {
    match fault {
        SignFault::Passphrase => IllegalStep::Passphrase.into(),
        SignFault::Key | SignFault::Expired => {
            tracing::error!(%fault, "the office's certificate can't sign");
            IllegalStep::Certificate.into()
        }
        SignFault::Pdf | SignFault::Broken => {
            tracing::error!(%fault, "a letter can't be signed");
            Unsigned::Told(Error::Unavailable)
        }
    }
}

fn of_provider(fault: BsreFault) -> Unsigned {
    match fault {
        BsreFault::Passphrase => IllegalStep::Passphrase.into(),
        BsreFault::Signer => IllegalStep::Certificate.into(),
        BsreFault::Away => Unsigned::Waits(WaitsFor::Provider),
        BsreFault::Answer => Unsigned::Waits(WaitsFor::BetterAnswer),
    }
}
