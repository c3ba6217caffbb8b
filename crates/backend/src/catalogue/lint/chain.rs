//! What a chain of hands can get wrong.

use super::super::flaw::Pen;
use domain::application::{Chain, ChainFlaw};
use domain::officer::Role;
use domain::text::Lang;

pub(super) fn check(pen: &mut Pen<'_>, chain: &Chain) {
    let name = |role: Role| format!("`{}` ({})", role.key(), role.name(Lang::Id));
    let (message, fix) = match chain.flaw() {
        None => return,
        Some(ChainFlaw::NoHand(role)) => (
            format!("{} tidak bekerja di meja layanan.", name(role)),
            "Pakai counter, head, operator, secretary, dan camat saja.",
        ),
        Some(ChainFlaw::NoCounter) => (
            "Rantai tidak berakhir di loket, jadi tidak ada yang menyerahkan hasilnya.".to_owned(),
            "Tulis `counter` sebagai yang terakhir.",
        ),
        Some(ChainFlaw::TooShort) => (
            "Tidak ada yang memeriksa sebelum keputusan.".to_owned(),
            "Paling sedikit tiga: yang memeriksa, yang memutuskan, lalu `counter`.",
        ),
        Some(ChainFlaw::Order(role)) => (
            format!(
                "{} berdiri di belakang atasannya, atau ditulis dua kali.",
                name(role)
            ),
            "Urutannya: counter, head, operator, secretary, camat, lalu counter lagi. Boleh ada yang dilewati.",
        ),
        Some(ChainFlaw::MayNotDecide(role)) => (
            format!(
                "{} tidak boleh memutuskan, tetapi berdiri di meja terakhir.",
                name(role)
            ),
            "Sebelum `counter` terakhir harus `secretary` atau `camat`.",
        ),
        Some(ChainFlaw::MayNotSign(role)) => (
            format!("{} tidak boleh menandatangani.", name(role)),
            "Di `signs` hanya `secretary` dan `camat`. Untuk yang lain perlu surat perintah.",
        ),
        Some(ChainFlaw::OtherSigner) => (
            "Yang memutuskan di meja terakhir bukan yang pertama di `signs`.".to_owned(),
            "Tulis di `signs` lebih dahulu yang berdiri terakhir sebelum `counter`.",
        ),
    };
    pen.mark(&["chain"], message, fix);
}
