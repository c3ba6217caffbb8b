//! The resident's leave, read out and given: a tick and a typed name, and a signature where a finger can write one.

use super::super::form::{field, wrong};
use super::super::sign::SignatureIsland;
use super::api::Agree;
use crate::ui::Icon;
use domain::assistance::{consent_version, consent_words};
use domain::error::Error;
use domain::form::MAX_TEXT;
use domain::text::Lang;
use domain::view::ClientView;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

pub fn consent_form(client: &ClientView, error: Option<&Error>, lang: Lang) -> AnyView {
    let version = consent_version();
    let words = consent_words(version, lang).unwrap_or_default();
    let outreach = client
        .outreach
        .as_ref()
        .map(|(id, _)| id.clone())
        .unwrap_or_default();
    let tick_wrong = wrong(error, "agreed", lang);
    let tick_class = if tick_wrong.is_some() {
        "field is-bad"
    } else {
        "field"
    };
    let drawn_wrong = wrong(error, "drawn", lang);
    let name = field(
        "consent_name",
        lang.pick("Nama warga", "The resident's name"),
        lang.pick(
            "Diketik oleh warga, atau oleh Anda di depan warga.",
            "Typed by the resident, or by you in front of them.",
        ),
        wrong(error, "consent_name", lang),
        |described| {
            view! { <input id="consent_name" name="consent_name" required maxlength=MAX_TEXT.to_string() autocomplete="off" aria-describedby=described /> }.into_any()
        },
    );
    view! {
        <form class="box" method="post" action=Agree::url()>
            <h2>{lang.pick("Persetujuan warga", "The resident's consent")}</h2>
            <p class="hint">{lang.pick("Bacakan kalimat ini. Jangan lanjut bila warga tidak setuju.", "Read this out. Don't go on if the resident doesn't agree.")}</p>
            <p class="said">{words}</p>
            <input type="hidden" name="client" value=client.id.clone() />
            <input type="hidden" name="version" value=version />
            <input type="hidden" name="outreach" value=outreach />
            <div class=tick_class>
                {tick_wrong.map(|words| view! { <p class="err"><Icon name="bad" /> " " {words}</p> })}
                <label class="tile">
                    <input type="checkbox" id="agreed" name="agreed" value="ya" required />
                    <span>{lang.pick("Warga setuju dibantu.", "The resident agrees to be helped.")}</span>
                </label>
            </div>
            {name}
            {drawn_wrong.map(|words| view! { <p class="err"><Icon name="bad" /> " " {words}</p> })}
            <SignatureIsland lang=lang name="drawn".to_owned() label=lang.pick("Tanda tangan (boleh dilewati)", "Signature (may be skipped)").to_owned() />
            <p class="acts">
                <button class="btn">
                    <Icon name="check" />
                    {lang.pick("Setuju, lanjut", "Agreed, go on")}
                </button>
            </p>
        </form>
    }
    .into_any()
}
