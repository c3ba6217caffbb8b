//! Moving about in the queue: another list, a search, another page. Links and one form that only reads.

use super::super::api::Search;
use super::super::session::QUEUE_ROWS;
use super::filter::{self, address, group_words};
use crate::ui::Icon;
use domain::text::Lang;
use domain::view::{QueueFilter, QueueGroup};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Which list, and a search inside it.
pub fn tools(filter: &QueueFilter, usual: QueueGroup, lang: Lang) -> AnyView {
    let groups = [
        QueueGroup::Mine,
        QueueGroup::Open,
        QueueGroup::Returned,
        QueueGroup::Done,
        QueueGroup::All,
    ];
    let lists = groups
        .into_iter()
        .filter(|group| *group != QueueGroup::Mine || usual == QueueGroup::Mine)
        .map(|group| {
            let target = QueueFilter { group, search: filter.search.clone(), page: 0 };
            let current = (group == filter.group).then_some("page");
            view! { <a href=address(&target, usual) aria-current=current>{group_words(group, lang)}</a> }
        })
        .collect_view();
    let clear = (!filter.search.is_empty()).then(|| {
        let target = QueueFilter { search: String::new(), page: 0, ..filter.clone() };
        view! { <a class="btn quiet" href=address(&target, usual)>{lang.pick("Hapus pencarian", "Clear search")}</a> }
    });
    view! {
        <nav class="lists" aria-label=lang.pick("Daftar permohonan", "Lists of applications")>{lists}</nav>
        <form class="tools" role="search" method="post" action=Search::url()>
            <input type="hidden" name=filter::GROUP value=filter::group_key(filter.group) />
            <div class="field">
                <label for="cari">{lang.pick("Kode atau nama pemohon", "Code or applicant's name")}</label>
                <input id="cari" name=filter::SEARCH type="search" maxlength="80" autocomplete="off" value=filter.search.clone() />
            </div>
            <button class="btn second">
                <Icon name="search" />
                {lang.pick("Cari", "Search")}
            </button>
            {clear}
        </form>
    }
    .into_any()
}

/// Back and forth through a long list.
pub fn pages(
    filter: &QueueFilter,
    usual: QueueGroup,
    shown: i64,
    total: i64,
    lang: Lang,
) -> AnyView {
    let page = i64::from(filter.page);
    let all = (total + QUEUE_ROWS - 1) / QUEUE_ROWS;
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
    let after = (shown > 0 && page + 1 < all).then(|| {
        view! {
            <a class="btn quiet" rel="next" href=to(filter.page + 1)>
                {lang.pick("Berikutnya", "Next")}
                <Icon name="next" />
            </a>
        }
    });
    (all > 1)
        .then(|| {
            view! {
                <nav class="pages" aria-label=lang.pick("Halaman", "Pages")>
                    {before}
                    <span>
                        {match lang {
                            Lang::Id => format!("Halaman {} dari {all}", page + 1),
                            Lang::En => format!("Page {} of {all}", page + 1),
                        }}
                    </span>
                    {after}
                </nav>
            }
        })
        .into_any()
}
