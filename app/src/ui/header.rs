//! The top of every page: the way past it, whose office this is, the menu, and the other language.

use crate::facts::Facts;
use crate::routes;
use domain::text::Lang;
use leptos::prelude::*;

#[component]
pub fn Header(facts: Facts) -> impl IntoView {
    let Facts {
        lang, path, office, ..
    } = facts;
    let officer = path.starts_with(routes::OFFICER);
    // Whoever fills in a form has one thing to do; a menu would push the question off a phone.
    let busy = [routes::APPLY, routes::HELPED_FORM, routes::FIELD]
        .iter()
        .any(|form| path.starts_with(form))
        || path == routes::CORRECT;
    let beneath = if officer {
        format!("{} · {office}", lang.pick("Petugas", "Officers"))
    } else {
        office
    };
    // On the front page the woven band stands under the search instead.
    let band =
        (path != routes::HOME).then(|| view! { <div class="band" aria-hidden="true"></div> });
    view! {
        <a class="skip" href="#isi">{lang.pick("Langsung ke isi", "Skip to content")}</a>
        <header class="top">
            <div class="wrap">
                <a class="brand" href=if officer { routes::OFFICER } else { routes::HOME }>
                    <Mark />
                    <span>
                        <b>"Genggam"</b>
                        <small>{beneath}</small>
                    </span>
                </a>
                <LanguageSwitch lang=lang to=path.clone() />
                // Officers have a menu of their own, and their name beside it.
                {(!officer && !busy).then(|| view! { <Menu lang=lang path=path /> })}
            </div>
        </header>
        {band}
    }
}

/// Strips of a woven mat in the shape of a closed hand.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg viewBox="2 3 29 26" aria-hidden="true">
            <path
                fill="currentColor"
                d="M4.5 11a2 2 0 0 1 4 0v8h-4zM4.5 25h4v3h-4zM10 7a2 2 0 0 1 4 0v6h-4zM10 19h4v9h-4zM15.5 6a2 2 0 0 1 4 0v13h-4zM15.5 25h4v3h-4zM21 9a2 2 0 0 1 4 0v4h-4zM21 19h4v9h-4z"
            ></path>
            <path fill="#edab20" d="M9.5 14h5v4h-5zM20.5 14H25v4h-4.5zM3 20h6v4H3zM15 20h5v4h-5zM26 24V14a2 2 0 0 1 4 0v6a4 4 0 0 1-4 4z"></path>
        </svg>
    }
}

/// Three links, so that they fit side by side on a phone.
#[component]
fn Menu(lang: Lang, path: String) -> impl IntoView {
    let links = [
        (routes::SERVICES, lang.pick("Layanan", "Services")),
        (routes::REGIONS, "Kecamatan"),
        (routes::STATUS, lang.pick("Cek status", "Check status")),
    ];
    view! {
        <nav aria-label=lang.pick("Menu utama", "Main menu")>
            {links.map(|(href, words)| view! { <a href=href aria-current=current(&path, href)>{words}</a> }).collect_view()}
        </nav>
    }
}

/// `page` on the page itself, `true` on the pages below it.
fn current(path: &str, href: &str) -> Option<&'static str> {
    match path.strip_prefix(href) {
        Some("") => Some("page"),
        Some(below) if below.starts_with('/') => Some("true"),
        _ => None,
    }
}

/// A form, not a link: it changes what the server remembers, and no robot or prefetch may do that.
#[component]
fn LanguageSwitch(lang: Lang, to: String) -> impl IntoView {
    let other = lang.pick(Lang::En, Lang::Id);
    view! {
        <form class="lang" method="post" action=routes::LANGUAGE>
            <input type="hidden" name="to" value=to />
            <button name="lang" value=other.tag() lang=other.tag()>
                {other.pick("Indonesia", "English")}
            </button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::current;

    #[test]
    fn the_menu_knows_where_the_reader_is() {
        assert_eq!(current("/layanan", "/layanan"), Some("page"));
        assert_eq!(current("/layanan/sktm", "/layanan"), Some("true"));
        assert_eq!(current("/layananku", "/layanan"), None);
        assert_eq!(current("/", "/layanan"), None);
    }
}
