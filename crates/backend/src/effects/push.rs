//! Web Push: a notice for a browser that asked for one, sealed so that the push service between can't read it.
//!
//! RFC 8291 (encryption, `aes128gcm` of RFC 8188), RFC 8292 (VAPID: who sends), RFC 8030 (the request). Only push
//! services that browsers really use are called: the address comes from a browser, and nobody may make this server call
//! something inside the office's own network.

use super::Outcome;
use super::web::{Answer, Web};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use domain::calendar::Moment;
use domain::private::Private;
use http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use http::{Method, Request, Uri};
use http_body_util::Full;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use ring::{aead, agreement, hkdf};
use serde_json::json;
use std::fmt;
use std::sync::Arc;

/// How long a push service keeps a notice for a phone that is off.
const KEPT_SECONDS: u32 = 24 * 3600;
/// How long a signature stands; RFC 8292 allows 24 hours.
const SIGNED_SECONDS: i64 = 12 * 3600;
/// Whole records only: one.
const RECORD: u32 = 4096;
/// Who sends for browsers: Chrome and most others, Firefox, Safari, Edge.
const SERVICES: [&str; 4] = [
    "fcm.googleapis.com",
    ".push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
];

/// Where one browser is reached, as it has told.
pub(crate) struct Subscription {
    pub(crate) endpoint: String,
    /// Its public key, 65 bytes, base64url.
    pub(crate) p256dh: String,
    /// Its secret, 16 bytes, base64url.
    pub(crate) auth: String,
}

/// The office's key and how to reach who runs the server. Cheap to clone.
#[derive(Clone)]
pub struct Push {
    key: Arc<EcdsaKeyPair>,
    contact: String,
    /// Another place that may be called: a push service of the office's own, or a test's.
    besides: Option<String>,
    web: Web,
}

impl fmt::Debug for Push {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Push")
    }
}

impl Push {
    /// `key` as [`Push::new_key`] made it; `contact` is `mailto:` or `https://` (RFC 8292 section 2.1).
    ///
    /// # Errors
    /// What is wrong with the settings, in words for whoever runs the server.
    pub fn new(
        key: &Private<String>,
        contact: &str,
        besides: Option<String>,
    ) -> Result<Push, String> {
        let bad = || "the key isn't one that `genggam message push-key` makes".to_owned();
        let pkcs8 = decode(key.reveal().trim()).ok_or_else(bad)?;
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8, &random)
            .map_err(|_| bad())?;
        if !contact.starts_with("mailto:") && !contact.starts_with("https://") {
            return Err(format!(
                "contact: `{contact}` is neither mailto: nor https://"
            ));
        }
        Ok(Push {
            key: Arc::new(key),
            contact: contact.to_owned(),
            besides,
            web: Web::new(),
        })
    }

    /// A new key (PKCS#8, base64url). Whoever replaces it loses every subscription.
    ///
    /// # Errors
    /// Where the system gives no randomness.
    pub fn new_key() -> Result<String, String> {
        EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
            .map(|key| URL_SAFE_NO_PAD.encode(key.as_ref()))
            .map_err(|_| "the system gives no randomness".to_owned())
    }

    /// What a browser subscribes with.
    pub(crate) fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.key.public_key().as_ref())
    }

    /// Whether an address is one of a push service, and the keys are keys.
    pub(crate) fn takes(&self, subscription: &Subscription) -> bool {
        let Some(uri) = place(&subscription.endpoint) else {
            return false;
        };
        let host = uri.host().unwrap_or_default();
        let known = SERVICES
            .iter()
            .any(|service| match service.strip_prefix('.') {
                Some(domain) => host
                    .strip_suffix(domain)
                    .is_some_and(|rest| rest.ends_with('.')),
                None => host == *service,
            });
        let https =
            uri.scheme_str() == Some("https") && uri.port_u16().is_none_or(|port| port == 443);
        let besides = self
            .besides
            .as_ref()
            .is_some_and(|place| origin(&uri).as_deref() == Some(place));
        (known && https || besides)
            && decode(&subscription.p256dh).is_some_and(|key| key.len() == 65 && key[0] == 4)
            && decode(&subscription.auth).is_some_and(|auth| auth.len() == 16)
    }

    pub(crate) async fn send(&self, to: &Subscription, text: &str, now: Moment) -> Outcome {
        let request = self.request(to, text, now);
        let Some(request) = request.filter(|_| self.takes(to)) else {
            return Outcome::Gone;
        };
        match self.web.ask(request).await {
            Some(answer) => told(&answer),
            None => Outcome::Later("unreachable", None),
        }
    }

    fn request(&self, to: &Subscription, text: &str, now: Moment) -> Option<Request<Full<Bytes>>> {
        let uri = place(&to.endpoint)?;
        let token = self.token(&origin(&uri)?, now)?;
        let body = seal(&decode(&to.p256dh)?, &decode(&to.auth)?, text.as_bytes())?;
        Request::builder()
            .method(Method::POST)
            .uri(uri)
            .header(
                AUTHORIZATION,
                format!("vapid t={token}, k={}", self.public()),
            )
            .header(CONTENT_ENCODING, "aes128gcm")
            .header(CONTENT_TYPE, "application/octet-stream")
            .header("TTL", KEPT_SECONDS)
            .header("Urgency", "normal")
            .body(Full::new(Bytes::from(body)))
            .ok()
    }

    /// A JSON Web Token, signed with ES256 (RFC 8292 section 2).
    fn token(&self, audience: &str, now: Moment) -> Option<String> {
        let head = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"ES256"}"#);
        let claims = json!({
            "aud": audience,
            "exp": now.plus_seconds(SIGNED_SECONDS).0 / 1000,
            "sub": self.contact,
        });
        let claims = URL_SAFE_NO_PAD.encode(claims.to_string());
        let said = format!("{head}.{claims}");
        let signature = self.key.sign(&SystemRandom::new(), said.as_bytes()).ok()?;
        Some(format!(
            "{said}.{}",
            URL_SAFE_NO_PAD.encode(signature.as_ref())
        ))
    }
}

fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()
}

fn place(endpoint: &str) -> Option<Uri> {
    (endpoint.len() <= 1000)
        .then(|| endpoint.parse().ok())
        .flatten()
}

fn origin(uri: &Uri) -> Option<String> {
    Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?))
}

/// HKDF-Expand of so many bytes.
struct Length(usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand(key: &hkdf::Prk, info: &[&[u8]], length: usize) -> Option<Vec<u8>> {
    let mut out = vec![0; length];
    key.expand(info, Length(length)).ok()?.fill(&mut out).ok()?;
    Some(out)
}

/// RFC 8291 section 3.4, then one record of RFC 8188.
fn seal(browser: &[u8], auth: &[u8], text: &[u8]) -> Option<Vec<u8>> {
    let random = SystemRandom::new();
    let private = agreement::EphemeralPrivateKey::generate(&agreement::ECDH_P256, &random).ok()?;
    let public = private.compute_public_key().ok()?;
    let browser_key = agreement::UnparsedPublicKey::new(&agreement::ECDH_P256, browser);
    let salt: [u8; 16] = ring::rand::generate(&random).ok()?.expose();
    let (key, nonce) = agreement::agree_ephemeral(private, &browser_key, |shared| {
        let mixed = hkdf::Salt::new(hkdf::HKDF_SHA256, auth).extract(shared);
        let keying = expand(&mixed, &[b"WebPush: info\0", browser, public.as_ref()], 32)?;
        let root = hkdf::Salt::new(hkdf::HKDF_SHA256, &salt).extract(&keying);
        let key = expand(&root, &[b"Content-Encoding: aes128gcm\0"], 16)?;
        Some((key, expand(&root, &[b"Content-Encoding: nonce\0"], 12)?))
    })
    .ok()??;
    let mut sealed = text.to_vec();
    // The last record ends so, and is never longer than one.
    sealed.push(2);
    if sealed.len() + 16 > RECORD as usize - 86 {
        return None;
    }
    let key = aead::LessSafeKey::new(aead::UnboundKey::new(&aead::AES_128_GCM, &key).ok()?);
    let nonce = aead::Nonce::try_assume_unique_for_key(&nonce).ok()?;
    key.seal_in_place_append_tag(nonce, aead::Aad::empty(), &mut sealed)
        .ok()?;
    let public = public.as_ref();
    let mut body = Vec::with_capacity(86 + sealed.len());
    body.extend_from_slice(&salt);
    body.extend_from_slice(&RECORD.to_be_bytes());
    body.push(u8::try_from(public.len()).ok()?);
    body.extend_from_slice(public);
    body.extend_from_slice(&sealed);
    Some(body)
}

fn told(answer: &Answer) -> Outcome {
    let wait = answer.headers.get(RETRY_AFTER);
    let wait = wait.and_then(|value| value.to_str().ok()?.parse().ok());
    let wait = wait.map(|seconds: i64| seconds.clamp(1, 24 * 3600));
    match answer.status.as_u16() {
        200..=299 => Outcome::Taken(None),
        // The browser has unsubscribed, or was removed.
        404 | 410 => Outcome::Gone,
        429 | 500..=599 => Outcome::Later("busy", wait),
        status => {
            tracing::warn!(status, "a push service refused a notice");
            Outcome::Never("push")
        }
    }
}
