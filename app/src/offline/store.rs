//! The device's database. Every call opens it anew: a cheap act that survives a database closed under us.

use super::draft::Draft;
use idb::{Database, Factory, ObjectStoreParams, TransactionMode};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;

const NAME: &str = "genggam";
const VERSION: u32 = 1;
const DRAFTS: &str = "drafts";
const PHOTOS: &str = "photos";

async fn open() -> Result<Database, idb::Error> {
    let mut request = Factory::new()?.open(NAME, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = idb::event::DatabaseEvent::database(&event) {
            for store in [DRAFTS, PHOTOS] {
                // A store that exists already is what we want.
                let _ = database.create_object_store(store, ObjectStoreParams::new());
            }
        }
    });
    request.await
}

async fn put(store: &str, key: &str, value: &JsValue) -> Result<(), idb::Error> {
    let database = open().await?;
    let transaction = database.transaction(&[store], TransactionMode::ReadWrite)?;
    transaction
        .object_store(store)?
        .put(value, Some(&JsValue::from_str(key)))?
        .await?;
    transaction.commit()?.await?;
    database.close();
    Ok(())
}

async fn get(store: &str, key: &str) -> Result<Option<JsValue>, idb::Error> {
    let database = open().await?;
    let transaction = database.transaction(&[store], TransactionMode::ReadOnly)?;
    let value = transaction
        .object_store(store)?
        .get(JsValue::from_str(key))?
        .await?;
    database.close();
    Ok(value)
}

async fn delete(store: &str, key: &str) -> Result<(), idb::Error> {
    let database = open().await?;
    let transaction = database.transaction(&[store], TransactionMode::ReadWrite)?;
    transaction
        .object_store(store)?
        .delete(JsValue::from_str(key))?
        .await?;
    transaction.commit()?.await?;
    database.close();
    Ok(())
}

/// The draft kept under `name`, if there is one that can be read.
pub async fn load_draft(name: &str) -> Option<Draft> {
    let value = get(DRAFTS, name).await.ok()??;
    serde_json::from_slice(value.as_string()?.as_bytes()).ok()
}

/// `false`: the device refused (full, or private mode); the person must be told.
pub async fn save_draft(name: &str, draft: &Draft) -> bool {
    match serde_json::to_string(draft) {
        Ok(json) => put(DRAFTS, name, &JsValue::from_str(&json)).await.is_ok(),
        Err(_) => false,
    }
}

/// Removes a draft and its photographs.
pub async fn wipe_draft(name: &str) {
    if let Some(draft) = load_draft(name).await {
        for photo in draft.photos() {
            forget_photo(&photo.id).await;
        }
    }
    let _ = delete(DRAFTS, name).await;
}

pub async fn save_photo(id: &str, bytes: &Uint8Array) -> bool {
    put(PHOTOS, id, &bytes.buffer()).await.is_ok()
}

pub async fn load_photo(id: &str) -> Option<Uint8Array> {
    Some(Uint8Array::new(&get(PHOTOS, id).await.ok()??))
}

pub async fn forget_photo(id: &str) {
    let _ = delete(PHOTOS, id).await;
}
