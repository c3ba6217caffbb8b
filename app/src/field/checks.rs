//! What could be wrong in the village, looked at one by one: each line says that it is well, or what to do.

use super::worker;
use crate::offline::{fits, storage};
use crate::routes;
use crate::ui::device::{find, say};
use crate::ui::kilobytes;
use domain::text::Lang;
use domain::view::FieldKit;
use web_sys::Element;

/// What a resident's photographs need at most, in bytes: three of a generous size.
const EACH: u64 = 3 * 700 * 1024;
/// A tablet whose clock differs by more misleads about deadlines and consents. Milliseconds.
const SLOPPY: i64 = 5 * 60_000;
/// Fewer residents than this are never planned for.
const LEAST: usize = 40;
/// More than this is never tried: it stands in memory while it is.
const TRIED: u64 = 64 << 20;

/// How one thing stands.
pub fn tell(root: &Element, check: &str, good: bool, words: &str, lang: Lang) -> bool {
    let write = || -> Option<()> {
        let line = find(root, &format!("[data-check={check}]"))?;
        let state = find(&line, "[data-state]")?;
        say(
            &state,
            if good {
                lang.pick("siap", "ready")
            } else {
                lang.pick("belum", "not yet")
            },
        );
        state.set_class_name(if good { "badge is-ok" } else { "badge is-bad" });
        say(&find(&line, "[data-words]")?, words);
        Some(())
    };
    write();
    good
}

pub fn roster(root: &Element, kit: &FieldKit, kept: bool, lang: Lang) -> bool {
    let count = kit.roster.len();
    let words = match (kept, lang) {
        (false, _) => lang
            .pick(
                "Tidak bisa disimpan di tablet ini.",
                "It can't be kept on this tablet.",
            )
            .to_owned(),
        (_, Lang::Id) => format!(
            "{count} warga, {} layanan. Warga lain bisa ditambahkan di sana.",
            kit.services.len()
        ),
        (_, Lang::En) => format!(
            "{count} residents, {} services. Others can be added there.",
            kit.services.len()
        ),
    };
    tell(root, "roster", kept, &words, lang)
}

pub fn codes(root: &Element, kit: &FieldKit, stocked: usize, lang: Lang) -> bool {
    let words = match lang {
        Lang::Id => format!("{stocked} kode untuk tanda terima di tempat."),
        Lang::En => format!("{stocked} codes for receipts on the spot."),
    };
    tell(
        root,
        "codes",
        stocked >= kit.roster.len().max(LEAST),
        &words,
        lang,
    )
}

pub fn clock(root: &Element, skew: i64, lang: Lang) -> bool {
    let minutes = skew.abs() / 60_000;
    let good = skew.abs() <= SLOPPY;
    let words = match (good, lang) {
        (true, _) => lang
            .pick(
                "Jam tablet cocok dengan jam kantor.",
                "The tablet's clock agrees with the office's.",
            )
            .to_owned(),
        (_, Lang::Id) => format!(
            "Jam tablet meleset {minutes} menit. Betulkan di Setelan tablet, lalu siapkan lagi."
        ),
        (_, Lang::En) => format!(
            "The tablet's clock is off by {minutes} minutes. Set it right, then get ready again."
        ),
    };
    tell(root, "clock", good, &words, lang)
}

pub async fn room(root: &Element, kit: &FieldKit, lang: Lang) -> bool {
    let need = EACH * kit.roster.len().max(LEAST) as u64;
    let wants = kilobytes(need, lang);
    let (used, share) = storage().await.unwrap_or_default();
    let words = if share > 0.0 {
        let free = (used as f64 / share) as u64 - used;
        let has = kilobytes(free, lang);
        match (free >= need, lang) {
            (true, Lang::Id) => Ok(format!("Cukup: perlu paling banyak {wants}, ada {has}.")),
            (true, Lang::En) => Ok(format!(
                "Enough: {wants} at most are needed, {has} are there."
            )),
            (false, Lang::Id) => Err(format!("Kurang: perlu {wants}, ada {has}.")),
            (false, Lang::En) => Err(format!("Too little: {wants} are needed, {has} are there.")),
        }
    } else {
        // The browser doesn't tell, so it is tried.
        match (fits(need.min(TRIED) as u32).await, lang) {
            (true, Lang::Id) => Ok(format!("Cukup: perlu paling banyak {wants}.")),
            (true, Lang::En) => Ok(format!("Enough: {wants} at most are needed.")),
            (false, Lang::Id) => Err(format!("Kurang: perlu {wants}.")),
            (false, Lang::En) => Err(format!("Too little: {wants} are needed.")),
        }
    };
    match words {
        Ok(words) => tell(root, "room", true, &words, lang),
        Err(words) => {
            let way_out = lang.pick(
                "Hapus foto atau aplikasi lain dari tablet.",
                "Remove photos or apps.",
            );
            tell(root, "room", false, &format!("{words} {way_out}"), lang)
        }
    }
}

pub async fn modules(root: &Element, lang: Lang) -> bool {
    let fetched = worker::fetch_all().await;
    let words = match fetched {
        Some(true) => lang.pick("Tersimpan di tablet.", "Kept on this tablet."),
        Some(false) => lang.pick(
            "Belum semua terambil. Tunggu sinyal yang lebih baik, lalu siapkan lagi.",
            "Not all of it is here. Wait for a better signal, then get ready again.",
        ),
        None => lang.pick(
            "Peramban ini tidak bisa bekerja tanpa sinyal. Pakai Chrome.",
            "This browser can't work without a signal. Use Chrome.",
        ),
    };
    tell(root, "modules", fetched == Some(true), words, lang)
}

pub async fn pages(root: &Element, kit: &FieldKit, lang: Lang) -> bool {
    let mut pages: Vec<String> = kit
        .services
        .iter()
        .map(|(id, ..)| routes::apply(id))
        .collect();
    let forms = pages.len();
    pages.extend([routes::FIELD, routes::DRAFTS, routes::REGIONS].map(str::to_owned));
    let good = worker::keeps(&pages).await;
    let words = match (good, lang) {
        (true, Lang::Id) => format!("{forms} formulir dan daftar wilayah tersimpan."),
        (true, Lang::En) => format!("{forms} forms and the list of regions are kept."),
        (false, Lang::Id) => "Belum lengkap. Muat ulang halaman ini, lalu siapkan lagi.".to_owned(),
        (false, Lang::En) => "Not complete. Reload this page, then get ready again.".to_owned(),
    };
    tell(root, "pages", good, &words, lang)
}
