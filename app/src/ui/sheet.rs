//! The style sheet inside every page: a request less is worth more than a cache entry on a 400 ms link.

use std::sync::OnceLock;

/// In the order of `style/README.md`: paper overrules the screen, and officers' pages come last.
const RESIDENT: &[&str] = &[
    include_str!("../../../style/tokens.css"),
    include_str!("../../../style/base.css"),
    include_str!("../../../style/shell.css"),
    include_str!("../../../style/pieces.css"),
    include_str!("../../../style/forms.css"),
    include_str!("../../../style/print.css"),
];
const OFFICER: &str = include_str!("../../../style/officer.css");

/// The CSS of a resident's or an officer's page.
pub fn css(officer: bool) -> String {
    static SHEETS: OnceLock<[String; 2]> = OnceLock::new();
    let [resident, all] = SHEETS.get_or_init(|| {
        let resident = squeeze(&RESIDENT.concat());
        let all = format!("{resident}\n{}", squeeze(OFFICER));
        [resident, all]
    });
    if officer {
        all.clone()
    } else {
        resident.clone()
    }
}

/// Takes away comments, and the white space around lines. Comments stand only between rules.
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
    out.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::{css, squeeze};

    #[test]
    fn comments_and_indents_go() {
        assert_eq!(
            squeeze("/* a */\na{b:c}\n  /* d\n e */\n  f{g:h}\n"),
            "a{b:c}\nf{g:h}"
        );
    }

    #[test]
    fn only_officers_get_the_officers_rules() {
        assert!(!css(false).contains(".viewer"));
        assert!(css(true).starts_with(&css(false)) && css(true).contains(".viewer"));
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        for forbidden in ["url(", "@import", "</style"] {
            assert!(!css(true).contains(forbidden), "{forbidden}");
        }
    }
}
