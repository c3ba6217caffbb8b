//! What every answer tells the browser to forbid. The page's own CSP, with its nonce, is set where the nonce is made.

use super::files::TUS_RESUMABLE;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderValue};

/// Names that the `http` crate doesn't have.
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Camera for documents, location for complaints (asked only when needed); a screen that stays on while photos are sent.
const PERMISSIONS: &str = "camera=(self), fullscreen=(self), geolocation=(self), screen-wake-lock=(self), \
    accelerometer=(), autoplay=(), display-capture=(), encrypted-media=(), gyroscope=(), hid=(), idle-detection=(), \
    magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), serial=(), \
    usb=(), xr-spatial-tracking=()";

/// For everything that is no page: may load nothing, may be framed by nobody.
const NOTHING: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The policy of a page. `strict-dynamic`: what our one nonced script loads is trusted, and nothing else is (CSP3).
pub fn page_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'nonce-{nonce}'; \
         img-src 'self' blob: data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self' blob:; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
}

pub fn seal(upload: bool, headers: &mut HeaderMap) {
    if upload {
        // tus 1.0.0 wants it in every answer, refusals at the door included.
        headers.insert(TUS_RESUMABLE, HeaderValue::from_static("1.0.0"));
    }
    for (name, value) in [
        // Browsers heed this over HTTPS only.
        (STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "same-origin"),
        (PERMISSIONS_POLICY, PERMISSIONS),
        (OPENER_POLICY, "same-origin"),
        (RESOURCE_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, NOTHING),
        (CACHE_CONTROL, "no-store"),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
}
