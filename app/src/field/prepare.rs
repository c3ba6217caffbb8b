//! Getting ready in the browser: one call, the pack, and a look at everything that could be wrong in the village.

use super::api::TakeAlong;
use super::checks::{clock, codes, modules, pages, room, roster, tell};
use super::kept::{self, Day};
use super::ready::READY_ROOT;
use crate::call;
use crate::offline::{door, stock_codes, vault};
use crate::ui::device::{document, find, listen, say, set, show};
use domain::error::Error;
use domain::text::Lang;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

/// Brings the page to life. `None`: this is another page.
pub fn wake() -> Option<()> {
    let root = document()?.get_element_by_id(READY_ROOT)?;
    let lang = Lang::from_tag(&root.get_attribute("data-lang")?);
    let doors = root.clone();
    listen(&root, "submit", move |event| {
        event.prevent_default();
        let form = event
            .target()
            .and_then(|form| form.dyn_into::<Element>().ok());
        let root = doors.clone();
        spawn_local(async move {
            if let Some(form) = form
                && door::enter(&form, lang).await == Some(true)
            {
                door::draw(&root).await;
                look(&root, lang).await;
            }
        });
    });
    let pressed = root.clone();
    listen(&root, "click", move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let button = target.and_then(|target| target.closest("[data-do]").ok()?);
        let root = pressed.clone();
        match button
            .and_then(|button| button.get_attribute("data-do"))
            .as_deref()
        {
            Some("prepare") => spawn_local(async move {
                prepare(&root, lang).await;
            }),
            Some("lock") => spawn_local(async move {
                vault::lock().await;
                door::draw(&root).await;
                look(&root, lang).await;
            }),
            _ => {}
        }
    });
    spawn_local(async move {
        door::draw(&root).await;
        if let Some(fold) = find(&root, "details[data-when=add]") {
            let _ = fold.toggle_attribute_with_force("open", true);
        }
        if let Some(name) = find(&root, "#nama-orang") {
            let officer = root.get_attribute("data-officer").unwrap_or_default();
            name.unchecked_into::<HtmlInputElement>()
                .set_value(&officer);
        }
        look(&root, lang).await;
        set(&root, "data-ready", "true");
    });
    Some(())
}

fn verdict(root: &Element, words: &str, good: bool) {
    if let Some(place) = find(root, "[data-fill=verdict]") {
        say(&place, words);
        place.set_class_name(if good { "badge is-ok" } else { "" });
    }
    if let Some(part) = find(root, "[data-part=go]") {
        show(&part, good);
    }
}

/// The PIN comes first: nothing personal is fetched before there is one.
async fn look(root: &Element, lang: Lang) -> Option<String> {
    let owner = vault::open_person().await;
    let words = match owner {
        Some(_) => lang.pick(
            "Isian dan daftar warga di tablet ini terkunci dengan PIN Anda.",
            "Answers and residents on this tablet are locked with your PIN.",
        ),
        None => lang.pick(
            "Buat PIN di atas, atau buka dengan PIN Anda.",
            "Make a PIN above, or unlock with yours.",
        ),
    };
    tell(root, "pin", owner.is_some(), words, lang);
    owner
}

async fn prepare(root: &Element, lang: Lang) -> Option<()> {
    verdict(
        root,
        lang.pick("Sedang menyiapkan…", "Getting ready…"),
        false,
    );
    let Some(owner) = look(root, lang).await else {
        verdict(
            root,
            lang.pick("Belum siap: PIN dulu.", "Not ready: the PIN first."),
            false,
        );
        return None;
    };
    vault::bind(&owner).await;
    let outreach = find(root, "#sesi")?
        .unchecked_into::<HtmlSelectElement>()
        .value();
    let has = stock_codes(Vec::new()).await as u32;
    let asked = js_sys::Date::now();
    let mut kit = match call::post(TakeAlong {
        outreach,
        codes: has,
    })
    .await
    {
        Ok(kit) => kit,
        Err(error) => {
            let words = match error {
                Error::LoggedOut => lang
                    .pick(
                        "Masuk dulu, lalu siapkan lagi.",
                        "Log in first, then get ready again.",
                    )
                    .to_owned(),
                error => error.message(lang),
            };
            verdict(root, &words, false);
            return None;
        }
    };
    // The answer was on its way for some time; half of it is the best guess.
    let now = js_sys::Date::now();
    let skew = kit.now.0 - ((asked + now) / 2.0) as i64;
    let stocked = stock_codes(std::mem::take(&mut kit.codes)).await;
    let day = Day {
        skew,
        typed: Vec::new(),
        kit,
    };
    let kept = keep(&owner, day.clone()).await;
    let all = [
        roster(root, &day.kit, kept, lang),
        codes(root, &day.kit, stocked, lang),
        clock(root, skew, lang),
        room(root, &day.kit, lang).await,
        modules(root, lang).await,
        pages(root, &day.kit, lang).await,
    ];
    if all.iter().all(|good| *good) {
        let storage = web_sys::window()?.local_storage().ok()?;
        let _ = storage.map(|storage| storage.set_item("lapangan", "1"));
        verdict(
            root,
            lang.pick("Siap luring", "Ready to work offline"),
            true,
        );
    } else {
        verdict(
            root,
            lang.pick(
                "Belum siap. Lihat yang bertanda merah.",
                "Not ready. Look at what is marked red.",
            ),
            false,
        );
    }
    Some(())
}

/// In place of an earlier day; who was added to the same session by hand stays.
async fn keep(owner: &str, mut day: Day) -> bool {
    if let Some(before) = kept::read_day(owner).await
        && before.kit.session.as_ref().map(|one| &one.id)
            == day.kit.session.as_ref().map(|one| &one.id)
    {
        let new = before.typed.into_iter();
        day.typed = new
            .filter(|typed| day.kit.roster.iter().all(|one| one.id != typed.client.id))
            .collect();
    }
    kept::keep_day(owner, &day).await
}
