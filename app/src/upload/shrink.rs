//! A photograph made small on the device: upright, at most [`LONG_SIDE`] pixels, near [`TARGET_BYTES`],
//! and without EXIF (where it was taken is nobody's business): the canvas keeps only pixels.

use domain::upload::{LONG_SIDE, MAX_BYTES, Media, TARGET_BYTES};
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

/// Why a chosen file can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Neither a picture this browser can open nor a PDF.
    Kind,
    /// A PDF larger than the server takes.
    TooLarge,
}

/// JPEG qualities to try, best first.
const QUALITIES: [f64; 5] = [0.82, 0.74, 0.66, 0.56, 0.46];

/// Bytes to send and what they are. A PDF passes unchanged.
pub async fn shrink(file: &Blob) -> Result<(Uint8Array, Media), Unreadable> {
    let raw = bytes_of(file).await.ok_or(Unreadable::Kind)?;
    let mut head = [0u8; 16];
    let length = raw.length().min(16);
    raw.subarray(0, length)
        .copy_to(&mut head[..length as usize]);
    if Media::sniff(&head) == Some(Media::Pdf) {
        return if u64::from(raw.length()) > MAX_BYTES {
            Err(Unreadable::TooLarge)
        } else {
            Ok((raw, Media::Pdf))
        };
    }
    let window = web_sys::window().ok_or(Unreadable::Kind)?;
    let promise = window
        .create_image_bitmap_with_blob(file)
        .map_err(|_| Unreadable::Kind)?;
    let bitmap: ImageBitmap = JsFuture::from(promise)
        .await
        .ok()
        .and_then(|v| v.dyn_into().ok())
        .ok_or(Unreadable::Kind)?;
    let mut side = LONG_SIDE;
    let mut best = None;
    // Text stays legible down to 1600 pixels; below that quality would be worth nothing.
    while side >= 1600 {
        let canvas = draw(&bitmap, side).ok_or(Unreadable::Kind)?;
        for quality in QUALITIES {
            let blob = encode(&canvas, quality).await.ok_or(Unreadable::Kind)?;
            let small = blob.size() <= TARGET_BYTES as f64;
            best = Some(blob);
            if small {
                side = 0;
                break;
            }
        }
        side = side.saturating_sub(400);
    }
    bitmap.close();
    let bytes = bytes_of(&best.ok_or(Unreadable::Kind)?)
        .await
        .ok_or(Unreadable::Kind)?;
    Ok((bytes, Media::Jpeg))
}

async fn bytes_of(blob: &Blob) -> Option<Uint8Array> {
    JsFuture::from(blob.array_buffer())
        .await
        .ok()
        .map(|buffer| Uint8Array::new(&buffer))
}

fn draw(bitmap: &ImageBitmap, side: u32) -> Option<HtmlCanvasElement> {
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (f64::from(side) / width.max(height)).min(1.0);
    let (width, height) = (
        (width * scale).round().max(1.0),
        (height * scale).round().max(1.0),
    );
    let canvas: HtmlCanvasElement = web_sys::window()?
        .document()?
        .create_element("canvas")
        .ok()?
        .dyn_into()
        .ok()?;
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let pen: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    // What is see-through becomes paper, not black.
    pen.set_fill_style_str("#fff");
    pen.fill_rect(0.0, 0.0, width, height);
    pen.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width, height)
        .ok()?;
    Some(canvas)
}

async fn encode(canvas: &HtmlCanvasElement, quality: f64) -> Option<Blob> {
    let canvas = canvas.clone();
    let promise = Promise::new(&mut |resolve: Function, _reject| {
        let give = Closure::once_into_js(move |blob: JsValue| {
            let _ = resolve.call1(&JsValue::NULL, &blob);
        });
        let _ = canvas.to_blob_with_type_and_encoder_options(
            give.unchecked_ref(),
            "image/jpeg",
            &JsValue::from_f64(quality),
        );
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}
