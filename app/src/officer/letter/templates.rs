//! `/petugas/konten/surat`: the templates of letters, each tried as its file is now, with invented answers and with none.

use super::super::frame::DeskBar;
use super::super::session::at_desk;
use super::api::read_templates;
use crate::facts::use_lang;
use crate::routes;
use crate::ui::{Badge, Crumb, Empty, Icon, Tone, indonesian, tongue};
use domain::text::Lang;
use domain::view::{TemplateFlaw, TemplateView};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn TemplatesPage() -> impl IntoView {
    let lang = use_lang();
    Suspend::new(async move {
        let (session, templates) = match at_desk(lang, read_templates()).await {
            Ok(found) => found,
            Err(page) => return page,
        };
        let title = lang.pick("Contoh surat", "Templates of letters");
        let list = if templates.is_empty() {
            view! { <Empty words=lang.pick("Tidak ada contoh surat.", "There is no template.") /> }
                .into_any()
        } else {
            let rows = templates
                .iter()
                .map(|one| template(one, lang))
                .collect_view();
            view! { <ul class="plain">{rows}</ul> }.into_any()
        };
        view! {
            <Title text=title />
            <DeskBar session=session lang=lang here=routes::TEMPLATES />
            <main class="wrap" id="isi" tabindex="-1">
                <Crumb href=routes::OFFICER_CONTENT>{lang.pick("Konten", "Content")}</Crumb>
                <h1>{title}</h1>
                <p class="lead">
                    {lang.pick(
                        "Dibaca dari berkasnya sekarang, dengan isian karangan. Simpan berkasnya, lalu muat ulang halaman ini. Surat yang sebenarnya memakai contoh baru sesudah server dijalankan ulang.",
                        "Read from the files as they are now, with invented answers. Save the file and reload this page. Real letters use a new template once the server was restarted.",
                    )}
                </p>
                {list}
            </main>
        }
        .into_any()
    })
}

fn template(one: &TemplateView, lang: Lang) -> AnyView {
    let fine = one.flaws.is_empty();
    let badge = if fine {
        view! { <Badge tone=Tone::Ok>{lang.pick("Bisa dicetak", "Can be set")}</Badge> }.into_any()
    } else {
        view! { <Badge tone=Tone::Bad>{lang.pick("Ada kesalahan", "Has a mistake")}</Badge> }
            .into_any()
    };
    let name = one.name.get(lang).to_owned();
    let link = |answered: bool, words: &'static str| {
        view! {
            <a class="btn second" href=routes::template_sample(&one.service, &one.product, answered) target="_blank">
                <Icon name="eye" />
                <span>
                    {words}
                    <span class="vh">": " {name.clone()}</span>
                </span>
            </a>
        }
    };
    let links = fine.then(|| {
        view! {
            <p class="acts">
                {link(true, lang.pick("Lihat terisi (PDF)", "Look, filled in (PDF)"))}
                {link(false, lang.pick("Lihat kosong (PDF)", "Look, empty (PDF)"))}
            </p>
        }
    });
    let flaws = (!fine).then(|| {
        let rows = one.flaws.iter().map(|one| flaw(one, lang)).collect_view();
        view! { <ul class="flaws">{rows}</ul> }
    });
    let tongue = tongue(&one.name, lang);
    view! {
        <li class="box">
            <h2>
                <span lang=tongue>{one.name.get(lang).to_owned()}</span>
                " "
                {badge}
            </h2>
            <p>
                {lang.pick("Berkas: ", "File: ")}
                <code>{one.file.clone()}</code>
            </p>
            {links}
            {flaws}
        </li>
    }
    .into_any()
}

fn flaw(flaw: &TemplateFlaw, lang: Lang) -> AnyView {
    let line = flaw.line.map(|line| match lang {
        Lang::Id => format!(", baris {line}"),
        Lang::En => format!(", line {line}"),
    });
    let column = flaw.column.map(|column| match lang {
        Lang::Id => format!(", kolom {column}"),
        Lang::En => format!(", column {column}"),
    });
    view! {
        <li>
            <code>{flaw.file.clone()}</code>
            {line}
            {column}
            <p lang=indonesian(lang)>{flaw.message.clone()} " " {flaw.fix.clone()}</p>
        </li>
    }
    .into_any()
}
