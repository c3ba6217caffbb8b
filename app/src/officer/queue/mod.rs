//! The queue: whose turn, how old, how urgent.

mod bulk;
mod filter;
mod table;
mod tools;

use super::frame::{DeskBar, refused};
use super::session::{require_session, send_to, today};
use super::{api, flash::Flash};
use crate::error::ApiError;
use crate::error::refused_form;
use crate::facts::{page_status, use_lang};
use crate::routes;
use crate::ui::{Empty, Icon, Note, Tone};
use domain::answer::grouped;
use domain::clock::Pressure;
use domain::text::Lang;
use domain::view::{LettersWaiting, Queue, QueueFilter, QueueGroup, QueueWhen, Session};
use filter::{address, from_address, group_words};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use table::{Desk, queue_table};
use tools::{pages, tools};

#[component]
pub fn QueuePage() -> impl IntoView {
    let lang = use_lang();
    let query = use_query_map().get_untracked();
    let error = refused_form();
    Suspend::new(async move {
        let session = match require_session().await {
            Ok(session) => session,
            Err(error) => return refused(&error, lang),
        };
        if !session.officer.role.sees_cases() {
            return no_cases(session, lang);
        }
        if session.officer.partner.is_some() {
            send_to(routes::HELPED);
            return ().into_any();
        }
        // Who has no steps to take would always find an own list empty.
        let usual = if !session.officer.role.works_on_cases() {
            QueueGroup::Open
        } else {
            QueueGroup::Mine
        };
        let filter = from_address(&query, usual);
        let queue = match api::read_queue(filter.clone()).await {
            Ok(queue) => queue,
            Err(ApiError(error)) => {
                page_status(error.status());
                return refused(&error, lang);
            }
        };
        let opens = session.officer.role.sees_documents();
        let desk = Desk {
            opens,
            territory: session.territory_name.clone(),
            today: today(queue.zone),
            zone: queue.zone,
            lang,
        };
        view! {
            <Title text=lang.pick("Antrean", "Queue") />
            <DeskBar session=session lang=lang here=routes::OFFICER />
            <main class="wrap" id="isi" tabindex="-1">
                <h1>{lang.pick("Antrean permohonan", "Queue of applications")}</h1>
                {bulk::told(lang)}
                <Flash lang=lang error=error.clone() />
                {(!opens).then(|| view! {
                    <p class="hint">
                        {lang.pick(
                            "Anda melihat perjalanan permohonan warga desa Anda. Isi dan dokumennya hanya dibuka petugas kecamatan.",
                            "You see how your village's applications fare. What is in them is opened by officers only.",
                        )}
                    </p>
                })}
                {letters(&queue.letters, lang)}
                {tally(&queue, lang)}
                {tools(&filter, usual, lang)}
                {if queue.rows.is_empty() {
                    empty(&filter, usual, &queue.letters, lang)
                } else {
                    bulk::bulk(&queue, address(&filter, usual), error.as_ref(), lang, queue_table(&queue, &desk, filter.group))
                }}
                {pages(&filter, usual, &queue, lang)}
            </main>
        }
        .into_any()
    })
}

/// A content admin keeps catalogue and profiles and sees nobody's case.
fn no_cases(session: Session, lang: Lang) -> AnyView {
    view! {
        <Title text=lang.pick("Antrean", "Queue") />
        <DeskBar session=session lang=lang here=routes::OFFICER />
        <main class="wrap" id="isi" tabindex="-1">
            <h1>{lang.pick("Tugas Anda: konten", "Your task: content")}</h1>
            <p class="lead">
                {lang.pick(
                    "Akun admin konten tidak membuka permohonan warga.",
                    "A content account opens no resident's application.",
                )}
            </p>
            <p class="acts">
                <a class="btn" href=routes::OFFICER_CONTENT>
                    <Icon name="pen" />
                    {lang.pick("Periksa layanan dan profil", "Check services and profile")}
                </a>
            </p>
        </main>
    }
    .into_any()
}

/// How much there is, and how much of it can't wait. What is most pressing comes first, so the first page knows.
fn tally(queue: &Queue, lang: Lang) -> AnyView {
    let count = |pressure| {
        queue
            .rows
            .iter()
            .filter(|row| row.pressure == pressure)
            .count()
    };
    let (late, soon) = (count(Pressure::Late), count(Pressure::Soon));
    let on_page = queue.more || queue.total > queue.rows.len() as i64;
    let total = grouped(queue.total.unsigned_abs(), lang);
    let total = if queue.more {
        format!("{total}+")
    } else {
        total
    };
    let here = move || on_page.then(|| lang.pick(" di halaman ini", " on this page"));
    view! {
        <dl class="tally">
            <div class=(late > 0).then_some("is-bad")>
                <dd>{late}</dd>
                <dt>{lang.pick("lewat batas", "late")} {here()}</dt>
            </div>
            <div class=(soon > 0).then_some("is-warn")>
                <dd>{soon}</dd>
                <dt>{lang.pick("hampir batas", "due soon")} {here()}</dt>
            </div>
            <div>
                <dd>{total}</dd>
                <dt>{lang.pick("dalam daftar", "in this list")}</dt>
            </div>
        </dl>
    }
    .into_any()
}

/// What waits for this officer's name. A decided case is the counter's turn, so it isn't in the own list.
fn letters(waiting: &LettersWaiting, lang: Lang) -> Option<AnyView> {
    let count = |count: u32| match waiting.more {
        true if lang == Lang::Id => format!("{count} atau lebih"),
        true => format!("{count} or more"),
        false => count.to_string(),
    };
    let sign = (waiting.sign > 0).then(|| {
        let words = lang.pick(
            "Surat menunggu tanda tangan Anda: ",
            "Letters that await your signature: ",
        );
        view! { <p>{words} <b>{count(waiting.sign)}</b></p> }
    });
    let make = (waiting.make > 0).then(|| {
        let words = lang.pick(
            "Permohonan sudah disetujui, suratnya belum Anda beri nomor: ",
            "Approved applications whose letter you haven't numbered yet: ",
        );
        view! { <p>{words} <b>{count(waiting.make)}</b></p> }
    });
    (waiting.sign + waiting.make > 0).then(|| {
        view! {
            <Note tone=Tone::Warn>
                {sign}
                {make}
                <p><a class="tap" href=routes::LETTERS>{lang.pick("Buka daftar surat", "Open the list of letters")}</a></p>
            </Note>
        }
        .into_any()
    })
}

fn empty(filter: &QueueFilter, usual: QueueGroup, letters: &LettersWaiting, lang: Lang) -> AnyView {
    let searching = !filter.search.is_empty();
    let narrowed = filter.when != QueueWhen::Any || filter.state.is_some();
    let words = match (searching, filter.group) {
        (true, QueueGroup::All) if !narrowed => lang.pick(
            "Tidak ada permohonan dengan kode, nama, atau nomor HP itu di wilayah Anda.",
            "No application in your territory has that code, name or phone number.",
        ),
        (true, _) => lang.pick(
            "Tidak ada permohonan dengan kode, nama, atau nomor HP itu di daftar ini.",
            "No application in this list has that code, name or phone number.",
        ),
        _ if narrowed => lang.pick(
            "Tidak ada permohonan dengan saringan itu.",
            "No application fits that filter.",
        ),
        (_, QueueGroup::Mine) if letters.sign + letters.make > 0 => lang.pick(
            "Tidak ada permohonan lain yang menunggu Anda.",
            "No other application waits for you.",
        ),
        (_, QueueGroup::Mine) => lang.pick(
            "Tidak ada yang menunggu Anda. Meja Anda bersih.",
            "Nothing waits for you. Your desk is clear.",
        ),
        (_, QueueGroup::Held) => lang.pick(
            "Anda belum memegang permohonan. Buka satu, lalu tekan \"Saya kerjakan\".",
            "Nothing is in your hands. Open one and press \"I'll do it\".",
        ),
        (_, QueueGroup::Returned) => lang.pick(
            "Tidak ada yang sedang diperbaiki warga.",
            "No resident is mending anything.",
        ),
        (_, QueueGroup::Done) => lang.pick("Belum ada yang selesai.", "Nothing is finished yet."),
        _ => lang.pick("Belum ada permohonan.", "There is no application yet."),
    };
    let other = (filter.group != QueueGroup::All).then(|| {
        let target = address(
            &QueueFilter {
                group: QueueGroup::All,
                search: filter.search.clone(),
                ..QueueFilter::default()
            },
            usual,
        );
        let words = if searching {
            lang.pick("Cari di semua", "Search everywhere")
        } else {
            lang.pick("Lihat semua", "Show all")
        };
        view! { <a class="btn second" href=target>{words}</a> }
    });
    view! { <Empty words=words>{other}</Empty> }.into_any()
}
