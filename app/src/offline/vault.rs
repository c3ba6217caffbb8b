//! Several people on one device: what belongs to somebody with a PIN is encrypted, and only that PIN opens it.
//!
//! Each person has a random key (AES-GCM, 256 bits). The PIN wraps it (PBKDF2 with SHA-256, 600,000 rounds and a salt
//! of one's own); the wrapped key is all that is kept. Open, the key lies in the database as a `CryptoKey` that no script
//! can read out, until it is locked or nobody has used it for ten minutes. Reasons: decision 12.
//!
//! Names tell whose something is: `apply:sktm:5f3a0b1c:OWNER` and `PHOTO:OWNER`; without an owner nothing is encrypted.

use super::draft::{hex, random_key, short_key};
use super::store::{get_raw, names, put_raw};
use crate::field::KINDS;
use crate::json::read_json;
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{CryptoKey, SubtleCrypto};

/// OWASP's advice for PBKDF2 with SHA-256 (2023).
const ROUNDS: u32 = 600_000;
/// Milliseconds.
const IDLE: f64 = 10.0 * 60_000.0;
const PEOPLE: &str = "person:";
const OPEN: &str = "open";
const NONCE: u32 = 12;
/// Fewer can be tried by hand.
pub const SHORTEST_PIN: usize = 6;

/// Somebody who uses this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: String,
    pub name: String,
    /// Hexadecimal, like the next.
    salt: String,
    /// The person's key under the PIN, nonce first.
    wrapped: String,
}

/// Whose something is, by its name.
pub fn owner_of(name: &str) -> Option<&str> {
    let mut parts = name.split(':');
    if name.starts_with(super::outbox::APPLICATIONS) {
        parts.nth(3)
    } else if name.contains(':') && !name.starts_with("correct:") {
        parts.nth(1)
    } else {
        None
    }
}

/// Everybody who has a PIN on this device.
pub async fn people() -> Vec<Person> {
    let mut found = Vec::new();
    for name in names(PEOPLE).await {
        let kept = get_raw(&name).await.and_then(|kept| kept.as_string());
        found.extend(kept.and_then(|kept| read_json::<Person>(&kept)));
    }
    found
}

/// Adds a person and opens what is theirs. `None`: this browser can't encrypt, or can't keep any more.
pub async fn add(name: &str, pin: &str) -> Option<Person> {
    let (id, salt, key) = (short_key(), random_key(), random_key());
    let key = format!("{key}{}", random_key());
    let wrapping = wrapping_key(pin, &salt).await?;
    let person = Person {
        id,
        name: name.trim().to_owned(),
        wrapped: hex(&seal_with(&wrapping, &bytes(&key)?).await?.to_vec()),
        salt,
    };
    let json = JsValue::from_str(&serde_json::to_string(&person).ok()?);
    let kept = put_raw(&format!("{PEOPLE}{}", person.id), Some(&json)).await;
    (kept && unlock(&person, pin).await).then_some(person)
}

/// Opens what is theirs. `false`: that isn't the PIN.
pub async fn unlock(person: &Person, pin: &str) -> bool {
    opened(person, pin).await.is_some()
}

async fn opened(person: &Person, pin: &str) -> Option<()> {
    let wrapping = wrapping_key(pin, &person.salt).await?;
    let key = open_with(&wrapping, &bytes(&person.wrapped)?).await?;
    let key = import(&key, "AES-GCM", &["encrypt", "decrypt"]).await?;
    let open = Object::new();
    Reflect::set(&open, &"person".into(), &JsValue::from_str(&person.id)).ok()?;
    Reflect::set(&open, &"key".into(), &key).ok()?;
    keep_open(&open).await.then_some(())
}

async fn keep_open(open: &Object) -> bool {
    let until = js_sys::Date::now() + IDLE;
    let set = Reflect::set(open, &"until".into(), &until.into());
    set.is_ok() && put_raw(OPEN, Some(open)).await
}

/// Closes it: from now on only the PIN opens it again.
pub async fn lock() {
    AT_HAND.set(None);
    put_raw(OPEN, None).await;
}

/// Who is open now. Asking counts as use, unless it has been idle for too long: then it is locked.
pub async fn open_person() -> Option<String> {
    Some(open_key().await?.0)
}

/// Somebody is open, and not idle for too long. Asking is no use.
pub async fn still_open() -> bool {
    let open = get_raw(OPEN).await;
    let until = open.and_then(|open| Reflect::get(&open, &"until".into()).ok()?.as_f64());
    until.is_some_and(|until| until > js_sys::Date::now())
}

/// To the list, which asks for the PIN.
pub fn go_and_unlock() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_href(crate::routes::DRAFTS);
    }
}

/// Leaves the page of somebody who has been away too long: the next person must not read on.
pub async fn watch_idle() {
    while still_open().await {
        crate::upload::sleep(15_000).await;
    }
    lock().await;
    go_and_unlock();
}

/// Removes a person with everything that only their key opens.
pub async fn remove(person: &str) {
    for (name, _) in super::store::list_drafts(super::outbox::APPLICATIONS).await {
        super::store::wipe_draft(&name).await;
    }
    for kind in KINDS {
        for name in names(&format!("{kind}{person}:")).await {
            put_raw(&name, None).await;
        }
    }
    put_raw(&format!("{PEOPLE}{person}"), None).await;
    lock().await;
}

/// The key of who is open, kept at hand: reading it out of the database for each letter would take longer than the
/// letter has when a page is killed.
#[derive(Clone)]
struct AtHand {
    person: String,
    key: CryptoKey,
    /// When the database last heard that it is used.
    told: f64,
}

/// Milliseconds after which the database hears again that somebody is at work; [`watch_idle`] looks there.
const TELLING: f64 = 10_000.0;

thread_local! {
    static AT_HAND: RefCell<Option<AtHand>> = const { RefCell::new(None) };
}

async fn open_key() -> Option<(String, CryptoKey)> {
    let open: Object = get_raw(OPEN).await?.dyn_into().ok()?;
    let part = |name: &str| Reflect::get(&open, &name.into()).ok();
    let (person, key) = (
        part("person")?.as_string()?,
        part("key")?.dyn_into::<CryptoKey>().ok()?,
    );
    if part("until")?.as_f64()? < js_sys::Date::now() {
        lock().await;
        return None;
    }
    keep_open(&open).await;
    AT_HAND.set(Some(AtHand {
        person: person.clone(),
        key: key.clone(),
        told: js_sys::Date::now(),
    }));
    Some((person, key))
}

async fn key_of(owner: &str) -> Option<CryptoKey> {
    let at_hand = AT_HAND.with_borrow(Clone::clone);
    if let Some(one) = at_hand.filter(|one| one.person == owner) {
        let age = js_sys::Date::now() - one.told;
        if age > TELLING {
            // The letter goes first; whether another tab has locked meanwhile is heard after it.
            spawn_local(async {
                if open_key().await.is_none() {
                    AT_HAND.set(None);
                }
            });
        }
        // A clock that was set back must not keep it for longer.
        if (0.0..IDLE).contains(&age) {
            return Some(one.key);
        }
    }
    let (person, key) = open_key().await?;
    (person == owner).then_some(key)
}

/// Under the key of `owner`, who must be open.
pub async fn seal(owner: &str, plain: &Uint8Array) -> Option<Uint8Array> {
    seal_with(&key_of(owner).await?, plain).await
}

/// What [`seal`] made.
pub async fn open(owner: &str, sealed: &Uint8Array) -> Option<Uint8Array> {
    open_with(&key_of(owner).await?, sealed).await
}

pub(super) fn subtle() -> Option<SubtleCrypto> {
    Some(web_sys::window()?.crypto().ok()?.subtle())
}

pub(super) async fn done(promise: Result<Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(promise.ok()?).await.ok()
}

pub(super) fn uses(names: &[&str]) -> Array {
    names.iter().map(|name| JsValue::from_str(name)).collect()
}

async fn import(raw: &Uint8Array, algorithm: &str, used: &[&str]) -> Option<CryptoKey> {
    let key = subtle()?.import_key_with_str("raw", raw, algorithm, false, &uses(used));
    done(key).await?.dyn_into().ok()
}

/// `{ name, …parts }`, as WebCrypto wants its algorithms.
pub(super) fn algorithm(name: &str, parts: &[(&str, JsValue)]) -> Option<Object> {
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &name.into()).ok()?;
    for (part, value) in parts {
        Reflect::set(&algorithm, &JsValue::from_str(part), value).ok()?;
    }
    Some(algorithm)
}

async fn wrapping_key(pin: &str, salt: &str) -> Option<CryptoKey> {
    let pin = Uint8Array::from(pin.trim().as_bytes());
    let base = import(&pin, "PBKDF2", &["deriveKey"]).await?;
    let from = algorithm(
        "PBKDF2",
        &[
            ("hash", "SHA-256".into()),
            ("salt", bytes(salt)?.into()),
            ("iterations", ROUNDS.into()),
        ],
    )?;
    let to = algorithm("AES-GCM", &[("length", 256.into())])?;
    let used = uses(&["encrypt", "decrypt"]);
    let key = subtle()?.derive_key_with_object_and_object(&from, &base, &to, false, &used);
    done(key).await?.dyn_into().ok()
}

async fn seal_with(key: &CryptoKey, plain: &Uint8Array) -> Option<Uint8Array> {
    let nonce = bytes(&random_key())?.slice(0, NONCE);
    let by = algorithm("AES-GCM", &[("iv", nonce.clone().into())])?;
    let sealed = subtle()?.encrypt_with_object_and_buffer_source(&by, key, plain);
    let sealed = Uint8Array::new(&done(sealed).await?);
    let whole = Uint8Array::new_with_length(NONCE + sealed.length());
    whole.set(&nonce, 0);
    whole.set(&sealed, NONCE);
    Some(whole)
}

async fn open_with(key: &CryptoKey, sealed: &Uint8Array) -> Option<Uint8Array> {
    let by = algorithm("AES-GCM", &[("iv", sealed.slice(0, NONCE).into())])?;
    let rest = sealed.slice(NONCE, sealed.length());
    let plain = subtle()?.decrypt_with_object_and_buffer_source(&by, key, &rest);
    Some(Uint8Array::new(&done(plain).await?))
}

pub(super) fn bytes(hex: &str) -> Option<Uint8Array> {
    let digits = (0..hex.len()).step_by(2);
    let bytes: Option<Vec<u8>> = digits
        .map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok())
        .collect();
    Some(Uint8Array::from(bytes?.as_slice()))
}
