//! `/lapangan`: the frame of the day. It holds nobody's name, so it is kept on every device that wants it.

use super::consent::consent_frame;
use super::handed::{list_frame, note_frame};
use crate::facts::use_lang;
use crate::offline::FIELD;
use crate::offline::drafts::{door, forget};
use crate::routes;
use crate::ui::{Icon, Note, Tone};
use domain::form::MAX_TEXT;
use domain::text::Lang;
use domain::validate::What;
use leptos::prelude::*;
use leptos_meta::Title;

/// Id of the element around all of it.
pub const FIELD_ROOT: &str = "hari-lapangan";

#[component]
pub fn FieldPage() -> impl IntoView {
    let lang = use_lang();
    let title = lang.pick("Membantu warga tanpa sinyal", "Helping without a signal");
    view! {
        <Title text=title />
        <main class="wrap" id="isi" tabindex="-1">
            <div id=FIELD_ROOT data-urgent data-lang=lang.tag()>
                <h1 tabindex="-1">{title}</h1>
                <noscript>
                    <p>{lang.pick("Bagian ini memerlukan JavaScript.", "This part needs JavaScript.")}</p>
                </noscript>
                <p class="hint" data-when="loading">{lang.pick("Membuka…", "Opening…")}</p>
                {door(lang)}
                <div data-when="unprepared" hidden>
                    <Note tone=Tone::Warn>
                        <p>{lang.pick("Tablet ini belum disiapkan. Siapkan saat ada sinyal, sebelum berangkat.", "This tablet isn't ready. Make it ready while there is a signal, before you leave.")}</p>
                        <p class="acts"><a class="btn" href=routes::READY>{lang.pick("Siapkan perangkat", "Make it ready")}</a></p>
                    </Note>
                </div>
                <section data-when="day" hidden>{day(lang)}</section>
                <section data-when="resident" hidden>{resident(lang)}</section>
                {list_frame(lang)}
                <i hidden data-device=FIELD></i>
            </div>
        </main>
    }
}

/// The roster, and how the sending goes.
fn day(lang: Lang) -> AnyView {
    let number = |name: &'static str, words: &'static str| {
        view! { <div><dd data-fill=name>"0"</dd><dt>{words}</dt></div> }
    };
    view! {
        <p class="meta"><span data-fill="place"></span> <span data-fill="when"></span></p>
        <dl class="tally">
            {number("served", lang.pick("warga dilayani", "people served"))}
            {number("left", lang.pick("belum dilayani", "not yet served"))}
            {number("waiting", lang.pick("menunggu dikirim", "waiting to be sent"))}
            {number("received", lang.pick("diterima kantor", "received"))}
            {number("refused", lang.pick("ditolak", "refused"))}
            {number("handed", lang.pick("diserahkan", "handed over"))}
        </dl>
        <p role="status" data-fill="sync"></p>
        <p class="acts" data-part="login" hidden>
            <a class="btn second" href=routes::OFFICER_LOGIN>{lang.pick("Masuk dulu", "Log in")}</a>
        </p>
        <p class="acts">
            <a class="btn" data-fill="next" data-part="next" href="#" hidden></a>
        </p>
        <div class="field" data-part="search">
            <label for="cari-warga">{lang.pick("Cari nama", "Search a name")}</label>
            <input id="cari-warga" type="search" autocomplete="off" maxlength="60" />
        </div>
        <ul class="links wide-links" data-list="roster"></ul>
        <template data-row="roster">
            <li>
                <a></a>
                <small><span></span> " " <span class="badge"></span></small>
            </li>
        </template>
        <details data-part="new">
            <summary><b>{lang.pick("Tambah warga yang datang", "Add somebody who has come")}</b></summary>
            {new(lang)}
        </details>
        <p class="acts">
            <a class="btn second" href=routes::DRAFTS>{lang.pick("Semua isian di tablet ini", "Everything this tablet keeps")}</a>
            {forget("finish", lang.pick("Selesai: hapus daftar warga", "Done: remove the residents"), lang)}
        </p>
        <p class="hint">
            {lang.pick(
                "Isian yang belum terkirim tidak ikut terhapus. Daftar warga terhapus sendiri saat Anda keluar, dan 7 hari sesudah sesi.",
                "What wasn't sent stays. The residents are removed by themselves when you log out, and 7 days after the session.",
            )}
        </p>
    }
    .into_any()
}

/// Who wasn't on the roster.
fn new(lang: Lang) -> AnyView {
    let bad = |id: &'static str, words: String| view! { <p class="err" role="alert" id=format!("{id}-salah") hidden>{words}</p> };
    let max = MAX_TEXT.to_string();
    view! {
        <form class="box" data-form="new" novalidate>
            <div class="field">
                <label for="name">{lang.pick("Nama lengkap", "Full name")}</label>
                {bad("name", What::Missing.message(lang))}
                <input id="name" name="name" maxlength=max autocomplete="off" />
            </div>
            <div class="field">
                <label for="nik">"NIK"</label>
                <p class="hint">{lang.pick("16 angka. Boleh dikosongkan bila tidak ada.", "16 digits. May stay empty.")}</p>
                {bad("nik", lang.pick("Harus 16 angka, sama seperti di KTP.", "16 digits, as on the ID card.").to_owned())}
                <input id="nik" name="nik" size="20" inputmode="numeric" maxlength="24" autocomplete="off" />
            </div>
            <div class="field">
                <label for="phone">{lang.pick("Nomor HP", "Mobile phone")}</label>
                <p class="hint">{lang.pick("Boleh dikosongkan.", "May stay empty.")}</p>
                {bad("phone", What::NotAPhone.message(lang))}
                <input id="phone" name="phone" type="tel" size="20" maxlength="24" autocomplete="off" />
            </div>
            <div class="field">
                <label for="region">{lang.pick("Desa atau kelurahan", "Village")}</label>
                {bad("region", What::NotARegion.message(lang))}
                <select id="region" name="region"></select>
            </div>
            <p class="acts"><button class="btn"><Icon name="plus" /> {lang.pick("Tambah, lalu lanjut", "Add and go on")}</button></p>
        </form>
    }
    .into_any()
}

/// One resident: leave first, then what is needed.
fn resident(lang: Lang) -> AnyView {
    view! {
        <p class="crumb"><a href="#"><Icon name="back" /> {lang.pick("Daftar warga", "Residents")}</a></p>
        <h2 tabindex="-1" data-fill="name"></h2>
        <p class="meta"><span data-fill="nik"></span> <span data-fill="region"></span></p>
        <ul class="plain" data-list="cases"></ul>
        <template data-row="cases">
            <li class="box">
                <p><a></a></p>
                <p class="meta"><span class="badge"></span> <span></span></p>
            </li>
        </template>
        {consent_frame(lang)}
        <div data-part="agreed" hidden>
            <Note tone=Tone::Ok><p data-fill="agreed"></p></Note>
            <h2>{lang.pick("Mau mengurus apa?", "What is needed?")}</h2>
            <ul class="plain choices" data-list="services"></ul>
            <template data-row="services"><li><button type="button" class="btn second"></button></li></template>
        </div>
        {note_frame(lang)}
    }
    .into_any()
}
