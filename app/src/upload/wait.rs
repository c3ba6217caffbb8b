//! How long the queue waits between attempts.

use super::tus::sleep;

/// Asking a link that is not there costs nobody anything, so its return is noticed soon.
const LINK: u32 = 10_000;

/// How long to wait after so many failures, in milliseconds: full jitter, up to a minute.
pub fn jitter(failures: u32) -> f64 {
    jitter_below(failures, 60_000)
}

fn jitter_below(failures: u32, most: u32) -> f64 {
    js_sys::Math::random() * f64::from((500u32 << failures.min(7)).min(most))
}

/// Ends early when something calls.
pub async fn wait(failures: u32, no_link: bool, called: impl Fn() -> bool) {
    let pause = if no_link {
        jitter_below(failures, LINK)
    } else {
        jitter(failures)
    };
    let until = js_sys::Date::now() + pause;
    while js_sys::Date::now() < until && !called() {
        sleep(250).await;
    }
}
