//! The documents, each with its first page as a small picture, and what is left to look for at the counter.

use super::super::handover::original;
use super::super::judge::{Desk, verdict_note};
use super::super::words::{short_moment, verdict_words};
use crate::facts::use_facts;
use crate::routes;
use crate::ui::{Badge, Icon, Tone, Words, kilobytes, tongue};
use domain::document::{Item, Scan, Verdict};
use domain::text::{Lang, plural};
use domain::view::{CaseView, DocumentView};
use leptos::prelude::*;

pub fn documents(case: &CaseView, desk: &Desk) -> AnyView {
    let lang = desk.lang;
    // What may be left out and was left out needs a line, not a place.
    let (absent, shown): (Vec<_>, Vec<_>) = case
        .documents
        .iter()
        .partition(|d| !d.required && d.pages.is_empty());
    let list = if shown.is_empty() {
        view! { <p class="nil">{lang.pick("Tidak ada dokumen yang dikirim.", "No documents were sent.")}</p> }.into_any()
    } else {
        let rows = shown
            .into_iter()
            .map(|document| row(case, document, desk))
            .collect_view();
        view! { <ul class="docs">{rows}</ul> }.into_any()
    };
    let absent = (!absent.is_empty()).then(|| {
        let names = absent.iter().map(|document| document.name.get(lang)).collect::<Vec<_>>().join("; ");
        view! { <p class="hint">{lang.pick("Tidak wajib, tidak dikirim: ", "Optional, not sent: ")} {names}</p> }
    });
    view! {
        <h2 id="berkas">{lang.pick("Berkas", "Documents")}</h2>
        {list}
        {absent}
    }
    .into_any()
}

fn row(case: &CaseView, document: &DocumentView, desk: &Desk) -> AnyView {
    let lang = desk.lang;
    let name = document.name.get(lang).to_owned();
    let place = format!("berkas-{}", document.requirement);
    let item = Item::Document(document.requirement.clone());
    let again = !document.before.is_empty();
    let badge = match verdict_words(&document.verdict, lang) {
        None if again => Some((
            Tone::Info,
            lang.pick("Baru, pengganti yang lama", "New, replaces the old"),
        )),
        other => other,
    };
    let badge = badge.map(|(tone, words)| view! { " " <Badge tone=tone>{words}</Badge> });
    let title = view! { <h3><Words text=document.name.clone() lang=lang /> {badge}</h3> };
    let viewer = routes::case_document(&case.code, &document.requirement);
    let viewer = if again {
        format!("{viewer}?banding")
    } else {
        viewer
    };
    let Some(first) = document.pages.first() else {
        return view! {
            <li class="doc" id=place>
                <span class="blank">
                    <Icon name="file" />
                </span>
                <div>
                    {title}
                    <p class="doubt">
                        {if document.later {
                            lang.pick("Menyusul, belum ada.", "Follows later, not here yet.")
                        } else {
                            lang.pick("Wajib, tetapi belum ada.", "Required, but missing.")
                        }}
                    </p>
                    {verdict_note(&document.verdict, lang)}
                </div>
            </li>
        }
        .into_any();
    };
    let bytes: u64 = document.pages.iter().map(|page| page.bytes).sum();
    let count = document.pages.len();
    let facts = match lang {
        Lang::Id => format!(
            "{count} halaman · {} · diterima {}",
            kilobytes(bytes, lang),
            short_moment(first.received, case.zone, lang)
        ),
        Lang::En => format!(
            "{} · {} · received {}",
            plural(count, "page"),
            kilobytes(bytes, lang),
            short_moment(first.received, case.zone, lang)
        ),
    };
    let scanned = document
        .pages
        .iter()
        .find_map(|page| page.scan.words(lang))
        .map(|words| view! { <p class="doubt">{words}</p> });
    let saving = use_facts().saving;
    let picture = if first.scan != Scan::Clean || saving {
        view! { <span class="blank"><Icon name="file" /></span> }.into_any()
    } else if first.media.is_image() {
        view! { <img src=routes::page_file(&first.id) loading="lazy" decoding="async" alt="" /> }
            .into_any()
    } else {
        view! { <span class="blank"><Icon name="file" />"PDF"</span> }.into_any()
    };
    let look = if again {
        lang.pick("Bandingkan lama dan baru", "Compare old and new")
    } else {
        lang.pick("Lihat", "View")
    };
    let size = saving.then(|| format!(" ({})", kilobytes(first.bytes, lang)));
    // The picture repeats the button beside it: one of them is enough for a keyboard.
    view! {
        <li class="doc" id=place.clone()>
            <a href=viewer.clone() tabindex="-1" aria-hidden="true">{picture}</a>
            <div>
                {title}
                <p class="hint">{facts}</p>
                {scanned}
                {verdict_note(&document.verdict, lang)}
                {earlier(document, lang)}
                {original(
                    (document.seen.as_ref(), !case.state.is_final() && !case.reads_only),
                    case.code.compact(),
                    (&document.requirement, &name),
                    format!("{}#{place}", routes::case(&case.code)),
                    (case.zone, lang),
                )}
            </div>
            <div class="acts">
                <a class="btn second" href=viewer>
                    <Icon name="eye" />
                    <span>{look} {size} <span class="vh">" " {name.clone()}</span></span>
                </a>
                {desk.buttons(&item, &document.verdict, &name, &place)}
            </div>
        </li>
    }
    .into_any()
}

/// Why the round before was given back, while the new one isn't judged yet.
fn earlier(document: &DocumentView, lang: Lang) -> Option<AnyView> {
    let reason = document
        .before_reason
        .clone()
        .filter(|_| document.verdict == Verdict::Open)?;
    Some(view! { <p class="reason"><b>{lang.pick("Yang lama dikembalikan:", "The old one was given back:")}</b> " " {reason}</p> }.into_any())
}

/// Originals to see, signatures to take: what no photograph can show.
pub fn at_the_counter(case: &CaseView, lang: Lang) -> Option<AnyView> {
    (!case.other_requirements.is_empty()).then(|| {
        let list = case
            .other_requirements
            .iter()
            .map(|text| view! { <li lang=tongue(text, lang)>{text.get(lang).to_owned()}</li> })
            .collect_view();
        view! {
            <h2>{lang.pick("Dicocokkan di loket", "To see at the counter")}</h2>
            <ul>{list}</ul>
        }
        .into_any()
    })
}
