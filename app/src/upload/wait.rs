//! Waiting: for an answer, and between attempts as long as the server has asked for.

use super::tus::sleep;
use js_sys::{Date, Function, Promise};
use std::cell::Cell;
use wasm_bindgen_futures::JsFuture;
use web_sys::XmlHttpRequest;

/// Milliseconds between attempts at most.
const MOST: u32 = 60_000;
/// Asking a link that is not there costs nobody anything, so its return is noticed soon.
const LINK: u32 = 10_000;
/// Milliseconds that a server is obeyed for: whatever it says, nobody waits for longer.
const OBEYED: f64 = 600_000.0;

thread_local! {
    /// No attempt before this, by the device's clock.
    static NOT_BEFORE: Cell<f64> = const { Cell::new(0.0) };
}

/// Waits until a request that was sent is over, however it ends.
pub async fn settled(xhr: &XmlHttpRequest) {
    let over = Promise::new(&mut |resolve: Function, _| {
        // `loadend` comes after success, failure, abort and time-out alike.
        xhr.set_onloadend(Some(&resolve));
    });
    let _ = JsFuture::from(over).await;
}

/// The status of an answer, 0 where there was none. What it says about the next attempt (`Retry-After` in seconds,
/// RFC 9110 section 10.2.3) is kept in mind for all of them.
pub fn status_of(xhr: &XmlHttpRequest) -> u16 {
    let status = xhr.status().unwrap_or(0);
    if let (429 | 503 | 507, Ok(Some(told))) = (status, xhr.get_response_header("Retry-After"))
        && let Ok(seconds) = told.parse::<u64>()
    {
        NOT_BEFORE.set(Date::now() + (seconds as f64 * 1000.0).min(OBEYED));
    }
    status
}

/// When the next attempt may begin, in milliseconds since 1970, where a server has said so and it isn't over.
pub fn not_before() -> Option<f64> {
    let at = NOT_BEFORE.get();
    let left = at - Date::now();
    // A device's clock that is set back must not make hours of it.
    (left > 0.0 && left <= OBEYED).then_some(at)
}

/// Waits after so many failures: full jitter, up to a minute, and not at all after none. Ends early when something
/// calls, but never before the server wants to hear from us.
pub async fn wait(failures: u32, no_link: bool, called: &dyn Fn() -> bool) {
    let most = if no_link { LINK } else { MOST };
    let most = ((500u32 << failures.min(7)) - 500).min(most);
    let until = Date::now() + js_sys::Math::random() * f64::from(most);
    while not_before().is_some() || (Date::now() < until && !called()) {
        sleep(250).await;
    }
}
