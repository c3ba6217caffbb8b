//! Icons: a 24 grid with a 2 px stroke, always beside words. `style/icons.svg` is their source.

use leptos::prelude::*;

/// Name and path.
const ICONS: [(&str, &str); 35] = [
    ("check", "M4 12.5 9.5 18 20 6"),
    ("info", "M12 2 22 12 12 22 2 12zM12 11v6M12 7v2"),
    ("warn", "M12 3 22 21H2zM12 10v5M12 17v2"),
    ("bad", "M8 2h8l6 6v8l-6 6H8l-6-6V8zM8 8l8 8M16 8l-8 8"),
    ("ok", "M12 2 22 12 12 22 2 12zM8 12l3 3 5-6"),
    ("back", "M15 4 7 12l8 8"),
    ("next", "M9 4l8 8-8 8"),
    ("up", "M4 15l8-8 8 8"),
    ("down", "M4 9l8 8 8-8"),
    ("search", "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM15 15l6 6"),
    (
        "camera",
        "M2 7h5l2-3h6l2 3h5v13H2zM12 9a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
    ),
    ("file", "M5 2h9l5 5v15H5zM14 2v6h5M8 13h8M8 17h8"),
    ("plus", "M12 4v16M4 12h16"),
    (
        "trash",
        "M3 6h18M9 6V3h6v3M6 6l1 15h10l1-15M10 10v7M14 10v7",
    ),
    ("retake", "M20 4v6h-6M20 10a8.5 8.5 0 1 0 1 5"),
    ("turn", "M4 4v6h6M4 10a8.5 8.5 0 1 1-1 5"),
    (
        "zoom-in",
        "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM15 15l6 6M10 7v6M7 10h6",
    ),
    (
        "zoom-out",
        "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM15 15l6 6M7 10h6",
    ),
    ("print", "M6 9V2h12v7M6 18H2V9h20v9h-4M6 14h12v8H6z"),
    ("save", "M12 2v13M6 10l6 6 6-6M3 17v4h18v-4"),
    ("send", "M3 11 21 3l-7 18-3-8zM11 13l5-5"),
    ("phone", "M7 2h10v20H7zM11 18h2"),
    (
        "call",
        "M5 3h4l2 5-3 2c1 3 3 5 6 6l2-3 5 2v4c-9 3-18-6-16-16z",
    ),
    (
        "place",
        "M12 2a7 7 0 0 0-7 7c0 5 7 13 7 13s7-8 7-13a7 7 0 0 0-7-7zM12 7v4",
    ),
    (
        "clock",
        "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM12 6v7l5 3",
    ),
    (
        "person",
        "M12 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-5 4-7 8-7s8 2 8 7z",
    ),
    ("pen", "M4 16 16 4l4 4L8 20l-5 1zM13 7l4 4"),
    ("eye", "M2 12c4-8 16-8 20 0-4 8-16 8-20 0zM12 10v4"),
    ("cut", "M5 5l14 14M5 5 19 19M19 5 5 19"),
    ("pause", "M8 4v16M16 4v16"),
    ("play", "M6 3l14 9-14 9z"),
    (
        "offline",
        "M3 3l18 18M2 9c2-2 4-3 6-4M12 4c4 0 7 2 10 5M6 13c1-1 2-2 4-2M15 11c1 1 2 1 3 2M12 17v3",
    ),
    ("lock", "M5 10h14v11H5zM8 10V6a4 4 0 0 1 8 0v4M12 14v3"),
    ("out", "M10 3H4v18h6M9 12h12M16 7l5 5-5 5"),
    ("talk", "M3 4h18v13H10l-5 4v-4H3z"),
];

/// The path of an icon; empty for a name that doesn't exist.
fn path(name: &str) -> &'static str {
    ICONS
        .iter()
        .find(|(known, _)| *known == name)
        .map_or("", |(_, path)| path)
}

/// Every icon there is, for the gallery.
pub fn icon_names() -> impl Iterator<Item = &'static str> {
    ICONS.iter().map(|(name, _)| *name)
}

#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
            <path d=path(name)></path>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icons_are_those_of_the_source() {
        let source = include_str!("../../../style/icons.svg");
        for (name, path) in ICONS {
            assert!(
                source.contains(&format!("id=\"{name}\"")),
                "{name} is not in style/icons.svg"
            );
            assert!(source.contains(path), "{name} differs from style/icons.svg");
        }
        // The mark has two colours: the header draws it.
        assert_eq!(source.matches("<symbol").count(), ICONS.len() + 1);
    }
}
