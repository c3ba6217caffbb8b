//! The one validator: the browser runs it at every page, the server before storing, the command line on fixtures.

mod doubts;
mod shapes;
mod words;

pub use doubts::compared_with;
pub use shapes::{is_email, rupiah};
use shapes::{is_point, is_time};

use crate::calendar::{Calendar, parse_day};
use crate::form::{Answer, Answers, Field, Kind, MAX_PARAGRAPH, MAX_ROWS, MAX_TEXT, Page, When};
use crate::person::{BadNumber, Kk, Nik, NikDoubt, Phone};
use crate::region::RegionCode;
use crate::rule::{Effect, Rule};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use time::Date;

/// What the validator must be told about the world.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Today at the office.
    pub today: Date,
    pub calendar: &'a Calendar,
}

/// One thing to say about one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Field id.
    pub field: String,
    /// Row (from 0) and column id, for answers in rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<(usize, String)>,
    pub what: What,
}

/// What is the matter. Carries limits, never what was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    Missing,
    /// More characters than allowed.
    TooLong {
        max: usize,
    },
    /// Letters where only digits can be.
    NotDigits,
    /// A NIK or family card number with the wrong count of digits.
    SixteenDigits {
        typed: u32,
    },
    /// Sixteen digits that nobody has.
    ImpossibleNumber,
    NotADate,
    NotATime,
    DateInFuture,
    DateInPast,
    NotANumber,
    OutOfRange {
        min: i64,
        max: i64,
    },
    NotAnOption,
    NotARegion,
    NotAPhone,
    NotAnEmail,
    NotAPoint,
    TooFewRows {
        min: usize,
    },
    TooManyRows {
        max: usize,
    },
    /// An answer of the wrong shape, or to a question this form doesn't ask.
    Unexpected,
    /// A document that must be photographed is missing.
    MissingDocument,
    /// The box must be ticked.
    MustTick,
    /// A doubt about a NIK: only a warning.
    Nik {
        doubt: NikDoubt,
    },
    /// A rule of the service speaks.
    Rule {
        message: Text,
    },
    /// A table that an officer has brought.
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    Table {
        flaw: TableFlaw,
    },
}

/// What is wrong with a table or with a line of it. No browser reads it: officers' pages are rendered on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TableFlaw {
    /// Bytes that are no UTF-8, as spreadsheets save where nobody tells them otherwise.
    Encoding,
    /// The first line names columns, but none with names of people.
    NoNames,
    /// Two columns of one meaning.
    Twice,
    /// More cells than there are columns.
    TooWide,
    /// A cell goes over several lines: mostly quotes that nobody has closed.
    Broken,
    /// A spreadsheet has rounded a long number.
    Rounded,
    /// So many more lines have something wrong.
    More { lines: usize },
}

/// What the validator found. Errors block, warnings may be overruled by the person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub errors: Vec<Problem>,
    pub warnings: Vec<Problem>,
}

impl Report {
    pub fn is_fine(&self) -> bool {
        self.errors.is_empty()
    }

    fn error(&mut self, field: &str, what: What) {
        self.errors.push(Problem {
            field: field.to_owned(),
            cell: None,
            what,
        });
    }

    fn warn(&mut self, field: &str, what: What) {
        self.warnings.push(Problem {
            field: field.to_owned(),
            cell: None,
            what,
        });
    }
}

/// Whether `field` is asked, given the answers so far.
pub fn is_asked(field: &Field, answers: &Answers) -> bool {
    field
        .show_if
        .as_ref()
        .is_none_or(|condition| condition.holds(answers))
}

/// Drops answers to questions that aren't asked (any more): they would be kept unchecked, and nobody needs them.
/// Dropping one may close another question, so it goes on until nothing changes.
pub fn only_asked(pages: &[&Page], answers: &mut Answers) {
    loop {
        let before = answers.len();
        for field in pages.iter().flat_map(|page| &page.fields) {
            if !is_asked(field, answers) {
                answers.remove(&field.id);
            }
        }
        if answers.len() == before {
            return;
        }
    }
}

/// Checks whole pages and the rules whose fields lie on them. `pages` may be one page (browser) or all (server).
/// Pass `strict` on the server: answers to questions that the form doesn't ask are then refused.
pub fn validate(
    pages: &[&Page],
    rules: &[Rule],
    answers: &Answers,
    context: &Context<'_>,
    strict: bool,
) -> Report {
    let mut report = Report::default();
    let fields: Vec<&Field> = pages.iter().flat_map(|page| &page.fields).collect();
    for field in &fields {
        if is_asked(field, answers) {
            check_field(field, answers, context, &mut report);
        }
    }
    if strict {
        for id in answers
            .keys()
            .filter(|id| fields.iter().all(|field| field.id != **id))
        {
            // The id came from outside: it is named only as far as it is harmless.
            let shown: String = id
                .chars()
                .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
                .take(40)
                .collect();
            report.error(&shown, What::Unexpected);
        }
    }
    doubts::doubt_niks(&fields, answers, &mut report);
    for rule in rules {
        let asked = fields
            .iter()
            .any(|field| field.id == rule.field() && is_asked(field, answers));
        if asked && rule.speaks(answers, context.today, context.calendar) {
            let what = What::Rule {
                message: rule.message.clone(),
            };
            match rule.effect {
                Effect::Stop => report.error(rule.field(), what),
                Effect::Warn => report.warn(rule.field(), what),
            }
        }
    }
    report
}

fn check_field(field: &Field, answers: &Answers, context: &Context<'_>, report: &mut Report) {
    let id = field.id.as_str();
    let answer = answers.get(&field.id);
    let Some(answer) = answer.filter(|answer| !answer.is_empty()) else {
        if field.is_required(answers) {
            report.error(
                id,
                if field.kind == Kind::Tick {
                    What::MustTick
                } else {
                    What::Missing
                },
            );
        }
        return;
    };
    match (&field.kind, answer) {
        (Kind::MultiChoice(options), Answer::Many(many)) => {
            let known = many
                .iter()
                .all(|one| options.iter().any(|option| option.id == *one));
            if !known || many.len() > options.len() {
                report.error(id, What::NotAnOption);
            }
        }
        (Kind::Rows { columns, min, max }, Answer::Rows(rows)) => {
            let max = (*max).min(MAX_ROWS);
            if rows.len() > max {
                report.error(id, What::TooManyRows { max });
                return;
            }
            let filled = rows
                .iter()
                .filter(|row| row.values().any(|cell| !cell.trim().is_empty()))
                .count();
            if filled < *min {
                report.error(id, What::TooFewRows { min: *min });
            }
            for (number, row) in rows.iter().enumerate() {
                let known = row
                    .keys()
                    .all(|key| columns.iter().any(|column| column.id == *key));
                if !known {
                    report.error(id, What::Unexpected);
                    continue;
                }
                for column in columns {
                    let text = row.get(&column.id).map_or("", String::as_str);
                    let found = if text.trim().is_empty() {
                        column.required.then_some(What::Missing)
                    } else {
                        check_text(&column.kind, text, context).err()
                    };
                    if let Some(what) = found {
                        report.errors.push(Problem {
                            field: id.to_owned(),
                            cell: Some((number, column.id.clone())),
                            what,
                        });
                    }
                }
            }
        }
        (Kind::MultiChoice(_) | Kind::Rows { .. }, _) => report.error(id, What::Unexpected),
        (kind, Answer::Text(text)) => {
            if let Err(what) = check_text(kind, text, context) {
                report.error(id, what);
            }
        }
        _ => report.error(id, What::Unexpected),
    }
}

fn bad_number(bad: BadNumber) -> What {
    match bad {
        BadNumber::NotDigits => What::NotDigits,
        BadNumber::Length(typed) => What::SixteenDigits { typed },
        BadNumber::Impossible => What::ImpossibleNumber,
    }
}

fn check_day(day: Option<Date>, when: When, today: Date) -> Result<(), What> {
    // Nobody alive or buried lately was born before 1850; nobody plans beyond 2100.
    let day = day
        .filter(|day| (1850..=2100).contains(&day.year()))
        .ok_or(What::NotADate)?;
    match when {
        When::Past if day > today => Err(What::DateInFuture),
        When::Future if day < today => Err(What::DateInPast),
        _ => Ok(()),
    }
}

/// Checks one text against one kind. Empty text is the caller's business.
pub fn check_text(kind: &Kind, text: &str, context: &Context<'_>) -> Result<(), What> {
    let max = if *kind == Kind::Paragraph {
        MAX_PARAGRAPH
    } else {
        MAX_TEXT
    };
    if text.chars().take(max + 1).count() > max {
        return Err(What::TooLong { max });
    }
    let text = text.trim();
    match kind {
        Kind::Text | Kind::Paragraph => Ok(()),
        Kind::Nik => Nik::parse(text).map(drop).map_err(bad_number),
        Kind::Kk => Kk::parse(text).map(drop).map_err(bad_number),
        Kind::Date(when) => check_day(parse_day(text), *when, context.today),
        Kind::Time => is_time(text).then_some(()).ok_or(What::NotATime),
        Kind::DateTime(when) => {
            let (day, time) = text.split_once('T').ok_or(What::NotADate)?;
            check_day(parse_day(day), *when, context.today)?;
            is_time(time).then_some(()).ok_or(What::NotATime)
        }
        Kind::Number { min, max } => {
            let number: i64 = text.parse().map_err(|_| What::NotANumber)?;
            (*min..=*max)
                .contains(&number)
                .then_some(())
                .ok_or(What::OutOfRange {
                    min: *min,
                    max: *max,
                })
        }
        Kind::Rupiah => rupiah(text).map(drop).ok_or(What::NotANumber),
        Kind::Choice(options) => options
            .iter()
            .any(|o| o.id == text)
            .then_some(())
            .ok_or(What::NotAnOption),
        Kind::Region { depth, within } => {
            let code = RegionCode::parse(text).map_err(|_| What::NotARegion)?;
            let inside = within.as_ref().is_none_or(|within| within.contains(&code));
            (inside && code.depth() == usize::from(*depth))
                .then_some(())
                .ok_or(What::NotARegion)
        }
        Kind::Phone => Phone::parse(text).map(drop).ok_or(What::NotAPhone),
        Kind::Email => is_email(text).then_some(()).ok_or(What::NotAnEmail),
        Kind::Tick => (text == "ya").then_some(()).ok_or(What::MustTick),
        Kind::Point => is_point(text).then_some(()).ok_or(What::NotAPoint),
        Kind::MultiChoice(_) | Kind::Rows { .. } => Err(What::Unexpected),
    }
}
