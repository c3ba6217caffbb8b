//! `/petugas/telepon`: residents whom no message reached. An officer calls or writes, and says so.

use super::api::{Tell, read_calls};
use crate::error::refused_form;
use crate::facts::use_lang;
use crate::officer::{DeskBar, Flash, at_desk, short_moment};
use crate::routes;
use crate::ui::{Badge, Icon, Note, Tone, tongue};
use domain::message::Channel;
use domain::region::Zone;
use domain::text::Lang;
use domain::view::{Asker, Call, CallList, Told, why_words};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

#[component]
pub fn CallsPage() -> impl IntoView {
    let lang = use_lang();
    let error = refused_form();
    Suspend::new(async move {
        let (session, list) = match at_desk(lang, read_calls()).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        let CallList {
            calls,
            total,
            askers,
            told,
            channels,
            zone,
        } = list;
        let beyond = usize::try_from(total)
            .unwrap_or(0)
            .saturating_sub(calls.len());
        let nobody = calls.is_empty() && askers.is_empty();
        let calls: Vec<_> = calls.into_iter().map(|one| call(one, zone, lang)).collect();
        view! {
            <Title text=lang.pick("Hubungi lewat telepon", "To be called") />
            <DeskBar session=session lang=lang here=routes::CALLS />
            <main class="wrap" id="isi" tabindex="-1">
                <h1>{lang.pick("Hubungi lewat telepon", "To be called")}</h1>
                <Flash lang=lang error=error />
                <p class="lead">
                    {lang.pick(
                        "Warga ini mau dikabari, tetapi pesannya tidak sampai. Telepon atau kirim WhatsApp, lalu tekan \"Sudah dihubungi\".",
                        "These residents want news, but no message reached them. Call or write, then press \"Told\".",
                    )}
                </p>
                {ways(&channels, lang)}
                {asked(askers, zone, lang)}
                {nobody
                    .then(|| {
                        view! {
                            <div class="empty">
                                <p>{lang.pick("Tidak ada yang perlu dihubungi sekarang.", "Nobody needs a call now.")}</p>
                            </div>
                        }
                    })}
                {(!calls.is_empty())
                    .then(|| {
                        view! {
                            <h2>{lang.pick("Kabar yang belum sampai", "News that hasn't arrived")}</h2>
                            <ul class="plain products">{calls}</ul>
                        }
                    })}
                {(beyond > 0)
                    .then(|| {
                        let words = match lang {
                            Lang::Id => format!("Masih ada {beyond} lagi. Muncul di sini setelah yang di atas selesai."),
                            Lang::En => format!("{beyond} more appear here once those above are done."),
                        };
                        view! { <p class="hint">{words}</p> }
                    })}
                {history(told, zone, lang)}
            </main>
        }
        .into_any()
    })
}

/// What this server can send by; said plainly where it is nothing.
fn ways(channels: &[Channel], lang: Lang) -> AnyView {
    if channels.is_empty() {
        return view! {
            <Note tone=Tone::Warn>
                <p>
                    {lang.pick(
                        "Server ini belum dipasangi WhatsApp maupun email, jadi semua kabar masuk ke daftar ini. Minta pengelola server memasangnya.",
                        "This server has neither WhatsApp nor e-mail yet, so all news comes to this list. Ask whoever runs the server to set them up.",
                    )}
                </p>
            </Note>
        }
        .into_any();
    }
    let names: Vec<_> = channels.iter().map(|channel| channel.name(lang)).collect();
    let words = format!(
        "{}{}.",
        lang.pick("Server ini mengirim lewat: ", "This server sends by: "),
        names.join(", ")
    );
    view! { <p class="hint">{words}</p> }.into_any()
}

fn call(call: Call, zone: Zone, lang: Lang) -> AnyView {
    let why = why_words(&call.why).get(lang).to_owned();
    let since = short_moment(call.since, zone, lang);
    let code = call.code.to_string();
    let title = format!("judul-{}", call.id);
    let way = match (call.dial, call.phone, call.whatsapp) {
        (Some(dial), Some(phone), Some(link)) => reach(&dial, phone, link, lang),
        _ => view! { <p class="nil">{lang.pick("Nomor HP tidak ada. Lihat isian permohonan.", "There is no phone number. See the application.")}</p> }
            .into_any(),
    };
    view! {
        <li class="box">
            <h3 id=title.clone()>
                {call.applicant}
                " "
                <Badge tone=Tone::Warn>{call.kind.name(lang)}</Badge>
            </h3>
            <p>
                <span lang=tongue(&call.service, lang)>{call.service.get(lang).to_owned()}</span>
                " · "
                <a class="tap" href=routes::case(&call.code)>
                    <code>{code}</code>
                </a>
            </p>
            <p class="hint">{since} ". " {why}</p>
            {way}
            <div class="acts">
                {done(&call.id, "ya", &title, lang.pick("Sudah dihubungi", "Told"), "btn")}
                {done(&call.id, "tidak", &title, lang.pick("Nomor salah atau mati", "Wrong or dead number"), "btn quiet")}
            </div>
        </li>
    }
    .into_any()
}

/// The phone itself, and WhatsApp on this device with the words already in it.
fn reach(dial: &str, phone: String, link: String, lang: Lang) -> AnyView {
    let dial = format!("tel:{dial}");
    view! {
        <p class="acts">
            <a class="btn second" href=dial>
                <Icon name="phone" />
                {lang.pick("Telepon ", "Call ")}
                {phone}
            </a>
            <a class="btn second" href=link target="_blank" rel="noopener noreferrer">
                {lang.pick("Tulis di WhatsApp", "Write on WhatsApp")}
            </a>
        </p>
    }
    .into_any()
}

fn done(
    id: &str,
    reached: &'static str,
    title: &str,
    words: &'static str,
    class: &'static str,
) -> AnyView {
    view! {
        <form method="post" action=Tell::url()>
            <input type="hidden" name="id" value=id.to_owned() />
            <input type="hidden" name="reached" value=reached />
            <button class=class aria-describedby=title.to_owned()>{words}</button>
        </form>
    }
    .into_any()
}

/// Residents who asked the bot for a person.
fn asked(askers: Vec<Asker>, zone: Zone, lang: Lang) -> Option<AnyView> {
    (!askers.is_empty()).then(|| {
        let list: Vec<_> = askers
            .into_iter()
            .map(|one| {
                let since = short_moment(one.since, zone, lang);
                let title = format!("judul-{}", one.id);
                view! {
                    <li class="box">
                        <h3 id=title.clone()>{one.phone.clone()}</h3>
                        <p class="hint">
                            {since}
                            ". "
                            {lang.pick("Minta bicara dengan petugas lewat WhatsApp.", "Asked for a person by WhatsApp.")}
                        </p>
                        {reach(&one.dial, one.phone.clone(), one.whatsapp, lang)}
                        <div class="acts">
                            {done(&one.id, "ya", &title, lang.pick("Sudah dihubungi", "Told"), "btn")}
                        </div>
                    </li>
                }
            })
            .collect();
        view! {
            <h2>{lang.pick("Minta bicara dengan petugas", "Asked for a person")}</h2>
            <ul class="plain products">{list}</ul>
        }
        .into_any()
    })
}

fn history(told: Vec<Told>, zone: Zone, lang: Lang) -> Option<AnyView> {
    (!told.is_empty()).then(|| {
        let list: Vec<_> = told
            .into_iter()
            .map(|one| {
                let what = if one.reached {
                    lang.pick("sudah dihubungi", "told")
                } else {
                    lang.pick("nomor salah atau mati", "wrong or dead number")
                };
                let words = format!(
                    " · {} · {what} · {} · {}",
                    one.kind.name(lang),
                    one.by,
                    short_moment(one.at, zone, lang)
                );
                let code = one.code.to_string();
                view! {
                    <li>
                        <a class="tap" href=routes::case(&one.code)>
                            <code>{code}</code>
                        </a>
                        {words}
                    </li>
                }
            })
            .collect();
        view! {
            <details>
                <summary>{lang.pick("Baru saja dihubungi", "Told just now")}</summary>
                <ul class="plain">{list}</ul>
            </details>
        }
        .into_any()
    })
}
