//! `/draf`: everything this device keeps, and how far each has come. The server knows none of it: it writes the frame.

use super::list::{DRAFTS_LIST, wake_list};
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Crumb, Icon};
use domain::text::Lang;
use leptos::prelude::*;
use leptos_meta::Title;

/// Nothing to see: it wakes the list around it. An island of its own, so that nobody who fills in a form waits for it.
#[island(lazy)]
pub fn DraftsIsland() -> impl IntoView {
    if is_browser() {
        wake_list();
    }
}

#[component]
pub fn DraftsPage() -> impl IntoView {
    let lang = use_lang();
    let title = lang.pick("Isian di HP ini", "What this phone keeps");
    view! {
        <Title text=title />
        <main class="wrap" id="isi" tabindex="-1">
            <Crumb href=routes::HOME>{lang.pick("Halaman depan", "Front page")}</Crumb>
            <h1>{title}</h1>
            <p class="lead">
                {lang.pick(
                    "Isian dan foto hanya ada di HP ini. Yang sudah Anda tekan Kirim akan dikirim sendiri saat ada sinyal.",
                    "Answers and photos are on this phone only. What you have pressed Send for goes by itself when there is a signal.",
                )}
            </p>
            <noscript>
                <p>{lang.pick("Bagian ini memerlukan JavaScript.", "This part needs JavaScript.")}</p>
            </noscript>
            <div id=DRAFTS_LIST data-urgent data-lang=lang.tag()>
                <p data-when="loading" class="hint">{lang.pick("Membuka isian…", "Opening…")}</p>
                <div class="empty" data-when="none" hidden>
                    <p>{lang.pick("Belum ada isian di HP ini.", "Nothing is kept on this phone yet.")}</p>
                    <a class="btn second" href=routes::SERVICES>{lang.pick("Pilih layanan", "Choose a service")}</a>
                </div>
                <p class="vh" role="status" data-said></p>
                <ul class="plain" data-list></ul>
                {card(lang)}
                <div class="box" data-when="some" hidden>
                    <p>
                        {lang.pick(
                            "Isian yang tidak disentuh 28 hari dihapus sendiri. HP dipakai bersama? Hapus yang sudah selesai.",
                            "What nobody touches for 28 days is removed by itself. Do you share this phone? Remove what is finished.",
                        )}
                    </p>
                    <p data-room class="hint"></p>
                    <p class="acts">
                        {forget("wipe-all", lang.pick("Hapus semua dari HP ini", "Remove everything from this phone"), lang)}
                    </p>
                </div>
                <DraftsIsland />
            </div>
        </main>
    }
}

/// One draft: the list fills it in.
fn card(lang: Lang) -> AnyView {
    view! {
        <template>
            <li class="box" data-draft>
                <h2><a data-open></a></h2>
                <p data-who></p>
                <p class="meta"><span class="badge" data-state></span> <span data-age></span></p>
                <p data-why class="doubt" hidden></p>
                <p class="acts">
                    <button type="button" class="btn" data-do="retry" hidden>
                        <Icon name="send" />
                        {lang.pick("Coba kirim lagi", "Try to send again")}
                    </button>
                    {forget("wipe", lang.pick("Hapus", "Remove"), lang)}
                </p>
            </li>
        </template>
    }
    .into_any()
}

/// A button that asks once before it removes something.
fn forget(act: &'static str, words: &'static str, lang: Lang) -> AnyView {
    view! {
        <button type="button" class="btn quiet danger" data-do=act>
            <Icon name="trash" />
            <span>{words}</span>
            <span hidden>{lang.pick("Tekan sekali lagi untuk menghapus", "Press once more to remove")}</span>
        </button>
    }
    .into_any()
}
