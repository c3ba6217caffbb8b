//! What a session has done, on one A4 sheet. Every number is counted in the database.

use super::super::drawing::drawing;
use super::super::frame::DeskBar;
use super::super::session::at_desk;
use super::super::words::short_moment;
use super::api;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Crumb, Fact, day_words};
use domain::text::Lang;
use domain::view::{OutreachReport, OutreachView};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

#[component]
pub fn OutreachReportPage() -> impl IntoView {
    let lang = use_lang();
    let id = use_params_map()
        .read_untracked()
        .get("id")
        .unwrap_or_default();
    Suspend::new(async move {
        let (session, one) = match at_desk(lang, api::read_outreach(id)).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        let (back, place) = (
            one.about.place.clone(),
            format!("{}, {}", one.about.place, one.about.region_name),
        );
        let (day, team, equipment) = (
            day_words(&one.about.day, lang),
            one.team.join(", "),
            one.equipment.join(", "),
        );
        view! {
            <Title text=lang.pick("Laporan jemput bola", "Outreach report") />
            <DeskBar session=session lang=lang here="" />
            <main class="wrap" id="isi" tabindex="-1">
                <Crumb href=routes::outreach(&one.about.id)>{back}</Crumb>
                <h1>{lang.pick("Laporan jemput bola", "Outreach report")}</h1>
                <dl class="facts">
                    <Fact label=lang.pick("Tempat", "Place")>{place}</Fact>
                    <Fact label=lang.pick("Tanggal", "Date")>{day}</Fact>
                    <Fact label=lang.pick("Tim", "Team")>{team}</Fact>
                    <Fact label=lang.pick("Alat", "Equipment")>{equipment}</Fact>
                </dl>
                {tally(&one.report, lang)}
                {services(&one.report, lang)}
                {handovers(&one, lang)}
                <p class="hint no-print">{lang.pick("Cetak dari menu peramban. Muat satu lembar A4.", "Print from the browser's menu. It fits an A4 sheet.")}</p>
            </main>
        }
        .into_any()
    })
}

/// The six numbers.
pub fn tally(report: &OutreachReport, lang: Lang) -> AnyView {
    let numbers = [
        (report.on_roster, lang.pick("di daftar", "on the roster")),
        (report.people, lang.pick("warga dilayani", "people served")),
        (report.cases, lang.pick("permohonan", "applications")),
        (report.documents, lang.pick("dokumen", "documents")),
        (report.seen, lang.pick("asli dilihat", "originals seen")),
        (report.handed_over, lang.pick("diserahkan", "handed over")),
    ];
    let numbers = numbers
        .into_iter()
        .map(|(number, words)| view! { <div><dd>{number}</dd><dt>{words}</dt></div> })
        .collect_view();
    view! { <dl class="tally">{numbers}</dl> }.into_any()
}

fn services(report: &OutreachReport, lang: Lang) -> Option<AnyView> {
    (!report.services.is_empty()).then(|| {
        let rows = report
            .services
            .iter()
            .map(|(name, count)| {
                let count = *count;
                view! { <Fact label=name.get(lang).to_owned()>{count}</Fact> }
            })
            .collect_view();
        view! {
            <h2>{lang.pick("Menurut layanan", "By service")}</h2>
            <dl class="facts">{rows}</dl>
        }
        .into_any()
    })
}

fn handovers(one: &OutreachView, lang: Lang) -> Option<AnyView> {
    (!one.report.handovers.is_empty()).then(|| {
        let heads = [
            lang.pick("Hasil", "Product"),
            lang.pick("Penerima", "Receiver"),
            lang.pick("Waktu", "Time"),
            lang.pick("Tanda tangan", "Signature"),
        ];
        let rows = one
            .report
            .handovers
            .iter()
            .map(|handed| {
                let signature = handed.signature.as_ref().map(|id| {
                    drawing(id, lang.pick("Tanda tangan penerima", "The receiver's signature"), lang)
                });
                view! {
                    <tr role="row">
                        <th scope="row" role="rowheader">
                            <span>{handed.product.get(lang).to_owned()}</span>
                            {match &handed.code {
                                Some(code) => view! { <code>{code.to_string()}</code> }.into_any(),
                                None => view! { <small>{lang.pick("dicatat di tempat", "noted on the spot")}</small> }.into_any(),
                            }}
                        </th>
                        <td role="cell" data-label=heads[1]><span>{handed.receiver.clone()}</span></td>
                        <td role="cell" data-label=heads[2]><span>{short_moment(handed.at, one.zone, lang)}</span></td>
                        <td role="cell" data-label=heads[3]><span>{signature}</span></td>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <h2>{lang.pick("Sudah diserahkan", "Handed over")}</h2>
            <table class="data" role="table">
                <caption class="vh">{lang.pick("Sudah diserahkan", "Handed over")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        {heads.into_iter().map(|head| view! { <th scope="col" role="columnheader">{head}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        }
        .into_any()
    })
}
