//! Messages as residents and officers see them.

use crate::calendar::Moment;
use crate::code::Code;
use crate::message::{Channel, Kind, Standing};
use crate::region::Zone;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// How a resident is told of news about one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewsView {
    /// `None`: not at all.
    pub channel: Option<Channel>,
    pub can: Vec<Channel>,
    /// This server can't send by the chosen channel: an officer writes or calls.
    pub by_officer: bool,
    /// Nothing will happen any more.
    pub over: bool,
    /// With which a browser asks for notices; nothing where this server sends none.
    pub push: Option<String>,
}

/// One message of a case, for its officers: what was told, by which way, how far it got. Neither address nor number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    pub kind: Kind,
    pub channel: Channel,
    pub state: Standing,
    /// When it last moved.
    pub at: Moment,
    /// Why the way before this one didn't lead there: a word of ours; [`why_words`] says it in a sentence.
    pub why: Option<String>,
}

/// Where a browser wants its notices, as it tells (Push API).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PushSubscription {
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
}

/// Residents whom no message reaches, for the officers who call them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallList {
    pub calls: Vec<Call>,
    /// How many there are, also those that the list is too short for.
    pub total: u32,
    /// Residents who asked for a person by WhatsApp.
    pub askers: Vec<Asker>,
    /// The newest of those that were told.
    pub told: Vec<Told>,
    /// By what this server can send.
    pub channels: Vec<Channel>,
    pub zone: Zone,
}

/// One message that an officer brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    pub id: String,
    pub code: Code,
    pub applicant: String,
    pub service: Text,
    pub kind: Kind,
    /// A word of ours; [`why_words`] says it in a sentence.
    pub why: String,
    pub since: Moment,
    /// `0812-3456-7890`; nothing where the form holds no number.
    pub phone: Option<String>,
    /// `+6281234567890`, to be called.
    pub dial: Option<String>,
    /// Opens WhatsApp with the message in it.
    pub whatsapp: Option<String>,
}

/// Somebody who wants to talk to a person. Known by the number alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asker {
    pub id: String,
    pub phone: String,
    pub dial: String,
    pub whatsapp: String,
    pub since: Moment,
}

/// One that was told, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub code: Code,
    pub kind: Kind,
    pub by: String,
    pub at: Moment,
    /// `false`: the number leads to nobody.
    pub reached: bool,
}

/// Why a message came to the list.
pub fn why_words(why: &str) -> Text {
    match why {
        "not-configured" => Text::new(
            "Server ini belum bisa mengirim pesan.",
            "This server can't send messages yet.",
        ),
        "demonstration" => Text::new(
            "Kantor contoh tidak mengirim pesan.",
            "An invented office sends no messages.",
        ),
        "no-address" => Text::new(
            "WhatsApp tidak sampai, dan tidak ada alamat email.",
            "WhatsApp didn't get through, and there is no e-mail address.",
        ),
        "number" => Text::new(
            "Nomor ini tidak bisa dikirimi WhatsApp.",
            "This number takes no WhatsApp.",
        ),
        "address" => Text::new(
            "Alamat emailnya ditolak.",
            "The e-mail address was refused.",
        ),
        "template" => Text::new(
            "Contoh pesan WhatsApp kantor belum disetujui Meta.",
            "Meta hasn't approved the office's template.",
        ),
        "unsettled" => Text::new(
            "Server mati saat mengirim. Mungkin pesannya sudah sampai.",
            "The server stopped while sending. Perhaps it has arrived.",
        ),
        _ => Text::new(
            "Sudah dicoba beberapa kali, tidak berhasil.",
            "Tried several times without success.",
        ),
    }
}
