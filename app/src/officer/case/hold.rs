//! In whose hands the case is: take it up, lay it down, take it over.

use super::super::api::{PutBack, Take};
use super::super::words::short_moment;
use crate::ui::{Icon, Note, Tone};
use domain::text::Lang;
use domain::view::{CaseView, HoldView};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

pub fn hold(case: &CaseView, lang: Lang) -> Option<AnyView> {
    match &case.hold {
        Some(hold) if hold.own => Some(own(case, hold, lang)),
        Some(hold) => Some(others(case, hold, lang)),
        None => case.may_take.then(|| free(case, lang)),
    }
}

fn free(case: &CaseView, lang: Lang) -> AnyView {
    view! {
        <form method="post" action=Take::url() class="hold">
            {hidden(case, false)}
            <button class="btn second">
                <Icon name="person" />
                {lang.pick("Saya kerjakan", "I'll do it")}
            </button>
            <p class="hint">
                {lang.pick(
                    "Petugas lain akan melihat bahwa Anda mengerjakannya.",
                    "Other officers will see that you are working on it.",
                )}
            </p>
        </form>
    }
    .into_any()
}

fn own(case: &CaseView, hold: &HoldView, lang: Lang) -> AnyView {
    let since = short_moment(hold.since, case.zone, lang);
    let code = case.code.compact().to_owned();
    view! {
        <Note tone=Tone::Ok>
            <p>
                <b>{lang.pick("Anda mengerjakan permohonan ini.", "You are working on this application.")}</b>
                " "
                {lang.pick("Terakhir ", "Last ")}
                {since}
                ". "
                {lang.pick(
                    "Satu jam tanpa tindakan, permohonan bebas lagi.",
                    "After an hour without a step it is free again.",
                )}
            </p>
            <form method="post" action=PutBack::url()>
                <input type="hidden" name="code" value=code />
                <button class="btn quiet">{lang.pick("Lepaskan", "Lay it down")}</button>
            </form>
        </Note>
    }
    .into_any()
}

fn others(case: &CaseView, hold: &HoldView, lang: Lang) -> AnyView {
    let since = short_moment(hold.since, case.zone, lang);
    let by = hold.by.get(lang).to_owned();
    let over = case.may_take.then(|| {
        view! {
            <details>
                <summary>{lang.pick("Ambil alih", "Take over")}</summary>
                <p>
                    {lang.pick(
                        "Hubungi dulu petugas itu. Pengambilalihan tercatat di riwayat.",
                        "Ask that officer first. Taking over is written into the history.",
                    )}
                </p>
                <form method="post" action=Take::url()>
                    {hidden(case, true)}
                    <button class="btn second">{lang.pick("Ya, saya ambil alih", "Yes, I take it over")}</button>
                </form>
            </details>
        }
    });
    view! {
        <Note tone=Tone::Warn>
            <p>
                <b>{lang.pick("Sedang dikerjakan ", "In the hands of ")} {by}</b>
                {lang.pick(", terakhir ", ", last ")}
                {since}
                "."
            </p>
            {over}
        </Note>
    }
    .into_any()
}

fn hidden(case: &CaseView, over: bool) -> AnyView {
    view! {
        <input type="hidden" name="code" value=case.code.compact().to_owned() />
        <input type="hidden" name="version" value=case.version.to_string() />
        {over.then(|| view! { <input type="hidden" name="over" value="ya" /> })}
    }
    .into_any()
}
