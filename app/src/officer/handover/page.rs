//! `/petugas/dibantu/{code}`: one case for those who took it in and hand its products over. No answers, no photos.

use super::super::assist::hour;
use super::super::flash::Flash;
use super::super::frame::DeskBar;
use super::super::session::at_desk;
use super::{api, documents::original, products};
use crate::error::refused_form;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Crumb, Icon, Note, StateBadge, Tone, Words, moment_words, tongue};
use domain::text::Lang;
use domain::view::{HandoverView, SentDocument};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

#[component]
pub fn HandoverPage() -> impl IntoView {
    let lang = use_lang();
    let code = use_params_map()
        .read_untracked()
        .get("code")
        .unwrap_or_default();
    let error = refused_form();
    Suspend::new(async move {
        let (session, case) = match at_desk(lang, api::read_handover(code)).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        let assists = session.officer.role.assists();
        let whole = session.officer.role.sees_documents();
        view! {
            <Title text=format!("{} {}", lang.pick("Penyerahan", "Hand-over"), case.code) />
            <DeskBar session=session lang=lang here="" />
            <main class="wrap" id="isi" tabindex="-1">
                {if assists {
                    view! { <Crumb href=routes::HELPED>{lang.pick("Permohonan yang dibantu", "Helped applications")}</Crumb> }.into_any()
                } else {
                    view! { <Crumb href=routes::case(&case.code)>{lang.pick("Permohonan", "Application")}</Crumb> }.into_any()
                }}
                <h1>{case.applicant.clone()} ": " <Words text=case.service_name.clone() lang=lang /></h1>
                <p class="meta">
                    <code>{case.code.to_string()}</code>
                    <StateBadge state=case.state lang=lang />
                    {case.deadline.as_ref().filter(|_| !case.state.is_final()).map(|deadline| hour(deadline, case.zone, lang))}
                    <span>{lang.pick("dikirim ", "sent ")} {moment_words(case.sent, case.zone, lang)}</span>
                </p>
                <Flash lang=lang error=error />
                {wanted(&case, lang)}
                {whole.then(|| view! {
                    <p class="acts">
                        <a class="btn second" href=routes::case(&case.code)>{lang.pick("Buka isian dan dokumen", "Open answers and documents")}</a>
                    </p>
                })}
                <h2>{lang.pick("Hasil", "What is handed over")}</h2>
                {products(&case.products, &case.code, case.zone, lang)}
                <h2>{lang.pick("Dokumen yang dikirim", "Documents sent")}</h2>
                {documents(&case, lang)}
            </main>
        }
        .into_any()
    })
}

/// What was given back and what may follow, with the way to the resident.
fn wanted(case: &HandoverView, lang: Lang) -> Option<AnyView> {
    (!case.wanted.is_empty()).then(|| {
        let items = case
            .wanted
            .iter()
            .map(|one| {
                let reason = (!one.reason.is_empty()).then(|| format!(": {}", one.reason));
                view! { <li><b lang=tongue(&one.label, lang)>{one.label.get(lang).to_owned()}</b> {reason}</li> }
            })
            .collect_view();
        let on = case.client.as_ref().map(|id| {
            view! {
                <p class="acts">
                    <a class="btn" href=routes::client(id, None)>
                        <Icon name="person" />
                        {lang.pick("Buka warga ini", "Open this resident")}
                    </a>
                </p>
            }
        });
        view! {
            <Note tone=Tone::Warn>
                <p>{lang.pick("Masih ditunggu dari warga:", "Still wanted from the resident:")}</p>
                <ul>{items}</ul>
                {on}
            </Note>
        }
        .into_any()
    })
}

fn documents(case: &HandoverView, lang: Lang) -> AnyView {
    if case.documents.is_empty() {
        return view! { <p class="nil">{lang.pick("Tidak ada dokumen yang dikirim.", "No documents were sent.")}</p> }.into_any();
    }
    let row = |one: &SentDocument| {
        let name = one.name.get(lang).to_owned();
        let pages = match lang {
            Lang::Id => format!("{} halaman", one.pages),
            Lang::En => format!("{} page(s)", one.pages),
        };
        view! {
            <li>
                <b lang=tongue(&one.name, lang)>{name.clone()}</b>
                " "
                <small>{pages}</small>
                {original((one.seen.as_ref(), !case.state.is_final()), case.code.compact(), (&one.requirement, &name), String::new(), (case.zone, lang))}
            </li>
        }
    };
    view! { <ul class="plain">{case.documents.iter().map(row).collect_view()}</ul> }.into_any()
}
