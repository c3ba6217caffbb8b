//! `/petugas/surat`: letters that await an electronic signature, or that nobody has made yet, so that none is forgotten.
//!
//! Who waits for the provider stands first, with since when. Signing is done where the letter stands, with the passphrase
//! typed again: nobody keeps it. Below, who comes to fetch what is signed by hand.

use super::super::frame::DeskBar;
use super::super::session::at_desk;
use super::super::words::short_moment;
use super::api::read_awaiting;
use crate::facts::use_lang;
use crate::pickup::api::read_pickups;
use crate::pickup::coming;
use crate::routes;
use crate::ui::{Badge, Empty, Note, Tone, tongue};
use domain::region::Zone;
use domain::text::Lang;
use domain::view::{Awaiting, AwaitingLetter, OfficeGap, UndoneLetter, Waits, WaitsFor};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn AwaitingPage() -> impl IntoView {
    let lang = use_lang();
    Suspend::new(async move {
        let (session, found) = match at_desk(lang, read_awaiting()).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        let days = read_pickups().await.unwrap_or_default();
        let title = lang.pick("Surat", "Letters");
        let list = if found.letters.is_empty() {
            let words = lang.pick(
                "Tidak ada surat yang menunggu tanda tangan elektronik.",
                "No letter awaits an electronic signature.",
            );
            view! { <Empty words=words /> }.into_any()
        } else {
            let rows = found
                .letters
                .iter()
                .map(|one| row(one, found.zone, lang))
                .collect_view();
            view! { <ul class="plain">{rows}</ul> }.into_any()
        };
        view! {
            <Title text=title />
            <DeskBar session=session lang=lang here=routes::LETTERS />
            <main class="wrap" id="isi" tabindex="-1">
                <h1>{title}</h1>
                {gaps(&found, lang)}
                <h2>{lang.pick("Menunggu tanda tangan", "Awaiting a signature")}</h2>
                <p>
                    {lang.pick(
                        "Surat ini sudah bernomor, tetapi belum ditandatangani. Belum bisa diambil siapa pun.",
                        "These letters have their number and aren't signed yet. Nobody can have them.",
                    )}
                </p>
                {list}
                {undone(&found.undone, lang)}
                {coming(&days, lang)}
            </main>
        }
        .into_any()
    })
}

/// What letters of this office would print as not filled in. Nothing where all of it is.
fn gaps(found: &Awaiting, lang: Lang) -> Option<AnyView> {
    let place = routes::region(found.office.as_ref()?);
    let row = |one: &OfficeGap| {
        let part = one.part.get(lang).to_owned();
        view! { <li>{part} " (" <code>{one.file.clone()}</code> ")"</li> }
    };
    let rows = found.gaps.iter().map(row).collect_view();
    (!found.gaps.is_empty()).then(|| {
        view! {
            <Note tone=Tone::Warn>
                <p>
                    <b>{lang.pick("Data kantor untuk surat belum lengkap.", "Facts of the office that letters need are missing.")}</b>
                    " "
                    {lang.pick(
                        "Pada surat tercetak (belum diisi). Minta pengelola konten mengisinya sebelum surat pertama diberi nomor.",
                        "Letters print (belum diisi) in their place. Ask whoever keeps the content to fill them in before the first letter gets its number.",
                    )}
                </p>
                <ul>{rows}</ul>
                <p>
                    <a class="tap" href=place>{lang.pick("Lihat data kantor", "See the office's facts")}</a>
                </p>
            </Note>
        }
        .into_any()
    })
}

/// Nothing where every decided case has its letter.
fn undone(letters: &[UndoneLetter], lang: Lang) -> Option<AnyView> {
    let row = |one: &UndoneLetter| {
        let name = one.name.get(lang).to_owned();
        let tongue = tongue(&one.name, lang);
        let place = format!("{}#surat-{}", routes::case(&one.code), one.product);
        view! {
            <li>
                <a href=place>{one.code.to_string()}</a>
                <small lang=tongue>{name}</small>
            </li>
        }
    };
    (!letters.is_empty()).then(|| {
        view! {
            <h2>{lang.pick("Belum dibuat", "Not made yet")}</h2>
            <p>
                {lang.pick(
                    "Permohonan ini sudah disetujui, tetapi suratnya belum bernomor. Pejabat yang berwenang membuka permohonan, memeriksa konsep, lalu memberi nomor.",
                    "These applications are approved, but their letter has no number yet. Whoever may sign opens the application, looks at the draft and numbers it.",
                )}
            </p>
            <ul class="links wide-links">{letters.iter().map(row).collect_view()}</ul>
        }
        .into_any()
    })
}

fn row(one: &AwaitingLetter, zone: Zone, lang: Lang) -> AnyView {
    let name = one.name.get(lang).to_owned();
    let tongue = tongue(&one.name, lang);
    let place = format!("{}#surat-{}", routes::case(&one.code), one.product);
    let waits = one.waits.as_ref().map(|why| waits(why, zone, lang));
    let signer = if one.mine {
        lang.pick("Anda", "you").to_owned()
    } else {
        one.signer.clone()
    };
    let words = if one.mine {
        lang.pick("Tanda tangani", "Sign")
    } else {
        lang.pick("Buka permohonan", "Open the application")
    };
    view! {
        <li class="box">
            <h3>
                <span lang=tongue>{name}</span>
            </h3>
            <p>
                {lang.pick("Nomor ", "Number ")}
                <b>{one.number.clone()}</b>
                {lang.pick(". Penanda tangan: ", ". Signed by: ")}
                {signer}
                "."
            </p>
            {waits}
            <p class="acts">
                <a class="btn second" href=place>
                    {words}
                    <span class="vh">": " {one.number.clone()}</span>
                </a>
            </p>
        </li>
    }
    .into_any()
}

/// That it waits, for what, and since when.
pub(super) fn waits(why: &Waits, zone: Zone, lang: Lang) -> AnyView {
    let since = short_moment(why.since, zone, lang);
    let words = match why.why {
        WaitsFor::Provider => lang.pick(
            "Penyedia tidak bisa dihubungi. Nomor surat tetap. Coba lagi nanti: kata sandi harus diketik lagi, karena tidak kami simpan.",
            "The provider can't be reached. The number stays. Try again later: the passphrase must be typed again, because we don't keep it.",
        ),
        WaitsFor::BetterAnswer => lang.pick(
            "Jawaban penyedia tidak bisa dipakai. Nomor surat tetap. Beri tahu pengelola server, atau tanda tangani dengan pena.",
            "The provider's answer can't be used. The number stays. Tell whoever runs the server, or sign by hand.",
        ),
    };
    view! {
        <Note tone=Tone::Warn>
            <p>
                <Badge tone=Tone::Warn>
                    {lang.pick("Menunggu penyedia tanda tangan", "Waits for the provider of signatures")}
                </Badge>
                " "
                {lang.pick("terakhir dicoba ", "last tried ")}
                {since}
            </p>
            <p>{words}</p>
        </Note>
    }
    .into_any()
}
