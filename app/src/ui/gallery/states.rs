//! States of applications, timelines, receipts; nothing there, not there yet, and gone wrong.

use super::{LONG, Part};
use crate::ui::{Empty, Loading, StateBadge, Stop, Track, When, qr_path};
use domain::application::State;
use domain::error::{CodeMistake, Error};
use domain::text::Lang;
use leptos::prelude::*;

#[component]
pub fn States(lang: Lang) -> impl IntoView {
    view! {
        <Part id="keadaan" title="Keadaan permohonan">
            <dl class="facts">
                {State::ALL
                    .map(|state| {
                        view! {
                            <div>
                                <dt><StateBadge state=state lang=lang /></dt>
                                <dd>{state.sentence(lang)} <small>{state.holder(lang)}</small></dd>
                            </div>
                        }
                    })
                    .collect_view()}
            </dl>
        </Part>
        <Part id="perjalanan" title="Perjalanan">
            <Track>
                <Stop when=When::Done title="Permohonan dikirim" when_words="Kamis, 19 November 2026 pukul 09.12 WIB · Anda" />
                <Stop when=When::Now title="Sedang diperiksa petugas">
                    <p>"Sekarang di: petugas loket"</p>
                </Stop>
                <Stop when=When::Next title=LONG />
                <Stop when=When::Next title="Surat jadi" when_words="paling lambat Kamis, 26 November 2026" />
            </Track>
        </Part>
        <Receipt />
        <Part id="kosong" title="Kosong">
            <Empty words="Belum ada permohonan di HP ini.">
                <a class="btn second" href="#kosong">"Lihat layanan"</a>
            </Empty>
        </Part>
        <Part id="memuat" title="Memuat">
            <Loading />
        </Part>
        <Part id="galat" title="Kesalahan, dengan kata-katanya">
            <ul>{errors().into_iter().map(|error| view! { <li>{error.message(lang)}</li> }).collect_view()}</ul>
        </Part>
    }
}

#[component]
fn Receipt() -> impl IntoView {
    let (path, side) = qr_path("https://genggam.example/status?kode=SKC7K3M9PXT4");
    view! {
        <Part id="tanda-terima" title="Tanda terima">
            <section class="receipt">
                <div class="band" aria-hidden="true"></div>
                <h3>"Tanda terima"</h3>
                <p class="code" role="img" aria-label="S K C, 7 K 3 M, 9 P X T, 4">
                    <span>"SKC"</span>
                    <span>"7K3M"</span>
                    <span>"9PXT"</span>
                    <span>"4"</span>
                </p>
                <p>
                    <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label="Kode QR untuk membuka status">
                        <path d=path></path>
                    </svg>
                </p>
            </section>
        </Part>
    }
}

fn errors() -> Vec<Error> {
    vec![
        Error::Invalid {
            problems: Vec::new(),
        },
        Error::malformed("request"),
        Error::NotFound,
        Error::NoMatch,
        Error::Code {
            kind: CodeMistake::Length,
        },
        Error::Code {
            kind: CodeMistake::Symbol,
        },
        Error::Code {
            kind: CodeMistake::Check,
        },
        Error::LoggedOut,
        Error::WrongLogin,
        Error::Forbidden,
        Error::TooMany { wait_seconds: 300 },
        Error::Changed,
        Error::TooLarge {
            max_bytes: 10 * 1024 * 1024,
        },
        Error::BadFile,
        Error::Full,
        Error::DraftEnded,
        Error::CrossSite,
        Error::Unavailable,
        Error::Network,
    ]
}
