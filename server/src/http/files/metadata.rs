//! `Upload-Metadata`: pairs of a key and a Base64 value, as tus 1.0.0 writes them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;

/// A requirement and a file's name are far shorter; `backend` keeps no more either.
const MOST: usize = 1000;

pub struct Metadata {
    /// The requirement that the upload is for.
    pub requirement: String,
    /// What the whole file must add up to (`sha256`: hexadecimal digits, Base64, or the 32 bytes themselves).
    pub sha256: Option<String>,
    /// The whole header as it was sent: HEAD gives it back word for word.
    pub line: String,
}

/// `None` where it is malformed, ambiguous, or names no requirement.
pub fn read(headers: &HeaderMap) -> Option<Metadata> {
    let mut lines = headers.get_all("upload-metadata").iter();
    let line = lines.next()?.to_str().ok()?.trim();
    // A second header would be joined by one reader and dropped by another.
    if lines.next().is_some() || line.len() > MOST {
        return None;
    }
    let mut keys = Vec::new();
    let mut requirement = None;
    let mut sha256 = None;
    for pair in line.split(',') {
        let (key, value) = pair.trim().split_once(' ').unwrap_or((pair.trim(), ""));
        let good = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic());
        if !good || keys.contains(&key) {
            return None;
        }
        keys.push(key);
        let value = STANDARD.decode(value.trim()).ok()?;
        match key {
            "requirement" => requirement = String::from_utf8(value).ok(),
            "sha256" => sha256 = Some(backend::whole_sha256(&value)?),
            _ => {}
        }
    }
    // Ids of requirements are short words of the catalogue; anything else can't be one.
    let requirement = requirement.filter(|id| {
        (1..=60).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
    })?;
    Some(Metadata {
        requirement,
        sha256,
        line: line.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use http::{HeaderMap, HeaderValue};
    use proptest::prelude::*;

    fn asked(line: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert("upload-metadata", HeaderValue::from_str(line).unwrap());
        read(&headers).map(|metadata| metadata.requirement)
    }

    #[test]
    fn pairs_are_read() {
        assert_eq!(asked("requirement a3Rw").as_deref(), Some("ktp"));
        assert_eq!(
            asked("filename Zm90by5qcGc=,requirement a3Rw,is_final").as_deref(),
            Some("ktp")
        );
        assert_eq!(asked("a , requirement  a3Rw ").as_deref(), Some("ktp"));
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for line in [
            "",
            "requirement",
            "requirement !!!",
            "requirement a3Rw,requirement a2s=",
            "filename Zm90by5qcGc=",
            ",requirement a3Rw",
            "requirement a3Rw,",
            "requirement PHNjcmlwdD4gCg==",
            "requirement 4oCu",
            "requirement a3Rw,sha256",
            "requirement a3Rw,sha256 YWJj",
        ] {
            assert_eq!(asked(line), None, "{line}");
        }
        let mut twice = HeaderMap::new();
        twice.append(
            "upload-metadata",
            HeaderValue::from_static("requirement a3Rw"),
        );
        twice.append(
            "upload-metadata",
            HeaderValue::from_static("requirement a2s="),
        );
        assert!(read(&twice).is_none());
        assert_eq!(
            asked(&format!("requirement a3Rw,x {}", "A".repeat(4000))),
            None
        );
    }

    /// Pieces that a header may be made of, right and wrong.
    fn piece() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            prop::sample::select(vec![
                &b"requirement"[..],
                b"requirement a3Rw",
                b"sha256",
                b"is_final",
                b" ",
                b",",
                b"\t",
                b"=",
                b"==",
                b"a3Rw",
                b"\xff",
                b"uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=",
            ])
            .prop_map(<[u8]>::to_vec),
            prop::collection::vec(any::<u8>(), 0..40),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn whatever_stands_there_is_read_or_refused(pieces in prop::collection::vec(piece(), 0..12)) {
            let Ok(value) = HeaderValue::from_bytes(&pieces.concat()) else {
                return Ok(());
            };
            let mut headers = HeaderMap::new();
            headers.insert("upload-metadata", value.clone());
            if let Some(metadata) = read(&headers) {
                prop_assert!((1..=60).contains(&metadata.requirement.len()));
                prop_assert!(metadata.requirement.bytes().all(|byte| byte.is_ascii_graphic()));
                prop_assert_eq!(metadata.line.as_bytes(), value.as_bytes().trim_ascii());
                let digits = |sum: &String| sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_hexdigit());
                prop_assert!(metadata.sha256.is_none_or(|sum| digits(&sum)));
            }
        }
    }
}
