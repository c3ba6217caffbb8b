//! The desk of the form engine: everything the screens share, and the rule that every change is saved at once.

use super::history;
use crate::application::form::Checks;
use crate::application::step::Step;
use crate::offline::vault::{self, owner_of};
use crate::offline::{self, Draft, Photo, outbox};
use crate::ui::device::{document, find, find_all, held, show};
use crate::upload::{Shrunk, Soon, UploadDesk, Uploads, sleep};
use domain::calendar::{Calendar, parse_day};
use domain::error::Error;
use domain::form::{Answers, Field};
use domain::text::Lang;
use domain::validate::{Context, Problem};
use domain::view::Ticket;
use std::cell::{Cell, RefCell};
use time::Date;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

/// This is the tab that the person types in.
fn works_here() -> bool {
    document().is_none_or(|page| page.has_focus().unwrap_or(true))
}

pub struct Desk {
    pub checks: Checks,
    /// The form on the page. Of all screens only the one that is shown lies in it.
    pub root: Element,
    /// What the draft on this page is called in the device's database.
    pub name: RefCell<String>,
    /// Every screen, by the last part of its address.
    screens: Vec<(String, Element)>,
    pub draft: RefCell<Draft>,
    /// The draft has changed since the device last said that it is written.
    unsaved: Cell<bool>,
    /// The device refuses to write it.
    full: Cell<bool>,
    pub step: RefCell<Step>,
    /// The person came from the last look and goes back there.
    pub changing: Cell<bool>,
    /// Nothing is wrong on this page, but something is doubtful and was said.
    pub doubtful: Cell<bool>,
    /// The doubts that were said.
    pub doubts: RefCell<Vec<Problem>>,
    /// The photographs on their way.
    pub uploads: Uploads,
    /// The other sizes of photographs taken since the page was opened, by photo: see [`super::sizes`].
    pub others: RefCell<Vec<(String, Shrunk)>>,
    /// The application itself is on its way.
    pub sending: Cell<bool>,
    /// "Send" was pressed a moment ago, and its parcel is being made.
    pub packing: Cell<bool>,
    /// Why the last attempt to send it failed, in words.
    pub failed: RefCell<Option<String>>,
}

impl Desk {
    pub fn new(root: Element, checks: Checks) -> Desk {
        let mut screens: Vec<Element> = find_all(&root, "[data-step]");
        screens.extend(find_all(&root, "template").iter().filter_map(held));
        let screens = screens
            .into_iter()
            .filter_map(|screen| Some((screen.get_attribute("data-step")?, screen)))
            .collect();
        Desk {
            name: RefCell::new(checks.draft.clone()),
            checks,
            root,
            screens,
            draft: RefCell::default(),
            unsaved: Cell::new(false),
            full: Cell::new(false),
            step: RefCell::new(Step::Start),
            changing: Cell::new(false),
            doubtful: Cell::new(false),
            doubts: RefCell::default(),
            uploads: Uploads::default(),
            others: RefCell::default(),
            sending: Cell::new(false),
            packing: Cell::new(false),
            failed: RefCell::default(),
        }
    }

    /// The screen of a step, on the page or not.
    pub fn screen(&self, step: &Step) -> Option<&Element> {
        let slug = step.slug();
        let (_, screen) = self.screens.iter().find(|(name, _)| *name == slug)?;
        Some(screen)
    }

    /// The list of drafts tells how much is missing.
    pub fn count_gaps(&'static self) {
        let gaps = super::obstacles::obstacles(self).len() as u32;
        let name = self.checks.name.clone();
        let mut draft = self.draft.borrow_mut();
        if draft.gaps != gaps || draft.service_name != name {
            (draft.gaps, draft.service_name) = (gaps, name);
            drop(draft);
            self.save();
        }
    }

    /// Keeps the draft. Writes of IndexedDB happen in the order they were asked for.
    pub fn save(&'static self) {
        self.unsaved.set(true);
        let saved = offline::save_draft(&self.name.borrow(), &self.draft.borrow());
        spawn_local(async move {
            if saved.await {
                self.unsaved.set(false);
                if self.full.replace(false) {
                    self.show_full(false);
                }
            } else if self.is_locked().await {
                vault::go_and_unlock();
            } else if !self.full.replace(true) {
                self.show_full(true);
                // Until there is room again.
                while self.full.get() {
                    sleep(3000).await;
                    self.save();
                }
            }
        });
    }

    /// It belongs to somebody whose PIN it needs again.
    pub async fn is_locked(&self) -> bool {
        let owned = owner_of(&self.name.borrow()).is_some();
        owned && !vault::still_open().await
    }

    /// The last chance: whoever leaves may never come back to this page.
    pub fn flush(&'static self) {
        if self.unsaved.get() {
            self.save();
        }
    }

    /// The device refuses to keep what is typed, or keeps it again.
    fn show_full(&self, full: bool) {
        if let Some(alert) = find(&self.root, "#penuh") {
            show(&alert, full);
        }
    }

    /// Changes the draft, keeps it, and shows what follows from it.
    pub fn change(&'static self, edit: impl FnOnce(&mut Draft)) {
        {
            let mut draft = self.draft.borrow_mut();
            edit(&mut draft);
            draft.changed = js_sys::Date::now();
        }
        self.save();
        super::refresh(self);
    }

    /// Takes over what another tab has changed since this one did: a person works in one of them at a time.
    pub async fn follow(&'static self) {
        let name = self.name.borrow().clone();
        let Some(mut kept) = offline::load_draft(&name).await else {
            return;
        };
        let newer = kept.changed > self.draft.borrow().changed && *self.name.borrow() == name;
        // What isn't written yet is newer still.
        if !newer || self.unsaved.get() {
            return;
        }
        let mine = self.draft.borrow().clone();
        if self.uploads.running.get() {
            for photo in kept.photos_mut() {
                if let Some(own) = mine.photos().find(|own| own.id == photo.id) {
                    photo.clone_from(own);
                }
            }
        }
        let sent = kept.receipt.is_some() && mine.receipt.is_none();
        self.uploads.paused.set(kept.paused);
        self.draft.replace(kept);
        if sent && !self.checks.mending {
            history::replace(self, Step::Receipt);
        } else {
            super::fill(self);
        }
    }

    /// Before something is written that goes on without a person: they may be typing in another tab.
    pub async fn follow_behind(&'static self) {
        if !works_here() {
            self.follow().await;
        }
    }

    /// Keeps and shows how far photos have come. It is no change of the person's, so no other tab takes over its answers.
    fn went_on(&'static self) {
        super::refresh(self);
        if works_here() {
            return self.save();
        }
        spawn_local(async move {
            self.follow().await;
            self.save();
        });
    }

    /// The person pauses the sending or goes on with it. Kept with the draft: no reload ends a pause.
    pub fn hold(&'static self, paused: bool) {
        self.uploads.paused.set(paused);
        if self.draft.borrow().paused != paused {
            self.change(|draft| draft.paused = paused);
        }
    }

    pub fn answers(&self) -> Answers {
        self.draft.borrow().answers.clone()
    }

    /// The answers as they are checked and sent.
    pub fn tidy_answers(&self) -> Answers {
        let mut answers = self.answers();
        domain::form::tidy_all(&mut answers);
        answers
    }

    pub fn photos(&self, requirement: &str) -> Vec<Photo> {
        self.draft.borrow().pages(requirement).to_vec()
    }

    /// No page of this document can be used.
    pub fn lacks(&self, requirement: &str) -> bool {
        let draft = self.draft.borrow();
        draft.pages(requirement).iter().all(|p| p.refused.is_some())
    }

    /// The field whose frame this is.
    pub fn field_of(&self, frame: &Element) -> Option<&Field> {
        self.checks.field(&frame.get_attribute("data-ask")?)
    }

    /// Which parts of the first screen are shown.
    pub fn beginnings(&self) -> [(&'static str, bool); 4] {
        let draft = self.draft.borrow();
        let (sent, begun) = (draft.receipt.is_some(), !draft.is_empty());
        [
            ("sent", sent),
            ("handed", !sent && draft.any_receipt().is_some()),
            ("begun", begun && !sent),
            ("new", !begun || sent),
        ]
    }

    /// The office's today and its free days.
    pub fn with_context<T>(&self, work: impl FnOnce(&Context<'_>) -> T) -> T {
        let holidays = self.checks.holidays.iter();
        let calendar = Calendar::new(holidays.filter_map(|day| parse_day(day)));
        work(&Context {
            today: parse_day(&self.checks.today).unwrap_or(Date::MIN),
            calendar: &calendar,
        })
    }
}

impl UploadDesk for Desk {
    fn all_photos(&self) -> Vec<(String, Photo)> {
        self.draft.borrow().all_photos()
    }

    fn change_photo(&'static self, id: &str, edit: &mut dyn FnMut(&mut Photo)) {
        if let Some(photo) = self.draft.borrow_mut().photos_mut().find(|p| p.id == id) {
            edit(photo);
        }
        self.went_on();
    }

    fn catch_up(&'static self) -> Soon<()> {
        Box::pin(async move {
            self.follow_behind().await;
            let name = self.name.borrow().clone();
            let Some(kept) = offline::load_draft(&name).await else {
                return;
            };
            // Another tab has sent it.
            if kept.receipt.is_some() && self.draft.borrow().receipt.is_none() {
                return self.change(|draft| *draft = kept);
            }
            // Paused there since this tab last changed anything.
            if kept.paused && kept.changed > self.draft.borrow().changed {
                self.hold(true);
            }
            let newer = |photo: &Photo| {
                let one = kept.photos().find(|one| one.id == photo.id);
                one.filter(|one| *one != photo).cloned()
            };
            let mut draft = self.draft.borrow_mut();
            if draft.photos().all(|photo| newer(photo).is_none()) {
                return;
            }
            for photo in draft.photos_mut() {
                if let Some(newer) = newer(photo) {
                    *photo = newer;
                }
            }
            if draft.ticket.is_none() {
                draft.ticket.clone_from(&kept.ticket);
            }
            drop(draft);
            self.went_on();
        })
    }

    fn ticket(&'static self) -> Soon<Result<Ticket, Error>> {
        Box::pin(async move {
            let kept = self.draft.borrow().ticket.clone();
            if let Some(ticket) = kept {
                return Ok(ticket);
            }
            let (name, draft) = (self.name.borrow().clone(), self.draft.borrow().clone());
            let ticket = outbox::open(&name, draft).await?;
            self.follow_behind().await;
            self.change(|draft| draft.ticket = Some(ticket.clone()));
            Ok(ticket)
        })
    }

    fn renew(&'static self) {
        self.change(Draft::renew);
    }

    fn lang(&self) -> Lang {
        self.checks.lang
    }

    fn uploads(&'static self) -> &'static Uploads {
        &self.uploads
    }

    fn moved(&'static self) {
        super::sending(self);
    }
}
