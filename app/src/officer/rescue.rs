//! `/petugas/titipan`: takes in the file of a device that couldn't send, and says of each case what happened.
//!
//! The file is posted to `server/src/http/given.rs`, which renders this very page again with what came of it: names
//! belong neither into an address nor into a cookie.

use super::flash::Flash;
use super::frame::{DeskBar, refused};
use super::session::require_session;
use crate::facts::{page_status, use_lang};
use crate::routes;
use crate::ui::{Badge, Icon, Note, Tone};
use domain::code::Code;
use domain::error::Error;
use domain::rescue::{BadRescue, Came, RescueLine};
use domain::text::Lang;
use leptos::prelude::*;
use leptos_meta::Title;

/// What came of a file that was posted.
#[derive(Clone)]
pub enum Imported {
    Lines(Vec<RescueLine>),
    BadFile(BadRescue),
    Refused(Error),
}

#[component]
pub fn RescuePage() -> impl IntoView {
    let lang = use_lang();
    let imported = use_context::<Imported>();
    Suspend::new(async move {
        let session = match require_session().await {
            Ok(session) => session,
            Err(error) => return refused(&error, lang),
        };
        if !session.officer.role.takes_rescue() {
            page_status(Error::Forbidden.status());
            return (
                view! { <DeskBar session=session lang=lang here="" /> },
                refused(&Error::Forbidden, lang),
            )
                .into_any();
        }
        view! {
            <Title text=lang.pick("Berkas titipan", "Rescue files") />
            <DeskBar session=session lang=lang here=routes::RESCUE />
            <main class="wrap" id="isi" tabindex="-1">
                <h1>{lang.pick("Masukkan berkas titipan", "Import a rescue file")}</h1>
                {imported.map(|imported| outcome(imported, lang))}
                <p>
                    {lang.pick(
                        "HP yang tidak bisa mengirim dapat menyimpan kirimannya ke satu berkas titipan (di HP: Isian di HP ini, lalu Simpan ke berkas titipan). Berkas itu terkunci: hanya kantor ini yang bisa membukanya.",
                        "A device that can't send can save what waits into one rescue file (there: What this phone keeps, then Save to a rescue file). It is locked: only this office can open it.",
                    )}
                </p>
                <form class="box" method="post" action=routes::RESCUE enctype="multipart/form-data">
                    <div class="field">
                        <label for="titipan">{lang.pick("Berkas titipan (.genggam)", "Rescue file (.genggam)")}</label>
                        <p class="hint">
                            {lang.pick(
                                "Dimasukkan dua kali tidak apa-apa: yang sudah ada tidak digandakan.",
                                "Importing it twice does no harm: what is here already isn't doubled.",
                            )}
                        </p>
                        <input id="titipan" type="file" name="file" required />
                    </div>
                    <button class="btn">
                        <Icon name="file" />
                        {lang.pick("Masukkan berkas titipan", "Import the rescue file")}
                    </button>
                </form>
            </main>
        }
        .into_any()
    })
}

fn outcome(imported: Imported, lang: Lang) -> AnyView {
    match imported {
        Imported::Refused(error) => {
            page_status(error.status());
            view! { <Flash lang=lang error=Some(error) /> }.into_any()
        }
        Imported::BadFile(bad) => {
            page_status(422);
            view! {
                <div class="note is-bad" role="alert" tabindex="-1" autofocus>
                    <Icon name="bad" />
                    <div><p>{bad.message(lang)}</p></div>
                </div>
            }
            .into_any()
        }
        Imported::Lines(lines) => report(lines, lang),
    }
}

fn report(lines: Vec<RescueLine>, lang: Lang) -> AnyView {
    let count = |kind: fn(&Came) -> bool| lines.iter().filter(|line| kind(&line.came)).count();
    let (new, bad) = (
        count(|came| matches!(came, Came::New(_))),
        count(|came| matches!(came, Came::Refused(_))),
    );
    let words = match lang {
        Lang::Id => format!(
            "{} kiriman di berkas titipan ini: {new} baru masuk, {} sudah ada, {bad} ditolak.",
            lines.len(),
            lines.len() - new - bad
        ),
        Lang::En => format!(
            "{} in this rescue file: {new} taken in now, {} here before, {bad} refused.",
            lines.len(),
            lines.len() - new - bad
        ),
    };
    let tone = if bad > 0 { Tone::Warn } else { Tone::Ok };
    let after = (bad > 0).then(|| {
        view! {
            <p>
                {lang.pick(
                    "Yang ditolak tetap ada di HP asalnya. Perbaiki di sana, lalu simpan berkas titipan baru.",
                    "What was refused is still on its device. Mend it there, then save a new file.",
                )}
            </p>
        }
    });
    let rows = lines.into_iter().map(|line| row(line, lang)).collect_view();
    view! {
        <div role="status" tabindex="-1" autofocus>
            <Note tone=tone>
                <p>{words}</p>
                {after}
            </Note>
        </div>
        <ul class="links wide-links">{rows}</ul>
    }
    .into_any()
}

fn row(line: RescueLine, lang: Lang) -> AnyView {
    let link = |code: Code| view! { <a href=routes::case(&code)>{code.to_string()}</a> }.into_any();
    let (head, tone, words, why) = match line.came {
        Came::New(code) => (
            link(code),
            Tone::Ok,
            lang.pick("baru masuk", "taken in now"),
            None,
        ),
        Came::Before(code) => (
            link(code),
            Tone::Plain,
            lang.pick("sudah ada", "here before"),
            None,
        ),
        Came::Refused(error) => {
            let none = lang.pick("Tanpa kode", "No code");
            (
                view! { <b>{none}</b> }.into_any(),
                Tone::Bad,
                lang.pick("ditolak", "refused"),
                Some(why(&error, lang)),
            )
        }
    };
    view! {
        <li>
            {head}
            <small>
                {line.service.get(lang).to_owned()} " · " {line.applicant} " " <Badge tone=tone>{words}</Badge>
                {why.map(|why| view! { <br /> {why} })}
            </small>
        </li>
    }
    .into_any()
}

/// An officer can't look for red marks: the questions are named.
fn why(error: &Error, lang: Lang) -> String {
    let Error::Invalid { problems } = error else {
        return error.message(lang);
    };
    let each: Vec<String> = problems
        .iter()
        .map(|problem| format!("{}: {}", problem.field, problem.what.message(lang)))
        .collect();
    each.join(" ")
}
