//! Answers, from the boxes on the page into the draft and back.

use super::desk::Desk;
use crate::application::paper::check::DECLARATIONS;
use crate::application::paper::questions::{NUMBER, ROW};
use crate::offline::Draft;
use crate::ui::device::{find, find_all, show, stamp};
use domain::form::{Answer, Column, Field, Kind};
use std::collections::BTreeMap;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

/// Boxes of one name. Selects and text areas pass as inputs: they have the same `value`.
pub fn boxes(around: &Element, name: &str) -> Vec<HtmlInputElement> {
    find_all(around, &format!("[name=\"{name}\"]"))
        .into_iter()
        .map(JsCast::unchecked_into)
        .collect()
}

fn value(around: &Element, name: &str) -> String {
    boxes(around, name)
        .first()
        .map(HtmlInputElement::value)
        .unwrap_or_default()
}

fn set_value(around: &Element, name: &str, text: &str) {
    for one in boxes(around, name) {
        // Writing what stands there already would move the cursor.
        if one.value() != text {
            one.set_value(text);
        }
    }
}

fn chosen(around: &Element, name: &str) -> Vec<String> {
    boxes(around, name)
        .iter()
        .filter(|one| one.checked())
        .map(HtmlInputElement::value)
        .collect()
}

const PARTS: [&str; 3] = ["tahun", "bulan", "hari"];

/// `YYYY-MM-DD` from three boxes, as far as they are filled.
fn day(around: &Element, id: &str) -> String {
    let [year, month, day] = PARTS.map(|part| -> String {
        let digits = value(around, &format!("{id}-{part}"));
        digits
            .chars()
            .filter(char::is_ascii_digit)
            .take(4)
            .collect()
    });
    if year.is_empty() && month.is_empty() && day.is_empty() {
        return String::new();
    }
    let two = |s: String| if s.len() == 1 { format!("0{s}") } else { s };
    format!("{year}-{}-{}", two(month), two(day))
}

fn set_day(around: &Element, id: &str, text: &str) {
    let mut parts = text.split('-');
    for part in PARTS {
        let text = parts.next().unwrap_or_default();
        // "08" was typed as 8.
        let text = if part == "tahun" {
            text
        } else {
            text.trim_start_matches('0')
        };
        set_value(around, &format!("{id}-{part}"), text);
    }
}

fn read_text(around: &Element, kind: &Kind, id: &str) -> String {
    match kind {
        Kind::Choice(_) => chosen(around, id).pop().unwrap_or_default(),
        Kind::Tick if chosen(around, id).is_empty() => String::new(),
        Kind::Tick => "ya".to_owned(),
        Kind::Date(_) => day(around, id),
        Kind::DateTime(_) => {
            let (day, time) = (day(around, id), value(around, &format!("{id}-jam")));
            if day.is_empty() && time.is_empty() {
                return String::new();
            }
            format!("{day}T{time}")
        }
        _ => value(around, id),
    }
}

fn write_text(around: &Element, kind: &Kind, id: &str, text: &str) {
    match kind {
        Kind::Choice(_) | Kind::Tick => {
            for one in boxes(around, id) {
                let on = if *kind == Kind::Tick {
                    "ya".to_owned()
                } else {
                    one.value()
                };
                one.set_checked(text == on);
            }
        }
        Kind::Date(_) => set_day(around, id, text),
        Kind::DateTime(_) => {
            let (day, time) = text.split_once('T').unwrap_or((text, ""));
            set_day(around, id, day);
            set_value(around, &format!("{id}-jam"), time);
        }
        _ => set_value(around, id, text),
    }
}

/// What stands in the boxes of a question.
pub fn read(frame: &Element, field: &Field) -> Answer {
    let id = &field.id;
    match &field.kind {
        Kind::MultiChoice(_) => Answer::Many(chosen(frame, id)),
        Kind::Rows { columns, .. } => {
            let row = |at| {
                let mut row = BTreeMap::new();
                for column in columns {
                    let name = format!("{id}-{at}-{}", column.id);
                    let text = read_text(frame, &column.kind, &name);
                    if !text.is_empty() {
                        row.insert(column.id.clone(), text);
                    }
                }
                row
            };
            Answer::Rows((0..find_all(frame, ".row").len()).map(row).collect())
        }
        kind => Answer::Text(read_text(frame, kind, id)),
    }
}

fn write_field(frame: &Element, field: &Field, answer: Option<&Answer>) {
    let id = &field.id;
    match &field.kind {
        Kind::MultiChoice(_) => {
            for one in boxes(frame, id) {
                one.set_checked(
                    matches!(answer, Some(Answer::Many(many)) if many.contains(&one.value())),
                );
            }
        }
        Kind::Rows { columns, min, max } => {
            let none = Vec::new();
            let rows = match answer {
                Some(Answer::Rows(rows)) => rows,
                _ => &none,
            };
            write_rows(frame, id, columns, (*min, *max), rows);
        }
        kind => write_text(frame, kind, id, answer.map_or("", Answer::text)),
    }
}

/// As many rows as there are, and never fewer than must be, nor none.
fn write_rows(
    frame: &Element,
    id: &str,
    columns: &[Column],
    (min, max): (usize, usize),
    rows: &[BTreeMap<String, String>],
) -> Option<()> {
    let (least, template) = (min.max(1), find(frame, "template")?);
    let (here, count) = (find_all(frame, ".row"), rows.len().max(least));
    for row in here.iter().skip(count) {
        row.remove();
    }
    for at in here.len()..count {
        stamp(
            &template,
            &[(ROW, at.to_string()), (NUMBER, (at + 1).to_string())],
        );
    }
    for at in 0..count {
        for column in columns {
            let text = rows.get(at).and_then(|row| row.get(&column.id));
            let id = format!("{id}-{at}-{}", column.id);
            write_text(frame, &column.kind, &id, text.map_or("", String::as_str));
        }
    }
    for button in find_all(frame, "[data-do=remove-row]") {
        show(&button, count > least);
    }
    show(&find(frame, "[data-do=add-row]")?, count < max);
    Some(())
}

/// Writes the answers of a draft into the boxes of this screen.
pub fn write(desk: &Desk, draft: &Draft) {
    for frame in find_all(&desk.root, "[data-ask]") {
        if let Some(field) = desk.field_of(&frame) {
            write_field(&frame, field, draft.answers.get(&field.id));
        }
    }
    for tick in declarations(desk) {
        tick.set_checked(draft.declared.contains(&tick.name()));
    }
}

/// The boxes of the declarations, where they are on the screen.
pub fn declarations(desk: &Desk) -> Vec<HtmlInputElement> {
    find_all(&desk.root, &format!("#{DECLARATIONS} input"))
        .into_iter()
        .map(JsCast::unchecked_into)
        .collect()
}

/// What a person filled in before the script woke goes into the draft; what was left empty takes nothing away.
pub fn take_over(desk: &Desk, draft: &mut Draft) {
    for frame in find_all(&desk.root, "[data-ask]") {
        let Some(field) = desk.field_of(&frame) else {
            continue;
        };
        let typed = read(&frame, field);
        if typed.is_empty() {
            continue;
        }
        match (draft.answers.get_mut(&field.id), typed) {
            // Cell by cell: only the first rows were on the page.
            (Some(Answer::Rows(kept)), Answer::Rows(typed)) => {
                kept.resize_with(kept.len().max(typed.len()), BTreeMap::new);
                kept.iter_mut()
                    .zip(typed)
                    .for_each(|(row, typed)| row.extend(typed));
            }
            (_, typed) => drop(draft.answers.insert(field.id.clone(), typed)),
        }
    }
    for tick in declarations(desk) {
        if tick.checked() && !draft.declared.contains(&tick.name()) {
            draft.declared.push(tick.name());
        }
    }
}

/// One row more, or one less. What stands in the boxes is the truth.
pub fn change_rows(
    desk: &'static Desk,
    frame: &Element,
    edit: impl FnOnce(&mut Vec<BTreeMap<String, String>>),
) -> Option<()> {
    let field = desk.field_of(frame)?;
    if let Answer::Rows(mut rows) = read(frame, field) {
        edit(&mut rows);
        let answer = Answer::Rows(rows);
        write_field(frame, field, Some(&answer));
        desk.change(|draft| drop(draft.answers.insert(field.id.clone(), answer)));
    }
    Some(())
}
