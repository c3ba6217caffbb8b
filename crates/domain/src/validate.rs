//! The one validator: the browser runs it at every page, the server before storing, the command line on fixtures.

use crate::calendar::{Calendar, parse_day};
use crate::form::{Answer, Answers, Field, Kind, MAX_PARAGRAPH, MAX_ROWS, MAX_TEXT, Page, When};
use crate::person::{BadNumber, Kk, Nik, NikDoubt, Phone, Sex};
use crate::region::RegionCode;
use crate::rule::{Effect, Rule};
use crate::text::{Lang, Text};
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
}

impl What {
    pub fn message(&self, lang: Lang) -> String {
        let text = match self {
            What::Missing => lang.pick("Bagian ini belum diisi.", "Please fill this in."),
            What::TooLong { max } => {
                return match lang {
                    Lang::Id => format!("Terlalu panjang. Paling banyak {max} huruf."),
                    Lang::En => format!("Too long. At most {max} characters."),
                };
            }
            What::NotDigits => lang.pick("Isi dengan angka saja.", "Digits only, please."),
            What::SixteenDigits { typed } => {
                return match lang {
                    Lang::Id => format!("Harus 16 angka. Yang terketik baru {typed} angka."),
                    Lang::En => format!("It must have 16 digits. You typed {typed}."),
                };
            }
            What::ImpossibleNumber => lang.pick(
                "Nomor ini tidak mungkin ada. Lihat lagi angkanya di KTP atau KK.",
                "No such number can exist. Look at the card again.",
            ),
            What::NotADate => lang.pick("Tanggal ini tidak ada. Contoh: 17 8 1990.", "There is no such date. Example: 17 8 1990."),
            What::NotATime => lang.pick("Jam ini tidak ada. Contoh: 14.30.", "There is no such time. Example: 14:30."),
            What::DateInFuture => lang.pick("Tanggal ini belum tiba. Periksa tahunnya.", "This date is still to come. Check the year."),
            What::DateInPast => lang.pick("Tanggal ini sudah lewat. Pilih hari ini atau sesudahnya.", "This date has passed. Choose today or later."),
            What::NotANumber => lang.pick("Isi dengan angka, contoh: 25.", "Type a number, for example 25."),
            What::OutOfRange { min, max } => {
                return match lang {
                    Lang::Id => format!("Isi angka antara {min} dan {max}."),
                    Lang::En => format!("Type a number between {min} and {max}."),
                };
            }
            What::NotAnOption => lang.pick("Pilih salah satu jawaban.", "Choose one of the answers."),
            What::NotARegion => lang.pick("Pilih wilayah dari daftar.", "Choose a region from the list."),
            What::NotAPhone => lang.pick("Nomor HP belum benar. Contoh: 0812-3456-7890.", "That is not a mobile number. Example: 0812-3456-7890."),
            What::NotAnEmail => lang.pick("Email belum benar. Contoh: siti@contoh.id. Boleh dikosongkan.", "That is not an e-mail address. Example: siti@contoh.id. You may leave it empty."),
            What::NotAPoint => lang.pick("Titik belum benar. Contoh: -2.70000,111.60000.", "That is not a position. Example: -2.70000,111.60000."),
            What::TooFewRows { min } => {
                return match lang {
                    Lang::Id => format!("Isi paling sedikit {min} orang atau baris."),
                    Lang::En => format!("Fill in at least {min}."),
                };
            }
            What::TooManyRows { max } => {
                return match lang {
                    Lang::Id => format!("Paling banyak {max} baris."),
                    Lang::En => format!("At most {max} rows."),
                };
            }
            What::Unexpected => lang.pick("Jawaban ini tidak dikenal. Isi ulang bagian ini.", "This answer isn't known. Please fill it in again."),
            What::MissingDocument => lang.pick("Foto dokumen ini belum ada.", "The photo of this document is missing."),
            What::MustTick => lang.pick("Beri tanda centang bila Anda setuju.", "Tick the box if you agree."),
            What::Nik { doubt } => match doubt {
                NikDoubt::Province => lang.pick("Dua angka pertama NIK bukan kode provinsi yang berlaku sekarang. Cek lagi. Bila memang begitu di KTP, lanjutkan saja.", "The first two digits are no province of today. Check again; if your card says so, go on."),
                NikDoubt::Date => lang.pick("Angka tanggal di NIK tidak biasa. Cek lagi angka NIK. Bila memang begitu di KTP, lanjutkan saja.", "The date inside this NIK is unusual. Check again; if your card says so, go on."),
                NikDoubt::BirthDate => lang.pick("Tanggal lahir di NIK berbeda dengan yang Anda isi. Cek keduanya. Bila memang begitu di KTP, lanjutkan saja.", "The birth date in the NIK differs from the one you typed. Check both; if your card says so, go on."),
                NikDoubt::Sex => lang.pick("Jenis kelamin di NIK berbeda dengan yang Anda pilih. Cek lagi. Bila memang begitu di KTP, lanjutkan saja.", "The sex in the NIK differs from the one you chose. Check again; if your card says so, go on."),
                NikDoubt::SameAsKk => lang.pick("NIK dan Nomor KK sama. Biasanya berbeda. Cek lagi di KTP dan KK.", "NIK and family card number are the same. They usually differ. Check both cards."),
            },
            What::Rule { message } => message.get(lang),
        };
        text.to_owned()
    }
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
            check_field(field, answers.get(&field.id), context, &mut report);
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
    doubt_niks(&fields, answers, &mut report);
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

fn check_field(field: &Field, answer: Option<&Answer>, context: &Context<'_>, report: &mut Report) {
    let id = field.id.as_str();
    let Some(answer) = answer.filter(|answer| !answer.is_empty()) else {
        if field.required {
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

fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes[i].is_ascii_digit();
    bytes.len() == 5
        && bytes[2] == b':'
        && digit(0)
        && digit(1)
        && digit(3)
        && digit(4)
        && text[..2].parse::<u8>().is_ok_and(|h| h < 24)
        && text[3..].parse::<u8>().is_ok_and(|m| m < 60)
}

/// Digits out of "1.250.000" or "Rp 1.250.000". `None`: something else than digits, dots and spaces.
pub fn rupiah(text: &str) -> Option<u64> {
    let text = text.trim();
    let text = text
        .strip_prefix("Rp")
        .or_else(|| text.strip_prefix("rp"))
        .unwrap_or(text);
    if text.len() > 24
        || !text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ' '))
    {
        return None;
    }
    text.chars()
        .filter(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .ok()
}

fn is_email(text: &str) -> bool {
    // RFC 5321 limits the length; whether the mailbox exists only a message can tell.
    let Some((local, host)) = text.rsplit_once('@') else {
        return false;
    };
    text.len() <= 254
        && text.is_ascii()
        && !local.is_empty()
        && local.len() <= 64
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !text.contains("..")
        && text.bytes().all(|b| {
            b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b',' | b';' | b'(' | b')')
        })
        && host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}

/// Latitude and longitude in degrees (WGS 84).
pub fn point(text: &str) -> Option<(f64, f64)> {
    let (lat, lng) = text.split_once(',')?;
    let number = |s: &str| -> Option<f64> {
        let s = s.trim();
        let plain = s.len() <= 14
            && s.bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
        if plain { s.parse().ok() } else { None }
    };
    let (lat, lng) = (number(lat)?, number(lng)?);
    ((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lng)).then_some((lat, lng))
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
        Kind::Point => point(text).map(drop).ok_or(What::NotAPoint),
        Kind::MultiChoice(_) | Kind::Rows { .. } => Err(What::Unexpected),
    }
}

/// The fields that a doubt about a NIK was compared with: a birth date or a sex, under any of their names.
pub fn compared_with(problem: &Problem) -> Vec<String> {
    let What::Nik { doubt } = &problem.what else {
        return Vec::new();
    };
    let whose = problem.field.strip_prefix("nik_");
    match (doubt, whose) {
        (NikDoubt::BirthDate, None) => vec!["tanggal_lahir".into()],
        (NikDoubt::BirthDate, Some(whose)) => {
            vec![format!("lahir_{whose}"), format!("tanggal_lahir_{whose}")]
        }
        (NikDoubt::Sex, None) => vec!["jenis_kelamin".into()],
        (NikDoubt::Sex, Some(whose)) => vec![format!("jk_{whose}")],
        _ => Vec::new(),
    }
}

/// Compares every good NIK with the birth date and sex asked beside it: `nik` with `tanggal_lahir` and
/// `jenis_kelamin`, `nik_ibu` with nothing, `nik_suami` with `lahir_suami`. Doubts are warnings.
fn doubt_niks(fields: &[&Field], answers: &Answers, report: &mut Report) {
    let text = |id: &str| answers.get(id).map_or("", Answer::text).trim();
    for field in fields.iter().filter(|field| field.kind == Kind::Nik) {
        let id = field.id.as_str();
        let Ok(nik) = Nik::parse(text(id)) else {
            continue;
        };
        if !is_asked(field, answers) {
            continue;
        }
        let (birth, sex) = if id == "nik" {
            (
                parse_day(text("tanggal_lahir")),
                Sex::from_answer(text("jenis_kelamin")),
            )
        } else {
            let whose = id.strip_prefix("nik_").unwrap_or_default();
            let birth = parse_day(text(&format!("lahir_{whose}")))
                .or_else(|| parse_day(text(&format!("tanggal_lahir_{whose}"))));
            (birth, Sex::from_answer(text(&format!("jk_{whose}"))))
        };
        for doubt in nik.doubts(birth, sex) {
            report.warn(id, What::Nik { doubt });
        }
        if id == "nik" && Kk::parse(text("nokk")).is_ok_and(|kk| kk.reveal() == nik.reveal()) {
            report.warn(
                id,
                What::Nik {
                    doubt: NikDoubt::SameAsKk,
                },
            );
        }
    }
}
