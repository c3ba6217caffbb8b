//! A resident of the day: registering one who has come, and beginning a form in their name.

use super::kept::{Day, Given, Typed};
use crate::offline::outbox::APPLICATIONS;
use crate::offline::{Draft, load_draft, random_key, save_draft};
use crate::routes;
use crate::ui::device::{find, set, show};
use domain::assistance::read_client;
use domain::form::Answer;
use domain::text::{Lang, Text};
use domain::validate::{Problem, What};
use domain::view::{FieldClient, NewClient};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

/// Reads the form of who has come: the resident, who may stand on the roster already. Problems are shown.
pub fn register(form: &Element, day: &Day) -> Option<(FieldClient, Option<NewClient>)> {
    let value = |name: &str| {
        let input = find(form, &format!("[name={name}]"))?;
        Some(input.unchecked_into::<HtmlInputElement>().value())
    };
    let region = find(form, "select")?
        .unchecked_into::<HtmlSelectElement>()
        .value();
    let new = NewClient {
        name: value("name")?,
        nik: value("nik")?,
        phone: value("phone")?,
        region: region.clone(),
    };
    let read = read_client(&new);
    let mut problems = read.as_ref().err().cloned().unwrap_or_default();
    let villages = day.kit.regions.iter().flat_map(|(_, villages)| villages);
    let village = villages.clone().find(|(code, _)| *code == region);
    if village.is_none() {
        problems.push(Problem {
            field: "region".into(),
            cell: None,
            what: What::NotARegion,
        });
    }
    for field in ["name", "nik", "phone", "region"] {
        let wrong = problems.iter().any(|problem| problem.field == field);
        let place = find(form, &format!("#{field}-salah"))?;
        show(&place, wrong);
        let bad = if wrong { "field is-bad" } else { "field" };
        place.parent_element()?.set_class_name(bad);
    }
    let ((name, nik, phone), (_, village)) = (read.ok()?, village?);
    let own = nik
        .as_ref()
        .map(|nik| ("nik".to_owned(), nik.reveal().to_owned()));
    // The NIK tells that this is somebody who is there already.
    if let Some(own) = &own
        && let Some(there) = day.residents().find(|one| one.known.contains(own))
    {
        return Some((there.clone(), None));
    }
    let mut known = vec![
        ("nama".to_owned(), name.clone()),
        ("desa".to_owned(), region.clone()),
    ];
    known.extend(own);
    known.extend(phone.map(|phone| ("wa".to_owned(), phone.spoken())));
    let client = FieldClient {
        id: random_key(),
        name,
        nik: nik.map(|nik| nik.masked()),
        region_name: village.clone(),
        region,
        known,
        cases: 0,
    };
    Some((client, Some(new)))
}

/// Adds somebody to the day.
pub fn add(day: &mut Day, client: &FieldClient, new: NewClient) {
    day.typed.push(Typed {
        client: client.clone(),
        new,
    });
}

/// The villages to choose from; the only one there is, is chosen.
pub fn villages(form: &Element, day: &Day, lang: Lang) -> Option<()> {
    let select = find(form, "select")?;
    if select.child_element_count() > 0 {
        return Some(());
    }
    let all = || day.kit.regions.iter().flat_map(|(_, villages)| villages);
    let option = |code: &str, words: &str| {
        let option = crate::ui::device::append(&select, "option", "", words)?;
        set(&option, "value", code);
        Some(())
    };
    if all().nth(1).is_some() {
        option(
            "",
            lang.pick("Pilih desa atau kelurahan", "Choose a village"),
        )?;
    }
    for (code, name) in all() {
        option(code, name)?;
    }
    Some(())
}

/// Begins a form in this resident's name, or finds the one begun: its address. The draft carries the leave, so it can
/// be sent whatever becomes of the day's list.
pub async fn begin(owner: &str, given: &Given, service: &str, name: &Text) -> Option<String> {
    let leave = &given.leave;
    let draft_name = format!("{APPLICATIONS}{service}:{}:{owner}", leave.id);
    if load_draft(&draft_name).await.is_none() {
        let mut draft = Draft {
            leave: leave.id.clone(),
            taken: serde_json::to_string(leave).ok()?,
            helped: given.client.name.clone(),
            service_name: name.clone(),
            changed: js_sys::Date::now(),
            ..Draft::new()
        };
        for (field, text) in &given.client.known {
            let answer = Answer::Text(text.clone());
            draft.answers.insert(field.clone(), answer);
        }
        if !save_draft(&draft_name, &draft).await {
            return None;
        }
    }
    Some(routes::helped_form(&leave.id, service))
}
