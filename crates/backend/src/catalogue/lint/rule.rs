//! Lints of rules: a rule about a question that nobody asks would never speak.

use super::super::flaw::Pen;
use super::form::option_of;
use super::words;
use domain::form::{Field, Kind};
use domain::rule::{Rule, Test};

pub(super) fn check(pen: &mut Pen<'_>, rules: &[Rule], fields: &[&Field]) {
    for rule in rules {
        words(pen, "message", "Pesan aturan", &rule.message);
        let day = |kind: &Kind| matches!(kind, Kind::Date(_) | Kind::DateTime(_));
        match &rule.when {
            Test::YoungerThan { birth, on, years } => {
                for id in [Some(birth), on.as_ref()].into_iter().flatten() {
                    field(pen, id, fields, day);
                }
                positive(pen, "years", i64::from(*years));
            }
            Test::WorkingDaysFewerThan { field: id, days } => {
                field(pen, id, fields, day);
                positive(pen, "days", *days);
            }
            Test::WorkingDaysAtLeast { from, to, days } => {
                field(pen, from, fields, day);
                field(pen, to, fields, day);
                positive(pen, "days", *days);
            }
            Test::NotAfter { earlier, later } => {
                let both = field(pen, earlier, fields, |kind| {
                    day(kind) || *kind == Kind::Time
                })
                .zip(field(pen, later, fields, |kind| {
                    day(kind) || *kind == Kind::Time
                }));
                // Texts are compared, so a day against a moment would always differ.
                if both.is_some_and(|(a, b)| same_shape(&a.kind) != same_shape(&b.kind)) {
                    pen.mark(
                        &["not-after", later],
                        format!("`{earlier}` dan `{later}` berbeda jenis."),
                        "Pakai dua tanggal, dua jam, atau dua tanggal-jam.",
                    );
                }
            }
            Test::Answered { field: id, is } => {
                if let Some(field) = field(pen, id, fields, |_| true) {
                    option_of(pen, &["answered", id], field, is);
                }
            }
        }
    }
}

fn same_shape(kind: &Kind) -> u8 {
    match kind {
        Kind::Date(_) => 0,
        Kind::DateTime(_) => 1,
        _ => 2,
    }
}

fn positive(pen: &mut Pen<'_>, key: &str, number: i64) {
    if number < 1 {
        pen.mark(
            &["rules", key],
            format!("Angka `{key}` pada aturan harus lebih dari 0."),
            "Isi jumlahnya.",
        );
    }
}

fn field<'a>(
    pen: &mut Pen<'_>,
    id: &str,
    fields: &[&'a Field],
    fits: impl Fn(&Kind) -> bool,
) -> Option<&'a Field> {
    let found = fields.iter().find(|field| field.id == id).copied();
    match found {
        None => pen.mark(
            &["rules", &format!("\"{id}\"")],
            format!("Aturan menunjuk isian `{id}` yang tidak ada."),
            "Salin id isian dari halaman di berkas ini.",
        ),
        Some(field) if !fits(&field.kind) => pen.mark(
            &["rules", &format!("\"{id}\"")],
            format!("Aturan ini perlu tanggal, tetapi isian `{id}` bukan tanggal."),
            "Tunjuk isian jenis date atau date-time.",
        ),
        Some(field) => return Some(field),
    }
    None
}
