//! The door of `fuzz/`: whatever stands in the head of a request to `/files` is read or refused, and what is read keeps
//! what it promises. The corpus that the fuzzer left is tried again by the ordinary tests.

use super::{heads, metadata};
use heads::{UPLOAD_LENGTH, UPLOAD_OFFSET};
use http::header::HeaderName;
use http::{HeaderMap, HeaderValue, Method};

/// A request as text: its method, then a header on each line. Lines that HTTP itself would refuse are left out.
pub fn head(text: &[u8]) {
    let mut lines = text.split(|byte| *byte == b'\n');
    let verb = lines.next().unwrap_or_default();
    let mut headers = HeaderMap::new();
    for line in lines.take(64) {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            continue;
        };
        let name = HeaderName::from_bytes(&line[..colon]);
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    let real = Method::from_bytes(verb).unwrap_or(Method::POST);
    let method = heads::method(&real, &headers);
    assert!(headers.contains_key("x-http-method-override") || method == real);
    assert!(heads::token(&headers).is_none_or(|token| !token.is_empty()));
    read(&headers);
}

fn read(headers: &HeaderMap) {
    let digits = |name: &HeaderName| {
        let text = heads::header(headers, name.as_str()).unwrap_or("-");
        text.bytes().all(|byte| byte.is_ascii_digit())
    };
    for name in [UPLOAD_OFFSET, UPLOAD_LENGTH] {
        assert!(
            heads::number(headers, &name).is_err() || digits(&name),
            "{name}"
        );
    }
    if let Ok(length) = heads::length(headers) {
        assert_eq!(length.is_some(), headers.contains_key(UPLOAD_LENGTH));
    }
    if let Some(key) = heads::key(headers) {
        assert!((1..=128).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()));
    }
    if let Ok(checksum) = heads::checksum(headers) {
        assert_eq!(checksum.is_some(), headers.contains_key("upload-checksum"));
    }
    assert!(heads::has_body(headers) || heads::announced(headers).unwrap_or(0) == 0);
    if let Some(metadata) = metadata::read(headers) {
        assert!((1..=60).contains(&metadata.requirement.len()));
        let visible = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        assert!(visible(&metadata.requirement));
        // HEAD gives it back word for word.
        assert!(HeaderValue::from_str(&metadata.line).is_ok());
        let hexadecimal =
            |sum: &String| sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(metadata.sha256.as_ref().is_none_or(hexadecimal));
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_head_that_the_fuzzer_kept_is_read_or_refused() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/head");
        let mut tried = 0;
        for file in fs::read_dir(corpus).unwrap() {
            super::head(&fs::read(file.unwrap().path()).unwrap());
            tried += 1;
        }
        assert!(tried > 20, "the corpus is here: {tried}");
    }
}
