//! "Pilih warga": where helpers, partners and counter staff begin. Somebody helped before, or somebody new.

use super::super::flash::Flash;
use super::super::form::{field, region_box, wrong};
use super::super::frame::DeskBar;
use super::super::session::{at_desk, kept_search};
use super::api::{self, Register, SearchClients};
use crate::error::refused_form;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Empty, Icon};
use domain::error::Error;
use domain::form::MAX_TEXT;
use domain::text::Lang;
use domain::view::{ClientRow, Clients};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

#[component]
pub fn ClientsPage() -> impl IntoView {
    let lang = use_lang();
    let asked = use_query_map().get_untracked().get_str("cari") == Some("1");
    let error = refused_form();
    Suspend::new(async move {
        let search = if asked { kept_search() } else { String::new() };
        let (session, clients) = match at_desk(lang, api::read_clients(search.clone())).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        let open = clients.rows.is_empty() && search.is_empty() || error.is_some();
        let Clients {
            rows,
            more,
            regions,
        } = clients;
        view! {
            <Title text=lang.pick("Pilih warga", "Choose a resident") />
            <DeskBar session=session lang=lang here=routes::CLIENTS />
            <main class="wrap" id="isi" tabindex="-1">
                <h1>{lang.pick("Pilih warga yang dibantu", "Whom do you help?")}</h1>
                <p class="lead">
                    {lang.pick(
                        "Permohonan selalu atas nama warga, bukan nama Anda.",
                        "An application is always the resident's, never yours.",
                    )}
                </p>
                <Flash lang=lang error=error.clone() />
                {search_box(&search, lang)}
                {found(rows, more, &search, lang)}
                <details id="baru" open=open>
                    <summary><b>{lang.pick("Daftarkan warga baru", "Register somebody new")}</b></summary>
                    {register_form(regions, None, error.as_ref(), lang)}
                </details>
            </main>
        }
        .into_any()
    })
}

fn search_box(search: &str, lang: Lang) -> AnyView {
    let clear = (!search.is_empty()).then(|| {
        view! { <a class="btn quiet" href=routes::CLIENTS>{lang.pick("Hapus pencarian", "Clear search")}</a> }
    });
    view! {
        <form class="tools" role="search" method="post" action=SearchClients::url()>
            <div class="field">
                <label for="cari">{lang.pick("Nama, NIK, atau akhir nomor HP", "Name, NIK, or end of phone number")}</label>
                <input id="cari" name="cari" type="search" maxlength="60" autocomplete="off" value=search.to_owned() />
            </div>
            <button class="btn second">
                <Icon name="search" />
                {lang.pick("Cari", "Search")}
            </button>
            {clear}
        </form>
    }
    .into_any()
}

fn found(rows: Vec<ClientRow>, more: bool, search: &str, lang: Lang) -> AnyView {
    if rows.is_empty() {
        let words = if search.is_empty() {
            lang.pick(
                "Belum ada warga yang didaftarkan.",
                "Nobody is registered yet.",
            )
        } else {
            lang.pick(
                "Tidak ada warga yang cocok. Daftarkan di bawah.",
                "Nobody matches. Register them below.",
            )
        };
        return view! { <Empty words=words /> }.into_any();
    }
    view! {
        <h2>{lang.pick("Yang sudah didaftarkan", "Registered before")}</h2>
        {client_list(rows, None, lang)}
        {more.then(|| view! { <p class="hint">{lang.pick("Masih ada yang lain. Cari dengan nama.", "There are more. Search by name.")}</p> })}
    }
    .into_any()
}

/// Rows of residents; the whole row is the link.
pub fn client_list(rows: Vec<ClientRow>, outreach: Option<&str>, lang: Lang) -> AnyView {
    let rows = rows
        .into_iter()
        .map(|row| {
            let nik = row.nik.map(|nik| format!(" · NIK {nik}"));
            let cases = match (row.cases, lang) {
                (0, _) => String::new(),
                (count, Lang::Id) => format!(" · {count} permohonan"),
                (count, Lang::En) => format!(" · {count} application(s)"),
            };
            view! {
                <li>
                    <a href=routes::client(&row.id, outreach)>{row.name}</a>
                    <small>{row.region_name} {nik} {cases}</small>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="links wide-links">{rows}</ul> }.into_any()
}

/// Who is new: as little as is needed to know the person again.
pub fn register_form(
    regions: Vec<(String, Vec<(String, String)>)>,
    outreach: Option<String>,
    error: Option<&Error>,
    lang: Lang,
) -> AnyView {
    let wrong = |id| wrong(error, id, lang);
    let max = MAX_TEXT.to_string();
    let name = field(
        "name",
        lang.pick("Nama lengkap", "Full name"),
        lang.pick(
            "Seperti di KTP. Satu kata tidak apa-apa.",
            "As on the ID card. One word is fine.",
        ),
        wrong("name"),
        |described| {
            view! { <input id="name" name="name" required maxlength=max autocomplete="off" aria-describedby=described /> }.into_any()
        },
    );
    let nik = field(
        "nik",
        "NIK",
        lang.pick(
            "16 angka. Boleh dikosongkan bila tidak ada.",
            "16 digits. May stay empty.",
        ),
        wrong("nik"),
        |described| {
            view! { <input id="nik" name="nik" size="20" inputmode="numeric" maxlength="24" autocomplete="off" aria-describedby=described /> }.into_any()
        },
    );
    let phone = field(
        "phone",
        lang.pick("Nomor HP", "Mobile phone"),
        lang.pick(
            "Milik warga atau keluarganya. Boleh dikosongkan.",
            "The resident's or the family's. May stay empty.",
        ),
        wrong("phone"),
        |described| {
            view! { <input id="phone" name="phone" type="tel" size="20" maxlength="24" autocomplete="off" aria-describedby=described /> }.into_any()
        },
    );
    let region = field(
        "region",
        lang.pick("Desa atau kelurahan", "Village"),
        lang.pick("Sesuai Kartu Keluarga.", "As on the family card."),
        wrong("region"),
        |described| region_box("region", regions, described, lang),
    );
    view! {
        <form class="box" method="post" action=Register::url()>
            <input type="hidden" name="outreach" value=outreach.unwrap_or_default() />
            {name}
            {nik}
            {phone}
            {region}
            <p class="acts">
                <button class="btn">
                    <Icon name="plus" />
                    {lang.pick("Daftarkan dan lanjut", "Register and go on")}
                </button>
            </p>
        </form>
    }
    .into_any()
}
