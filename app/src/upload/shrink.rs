//! A photograph made small on the device by `worker.js`: upright, legible, and without EXIF (where it was taken is
//! nobody's business). The same look at its pixels gives advice.
//!
//! Where the browser can, this happens in a worker; elsewhere in the page, step by step. The script lies in the module,
//! so it is there without a network.

use domain::photo::{Advice, LUMA_SIDE, Luma, advise, strip};
use domain::upload::{MAX_BYTES, Media, Size};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Url, Worker};

/// Makes a photograph small, away from the page's own thread where the browser can: upright, without EXIF, in the sizes
/// that are asked for, and once more small and grey for whoever gives advice about it. (These words stand here because
/// every phone fetches the script as it is.)
///
/// As a worker it takes one job by message; loaded into a page it leaves `genggamShrink(job, tell)` there.
/// `job: { photo: Blob, grey: long side in px, sizes: [{ side, floor, most, webp, jpeg }] }`: long side and its least,
/// in px; most bytes; qualities from 0 to 1 to begin with.
/// It tells, in this order, and the last of it is also what the promise gives:
/// `{ width, height, grey: { width, height, pixels } }`, the upright original and its brightness; for each size
/// `{ size, type, bytes }`; at the end `{ done: true }`, or `{ failed: true }` if it is no picture.
const WORKER: &str = include_str!("worker.js");
/// The name under which the script leaves its function where it is loaded into a page.
const IN_PAGE: &str = "genggamShrink";

/// Why a chosen file can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Neither a picture this browser can open nor a PDF.
    Kind,
    /// A PDF larger than the server takes.
    TooLarge,
}

/// A photo as it can be sent.
#[derive(Clone)]
pub struct Shrunk {
    pub size: Size,
    pub bytes: Uint8Array,
    pub media: Media,
    pub advice: Vec<Advice>,
}

/// Hands over the photo in every size that it can have, the smallest at once. A PDF passes unchanged.
pub async fn shrink(
    raw: Uint8Array,
    mut hand: impl FnMut(Shrunk) + 'static,
) -> Result<(), Unreadable> {
    let head = raw.subarray(0, raw.length().min(16)).to_vec();
    let fits = u64::from(raw.length()) <= MAX_BYTES;
    match Media::sniff(&head) {
        Some(Media::Pdf) if !fits => return Err(Unreadable::TooLarge),
        Some(Media::Pdf) => {
            hand(Shrunk {
                size: Size::Asli,
                bytes: raw,
                media: Media::Pdf,
                advice: Vec::new(),
            });
            return Ok(());
        }
        _ => {}
    }
    let mut advice = Vec::new();
    // Smallest first; the camera's own bytes come last, by another way.
    let sizes: Vec<Size> = Size::ALL
        .into_iter()
        .filter(|size| size.encoding().is_some())
        .collect();
    // Not the file itself: phones take those away, or change them, while they are read.
    let file =
        Blob::new_with_buffer_source_sequence(&Array::of1(&raw)).map_err(|_| Unreadable::Kind)?;
    let job = job(&file, &sizes);
    let mut handed = Vec::new();
    let own = (Media::sniff(&head) == Some(Media::Jpeg) && fits).then_some(raw);
    work(&job, move |told| {
        if let Some(seen) = grey(told) {
            advice = advise(&seen, (number(told, "width"), number(told, "height")));
            return;
        }
        let size = sizes.get(number(told, "size") as usize).copied();
        let kind = get(told, "type").as_string();
        let media = kind.and_then(|mime| Media::from_mime(&mime));
        let (Some(size), Some(media)) = (size, media) else {
            // The end: what the camera wrote, without what it wrote about the person.
            let own = own.as_ref().and_then(|raw| strip(&raw.to_vec()));
            if let Some(bytes) = own {
                hand(Shrunk {
                    size: Size::Asli,
                    bytes: Uint8Array::from(&bytes[..]),
                    media: Media::Jpeg,
                    advice: advice.clone(),
                });
            }
            return;
        };
        // A worker that fell half-way leaves its work to the page, which begins anew.
        if handed.contains(&size) {
            return;
        }
        handed.push(size);
        hand(Shrunk {
            size,
            bytes: Uint8Array::new(&get(told, "bytes")),
            media,
            advice: advice.clone(),
        });
    })
    .await
}

/// Everything that is in a chosen file.
pub async fn bytes_of(blob: &Blob) -> Option<Uint8Array> {
    JsFuture::from(blob.array_buffer())
        .await
        .ok()
        .map(|buffer| Uint8Array::new(&buffer))
}

fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn number(of: &JsValue, name: &str) -> u32 {
    get(of, name).as_f64().map_or(u32::MAX, |n| n as u32)
}

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// What the script is asked for.
fn job(file: &Blob, sizes: &[Size]) -> JsValue {
    let wishes = Array::new();
    for wish in sizes.iter().filter_map(|size| size.encoding()) {
        wishes.push(&object(&[
            ("side", wish.side.into()),
            ("floor", wish.floor.into()),
            ("most", (wish.most as f64).into()),
            ("webp", wish.webp.into()),
            ("jpeg", wish.jpeg.into()),
        ]));
    }
    object(&[
        ("photo", file.into()),
        ("grey", LUMA_SIDE.into()),
        ("sizes", wishes.into()),
    ])
}

/// The small grey picture, if this is what was told.
fn grey(told: &JsValue) -> Option<Luma> {
    let grey = get(told, "grey");
    let pixels: Uint8Array = get(&grey, "pixels").dyn_into().ok()?;
    Some(Luma {
        width: number(&grey, "width") as usize,
        height: number(&grey, "height") as usize,
        pixels: pixels.to_vec(),
    })
}

/// Runs the script on a job; `hear` gets everything that it tells, the end included.
async fn work(job: &JsValue, mut hear: impl FnMut(&JsValue) + 'static) -> Result<(), Unreadable> {
    let mut end = None;
    let over = Promise::new(&mut |resolve, _| end = Some(resolve));
    let end: Function = end.ok_or(Unreadable::Kind)?;
    let ended = end.clone();
    let hear = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        // A worker wraps what it tells in an event.
        let data = get(&event, "data");
        let told = if data.is_undefined() { event } else { data };
        if get(&told, "failed").is_truthy() {
            let _ = ended.call1(&JsValue::NULL, &told);
            return;
        }
        hear(&told);
        if get(&told, "done").is_truthy() {
            let _ = ended.call1(&JsValue::NULL, &told);
        }
    });
    let hear: &Function = hear.as_ref().unchecked_ref();
    let script = script().ok_or(Unreadable::Kind)?;
    let mut told = JsValue::UNDEFINED;
    if let Some(worker) = worker(&script) {
        worker.set_onmessage(Some(hear));
        // A worker that the browser won't start tells neither end nor failure.
        worker.set_onerror(Some(&end));
        if worker.post_message(job).is_ok() {
            told = JsFuture::from(over.clone()).await.unwrap_or_default();
        }
        worker.terminate();
    }
    let finished =
        |told: &JsValue| get(told, "done").is_truthy() || get(told, "failed").is_truthy();
    if !finished(&told) {
        let run = in_page(&script).await.ok_or(Unreadable::Kind)?;
        let over = run.call2(&JsValue::NULL, job, hear).ok();
        let over: Promise = over.ok_or(Unreadable::Kind)?.unchecked_into();
        told = JsFuture::from(over).await.unwrap_or_default();
    }
    let _ = Url::revoke_object_url(&script);
    if get(&told, "done").is_truthy() {
        Ok(())
    } else {
        Err(Unreadable::Kind)
    }
}

fn script() -> Option<String> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("text/javascript");
    let parts = Array::of1(&WORKER.into());
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// None where a worker couldn't draw.
fn worker(script: &str) -> Option<Worker> {
    let window = web_sys::window()?;
    if get(&window, "OffscreenCanvas").is_undefined() {
        return None;
    }
    Worker::new(script).ok()
}

/// The script's function in this page, loaded when it isn't here yet.
async fn in_page(script: &str) -> Option<Function> {
    let window = web_sys::window()?;
    if get(&window, IN_PAGE).is_undefined() {
        let document = window.document()?;
        let element = document.create_element("script").ok()?;
        let loaded = Promise::new(&mut |yes, no| {
            let _ = element.add_event_listener_with_callback("load", &yes);
            let _ = element.add_event_listener_with_callback("error", &no);
        });
        element.set_attribute("src", script).ok()?;
        document.head()?.append_child(&element).ok()?;
        JsFuture::from(loaded).await.ok()?;
    }
    get(&window, IN_PAGE).dyn_into().ok()
}
