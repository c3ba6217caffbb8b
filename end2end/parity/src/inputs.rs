//! The generator: a form with every kind of question, and answers near the border between right and wrong.

use domain::form::{Answer, Answers, Column, Field, Kind, Page, When};
use domain::rule::{Effect, Rule, Test};
use domain::text::Text;
use std::collections::BTreeMap;

/// xorshift32 (Marsaglia 2003): the same numbers on every machine.
pub(crate) struct Dice(pub(crate) u32);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 as usize % sides
    }

    pub(crate) fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.roll(list.len())]
    }
}

/// Texts near the border between right and wrong, by the fields of [`form`].
pub(crate) const SEEDS: &[(&str, &[&str])] = &[
    (
        "nama",
        &[
            "Siti Rahmawati",
            "Ya'kub",
            "  A  ",
            "</textarea><script>alert(1)</script>",
            "\u{202e}abc",
            "'; DROP TABLE",
        ],
    ),
    (
        "nik",
        &[
            "6201024101900001",
            "6201 0241 0190 0001",
            "6201020101900002",
            "0000000000000000",
            "620102410190000",
            "9901024101900001",
            "62010245139000ab",
        ],
    ),
    (
        "nokk",
        &[
            "6201021203150007",
            "6201024101900001",
            "6201.0212.0315.0007",
            "1111111111111111",
        ],
    ),
    (
        "tanggal_lahir",
        &[
            "1990-01-01",
            "2090-01-01",
            "1990-02-30",
            "1990-1-1",
            "2000-02-29",
            "1900-02-29",
        ],
    ),
    ("jenis_kelamin", &["Laki-laki", "Perempuan", "Lain"]),
    (
        "desa",
        &[
            "62.01.02.2013",
            "62.01.02",
            "53.71.01.1001",
            "62.01.02.20133",
        ],
    ),
    (
        "wa",
        &[
            "081234567890",
            "+62 812-3456-7890",
            "6281234567890",
            "0532123456",
            "08441234567",
            "8123456789",
        ],
    ),
    (
        "email",
        &[
            "siti@contoh.id",
            "siti@contoh",
            "@contoh.id",
            "a..b@contoh.id",
            "siti contoh@x.id",
        ],
    ),
    (
        "jumlah",
        &[
            "1",
            "0",
            "20",
            "21",
            "-3",
            "3.5",
            "tiga",
            "99999999999999999999",
        ],
    ),
    (
        "biaya",
        &[
            "1.250.000",
            "Rp 5000",
            "Rp-5",
            "12,5",
            "9999999999999999999999999",
        ],
    ),
    (
        "mulai",
        &[
            "2026-12-01T19:00",
            "2026-11-22T08:00",
            "2026-12-01",
            "2026-12-01T25:00",
            "2026-11-20T10:00",
        ],
    ),
    (
        "selesai",
        &["2026-12-01T23:00", "2026-12-01T18:00", "2026-12-02T23:59"],
    ),
    ("jam", &["08:15", "24:00", "8:15", "08.15"]),
    (
        "titik",
        &[
            "-2.70000,111.60000",
            "91,0",
            "0,181",
            "-2.7",
            "NaN,1",
            "1e5,2",
        ],
    ),
    ("setuju", &["ya", "tidak", ""]),
    ("lainnya", &["Kebun", ""]),
];

fn field(id: &str, kind: Kind, required: bool) -> Field {
    Field {
        id: id.into(),
        label: id.into(),
        hint: None,
        kind,
        required,
        show_if: None,
        required_if: None,
    }
}

/// A form with every kind of question.
pub(crate) fn form() -> (Page, Vec<Rule>) {
    let options: Vec<Text> = vec!["Laki-laki".into(), "Perempuan".into()];
    let mut other = field("lainnya", Kind::Paragraph, true);
    other.show_if = Some(domain::form::Condition {
        field: "jenis_kelamin".into(),
        is: vec!["Perempuan".into()],
    });
    let mut email = field("email", Kind::Email, false);
    email.required_if = Some(domain::form::Condition {
        field: "jenis_kelamin".into(),
        is: vec!["Laki-laki".into()],
    });
    let columns = [("nama", Kind::Text), ("nik", Kind::Nik)].map(|(id, kind)| Column {
        id: id.into(),
        label: id.into(),
        kind,
        required: id == "nama",
    });
    let fields = vec![
        field("nama", Kind::Text, true),
        field("nik", Kind::Nik, true),
        field("nokk", Kind::Kk, false),
        field("tanggal_lahir", Kind::Date(When::Past), true),
        field("jenis_kelamin", Kind::Choice(options.clone()), true),
        field(
            "desa",
            Kind::Region {
                depth: 4,
                within: None,
            },
            true,
        ),
        field("wa", Kind::Phone, true),
        email,
        field("jumlah", Kind::Number { min: 1, max: 20 }, true),
        field("biaya", Kind::Rupiah, false),
        field("mulai", Kind::DateTime(When::Future), false),
        field("selesai", Kind::DateTime(When::Any), false),
        field("jam", Kind::Time, false),
        field("titik", Kind::Point, false),
        field("setuju", Kind::Tick, true),
        field("pilihan", Kind::MultiChoice(options), false),
        field(
            "saksi",
            Kind::Rows {
                columns: columns.into(),
                min: 1,
                max: 3,
            },
            false,
        ),
        other,
    ];
    let rule = |when: Test, effect: Effect| Rule {
        when,
        effect,
        message: "aturan".into(),
    };
    let rules = vec![
        rule(
            Test::YoungerThan {
                birth: "tanggal_lahir".into(),
                on: None,
                years: 19,
            },
            Effect::Stop,
        ),
        rule(
            Test::WorkingDaysFewerThan {
                field: "mulai".into(),
                days: 14,
            },
            Effect::Warn,
        ),
        rule(
            Test::NotAfter {
                earlier: "mulai".into(),
                later: "selesai".into(),
            },
            Effect::Stop,
        ),
    ];
    (
        Page {
            id: "semua".into(),
            title: "Semua".into(),
            help: None,
            fields,
        },
        rules,
    )
}

/// A seed text, often with a few characters changed.
pub(crate) fn text(dice: &mut Dice, seeds: &[&str]) -> String {
    let mut chars: Vec<char> = dice.pick(seeds).chars().collect();
    for _ in 0..[0, 0, 0, 1, 2][dice.roll(5)] {
        let odd = ['0', '9', '-', ' ', '.', 'é', '\u{202e}', '\0', '٣', 'Z'][dice.roll(10)];
        let at = dice.roll(chars.len() + 1);
        match dice.roll(3) {
            0 => chars.insert(at, odd),
            1 if at < chars.len() => chars[at] = odd,
            _ if at < chars.len() => {
                chars.remove(at);
            }
            _ => {}
        }
    }
    let text: String = chars.into_iter().collect();
    if dice.roll(60) == 0 {
        text.repeat(60)
    } else {
        text
    }
}

pub(crate) fn answers(dice: &mut Dice) -> Answers {
    let mut answers = Answers::new();
    for (id, seeds) in SEEDS {
        // Mostly the first seed, which is right: else nearly every form would fail at its first question.
        let value = if dice.roll(8) > 0 {
            seeds[0].to_owned()
        } else {
            text(dice, seeds)
        };
        if dice.roll(25) > 0 {
            answers.insert((*id).to_owned(), Answer::Text(value));
        }
    }
    if dice.roll(2) == 0 {
        let many = (0..dice.roll(3))
            .map(|_| dice.pick(&["Laki-laki", "Perempuan", "Lain"]).to_owned())
            .collect();
        answers.insert("pilihan".into(), Answer::Many(many));
    }
    if dice.roll(2) == 0 {
        let rows = (0..dice.roll(5))
            .map(|_| {
                BTreeMap::from([
                    ("nama".to_owned(), text(dice, SEEDS[0].1)),
                    ("nik".to_owned(), text(dice, SEEDS[1].1)),
                ])
            })
            .collect();
        answers.insert("saksi".into(), Answer::Rows(rows));
    }
    if dice.roll(40) == 0 {
        answers.insert("</textarea>".into(), Answer::Text("x".into()));
    }
    answers
}
