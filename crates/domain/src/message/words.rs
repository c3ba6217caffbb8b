//! What messages say: office, service, code, what to do, and where to look. Nothing else has a place in them.
//!
//! A message lies on a lock screen that a whole family sees. So a template can name only a [`Slot`], and none of them is
//! a person's name, a number of theirs, a document or a reason. The same words stand in the templates that an office
//! registers at WhatsApp, so none begins or ends with a slot.

use super::{Channel, Kind, Standing};
use crate::text::Lang;

/// What may be filled into a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    Office,
    Service,
    Code,
    /// The promised day.
    Day,
    /// Of the status page.
    Link,
}

impl Slot {
    pub const ALL: [Slot; 5] = [
        Slot::Office,
        Slot::Service,
        Slot::Code,
        Slot::Day,
        Slot::Link,
    ];

    fn key(self) -> &'static str {
        match self {
            Slot::Office => "office",
            Slot::Service => "service",
            Slot::Code => "code",
            Slot::Day => "day",
            Slot::Link => "link",
        }
    }

    /// As it stands in a template.
    pub fn written(self) -> String {
        format!("{{{}}}", self.key())
    }

    /// An invented filling: what WhatsApp wants to see when a template is registered.
    pub fn sample(self) -> &'static str {
        match self {
            Slot::Office => "Kecamatan Contoh",
            Slot::Service => "Surat Keterangan Contoh",
            Slot::Code => "SKC-7K3M-9PXT-4",
            Slot::Day => "21 November 2026",
            Slot::Link => "https://genggam.example.go.id/status",
        }
    }
}

/// What the slots of one message are filled with, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub office: String,
    pub service: String,
    pub code: String,
    /// `None`: nobody can promise one yet.
    pub day: Option<String>,
    /// `None`: the server doesn't know its own address.
    pub link: Option<String>,
}

impl Words {
    pub fn fill(&self, slot: Slot, lang: Lang) -> String {
        match slot {
            Slot::Office => self.office.clone(),
            Slot::Service => self.service.clone(),
            Slot::Code => self.code.clone(),
            Slot::Day => self.day.clone().unwrap_or_else(|| {
                lang.pick("lihat di halaman status", "see the status page")
                    .to_owned()
            }),
            Slot::Link => self.link.clone().unwrap_or_else(|| {
                lang.pick("halaman \"Cek status\"", "the page \"Check status\"")
                    .to_owned()
            }),
        }
    }

    /// The whole message.
    pub fn text(&self, kind: Kind, lang: Lang) -> String {
        let parts = parts(template(kind, lang));
        parts
            .into_iter()
            .map(|part| match part {
                Part::Said(words) => words.to_owned(),
                Part::Slot(slot) => self.fill(slot, lang),
                Part::Unknown(_) => String::new(),
            })
            .collect()
    }

    /// What fills the slots of the template, in their order.
    pub fn fillings(&self, kind: Kind, lang: Lang) -> Vec<String> {
        let slots = slots(kind, lang).into_iter();
        slots.map(|slot| self.fill(slot, lang)).collect()
    }
}

/// The slots of a template, in their order.
pub fn slots(kind: Kind, lang: Lang) -> Vec<Slot> {
    let parts = parts(template(kind, lang)).into_iter();
    let slot = |part| match part {
        Part::Slot(slot) => Some(slot),
        _ => None,
    };
    parts.filter_map(slot).collect()
}

enum Part<'a> {
    Said(&'a str),
    Slot(Slot),
    /// No test lets one through.
    #[cfg_attr(not(test), allow(dead_code))]
    Unknown(&'a str),
}

fn parts(template: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((said, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        parts.push(Part::Said(said));
        let known = Slot::ALL.into_iter().find(|slot| slot.key() == name);
        parts.push(known.map_or(Part::Unknown(name), Part::Slot));
        rest = after;
    }
    parts.push(Part::Said(rest));
    parts
}

pub fn template(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::Received => lang.pick(
            "Kabar dari {office}: permohonan {service} sudah kami terima. Kodenya {code}. Lihat sampai mana di {link} dengan kode itu dan empat angka terakhir nomor HP Anda.",
            "News from {office}: your application for {service} has arrived. Its code is {code}. See how far it is at {link} with that code and the last four digits of your phone number.",
        ),
        Kind::Returned => lang.pick(
            "Kabar dari {office}: ada yang perlu Anda perbaiki di permohonan {service}, kode {code}. Buka {link}, perbaiki bagian yang diminta, lalu kirim lagi.",
            "News from {office}: something in your application for {service}, code {code}, needs fixing. Open {link}, fix what is asked for and send it again.",
        ),
        Kind::Complete => lang.pick(
            "Kabar dari {office}: berkas {service} Anda lengkap, kode {code}. Paling lambat selesai: {day}. Lihat di {link} kapan saja.",
            "News from {office}: your file for {service} is complete, code {code}. Done at the latest: {day}. Look at {link} whenever you like.",
        ),
        Kind::Approved => lang.pick(
            "Kabar dari {office}: permohonan {service} disetujui, kode {code}. Kami kabari lagi saat hasilnya siap. Lihat di {link} kapan saja.",
            "News from {office}: your application for {service} is approved, code {code}. We write again when the result is ready. Look at {link} whenever you like.",
        ),
        Kind::Refused => lang.pick(
            "Kabar dari {office}: permohonan {service} ditolak, kode {code}. Alasannya bisa Anda baca di {link} dengan kode itu.",
            "News from {office}: your application for {service} was refused, code {code}. You can read why at {link} with that code.",
        ),
        Kind::Merged => lang.pick(
            "Kabar dari {office}: permohonan {service} dengan kode {code} kami gabung dengan permohonan Anda yang lebih dulu. Buka {link} untuk melihat kode yang dipakai.",
            "News from {office}: your application for {service} with code {code} became one with your earlier one. Open {link} to see which code holds now.",
        ),
        Kind::Collect => lang.pick(
            "Kabar dari {office}: hasil {service} siap diambil, kode {code}. Bawa KTP dan dokumen asli. Lihat di {link} kalau ragu.",
            "News from {office}: the result of {service} is ready to collect, code {code}. Bring your ID card and your original documents. Look at {link} if in doubt.",
        ),
        Kind::Download => lang.pick(
            "Kabar dari {office}: surat {service} sudah jadi, kode {code}. Simpan ke HP dari {link} dengan kode itu dan empat angka terakhir nomor HP Anda.",
            "News from {office}: your letter for {service} is ready, code {code}. Save it from {link} with that code and the last four digits of your phone number.",
        ),
        Kind::Revoked => lang.pick(
            "Kabar dari {office}: surat {service} dengan kode {code} dicabut dan tidak berlaku lagi. Jangan dipakai. Lihat {link} atau tanya di loket.",
            "News from {office}: the letter for {service} with code {code} is revoked and valid no more. Don't use it. See {link} or ask at the counter.",
        ),
    }
}

impl Standing {
    /// For officers; a telephone call waits for one of them.
    pub fn name(self, channel: Channel, lang: Lang) -> &'static str {
        match (self, channel) {
            (Standing::Queued, Channel::Phone) => {
                lang.pick("menunggu ditelepon petugas", "waits for an officer's call")
            }
            (Standing::Queued, _) => lang.pick("menunggu dikirim", "waits to be sent"),
            (Standing::Sent, _) => lang.pick("terkirim", "sent"),
            (Standing::Delivered, Channel::Phone) => lang.pick("sudah diberi tahu", "told"),
            (Standing::Delivered, _) => lang.pick("sampai", "arrived"),
            (Standing::Read, _) => lang.pick("dibaca", "read"),
            (Standing::Failed, _) => lang.pick("tidak sampai", "didn't arrive"),
            (Standing::Withdrawn, _) => lang.pick(
                "tidak jadi, warga tidak mau dikabari",
                "not sent, the resident wants no news",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = (Kind, Lang)> {
        Kind::ALL
            .into_iter()
            .flat_map(|kind| [(kind, Lang::Id), (kind, Lang::En)])
    }

    #[test]
    fn a_template_names_nothing_but_what_may_lie_on_a_lock_screen() {
        for (kind, lang) in all() {
            let words = template(kind, lang);
            assert!(words.matches('{').count() == words.matches('}').count());
            for part in parts(words) {
                if let Part::Unknown(name) = part {
                    panic!("{kind:?}: {{{name}}} has no place in a message");
                }
            }
            let lower = words.to_lowercase();
            for word in ["nik", "nama ", "kartu keluarga", "alamat", "lahir", "akta"] {
                let whole = lower.split(|c: char| !c.is_alphanumeric());
                assert!(
                    !whole.clone().any(|one| one == word.trim()),
                    "{kind:?}: {word}"
                );
            }
        }
    }

    #[test]
    fn both_languages_tell_the_same() {
        for kind in Kind::ALL {
            assert_eq!(slots(kind, Lang::Id), slots(kind, Lang::En), "{kind:?}");
            let slots = slots(kind, Lang::Id);
            for slot in [Slot::Office, Slot::Service, Slot::Code, Slot::Link] {
                assert!(slots.contains(&slot), "{kind:?}: {slot:?}");
            }
        }
    }

    #[test]
    fn whatsapp_would_take_every_template() {
        for (kind, lang) in all() {
            let words = template(kind, lang);
            // Meta refuses a body that begins or ends with a variable, or holds two side by side, or is too long.
            assert!(!words.starts_with('{') && !words.ends_with('}'), "{kind:?}");
            assert!(!words.contains("}{") && !words.contains("} {"), "{kind:?}");
            assert!(words.len() < 550 && !words.contains('\n'), "{kind:?}");
        }
    }

    #[test]
    fn a_message_without_a_day_or_an_address_says_where_to_look() {
        let words = Words {
            office: "Kecamatan Contoh".to_owned(),
            service: "SKTM".to_owned(),
            code: "SKC-7K3M-9PXT-4".to_owned(),
            day: None,
            link: None,
        };
        assert_eq!(
            words.text(Kind::Complete, Lang::Id),
            "Kabar dari Kecamatan Contoh: berkas SKTM Anda lengkap, kode SKC-7K3M-9PXT-4. Paling lambat selesai: lihat di \
             halaman status. Lihat di halaman \"Cek status\" kapan saja."
        );
        assert_eq!(words.fillings(Kind::Complete, Lang::Id).len(), 5);
    }
}
