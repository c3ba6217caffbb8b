//! What the conversation says, in both languages.

use super::Offer;
use crate::text::{Lang, Text};

/// Longest text that WhatsApp takes is 4096 characters; nobody reads half of it.
const MOST_LINES: usize = 24;
pub(super) fn code_asked(lang: Lang) -> String {
    lang.pick(
        "Tulis kode permohonan Anda, seperti SKC-7K3M-9PXT-4. Kodenya ada di tanda terima.",
        "Write the code of your application, such as SKC-7K3M-9PXT-4. It stands on your receipt.",
    )
    .to_owned()
}

pub(super) fn digits_asked(lang: Lang) -> String {
    lang.pick(
        "Sekarang tulis empat angka terakhir nomor HP yang Anda isi di formulir.",
        "Now write the last four digits of the phone number in your form.",
    )
    .to_owned()
}

pub(super) fn menu(lang: Lang, office: &Text, offers: &[Offer]) -> String {
    let office = office.get(lang);
    let mut lines = vec![
        match lang {
            Lang::Id => {
                format!("Selamat datang di {office}. Balas dengan angka atau tulis nama suratnya.")
            }
            Lang::En => {
                format!("Welcome to the {office}. Reply with a number, or write the letter's name.")
            }
        },
        String::new(),
        lang.pick("1. Cek status permohonan", "1. Status of an application")
            .to_owned(),
        lang.pick("2. Bicara dengan petugas", "2. Talk to an officer")
            .to_owned(),
    ];
    for (number, offer) in (3..).zip(offers) {
        lines.push(format!("{number}. {}", offer.name.get(lang)));
    }
    lines.truncate(MOST_LINES);
    lines.join("\n")
}

pub(super) fn about(lang: Lang, offer: &Offer) -> String {
    let mut lines = vec![
        format!("*{}*", offer.name.get(lang)),
        format!(
            "{}: {}. {}: {}.",
            lang.pick("Biaya", "Fee"),
            offer.fee.get(lang),
            lang.pick("Waktu", "Time"),
            offer.time.get(lang)
        ),
    ];
    let list = |lines: &mut Vec<String>, title: &str, items: &[Text]| {
        if !items.is_empty() {
            lines.push(String::new());
            lines.push(title.to_owned());
            lines.extend(
                (1..)
                    .zip(items)
                    .map(|(number, item)| format!("{number}. {}", item.get(lang))),
            );
        }
    };
    list(&mut lines, lang.pick("Siapkan:", "Prepare:"), &offer.needed);
    list(&mut lines, lang.pick("Langkahnya:", "Steps:"), &offer.steps);
    lines.truncate(MOST_LINES);
    lines.push(String::new());
    if let Some(link) = &offer.link {
        lines.push(format!(
            "{}: {link}",
            lang.pick("Ajukan dari HP", "Apply by phone")
        ));
    }
    lines.push(
        lang.pick(
            "Balas MENU untuk kembali, atau PETUGAS untuk bicara dengan orang.",
            "Reply MENU to go back, or OFFICER to talk to a person.",
        )
        .to_owned(),
    );
    lines.join("\n")
}
