//! The style sheet inside every page: a request less is worth more than a cache entry on a 400 ms link.

use crate::routes;
use std::sync::OnceLock;

/// In the order of `style/README.md`: paper overrules the screen, and officers' pages come last.
const READING: &[&str] = &[
    include_str!("../../../style/tokens.css"),
    include_str!("../../../style/base.css"),
    include_str!("../../../style/shell.css"),
    include_str!("../../../style/pieces.css"),
];
const ASKING: &str = include_str!("../../../style/forms.css");
const PAPER: &str = include_str!("../../../style/print.css");
const HELPING: &str = include_str!("../../../style/helping.css");
const OFFICE: &str = include_str!("../../../style/officer.css");

/// The CSS of the page at `path`. Who only reads is spared what forms and officers need.
pub fn css(path: &str) -> &'static str {
    static SHEETS: OnceLock<[String; 4]> = OnceLock::new();
    let [reading, asking, helping, all] = SHEETS.get_or_init(|| {
        let with = |parts: &[&str]| squeeze(&(READING.concat() + &parts.concat()));
        [
            with(&[PAPER]),
            with(&[ASKING, PAPER]),
            with(&[ASKING, HELPING, PAPER]),
            with(&[ASKING, HELPING, PAPER, OFFICE]),
        ]
    });
    let below = |start: &str| path.starts_with(start);
    if below(routes::OFFICER) || below(routes::GALLERY) {
        all
    } else if below(routes::FIELD) {
        helping
    } else if below(routes::APPLY)
        || below(routes::HELPED_FORM)
        || below(routes::STATUS)
        || below(routes::DRAFTS)
    {
        asking
    } else {
        reading
    }
}

/// Takes away comments and line breaks. Comments stand only between rules, and no line ends inside a declaration.
fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        rest = rest[start..]
            .find("*/")
            .map_or("", |end| &rest[start + end + 2..]);
    }
    out.push_str(rest);
    out.lines().map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::{css, squeeze};

    #[test]
    fn comments_and_indents_go() {
        assert_eq!(
            squeeze("/* a */\na{b:c}\n  /* d\n e */\n  f{g:h}\n"),
            "a{b:c}f{g:h}"
        );
    }

    #[test]
    fn everybody_gets_the_rules_they_need() {
        let holds = |path: &str| {
            [".card{", ".tile{", ".shots{", ".viewer{"].map(|rule| css(path).contains(rule))
        };
        assert_eq!(holds("/layanan/sktm"), [true, true, false, false]);
        assert_eq!(holds("/ajukan/sktm/nik"), [true, true, true, false]);
        assert_eq!(holds("/status"), [true, true, true, false]);
        assert_eq!(holds("/petugas"), [true; 4]);
        assert_eq!(holds("/lapangan"), [true, true, true, false]);
        assert!(css("/lapangan").contains(".tally{") && !css("/ajukan").contains(".tally{"));
    }

    #[test]
    fn no_line_ends_inside_a_declaration() {
        for part in super::READING.iter().chain([
            &super::ASKING,
            &super::HELPING,
            &super::PAPER,
            &super::OFFICE,
        ]) {
            for line in part.lines().map(str::trim).filter(|line| !line.is_empty()) {
                assert!(line.ends_with(['{', '}', ';', ',', '/']), "{line}");
            }
        }
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        for forbidden in ["url(", "@import", "</style"] {
            assert!(!css("/petugas").contains(forbidden), "{forbidden}");
        }
    }
}
