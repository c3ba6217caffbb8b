//! `[letters]` of `Leptos.toml`: which signer an office has. Nobody, a certificate in a file, or BSrE.
//!
//! What BSrE must know lies in a file of its own that only the server may read: the service's address, our name and
//! password there, and which officer signs under which NIK. A passphrase is in no file: it is typed at each signature.

use backend::effects::{BadAddress, Bsre};
use backend::{Signer, Signing};
use domain::person::Nik;
use domain::private::Private;
use domain::region::RegionCode;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::env;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileLetters {
    certificate: Option<PathBuf>,
    bsre: Option<PathBuf>,
    pub address: Option<String>,
    #[serde(default)]
    offices: BTreeMap<RegionCode, FileSigner>,
}

/// A kecamatan whose letters another signer signs. Neither: they are signed by hand.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSigner {
    certificate: Option<PathBuf>,
    bsre: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileBsre {
    address: String,
    username: String,
    password: Option<String>,
    /// User name to NIK.
    signers: BTreeMap<String, String>,
}

/// Paths of the file start at the folder it lies in; the environment wins over the usual signer.
pub fn signing(file: &FileLetters, here: &Path) -> Result<Signing, String> {
    let inside = |path: &Option<PathBuf>| path.as_ref().map(|path| here.join(path));
    let asked = |name| env::var_os(name).map(PathBuf::from);
    let usual = match (asked("GENGGAM_CERTIFICATE"), asked("GENGGAM_BSRE")) {
        (None, None) => (inside(&file.certificate), inside(&file.bsre)),
        both => both,
    };
    let mut offices = BTreeMap::new();
    for (region, one) in &file.offices {
        let signer = signer(inside(&one.certificate), inside(&one.bsre))?;
        offices.insert(region.clone(), signer);
    }
    Ok(Signing {
        usual: signer(usual.0, usual.1)?,
        offices,
    })
}

fn signer(certificate: Option<PathBuf>, bsre: Option<PathBuf>) -> Result<Signer, String> {
    match (certificate, bsre) {
        (None, None) => Ok(Signer::None),
        (Some(path), None) => Ok(Signer::Certificate(path)),
        (None, Some(path)) => Ok(Signer::Bsre(Arc::new(bsre_at(&path)?))),
        (Some(_), Some(_)) => {
            Err("[letters] certificate and bsre: an office has one signer, not two.".to_owned())
        }
    }
}

fn bsre_at(path: &Path) -> Result<Bsre, String> {
    let bad = |why: &str| format!("[letters] bsre: {}: {why}", path.display());
    let about =
        std::fs::metadata(path).map_err(|error| bad(&format!("can't be read ({error}).")))?;
    if about.permissions().mode() & 0o077 != 0 {
        return Err(bad(
            "others may read it. It holds a password and NIKs: chmod 600.",
        ));
    }
    let text = std::fs::read_to_string(path).map_err(|error| bad(&format!("{error}")))?;
    // The parser's own words would repeat the line, which may be the password's.
    let file: FileBsre = toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(0, |span| {
            text.get(..span.start).unwrap_or_default().matches('\n').count() + 1
        });
        bad(&format!(
            "line {line} isn't right. It has address, username, password and [signers]; docs/letters.md explains them."
        ))
    })?;
    let mut signers = BTreeMap::new();
    for (username, nik) in file.signers {
        let nik = Nik::parse(&nik).map_err(|_| bad(&format!("[signers] {username}: no NIK.")))?;
        signers.insert(username, Private::new(nik));
    }
    let password = env::var("GENGGAM_BSRE_PASSWORD").ok().or(file.password);
    let password =
        password.ok_or_else(|| bad("password is missing, and GENGGAM_BSRE_PASSWORD isn't set."))?;
    Bsre::new(
        &file.address,
        &file.username,
        &Private::new(password),
        signers,
    )
    .map_err(|why| match why {
        BadAddress::NoAddress => bad("address: write it whole, as https://esign.example.go.id"),
        BadAddress::Unsealed => bad(
            "address: http:// is only for a service inside the office's own network (10.x, 172.16-31.x, 192.168.x). \
             Passphrases would cross the internet unsealed: use https://",
        ),
    })
}
