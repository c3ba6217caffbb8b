//! A field to sign in with a finger, a pen or a mouse. The drawing goes with the form around it as a picture; without
//! script there is no field, and the form says what to do instead.

use crate::ui::Icon;
use domain::text::Lang;
use leptos::ev;
use leptos::html::Canvas;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Dots of the drawing, whatever size it has on the screen.
pub const WIDTH: u32 = 640;
pub const HEIGHT: u32 = 220;

#[island(lazy)]
pub fn SignatureIsland(lang: Lang, name: String, label: String) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let drawn = RwSignal::new(String::new());
    let last = RwSignal::new(None::<(f64, f64)>);
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));

    let place = move |ev: &ev::PointerEvent| {
        let canvas = canvas.get_untracked()?;
        let frame = canvas.get_bounding_client_rect();
        let part = |at: f64, start: f64, length: f64| (at - start) / length.max(1.0);
        Some((
            part(f64::from(ev.client_x()), frame.left(), frame.width()) * f64::from(WIDTH),
            part(f64::from(ev.client_y()), frame.top(), frame.height()) * f64::from(HEIGHT),
        ))
    };
    let draw_to = move |to: (f64, f64)| {
        let canvas = canvas.get_untracked()?;
        let pen = pen(&canvas)?;
        let from = last.get_untracked().unwrap_or(to);
        pen.begin_path();
        pen.move_to(from.0, from.1);
        // A dot is a very short line.
        pen.line_to(to.0 + 0.1, to.1);
        pen.stroke();
        last.set(Some(to));
        Some(())
    };
    let down = move |ev: ev::PointerEvent| {
        ev.prevent_default();
        if let Some(canvas) = canvas.get_untracked() {
            let _ = canvas.set_pointer_capture(ev.pointer_id());
        }
        last.set(None);
        if let Some(at) = place(&ev) {
            draw_to(at);
        }
    };
    let moved = move |ev: ev::PointerEvent| {
        if last.get_untracked().is_some()
            && let Some(at) = place(&ev)
        {
            draw_to(at);
        }
    };
    let up = move |_: ev::PointerEvent| {
        if last.get_untracked().is_some() {
            last.set(None);
            if let Some(canvas) = canvas.get_untracked() {
                drawn.set(canvas.to_data_url().unwrap_or_default());
            }
        }
    };
    let clear = move |_| {
        if let Some(canvas) = canvas.get_untracked()
            && let Some(pen) = pen(&canvas)
        {
            pen.clear_rect(0.0, 0.0, f64::from(WIDTH), f64::from(HEIGHT));
        }
        drawn.set(String::new());
    };
    view! {
        <fieldset class="field sign">
            <legend>{label}</legend>
            <p class="hint" hidden=move || awake.get()>
                {lang.pick("Kotak tanda tangan sedang dimuat. Perlu JavaScript.", "The field to sign in is loading. It needs JavaScript.")}
            </p>
            <canvas
                node_ref=canvas
                width=WIDTH.to_string()
                height=HEIGHT.to_string()
                role="img"
                aria-label=move || {
                    if drawn.read().is_empty() {
                        lang.pick("Kotak tanda tangan, masih kosong", "Field to sign in, still empty")
                    } else {
                        lang.pick("Kotak tanda tangan, sudah diisi", "Field to sign in, signed")
                    }
                }
                hidden=move || !awake.get()
                on:pointerdown=down
                on:pointermove=moved
                on:pointerup=up
                on:pointercancel=up
            ></canvas>
            <input type="hidden" name=name prop:value=move || drawn.get() />
            <button type="button" class="btn quiet" hidden=move || !awake.get() on:click=clear>
                <Icon name="retake" />
                {lang.pick("Ulangi tanda tangan", "Sign again")}
            </button>
        </fieldset>
    }
}

/// Black ink on whatever paper: the server puts white under it.
fn pen(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    let pen = canvas.get_context("2d").ok()??;
    let pen: CanvasRenderingContext2d = pen.dyn_into().ok()?;
    pen.set_line_width(4.0);
    pen.set_line_cap("round");
    pen.set_line_join("round");
    pen.set_stroke_style_str("#111");
    Some(pen)
}
