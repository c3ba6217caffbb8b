//! The client's half of tus 1.0.0: core, creation with upload, termination; and two questions of our own (docs/uploads.md).
//!
//! They go through XMLHttpRequest because `fetch` tells nothing about upload progress.

use super::link::Link;
use super::wait::{not_before, settled, status_of};
use crate::routes;
use domain::error::Error;
use js_sys::{Function, Promise, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::XmlHttpRequest;

const VERSION: &str = "1.0.0";
const OFFSET: &str = "Upload-Offset";
const KEY: &str = "Idempotency-Key";
/// Why a file is refused, for the person who sends it.
const WORDS: &str = "Upload-Refusal";
/// Milliseconds after which a question without a body counts as unanswered.
const PATIENCE: u32 = 6_000;

/// How a call can fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing answered. Ask again where the server stands, and go on from there.
    Again,
    /// The connection died while it was sending: ask at once.
    Cut,
    /// Something answered that it can't just now, be it the server or a proxy before it.
    Busy,
    /// The server has so many bytes: go on from there at once.
    Stands(u64),
    /// The server doesn't know this upload (any more): begin a new one.
    Gone,
    /// Never like this: the person must know, in the server's words where it sent some.
    Refused(Error, Option<String>),
}

/// Only 404, 410 and 403 end an upload; only what a person can mend is refused; all else passes with time.
fn fault(status: u16, words: Option<String>) -> Fault {
    let error = match status {
        403 | 404 | 410 => return Fault::Gone,
        // Also from a proxy, which knows no words.
        413 => Error::TooLarge {
            max_bytes: domain::upload::MAX_BYTES,
        },
        415 | 422 => Error::BadFile,
        // With a time to come back it is the office that is full, and not for ever.
        507 if not_before().is_none() => Error::Full,
        _ => return Fault::Busy,
    };
    Fault::Refused(error, words)
}

fn begin(method: &str, token: &str, url: &str) -> Result<XmlHttpRequest, Fault> {
    let xhr = XmlHttpRequest::new().map_err(|_| Fault::Again)?;
    xhr.open_with_async(method, url, true)
        .map_err(|_| Fault::Again)?;
    put(&xhr, "Tus-Resumable", VERSION)?;
    put(&xhr, "Authorization", &format!("Bearer {token}"))?;
    Ok(xhr)
}

fn put(xhr: &XmlHttpRequest, header: &str, value: &str) -> Result<(), Fault> {
    xhr.set_request_header(header, value)
        .map_err(|_| Fault::Again)
}

fn header(xhr: &XmlHttpRequest, name: &str) -> Option<String> {
    xhr.get_response_header(name).ok().flatten()
}

fn offset_of(xhr: &XmlHttpRequest) -> Option<u64> {
    header(xhr, OFFSET)?.parse().ok()
}

/// Waits for a good answer.
async fn end(xhr: &XmlHttpRequest, bytes: Option<&Uint8Array>) -> Result<(), Fault> {
    xhr.send_with_opt_js_u8_array(bytes)
        .map_err(|_| Fault::Again)?;
    settled(xhr).await;
    match status_of(xhr) {
        0 => Err(Fault::Again),
        200..300 => Ok(()),
        status => Err(match (offset_of(xhr), header(xhr, WORDS)) {
            // 408, 409, 423 and 460 tell how far it came.
            (Some(at), None) => Fault::Stands(at),
            (_, words) => fault(status, words),
        }),
    }
}

/// An answer that stays open beside a request, to hear when their connection dies: Chromium would keep quiet about it,
/// and send the request again from its old offset.
struct Line {
    xhr: XmlHttpRequest,
    cut: Rc<Cell<bool>>,
    _heard: Closure<dyn FnMut()>,
}

impl Line {
    fn open(token: &str, request: &XmlHttpRequest) -> Option<Line> {
        let xhr = begin("GET", token, routes::FILES).ok()?;
        let (line, request) = (xhr.clone(), request.clone());
        let (mut open, cut) = (false, Rc::new(Cell::new(false)));
        let told = cut.clone();
        let heard = Closure::<dyn FnMut()>::new(move || match line.status() {
            Ok(200) => open = true,
            // Only what had begun can be cut.
            Ok(0) if open => {
                told.set(true);
                let _ = request.abort();
            }
            _ => {}
        });
        xhr.set_onreadystatechange(Some(heard.as_ref().unchecked_ref()));
        xhr.send().ok()?;
        Some(Line {
            xhr,
            cut,
            _heard: heard,
        })
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.xhr.set_onreadystatechange(None);
        let _ = self.xhr.abort();
    }
}

/// A request whose bytes are on their way, and how to hear of them.
pub struct Flight<'a, P> {
    pub token: &'a str,
    pub bytes: Uint8Array,
    /// Hears how many of the bytes have left.
    pub progress: P,
    /// Holds the request while it runs, to abort it.
    pub request: &'static RefCell<Option<XmlHttpRequest>>,
    pub link: &'static Link,
}

impl<P: Fn(u64) + 'static> Flight<'_, P> {
    async fn fly(self, xhr: &XmlHttpRequest) -> Result<(), Fault> {
        put(xhr, "Content-Type", "application/offset+octet-stream")?;
        let progress = self.progress;
        let (link, begin) = (self.link, js_sys::Date::now());
        let heard = Closure::<dyn FnMut(web_sys::ProgressEvent)>::new(
            move |event: web_sys::ProgressEvent| {
                link.left(event.loaded() as u32, js_sys::Date::now() - begin);
                progress(event.loaded() as u64);
            },
        );
        if let Ok(upload) = xhr.upload() {
            upload.set_onprogress(Some(heard.as_ref().unchecked_ref()));
        }
        self.request.replace(Some(xhr.clone()));
        let line = Line::open(self.token, xhr);
        let ended = match end(xhr, Some(&self.bytes)).await {
            Err(Fault::Again) if line.is_some_and(|line| line.cut.get()) => Err(Fault::Cut),
            ended => ended,
        };
        self.request.replace(None);
        if ended.is_ok() {
            link.arrived(self.bytes.length(), js_sys::Date::now() - begin);
        }
        ended
    }
}

/// An upload's address, and how much of it the server has.
pub struct Begun {
    pub url: String,
    pub at: u64,
}

fn begun(xhr: &XmlHttpRequest) -> Result<Begun, Fault> {
    let url = header(xhr, "Location").ok_or(Fault::Busy)?;
    Ok(Begun {
        url,
        at: offset_of(xhr).unwrap_or(0),
    })
}

/// What makes an upload: kept on the device, so that asking again gives the same one.
pub struct New<'a> {
    pub token: &'a str,
    pub requirement: &'a str,
    pub length: u64,
    pub key: &'a str,
    /// In hexadecimal; empty where it is not known.
    pub sha256: &'a str,
}

impl New<'_> {
    fn request(&self) -> Result<XmlHttpRequest, Fault> {
        let base64 = |text: &str| web_sys::window().and_then(|window| window.btoa(text).ok());
        let mut metadata = format!(
            "requirement {}",
            base64(self.requirement).unwrap_or_default()
        );
        if let Some(sum) = base64(self.sha256).filter(|sum| !sum.is_empty()) {
            metadata += &format!(",sha256 {sum}");
        }
        let xhr = begin("POST", self.token, routes::FILES)?;
        put(&xhr, KEY, self.key)?;
        put(&xhr, "Upload-Length", &self.length.to_string())?;
        put(&xhr, "Upload-Metadata", &metadata)?;
        Ok(xhr)
    }

    /// Makes it and sends all bytes along: one round trip.
    pub async fn with_upload(
        &self,
        flight: Flight<'_, impl Fn(u64) + 'static>,
    ) -> Result<Begun, Fault> {
        let xhr = self.request()?;
        flight.fly(&xhr).await?;
        begun(&xhr)
    }

    /// Makes it, or finds the one that an earlier try made.
    pub async fn alone(&self) -> Result<Begun, Fault> {
        let xhr = self.request()?;
        xhr.set_timeout(PATIENCE);
        end(&xhr, None).await?;
        begun(&xhr)
    }
}

/// How many bytes the server has. Ends a request that is still writing.
pub async fn offset(token: &str, url: &str) -> Result<u64, Fault> {
    let xhr = begin("HEAD", token, url)?;
    xhr.set_timeout(PATIENCE);
    end(&xhr, None).await?;
    offset_of(&xhr).ok_or(Fault::Busy)
}

/// As [`offset`], without disturbing a request that is writing. Without an address it asks for the upload that was
/// begun with `key`.
pub async fn watch(token: &str, url: Option<&str>, key: &str) -> Result<u64, Fault> {
    let xhr = begin("HEAD", token, url.unwrap_or(routes::FILES))?;
    put(&xhr, "Upload-Watch", "?1")?;
    if url.is_none() {
        put(&xhr, KEY, key)?;
    }
    xhr.set_timeout(PATIENCE);
    end(&xhr, None).await?;
    offset_of(&xhr).ok_or(Fault::Busy)
}

/// Removes an upload that nobody wants. Nobody waits for the answer.
pub async fn terminate(token: &str, url: &str) {
    if let Ok(xhr) = begin("DELETE", token, url) {
        let _ = end(&xhr, None).await;
    }
}

/// Sends bytes that begin at `from`. The new offset.
pub async fn patch(
    token: &str,
    url: &str,
    from: u64,
    flight: Flight<'_, impl Fn(u64) + 'static>,
) -> Result<u64, Fault> {
    let xhr = begin("PATCH", token, url)?;
    put(&xhr, OFFSET, &from.to_string())?;
    flight.fly(&xhr).await?;
    offset_of(&xhr).ok_or(Fault::Busy)
}

/// Waits without holding anything up.
pub async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve: Function, _| {
        if let Some(window) = web_sys::window() {
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _: Result<JsValue, JsValue> = JsFuture::from(promise).await;
}
