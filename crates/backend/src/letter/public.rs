//! What anybody may ask of a letter who holds its code: is it one of ours, and does it still stand?
//!
//! Never whose it is, and never why it was taken back: a reason may name somebody.

use super::sql;
use crate::Backend;
use domain::calendar::iso_day;
use domain::error::{Error, Result};
use domain::letter::LetterState;
use domain::region::RegionCode;
use domain::text::Text;
use domain::view::LetterCheck;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// Hexadecimal digits of a code.
const DIGITS: usize = 16;

impl Backend {
    /// Looks a letter up by the code that it bears, however it was typed.
    pub async fn check_letter(&self, code: &str) -> Result<LetterCheck> {
        let code = plain(code).ok_or(Error::NotFound)?;
        let mut read = self.db.read().await?;
        let found = sql::by_check_code(&mut read, &code).await?;
        let found = found.ok_or(Error::NotFound)?;
        let service = self.catalogue.service(&found.service);
        let product = service.and_then(|service| {
            let mut products = service.products.iter();
            products.find(|one| one.key() == found.row.product)
        });
        let name = product.map_or_else(|| Text::from("Surat"), |product| product.name.clone());
        let office = RegionCode::parse(&found.office).map_err(|_| Error::Unavailable)?;
        Ok(LetterCheck {
            name,
            number: found.row.number,
            day: iso_day(found.row.day),
            office: self.catalogue.region_name(&office),
            state: found.row.state,
            sha256: Some(found.sha256).filter(|_| found.row.state == LetterState::Signed),
        })
    }

    /// What the letter's QR code opens. `None` where the server doesn't know its own address.
    pub(super) fn check_address(&self, code: &str) -> Option<String> {
        let site = self.site_address.as_ref()?.trim_end_matches('/');
        Some(format!("{site}/periksa/{}", spoken(code)))
    }
}

/// Small letters, no gaps: "3F2A 90-..." and what a scanner reads are one.
fn plain(typed: &str) -> Option<String> {
    let typed = typed.get(..DIGITS * 4).unwrap_or(typed);
    let digits = typed.chars().filter(|c| !matches!(c, '-' | ' ' | '.'));
    let digits: String = digits.map(|c| c.to_ascii_lowercase()).collect();
    let fits = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    fits.then_some(digits)
}

/// "3F2A-90BC-11D0-77E4".
fn spoken(code: &str) -> String {
    let code = code.to_ascii_uppercase();
    let parts: Vec<_> = (0..code.len().div_ceil(4))
        .filter_map(|at| code.get(at * 4..(at * 4 + 4).min(code.len())))
        .collect();
    parts.join("-")
}

/// A QR code as a picture, with the white border that scanners want.
pub(super) fn qr(text: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size() + 8;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            // Writing to a String can't fail.
            let _ = write!(path, "M{} {}h1v1h-1z", x + 4, y + 4);
        }
    }
    Some(format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {side} {side}'><path d='{path}'/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        let code = "3f2a90bc11d077e4";
        assert_eq!(spoken(code), "3F2A-90BC-11D0-77E4");
        for typed in [code, "3F2A-90BC-11D0-77E4", " 3f2a 90bc 11d0 77e4 "] {
            assert_eq!(plain(typed).as_deref(), Some(code));
        }
        for wrong in [
            "",
            "3f2a",
            "3f2a90bc11d077e4a",
            "zzzz90bc11d077e4",
            &"é".repeat(90),
        ] {
            assert_eq!(plain(wrong), None, "{wrong}");
        }
    }
}
