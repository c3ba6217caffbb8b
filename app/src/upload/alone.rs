//! One tab at a time.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Does the work while no other tab does it (Web Locks API). Where a browser doesn't know locks, at once: the server
/// lets the newer of two requests win, so nothing breaks, some bytes go twice.
pub async fn alone(work: impl Future<Output = ()> + 'static) {
    let locks = web_sys::window()
        .and_then(|window| js_sys::Reflect::get(&window.navigator(), &"locks".into()).ok())
        .filter(JsValue::is_object);
    let request = locks.as_ref().and_then(|locks| {
        let request = js_sys::Reflect::get(locks, &"request".into()).ok()?;
        request.dyn_into::<js_sys::Function>().ok()
    });
    let (Some(locks), Some(request)) = (locks, request) else {
        return work.await;
    };
    let granted = Closure::once_into_js(move || {
        wasm_bindgen_futures::future_to_promise(async move {
            work.await;
            Ok(JsValue::UNDEFINED)
        })
    });
    let held = request.call2(&locks, &"genggam-uploads".into(), &granted);
    if let Some(promise) = held
        .ok()
        .and_then(|held| held.dyn_into::<js_sys::Promise>().ok())
    {
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    }
}
