//! The queue: one photograph at a time, as long as it takes.
//!
//! A fault never throws bytes away. The queue asks the server where it stands (HEAD) and goes on from there,
//! waiting between attempts up to a minute with full jitter, and at once when the network comes back.

use super::link::Link;
use super::sum::sha256;
use super::tus::{self, Fault, Flight, New};
use super::wait::wait;
use super::watch::watch_over;
use crate::offline::{self, Photo};
use domain::error::Error;
use domain::text::Lang;
use domain::view::Ticket;
use js_sys::Uint8Array;
use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// An answer that is waited for. Boxed, as [`AnyDesk`] is a reference: compiled anew for each kind of desk, the queue
/// would be in the module twice.
pub type Soon<T> = Pin<Box<dyn Future<Output = T>>>;

/// What the queue needs of whoever owns the photographs.
pub trait UploadDesk: 'static {
    /// Requirement and photo, in the order to send.
    fn all_photos(&self) -> Vec<(String, Photo)>;
    /// Changes one photo, if it is still there.
    fn change_photo(&'static self, id: &str, edit: &mut dyn FnMut(&mut Photo));
    /// Takes over what another tab has sent meanwhile.
    fn catch_up(&'static self) -> Soon<()>;
    /// The ticket, asked from the server when there is none yet.
    fn ticket(&'static self) -> Soon<Result<Ticket, Error>>;
    /// The server has ended the draft: begin another one with the same answers and photographs.
    fn renew(&'static self);
    fn lang(&self) -> Lang;
    fn uploads(&'static self) -> &'static Uploads;
    /// Something about the sending has changed that people see.
    fn moved(&'static self);
}

/// Whose photographs are sent.
pub type AnyDesk = &'static dyn UploadDesk;

/// How the sending goes.
#[derive(Default)]
pub struct Uploads {
    /// The photo on its way and how many of its bytes have left.
    moving: RefCell<Option<(String, u64)>>,
    pub paused: Cell<bool>,
    /// The last attempt failed like this; the next one comes by itself.
    pub trouble: RefCell<Option<Error>>,
    /// The queue sends, or waits for its next attempt.
    pub running: Cell<bool>,
    pub(super) hurry: Cell<bool>,
    request: RefCell<Option<web_sys::XmlHttpRequest>>,
    pub link: Link,
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

    pub(super) fn abort(&self) {
        // Aborting tells the request's listeners at once: nothing may be borrowed then.
        let request = self.request.borrow().clone();
        if let Some(request) = request {
            let _ = request.abort();
        }
    }
}

/// Bytes that still have to go.
pub fn left(desk: AnyDesk) -> u64 {
    let uploads = desk.uploads();
    let waits = |photo: &Photo| !photo.done && photo.refused.is_none();
    let photos = desk.all_photos().into_iter();
    photos
        .filter(|(_, photo)| waits(photo))
        .map(|(_, photo)| {
            photo
                .bytes
                .saturating_sub(uploads.moving(&photo.id).unwrap_or(photo.sent))
        })
        .sum()
}

/// Photos that still have to go.
pub fn pending(desk: AnyDesk) -> usize {
    desk.all_photos()
        .iter()
        .filter(|(_, photo)| !photo.done && photo.refused.is_none())
        .count()
}

pub(super) async fn run(desk: AnyDesk) {
    let uploads = desk.uploads();
    let (mut failures, mut no_link) = (0u32, false);
    loop {
        wait(failures, no_link, &|| {
            uploads.hurry.get() || uploads.paused.get()
        })
        .await;
        let Err(Setback { error, moved }) = send_all(desk).await else {
            break;
        };
        // Whoever came further since the last failure has a link.
        failures = if moved { 1 } else { failures + 1 };
        no_link = matches!(error, Error::Network);
        if uploads.paused.get() {
            break;
        }
        uploads.trouble.replace(Some(error));
        desk.moved();
        uploads.hurry.set(false);
    }
}

/// Why it doesn't go on now, and whether it came further before.
pub struct Setback {
    pub error: Error,
    moved: bool,
}

/// Sends every photo that has to go, until all are there or one can't be sent now.
pub async fn send_all(desk: AnyDesk) -> Result<(), Setback> {
    let uploads = desk.uploads();
    // Told by the last answer: no need to ask again.
    let mut known = None;
    let (mut moved, mut idle) = (false, 0u32);
    while !uploads.paused.get() {
        let next = desk
            .all_photos()
            .into_iter()
            .find(|(_, photo)| !photo.done && photo.refused.is_none());
        let Some((requirement, photo)) = next else {
            break;
        };
        let outcome = send(desk, &requirement, &photo, known.take()).await;
        let sent = |photos: Vec<(String, Photo)>| {
            let now = photos.into_iter().find(|(_, one)| one.id == photo.id);
            now.map_or(0, |(_, one)| one.sent)
        };
        if sent(desk.all_photos()) > photo.sent {
            (moved, idle) = (true, 0);
        }
        let mut setback = None;
        match outcome {
            Ok(()) => {
                (moved, idle) = (true, 0);
                uploads.trouble.replace(None);
            }
            Err(Trouble::Refused(error, words)) => {
                let words = words.unwrap_or_else(|| error.message(desk.lang()));
                desk.change_photo(&photo.id, &mut |photo| photo.refused = Some(words.clone()));
            }
            Err(Trouble::GoOn(at)) => {
                desk.change_photo(&photo.id, &mut |photo| {
                    photo.sent = at.unwrap_or(photo.sent)
                });
                known = at;
                // What never changes must not become a storm of requests.
                idle += u32::from(at.unwrap_or(0) <= photo.sent);
                let calm = at.map_or(Error::Network, |_| Error::Unavailable);
                setback = (idle > 1).then_some(calm);
            }
            Err(Trouble::Wait(error)) => setback = Some(error),
        }
        uploads.moving.replace(None);
        desk.moved();
        if let Some(error) = setback {
            return Err(Setback { error, moved });
        }
    }
    Ok(())
}

enum Trouble {
    Wait(Error),
    Refused(Error, Option<String>),
    /// From here, or from where the server says.
    GoOn(Option<u64>),
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Trouble {
        match fault {
            Fault::Refused(error, words) => Trouble::Refused(error, words),
            Fault::Stands(at) => Trouble::GoOn(Some(at)),
            Fault::Cut => Trouble::GoOn(None),
            Fault::Busy => Trouble::Wait(Error::Unavailable),
            Fault::Gone | Fault::Again => Trouble::Wait(Error::Network),
        }
    }
}

/// Sends what is missing of one photo. `known`: where the server stands, if it has just said so.
async fn send(
    desk: AnyDesk,
    requirement: &str,
    photo: &Photo,
    known: Option<u64>,
) -> Result<(), Trouble> {
    // Without a ticket nothing is wrong with the photo: it waits, and the person reads why.
    let ticket = desk.ticket().await.map_err(Trouble::Wait)?;
    let kept = offline::load_photo(&photo.id).await;
    let whole = match &kept {
        Some(bytes) => photo.sha256.is_empty() || sha256(bytes).await == photo.sha256,
        None => false,
    };
    let (Some(bytes), true) = (kept, whole) else {
        // The browser has thrown the photo away, or spoilt it: only a new one helps.
        return Err(Trouble::Refused(Error::BadFile, None));
    };
    let new = New {
        token: &ticket.token,
        requirement,
        length: photo.bytes,
        key: &photo.upload_key,
        sha256: &photo.sha256,
    };
    let link = &desk.uploads().link;
    let (url, at) = match (&photo.upload, known) {
        (Some(url), Some(at)) => (url.clone(), at),
        (Some(url), None) => match tus::offset(&ticket.token, url).await {
            Ok(at) => {
                link.asked(at > photo.sent);
                (url.clone(), at)
            }
            Err(Fault::Gone) => {
                // The server forgot it: the next round makes a new one from the bytes on the device.
                desk.change_photo(&photo.id, &mut Photo::begin_anew);
                return Err(Trouble::Wait(Error::Network));
            }
            Err(fault) => return Err(fault.into()),
        },
        (None, _) => {
            let made = if photo.begun {
                // Some of it may have arrived: only the server knows how much, so the bytes stay here until it says so.
                let found = new.alone().await;
                link.asked(!matches!(found, Ok(tus::Begun { at: 0, .. })));
                found
            } else {
                // Written down first: whatever happens to the answer, the next try asks.
                desk.change_photo(&photo.id, &mut |photo| photo.begun = true);
                let flight = take_off(desk, photo, &ticket.token, None, &bytes, 0);
                new.with_upload(flight).await
            };
            let made = match made {
                Err(Fault::Gone) => {
                    desk.renew();
                    return Err(Trouble::Wait(Error::Network));
                }
                // What a creation says it stands at can only be told to a PATCH.
                Err(Fault::Stands(_)) => return Err(Trouble::Wait(Error::Unavailable)),
                other => other?,
            };
            desk.change_photo(&photo.id, &mut |photo| {
                photo.upload = Some(made.url.clone());
                photo.sent = made.at;
            });
            (made.url, made.at)
        }
    };
    desk.change_photo(&photo.id, &mut |photo| photo.sent = at);
    let at = if at < photo.bytes {
        let at = at as u32;
        let flight = take_off(desk, photo, &ticket.token, Some(&url), &bytes, at);
        tus::patch(&ticket.token, &url, u64::from(at), flight).await?
    } else {
        at
    };
    let done = at >= photo.bytes;
    desk.change_photo(&photo.id, &mut |photo| {
        photo.sent = at;
        photo.done = done;
    });
    if done {
        Ok(())
    } else {
        Err(Trouble::GoOn(Some(at)))
    }
}

/// A request for what one may carry from here on, watched over as long as it runs.
fn take_off<'a>(
    desk: AnyDesk,
    photo: &Photo,
    token: &'a str,
    url: Option<&str>,
    bytes: &Uint8Array,
    at: u32,
) -> Flight<'a, impl Fn(u64) + 'static + use<>> {
    let uploads = desk.uploads();
    let begin = js_sys::Date::now();
    let signs = Rc::new(Cell::new(begin));
    let (id, seen_id) = (photo.id.clone(), photo.id.clone());
    let told = move |now: u64| {
        let arrived = now.saturating_sub(u64::from(at)) as u32;
        uploads.link.seen(arrived, js_sys::Date::now() - begin);
        uploads.moving.replace(Some((seen_id.clone(), now)));
        desk.moved();
    };
    let give_up = || desk.uploads().abort();
    watch_over(&signs, token, url, &photo.upload_key, told, give_up);
    Flight {
        token,
        bytes: bytes.subarray(at, uploads.link.end(at, bytes.length())),
        progress: move |sent: u64| {
            signs.set(js_sys::Date::now());
            uploads
                .moving
                .replace(Some((id.clone(), u64::from(at) + sent)));
            desk.moved();
        },
        request: &uploads.request,
        link: &uploads.link,
    }
}

/// Forgets a photo on the device and on the server.
pub fn drop_photo(desk: AnyDesk, photo: Photo) {
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
