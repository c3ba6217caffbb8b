//! What the head of a request says about an upload: read as tus 1.0.0 writes it, or refused. Nothing here knows the
//! office, so `fuzz/` tries this very file.

use backend::Checksum;
use domain::error::Error;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, HeaderName, TRAILER, TRANSFER_ENCODING};
use http::{HeaderMap, Method};

pub const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
pub const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub const UPLOAD_DEFER_LENGTH: HeaderName = HeaderName::from_static("upload-defer-length");

/// A header's text without the room around it. `None` where it isn't there, or no text.
pub fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// `X-HTTP-Method-Override` is the method where it is present: some networks let only GET and POST pass.
/// An override that is no method becomes one that nothing here answers.
pub fn method(real: &Method, headers: &HeaderMap) -> Method {
    match headers.get("x-http-method-override") {
        None => real.clone(),
        Some(name) => Method::from_bytes(name.as_bytes().trim_ascii()).unwrap_or(Method::TRACE),
    }
}

/// The bearer token.
pub fn token(headers: &HeaderMap) -> Option<&str> {
    header(headers, AUTHORIZATION.as_str())
        .and_then(|line| line.split_once(' '))
        .filter(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer") && !token.is_empty())
        .map(|(_, token)| token.trim())
}

/// A non-negative integer: digits and nothing else.
pub fn number(headers: &HeaderMap, name: &HeaderName) -> Result<u64, Error> {
    header(headers, name.as_str())
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| Error::malformed(name.as_str()))
}

/// Exactly one of `Upload-Length` and `Upload-Defer-Length: 1`.
pub fn length(headers: &HeaderMap) -> Result<Option<u64>, Error> {
    if !headers.contains_key(UPLOAD_DEFER_LENGTH) {
        return number(headers, &UPLOAD_LENGTH).map(Some);
    }
    if header(headers, UPLOAD_DEFER_LENGTH.as_str()) == Some("1")
        && !headers.contains_key(UPLOAD_LENGTH)
    {
        return Ok(None);
    }
    Err(Error::malformed("upload-defer-length"))
}

/// One or more visible symbols, in quotes as the draft standard has it or without.
pub fn key(headers: &HeaderMap) -> Option<String> {
    let text = header(headers, "idempotency-key")?;
    let text = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text);
    let good = (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    good.then(|| text.to_owned())
}

/// Whether a body is announced.
pub fn has_body(headers: &HeaderMap) -> bool {
    headers.contains_key(TRANSFER_ENCODING) || announced(headers).is_some_and(|bytes| bytes > 0)
}

pub fn announced(headers: &HeaderMap) -> Option<u64> {
    header(headers, CONTENT_LENGTH.as_str())?.parse().ok()
}

/// What the body must add up to, where that is said.
pub fn checksum(headers: &HeaderMap) -> Result<Option<Checksum>, Error> {
    let checksum = match headers.get("upload-checksum") {
        None => None,
        Some(_) => Some(
            header(headers, "upload-checksum")
                .and_then(Checksum::parse)
                .ok_or(Error::malformed("upload-checksum"))?,
        ),
    };
    // Not offered: bytes would be taken whose sum nobody looks at.
    if header(headers, TRAILER.as_str())
        .is_some_and(|names| names.to_ascii_lowercase().contains("upload-checksum"))
    {
        return Err(Error::malformed("trailer"));
    }
    Ok(checksum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn numbers_are_digits_and_nothing_else() {
        for (text, expected) in [
            ("0", Some(0)),
            ("42", Some(42)),
            ("-1", None),
            ("+1", None),
            ("1.0", None),
            ("", None),
            ("0x1", None),
            ("99999999999999999999", None),
        ] {
            let headers =
                HeaderMap::from_iter([(UPLOAD_OFFSET, HeaderValue::from_str(text).unwrap())]);
            assert_eq!(number(&headers, &UPLOAD_OFFSET).ok(), expected, "{text}");
        }
    }

    #[test]
    fn an_override_is_the_method() {
        let with = |value: &'static str| {
            HeaderMap::from_iter([(
                HeaderName::from_static("x-http-method-override"),
                HeaderValue::from_static(value),
            )])
        };
        assert_eq!(method(&Method::POST, &HeaderMap::new()), Method::POST);
        assert_eq!(method(&Method::POST, &with("PATCH")), Method::PATCH);
        assert_eq!(method(&Method::GET, &with(" DELETE ")), Method::DELETE);
        assert_eq!(method(&Method::POST, &with("?!")), Method::TRACE);
    }
}
