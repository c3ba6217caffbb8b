//! Moving about in the queue: another list, a search of all there is, another page. Links and one form that only reads.

use super::super::api::Search;
use super::super::session::QUEUE_ROWS;
use super::filter::{self, address, group_words};
use crate::routes;
use crate::ui::Icon;
use domain::application::State;
use domain::text::Lang;
use domain::view::{Queue, QueueFilter, QueueGroup, QueueWhen};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Which list, and a search, which looks through all of them: who searches doesn't know where it lies.
pub fn tools(filter: &QueueFilter, usual: QueueGroup, lang: Lang) -> AnyView {
    let lists = filter::GROUPS
        .into_iter()
        .filter(|group| {
            !matches!(group, QueueGroup::Mine | QueueGroup::Held) || usual == QueueGroup::Mine
        })
        .map(|group| {
            let target = QueueFilter { group, search: filter.search.clone(), ..QueueFilter::default() };
            let current = (group == filter.group).then_some("page");
            view! { <a href=address(&target, usual) aria-current=current>{group_words(group, lang)}</a> }
        })
        .collect_view();
    let clear = (!filter.search.is_empty()).then(|| {
        let target = QueueFilter { search: String::new(), page: 0, ..filter.clone() };
        view! { <a class="btn quiet" href=address(&target, usual)>{lang.pick("Hapus pencarian", "Clear search")}</a> }
    });
    let searching = !filter.search.is_empty();
    let everywhere = match (searching, filter.group) {
        (false, _) => lang.pick(
            "Pencarian mencakup semua permohonan di wilayah Anda, juga yang sudah selesai.",
            "A search covers all applications of your territory, finished ones too.",
        ),
        (true, QueueGroup::All) => lang.pick(
            "Ini hasil dari semua permohonan di wilayah Anda, bukan hanya giliran Anda.",
            "These were found among all applications of your territory, not only your turn.",
        ),
        (true, _) => lang.pick(
            "Ini hasil dari daftar ini saja. Cari lagi, atau tekan \"Semua\", untuk melihat di semua permohonan.",
            "These were found in this list only. Search again, or press \"All\", to look through all applications.",
        ),
    };
    view! {
        <nav class="lists" aria-label=lang.pick("Daftar permohonan", "Lists of applications")>{lists}</nav>
        <form class="tools" role="search" method="post" action=Search::url()>
            <div class="field">
                <label for="cari">{lang.pick("Kode, nama, atau nomor HP", "Code, name or phone number")}</label>
                <input id="cari" name=filter::SEARCH type="search" maxlength="80" autocomplete="off" aria-describedby="cari-h" value=filter.search.clone() />
            </div>
            <button class="btn second">
                <Icon name="search" />
                {lang.pick("Cari", "Search")}
            </button>
            {clear}
        </form>
        <p class="hint" id="cari-h">{everywhere}</p>
        {narrow(filter, lang)}
    }
    .into_any()
}

/// Narrower: by deadline or age, and by state. Nothing personal, so a plain link's form.
fn narrow(filter: &QueueFilter, lang: Lang) -> AnyView {
    let set = filter.when != QueueWhen::Any || filter.state.is_some();
    let whens = filter::WHENS.into_iter().map(|when| {
        view! {
            <option value=filter::when_key(when) selected=when == filter.when>{filter::when_words(when, lang)}</option>
        }
    });
    let states = State::ALL.into_iter().filter(|state| *state != State::Draft).map(|state| {
        view! { <option value=state.key() selected=Some(state) == filter.state>{state.label(lang)}</option> }
    });
    let searching = (!filter.search.is_empty())
        .then(|| view! { <input type="hidden" name=filter::SEARCH value="1" /> });
    view! {
        <details class="narrow" open=set>
            <summary>{lang.pick("Saring", "Filter")}</summary>
            <form class="tools" method="get" action=routes::OFFICER>
                <input type="hidden" name=filter::GROUP value=filter::group_key(filter.group) />
                {searching}
                <div class="field">
                    <label for="batas">{lang.pick("Batas dan umur", "Deadline and age")}</label>
                    <select id="batas" name=filter::WHEN>{whens.collect_view()}</select>
                </div>
                <div class="field">
                    <label for="keadaan">{lang.pick("Keadaan", "State")}</label>
                    <select id="keadaan" name=filter::STATE>
                        <option value="">{lang.pick("Semua keadaan", "Any state")}</option>
                        {states.collect_view()}
                    </select>
                </div>
                <button class="btn second">{lang.pick("Saring", "Filter")}</button>
            </form>
        </details>
    }
    .into_any()
}

/// Back and forth through a long list.
pub fn pages(filter: &QueueFilter, usual: QueueGroup, queue: &Queue, lang: Lang) -> AnyView {
    let page = i64::from(filter.page);
    let all = (queue.total + QUEUE_ROWS - 1) / QUEUE_ROWS;
    let to = |page: u32| {
        address(
            &QueueFilter {
                page,
                ..filter.clone()
            },
            usual,
        )
    };
    let before = (page > 0).then(|| {
        view! {
            <a class="btn quiet" rel="prev" href=to(filter.page - 1)>
                <Icon name="back" />
                {lang.pick("Sebelumnya", "Previous")}
            </a>
        }
    });
    let after = (!queue.rows.is_empty() && (queue.more || page + 1 < all)).then(|| {
        view! {
            <a class="btn quiet" rel="next" href=to(filter.page + 1)>
                {lang.pick("Berikutnya", "Next")}
                <Icon name="next" />
            </a>
        }
    });
    // How many pages there are is not known where not all cases were counted.
    let of = (!queue.more).then_some(all);
    (all > 1)
        .then(|| {
            view! {
                <nav class="pages" aria-label=lang.pick("Halaman", "Pages")>
                    {before}
                    <span>
                        {match (of, lang) {
                            (Some(all), Lang::Id) => format!("Halaman {} dari {all}", page + 1),
                            (Some(all), Lang::En) => format!("Page {} of {all}", page + 1),
                            (None, Lang::Id) => format!("Halaman {}", page + 1),
                            (None, Lang::En) => format!("Page {}", page + 1),
                        }}
                    </span>
                    {after}
                </nav>
            }
        })
        .into_any()
}
