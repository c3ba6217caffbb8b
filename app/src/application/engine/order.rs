//! The pages of one document in another order. The order here is the one that the office sees.

use super::desk::Desk;
use crate::ui::device::{find, focus, say, show};
use domain::text::Lang;
use web_sys::Element;

/// Changes places with the page before or behind.
pub fn swap(desk: &'static Desk, button: &Element, up: bool) -> Option<()> {
    let tile = button.closest("[data-photo]").ok()??;
    let (other, place, way_back) = if up {
        (
            tile.previous_element_sibling()?,
            "afterend",
            "[data-do=lower]",
        )
    } else {
        (
            tile.next_element_sibling()?,
            "beforebegin",
            "[data-do=raise]",
        )
    };
    let (id, with) = (
        tile.get_attribute("data-photo")?,
        other.get_attribute("data-photo")?,
    );
    // The other one moves: what is touched keeps the focus.
    let _ = tile.insert_adjacent_element(place, &other);
    let mut now = (0, 0);
    desk.change(|draft| {
        draft.parcel = None;
        for (_, photos) in &mut draft.documents {
            let at = |id: &str| photos.iter().position(|photo| photo.id == id);
            if let (Some(a), Some(b)) = (at(&id), at(&with)) {
                photos.swap(a, b);
                now = (b + 1, photos.len());
            }
        }
    });
    if button.has_attribute("hidden") {
        focus(&find(&tile, way_back)?);
    }
    let section = tile.closest("[data-shots]").ok()??;
    let words = match desk.checks.lang {
        Lang::Id => format!("Sekarang halaman {} dari {}", now.0, now.1),
        Lang::En => format!("Now page {} of {}", now.0, now.1),
    };
    say(&find(&section, "[data-said]")?, &words);
    Some(())
}

/// Which way a page can go.
pub fn draw(tile: &Element, place: usize, all: usize) -> Option<()> {
    show(&find(tile, "[data-do=raise]")?, place > 0);
    show(&find(tile, "[data-do=lower]")?, place + 1 < all);
    Some(())
}
