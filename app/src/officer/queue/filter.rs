//! A look at the queue, as an address: `/petugas?daftar=terbuka&cari=1&hal=2`.
//! What is searched for isn't in it: `cari=1` means the words of the officer's last search.

use super::super::session::kept_search;
use crate::routes;
use domain::application::State;
use domain::text::Lang;
use domain::view::{QueueFilter, QueueGroup, QueueWhen};
use leptos_router::params::ParamsMap;

pub const GROUP: &str = "daftar";
pub const SEARCH: &str = "cari";
pub const WHEN: &str = "batas";
pub const STATE: &str = "keadaan";
const PAGE: &str = "hal";

pub const GROUPS: [QueueGroup; 6] = [
    QueueGroup::Mine,
    QueueGroup::Held,
    QueueGroup::Open,
    QueueGroup::Returned,
    QueueGroup::Done,
    QueueGroup::All,
];

pub const WHENS: [QueueWhen; 4] = [
    QueueWhen::Any,
    QueueWhen::Pressing,
    QueueWhen::Late,
    QueueWhen::Old,
];

pub fn when_key(when: QueueWhen) -> &'static str {
    match when {
        QueueWhen::Any => "",
        QueueWhen::Pressing => "dekat",
        QueueWhen::Late => "lewat",
        QueueWhen::Old => "lama",
    }
}

pub fn when_words(when: QueueWhen, lang: Lang) -> &'static str {
    match when {
        QueueWhen::Any => lang.pick("Semua batas", "Any deadline"),
        QueueWhen::Pressing => lang.pick("Lewat atau hampir batas", "Late or due soon"),
        QueueWhen::Late => lang.pick("Lewat batas", "Late"),
        QueueWhen::Old => lang.pick("Umur 7 hari atau lebih", "7 days old or more"),
    }
}

pub fn group_key(group: QueueGroup) -> &'static str {
    match group {
        QueueGroup::Mine => "tugas",
        QueueGroup::Held => "pegang",
        QueueGroup::Open => "terbuka",
        QueueGroup::Returned => "perbaikan",
        QueueGroup::Done => "selesai",
        QueueGroup::All => "semua",
    }
}

pub fn group_words(group: QueueGroup, lang: Lang) -> &'static str {
    match group {
        QueueGroup::Mine => lang.pick("Giliran saya", "My turn"),
        QueueGroup::Held => lang.pick("Saya pegang", "In my hands"),
        QueueGroup::Open => lang.pick("Terbuka", "Open"),
        QueueGroup::Returned => lang.pick("Di warga", "With residents"),
        QueueGroup::Done => lang.pick("Selesai", "Finished"),
        QueueGroup::All => lang.pick("Semua", "All"),
    }
}

/// What the address asks for. Whatever isn't understood is as if it weren't there.
pub fn from_address(query: &ParamsMap, usual: QueueGroup) -> QueueFilter {
    let asked = query.get_str(GROUP).unwrap_or_default();
    let when = query.get_str(WHEN).unwrap_or_default();
    QueueFilter {
        when: WHENS
            .into_iter()
            .find(|one| when_key(*one) == when)
            .unwrap_or_default(),
        state: query.get_str(STATE).and_then(State::from_key),
        group: GROUPS
            .into_iter()
            .find(|group| group_key(*group) == asked)
            .unwrap_or(usual),
        search: if query.get_str(SEARCH) == Some("1") {
            kept_search()
        } else {
            String::new()
        },
        page: query
            .get_str(PAGE)
            .and_then(|page| page.parse::<u32>().ok())
            .unwrap_or(1)
            .clamp(1, 100_000)
            - 1,
    }
}

/// The shortest address that asks for this.
pub fn address(filter: &QueueFilter, usual: QueueGroup) -> String {
    let mut query = ParamsMap::new();
    if filter.group != usual {
        query.insert(GROUP, group_key(filter.group).to_owned());
    }
    if filter.when != QueueWhen::Any {
        query.insert(WHEN, when_key(filter.when).to_owned());
    }
    if let Some(state) = filter.state {
        query.insert(STATE, state.key().to_owned());
    }
    if !filter.search.is_empty() {
        query.insert(SEARCH, "1".to_owned());
    }
    if filter.page > 0 {
        query.insert(PAGE, (filter.page + 1).to_string());
    }
    format!("{}{}", routes::OFFICER, query.to_query_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&'static str, &str)]) -> QueueFilter {
        let mut map = ParamsMap::new();
        for (key, value) in pairs {
            map.insert(*key, (*value).to_owned());
        }
        from_address(&map, QueueGroup::Mine)
    }

    #[test]
    fn nonsense_in_the_address_is_the_usual_list() {
        assert_eq!(read(&[]), QueueFilter::default());
        assert_eq!(read(&[(GROUP, "x"), (PAGE, "-4")]), QueueFilter::default());
        assert_eq!(read(&[(PAGE, "0")]).page, 0);
        assert_eq!(read(&[(WHEN, "x"), (STATE, "x")]), QueueFilter::default());
    }

    #[test]
    fn an_address_says_what_it_must_and_no_more() {
        assert_eq!(
            address(&QueueFilter::default(), QueueGroup::Mine),
            "/petugas"
        );
        let filter = QueueFilter {
            group: QueueGroup::All,
            search: "a&b 50%".into(),
            page: 1,
            when: QueueWhen::Late,
            state: Some(State::Checking),
        };
        assert_eq!(
            address(&filter, QueueGroup::Mine),
            "/petugas?daftar=semua&batas=lewat&keadaan=checking&cari=1&hal=2"
        );
    }
}
