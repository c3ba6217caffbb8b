//! The photographs of one document as HTML: two buttons, and the frame that tiles are put into.

use super::{Paper, alert, button};
use crate::ui::Icon;
use domain::service::Requirement;
use domain::text::Lang;
use domain::upload::{MAX_PAGES, Size};
use leptos::prelude::*;

pub fn view(paper: Paper<'_>, document: &Requirement) -> AnyView {
    let lang = paper.lang;
    let optional = match (document.required, document.later) {
        (false, _) => Some(lang.pick("(boleh dilewati)", "(may be skipped)")),
        (true, true) => Some(lang.pick("(boleh menyusul)", "(may follow later)")),
        _ => None,
    };
    view! {
        <h1 tabindex="-1">{document.name.get(lang).to_owned()} " " {optional}</h1>
        <p class="lead">{document.why.get(lang).to_owned()}</p>
        {shots(document, lang)}
        <label class="tile" data-when="helped" hidden>
            <input type="checkbox" data-seen=document.id.clone() />
            <span>{lang.pick("Saya sudah melihat dokumen aslinya", "I have seen the original")}</span>
        </label>
    }
    .into_any()
}

/// The pages taken so far and the two buttons. Also used when a document is sent again.
pub fn shots(document: &Requirement, lang: Lang) -> AnyView {
    let pick = |camera: bool| {
        let (words, icon, class, ending) = if camera {
            (
                lang.pick("Ambil foto", "Take a photo"),
                "camera",
                "btn",
                "foto",
            )
        } else {
            let words = lang.pick("Pilih foto atau PDF", "Choose a photo or PDF");
            (words, "file", "btn second", "pilih")
        };
        view! {
            <label class=class>
                <input
                    class="vh"
                    type="file"
                    id=format!("{}-{ending}", document.id)
                    accept=if camera { "image/*" } else { "image/*,application/pdf" }
                    capture=camera.then_some("environment")
                    multiple=!camera
                />
                <Icon name=icon />
                {words}
            </label>
        }
    };
    let id = document.id.clone();
    view! {
        <section class="req" id=id.clone() tabindex="-1" data-shots=id.clone() data-name=document.name.get(lang).to_owned()>
            <p class="hint">
                {lang.pick(
                    "Foto dari dokumen asli. Taruh di tempat terang, seluruh kertas terlihat.",
                    "Photograph the original in good light, with the whole paper in view.",
                )}
                {match lang {
                    Lang::Id => format!(" Paling banyak {MAX_PAGES} foto atau berkas."),
                    Lang::En => format!(" {MAX_PAGES} photos or files at most."),
                }}
            </p>
            <p class="err" role="alert" id=format!("{id}-err") hidden></p>
            {alert("unreadable")}
            <div class="note is-warn" role="alert" data-alert="over" hidden>
                <Icon name="warn" />
                <div>
                    {lang.pick(
                        "Sudah sebanyak yang bisa diterima. Berkas ini tidak ikut diambil:",
                        "That is as many as can be taken. These files were left out:",
                    )}
                    <p></p>
                </div>
            </div>
            <ul class="shots"></ul>
            <p class="vh" role="status"></p>
            <p class="vh" role="status" data-said></p>
            <p class="hint" data-when="busy" hidden>{lang.pick("Mengecilkan foto…", "Shrinking the photo…")}</p>
            <p class="acts" data-when="room">{pick(true)} {pick(false)}</p>
            <p class="hint" data-when="more" hidden>
                {lang.pick("Ada halaman lain atau sisi belakang? Tambahkan.", "Another page or the back? Add it.")}
            </p>
            {network(lang)}
        </section>
    }
    .into_any()
}

/// One page: picture, how far it has got, take away.
pub fn tile_template(lang: Lang) -> AnyView {
    view! {
        <template id="lembar">
            <li class="shot">
                <img hidden />
                <p><Icon name="file" /> <span></span></p>
                <p></p>
                <progress hidden></progress>
                <p data-advice hidden></p>
                <fieldset class="sizes" data-sizes hidden>
                    <legend>{lang.pick("Kirim sebagai", "Send as")} <span class="vh"></span></legend>
                    {Size::ALL
                        .map(|size| view! { <label><input type="radio" data-size=size.name() /> <span></span></label> })
                        .collect_view()}
                </fieldset>
                <div>
                    {move_button("raise", "up", lang.pick("Naikkan", "Move up"))}
                    {move_button("lower", "down", lang.pick("Turunkan", "Move down"))}
                    <label class="btn quiet" data-again hidden>
                        <input class="vh" type="file" accept="image/*" capture="environment" />
                        <Icon name="camera" />
                        {lang.pick("Foto lagi", "Take again")}
                        <span class="vh"></span>
                    </label>
                    <button type="button" class="btn quiet danger" data-do="remove-photo">
                        <Icon name="trash" />
                        {lang.pick("Hapus", "Remove")}
                        <span class="vh"></span>
                    </button>
                </div>
            </li>
        </template>
    }
    .into_any()
}

/// Only where there is more than one page.
fn move_button(act: &'static str, icon: &'static str, words: &'static str) -> AnyView {
    view! {
        <button type="button" class="btn quiet" data-do=act hidden>
            <Icon name=icon />
            {words}
            <span class="vh"></span>
        </button>
    }
    .into_any()
}

/// How the sending goes, with pause and "now".
pub fn network(lang: Lang) -> AnyView {
    let later = lang.pick(
        "Kantor sedang penuh atau dirawat. Foto aman di HP, dicoba lagi pukul ",
        "The office is full or being looked after. Photos are safe on the phone; next try at ",
    );
    view! {
        <div data-network data-later=later>
            <p class="hint" data-when="left" hidden>
                {lang.pick("Sisa", "To go:")} " " <b aria-hidden="true"></b> ", " <span role="status"></span>
            </p>
            <div data-when="sending" hidden>
                {button("pause", "quiet", "pause", lang.pick("Jeda pengiriman", "Pause sending"))}
            </div>
            <div data-when="paused" hidden>
                <p class="hint">
                    {lang.pick(
                        "Pengiriman dijeda. Foto aman di HP sampai Anda menekan Lanjutkan.",
                        "Sending is paused. Photos are safe on the phone until you press Continue.",
                    )}
                </p>
                {button("wake", "second", "play", lang.pick("Lanjutkan pengiriman", "Continue sending"))}
            </div>
            <div class="offline" role="status" data-when="trouble" hidden>
                <span></span>
                {button("wake", "quiet", "", lang.pick("Coba sekarang", "Try now"))}
            </div>
        </div>
    }
    .into_any()
}
