//! The outbox: applications and corrections that people have said "send" to leave from here, one after the other, until
//! the office has answered for each.
//!
//! A case and its photographs are one unit. What the network holds back is tried again; what the office refuses keeps
//! its reason, steps aside, and never blocks the ones behind it. Nothing leaves the list before the receipt is kept.

use super::draft::Draft;
use super::key::short_key;
use super::photo::Photo;
use super::rescue::rescued;
use super::store::{all_drafts, forget_photo, get_raw, load_draft, save_draft, stock_codes};
use crate::application::api;
use crate::call;
use crate::ui::listen;
use crate::upload::{self, AnyDesk, Soon, UploadDesk, Uploads, alone};
use domain::error::Error;
use domain::text::Lang;
use domain::view::{Correction, Receipt, Ticket};
use std::cell::{Cell, RefCell};
use wasm_bindgen_futures::spawn_local;

/// Names of all drafts of applications begin so. A draft of the first builds ends with its service; later ones carry
/// a few symbols more, so that a family's drafts lie side by side.
pub const APPLICATIONS: &str = "apply:";
/// Names of what is mended for a case begin so; code and round follow.
pub const CORRECTIONS: &str = "correct:";

/// How the sending goes, for whoever shows it.
pub type Told = fn(&str, &Draft, Option<&Error>);

/// A draft on its way without a form around it.
pub struct Item {
    name: String,
    draft: RefCell<Draft>,
    uploads: Uploads,
    lang: Lang,
    told: Told,
}

/// It is the network or the server's hour; the same call may go through later.
pub fn passes(error: &Error) -> bool {
    matches!(
        error,
        Error::Network
            | Error::Unavailable
            | Error::NoRoom
            | Error::TooMany { .. }
            | Error::LoggedOut
            | Error::OtherOfficer
    )
}

thread_local! {
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    static HURRY: Cell<bool> = const { Cell::new(false) };
    /// The draft that a form on this page sends itself.
    static ELSEWHERE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Heard by `late.js`, too, which fetches the outbox where it isn't on the page yet.
const LEFT: &str = "genggam-send";

/// From now on the form on this page sends this draft, and the outbox sends the one it sent before.
pub fn leave_to_form(name: &str) {
    let before = ELSEWHERE.replace(name.to_owned());
    if !before.is_empty()
        && let (Some(window), Ok(event)) = (web_sys::window(), web_sys::Event::new(LEFT))
    {
        let _ = window.dispatch_event(&event);
    }
}

/// Sends what waits, now and whenever the network or the person comes back.
pub fn keep_sending(lang: Lang, told: Told) {
    for event in ["online", "focus", LEFT] {
        if let Some(window) = web_sys::window() {
            listen(&window, event, move |_| send_waiting(lang, told));
        }
    }
    send_waiting(lang, told);
}

/// Begins a round, or hurries the one that waits.
pub fn send_waiting(lang: Lang, told: Told) {
    HURRY.set(true);
    if !RUNNING.replace(true) {
        spawn_local(async move {
            alone(rounds(lang, told)).await;
            RUNNING.set(false);
        });
    }
}

async fn rounds(lang: Lang, told: Told) {
    let mut failures = 0;
    // What found no network in the last rounds comes after the others: it may be that one alone that nothing carries.
    let mut stuck: Vec<String> = Vec::new();
    loop {
        upload::wait(failures, false, &|| HURRY.get()).await;
        HURRY.set(false);
        let mut waiting = all_drafts().await;
        waiting.retain(|(name, draft)| {
            draft.leaves() && ELSEWHERE.with_borrow(|elsewhere| elsewhere != name)
        });
        if waiting.is_empty() {
            return;
        }
        in_order(&mut waiting, |a, b| a.changed < b.changed);
        if waiting.iter().all(|(name, _)| stuck.contains(name)) {
            stuck.clear();
        }
        let (behind, first): (Vec<_>, Vec<_>) = waiting
            .into_iter()
            .partition(|(name, _)| stuck.contains(name));
        let mut held_back = false;
        for (name, draft) in first.into_iter().chain(behind) {
            if upload::not_before().is_some() {
                held_back = true;
                break;
            }
            let item = Item::new(name, draft, lang, told);
            match item.deliver().await {
                // Without a network the others needn't try.
                Err(Error::Network) => {
                    held_back = true;
                    stuck.push(item.name.clone());
                    break;
                }
                Err(_) => held_back = true,
                Ok(()) => failures = 0,
            }
        }
        failures += u32::from(held_back);
    }
}

impl Item {
    /// Lives as long as the page, as its requests' listeners do; a page sends few of them.
    fn new(name: String, draft: Draft, lang: Lang, told: Told) -> &'static Item {
        Box::leak(Box::new(Item {
            name,
            draft: RefCell::new(draft),
            uploads: Uploads::default(),
            lang,
            told,
        }))
    }

    /// `Err` only for what passes; a refusal is written into the draft.
    async fn deliver(&'static self) -> Result<(), Error> {
        let held_back = match self.try_once().await {
            Ok(()) => None,
            Err(error) if passes(&error) => Some(error),
            Err(error) => {
                self.change(|draft| draft.refuse(&error, self.lang));
                None
            }
        };
        (self.told)(&self.name, &self.draft.borrow(), held_back.as_ref());
        held_back.map_or(Ok(()), Err)
    }

    async fn try_once(&'static self) -> Result<(), Error> {
        self.catch_up().await;
        if !self.draft.borrow().leaves() {
            return Ok(());
        }
        let receipt = match self.known_receipt().await {
            Some(receipt) => receipt,
            None => deliver(self, &self.name, || self.draft.borrow().clone()).await?,
        };
        let photos = self.draft.borrow().stored();
        let mut received = self.draft.borrow().clone();
        received.received(receipt, corrects(&self.name));
        // The receipt is kept before anything else goes.
        if !save_draft(&self.name, &received).await {
            return Err(Error::Unavailable);
        }
        self.draft.replace(received);
        for photo in photos {
            forget_photo(&photo).await;
        }
        Ok(())
    }

    /// What the service worker has sent with no page open, or the office has had as a rescue file, isn't sent again.
    async fn known_receipt(&'static self) -> Option<Receipt> {
        let sent = get_raw(&format!("sent:{}", self.name)).await;
        if let Some(receipt) = sent.and_then(|sent| crate::json::read_json(&sent.as_string()?)) {
            return Some(receipt);
        }
        rescued(&self.name).await?;
        let token = self.ticket().await.ok()?.token;
        let key = self.draft.borrow().send_key.clone();
        call::post(api::ReadReceipt { token, key }).await.ok()
    }

    fn change(&self, edit: impl FnOnce(&mut Draft)) {
        edit(&mut self.draft.borrow_mut());
        // Writes of IndexedDB happen in the order they were asked for.
        let saved = save_draft(&self.name, &self.draft.borrow());
        spawn_local(async move {
            let _ = saved.await;
        });
    }
}

/// Whether a draft of this name mends a case that the office has.
pub fn corrects(name: &str) -> bool {
    name.starts_with(CORRECTIONS)
}

/// Asks for leave to send a draft.
///
/// # Errors
/// As the server says it.
pub async fn open(name: &str, draft: Draft) -> Result<Ticket, Error> {
    if corrects(name) {
        let draft = name.to_owned();
        return call::post(api::OpenCorrection { draft }).await;
    }
    let opening = call::post(api::OpenDraft {
        service: service_of(name).to_owned(),
        device_key: draft.device_key,
        assistance: draft.leave,
        taken: draft.taken,
    });
    opening.await
}

/// One try to send photographs and application, or what was mended. Keys make a second sending harmless.
///
/// # Errors
/// What [`passes`] may be tried again as it is; [`Error::BadFile`] if a photo was refused; what the office refused.
pub async fn deliver(
    desk: AnyDesk,
    name: &str,
    draft: impl Fn() -> Draft,
) -> Result<Receipt, Error> {
    desk.ticket().await?;
    upload::send_all(desk)
        .await
        .map_err(|setback| setback.error)?;
    let now = draft();
    if now.photos().any(|photo| photo.refused.is_some()) {
        return Err(Error::BadFile);
    }
    // Paused by the person: not now.
    if now.photos().any(|photo| !photo.done) {
        return Err(Error::Network);
    }
    let submission = now.submission(service_of(name)).ok_or(Error::Unavailable)?;
    let token = desk.ticket().await?.token;
    let mends = corrects(name);
    let sent = if mends {
        let correction = Correction {
            key: submission.key,
            answers: submission.answers,
            documents: submission.documents,
        };
        call::post(api::Resubmit { token, correction }).await
    } else {
        call::post(api::Submit { token, submission }).await
    };
    match sent {
        Err(Error::DraftEnded) => {
            // The server has ended the draft: the same answers and photographs begin another one.
            desk.renew();
            // But what somebody else has mended meanwhile is mended.
            Err(if mends {
                Error::DraftEnded
            } else {
                Error::Unavailable
            })
        }
        answered => answered,
    }
}

/// Puts drafts in order. There are a few hundred at most, and the standard sort would cost every phone 5 kB for each use.
pub fn in_order(drafts: &mut [(String, Draft)], before: fn(&Draft, &Draft) -> bool) {
    for end in 1..drafts.len() {
        let mut at = end;
        while at > 0 && before(&drafts[at].1, &drafts[at - 1].1) {
            drafts.swap(at, at - 1);
            at -= 1;
        }
    }
}

/// With fewer codes than this a device asks for more.
const FEW: usize = 4;

/// Borrows codes for receipts while there is a network.
pub async fn stock_up() {
    if stock_codes(Vec::new()).await < FEW
        && let Ok(lent) = call::post(api::LeaseCodes {}).await
    {
        stock_codes(lent).await;
    }
}

/// The service that a draft's name tells.
pub fn service_of(name: &str) -> &str {
    let rest = name.strip_prefix(APPLICATIONS).unwrap_or(name);
    rest.split(':').next().unwrap_or_default()
}

/// A name for one draft more of a service: `first` is the name of its first. Whose it is stands at its end.
pub fn another_name(first: &str, owner: Option<&str>) -> String {
    let name = format!("{first}:{}", short_key());
    match owner {
        Some(owner) => format!("{name}:{owner}"),
        None => name,
    }
}

impl UploadDesk for Item {
    fn all_photos(&self) -> Vec<(String, Photo)> {
        self.draft.borrow().all_photos()
    }

    fn change_photo(&'static self, id: &str, edit: &mut dyn FnMut(&mut Photo)) {
        self.change(|draft| {
            if let Some(photo) = draft.photos_mut().find(|photo| photo.id == id) {
                edit(photo);
            }
        });
    }

    fn catch_up(&'static self) -> Soon<()> {
        Box::pin(async move {
            // The lock is ours: what the device keeps is the newest there is.
            if let Some(kept) = load_draft(&self.name).await {
                self.draft.replace(kept);
            }
        })
    }

    fn ticket(&'static self) -> Soon<Result<Ticket, Error>> {
        Box::pin(async move {
            let kept = self.draft.borrow().ticket.clone();
            if let Some(ticket) = kept {
                return Ok(ticket);
            }
            let draft = self.draft.borrow().clone();
            let ticket = open(&self.name, draft).await?;
            self.change(|draft| draft.ticket = Some(ticket.clone()));
            Ok(ticket)
        })
    }

    fn renew(&'static self) {
        self.change(|draft| {
            draft.renew();
            if corrects(&self.name) {
                draft.refuse(&Error::DraftEnded, self.lang);
            }
        });
    }

    fn lang(&self) -> Lang {
        self.lang
    }

    fn uploads(&'static self) -> &'static Uploads {
        &self.uploads
    }

    fn moved(&'static self) {
        (self.told)(&self.name, &self.draft.borrow(), None);
    }
}
