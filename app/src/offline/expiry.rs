//! When a draft that nobody touches goes from the device: by the office's clock as well as the device's, and never
//! without having been announced for a week. A clock that runs weeks ahead, or that a flat battery has set to another
//! year, costs nobody what they have typed.

use super::draft::Draft;
use super::store::{all_drafts, get_raw, names, put_raw, wipe_draft};
use crate::routes;
use js_sys::{Date, Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::XmlHttpRequest;

/// Records that say since when (by the office's clock) a draft is announced to go; the draft's own name follows.
pub const MARK: &str = "due:";
/// How long that is said before it goes.
const WEEK: f64 = 7.0 * 86_400_000.0;

fn is_due(draft: &Draft, now: f64) -> bool {
    draft.days_left(now).is_some_and(|left| left <= 0)
}

/// Removes what nobody has touched for four weeks and what was announced for one. Without a network nothing goes.
pub async fn forget_old() {
    let (mut due, marks) = (Vec::new(), names(MARK).await);
    for (name, draft) in all_drafts().await {
        if is_due(&draft, Date::now()) {
            due.push((name, draft));
        } else if marks.contains(&format!("{MARK}{name}")) {
            // Somebody has opened it.
            put_raw(&format!("{MARK}{name}"), None).await;
        }
    }
    if due.is_empty() {
        return;
    }
    let Some(office) = office_clock().await else {
        return;
    };
    due.retain(|(_, draft)| is_due(draft, office));
    for (name, _) in due {
        let mark = format!("{MARK}{name}");
        match get_raw(&mark).await.and_then(|since| since.as_f64()) {
            Some(since) if office - since >= WEEK => wipe_draft(&name).await,
            Some(_) => {}
            None => drop(put_raw(&mark, Some(&JsValue::from_f64(office))).await),
        }
    }
}

/// What time it is at the office: the `Date` of an answer that the worker doesn't give.
async fn office_clock() -> Option<f64> {
    let asking = XmlHttpRequest::new().ok()?;
    asking.open_with_async("HEAD", routes::WORKER, true).ok()?;
    asking
        .set_request_header("Cache-Control", "no-cache")
        .ok()?;
    let over = Promise::new(&mut |resolve: Function, _| {
        asking.set_onloadend(Some(&resolve));
    });
    asking.send().ok()?;
    JsFuture::from(over).await.ok()?;
    let date = asking.get_response_header("Date").ok()??;
    let now = Date::parse(&date);
    now.is_finite().then_some(now)
}
