//! Tells a slow link from a dead one while bytes are on their way.

use super::tus::{self, Fault};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// When something was last heard of bytes on their way. Whoever drops it ends the watch.
pub type Signs = Rc<Cell<f64>>;

/// Milliseconds without a sign after which the server is asked.
const QUIET: f64 = 6_000.0;
/// Nothing is as slow as this; whatever the browser believes, nobody listens at the other end.
const SILENT: f64 = 180_000.0;

/// Ends a request whose connection is dead while the link is not.
///
/// The browser tells when bytes leave, not when they arrive, and a thin link may swallow all of them at once. So after
/// some quiet seconds the server is asked how far it is. If that has grown, all is well, however slow. If the server
/// answers twice that nothing came, the connection is dead. If nothing answers, the link is: then nothing is gained by
/// giving up what may still be on its way. What the server says is also the truth about how far it is.
pub fn watch_over(
    signs: &Signs,
    token: &str,
    url: Option<&str>,
    key: &str,
    told: impl Fn(u64) + 'static,
    give_up: impl Fn() + 'static,
) {
    let signs = Rc::downgrade(signs);
    let probe = Rc::new(Probe {
        token: token.to_owned(),
        url: url.map(str::to_owned),
        key: key.to_owned(),
        seen: Cell::new(None),
        grown: Cell::new(0.0),
        still: Cell::new(0),
        told: Box::new(told),
    });
    spawn_local(async move {
        while let Some(heard) = signs.upgrade() {
            let (now, heard) = (js_sys::Date::now(), heard.get());
            if now - heard.max(probe.grown.get()) > SILENT || probe.still.get() >= 2 {
                give_up();
                return;
            }
            if now - heard > QUIET {
                // Not waited for: it may have taken a connection that died with the link, and the next one may not.
                let probe = probe.clone();
                spawn_local(async move { probe.look().await });
            }
            tus::sleep(2500).await;
        }
    });
}

/// What the server said of bytes on their way.
struct Probe {
    token: String,
    url: Option<String>,
    key: String,
    /// The last offset it told.
    seen: Cell<Option<u64>>,
    /// When that had grown.
    grown: Cell<f64>,
    /// How often it had not.
    still: Cell<u32>,
    /// Hears what the server says.
    told: Box<dyn Fn(u64)>,
}

impl Probe {
    async fn look(&self) {
        match tus::watch(&self.token, self.url.as_deref(), &self.key).await {
            Ok(at) if Some(at) > self.seen.get() => {
                self.seen.set(Some(at));
                self.grown.set(js_sys::Date::now());
                self.still.set(0);
                (self.told)(at);
            }
            Err(Fault::Again | Fault::Busy) => {}
            _ => self.still.set(self.still.get() + 1),
        }
    }
}
