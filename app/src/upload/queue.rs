//! The queue: one photograph at a time, as long as it takes.
//!
//! A fault never throws bytes away. The queue asks the server where it stands (HEAD) and goes on from there,
//! waiting between attempts up to a minute with full jitter, and at once when the network comes back.

use super::tus::{self, Fault};
use crate::offline::{self, Photo};
use domain::error::Error;
use domain::text::Lang;
use domain::view::Ticket;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// What the queue needs of whoever owns the photographs.
pub trait UploadDesk: Copy + 'static {
    /// Requirement and photo, in the order to send.
    fn photos(self) -> Vec<(String, Photo)>;
    fn change_photo(self, id: &str, edit: impl FnOnce(&mut Photo) + 'static);
    /// The ticket, asked from the server when there is none yet.
    fn ticket(self) -> impl Future<Output = Result<Ticket, Error>>;
    /// The server has ended the draft: begin another one with the same answers and photographs.
    fn renew(self);
    fn lang(self) -> Lang;
    fn uploads(self) -> Uploads;
}

/// How the sending goes.
#[derive(Clone, Copy)]
pub struct Uploads {
    /// The photo on its way and how many of its bytes have left.
    moving: RwSignal<Option<(String, u64)>>,
    pub paused: RwSignal<bool>,
    /// The last attempt failed like this; the next one comes by itself.
    pub trouble: RwSignal<Option<Error>>,
    running: StoredValue<bool>,
    hurry: StoredValue<bool>,
    request: StoredValue<Option<web_sys::XmlHttpRequest>, LocalStorage>,
}

impl Uploads {
    pub fn new() -> Uploads {
        Uploads {
            moving: RwSignal::new(None),
            paused: RwSignal::new(false),
            trouble: RwSignal::new(None),
            running: StoredValue::new(false),
            hurry: StoredValue::new(false),
            request: StoredValue::new_local(None),
        }
    }

    /// Bytes of this photo that have left, while it is on its way.
    pub fn moving(self, id: &str) -> Option<u64> {
        self.moving.with(|moving| {
            moving
                .as_ref()
                .filter(|(on_way, _)| on_way == id)
                .map(|(_, sent)| *sent)
        })
    }

    /// Stops the running request; the bytes that arrived stay there.
    pub fn pause(self) {
        self.paused.set(true);
        self.abort();
    }

    fn abort(self) {
        self.request.with_value(|request| {
            if let Some(request) = request {
                let _ = request.abort();
            }
        });
    }
}

impl Default for Uploads {
    fn default() -> Self {
        Uploads::new()
    }
}

/// Photos that still have to go.
pub fn pending(desk: impl UploadDesk) -> usize {
    desk.photos()
        .iter()
        .filter(|(_, photo)| !photo.done && photo.refused.is_none())
        .count()
}

/// Starts sending, or hurries a queue that waits. Safe to call at any time.
pub fn wake(desk: impl UploadDesk) {
    let uploads = desk.uploads();
    uploads.paused.set(false);
    uploads.hurry.set_value(true);
    if uploads.running.get_value() {
        return;
    }
    uploads.running.set_value(true);
    spawn_local(async move {
        run(desk).await;
        uploads.running.set_value(false);
    });
}

/// Wakes the queue whenever the network or the person comes back.
pub fn wake_on_return(desk: impl UploadDesk) {
    let again = Closure::<dyn FnMut()>::new(move || {
        if !desk.uploads().paused.get_untracked() && pending(desk) > 0 {
            wake(desk);
        }
    });
    if let Some(window) = web_sys::window() {
        let call = again.as_ref().unchecked_ref();
        let _ = window.add_event_listener_with_callback("online", call);
        let _ = window.add_event_listener_with_callback("focus", call);
    }
    again.forget();
}

async fn run<D: UploadDesk>(desk: D) {
    let uploads = desk.uploads();
    let mut failures = 0u32;
    while !uploads.paused.get_untracked() {
        let next = desk
            .photos()
            .into_iter()
            .find(|(_, photo)| !photo.done && photo.refused.is_none());
        let Some((requirement, photo)) = next else {
            break;
        };
        let before = photo.sent;
        match send(desk, &requirement, &photo).await {
            Ok(()) => {
                failures = 0;
                uploads.trouble.set(None);
            }
            Err(Trouble::Refused(error)) => desk.change_photo(&photo.id, move |photo| {
                photo.refused = Some(error.message(desk.lang()))
            }),
            Err(Trouble::Wait(error)) => {
                let moved = desk
                    .photos()
                    .iter()
                    .any(|(_, p)| p.id == photo.id && p.sent > before);
                failures = if moved { 0 } else { failures + 1 };
                if !uploads.paused.get_untracked() {
                    uploads.trouble.set(Some(error));
                    wait(uploads, failures).await;
                }
            }
        }
        uploads.moving.set(None);
    }
}

enum Trouble {
    Wait(Error),
    Refused(Error),
}

async fn send<D: UploadDesk>(desk: D, requirement: &str, photo: &Photo) -> Result<(), Trouble> {
    // Without a ticket nothing is wrong with the photo: it waits, and the person reads why.
    let ticket = desk.ticket().await.map_err(Trouble::Wait)?;
    let again = |fault: Fault| match fault {
        Fault::Refused(error) => Trouble::Refused(error),
        Fault::Gone | Fault::Again => Trouble::Wait(Error::Network),
    };
    let (url, at) = match &photo.upload {
        Some(url) => match tus::offset(&ticket.token, url).await {
            Ok(at) => (url.clone(), at),
            Err(Fault::Gone) => {
                // The server forgot it: the next round makes a new one from the bytes on the device.
                let key = offline::random_key();
                let id = photo.id.clone();
                desk.change_photo(&id, move |photo| {
                    photo.upload = None;
                    photo.sent = 0;
                    photo.upload_key = key;
                });
                return Err(Trouble::Wait(Error::Network));
            }
            Err(fault) => return Err(again(fault)),
        },
        None => {
            let url = match tus::create(&ticket.token, requirement, photo.bytes, &photo.upload_key)
                .await
            {
                Err(Fault::Gone) => {
                    desk.renew();
                    return Err(Trouble::Wait(Error::Network));
                }
                other => other.map_err(again)?,
            };
            let kept = url.clone();
            desk.change_photo(&photo.id, move |photo| photo.upload = Some(kept));
            (url, 0)
        }
    };
    let at = if at < photo.bytes {
        transfer(desk, &ticket.token, photo, &url, at).await?
    } else {
        at
    };
    let done = at >= photo.bytes;
    desk.change_photo(&photo.id, move |photo| {
        photo.sent = at;
        photo.done = done;
    });
    if done {
        Ok(())
    } else {
        Err(Trouble::Wait(Error::Network))
    }
}

async fn transfer<D: UploadDesk>(
    desk: D,
    token: &str,
    photo: &Photo,
    url: &str,
    at: u64,
) -> Result<u64, Trouble> {
    let uploads = desk.uploads();
    let Some(bytes) = offline::load_photo(&photo.id).await else {
        // The browser has thrown the photo away: only a new one helps.
        return Err(Trouble::Refused(Error::BadFile));
    };
    let rest = bytes.subarray(at as u32, bytes.length());
    let id = photo.id.clone();
    let progressed = StoredValue::new(js_sys::Date::now());
    let progress = move |sent: u64| {
        progressed.set_value(js_sys::Date::now());
        uploads.moving.set(Some((id.clone(), at + sent)));
    };
    // A connection that carries nothing for 30 s is dead, whatever the browser believes.
    let watch = set_interval_with_handle(
        move || {
            if js_sys::Date::now() - progressed.get_value() > 30_000.0 {
                uploads.abort();
            }
        },
        std::time::Duration::from_secs(5),
    );
    let result = tus::patch(token, url, at, &rest, progress, move |xhr| {
        uploads.request.set_value(Some(xhr))
    })
    .await;
    if let Ok(watch) = watch {
        watch.clear();
    }
    uploads.request.set_value(None);
    match result {
        Ok(at) => Ok(at),
        Err(Fault::Refused(error)) => Err(Trouble::Refused(error)),
        Err(_) => {
            // Whatever happened, the server knows best how far we came.
            if let Ok(at) = tus::offset(token, url).await {
                desk.change_photo(&photo.id, move |photo| photo.sent = at);
            }
            Err(Trouble::Wait(Error::Network))
        }
    }
}

/// Full jitter up to a minute; ends early when somebody hurries.
async fn wait(uploads: Uploads, failures: u32) {
    let most = (1000.0 * 2f64.powi(failures.min(6) as i32)).min(60_000.0);
    let until = js_sys::Date::now() + js_sys::Math::random() * most;
    uploads.hurry.set_value(false);
    while js_sys::Date::now() < until
        && !uploads.hurry.get_value()
        && !uploads.paused.get_untracked()
    {
        tus::sleep(250).await;
    }
}

/// Forgets a photo on the device and on the server.
pub fn drop_photo(desk: impl UploadDesk, photo: Photo) {
    let uploads = desk.uploads();
    if uploads
        .moving
        .with_untracked(|moving| moving.as_ref().is_some_and(|(id, _)| *id == photo.id))
    {
        uploads.abort();
    }
    spawn_local(async move {
        offline::forget_photo(&photo.id).await;
        if let (Some(url), Ok(ticket)) = (photo.upload, desk.ticket().await) {
            tus::terminate(&ticket.token, &url).await;
        }
    });
}
