//! What the service worker keeps on this device, as the page that makes it ready sees it.
//!
//! Asked for by name: typed bindings for these few calls would stand in the script that every page loads.

use crate::json::read_json;
use crate::routes;
use js_sys::{Array, Function, Object, Promise, Reflect};
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What the pack says of itself.
#[derive(Deserialize)]
struct About {
    /// Built files that a resident's pages need, and those that a helper's need besides.
    later: Vec<String>,
    field: Vec<String>,
}

fn part(of: &JsValue, name: &str) -> Option<JsValue> {
    let part = Reflect::get(of, &JsValue::from_str(name)).ok()?;
    (!part.is_undefined()).then_some(part)
}

/// `of.name(first, second)`, and what it promises.
async fn ask(of: &JsValue, name: &str, first: &JsValue, second: &JsValue) -> Option<JsValue> {
    let call: Function = part(of, name)?.dyn_into().ok()?;
    let said = call.call2(of, first, second).ok()?;
    match said.dyn_into::<Promise>() {
        Ok(promise) => JsFuture::from(promise).await.ok(),
        Err(said) => Some(said),
    }
}

async fn kept(path: &str) -> Option<JsValue> {
    let window = web_sys::window()?;
    let caches = part(&window, "caches")?;
    let any = Object::new();
    Reflect::set(&any, &"ignoreVary".into(), &true.into()).ok()?;
    let found = ask(&caches, "match", &JsValue::from_str(path), &any).await?;
    (!found.is_undefined()).then_some(found)
}

/// Whether all of these open without a network.
pub async fn keeps(paths: &[String]) -> bool {
    for path in paths {
        if kept(path).await.is_none() {
            return false;
        }
    }
    true
}

/// Has the worker fetch every built file, and waits until it has: `Some(false)` if that takes longer than a minute.
/// `None`: this browser has no worker.
pub async fn fetch_all() -> Option<bool> {
    let none = JsValue::UNDEFINED;
    let window = web_sys::window()?;
    let navigator = window.navigator();
    // Where data is saved the server wants this word of somebody who asks (`PACK_COOKIE`); the page has told the size.
    let asked = JsValue::from_str("luring=1;path=/;max-age=600;samesite=lax");
    Reflect::set(window.document()?.as_ref(), &"cookie".into(), &asked).ok()?;
    let workers = part(&navigator, "serviceWorker")?;
    // The page's last script registers it; whoever is quicker than that needn't wait.
    let worker = JsValue::from_str(routes::WORKER);
    ask(&workers, "register", &worker, &Object::new()).await?;
    let ready: Promise = part(&workers, "ready")?.dyn_into().ok()?;
    let active = part(&JsFuture::from(ready).await.ok()?, "active")?;
    let about = ask(&kept(routes::OFFLINE_ABOUT).await?, "text", &none, &none).await?;
    let about: About = read_json(&about.as_string()?)?;
    let files: Vec<String> = [about.later, about.field].concat();
    let names: Array = files.iter().map(|file| JsValue::from_str(file)).collect();
    let order = Object::new();
    Reflect::set(&order, &"keep".into(), &names).ok()?;
    ask(&active, "postMessage", &order, &Object::new()).await?;
    for _ in 0..120 {
        if keeps(&files).await {
            return Some(true);
        }
        crate::upload::sleep(500).await;
    }
    Some(false)
}
