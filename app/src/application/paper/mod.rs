//! The form as HTML: every screen is rendered on the server, and the engine in the browser only brings it to life.
//!
//! The screen that the address names stands in the page; the others are `<template>`s that the engine fetches, because
//! a long form would make a heavy page.
//! What the engine fills in later stands there empty or hidden; it is found by `data-` attributes:
//! `data-step` a screen, `data-ask` a question, `data-do` a button. Links to other steps are known by their addresses.

mod ask;
pub mod check;
mod photos;
mod pick;
pub mod questions;
mod receipt;
pub mod send;
mod start;

pub use photos::{network, shots, tile_template};
pub use questions::question;

use super::asks::{ASKS, Asks};
use super::form::{Checks, FormPack};
use super::step::Step;
use crate::routes;
use crate::ui::{Icon, JsonBlock};
use domain::form::Answers;
use domain::text::Lang;
use leptos::prelude::*;

/// What the screens are written from.
#[derive(Clone, Copy)]
pub struct Paper<'a> {
    pub form: &'a FormPack,
    pub checks: &'a Checks,
    pub lang: Lang,
}

impl Paper<'_> {
    fn address(&self, step: &Step) -> String {
        routes::step(&self.checks.address(), &step.slug())
    }
}

/// The whole form with all its screens; `slug` is the last part of the address.
pub fn form_view(paper: Paper<'_>, slug: &str) -> AnyView {
    let Paper { checks, lang, .. } = paper;
    let here = Step::parse(slug, checks);
    let goes_on = !matches!(here, Step::Start | Step::Send | Step::Receipt);
    view! {
        {progress(paper, &here)}
        <div data-problems></div>
        <div class="note is-warn" role="alert" id="penuh" hidden>
            <Icon name="warn" />
            <div>
                <p>
                    {lang.pick(
                        "HP ini tidak bisa menyimpan lagi. Mungkin penuh. Jangan tutup halaman ini: hapus beberapa berkas di HP, lalu isian tersimpan sendiri.",
                        "This phone can't keep any more; it may be full. Don't close this page: remove some files, and it is saved by itself.",
                    )}
                </p>
            </div>
        </div>
        {alert("waiting")}
        {alert("room")}
        <form novalidate>
            <div data-screen>{sheet(paper, &here)}</div>
            <p class="acts" hidden=!goes_on>
                <button type="submit" class="btn" id="lanjut" aria-busy="true">{lang.pick("Lanjut", "Continue")}</button>
            </p>
        </form>
        {tile_template(lang)}
    }
    .into_any()
}

/// Every screen but the one that the page of `slug` holds, each in a `<template>`; and what the form asks, for `late.js`
/// to compare, which in the page itself would keep everybody waiting for their first words.
pub fn other_screens(paper: Paper<'_>, slug: &str) -> AnyView {
    let here = Step::parse(slug, paper.checks);
    let others = paper.checks.screens().into_iter();
    let others = others
        .filter(|step| *step != here)
        .map(|step| view! { <template>{sheet(paper, &step)}</template> })
        .collect_view();
    let asks = Asks::new(paper.form, paper.checks, paper.lang);
    (others, view! { <JsonBlock id=ASKS data=asks /> }).into_any()
}

fn sheet(paper: Paper<'_>, step: &Step) -> AnyView {
    view! { <div data-step=step.slug()>{screen(paper, step)}</div> }.into_any()
}

fn screen(paper: Paper<'_>, step: &Step) -> AnyView {
    match step {
        Step::Start => start::view(paper),
        Step::Questions(id) => {
            let page = paper.form.pages.iter().find(|page| page.id == *id);
            page.map(|page| questions::view(paper, page)).into_any()
        }
        Step::Document(id) => {
            let document = paper.form.requirement(id);
            document
                .map(|document| photos::view(paper, document))
                .into_any()
        }
        Step::Declare => check::declarations(paper),
        Step::Check => check::view(paper),
        Step::Send => send::view(paper),
        Step::Receipt => receipt::view(paper),
    }
}

/// "Langkah 3 dari 9" and the way back.
fn progress(paper: Paper<'_>, here: &Step) -> AnyView {
    let lang = paper.lang;
    let place = here.place(paper.checks, &Answers::new());
    let (at, all) = place.unwrap_or((1, 1));
    view! {
        <div data-progress hidden=place.is_none()>
            <p class="crumb">
                {button("back", "quiet", "back", lang.pick("Kembali", "Back"))}
            </p>
            <div class="steps">
                <p>{place_words(at, all, lang)}</p>
                <progress aria-label=lang.pick("Kemajuan", "Progress") max=all.to_string() value=at.to_string()></progress>
            </div>
        </div>
    }
    .into_any()
}

/// "Langkah 3 dari 9".
pub fn place_words(at: usize, all: usize, lang: Lang) -> String {
    match lang {
        Lang::Id => format!("Langkah {at} dari {all}"),
        Lang::En => format!("Step {at} of {all}"),
    }
}

/// A button that does something on the device: `act` is what the engine knows it by.
fn button(
    act: &'static str,
    look: &'static str,
    icon: &'static str,
    label: &'static str,
) -> AnyView {
    let icon = (!icon.is_empty()).then(|| view! { <Icon name=icon /> });
    view! { <button type="button" class=format!("btn {look}") data-do=act>{icon} {label}</button> }
        .into_any()
}

/// Words that appear when there are any, and are read out then.
fn alert(name: &'static str) -> AnyView {
    view! {
        <div class="note is-warn" role="alert" data-alert=name hidden>
            <Icon name="warn" />
            <div><p></p></div>
        </div>
    }
    .into_any()
}
