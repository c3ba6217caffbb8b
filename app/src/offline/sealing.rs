//! What was begun before there was a PIN: whoever is open may take it under theirs.

use super::outbox::{APPLICATIONS, CORRECTIONS, another_name};
use super::store::{load_draft, load_photo, names, save_draft, save_photo, wipe_draft};
use super::vault::{self, owner_of};
use crate::ui::device::{find, say, show};
use domain::text::Lang;
use leptos::prelude::*;
use web_sys::Element;

async fn unsealed() -> Vec<String> {
    let mut found = names(APPLICATIONS).await;
    found.extend(names(CORRECTIONS).await);
    found.retain(|name| owner_of(name).is_none());
    found
}

/// How many lie open, where somebody could lock them now.
pub async fn draw(root: &Element) -> Option<()> {
    let count = match vault::open_person().await {
        Some(_) => unsealed().await.len(),
        None => 0,
    };
    say(&find(root, "[data-unsealed]")?, &count.to_string());
    show(&find(root, "[data-when=unsealed]")?, count > 0);
    Some(())
}

/// Takes all of them under the PIN of who is open, one after the other; what doesn't fit stays as it is.
pub async fn seal_all() -> Option<()> {
    let owner = vault::open_person().await?;
    for name in unsealed().await {
        seal(&name, &owner).await;
    }
    Some(())
}

async fn seal(name: &str, owner: &str) -> Option<()> {
    let mut draft = load_draft(name).await?;
    let sealed = match name.split(':').nth(2) {
        Some(_) => format!("{name}:{owner}"),
        None => another_name(name, Some(owner)),
    };
    for (_, photos) in draft.documents.iter_mut().chain(&mut draft.raw) {
        for photo in photos {
            let id = format!("{}:{owner}", photo.id);
            // One that the browser has thrown away can't be locked by anybody.
            if let Some(bytes) = load_photo(&photo.id).await
                && !save_photo(&id, &bytes).await
            {
                return None;
            }
            photo.id = id;
        }
    }
    if save_draft(&sealed, &draft).await {
        wipe_draft(name).await;
    }
    Some(())
}

/// Where it is offered.
pub fn offer(lang: Lang) -> AnyView {
    view! {
        <div class="box" data-when="unsealed" hidden>
            <p>
                {lang.pick("Isian di HP ini yang tidak terkunci: ", "On this phone, not locked: ")}
                <b data-unsealed></b>
                {lang.pick(". Siapa pun yang memegang HP ini bisa membacanya.", ". Whoever holds this phone can read it.")}
            </p>
            <p class="acts">
                <button type="button" class="btn second" data-do="seal">{lang.pick("Kunci dengan PIN saya", "Lock it with my PIN")}</button>
            </p>
        </div>
    }
    .into_any()
}
