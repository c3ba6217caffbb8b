//! The server's one secret, and what is derived from it: draft tokens, proofs of phone digits, keys of tries.
//!
//! It lies in `data/secret.key`, beside the database and not inside it: a copy of the database alone opens nothing.
//! Derived values carry a purpose, so that one can never stand for another.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::private::Private;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

pub(crate) struct Secret(Private<[u8; 32]>);

impl Secret {
    /// From a text of the configuration, at least 32 characters long.
    pub(crate) fn from_text(text: &str) -> Option<Secret> {
        (text.len() >= 32).then(|| Secret(Private::new(Sha256::digest(text).into())))
    }

    /// Reads `path`, or writes `fresh` there when the file doesn't exist yet.
    pub(crate) fn from_file(path: &Path, fresh: [u8; 32]) -> std::io::Result<Secret> {
        if let Some(there) = Secret::read(path)? {
            return Ok(there);
        }
        // Whole before it has its name: who is stopped in between leaves no half a secret. Of two who begin at once one
        // gives it the name, and both use that one's.
        let half = path.with_extension(format!("{}.half", hash_bytes(&fresh)));
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&half)?;
        file.write_all(hex(&fresh).as_bytes())?;
        file.sync_all()?;
        let named = std::fs::hard_link(&half, path);
        std::fs::remove_file(&half)?;
        match named {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        if let Some(folder) = path.parent() {
            std::fs::File::open(folder)?.sync_all()?;
        }
        Secret::read(path)?.ok_or(ErrorKind::InvalidData.into())
    }

    /// `None` where there is none, or an empty file that an earlier version left when it was stopped.
    fn read(path: &Path) -> std::io::Result<Option<Secret>> {
        let mut text = String::new();
        match std::fs::File::open(path) {
            Ok(file) => file.take(200).read_to_string(&mut text)?,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if text.is_empty() {
            std::fs::remove_file(path)?;
            return Ok(None);
        }
        let bytes = unhex(text.trim()).ok_or(ErrorKind::InvalidData)?;
        Ok(Some(Secret(Private::new(bytes))))
    }

    /// HMAC-SHA256 over the purpose and the parts, each closed by a zero byte so that no two lists look alike.
    fn mac(&self, purpose: &str, parts: &[&str]) -> [u8; 32] {
        // HMAC takes keys of any length, so this arm is never reached; an all-zero key would still fail closed.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.reveal()) else {
            return [0; 32];
        };
        for part in std::iter::once(&purpose).chain(parts) {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        mac.finalize().into_bytes().into()
    }

    /// 32 bytes to make a key of, which nothing else is made of.
    pub(crate) fn key(&self, purpose: &str) -> [u8; 32] {
        self.mac(purpose, &["key"])
    }

    /// 64 hexadecimal digits that only this server can make.
    pub(crate) fn proof(&self, purpose: &str, parts: &[&str]) -> String {
        hex(&self.mac(purpose, parts))
    }

    /// The same as text for a bearer token.
    pub(crate) fn token(&self, purpose: &str, id: &str) -> String {
        text(&self.mac(purpose, &[id]))
    }
}

/// SHA-256 in hexadecimal digits: how tokens and keys are stored.
pub(crate) fn hash(text: &str) -> String {
    hex(&Sha256::digest(text))
}

pub(crate) fn hash_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Base64 for addresses and headers (RFC 4648 section 5), without padding.
pub(crate) fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    out
}

pub(crate) fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[i * 2..i * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

/// Compares without telling by time where two texts differ. Their lengths are no secret.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.len() == b.len()
        && a.bytes()
            .zip(b.bytes())
            .fold(0, |all, (x, y)| all | (x ^ y))
            == 0
}

/// Keys made on devices: long enough to be random, plain enough for any log or header.
pub(crate) fn is_device_key(key: &str) -> bool {
    (16..=64).contains(&key.len())
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn hmac_is_that_of_rfc_4231() {
        // Test case 2, without the closing zero bytes.
        let mut mac = Hmac::<Sha256>::new_from_slice(b"Jefe").unwrap();
        mac.update(b"what do ya want for nothing?");
        let wanted = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hex(&mac.finalize().into_bytes()), wanted);
    }

    #[test]
    fn purposes_and_parts_never_run_into_each_other() {
        let secret = Secret::from_text("a configured secret of 32 characters").unwrap();
        assert_ne!(
            secret.proof("phone", &["ab", "c"]),
            secret.proof("phone", &["a", "bc"])
        );
        assert_ne!(secret.proof("phone", &["a"]), secret.proof("draft", &["a"]));
        assert_eq!(secret.proof("phone", &["a"]), secret.proof("phone", &["a"]));
    }

    #[test]
    fn the_file_is_made_once_and_read_after() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let first = Secret::from_file(&path, [7; 32]).unwrap();
        let second = Secret::from_file(&path, [8; 32]).unwrap();
        assert_eq!(first.proof("x", &[]), second.proof("x", &[]));
        std::fs::write(&path, "too short").unwrap();
        assert!(Secret::from_file(&path, [9; 32]).is_err());
    }

    #[test]
    fn a_stop_before_it_was_written_does_not_lock_the_office_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        std::fs::write(&path, "").unwrap();
        let made = Secret::from_file(&path, [7; 32]).unwrap();
        assert_eq!(made.key("x"), Secret(Private::new([7; 32])).key("x"));
        let names = std::fs::read_dir(folder.path()).unwrap();
        assert_eq!(names.count(), 1, "nothing half lies there");
    }

    #[test]
    fn two_who_begin_at_once_have_one_secret() {
        for _ in 0..50 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("secret.key");
            let begin = |byte| {
                let path = path.clone();
                std::thread::spawn(move || Secret::from_file(&path, [byte; 32]).unwrap().key("x"))
            };
            let (one, two) = (begin(1), begin(2));
            assert_eq!(one.join().unwrap(), two.join().unwrap());
        }
    }
}
