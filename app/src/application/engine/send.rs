//! Consent, sending, and patience: the last photographs first, then the application, as often as it takes.

use super::desk::Desk;
use super::go_on::{blame, problem, tell};
use super::obstacles::obstacles;
use super::photos::warn;
use super::{history, refresh};
use crate::application::form::{Checks, Need};
use crate::application::paper::send::CONSENT;
use crate::application::step::Step;
use crate::offline::{self, Parcel, outbox};
use crate::routes;
use crate::ui::device::{find, find_all, say, set, show};
use crate::upload::{self, pending, sleep};
use domain::calendar::Moment;
use domain::code::{Code, parse_body};
use domain::error::Error;
use domain::service::How;
use domain::validate::{Report, What, is_asked};
use domain::view::Receipt;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

/// The button was pressed.
pub fn send(desk: &'static Desk) {
    let mending = desk.checks.mending;
    if mending {
        let errors = unmended(desk);
        if !errors.is_empty() {
            return tell(
                desk,
                &Report {
                    errors,
                    warnings: Vec::new(),
                },
            );
        }
    } else {
        let consent = find(&desk.root, &format!("#{CONSENT}"));
        if !consent.is_some_and(|tick| tick.unchecked_ref::<HtmlInputElement>().checked()) {
            return blame(CONSENT, &What::MustTick.message(desk.checks.lang));
        }
        if !obstacles(desk).is_empty() {
            return;
        }
    }
    // Whoever says "send" has read how much it is, and wants no pause.
    desk.hold(false);
    // Pressed twice: one parcel, one code.
    if desk.packing.replace(true) {
        return;
    }
    spawn_local(async move {
        // Whoever changes something and sends again has shown a receipt already; whoever mends has one.
        if !mending && desk.draft.borrow().handed.is_none() {
            let receipt = lent_receipt(&desk.checks).await;
            desk.change(|draft| draft.handed = receipt);
        }
        desk.packing.set(false);
        // Meanwhile the first press has got through.
        if desk.draft.borrow().receipt.is_none() {
            let parcel = pack(desk);
            desk.change(|draft| draft.parcel = Some(parcel));
            go_on_sending(desk);
        }
    });
}

/// A receipt to hand over at once, if this device has been lent a code for it.
async fn lent_receipt(checks: &Checks) -> Option<Receipt> {
    let body = offline::take_code().await?;
    Some(Receipt {
        code: Code::new(&checks.prefix, parse_body(&body)?)?,
        service: checks.service.clone(),
        service_name: checks.name.clone(),
        office: String::new(),
        sent: Moment(js_sys::Date::now() as i64),
        zone: checks.zone,
    })
}

/// Sends until it is through, is refused, or the person changes something after all.
pub fn go_on_sending(desk: &'static Desk) {
    if desk.sending.replace(true) {
        return;
    }
    desk.failed.replace(None);
    desk.uploads.trouble.replace(None);
    refresh(desk);
    spawn_local(async move {
        if let Err(error) = patiently(desk).await {
            let lang = desk.checks.lang;
            if !outbox::passes(&error) {
                desk.change(|draft| draft.refuse(&error, lang));
            }
            match error {
                Error::Invalid { problems } if desk.checks.mending => {
                    tell(
                        desk,
                        &Report {
                            errors: problems,
                            warnings: Vec::new(),
                        },
                    );
                }
                error => drop(desk.failed.replace(Some(error.message(lang)))),
            }
        }
        desk.sending.set(false);
        refresh(desk);
    });
}

/// How it goes, on the screen that sends.
pub fn draw(desk: &'static Desk) -> Option<()> {
    let button = find(&desk.root, "#kirim")?;
    let sending = desk.sending.get();
    set(&button, "aria-busy", if sending { "true" } else { "false" });
    for (place, words) in find_all(&button, "span").iter().enumerate() {
        show(words, sending == (place == 1));
    }
    if let Some(waiting) = find(&desk.root, "[data-waiting]") {
        let left = if sending { unsent(desk) } else { 0 };
        say(&find(&waiting, "b")?, &left.to_string());
        show(&waiting, left > 0);
    }
    show(&find(&desk.root, "[data-patient]")?, sending);
    let failed = desk.failed.borrow();
    warn(&desk.root, "failed", failed.as_deref().unwrap_or_default())
}

/// Photographs that still have to go, with those that aren't small yet.
fn unsent(desk: &'static Desk) -> usize {
    pending(desk) + desk.draft.borrow().raw.len()
}

/// Photographs, then the application, until it is through or can't be. Keys make a second sending harmless.
async fn patiently(desk: &'static Desk) -> Result<(), Error> {
    let wanted = || desk.draft.borrow().parcel.is_some();
    let (mut failures, mut no_link) = (0u32, false);
    loop {
        upload::wait(failures, no_link, &|| false).await;
        while wanted() && unsent(desk) > 0 {
            // The photographs would wait for good.
            if let Some(Error::DraftEnded) = *desk.uploads.trouble.borrow() {
                return Err(Error::DraftEnded);
            }
            if desk.uploads.paused.get() {
                return Ok(());
            }
            if pending(desk) > 0 && !desk.uploads.running.get() {
                upload::wake(desk);
            }
            sleep(400).await;
        }
        desk.follow_behind().await;
        // Something was changed after all.
        if !wanted() {
            return Ok(());
        }
        match submit(desk).await {
            Err(error) if outbox::passes(&error) => {
                failures += 1;
                no_link = matches!(error, Error::Network);
                desk.failed.replace(Some(error.message(desk.checks.lang)));
                refresh(desk);
            }
            over => return over,
        }
    }
}

/// Everything the office gets, as it stands now: from here on it may be sent without this page.
fn pack(desk: &Desk) -> Parcel {
    let (draft, checks) = (desk.draft.borrow(), &desk.checks);
    let ids = |how| {
        checks
            .needed(how, &draft.answers)
            .map(|need| need.id.clone())
    };
    let asked = |id: &&String| {
        checks
            .field(id)
            .is_some_and(|field| is_asked(field, &draft.answers))
    };
    Parcel {
        asked: draft.answers.keys().filter(asked).cloned().collect(),
        documents: ids(How::Upload).collect(),
        declared: ids(How::Declare)
            .filter(|id| draft.declared.contains(id))
            .collect(),
        refused: None,
    }
}

async fn submit(desk: &'static Desk) -> Result<(), Error> {
    let name = desk.name.borrow().clone();
    let receipt = outbox::deliver(desk, &name, || desk.draft.borrow().clone()).await?;
    let photos = desk.draft.borrow().stored();
    desk.change(|draft| draft.received(receipt, desk.checks.mending));
    // What the office has needs no second home on a phone that a family shares.
    for photo in photos {
        offline::forget_photo(&photo).await;
    }
    if !desk.checks.mending {
        history::replace(desk, Step::Receipt);
    } else if let Some(window) = web_sys::window() {
        let _ = window.location().set_href(routes::STATUS_CASE);
    }
    Ok(())
}

/// What was given back and isn't mended yet.
fn unmended(desk: &Desk) -> Vec<domain::validate::Problem> {
    let answers = desk.answers();
    // What may follow comes one by one; what was given back comes whole.
    let due = |need: &&Need| !need.later && desk.lacks(&need.id);
    let documents = desk.checks.needs.iter().filter(due);
    let fields = desk.checks.fields();
    let fields = fields.filter(|field| answers.get(&field.id).is_none_or(|a| a.is_empty()));
    documents
        .map(|need| problem(&need.id, What::MissingDocument))
        .chain(fields.map(|field| problem(&field.id, What::Missing)))
        .collect()
}
