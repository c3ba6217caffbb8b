//! The device's database, kept open: a write begins in the very turn of the key that caused it, so even a page that
//! is closed a moment later loses nothing. A browser that closes it under us finds it opened anew at the next call.

use super::draft::{Draft, Standing, day_begins};
use super::outbox::{APPLICATIONS, CORRECTIONS};
use super::vault::{self, owner_of};
use crate::json::read_json;
use js_sys::{Array, ArrayBuffer, Function, Promise, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

const NAME: &str = "genggam";
const VERSION: u32 = 1;
pub(super) const DRAFTS: &str = "drafts";
pub(super) const PHOTOS: &str = "photos";
/// Never there when a turn ends.
const TRIED: &str = "ruang";

thread_local! {
    static OPEN: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
    /// How many sealed writes were begun, by name: sealing takes a while, and a newer one must not be overtaken.
    static SEALED: RefCell<Vec<(String, u32)>> = const { RefCell::new(Vec::new()) };
}

/// Begins an act on one store, at once where the database is open.
fn begin(
    store: &str,
    mode: IdbTransactionMode,
) -> Result<(IdbTransaction, IdbObjectStore), JsValue> {
    let database = OPEN.with_borrow(Clone::clone).ok_or(JsValue::NULL)?;
    let turn = database.transaction_with_str_and_mode(store, mode)?;
    let store = turn.object_store(store)?;
    Ok((turn, store))
}

/// The same, opening the database first where that helps.
async fn begin_soon(
    store: &str,
    mode: IdbTransactionMode,
) -> Result<(IdbTransaction, IdbObjectStore), JsValue> {
    if let Ok(begun) = begin(store, mode) {
        return Ok(begun);
    }
    open().await?;
    begin(store, mode)
}

async fn open() -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let factory = window.indexed_db()?.ok_or(JsValue::NULL)?;
    let request = factory.open_with_u32(NAME, VERSION)?;
    let opening = request.clone();
    let upgrade = Closure::once_into_js(move || {
        let database = opening.result().map(IdbDatabase::from);
        for store in [DRAFTS, PHOTOS] {
            // A store that exists already is what we want.
            let _ = database.as_ref().map(|d| d.create_object_store(store));
        }
        // This device kept something before, says `late.js`: the browser has thrown it away, and the person is told.
        if let Some(memory) = web_sys::window().and_then(|w| w.local_storage().ok()?)
            && memory.get_item("isian").is_ok_and(|kept| kept.is_some())
        {
            let _ = memory.set_item("isian", "hilang");
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let database = IdbDatabase::from(answer(&request).await?);
    // Another page wants to change or remove it, or the browser has closed it: this handle is worth nothing more.
    let gone = Closure::<dyn FnMut()>::new(|| {
        if let Some(database) = OPEN.take() {
            database.close();
        }
    })
    .into_js_value();
    database.set_onclose(Some(gone.unchecked_ref()));
    database.set_onversionchange(Some(gone.unchecked_ref()));
    OPEN.set(Some(database));
    Ok(())
}

/// What a request answers. It is listened to from now on, whenever the answer is waited for.
fn answer(request: &IdbRequest) -> impl Future<Output = Result<JsValue, JsValue>> + use<> {
    let over = Promise::new(&mut |resolve: Function, reject: Function| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    let request = request.clone();
    async move {
        JsFuture::from(over).await?;
        request.result()
    }
}

/// Waits until everything of a turn is written.
async fn written(turn: &IdbTransaction) -> bool {
    let over = Promise::new(&mut |resolve: Function, reject: Function| {
        turn.set_oncomplete(Some(&resolve));
        turn.set_onabort(Some(&reject));
    });
    JsFuture::from(over).await.is_ok()
}

/// Writes, or removes where there is no value. The turn ends with it: even a page that goes away now can't undo it.
#[expect(
    deprecated,
    reason = "web-sys calls `commit` deprecated; the standard does not"
)]
fn write(
    turn: &IdbTransaction,
    store: &IdbObjectStore,
    key: &str,
    value: Option<&JsValue>,
) -> bool {
    let key = JsValue::from_str(key);
    let asked = match value {
        Some(value) => store.put_with_key(value, &key),
        None => store.delete(&key),
    };
    // Browsers that don't know this end the turn by themselves, a moment later.
    let _ = turn.commit();
    asked.is_ok()
}

/// `false`: the device refused (full, or private mode).
pub(super) async fn put(name: &str, key: &str, value: Option<&JsValue>) -> bool {
    match begin_soon(name, IdbTransactionMode::Readwrite).await {
        Ok((turn, store)) => write(&turn, &store, key, value) && written(&turn).await,
        Err(_) => false,
    }
}

async fn get(name: &str, key: &str) -> Option<JsValue> {
    let turn = begin_soon(name, IdbTransactionMode::Readonly).await;
    let (_, store) = turn.ok()?;
    let value = answer(&store.get(&JsValue::from_str(key)).ok()?)
        .await
        .ok()?;
    (!value.is_undefined()).then_some(value)
}

/// A record beside the drafts, as it is.
pub async fn get_raw(name: &str) -> Option<JsValue> {
    get(DRAFTS, name).await
}

pub async fn put_raw(name: &str, value: Option<&JsValue>) -> bool {
    put(DRAFTS, name, value).await
}

/// Changes a record in one turn: what was removed meanwhile doesn't come back. Nothing is written where `change` says no.
pub async fn change_raw(name: &str, change: fn(&JsValue) -> bool) -> Option<()> {
    let turn = begin_soon(DRAFTS, IdbTransactionMode::Readwrite).await;
    let (turn, store) = turn.ok()?;
    let kept = answer(&store.get(&JsValue::from_str(name)).ok()?)
        .await
        .ok()?;
    if kept.is_object() && change(&kept) {
        write(&turn, &store, name, Some(&kept));
    }
    Some(())
}

/// Names of the records that begin so.
pub async fn names(prefix: &str) -> Vec<String> {
    names_in(DRAFTS, prefix).await
}

pub(super) async fn names_in(store: &str, prefix: &str) -> Vec<String> {
    let Ok((_, store)) = begin_soon(store, IdbTransactionMode::Readonly).await else {
        return Vec::new();
    };
    let Ok(names) = store.get_all_keys() else {
        return Vec::new();
    };
    let names = answer(&names).await.unwrap_or_default();
    let names = Array::from(&names);
    names
        .iter()
        .filter_map(|name| name.as_string().filter(|name| name.starts_with(prefix)))
        .collect()
}

/// The draft kept under `name`, if there is one that can be read.
pub async fn load_draft(name: &str) -> Option<Draft> {
    read_draft(name, get(DRAFTS, name).await?).await
}

/// Text where it has no owner, else sealed bytes.
async fn read_draft(name: &str, kept: JsValue) -> Option<Draft> {
    let Some(owner) = owner_of(name) else {
        return read_json(&kept.as_string()?);
    };
    let plain = vault::open(owner, &Uint8Array::new(&kept)).await?;
    read_json(&String::from_utf8(plain.to_vec()).ok()?)
}

/// How many sealed writes of this name were begun, with `more` now.
fn count_sealing(name: &str, more: u32) -> u32 {
    SEALED.with_borrow_mut(|sealed| {
        let at = sealed.iter().position(|(one, _)| one == name);
        let at = at.unwrap_or_else(|| {
            sealed.push((name.to_owned(), 0));
            sealed.len() - 1
        });
        sealed[at].1 += more;
        sealed[at].1
    })
}

/// Under the owner's key, who must be open.
async fn put_sealed(store: &str, name: &str, owner: &str, plain: &Uint8Array) -> bool {
    let mine = count_sealing(name, 1);
    match vault::seal(owner, plain).await {
        // The newer one says what this one says, and more.
        Some(_) if count_sealing(name, 0) != mine => true,
        Some(sealed) => put(store, name, Some(&sealed.buffer())).await,
        None => false,
    }
}

/// Records beside sealed drafts begin so: the day on which the draft was last changed, as long as it isn't sent. The list
/// of somebody who is locked counts them.
pub const AGE: &str = "age:";

/// Writes at once; what it returns waits until it is done. `false`: the person must be told.
pub fn save_draft(name: &str, draft: &Draft) -> impl Future<Output = bool> + use<> {
    let json = serde_json::to_string(draft).unwrap_or_default();
    let owner = owner_of(name).map(str::to_owned);
    let begun = match owner {
        // Sealing takes a moment, so it can't be in the same turn.
        Some(_) => None,
        None => begin(DRAFTS, IdbTransactionMode::Readwrite)
            .ok()
            .and_then(|(turn, store)| {
                let json = JsValue::from_str(&json);
                write(&turn, &store, name, Some(&json)).then_some(turn)
            }),
    };
    let name = name.to_owned();
    let waits = draft.standing() == Standing::Draft && !draft.is_empty();
    let age = waits.then(|| JsValue::from_f64(day_begins(draft.changed)));
    async move {
        match (begun, owner) {
            (Some(turn), _) => written(&turn).await,
            (None, Some(owner)) => {
                let plain = Uint8Array::from(json.as_bytes());
                let kept = put_sealed(DRAFTS, &name, &owner, &plain).await;
                put(DRAFTS, &format!("{AGE}{name}"), age.as_ref()).await;
                kept
            }
            (None, None) => put(DRAFTS, &name, Some(&JsValue::from_str(&json))).await,
        }
    }
}

const CODES: &str = "codes";

async fn codes(store: &IdbObjectStore) -> Vec<String> {
    let Ok(request) = store.get(&JsValue::from_str(CODES)) else {
        return Vec::new();
    };
    let kept = answer(&request)
        .await
        .ok()
        .and_then(|kept| kept.as_string());
    let kept = kept.and_then(|kept| read_json(&kept));
    kept.unwrap_or_default()
}

/// Changes the stock of code bodies in one turn: two tabs never take the same. How many there are afterwards.
async fn change_codes<T>(change: impl FnOnce(&mut Vec<String>) -> T) -> Option<T> {
    let turn = begin_soon(DRAFTS, IdbTransactionMode::Readwrite).await;
    let (turn, store) = turn.ok()?;
    let mut stock = codes(&store).await;
    let changed = change(&mut stock);
    let json = serde_json::to_string(&stock).ok()?;
    let kept = write(&turn, &store, CODES, Some(&JsValue::from_str(&json)));
    (kept && written(&turn).await).then_some(changed)
}

/// Takes one of the code bodies that were lent to this device.
pub async fn take_code() -> Option<String> {
    change_codes(Vec::pop).await?
}

/// Adds what was lent. With nothing to add: how many there are.
pub async fn stock_codes(more: Vec<String>) -> usize {
    let stocked = change_codes(|stock| {
        stock.extend(more);
        stock.len()
    });
    stocked.await.unwrap_or_default()
}

/// Every draft whose name begins so, with its name, of whoever is open; of nobody in particular where nobody is.
pub async fn list_drafts(prefix: &str) -> Vec<(String, Draft)> {
    let here = vault::open_person().await;
    let Ok((_, store)) = begin_soon(DRAFTS, IdbTransactionMode::Readonly).await else {
        return Vec::new();
    };
    let (Ok(names), Ok(kept)) = (store.get_all_keys(), store.get_all()) else {
        return Vec::new();
    };
    // Asked for in one turn, answered in the same order.
    let (names, kept) = (answer(&names), answer(&kept));
    let (Ok(names), Ok(kept)) = (names.await, kept.await) else {
        return Vec::new();
    };
    let (names, kept) = (Array::from(&names), Array::from(&kept));
    let mine = names
        .iter()
        .zip(kept.iter())
        .filter_map(|(name, kept)| Some((name.as_string()?, kept)))
        .filter(|(name, _)| name.starts_with(APPLICATIONS) || name.starts_with(CORRECTIONS))
        .filter(|(name, _)| name.starts_with(prefix) && owner_of(name) == here.as_deref());
    let mut drafts = Vec::new();
    for (name, kept) in mine {
        if let Some(draft) = read_draft(&name, kept).await {
            drafts.push((name, draft));
        }
    }
    drafts
}

/// Applications and corrections, with their names.
pub async fn all_drafts() -> Vec<(String, Draft)> {
    list_drafts("").await
}

/// Removes a draft and its photographs.
pub async fn wipe_draft(name: &str) {
    if let Some(draft) = load_draft(name).await {
        for id in draft.stored() {
            forget_photo(&id).await;
        }
    }
    put(DRAFTS, name, None).await;
    for mark in ["rescued:", "sent:", "due:", AGE] {
        put(DRAFTS, &format!("{mark}{name}"), None).await;
    }
}

/// Bytes in use, and their share of what the browser lets us have; 0 where it doesn't tell. Asks that it be kept, the
/// first time.
pub async fn storage() -> Option<(u64, f64)> {
    let storage = web_sys::window()?.navigator().storage();
    if let Ok(kept) = storage.persist() {
        let _ = JsFuture::from(kept).await;
    }
    let estimate = JsFuture::from(storage.estimate().ok()?).await.ok()?;
    let number = |name: &str| js_sys::Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    let (used, quota) = (number("usage")?, number("quota")?);
    // Chromium of today answers a fixed number of whole GiB above what is in use, whatever there is.
    let told = quota > 0.0 && (quota - used) % GIB > 0.0;
    Some((used as u64, if told { used / quota } else { 0.0 }))
}

const GIB: f64 = 1_073_741_824.0;
/// What is written at a time to find out.
const PIECE: u32 = 4 << 20;
/// With less room than this for one more photograph, none is taken; with less than the other, people are told.
pub const ROOM_FOR_ONE: u32 = 2_000_000;
pub const ROOM_FOR_SOME: u32 = 8_000_000;

/// Whether so many bytes more can be written: they are, as zeros, and are taken back in the same turn.
pub async fn fits(bytes: u32) -> bool {
    let Ok((turn, store)) = begin_soon(PHOTOS, IdbTransactionMode::Readwrite).await else {
        return true;
    };
    let zeros = ArrayBuffer::new(bytes.min(PIECE));
    for _ in 0..bytes.div_ceil(PIECE) {
        let _ = store.put_with_key(&zeros, &JsValue::from_str(TRIED));
    }
    write(&turn, &store, TRIED, None) && written(&turn).await
}

pub async fn save_photo(id: &str, bytes: &Uint8Array) -> bool {
    match owner_of(id) {
        Some(owner) => put_sealed(PHOTOS, id, owner, bytes).await,
        None => put(PHOTOS, id, Some(&bytes.buffer())).await,
    }
}

pub async fn load_photo(id: &str) -> Option<Uint8Array> {
    let kept = Uint8Array::new(&get(PHOTOS, id).await?);
    match owner_of(id) {
        Some(owner) => vault::open(owner, &kept).await,
        None => Some(kept),
    }
}

pub async fn forget_photo(id: &str) {
    put(PHOTOS, id, None).await;
}
