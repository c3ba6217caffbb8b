//! Size and turn without a round trip: by button, by key, by double click; and dragging with a mouse.
//!
//! Fingers need no help: the stage scrolls under one, and the browser itself enlarges under two.
//! What varies are two attributes of `.pan`; the style sheet does the rest.

use super::MAX_ZOOM;
use crate::ui::Icon;
use domain::text::Lang;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

#[island(lazy)]
pub fn ViewerIsland(
    lang: Lang,
    zoom: u8,
    turn: u8,
    /// The address without size and turn, for the links that work without script.
    here: String,
) -> impl IntoView {
    let size = RwSignal::new(zoom);
    let turned = RwSignal::new(turn);
    let step = move |up: bool| {
        size.update(|size| {
            *size = if up {
                (*size + 1).min(MAX_ZOOM)
            } else {
                (*size - 1).max(1)
            }
        })
    };
    let turn_on = move || turned.update(|turned| *turned = (*turned + 1) % 4);

    Effect::new(move |_| {
        let (size, turned) = (size.get().to_string(), turned.get().to_string());
        for pan in pans() {
            let middle = middle(&pan);
            let _ = pan.set_attribute("data-zoom", &size);
            let _ = pan.set_attribute("data-turn", &turned);
            let _ = pan.set_attribute("data-live", "");
            show_middle(&pan, middle);
        }
    });
    if is_browser() {
        let keys = window_event_listener(ev::keydown, move |ev| {
            if ev.ctrl_key() || ev.meta_key() || ev.alt_key() || writing(ev.target()) {
                return;
            }
            match ev.key().as_str() {
                "+" | "=" => step(true),
                "-" => step(false),
                "r" | "R" => turn_on(),
                "0" => size.set(1),
                _ => return,
            }
            ev.prevent_default();
        });
        let double = window_event_listener(ev::dblclick, move |ev| {
            if pan_of(ev.target()).is_some() {
                size.update(|size| *size = if *size == 1 { 3 } else { 1 });
            }
        });
        let drag = drag();
        on_cleanup(move || {
            keys.remove();
            double.remove();
            drag();
        });
    }

    let address = StoredValue::new(here);
    let link = move |zoom: u8, turn: u8| {
        address.with_value(|here| {
            format!(
                "{here}{}besar={zoom}&putar={turn}",
                if here.contains('?') { '&' } else { '?' }
            )
        })
    };
    view! {
        <a
            class="btn"
            href=move || link((size.get() - 1).max(1), turned.get())
            aria-disabled=move || (size.get() == 1).then_some("true")
            on:click=move |ev| { ev.prevent_default(); step(false); }
        >
            <Icon name="zoom-out" />
            {lang.pick("Kecil", "Smaller")}
        </a>
        <a
            class="btn"
            href=move || link((size.get() + 1).min(MAX_ZOOM), turned.get())
            aria-disabled=move || (size.get() == MAX_ZOOM).then_some("true")
            on:click=move |ev| { ev.prevent_default(); step(true); }
        >
            <Icon name="zoom-in" />
            {lang.pick("Besar", "Larger")}
        </a>
        <a class="btn" href=move || link(size.get(), (turned.get() + 1) % 4) on:click=move |ev| { ev.prevent_default(); turn_on(); }>
            <Icon name="turn" />
            {lang.pick("Putar", "Turn")}
        </a>
        <span class="vh" role="status">
            {move || match lang {
                Lang::Id => format!("Ukuran {} dari {MAX_ZOOM}, diputar {} derajat", size.get(), u16::from(turned.get()) * 90),
                Lang::En => format!("Size {} of {MAX_ZOOM}, turned {} degrees", size.get(), u16::from(turned.get()) * 90),
            }}
        </span>
    }
}

/// Every picture on the stage: old and new move together, or they can't be compared.
fn pans() -> Vec<Element> {
    let found = document().query_selector_all(".pan").ok();
    found
        .map(|list| {
            (0..list.length())
                .filter_map(|i| list.get(i)?.dyn_into().ok())
                .collect()
        })
        .unwrap_or_default()
}

/// What lies in the middle, as a part of the whole: it stays there when the size changes.
fn middle(pan: &Element) -> (f64, f64) {
    let part = |start: i32, seen: i32, all: i32| {
        (f64::from(start) + f64::from(seen) / 2.0) / f64::from(all.max(1))
    };
    (
        part(pan.scroll_left(), pan.client_width(), pan.scroll_width()),
        part(pan.scroll_top(), pan.client_height(), pan.scroll_height()),
    )
}

fn show_middle(pan: &Element, (x, y): (f64, f64)) {
    let start = |part: f64, seen: i32, all: i32| {
        (part * f64::from(all) - f64::from(seen) / 2.0).round() as i32
    };
    pan.set_scroll_left(start(x, pan.client_width(), pan.scroll_width()));
    pan.set_scroll_top(start(y, pan.client_height(), pan.scroll_height()));
}

fn pan_of(target: Option<web_sys::EventTarget>) -> Option<Element> {
    target?.dyn_into::<Element>().ok()?.closest(".pan").ok()?
}

/// Somebody types: keys are letters there.
fn writing(target: Option<web_sys::EventTarget>) -> bool {
    target.is_some_and(|target| {
        target.has_type::<HtmlInputElement>() || target.has_type::<HtmlTextAreaElement>()
    })
}

/// A mouse takes hold of the picture and moves it. Returns what lets go of the listeners.
fn drag() -> impl Fn() + Send + Sync + 'static {
    let held = StoredValue::new_local(None::<(HtmlElement, i32, i32)>);
    let down = window_event_listener(ev::mousedown, move |ev| {
        if ev.button() == 0 {
            let pan = pan_of(ev.target()).and_then(|pan| pan.dyn_into::<HtmlElement>().ok());
            if pan.is_some() {
                // Or the browser drags a picture of the picture. The focus has to be given by hand then.
                ev.prevent_default();
            }
            held.set_value(pan.map(|pan| {
                let _ = pan.focus();
                (pan, ev.client_x(), ev.client_y())
            }));
        }
    });
    let moved = window_event_listener(ev::mousemove, move |ev| {
        held.update_value(|held| {
            if let Some((pan, x, y)) = held {
                pan.set_scroll_left(pan.scroll_left() + *x - ev.client_x());
                pan.set_scroll_top(pan.scroll_top() + *y - ev.client_y());
                (*x, *y) = (ev.client_x(), ev.client_y());
            }
        });
    });
    let up = window_event_listener(ev::mouseup, move |_| held.set_value(None));
    let listeners = StoredValue::new(Some((down, moved, up)));
    move || {
        if let Some((down, moved, up)) = listeners.try_update_value(Option::take).flatten() {
            down.remove();
            moved.remove();
            up.remove();
        }
    }
}
