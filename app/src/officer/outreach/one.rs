//! One session: the next resident one tap away, the roster, and ways to add to it.

use super::super::assist::register_form;
use super::super::flash::Flash;
use super::super::form::{field, wrongs};
use super::super::frame::DeskBar;
use super::super::session::at_desk;
use super::api::{self, AddRoster};
use super::report::tally;
use crate::error::refused_form;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Badge, Crumb, Empty, Icon, Note, TextArea, Tone, day_words};
use domain::text::Lang;
use domain::view::{OutreachView, RosterRow, RosterTaken};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

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
    let taken = taken();
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
        let mistakes = wrongs(error.as_ref(), "table", lang);
        let adding = one.roster.is_empty() || !mistakes.is_empty();
        let registering = error.is_some() && mistakes.is_empty();
        view! {
            <Title text=lang.pick("Sesi jemput bola", "Outreach session") />
            <DeskBar session=session lang=lang here="" />
            <main class="wrap" id="isi" tabindex="-1">
                <Crumb href=routes::OUTREACH>{lang.pick("Semua sesi", "All sessions")}</Crumb>
                <h1>{one.about.place.clone()}</h1>
                <p class="meta"><span>{one.about.region_name.clone()}</span> <span>{day_words(&one.about.day, lang)}</span></p>
                <Flash lang=lang error=error.clone() />
                {taken.map(|taken| taken_words(&taken, lang))}
                {tally(&one.report, lang)}
                {next(&one, lang)}
                <h2>{lang.pick("Daftar warga", "Roster")}</h2>
                {roster(&one, lang)}
                <details open=adding>
                    <summary><b>{lang.pick("Tambah banyak warga", "Add many residents")}</b></summary>
                    {many(&session_id, mistakes, lang)}
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

/// What the address says of residents who were added a moment ago: [`routes::outreach_taken`].
fn taken() -> Option<RosterTaken> {
    let query = use_query_map();
    let query = query.read_untracked();
    let number = |name: &str| query.get(name)?.parse().ok();
    let unread = query.get("kolom").unwrap_or_default();
    Some(RosterTaken {
        added: number("tambah")?,
        known: number("ada")?,
        unread: unread.split('-').filter_map(|at| at.parse().ok()).collect(),
    })
}

fn taken_words(taken: &RosterTaken, lang: Lang) -> AnyView {
    let (added, known) = (taken.added, taken.known);
    let words = match lang {
        Lang::Id => format!("{added} warga ditambahkan, {known} sudah ada di daftar."),
        Lang::En => format!("{added} added, {known} stood on the roster already."),
    };
    let columns: Vec<String> = taken.unread.iter().map(usize::to_string).collect();
    let columns = columns.join(", ");
    let unread = (!columns.is_empty()).then(|| match lang {
        Lang::Id => format!(
            " Kolom ke-{columns} tidak diambil: daftar ini hanya memakai nama, NIK, dan HP."
        ),
        Lang::En => format!(" Not taken: column {columns}. This roster keeps name, NIK and phone."),
    });
    view! {
        <Note tone=Tone::Ok>
            <p role="status">{words} {unread}</p>
        </Note>
    }
    .into_any()
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
fn many(id: &str, mistakes: Vec<String>, lang: Lang) -> AnyView {
    let wrong = match mistakes.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        _ => Some(
            lang.pick(
                "Belum ada yang ditambahkan. Perbaiki baris berikut, lalu coba lagi.",
                "Nobody was added yet. Mend these lines and try again.",
            )
            .to_owned(),
        ),
    };
    let lines = (mistakes.len() > 1).then(|| {
        let lines = mistakes.into_iter().map(|line| view! { <li>{line}</li> });
        view! { <ul class="plain" data-mistakes>{lines.collect_view()}</ul> }
    });
    let table = field(
        "table",
        lang.pick("Ketik atau tempel daftar", "Type or paste the list"),
        lang.pick(
            "Satu warga per baris: nama, NIK, nomor HP. NIK dan HP boleh kosong. Dengan baris judul, urutan kolom bebas.",
            "One resident a line: name, NIK, phone. NIK and phone may stay empty. With a line of headings, in any order.",
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
            {lines}
            <button class="btn second">
                <Icon name="plus" />
                {lang.pick("Tambahkan", "Add")}
            </button>
        </form>
        <form class="box" method="post" action=routes::outreach_roster(id) enctype="multipart/form-data">
            <div class="field">
                <label for="csv">{lang.pick("Atau pilih berkas CSV", "Or choose a CSV file")}</label>
                <p class="hint" id="csv-h">
                    {lang.pick("Dari Excel: Simpan Sebagai, jenis “CSV UTF-8”.", "From Excel: Save As, the type “CSV UTF-8”.")}
                </p>
                <input id="csv" type="file" name="file" accept=".csv,text/csv,text/plain" required aria-describedby="csv-h" />
            </div>
            <button class="btn second">
                <Icon name="file" />
                {lang.pick("Masukkan berkas", "Import the file")}
            </button>
        </form>
    }
    .into_any()
}
