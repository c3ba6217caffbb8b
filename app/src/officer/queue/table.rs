//! The rows: a table on a tablet, cards on a phone.

use super::super::assist::hour;
use super::super::words::{age, deadline, near};
use super::bulk;
use crate::routes;
use crate::ui::{Badge, StateBadge, Tone, Words};
use domain::application::State;
use domain::clock::Pressure;
use domain::region::Zone;
use domain::text::Lang;
use domain::view::{Queue, QueueGroup, QueueRow};
use leptos::prelude::*;
use time::Date;

/// Who looks at the list.
pub struct Desk {
    /// This officer may look into cases.
    pub opens: bool,
    pub territory: String,
    pub today: Option<Date>,
    pub zone: Zone,
    pub lang: Lang,
}

pub fn queue_table(queue: &Queue, desk: &Desk, group: QueueGroup) -> AnyView {
    let lang = desk.lang;
    let picks = bulk::is_offered(queue);
    let heads = [
        lang.pick("Permohonan", "Application"),
        lang.pick("Pemohon", "Applicant"),
        lang.pick("Keadaan", "State"),
        lang.pick("Umur", "Age"),
        lang.pick("Batas", "Due"),
    ];
    let rows = queue
        .rows
        .iter()
        .map(|row| row_view(row, heads, desk, group, picks))
        .collect_view();
    view! {
        <table class="data" role="table">
            <caption class="vh">{super::group_words(group, lang)}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    {heads.into_iter().map(|head| view! { <th scope="col" role="columnheader">{head}</th> }).collect_view()}
                    {picks.then(|| view! { <th scope="col" role="columnheader">{bulk::pick_words(lang)}</th> })}
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row_view(
    row: &QueueRow,
    heads: [&'static str; 5],
    desk: &Desk,
    group: QueueGroup,
    picks: bool,
) -> AnyView {
    let lang = desk.lang;
    let due = deadline(
        row.state,
        row.due.as_deref(),
        row.pressure,
        desk.today,
        lang,
    );
    let name = view! { <Words text=row.service_name.clone() lang=lang /> };
    let code = row.code.to_string();
    let title = if desk.opens {
        view! { <a href=routes::case(&row.code)>{name}<code>{code}</code></a> }.into_any()
    } else {
        view! { <span>{name}<code>{code}</code></span> }.into_any()
    };
    let urgent = match &row.deadline {
        Some(deadline) if !row.state.is_final() => Some(hour(deadline, desk.zone, lang)),
        _ => row.urgent.then(|| {
            view! { <Badge tone=Tone::Bad>{lang.pick("Mendesak", "Urgent")}</Badge> }.into_any()
        }),
    };
    // In one's own list every row is one's turn: no need to say it on each.
    let turn = (row.mine && group != QueueGroup::Mine)
        .then(|| view! { <small>{lang.pick("giliran Anda", "your turn")}</small> });
    // The state says that somebody works on it; here is whose desk it is.
    let hand = row
        .hand
        .filter(|_| row.state == State::Processing && group != QueueGroup::Mine)
        .map(|role| view! { <small>{lang.pick("di meja ", "with ")} {role.name(lang)}</small> });
    let hold = row.hold.as_ref().map(|hold| {
        let words = if hold.own {
            lang.pick("Anda kerjakan", "in your hands").to_owned()
        } else {
            format!("{} {}", lang.pick("dikerjakan", "with"), hold.by.get(lang))
        };
        view! { <small>{words}</small> }
    });
    let due_view = match due.tone {
        Some(tone) => view! { <Badge tone=tone>{due.words}</Badge> }.into_any(),
        None => view! { <span>{due.words}</span> }.into_any(),
    };
    view! {
        <tr role="row" class=(row.pressure == Pressure::Late).then_some("late")>
            <th scope="row" role="rowheader">{title} {urgent}</th>
            <td role="cell" data-label=heads[1]>
                <span>{row.applicant.clone()} <small>{near(&row.region_name, &desk.territory)}</small></span>
            </td>
            <td role="cell" data-label=heads[2]>
                <span><StateBadge state=row.state lang=lang /> {hand} {turn} {hold}</span>
            </td>
            <td role="cell" data-label=heads[3] class="num">{age(row.age_days, lang)}</td>
            <td role="cell" data-label=heads[4]>{due_view}</td>
            {picks.then(|| bulk::pick(row, lang))}
        </tr>
    }
    .into_any()
}
