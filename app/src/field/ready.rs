//! `/petugas/siap`: makes a tablet ready for a day without a network, and says of each thing whether it is.

use crate::facts::use_lang;
use crate::officer::{DeskBar, at_desk, read_outreaches};
use crate::offline::FIELD;
use crate::offline::drafts::{add, door};
use crate::routes;
use crate::ui::{Icon, day_words};
use domain::error::Error;
use domain::text::Lang;
use domain::view::OutreachRow;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// Id of the element around all of it.
pub const READY_ROOT: &str = "siap-perangkat";

/// What is looked at, in this order.
pub const CHECKS: [(&str, &str, &str); 7] = [
    ("pin", "PIN", "PIN"),
    ("pages", "Formulir dan halaman", "Forms and pages"),
    ("modules", "Program", "Program"),
    ("roster", "Daftar warga", "Residents"),
    ("codes", "Kode tanda terima", "Receipt codes"),
    ("room", "Tempat penyimpanan", "Storage"),
    ("clock", "Jam", "Clock"),
];

#[component]
pub fn ReadyPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_query_map()
        .read_untracked()
        .get("sesi")
        .unwrap_or_default();
    Suspend::new(async move {
        let read = async {
            match read_outreaches().await {
                // A partner has no sessions, and may get ready all the same.
                Err(error) if error.0 == Error::Forbidden => Ok(Vec::new()),
                sessions => Ok(sessions?.rows),
            }
        };
        let (session, sessions) = match at_desk(lang, read).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        let name = session.officer.name.clone();
        let title = lang.pick("Siapkan perangkat", "Make this device ready");
        view! {
            <Title text=title />
            <DeskBar session=session lang=lang here=routes::READY />
            <main class="wrap" id="isi" tabindex="-1">
                <h1>{title}</h1>
                <p class="lead">
                    {lang.pick(
                        "Sebelum ke desa tanpa sinyal: satu tekan mengambil semua yang perlu untuk hari itu.",
                        "Before you go where there is no signal: one press fetches all that the day needs.",
                    )}
                </p>
                <p class="hint">{lang.pick("Yang diambil paling banyak 1 MB. Yang sudah ada di tablet tidak diambil lagi.", "It fetches 1 MB at most, and nothing that is here already.")}</p>
                <noscript>
                    <p>{lang.pick("Bagian ini memerlukan JavaScript.", "This part needs JavaScript.")}</p>
                </noscript>
                <div id=READY_ROOT data-urgent data-lang=lang.tag() data-officer=name>
                    {door(lang)}
                    {add(lang)}
                    {choice(sessions, &asked, lang)}
                    <p class="acts">
                        <button type="button" class="btn" data-do="prepare">
                            <Icon name="save" />
                            {lang.pick("Siapkan perangkat", "Make it ready")}
                        </button>
                    </p>
                    <p role="status" data-fill="verdict"></p>
                    <p class="acts" data-part="go" hidden>
                        <a class="btn" href=routes::FIELD>{lang.pick("Buka daftar warga", "Open the residents")} <Icon name="next" /></a>
                    </p>
                    <ul class="plain">{CHECKS.iter().map(|check| line(check, lang)).collect_view()}</ul>
                    <i hidden data-device=FIELD></i>
                </div>
            </main>
        }
        .into_any()
    })
}

fn choice(sessions: Vec<OutreachRow>, asked: &str, lang: Lang) -> AnyView {
    let options = sessions
        .into_iter()
        .map(|one| {
            let words = format!("{}, {}", one.place, day_words(&one.day, lang));
            view! { <option value=one.id.clone() selected=one.id == asked>{words}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for="sesi">{lang.pick("Sesi jemput bola", "Outreach session")}</label>
            <select id="sesi">
                <option value="">{lang.pick("Tanpa sesi: membantu siapa saja yang datang", "None: helping whoever comes")}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

fn line((name, id, en): &(&'static str, &'static str, &'static str), lang: Lang) -> AnyView {
    view! {
        <li class="box" data-check=*name>
            <p><b>{lang.pick(*id, *en)}</b> " " <span class="badge" data-state>{lang.pick("belum diperiksa", "not checked")}</span></p>
            <p class="hint" data-words></p>
        </li>
    }
    .into_any()
}
