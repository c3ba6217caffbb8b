//! Cases of those who were helped, as who helped sees them: whose, where it stands, and what can't wait.

use super::super::frame::DeskBar;
use super::super::session::at_desk;
use super::super::words::short_moment;
use super::api;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Badge, Empty, StateBadge, Tone, tongue};
use domain::clock::Pressure;
use domain::code::Code;
use domain::region::Zone;
use domain::text::Lang;
use domain::view::{DeadlineView, HelpedCase};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn HelpedPage() -> impl IntoView {
    let lang = use_lang();
    Suspend::new(async move {
        let (session, cases) = match at_desk(lang, api::read_helped()).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        let body = if cases.rows.is_empty() {
            let words = lang.pick(
                "Belum ada permohonan yang dibantu.",
                "Nobody has been helped with an application yet.",
            );
            view! {
                <Empty words=words>
                    <a class="btn" href=routes::CLIENTS>{lang.pick("Pilih warga", "Choose a resident")}</a>
                </Empty>
            }
            .into_any()
        } else {
            case_rows(&cases.rows, cases.zone, |_| None, lang)
        };
        view! {
            <Title text=lang.pick("Permohonan yang dibantu", "Helped applications") />
            <DeskBar session=session lang=lang here=routes::HELPED />
            <main class="wrap" id="isi" tabindex="-1">
                <h1>{lang.pick("Permohonan yang dibantu", "Helped applications")}</h1>
                <p class="lead">
                    {lang.pick(
                        "Di sini Anda melihat sampai mana, mencetak hasil, dan menyerahkannya.",
                        "See how far they are, print what was made, and hand it over.",
                    )}
                </p>
                {body}
            </main>
        }
        .into_any()
    })
}

/// Rows of cases; `act` may add a button to each.
pub fn case_rows(
    cases: &[HelpedCase],
    zone: Zone,
    act: impl Fn(&Code) -> Option<AnyView>,
    lang: Lang,
) -> AnyView {
    let heads = [
        lang.pick("Permohonan", "Application"),
        lang.pick("Warga", "Resident"),
        lang.pick("Keadaan", "State"),
        lang.pick("Dikirim", "Sent"),
    ];
    let rows = cases
        .iter()
        .map(|case| {
            let name = case.service_name.get(lang).to_owned();
            let hour = case
                .deadline
                .as_ref()
                .filter(|_| !case.state.is_final())
                .map(|deadline| hour(deadline, zone, lang));
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        <a href=routes::handover(&case.code)>
                            <span lang=tongue(&case.service_name, lang)>{name}</span>
                            <code>{case.code.to_string()}</code>
                        </a>
                        {hour}
                    </th>
                    <td role="cell" data-label=heads[1]><span>{case.applicant.clone()}</span></td>
                    <td role="cell" data-label=heads[2]>
                        <span><StateBadge state=case.state lang=lang /> <small>{case.channel.name(lang)}</small></span>
                    </td>
                    <td role="cell" data-label=heads[3]>
                        <span>{short_moment(case.sent, zone, lang)} {act(&case.code)}</span>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="data" role="table">
            <caption class="vh">{lang.pick("Permohonan", "Applications")}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    {heads.into_iter().map(|head| view! { <th scope="col" role="columnheader">{head}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

/// "Pemakaman 22 Nov 15.00 WIB, 3 jam lagi": an hour that can't wait.
pub fn hour(deadline: &DeadlineView, zone: Zone, lang: Lang) -> AnyView {
    let tone = match deadline.pressure {
        Pressure::Late => Tone::Bad,
        Pressure::Soon => Tone::Warn,
        Pressure::Fine => Tone::Info,
    };
    let words = format!(
        "{} {}, {}",
        deadline.name.get(lang),
        short_moment(deadline.at, zone, lang),
        left(deadline.minutes, lang)
    );
    view! { <Badge tone=tone>{words}</Badge> }.into_any()
}

/// How long there is still.
fn left(minutes: i64, lang: Lang) -> String {
    match (minutes, lang) {
        (..0, _) => lang.pick("sudah lewat", "has passed").to_owned(),
        (0..60, Lang::Id) => format!("{minutes} menit lagi"),
        (0..60, Lang::En) => format!("in {minutes} minutes"),
        (60..2880, Lang::Id) => format!("{} jam lagi", minutes / 60),
        (60..2880, Lang::En) => format!("in {} hours", minutes / 60),
        (_, Lang::Id) => format!("{} hari lagi", minutes / 1440),
        (_, Lang::En) => format!("in {} days", minutes / 1440),
    }
}

#[cfg(test)]
mod tests {
    use super::left;
    use domain::text::Lang;

    #[test]
    fn what_is_left_is_told_as_people_would() {
        let told = [-1, 0, 59, 60, 179, 2879, 2880].map(|minutes| left(minutes, Lang::Id));
        assert_eq!(
            told,
            [
                "sudah lewat",
                "0 menit lagi",
                "59 menit lagi",
                "1 jam lagi",
                "2 jam lagi",
                "47 jam lagi",
                "2 hari lagi"
            ]
        );
    }
}
