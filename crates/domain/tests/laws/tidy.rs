//! Tidying answers, and dropping those that weren't asked for.

use domain::form::{Answer, Answers, Condition, Field, Kind, Page, tidy, tidy_all};
use domain::text::Text;
use domain::validate::{is_asked, only_asked};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Text with everything that thumbs, clipboards and attackers put into it.
fn any_text() -> impl Strategy<Value = String> {
    let odd = proptest::sample::select(vec![
        '\0', '\u{7}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}', '\n', '\t', ' ', 'a', 'é',
        '🙈',
    ]);
    proptest::collection::vec(prop_oneof![odd, any::<char>()], 0..40)
        .prop_map(|chars| chars.into_iter().collect())
}

fn field(id: String, show_if: Option<Condition>) -> Field {
    Field {
        id,
        label: Text::from("x"),
        hint: None,
        kind: Kind::Text,
        required: false,
        show_if,
        required_if: None,
    }
}

/// A chain of questions, each perhaps asked only after an answer to another.
fn any_form() -> impl Strategy<Value = Vec<Page>> {
    proptest::collection::vec((proptest::option::of(0..8usize), any::<bool>()), 1..8).prop_map(
        |fields| {
            let fields = fields
                .into_iter()
                .enumerate()
                .map(|(number, (after, is_a))| {
                    let condition = |other: usize| Condition {
                        field: format!("f{other}"),
                        is: vec![if is_a { "a" } else { "b" }.to_owned()],
                    };
                    field(format!("f{number}"), after.map(condition))
                });
            vec![Page {
                id: "p".to_owned(),
                title: Text::from("p"),
                help: None,
                fields: fields.collect(),
            }]
        },
    )
}

proptest! {
    #[test]
    fn tidying_twice_changes_nothing_more(text in any_text()) {
        let once = tidy(&text);
        prop_assert_eq!(tidy(&once), once.clone());
        prop_assert!(once.chars().all(|c| c == '\n' || !c.is_control()));
        let marked = once.contains(['\u{200b}', '\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{feff}', '\0']);
        prop_assert!(!marked);
        prop_assert_eq!(once.trim(), once.as_str());
    }

    #[test]
    fn plain_words_stay_as_they_are(text in "[a-zA-Z0-9.,'/-]{1,20}( [a-zA-Z0-9<>\"&;]{1,20}){0,4}") {
        prop_assert_eq!(tidy(&text), text);
    }

    #[test]
    fn tidying_everything_keeps_every_question(texts in proptest::collection::vec(any_text(), 1..6)) {
        let row: BTreeMap<String, String> = texts.iter().enumerate().map(|(n, text)| (n.to_string(), text.clone())).collect();
        let mut answers = Answers::from([
            ("text".to_owned(), Answer::Text(texts[0].clone())),
            ("many".to_owned(), Answer::Many(texts.clone())),
            ("rows".to_owned(), Answer::Rows(vec![row, BTreeMap::new()])),
        ]);
        tidy_all(&mut answers);
        prop_assert_eq!(answers.len(), 3);
        let Answer::Rows(rows) = &answers["rows"] else { panic!("rows stay rows") };
        // Rows in which nothing is written are dropped.
        prop_assert!(rows.iter().all(|row| row.values().any(|cell| !cell.is_empty())));
        let once = answers.clone();
        tidy_all(&mut answers);
        prop_assert_eq!(answers, once);
    }

    #[test]
    fn only_answers_to_asked_questions_stay(form in any_form(), given in proptest::collection::vec(proptest::sample::select(vec!["a", "b", "c"]), 8)) {
        let pages: Vec<&Page> = form.iter().collect();
        let mut answers: Answers =
            given.iter().enumerate().map(|(n, text)| (format!("f{n}"), Answer::Text((*text).to_owned()))).collect();
        only_asked(&pages, &mut answers);
        for field in &form[0].fields {
            prop_assert!(is_asked(field, &answers) || !answers.contains_key(&field.id));
            // A question without a condition always keeps its answer.
            prop_assert!(field.show_if.is_some() || answers.contains_key(&field.id));
        }
        let once = answers.clone();
        only_asked(&pages, &mut answers);
        prop_assert_eq!(answers, once);
    }
}
