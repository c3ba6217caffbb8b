//! Several people on one device: what belongs to somebody with a PIN is encrypted, and only that PIN opens it.
//!
//! Each person has a random key (AES-GCM, 256 bits). The PIN wraps it (PBKDF2 with SHA-256, 600,000 rounds and a salt
//! of one's own); the wrapped key is all that is kept. Open, the key lies in the database as a `CryptoKey` that no script
//! can read out, until it is locked, its officer logs out (`ui/leave.js`), or nobody has touched the page for ten minutes.
//! A PIN made by an officer opens under that account only. Reasons: decision 12.
//!
//! Names tell whose something is: `apply:sktm:5f3a0b1c:OWNER`, `correct:CODE:ROUND:OWNER` and `PHOTO:OWNER`; without an owner nothing is encrypted.

use super::key::{hex, random_key, short_key};
use super::outbox::{APPLICATIONS, CORRECTIONS};
use super::store::{change_raw, get_raw, names, put_raw};
use crate::json::read_json;
use crate::ui::device::{document, listen};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{CryptoKey, SubtleCrypto};

/// OWASP's advice for PBKDF2 with SHA-256 (2023).
const ROUNDS: u32 = 600_000;
/// Milliseconds.
const IDLE: f64 = 10.0 * 60_000.0;
const PEOPLE: &str = "person:";
const OPEN: &str = "open";
const UNTIL: &str = "until";
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
    /// The officer's account that this PIN belongs to; empty for whoever has none.
    #[serde(default)]
    account: String,
}

/// The account that is logged in on this device, as the server's cookie names it; empty where none is.
fn account() -> String {
    let cookies = document().and_then(|page| Reflect::get(&page, &"cookie".into()).ok());
    let cookies = cookies.and_then(|cookies| cookies.as_string());
    let cookies = cookies.unwrap_or_default();
    let found = cookies
        .split(';')
        .find_map(|one| one.trim().strip_prefix("__Host-akun="));
    found.unwrap_or_default().to_owned()
}

/// Whether what belongs to this account may be open now: under another one it stays locked.
fn may_open(owner: &str) -> bool {
    let here = account();
    owner.is_empty() || here.is_empty() || here == owner
}

/// Whose something is, by its name.
pub fn owner_of(name: &str) -> Option<&str> {
    let mut parts = name.split(':');
    if name.starts_with(APPLICATIONS) || name.starts_with(CORRECTIONS) {
        parts.nth(3)
    } else if name.contains(':') {
        parts.nth(1)
    } else {
        None
    }
}

/// Everybody who has a PIN on this device and may enter it now.
pub async fn people() -> Vec<Person> {
    let mut found: Vec<Person> = Vec::new();
    for name in names(PEOPLE).await {
        let kept = get_raw(&name).await.and_then(|kept| kept.as_string());
        found.extend(kept.and_then(|kept| read_json::<Person>(&kept)));
    }
    found.retain(|person| may_open(&person.account));
    found
}

async fn keep(person: &Person) -> Option<bool> {
    let json = JsValue::from_str(&serde_json::to_string(person).ok()?);
    Some(put_raw(&format!("{PEOPLE}{}", person.id), Some(&json)).await)
}

/// Gives a PIN that belongs to no account to the one that is logged in.
pub async fn bind(id: &str) {
    let people = people().await;
    let one = people.into_iter().find(|person| person.id == id);
    if let Some(mut person) = one.filter(|person| person.account.is_empty()) {
        person.account = account();
        keep(&person).await;
    }
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
        account: account(),
    };
    (keep(&person).await? && unlock(&person, pin).await).then_some(person)
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
    for (part, value) in [
        ("person", JsValue::from_str(&person.id)),
        ("account", JsValue::from_str(&person.account)),
        ("key", key.into()),
        (UNTIL, (js_sys::Date::now() + IDLE).into()),
    ] {
        Reflect::set(&open, &part.into(), &value).ok()?;
    }
    put_raw(OPEN, Some(&open)).await.then_some(())
}

fn until(open: &JsValue) -> Option<f64> {
    Reflect::get(open, &UNTIL.into()).ok()?.as_f64()
}

/// Not idle for too long, and not under somebody else's account.
fn is_fresh(open: &JsValue) -> bool {
    let account = Reflect::get(open, &"account".into());
    let account = account.ok().and_then(|account| account.as_string());
    until(open).is_some_and(|until| until > js_sys::Date::now())
        && may_open(&account.unwrap_or_default())
}

fn prolong(open: &JsValue) -> bool {
    let until = js_sys::Date::now() + IDLE;
    is_fresh(open) && Reflect::set(open, &UNTIL.into(), &until.into()).is_ok()
}

/// Closes it: from now on only the PIN opens it again. The page stays: whoever calls this clears it.
pub async fn lock() {
    WATCHED.set(None);
    shut().await;
}

/// Forgets the key, here and in every other tab.
async fn shut() {
    AT_HAND.set(None);
    put_raw(OPEN, None).await;
    if let Some(Ok(Some(memory))) = web_sys::window().map(|window| window.local_storage()) {
        // Other tabs hear that something has changed, and look. `leave.js` writes it, too.
        let _ = memory.set_item("kunci", &random_key());
    }
}

/// It was locked while this page was open.
fn leave() {
    AT_HAND.set(None);
    if let Some(leave) = WATCHED.take() {
        leave();
    }
}

/// Who is open now, unless nobody has touched a page for too long: then it is locked. Asking is no use.
pub async fn open_person() -> Option<String> {
    Some(open_key().await?.0)
}

/// Somebody is open.
pub async fn still_open() -> bool {
    get_raw(OPEN).await.is_some_and(|open| is_fresh(&open))
}

/// To the list, which asks for the PIN.
pub fn go_and_unlock() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_href(crate::routes::DRAFTS);
    }
}

/// Has `away` leave the page of somebody who has been away too long, or has locked in another tab: the next person must
/// not read on.
pub async fn watch_idle(away: fn()) {
    if !still_open().await {
        return;
    }
    WATCHED.set(Some(away));
    while still_open().await {
        crate::upload::sleep(15_000).await;
    }
    if WATCHED.get().is_some() {
        shut().await;
        leave();
    }
}

/// The key of who is open, kept at hand: reading it out of the database for each letter would take longer than the
/// letter has when a page is killed.
#[derive(Clone)]
struct AtHand {
    person: String,
    key: CryptoKey,
    until: f64,
}

/// Milliseconds between two touches of which the database hears.
const TELLING: f64 = 10_000.0;

thread_local! {
    static AT_HAND: RefCell<Option<AtHand>> = const { RefCell::new(None) };
    static WATCHED: Cell<Option<fn()>> = const { Cell::new(None) };
    /// When the database last heard of a touch.
    static TOUCHED: Cell<f64> = const { Cell::new(-1.0) };
}

/// Touching and typing is use, and nothing else is. What another tab does, and coming back to a page, is looked at.
fn hear() {
    let Some(window) = web_sys::window().filter(|_| TOUCHED.get() < 0.0) else {
        return;
    };
    TOUCHED.set(0.0);
    for (event, is_touch) in [
        ("pointerdown", true),
        ("keydown", true),
        ("input", true),
        ("storage", false),
        ("pageshow", false),
    ] {
        listen(&window, event, move |_| {
            let now = js_sys::Date::now();
            if is_touch && (now - TOUCHED.get()).abs() < TELLING {
                return;
            }
            spawn_local(async move {
                if is_touch {
                    TOUCHED.set(now);
                    change_raw(OPEN, prolong).await;
                }
                if !still_open().await {
                    leave();
                }
            });
        });
    }
}

async fn open_key() -> Option<(String, CryptoKey)> {
    let open = get_raw(OPEN).await?;
    let part = |name: &str| Reflect::get(&open, &name.into()).ok();
    let (person, key) = (
        part("person")?.as_string()?,
        part("key")?.dyn_into::<CryptoKey>().ok()?,
    );
    if !is_fresh(&open) {
        shut().await;
        leave();
        return None;
    }
    hear();
    AT_HAND.set(Some(AtHand {
        person: person.clone(),
        key: key.clone(),
        until: until(&open)?,
    }));
    Some((person, key))
}

async fn key_of(owner: &str) -> Option<CryptoKey> {
    let at_hand = AT_HAND.with_borrow(Clone::clone);
    // A clock that was set back must not keep it for longer.
    let fresh = |one: &AtHand| (0.0..=IDLE).contains(&(one.until - js_sys::Date::now()));
    if let Some(one) = at_hand.filter(|one| one.person == owner && fresh(one)) {
        return Some(one.key);
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
