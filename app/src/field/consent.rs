//! The resident's leave without a network: the same words, the same tick and name, the same field to sign in.

use super::kept::{Day, Given, Typed};
use crate::officer::SignatureIsland;
use crate::offline::random_key;
use crate::ui::device::{find, focus, show};
use domain::assistance::{consent_version, consent_words};
use domain::form::{MAX_TEXT, tidy};
use domain::text::Lang;
use domain::validate::What;
use domain::view::{FieldClient, TakenLeave};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

/// As `officer/assist/consent.rs`, for the browser to read.
pub fn consent_frame(lang: Lang) -> AnyView {
    let words = consent_words(consent_version(), lang).unwrap_or_default();
    view! {
        <form class="box" data-form="consent" data-part="consent" novalidate hidden>
            <h2>{lang.pick("Persetujuan warga", "The resident's consent")}</h2>
            <p class="hint">{lang.pick("Bacakan kalimat ini. Jangan lanjut bila warga tidak setuju.", "Read this out. Don't go on if the resident doesn't agree.")}</p>
            <p class="said">{words}</p>
            <div class="field">
                <p class="err" role="alert" data-bad="agreed" hidden>{What::MustTick.message(lang)}</p>
                <label class="tile">
                    <input type="checkbox" name="agreed" />
                    <span>{lang.pick("Warga setuju dibantu.", "The resident agrees to be helped.")}</span>
                </label>
            </div>
            <div class="field">
                <label for="consent_name">{lang.pick("Nama warga", "The resident's name")}</label>
                <p class="hint">{lang.pick("Diketik oleh warga, atau oleh Anda di depan warga.", "Typed by the resident, or by you in front of them.")}</p>
                <p class="err" role="alert" data-bad="name" hidden>{What::Missing.message(lang)}</p>
                <input id="consent_name" name="consent_name" maxlength=MAX_TEXT.to_string() autocomplete="off" />
            </div>
            <SignatureIsland lang=lang name="drawn".to_owned() label=lang.pick("Tanda tangan (boleh dilewati)", "Signature (may be skipped)").to_owned() />
            <p class="acts"><button class="btn">{lang.pick("Setuju, lanjut", "Agreed, go on")}</button></p>
        </form>
    }
    .into_any()
}

fn input(form: &Element, name: &str) -> Option<HtmlInputElement> {
    Some(find(form, &format!("[name={name}]"))?.unchecked_into())
}

/// An empty form for the next resident.
pub fn clear(form: &Element) -> Option<()> {
    input(form, "agreed")?.set_checked(false);
    input(form, "consent_name")?.set_value("");
    for bad in ["agreed", "name"] {
        show(&find(form, &format!("[data-bad={bad}]"))?, false);
    }
    // What somebody else has signed.
    if let Some(again) = find(form, ".sign button") {
        again.unchecked_ref::<web_sys::HtmlElement>().click();
    }
    Some(())
}

/// What the form says, or `None` where something is missing, which is then shown.
pub fn take(form: &Element, day: &Day, client: &FieldClient) -> Option<Given> {
    let (tick, box_) = (input(form, "agreed")?, input(form, "consent_name")?);
    let name = tidy(&box_.value()).replace('\n', " ");
    let wrong = |bad: &str, wrong: bool| {
        if let Some(place) = find(form, &format!("[data-bad={bad}]")) {
            show(&place, wrong);
        }
        wrong
    };
    let no_tick = wrong("agreed", !tick.checked());
    let no_name = wrong("name", name.is_empty());
    if no_tick || no_name {
        focus(if no_tick { &tick } else { &box_ });
        return None;
    }
    let typed = |typed: &&Typed| typed.client.id == client.id;
    let leave = TakenLeave {
        id: random_key(),
        officer: day.kit.officer.0.clone(),
        client: client.id.clone(),
        new: day.typed.iter().find(typed).map(|typed| typed.new.clone()),
        outreach: day
            .kit
            .session
            .as_ref()
            .map(|one| one.id.clone())
            .unwrap_or_default(),
        version: consent_version().to_owned(),
        name,
        drawn: input(form, "drawn")
            .map(|drawn| drawn.value())
            .unwrap_or_default(),
        at: day.now(),
    };
    Some(Given {
        leave,
        client: client.clone(),
    })
}
