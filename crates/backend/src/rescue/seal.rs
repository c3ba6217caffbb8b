//! The office's side of HPKE (RFC 9180): the key that files are made for, and opening one.

use crate::secret::Secret;
use domain::rescue::{BadRescue, KEY_NAME, LAST, MORE, POINT, info, take_apart};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::{DhP256HkdfSha256, Kem};
use hpke::{Deserializable, OpModeR, Serializable, setup_receiver};
use sha2::{Digest, Sha256};

type Private = <DhP256HkdfSha256 as Kem>::PrivateKey;

/// Both halves, derived from the server's one secret: the same after every restart and on every server of an office,
/// and nothing more to keep or to lose.
pub(super) fn keys(secret: &Secret) -> (Private, [u8; POINT]) {
    let (private, public) = DhP256HkdfSha256::derive_keypair(&secret.key("rescue"));
    (private, public.to_bytes().into())
}

fn name(public: &[u8; POINT]) -> [u8; KEY_NAME] {
    let mut name = [0; KEY_NAME];
    name.copy_from_slice(&Sha256::digest(public)[..KEY_NAME]);
    name
}

/// Every frame of a file, if each of them is as the device sealed it, in its order, up to the last.
pub(super) fn open(secret: &Secret, file: &[u8]) -> Result<Vec<Vec<u8>>, BadRescue> {
    let sealed = take_apart(file)?;
    let (private, public) = keys(secret);
    if sealed.info != info(&name(&public)) {
        return Err(BadRescue::OtherOffice);
    }
    let broken = |_| BadRescue::Broken;
    let point = <DhP256HkdfSha256 as Kem>::EncappedKey::from_bytes(sealed.point).map_err(broken)?;
    let mut opener = setup_receiver::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
        &OpModeR::Base,
        &private,
        &point,
        sealed.info,
    )
    .map_err(broken)?;
    let (last, before) = sealed.frames.split_last().ok_or(BadRescue::Broken)?;
    let mut frames = Vec::new();
    for frame in before {
        frames.push(opener.open(frame, MORE).map_err(broken)?);
    }
    // The last one is empty: it only says that nothing is missing.
    let end = opener.open(last, LAST).map_err(broken)?;
    if end.is_empty() {
        Ok(frames)
    } else {
        Err(BadRescue::Broken)
    }
}

#[cfg(any(test, feature = "testing"))]
pub(crate) fn seal(public: &[u8; POINT], frames: &[Vec<u8>]) -> Vec<u8> {
    use hpke::{OpModeS, setup_sender};
    let head = info(&name(public));
    let key = <DhP256HkdfSha256 as Kem>::PublicKey::from_bytes(public).expect("a key");
    let (point, mut sealer) =
        setup_sender::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(&OpModeS::Base, &key, &head)
            .expect("a way to seal");
    let mut file = [head, point.to_bytes().to_vec()].concat();
    let mut put = |plain: &[u8], aad: &[u8]| {
        let frame = sealer.seal(plain, aad).expect("sealed");
        file.extend((frame.len() as u32).to_be_bytes());
        file.extend(frame);
    };
    for frame in frames {
        put(frame, MORE);
    }
    put(&[], LAST);
    file
}
