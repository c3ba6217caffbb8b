//! Cases that may be one: named on the case's page, compared side by side, told apart or merged with a reason.

use super::api::{self, Merge, NotDouble};
use super::flash::Flash;
use super::frame::DeskBar;
use super::session::at_desk;
use super::words::short_moment;
use crate::error::refused_form;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Badge, Crumb, Note, StateBadge, TextArea, Tone};
use domain::document::MAX_REASON;
use domain::text::{Lang, Text};
use domain::view::{CaseView, FieldView};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// On the case's page: which others, and why they are named.
pub fn alike(case: &CaseView, lang: Lang) -> Option<AnyView> {
    let list: Vec<_> = case
        .alike
        .iter()
        .map(|one| {
            let why = if one.same_nik {
                lang.pick("NIK sama", "same NIK")
            } else {
                lang.pick(
                    "tanggal lahir sama, nama mirip",
                    "same birth date, similar name",
                )
            };
            let words = format!("{} · {} · {why}", one.applicant, one.code);
            let sent = short_moment(one.sent, case.zone, lang);
            view! {
                <li>
                    <a class="tap" href=routes::compare(&case.code, &one.code)>{words}</a>
                    " "
                    <StateBadge state=one.state lang=lang />
                    " "
                    <small>{lang.pick("dikirim ", "sent ")} {sent}</small>
                </li>
            }
        })
        .collect();
    (!list.is_empty()).then(|| {
        view! {
            <Note tone=Tone::Warn>
                <h2>{lang.pick("Mungkin ganda", "Perhaps a duplicate")}</h2>
                <p>{lang.pick("Ada permohonan lain yang masih terbuka untuk layanan ini. Bandingkan dulu.", "There is another open application for this service. Compare them first.")}</p>
                <ul>{list}</ul>
            </Note>
        }
        .into_any()
    })
}

/// On the case's page: what became one with it, with the documents that came that way; or under which code it goes on.
pub fn merged(case: &CaseView, lang: Lang) -> Option<AnyView> {
    let onward = case.merged_into.as_ref().map(|code| {
        let (words, href) = (code.to_string(), routes::case(code));
        view! {
            <Note tone=Tone::Info>
                <p>
                    {lang.pick("Permohonan ini digabung. Lanjutannya: ", "This application was merged. It goes on as ")}
                    <a class="tap" href=href><code>{words}</code></a>
                </p>
            </Note>
        }
    });
    let list = case
        .absorbed
        .iter()
        .map(|one| {
            let words = one.code.to_string();
            let documents = one.documents.iter();
            let documents = documents
                .map(|(id, name)| {
                    let name = name.get(lang).to_owned();
                    view! { <li><a class="tap" href=routes::case_document(&one.code, id)>{name}</a></li> }
                })
                .collect_view();
            view! {
                <p>
                    {lang.pick("Digabung ke sini: ", "Merged into this one: ")}
                    <a class="tap" href=routes::case(&one.code)><code>{words}</code></a>
                    ", "
                    {lang.pick("dikirim ", "sent ")}
                    {short_moment(one.sent, case.zone, lang)}
                </p>
                <ul>{documents}</ul>
            }
        })
        .collect_view();
    let here = (!case.absorbed.is_empty()).then(|| view! { <Note tone=Tone::Info>{list}</Note> });
    (onward.is_some() || here.is_some()).then(|| view! { {onward} {here} }.into_any())
}

#[component]
pub fn ComparePage() -> impl IntoView {
    let lang = use_lang();
    let params = use_params_map();
    let param = |name: &str| params.read_untracked().get(name).unwrap_or_default();
    let (code, other) = (param("code"), param("other"));
    let error = refused_form();
    Suspend::new(async move {
        // Both are opened, and both openings are written down.
        let both = async move {
            let one = api::open_case(code).await?;
            Ok((one, api::open_case(other).await?))
        };
        let (session, (one, other)) = match at_desk(lang, both).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        let apart = one
            .alike
            .iter()
            .any(|alike| alike.code == other.code)
            .then(|| {
                view! {
                    {merge_form(&one, &other, lang)}
                    {form(&one, &other, lang)}
                }
            });
        let rows = rows(&one, &other, lang);
        let heads = [one.code.to_string(), other.code.to_string()];
        let links = [&one, &other].map(|case| {
            let words = case.code.to_string();
            view! { <a class="tap" href=routes::case(&case.code)><code>{words}</code></a> }
        });
        let [first, second] = links;
        view! {
            <Title text=lang.pick("Bandingkan", "Compare") />
            <DeskBar session=session lang=lang here="" />
            <main class="wrap" id="isi" tabindex="-1">
                <Crumb href=routes::case(&one.code)>{lang.pick("Permohonan", "Application")}</Crumb>
                <h1>{lang.pick("Dua permohonan, berdampingan", "Two applications, side by side")}</h1>
                <Flash lang=lang error=error />
                <p>{first} " · " {second}</p>
                <table class="data" role="table">
                    <caption class="vh">{lang.pick("Isian dua permohonan", "Answers of both")}</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th scope="col" role="columnheader">{lang.pick("Isian", "Answer")}</th>
                            {heads.into_iter().map(|head| view! { <th scope="col" role="columnheader">{head}</th> }).collect_view()}
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
                {apart}
            </main>
        }
        .into_any()
    })
}

/// Every answer of either, with what differs marked in words.
fn rows(one: &CaseView, other: &CaseView, lang: Lang) -> AnyView {
    let said = |field: Option<&FieldView>| -> String {
        let lines = field
            .map(|field| field.shown.as_slice())
            .unwrap_or_default();
        lines
            .iter()
            .map(|line: &Text| line.get(lang))
            .collect::<Vec<_>>()
            .join("; ")
    };
    let labels = [one.code.to_string(), other.code.to_string()];
    one.fields
        .iter()
        .map(|field| {
            let twin = other.fields.iter().find(|twin| twin.id == field.id);
            let (here, there) = (said(Some(field)), said(twin));
            let differs = (here != there).then(
                || view! { " " <Badge tone=Tone::Warn>{lang.pick("beda", "differs")}</Badge> },
            );
            let label = field.label.get(lang).to_owned();
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">{label} {differs}</th>
                    <td role="cell" data-label=labels[0].clone()>{here}</td>
                    <td role="cell" data-label=labels[1].clone()>{there}</td>
                </tr>
            }
        })
        .collect_view()
        .into_any()
}

fn form(one: &CaseView, other: &CaseView, lang: Lang) -> AnyView {
    view! {
        <section class="box" aria-labelledby="bukan-h">
            <h2 id="bukan-h">{lang.pick("Bukan permohonan yang sama?", "Not the same application?")}</h2>
            <form method="post" action=NotDouble::url()>
                <input type="hidden" name="code" value=one.code.compact().to_owned() />
                <input type="hidden" name="other" value=other.code.compact().to_owned() />
                <div class="field">
                    <label for="alasan-ganda">{lang.pick("Alasan", "Reason")}</label>
                    <p class="hint" id="alasan-ganda-h">{lang.pick("Tercatat di riwayat kedua permohonan.", "It is written into both histories.")}</p>
                    <TextArea id="alasan-ganda".to_owned() name="reason".to_owned() max=MAX_REASON described="alasan-ganda-h".to_owned() />
                </div>
                <button class="btn second">{lang.pick("Bukan ganda", "No duplicate")}</button>
            </form>
        </section>
    }
    .into_any()
}

/// The younger one ends, where this officer may end it.
fn merge_form(one: &CaseView, other: &CaseView, lang: Lang) -> Option<AnyView> {
    let (older, younger) = if one.sent <= other.sent {
        (one, other)
    } else {
        (other, one)
    };
    younger.may_merge.then(|| {
        let (stays, ends) = (older.code.to_string(), younger.code.to_string());
        view! {
            <section class="box" aria-labelledby="gabung-h">
                <h2 id="gabung-h">{lang.pick("Permohonan yang sama?", "The same application?")}</h2>
                <p>
                    {lang.pick("Yang lebih dulu dikirim, ", "The one sent first, ")}
                    <code>{stays}</code>
                    {lang.pick(", diteruskan. Yang lain, ", ", goes on. The other, ")}
                    <code>{ends}</code>
                    {lang.pick(", selesai dengan keterangan \"digabung\". Ini tidak bisa dibatalkan.", ", ends as \"merged\". This can't be undone.")}
                </p>
                <form method="post" action=Merge::url()>
                    <input type="hidden" name="code" value=one.code.compact().to_owned() />
                    <input type="hidden" name="other" value=other.code.compact().to_owned() />
                    <div class="field">
                        <label for="alasan-gabung">{lang.pick("Alasan digabung", "Why they are merged")}</label>
                        <p class="hint" id="alasan-gabung-h">{lang.pick("Pemohon akan membacanya di halaman status.", "The resident will read it on the status page.")}</p>
                        <TextArea id="alasan-gabung".to_owned() name="reason".to_owned() max=MAX_REASON described="alasan-gabung-h".to_owned() />
                    </div>
                    <button class="btn">{lang.pick("Gabungkan", "Merge them")}</button>
                </form>
            </section>
        }
        .into_any()
    })
}
