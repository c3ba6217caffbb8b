//! Orders (a.n., u.b., Plt.): who decides in whose place, for what and until when; giving one, and taking one back.

pub mod api;

use super::flash::Flash;
use super::form::{day_hint, field, wrong};
use super::frame::DeskBar;
use super::session::at_desk;
use super::words::short_moment;
use crate::error::refused_form;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Badge, Empty, Icon, Tone, day_words};
use api::{EndOrder, GiveOrder};
use domain::delegation::Capacity;
use domain::error::Error;
use domain::form::MAX_TEXT;
use domain::officer::Standing;
use domain::region::Zone;
use domain::text::Lang;
use domain::view::{OrderView, Orders};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

#[component]
pub fn OrdersPage() -> impl IntoView {
    let lang = use_lang();
    let error = refused_form();
    Suspend::new(async move {
        let (session, orders) = match at_desk(lang, api::read_orders()).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        let open = error.is_some() || orders.rows.is_empty();
        let gives = !orders.officers.is_empty();
        let rows = rows(&orders, lang);
        view! {
            <Title text=lang.pick("Pelimpahan wewenang", "Delegated authority") />
            <DeskBar session=session lang=lang here=routes::ORDERS />
            <main class="wrap" id="isi" tabindex="-1">
                <h1>{lang.pick("Pelimpahan wewenang", "Delegated authority")}</h1>
                <p class="lead">
                    {lang.pick(
                        "Siapa yang memutuskan dan menandatangani menggantikan siapa. Sesudah hari terakhirnya, pelimpahan tidak berlaku lagi.",
                        "Who decides and signs in whose place. After its last day an order allows nothing any more.",
                    )}
                </p>
                <Flash lang=lang error=error.clone() />
                {rows}
                {gives.then(|| view! {
                    <details open=open>
                        <summary><b>{lang.pick("Buat pelimpahan baru", "Give a new order")}</b></summary>
                        {give(orders, error.as_ref(), lang)}
                    </details>
                })}
            </main>
        }
        .into_any()
    })
}

fn rows(orders: &Orders, lang: Lang) -> AnyView {
    if orders.rows.is_empty() {
        let words = lang.pick("Belum ada pelimpahan.", "There is no order yet.");
        return view! { <Empty words=words /> }.into_any();
    }
    let rows = orders
        .rows
        .iter()
        .map(|one| row(one, orders.zone, lang))
        .collect_view();
    view! { <ul class="plain orders">{rows}</ul> }.into_any()
}

/// Whether it runs, in a word.
fn standing(one: &OrderView, lang: Lang) -> (Tone, String) {
    match (&one.ended, &one.standing) {
        (Some(_), _) => (Tone::Plain, lang.pick("Dicabut", "Taken back").to_owned()),
        (None, Standing::Valid) => (Tone::Ok, lang.pick("Berlaku", "In force").to_owned()),
        (None, Standing::NotYet { .. }) => {
            (Tone::Info, lang.pick("Belum mulai", "Not yet").to_owned())
        }
        (None, _) => (Tone::Plain, lang.pick("Sudah berakhir", "Over").to_owned()),
    }
}

fn row(one: &OrderView, zone: Zone, lang: Lang) -> AnyView {
    let (tone, words) = standing(one, lang);
    let services = if one.services.is_empty() {
        lang.pick("semua layanan", "all services").to_owned()
    } else {
        let names = one.services.iter().map(|name| name.get(lang).to_owned());
        names.collect::<Vec<_>>().join(", ")
    };
    let days = format!(
        "{} {} {}",
        day_words(&one.order.from, lang),
        lang.pick("sampai", "to"),
        day_words(&one.order.until, lang)
    );
    let ended = one.ended.as_ref().map(|(by, at)| {
        let when = short_moment(*at, zone, lang);
        view! { <p class="hint">{lang.pick("Dicabut ", "Taken back by ")} {by.get(lang).to_owned()} ", " {when}</p> }
    });
    let still = matches!(one.standing, Standing::Valid | Standing::NotYet { .. });
    let end = (one.may_end && still).then(|| {
        let who = one.officer.get(lang).to_owned();
        view! {
            <details>
                <summary>{lang.pick("Cabut pelimpahan ini", "Take this order back")}</summary>
                <p>{lang.pick("Sesudah dicabut, langsung tidak berlaku: ", "It ends at once: ")} {who}</p>
                <form method="post" action=EndOrder::url()>
                    <input type="hidden" name="id" value=one.order.id.clone() />
                    <button class="btn danger">{lang.pick("Ya, cabut", "Yes, take it back")}</button>
                </form>
            </details>
        }
    });
    view! {
        <li class="box">
            <p>
                <b>{one.officer.get(lang).to_owned()}</b>
                {lang.pick(" sebagai ", " as ")}
                <b>{one.order.title(lang)}</b>
                " "
                <Badge tone=tone>{words}</Badge>
            </p>
            <p>{days} " · " {services}</p>
            <p class="hint">
                {lang.pick("Dasar: ", "By order ")} {one.order.basis.clone()}
                {lang.pick(" · diberikan ", " · given by ")} {one.given_by.get(lang).to_owned()} ", " {short_moment(one.given, zone, lang)}
            </p>
            {ended}
            {end}
        </li>
    }
    .into_any()
}

/// What each capacity means, in words that are no abbreviation.
fn capacity_words(capacity: Capacity, lang: Lang) -> &'static str {
    match capacity {
        Capacity::OnBehalf => lang.pick(
            "a.n. (atas nama): menandatangani untuk pejabat yang ada",
            "a.n. (on behalf): signs for who is there",
        ),
        Capacity::ForThem => lang.pick(
            "u.b. (untuk beliau): diberi kuasa oleh yang menandatangani a.n.",
            "u.b. (for them): passed on by who signs on behalf",
        ),
        Capacity::Acting => lang.pick(
            "Plt. (pelaksana tugas): mengisi jabatan yang kosong",
            "Plt. (acting): holds an office that nobody holds",
        ),
    }
}

fn give(orders: Orders, error: Option<&Error>, lang: Lang) -> AnyView {
    let wrong = |id| wrong(error, id, lang);
    let pick = |id: &'static str, described: String, options: Vec<(String, String)>| {
        let options = options
            .into_iter()
            .map(|(value, words)| view! { <option value=value>{words}</option> })
            .collect_view();
        view! { <select id=id name=id aria-describedby=described>{options}</select> }.into_any()
    };
    let officers = orders
        .officers
        .into_iter()
        .map(|(username, name, role)| (username, format!("{name} ({})", role.name(lang))));
    let officers = officers.collect();
    let who = field(
        "username",
        lang.pick("Siapa yang diberi wewenang?", "Who is given it?"),
        "",
        wrong("username"),
        |described| pick("username", described, officers),
    );
    let capacities =
        Capacity::ALL.map(|one| (one.key().to_owned(), capacity_words(one, lang).to_owned()));
    let capacity = field(
        "capacity",
        lang.pick("Sebagai apa?", "As what?"),
        "",
        None,
        |described| pick("capacity", described, capacities.to_vec()),
    );
    let roles = orders.roles.iter().rev();
    let roles = roles.map(|role| (role.key().to_owned(), role.name(lang).to_owned()));
    let roles = roles.collect();
    let role = field(
        "role",
        lang.pick("Menggantikan siapa?", "In whose place?"),
        "",
        wrong("role"),
        |described| pick("role", described, roles),
    );
    let all = (
        String::new(),
        lang.pick("Semua layanan", "All services").to_owned(),
    );
    let services = orders.services.into_iter();
    let services = services.map(|(id, name)| (id, name.get(lang).to_owned()));
    let services = std::iter::once(all).chain(services).collect();
    let service = field(
        "service",
        lang.pick("Untuk layanan apa?", "For which service?"),
        "",
        wrong("services"),
        |described| pick("service", described, services),
    );
    let day = |id: &'static str, label, hint, value: String| {
        field(id, label, hint, wrong(id), |described| {
            view! { <input id=id name=id type="date" size="12" required value=value aria-describedby=described /> }.into_any()
        })
    };
    let from = day(
        "from",
        lang.pick("Hari pertama", "First day"),
        day_hint(lang),
        orders.today.clone(),
    );
    let until = day(
        "until",
        lang.pick("Hari terakhir", "Last day"),
        lang.pick(
            "Plt. paling lama 6 bulan, a.n. dan u.b. paling lama 1 tahun.",
            "Plt. 6 months at most, a.n. and u.b. 1 year at most.",
        ),
        orders.today,
    );
    let basis = field(
        "basis",
        lang.pick("Nomor surat perintah", "Number of the order"),
        lang.pick(
            "Contoh: SP 800/12/2026. Suratnya sendiri tetap disimpan di kantor.",
            "Such as SP 800/12/2026. The paper itself stays at the office.",
        ),
        wrong("basis"),
        |described| {
            view! { <input id="basis" name="basis" required maxlength=MAX_TEXT.to_string() aria-describedby=described /> }.into_any()
        },
    );
    view! {
        <form class="box" method="post" action=GiveOrder::url()>
            {who} {capacity} {role} {service} {from} {until} {basis}
            <p class="acts">
                <button class="btn">
                    <Icon name="plus" />
                    {lang.pick("Berikan wewenang", "Give the order")}
                </button>
            </p>
        </form>
    }
    .into_any()
}
