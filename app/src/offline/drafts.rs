//! `/draf`: everything this device keeps, and how far each has come. The server knows none of it: it writes the frame.

use super::api::read_rescue_key;
use super::device::LIST;
use super::list::DRAFTS_LIST;
use super::rescue::RESCUE;
use super::sealing::offer;
use super::wipe::{forgotten, panel};
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Crumb, Icon};
use domain::text::Lang;
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn DraftsPage() -> impl IntoView {
    let lang = use_lang();
    let title = lang.pick("Isian di HP ini", "What this phone keeps");
    Suspend::new(async move {
        let key = read_rescue_key().await.unwrap_or_default();
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
                    {locked(lang)}
                    {offer(lang)}
                    <p class="hint" data-when="others" hidden>
                        <b data-others></b>
                        {lang.pick(" permohonan milik orang lain, terkunci.", " of somebody else's, locked.")}
                    </p>
                    {seek(lang)}
                    <p class="vh" role="status" data-said></p>
                    <ul class="plain" data-list></ul>
                    {card(lang)}
                    {rescue(key, lang)}
                    <div class="box" data-when="some" hidden>
                        <p>
                            {lang.pick(
                                "Isian yang tidak disentuh 28 hari dihapus sendiri seminggu sesudah itu. HP dipakai bersama? Hapus yang sudah selesai.",
                                "What nobody touches for 28 days is removed by itself a week later. Do you share this phone? Remove what is finished.",
                            )}
                        </p>
                        <p data-room class="hint"></p>
                        <p class="acts">
                            <button type="button" class="btn quiet danger" data-do="wipe-all">
                                <Icon name="trash" />
                                {lang.pick("Hapus semua dari HP ini", "Remove everything from this phone")}
                            </button>
                        </p>
                        {panel(lang)}
                    </div>
                    {saver(lang)}
                    {add(lang)}
                    <i hidden data-device=LIST></i>
                </div>
            </main>
        }
    })
}

/// To look for one of many, and word of those that can't be shown.
fn seek(lang: Lang) -> AnyView {
    view! {
        <div class="field" data-when="many" hidden>
            <label for="cari-draf">{lang.pick("Cari nama atau layanan", "Look for a name or a service")}</label>
            <input id="cari-draf" type="search" autocomplete="off" />
            <p role="status" data-when="not-found" hidden>
                {lang.pick("Tidak ada yang cocok. Coba kata lain.", "Nothing found. Try another word.")}
            </p>
        </div>
        <div class="note is-warn" data-when="unread" hidden>
            <div>
                <p>
                    {lang.pick(
                        "Ada isian yang tidak terbaca oleh versi ini. Jangan hapus data browser: buka lagi setelah Genggam diperbarui, atau bawa HP ini ke kantor.",
                        "Something here can't be read by this version. Don't clear the browser's data: open this again after an update of Genggam, or take the phone to the office.",
                    )}
                </p>
            </div>
        </div>
    }
    .into_any()
}

/// The switch of the data saver; `saver.js` shows it and knows how it stands.
fn saver(lang: Lang) -> AnyView {
    view! {
        <div class="box" id="hemat" hidden>
            <label class="tile">
                <input type="checkbox" />
                <span>{lang.pick("Hemat data", "Save data")}</span>
            </label>
            <p class="hint">
                {lang.pick(
                    "Tidak ada yang dimuat lebih dulu. Foto menyebut ukurannya dan menunggu sampai Anda menekan Kirim atau Lanjutkan pengiriman. Di bawah tiap halaman tertulis data yang terpakai.",
                    "Nothing is loaded ahead. Photos say how large they are and wait until you press Send or Continue sending. Each page says at its foot how much was used.",
                )}
            </p>
        </div>
    }
    .into_any()
}

/// A way out for what can't be sent. Without a key there is nobody to seal it for.
fn rescue(key: String, lang: Lang) -> Option<AnyView> {
    let shown = view! {
        <section class="box" id=RESCUE data-key=key.clone() data-lang=lang.tag() hidden>
            <h2>{lang.pick("Tidak bisa terkirim juga?", "Can't it be sent at all?")}</h2>
            <p>
                {lang.pick(
                    "Simpan kiriman yang menunggu ke satu berkas titipan, lalu bawa atau kirim berkas itu ke kantor. Berkas itu terkunci: hanya kantor yang bisa membukanya. Boleh tanpa sinyal. Perbaikan tidak ikut di dalamnya.",
                    "Save what waits into one rescue file, then take or send it to the office. It is locked: only the office can open it. No signal needed. Fixes don't go into it.",
                )}
            </p>
            <p data-count></p>
            <p class="acts">
                <button type="button" class="btn second">
                    <Icon name="file" />
                    {lang.pick("Simpan ke berkas titipan", "Save to a rescue file")}
                </button>
            </p>
            <p role="status" data-told></p>
        </section>
    };
    (!key.is_empty()).then(|| shown.into_any())
}

/// Whose drafts these are, and the door of those who have a PIN.
fn locked(lang: Lang) -> AnyView {
    view! {
        <div data-when="locked" hidden>{unlock(lang)} {forgotten(lang)}</div>
        <div class="box" data-when="open" hidden>
            <p>{lang.pick("Terbuka untuk ", "Open for ")} <b data-person></b> "."</p>
            <p class="acts">
                <button type="button" class="btn" data-do="lock">{lang.pick("Kunci", "Lock")}</button>
                {forget("wipe-person", lang.pick("Hapus orang ini dan semua isiannya", "Remove this person with everything"), lang)}
            </p>
        </div>
    }
    .into_any()
}

/// Who is open on a page of work, and the door where nobody is.
pub fn door(lang: Lang) -> AnyView {
    view! {
        <div data-when="locked" hidden>
            {unlock(lang)}
            <p><a class="tap" href=routes::DRAFTS>{lang.pick("Lupa PIN?", "Forgotten the PIN?")}</a></p>
        </div>
        <p class="meta" data-when="open" hidden>
            <span>{lang.pick("Terbuka untuk ", "Open for ")} <b data-person></b></span>
            <button type="button" class="btn quiet" data-do="lock">{lang.pick("Kunci", "Lock")}</button>
        </p>
    }
    .into_any()
}

fn unlock(lang: Lang) -> AnyView {
    view! {
        <form class="box" data-door="unlock" novalidate>
            <h2>{lang.pick("Buka isian Anda", "Open what is yours")}</h2>
            <p>
                {lang.pick(
                    "Yang terkunci tidak terkirim sendiri. Buka aplikasi dan masukkan PIN supaya terkirim.",
                    "What is locked doesn't go by itself. Open the app and enter the PIN, and it is sent.",
                )}
            </p>
            <p class="doubt" data-old hidden>
                <b></b>
                {lang.pick(
                    " isian terkunci sudah lama tidak dibuka dan belum dikirim. Masukkan PIN dan buka isiannya, supaya tidak dihapus.",
                    " locked and not sent, and not opened for a long time. Enter the PIN and open it, or it will be removed.",
                )}
            </p>
            <div class="field">
                <label for="siapa">{lang.pick("Nama", "Name")}</label>
                <select id="siapa" name="siapa"></select>
            </div>
            {pin("pin", lang)}
            <p class="acts"><button class="btn">{lang.pick("Buka", "Open")}</button></p>
        </form>
    }
    .into_any()
}

/// For a device that several people use.
pub fn add(lang: Lang) -> AnyView {
    view! {
        <details class="box" data-when="add" hidden>
            <summary>{lang.pick("HP dipakai beberapa orang? Kunci isian dengan PIN", "Do several people use this phone? Lock yours with a PIN")}</summary>
            <form data-door="add" novalidate>
                <p>
                    {lang.pick(
                        "Isian dan foto Anda diacak. Hanya PIN Anda yang membukanya. PIN yang lupa tidak bisa dipulihkan, dan isian yang belum terkirim ikut hilang.",
                        "Your answers and photos are scrambled, and only your PIN opens them. A PIN that is forgotten can't be recovered, and what wasn't sent is lost with it.",
                    )}
                </p>
                <div class="field">
                    <label for="nama-orang">{lang.pick("Nama", "Name")}</label>
                    <input id="nama-orang" name="nama" autocomplete="off" maxlength="60" />
                </div>
                {pin("pin-baru", lang)}
                <p class="acts"><button class="btn second">{lang.pick("Tambah orang", "Add this person")}</button></p>
            </form>
        </details>
    }
    .into_any()
}

fn pin(id: &'static str, lang: Lang) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{lang.pick("PIN, paling sedikit 6 angka", "PIN, at least 6 digits")}</label>
            <p class="err" role="alert" data-bad hidden></p>
            <input id=id name="pin" type="password" inputmode="numeric" autocomplete="off" maxlength="40" />
        </div>
    }
    .into_any()
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
                    <a class="btn second" data-status hidden>{lang.pick("Cek status", "Check the status")}</a>
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
pub fn forget(act: &'static str, words: &'static str, lang: Lang) -> AnyView {
    view! {
        <button type="button" class="btn quiet danger" data-do=act>
            <Icon name="trash" />
            <span>{words}</span>
            <span hidden>{lang.pick("Tekan sekali lagi untuk menghapus", "Press once more to remove")}</span>
        </button>
    }
    .into_any()
}
