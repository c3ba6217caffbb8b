//! The daily digest: what is past its day, what is due today and next, and at whose desk it waits.

pub mod api;

use super::flash::Flash;
use super::form::{field, wrong};
use super::frame::DeskBar;
use super::session::at_desk;
use super::words::{near, short_moment};
use crate::error::refused_form;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Badge, Empty, StateBadge, Tone, Words, day_words};
use api::SetDigestMail;
use domain::error::Error;
use domain::text::Lang;
use domain::view::{Digest, DigestMail, DigestRow, Nearness};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

#[component]
pub fn DigestPage() -> impl IntoView {
    let lang = use_lang();
    let error = refused_form();
    Suspend::new(async move {
        let (session, digest) = match at_desk(lang, api::read_digest()).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        let territory = session.territory_name.clone();
        let when = short_moment(digest.at, digest.zone, lang);
        view! {
            <Title text=lang.pick("Ringkasan", "Digest") />
            <DeskBar session=session lang=lang here=routes::DIGEST />
            <main class="wrap" id="isi" tabindex="-1">
                <h1>{lang.pick("Ringkasan hari ini", "Today's digest")}</h1>
                <Flash lang=lang error=error.clone() />
                <p class="hint">{lang.pick("Dihitung ", "Counted ")} {when}</p>
                {desks(&digest, lang)}
                {groups(&digest, &territory, lang)}
                {digest.mail.as_ref().map(|mail| by_mail(mail, error.as_ref(), lang))}
            </main>
        }
        .into_any()
    })
}

/// How many lie where.
fn desks(digest: &Digest, lang: Lang) -> Option<AnyView> {
    (!digest.desks.is_empty()).then(|| {
        let rows = digest
            .desks
            .iter()
            .map(|desk| {
                let late = match (desk.late, lang) {
                    (0, _) => None,
                    (late, Lang::Id) => Some(format!("{late} terlambat")),
                    (late, Lang::En) => Some(format!("{late} late")),
                };
                view! {
                    <div>
                        <dd>{desk.open}</dd>
                        <dt>
                            {desk.hand.name(lang)}
                            {late.map(|words| view! { " " <Badge tone=Tone::Bad>{words}</Badge> })}
                        </dt>
                    </div>
                }
            })
            .collect_view();
        view! {
            <h2>{lang.pick("Sekarang di meja", "Now on the desks of")}</h2>
            <dl class="tally">{rows}</dl>
        }
        .into_any()
    })
}

fn groups(digest: &Digest, territory: &str, lang: Lang) -> AnyView {
    if digest.rows.is_empty() {
        let words = lang.pick(
            "Tidak ada yang terlambat atau harus selesai hari ini dan hari kerja berikutnya.",
            "Nothing is late, or due today or on the next working day.",
        );
        return view! { <Empty words=words /> }.into_any();
    }
    Nearness::ALL
        .into_iter()
        .map(|near| group(digest, near, territory, lang))
        .collect_view()
        .into_any()
}

fn group(digest: &Digest, near: Nearness, territory: &str, lang: Lang) -> Option<AnyView> {
    let count = digest.count(near);
    (count > 0).then(|| {
        let rows = digest.rows.iter().filter(|row| row.near == near);
        let rows = rows.map(|row| line(row, territory, lang)).collect_view();
        let tone = match near {
            Nearness::PastLimit | Nearness::PastPromise => Tone::Bad,
            _ => Tone::Warn,
        };
        view! {
            <h2>{near.name(lang)} " " <Badge tone=tone>{count.to_string()}</Badge></h2>
            <ul class="plain">{rows}</ul>
        }
        .into_any()
    })
}

/// Where it goes each morning, and how to change or end that.
fn by_mail(mail: &DigestMail, error: Option<&Error>, lang: Lang) -> AnyView {
    let hour = format!("{:02}.{:02}", mail.opens / 60, mail.opens % 60);
    let now = match (mail.address.is_empty(), mail.can, lang) {
        (true, _, Lang::Id) => "Sekarang mati: tidak ada email yang dikirim kepada Anda.".to_owned(),
        (true, _, Lang::En) => "Now off: no e-mail goes to you.".to_owned(),
        (false, true, Lang::Id) => format!("Dikirim sekali tiap hari kerja, mulai pukul {hour}, kalau ada yang mendesak."),
        (false, true, Lang::En) => format!("Sent once each working day, from {hour} on, if something presses."),
        (false, false, Lang::Id) => "Alamat sudah dicatat, tetapi server ini belum bisa mengirim email. Minta pengelola server mengaturnya.".to_owned(),
        (false, false, Lang::En) => "The address is kept, but this server can't send e-mail yet. Ask whoever runs it.".to_owned(),
    };
    let off = (!mail.address.is_empty()).then(|| {
        view! {
            <form method="post" action=SetDigestMail::url()>
                <input type="hidden" name="email" value="" />
                <button class="btn quiet">{lang.pick("Matikan email", "Switch e-mail off")}</button>
            </form>
        }
    });
    let address = mail.address.clone();
    let bad = wrong(error, "email", lang);
    let control = field(
        "email",
        lang.pick("Alamat email Anda", "Your e-mail address"),
        lang.pick(
            "Isinya jumlah, kode, dan nama layanan. Tidak ada nama warga.",
            "It says how many, codes and services. No resident is named.",
        ),
        bad,
        |described| {
            view! { <input id="email" name="email" type="email" required maxlength="200" autocomplete="email" value=address aria-describedby=described /> }
                .into_any()
        },
    );
    view! {
        <section class="box no-print" aria-labelledby="lewat-email">
            <h2 id="lewat-email">{lang.pick("Ringkasan lewat email", "The digest by e-mail")}</h2>
            <p>{now}</p>
            <form method="post" action=SetDigestMail::url()>
                {control}
                <button class="btn second">{lang.pick("Simpan alamat", "Save address")}</button>
            </form>
            {off}
        </section>
    }
    .into_any()
}

fn line(row: &DigestRow, territory: &str, lang: Lang) -> AnyView {
    let code = row.code.to_string();
    let mine = row
        .mine
        .then(|| view! { " " <small><b>{lang.pick("giliran Anda", "your turn")}</b></small> });
    let above = row.escalated.then(|| {
        let words = lang.pick(
            "terlambat di meja bawahan Anda",
            "late on a desk below yours",
        );
        view! { " " <Badge tone=Tone::Bad>{words}</Badge> }
    });
    view! {
        <li class="box">
            <p>
                <a class="tap" href=routes::case(&row.code)><span><Words text=row.service_name.clone() lang=lang /> <br /> <code>{code}</code></span></a>
                " "
                <StateBadge state=row.state lang=lang />
                {above}
                {mine}
            </p>
            <p class="hint">
                {lang.pick("di ", "with ")}
                {row.hand.name(lang)}
                " · "
                {near(&row.region_name, territory)}
                " · "
                {lang.pick("janji ", "promised ")}
                {day_words(&row.promise, lang)}
            </p>
        </li>
    }
    .into_any()
}
