//! One session: the next resident one tap away, the roster, and ways to add to it.

use super::super::assist::register_form;
use super::super::flash::Flash;
use super::super::form::{field, wrong};
use super::super::frame::DeskBar;
use super::super::session::at_desk;
use super::api::{self, AddRoster};
use super::report::tally;
use crate::error::refused_form;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Badge, Crumb, Empty, Icon, TextArea, Tone, day_words};
use domain::text::Lang;
use domain::view::{OutreachView, RosterRow};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// Longest roster in the box, in characters.
const TABLE: usize = 40_000;

#[component]
pub fn OutreachPage() -> impl IntoView {
    let lang = use_lang();
    let id = use_params_map()
        .read_untracked()
        .get("id")
        .unwrap_or_default();
    let error = refused_form();
    Suspend::new(async move {
        let read = async {
            Ok((
                api::read_outreach(id).await?,
                api::read_outreaches().await?.regions,
            ))
        };
        let (session, (one, regions)) = match at_desk(lang, read).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        let session_id = one.about.id.clone();
        let table_wrong = wrong(error.as_ref(), "table", lang);
        let adding = one.roster.is_empty() || table_wrong.is_some();
        let registering = error.is_some() && table_wrong.is_none();
        view! {
            <Title text=lang.pick("Sesi jemput bola", "Outreach session") />
            <DeskBar session=session lang=lang here="" />
            <main class="wrap" id="isi" tabindex="-1">
                <Crumb href=routes::OUTREACH>{lang.pick("Semua sesi", "All sessions")}</Crumb>
                <h1>{one.about.place.clone()}</h1>
                <p class="meta"><span>{one.about.region_name.clone()}</span> <span>{day_words(&one.about.day, lang)}</span></p>
                <Flash lang=lang error=error.clone() />
                {tally(&one.report, lang)}
                {next(&one, lang)}
                <h2>{lang.pick("Daftar warga", "Roster")}</h2>
                {roster(&one, lang)}
                <details open=adding>
                    <summary><b>{lang.pick("Tambah banyak warga", "Add many residents")}</b></summary>
                    {many(&session_id, table_wrong, lang)}
                </details>
                <details open=registering>
                    <summary><b>{lang.pick("Tambah satu warga yang datang", "Add one who has come")}</b></summary>
                    {register_form(regions, Some(session_id.clone()), error.as_ref().filter(|_| registering), lang)}
                </details>
                <p class="acts">
                    <a class="btn second" href=routes::outreach_report(&session_id)>
                        <Icon name="print" />
                        {lang.pick("Laporan sesi", "Session report")}
                    </a>
                    <a class="btn second" href=routes::ready_for(&one.about.id)>
                        <Icon name="save" />
                        {lang.pick("Siapkan perangkat untuk sesi ini", "Make this device ready for it")}
                    </a>
                </p>
            </main>
        }
        .into_any()
    })
}

/// The one button: whoever stands first on the roster and hasn't been served.
fn next(one: &OutreachView, lang: Lang) -> Option<AnyView> {
    let waiting = one.roster.iter().find(|row| row.cases == 0)?;
    let left = one.roster.iter().filter(|row| row.cases == 0).count();
    Some(
        view! {
            <p class="acts">
                <a class="btn" href=routes::client(&waiting.client.id, Some(&one.about.id))>
                    <Icon name="next" />
                    {lang.pick("Warga berikutnya: ", "Next resident: ")}
                    {waiting.client.name.clone()}
                </a>
                <span class="hint">
                    {match lang {
                        Lang::Id => format!("{left} orang belum dilayani"),
                        Lang::En => format!("{left} not yet served"),
                    }}
                </span>
            </p>
        }
        .into_any(),
    )
}

fn roster(one: &OutreachView, lang: Lang) -> AnyView {
    if one.roster.is_empty() {
        let words = lang.pick("Daftar masih kosong.", "The roster is empty.");
        return view! { <Empty words=words /> }.into_any();
    }
    let row = |row: &RosterRow| {
        let (tone, words) = match (row.cases, lang) {
            (0, _) => (Tone::Plain, lang.pick("belum", "waiting").to_owned()),
            (count, Lang::Id) => (Tone::Ok, format!("{count} permohonan")),
            (count, Lang::En) => (Tone::Ok, format!("{count} application(s)")),
        };
        let nik = row.client.nik.as_ref().map(|nik| format!("NIK {nik} "));
        view! {
            <li>
                <a href=routes::client(&row.client.id, Some(&one.about.id))>{row.client.name.clone()}</a>
                <small>{nik} <Badge tone=tone>{words}</Badge></small>
            </li>
        }
    };
    view! { <ul class="links wide-links">{one.roster.iter().map(row).collect_view()}</ul> }
        .into_any()
}

/// Typed, pasted, or as a file.
fn many(id: &str, wrong: Option<String>, lang: Lang) -> AnyView {
    let table = field(
        "table",
        lang.pick("Ketik atau tempel daftar", "Type or paste the list"),
        lang.pick(
            "Satu warga per baris: nama, NIK, nomor HP. NIK dan HP boleh kosong.",
            "One resident a line: name, NIK, phone. NIK and phone may stay empty.",
        ),
        wrong,
        |described| {
            view! { <TextArea id="table".to_owned() name="table".to_owned() max=TABLE described=described /> }.into_any()
        },
    );
    view! {
        <form class="box" method="post" action=AddRoster::url()>
            <input type="hidden" name="id" value=id.to_owned() />
            {table}
            <button class="btn second">
                <Icon name="plus" />
                {lang.pick("Tambahkan", "Add")}
            </button>
        </form>
        <form class="box" method="post" action=routes::outreach_roster(id) enctype="multipart/form-data">
            <div class="field">
                <label for="csv">{lang.pick("Atau pilih berkas CSV", "Or choose a CSV file")}</label>
                <input id="csv" type="file" name="file" accept=".csv,text/csv,text/plain" required />
            </div>
            <button class="btn second">
                <Icon name="file" />
                {lang.pick("Masukkan berkas", "Import the file")}
            </button>
        </form>
    }
    .into_any()
}
