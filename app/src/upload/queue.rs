//! The queue: one photograph at a time, as long as it takes.
//!
//! A fault never throws bytes away. The queue asks the server where it stands (HEAD) and goes on from there,
//! waiting between attempts up to a minute with full jitter, and at once when the network comes back.

use super::tus::{self, Fault};
use crate::offline::{self, Photo};
use crate::ui::listen;
use domain::error::Error;
use domain::text::Lang;
use domain::view::Ticket;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What the queue needs of whoever owns the photographs.
pub trait UploadDesk: Copy + 'static {
    /// Requirement and photo, in the order to send.
    fn photos(self) -> Vec<(String, Photo)>;
    fn change_photo(self, id: &str, edit: impl FnOnce(&mut Photo));
    /// The ticket, asked from the server when there is none yet.
    fn ticket(self) -> impl Future<Output = Result<Ticket, Error>>;
    /// The server has ended the draft: begin another one with the same answers and photographs.
    fn renew(self);
    fn lang(self) -> Lang;
    fn uploads(self) -> &'static Uploads;
    /// Something about the sending has changed that people see.
    fn moved(self);
}

/// How the sending goes.
#[derive(Default)]
pub struct Uploads {
    /// The photo on its way and how many of its bytes have left.
    moving: RefCell<Option<(String, u64)>>,
    pub paused: Cell<bool>,
    /// The last attempt failed like this; the next one comes by itself.
    pub trouble: RefCell<Option<Error>>,
    running: Cell<bool>,
    hurry: Cell<bool>,
    request: RefCell<Option<web_sys::XmlHttpRequest>>,
}

impl Uploads {
    /// Bytes of this photo that have left, while it is on its way.
    pub fn moving(&self, id: &str) -> Option<u64> {
        let moving = self.moving.borrow();
        moving
            .as_ref()
            .filter(|(on_way, _)| on_way == id)
            .map(|(_, sent)| *sent)
    }

    fn abort(&self) {
        // Aborting tells the request's listeners at once: nothing may be borrowed then.
        let request = self.request.borrow().clone();
        if let Some(request) = request {
            let _ = request.abort();
        }
    }
}

/// Stops the running request; the bytes that arrived stay there.
pub fn pause(desk: impl UploadDesk) {
    desk.uploads().paused.set(true);
    desk.uploads().abort();
    desk.moved();
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
    uploads.hurry.set(true);
    desk.moved();
    if !uploads.running.replace(true) {
        spawn_local(async move {
            run(desk).await;
            uploads.running.set(false);
        });
    }
}

/// Wakes the queue whenever the network or the person comes back.
pub fn wake_on_return(desk: impl UploadDesk) {
    for event in ["online", "focus"] {
        if let Some(window) = web_sys::window() {
            listen(&window, event, move |_| {
                if !desk.uploads().paused.get() && pending(desk) > 0 {
                    wake(desk);
                }
            });
        }
    }
}

async fn run<D: UploadDesk>(desk: D) {
    let uploads = desk.uploads();
    let mut failures = 0u32;
    while !uploads.paused.get() {
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
                uploads.trouble.replace(None);
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
                if !uploads.paused.get() {
                    uploads.trouble.replace(Some(error));
                    desk.moved();
                    wait(uploads, failures).await;
                }
            }
        }
        uploads.moving.replace(None);
        desk.moved();
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
    let progressed = Rc::new(Cell::new(js_sys::Date::now()));
    let heard = progressed.clone();
    let progress = move |sent: u64| {
        heard.set(js_sys::Date::now());
        uploads.moving.replace(Some((id.clone(), at + sent)));
        desk.moved();
    };
    // A connection that carries nothing for 30 s is dead, whatever the browser believes.
    let watched = Rc::downgrade(&progressed);
    spawn_local(async move {
        while let Some(last) = watched.upgrade().map(|time| time.get()) {
            if js_sys::Date::now() - last > 30_000.0 {
                uploads.abort();
            }
            tus::sleep(5000).await;
        }
    });
    let result = tus::patch(token, url, at, &rest, progress, |xhr| {
        uploads.request.replace(Some(xhr));
    })
    .await;
    drop(progressed);
    uploads.request.replace(None);
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

/// How long to wait after so many failures, in milliseconds: full jitter, up to a minute.
pub fn jitter(failures: u32) -> f64 {
    js_sys::Math::random() * f64::from((1000u32 << failures.min(6)).min(60_000))
}

/// Ends early when somebody hurries.
async fn wait(uploads: &Uploads, failures: u32) {
    let until = js_sys::Date::now() + jitter(failures);
    uploads.hurry.set(false);
    while js_sys::Date::now() < until && !uploads.hurry.get() && !uploads.paused.get() {
        tus::sleep(250).await;
    }
}

/// Forgets a photo on the device and on the server.
pub fn drop_photo(desk: impl UploadDesk, photo: Photo) {
    if desk.uploads().moving(&photo.id).is_some() {
        desk.uploads().abort();
    }
    spawn_local(async move {
        offline::forget_photo(&photo.id).await;
        if let (Some(url), Ok(ticket)) = (photo.upload, desk.ticket().await) {
            tus::terminate(&ticket.token, &url).await;
        }
    });
}
