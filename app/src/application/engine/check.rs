//! Fills in the last look: every answer as people read it.

use super::answers::boxes;
use super::desk::Desk;
use crate::application::step::Step;
use crate::ui::device::{append, find, find_all, show};
use domain::answer;
use domain::form::{Answer, Answers, Field, Kind};
use domain::service::How;
use domain::text::{Lang, plural};
use domain::validate::is_asked;
use web_sys::Element;

pub fn draw(desk: &Desk) {
    let (root, lang, answers) = (&desk.root, desk.checks.lang, desk.answers());
    let asked: Vec<&str> = desk
        .checks
        .asked_pages(&answers)
        .map(|page| page.id.as_str())
        .collect();
    for title in find_all(root, "h2[data-page]") {
        let id = title.get_attribute("data-page").unwrap_or_default();
        show(&title, asked.contains(&id.as_str()));
        if let Some(list) = title.next_element_sibling() {
            show(&list, asked.contains(&id.as_str()));
        }
    }
    for line in find_all(root, "[data-fact]") {
        let name = line.get_attribute("data-fact").unwrap_or_default();
        let (here, lines) = match Step::parse(&name, &desk.checks) {
            Step::Document(id) => document(desk, &answers, &id),
            _ => match desk.checks.field(&name) {
                Some(field) => (is_asked(field, &answers), shown(desk, &answers, field)),
                None => continue,
            },
        };
        show(&line, here);
        write(&line, &lines, lang);
    }
}

fn document(desk: &Desk, answers: &Answers, id: &str) -> (bool, Vec<String>) {
    let needed = desk
        .checks
        .needed(How::Upload, answers)
        .any(|need| need.id == id);
    let words = match (desk.photos(id).len(), desk.checks.lang) {
        (0, _) => Vec::new(),
        (pages, Lang::Id) => vec![format!("{pages} halaman")],
        (pages, Lang::En) => vec![plural(pages, "page")],
    };
    (needed, words)
}

fn write(line: &Element, lines: &[String], lang: Lang) -> Option<()> {
    let place = find(line, "dd")?;
    place.set_class_name(if lines.is_empty() { "nil" } else { "" });
    place.set_text_content(
        lines
            .is_empty()
            .then_some(lang.pick("tidak diisi", "not filled in")),
    );
    for words in lines {
        append(&place, "div", "", words)?;
    }
    Some(())
}

/// An answer line by line.
fn shown(desk: &Desk, answers: &Answers, field: &Field) -> Vec<String> {
    let page = desk
        .checks
        .pages
        .iter()
        .find(|page| page.fields.iter().any(|one| one.id == field.id));
    let screen = page.and_then(|page| desk.screen(&Step::Questions(page.id.clone())));
    let (Some(screen), Some(answer)) = (screen, answers.get(&field.id)) else {
        return Vec::new();
    };
    let lang = desk.checks.lang;
    match (&field.kind, answer) {
        (_, Answer::Text(text)) if text.trim().is_empty() => Vec::new(),
        (kind, Answer::Text(text)) => vec![one(screen, kind, &field.id, text, lang)],
        (_, Answer::Many(many)) => many
            .iter()
            .map(|text| option(screen, &field.id, text))
            .collect(),
        (Kind::Rows { columns, .. }, Answer::Rows(rows)) => rows
            .iter()
            .map(|row| {
                let cells = columns.iter().filter_map(|column| {
                    let text = row.get(&column.id).filter(|text| !text.is_empty())?;
                    // Every row offers the same as the first one.
                    let name = format!("{}-0-{}", field.id, column.id);
                    Some(one(screen, &column.kind, &name, text, lang))
                });
                cells.collect::<Vec<_>>().join(", ")
            })
            .filter(|line| !line.is_empty())
            .collect(),
        (_, Answer::Rows(_)) => Vec::new(),
    }
}

fn one(screen: &Element, kind: &Kind, name: &str, text: &str, lang: Lang) -> String {
    match kind {
        Kind::Choice(_) => option(screen, name, text),
        Kind::Region { .. } => region(screen, name, text).unwrap_or_else(|| text.to_owned()),
        kind => answer::text(kind, text, lang, &|_| None),
    }
}

/// The words of an option, in the language of the page.
fn option(screen: &Element, name: &str, text: &str) -> String {
    boxes(screen, name)
        .iter()
        .find(|one| one.value() == text)
        .and_then(|one| one.parent_element()?.text_content())
        .map_or_else(|| text.to_owned(), |words| words.trim().to_owned())
}

/// "Raja, Kecamatan Arut Selatan".
fn region(screen: &Element, name: &str, code: &str) -> Option<String> {
    let select = find(screen, &format!("[name=\"{name}\"]"))?;
    let option = find_all(&select, "option")
        .into_iter()
        .find(|option| option.get_attribute("value").as_deref() == Some(code))?;
    let group = option.parent_element()?;
    let within = group
        .get_attribute("label")
        .or_else(|| group.get_attribute("data-in"))?;
    Some(format!("{}, {within}", option.text_content()?))
}
