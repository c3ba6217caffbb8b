//! Checksums that a client sends along: of one request's bytes (`Upload-Checksum`), or of the whole file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// What `Tus-Checksum-Algorithm` lists.
pub const ALGORITHMS: &str = "sha1,sha256";

/// What the bytes of one request must add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checksum {
    expected: Vec<u8>,
    wide: bool,
}

impl Checksum {
    /// `Upload-Checksum`: an algorithm of [`ALGORITHMS`], a space, the digest in Base64. `None` is anything else.
    pub fn parse(line: &str) -> Option<Checksum> {
        let (algorithm, digest) = line.trim().split_once(' ')?;
        let wide = match algorithm {
            "sha1" => false,
            "sha256" => true,
            _ => return None,
        };
        let expected = STANDARD.decode(digest.trim()).ok()?;
        let size = if wide { 32 } else { 20 };
        (expected.len() == size).then_some(Checksum { expected, wide })
    }

    pub(super) fn running(self) -> Running {
        let sum = if self.wide {
            Sum::Wide(Sha256::new())
        } else {
            Sum::Narrow(Sha1::new())
        };
        Running {
            expected: self.expected,
            sum,
        }
    }
}

enum Sum {
    Narrow(Sha1),
    Wide(Sha256),
}

/// A checksum while bytes go by.
pub(super) struct Running {
    expected: Vec<u8>,
    sum: Sum,
}

impl Running {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        match &mut self.sum {
            Sum::Narrow(sum) => sum.update(bytes),
            Sum::Wide(sum) => sum.update(bytes),
        }
    }

    pub(super) fn fits(self) -> bool {
        match self.sum {
            Sum::Narrow(sum) => sum.finalize()[..] == self.expected[..],
            Sum::Wide(sum) => sum.finalize()[..] == self.expected[..],
        }
    }
}

/// The whole file's SHA-256 as metadata gives it: 32 bytes, or their 64 hexadecimal digits, or their Base64.
/// As 64 lower-case hexadecimal digits; `None` is anything else.
pub fn whole_sha256(value: &[u8]) -> Option<String> {
    if value.len() == 32 {
        return Some(crate::secret::hex(value));
    }
    let text = std::str::from_utf8(value).ok()?;
    if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(text.to_ascii_lowercase());
    }
    let bytes = STANDARD.decode(text).ok()?;
    (bytes.len() == 32).then(|| crate::secret::hex(&bytes))
}

#[cfg(test)]
mod test {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_known_algorithms_with_whole_digests_are_read() {
        let fits = |line: &str, bytes: &[u8]| {
            Checksum::parse(line).map(|checksum| {
                let mut running = checksum.running();
                running.add(bytes);
                running.fits()
            })
        };
        // The example of tus 1.0.0.
        assert_eq!(
            fits("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", b"hello world"),
            Some(true)
        );
        assert_eq!(
            fits("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", b"hello worle"),
            Some(false)
        );
        assert_eq!(
            fits(
                "sha256 uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=",
                b"hello world"
            ),
            Some(true)
        );
        for line in [
            "",
            "sha1",
            "sha1 ",
            "SHA1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=",
            "md5 XrY7u+Ae7tCTyyK7j1rNww==",
            "sha1 XrY7u+Ae7tCTyyK7j1rNww==",
            "sha256 Kq5sNclPz7QV2+lfQIuc6R7oRu0=",
            "sha1 ***",
        ] {
            assert_eq!(fits(line, b""), None, "{line}");
        }
    }

    #[test]
    fn the_whole_file_s_sum_is_read_in_three_spellings() {
        let digest: [u8; 32] = Sha256::digest(b"hello world").into();
        let hex = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";
        for value in [
            &digest[..],
            hex.as_bytes(),
            hex.to_uppercase().as_bytes(),
            b"uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=",
        ] {
            assert_eq!(whole_sha256(value).as_deref(), Some(hex));
        }
        for value in [&b""[..], b"abc", &hex.as_bytes()[1..], &digest[1..]] {
            assert_eq!(whole_sha256(value), None);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn whatever_is_announced_is_read_or_refused(
            algorithm in prop::sample::select(vec!["sha1", "sha256", "sha1 ", "md5", ""]),
            digest in prop::collection::vec(any::<u8>(), 0..40),
            noise in ".{0,50}",
        ) {
            let fits = matches!((algorithm.trim(), digest.len()), ("sha1", 20) | ("sha256", 32));
            let line = format!("{algorithm} {}", STANDARD.encode(&digest));
            prop_assert_eq!(Checksum::parse(&line).is_some(), fits, "{}", line);
            let _ = Checksum::parse(&noise);
            let _ = Checksum::parse(&format!("{algorithm} {noise}"));
            for value in [&digest[..], noise.as_bytes()] {
                prop_assert!(whole_sha256(value).is_none_or(|sum| sum.len() == 64));
            }
        }
    }
}
