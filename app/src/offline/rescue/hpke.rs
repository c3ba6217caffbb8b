//! HPKE (RFC 9180), the sender's half in base mode, by what every browser has: WebCrypto's ECDH, HMAC and AES-GCM.
//!
//! DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The server opens it with a library of its own, so each tests
//! the other.

use crate::offline::vault::{algorithm, done, subtle, uses};
use domain::rescue::{KEY_NAME, info};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CryptoKey;

const KEM: &[u8] = b"KEM\x00\x10";
const SUITE: &[u8] = b"HPKE\x00\x10\x00\x01\x00\x02";
/// HKDF's "not provided" salt: as many zeros as a hash is long.
const NO_SALT: &[u8] = &[0; 32];
const NONCE: usize = 12;

pub struct Sealer {
    key: CryptoKey,
    nonce: Vec<u8>,
    /// How many frames were sealed: each has a nonce of its own.
    sealed: u32,
}

impl Sealer {
    /// For the office's key. The head of the file comes with it.
    pub async fn begin(office: &Uint8Array) -> Option<(Vec<u8>, Sealer)> {
        let digest = subtle()?.digest_with_str_and_buffer_source("SHA-256", office);
        let digest = Uint8Array::new(&done(digest).await?).to_vec();
        let head = info(digest.first_chunk::<KEY_NAME>()?);
        let (point, secret) = encapsulate(office).await?;
        let context = {
            let none = extract(SUITE, NO_SALT, b"psk_id_hash", &[]).await?;
            let info = extract(SUITE, NO_SALT, b"info_hash", &head).await?;
            [&[0][..], &none, &info].concat()
        };
        let secret = extract(SUITE, &secret, b"secret", &[]).await?;
        let key = expand(SUITE, &secret, b"key", &context, 32).await?;
        let nonce = expand(SUITE, &secret, b"base_nonce", &context, NONCE).await?;
        let key = import(&key, "AES-GCM", "encrypt").await?;
        Some((
            [head, point].concat(),
            Sealer {
                key,
                nonce,
                sealed: 0,
            },
        ))
    }

    pub async fn seal(&mut self, plain: &Uint8Array, aad: &[u8]) -> Option<Uint8Array> {
        let mut nonce = self.nonce.clone();
        let last = nonce.iter_mut().rev();
        for (byte, count) in last.zip(self.sealed.to_le_bytes()) {
            *byte ^= count;
        }
        self.sealed += 1;
        let by = algorithm(
            "AES-GCM",
            &[
                ("iv", Uint8Array::from(nonce.as_slice()).into()),
                ("additionalData", Uint8Array::from(aad).into()),
            ],
        )?;
        let sealed = subtle()?.encrypt_with_object_and_buffer_source(&by, &self.key, plain);
        Some(Uint8Array::new(&done(sealed).await?))
    }
}

/// A point made for this file, and the secret that only it and the office's key lead to.
async fn encapsulate(office: &Uint8Array) -> Option<(Vec<u8>, Vec<u8>)> {
    let curve = |parts: &[(&str, JsValue)]| {
        let named = [&[("namedCurve", "P-256".into())], parts].concat();
        algorithm("ECDH", &named)
    };
    let pair = subtle()?.generate_key_with_object(&curve(&[])?, false, &uses(&["deriveBits"]));
    let pair = done(pair).await?;
    let half = |name: &str| -> Option<CryptoKey> {
        Reflect::get(&pair, &name.into()).ok()?.dyn_into().ok()
    };
    let point = subtle()?.export_key("raw", &half("publicKey")?);
    let point = Uint8Array::new(&done(point).await?).to_vec();
    let theirs = subtle()?.import_key_with_object("raw", office, &curve(&[])?, false, &uses(&[]));
    let theirs = done(theirs).await?;
    let with = algorithm("ECDH", &[("public", theirs)])?;
    let shared = subtle()?.derive_bits_with_object(&with, &half("privateKey")?, 256);
    let shared = Uint8Array::new(&done(shared).await?).to_vec();
    let prk = extract(KEM, NO_SALT, b"eae_prk", &shared).await?;
    let context = [point.as_slice(), &office.to_vec()].concat();
    let secret = expand(KEM, &prk, b"shared_secret", &context, 32).await?;
    Some((point, secret))
}

/// `LabeledExtract` of RFC 9180 section 4.
async fn extract(suite: &[u8], salt: &[u8], label: &[u8], ikm: &[u8]) -> Option<Vec<u8>> {
    hmac(salt, &[b"HPKE-v1", suite, label, ikm].concat()).await
}

/// `LabeledExpand`, for no more than one hash.
async fn expand(
    suite: &[u8],
    prk: &[u8],
    label: &[u8],
    info: &[u8],
    length: usize,
) -> Option<Vec<u8>> {
    let much = (length as u16).to_be_bytes();
    let text = [&much[..], b"HPKE-v1", suite, label, info, &[1]].concat();
    let mut made = hmac(prk, &text).await?;
    made.truncate(length);
    Some(made)
}

async fn hmac(key: &[u8], text: &[u8]) -> Option<Vec<u8>> {
    let key = import(key, "HMAC", "sign").await?;
    let text = Uint8Array::from(text);
    let mac = subtle()?.sign_with_str_and_buffer_source("HMAC", &key, &text);
    Some(Uint8Array::new(&done(mac).await?).to_vec())
}

async fn import(raw: &[u8], name: &str, used: &str) -> Option<CryptoKey> {
    let by = algorithm(name, &[("hash", "SHA-256".into())])?;
    let raw = Uint8Array::from(raw);
    let key = subtle()?.import_key_with_object("raw", &raw, &by, false, &uses(&[used]));
    done(key).await?.dyn_into().ok()
}
