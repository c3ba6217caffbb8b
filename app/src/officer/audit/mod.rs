//! The auditor's page: is the history of all cases as it was written?

pub mod api;

use super::frame::DeskBar;
use super::session::at_desk;
use super::words::short_moment;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Icon, Note, Tone, day_words};
use domain::text::Lang;
use domain::view::{AuditView, FlawKind, FlawView};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn AuditPage() -> impl IntoView {
    let lang = use_lang();
    Suspend::new(async move {
        let (session, audit) = match at_desk(lang, api::read_audit()).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        view! {
            <Title text=lang.pick("Pemeriksaan riwayat", "Check of the history") />
            <DeskBar session=session lang=lang here=routes::AUDIT />
            <main class="wrap" id="isi" tabindex="-1">
                <h1>{lang.pick("Pemeriksaan riwayat", "Check of the history")}</h1>
                <p class="lead">
                    {lang.pick(
                        "Setiap langkah dan setiap kali permohonan dibuka tercatat dan dirangkai. Halaman ini membaca semuanya dari awal dan mencocokkannya.",
                        "Every step, and every time an application is opened, is recorded and chained. This page reads all of it from the beginning and compares.",
                    )}
                </p>
                {result(&audit, lang)}
                {flaws(&audit, lang)}
                {numbers(&audit, lang)}
                <p class="acts">
                    <a class="btn second" href=routes::AUDIT>
                        <Icon name="search" />
                        {lang.pick("Periksa sekali lagi", "Check again")}
                    </a>
                </p>
            </main>
        }
        .into_any()
    })
}

fn result(audit: &AuditView, lang: Lang) -> AnyView {
    let when = short_moment(audit.at, audit.zone, lang);
    if audit.flawed == 0 {
        return view! {
            <Note tone=Tone::Ok>
                <p>
                    <b>{lang.pick("Riwayat utuh.", "The history is whole.")}</b>
                    " "
                    {lang.pick("Tidak ada yang diubah, dihapus, atau disisipkan. Diperiksa ", "Nothing was altered, removed or slipped in. Checked ")}
                    {when}
                    "."
                </p>
            </Note>
        }
        .into_any();
    }
    let count = match lang {
        Lang::Id => format!("Riwayat tidak utuh: {} hal.", audit.flawed),
        Lang::En => format!("The history is not whole: {} flaws.", audit.flawed),
    };
    let elsewhere = (audit.elsewhere > 0).then(|| match lang {
        Lang::Id => format!(
            " {} di antaranya di wilayah lain; pengawas wilayah itu yang melihatnya.",
            audit.elsewhere
        ),
        Lang::En => format!(
            " {} of them lie in other territories, for their auditors to see.",
            audit.elsewhere
        ),
    });
    view! {
        <Note tone=Tone::Bad>
            <p>
                <b>{count}</b>
                {elsewhere}
                " "
                {lang.pick("Diperiksa ", "Checked ")}
                {when}
                ". "
                {lang.pick(
                    "Catat, simpan salinan basis data, dan laporkan. Jangan perbaiki sendiri.",
                    "Note it, keep a copy of the database, and report it. Don't mend it yourself.",
                )}
            </p>
        </Note>
    }
    .into_any()
}

fn flaws(audit: &AuditView, lang: Lang) -> Option<AnyView> {
    (!audit.flaws.is_empty()).then(|| {
        let list = audit.flaws.iter().map(|one| flaw(one, lang)).collect_view();
        view! {
            <h2 id="temuan">{lang.pick("Temuan", "What was found")}</h2>
            <ul class="flaws" aria-labelledby="temuan">{list}</ul>
        }
        .into_any()
    })
}

/// What is wrong, in a sentence.
pub(super) fn flaw_words(flaw: &FlawView, lang: Lang) -> String {
    let event = flaw.event.unwrap_or_default();
    match (flaw.kind, lang) {
        (FlawKind::Altered, Lang::Id) => {
            format!("Catatan nomor {event} tidak sama dengan yang ditulis dulu.")
        }
        (FlawKind::Altered, Lang::En) => format!("Event {event} isn't what was written."),
        (FlawKind::Removed, Lang::Id) => format!("Catatan nomor {event} hilang."),
        (FlawKind::Removed, Lang::En) => format!("Event {event} is gone."),
        (FlawKind::Unlinked, Lang::Id) => {
            format!("Catatan nomor {event} tidak ditulis oleh aplikasi ini.")
        }
        (FlawKind::Unlinked, Lang::En) => {
            format!("Event {event} wasn't written by this program.")
        }
        (FlawKind::State, _) => lang
            .pick(
                "Keadaannya tidak sama dengan akhir riwayatnya.",
                "Its state isn't where its history ends.",
            )
            .to_owned(),
        (FlawKind::Order, _) => lang
            .pick(
                "Pelimpahan ini tidak sama dengan yang diberikan atau dicabut dulu.",
                "This delegation isn't as it was given or taken back.",
            )
            .to_owned(),
        (FlawKind::Letter, _) => lang
            .pick(
                "Surat permohonan ini tidak sama dengan yang diberi nomor, ditandatangani, atau dicabut dulu.",
                "A letter of this application isn't as it was numbered, signed or taken back.",
            )
            .to_owned(),
        (FlawKind::Anchor, _) => lang
            .pick(
                "Berkas audit.head di server hilang atau bukan milik server ini. Catatan terbaru mungkin dipotong.",
                "The file audit.head on the server is missing or isn't this server's. The newest events may have been cut off.",
            )
            .to_owned(),
        (FlawKind::Day, _) => lang
            .pick(
                "Catatan hari ini dihapus, ditambah, atau diubah sesudah hari ditutup.",
                "Events of this day were removed, added or altered after it was closed.",
            )
            .to_owned(),
    }
}

fn flaw(flaw: &FlawView, lang: Lang) -> AnyView {
    let words = flaw_words(flaw, lang);
    let place = match (&flaw.case, &flaw.day) {
        _ if flaw.order.is_some() => {
            view! { <a class="tap" href=routes::ORDERS>{lang.pick("Pelimpahan", "Delegations")}</a> }.into_any()
        }
        _ if flaw.kind == FlawKind::Anchor => view! { <b>"audit.head"</b> }.into_any(),
        (Some(code), _) => {
            let spoken = code.to_string();
            view! { <a class="tap" href=routes::case(code)><code>{spoken}</code></a> }.into_any()
        }
        (None, Some(day)) => view! { <b>{day_words(day, lang)}</b> }.into_any(),
        (None, None) => {
            view! { <b>{lang.pick("Permohonan yang tidak ada lagi", "A case that is gone")}</b> }
                .into_any()
        }
    };
    view! { <li>{place} " " {words}</li> }.into_any()
}

fn numbers(audit: &AuditView, lang: Lang) -> AnyView {
    let head = audit.head.as_ref().map(|head| {
        let day = day_words(&head.day, lang);
        let head = head.head.clone();
        view! {
            <h2>{lang.pick("Sidik jari terakhir", "The newest head")}</h2>
            <p>
                {lang.pick("Cocokkan dengan salinan Anda untuk ", "Compare it with your own copy for ")}
                {day}
                ":"
            </p>
            <p><code class="long">{head}</code></p>
        }
    });
    let since = audit.since.map(|since| {
        let since = short_moment(since, audit.zone, lang);
        view! {
            <p class="hint">
                {lang.pick(
                    "Catatan terbaru juga dijaga berkas di luar basis data sejak ",
                    "The newest events are also held by a file outside the database since ",
                )}
                {since} "."
            </p>
        }
    });
    let accepted = (!audit.accepted.is_empty()).then(|| {
        let list = audit.accepted.iter().map(|one| {
            let words = format!(
                "{} · {}: {}",
                short_moment(one.at, audit.zone, lang),
                one.by,
                one.reason
            );
            view! { <li>{words}</li> }
        });
        view! {
            <h2>{lang.pick("Riwayat yang diterima apa adanya", "History accepted as it was")}</h2>
            <ul>{list.collect_view()}</ul>
        }
    });
    view! {
        <dl class="tally">
            <div><dd>{audit.cases}</dd><dt>{lang.pick("permohonan", "cases")}</dt></div>
            <div><dd>{audit.events}</dd><dt>{lang.pick("catatan", "events")}</dt></div>
            <div><dd>{audit.days}</dd><dt>{lang.pick("hari ditutup", "closed days")}</dt></div>
        </dl>
        {since}
        {accepted}
        {head}
    }
    .into_any()
}
