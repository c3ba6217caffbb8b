//! What a letter's QR code carries besides its address: office, day, number, kind and how it is signed, sealed, so that a
//! phone without a network can tell whether this office wrote them. No name, and nothing that could be guessed from a sum (decision 29).
//!
//! It stands behind the `#` of the address, which browsers send to nobody.

use crate::Backend;
use crate::secret::text;
use domain::letter::Means;
use letters::seal::Seal;

/// So that this key never seals a text of another kind.
const KIND: &str = "genggam-surat-1";

impl Backend {
    /// The key of this office, made from the server's secret: as old as that, and kept with it.
    fn letter_seal(&self) -> Option<Seal> {
        Seal::from_seed(&self.secret.key("letter seal"))
    }

    /// What QR codes of this office are verified with: 32 bytes in base64 for addresses.
    pub fn letter_key(&self) -> String {
        self.letter_seal()
            .map_or_else(String::new, |seal| text(&seal.public()))
    }

    /// What stands behind the `#`: the text, a point, and its seal. It belongs to the code before it and to no other.
    pub(super) fn sealed(&self, code: &str, about: &About<'_>) -> Option<String> {
        let About {
            office,
            day,
            number,
            name,
            means,
        } = about;
        // Codes of older letters end before this line, and are as genuine.
        let means = match means {
            Means::Pen => "pena",
            Means::Electronic => "elektronik",
        };
        // A line is the one thing that can't stand in any of them.
        let body = [*office, *day, *number, *name, means].map(|part| part.replace('\n', " "));
        let body = body.join("\n");
        let seal = self.letter_seal()?.sign(&sealed_text(code, &body));
        Some(format!("{}.{}", text(body.as_bytes()), text(&seal)))
    }
}

/// What a QR code says of its letter.
pub(super) struct About<'a> {
    pub(super) office: &'a str,
    /// ISO 8601.
    pub(super) day: &'a str,
    pub(super) number: &'a str,
    pub(super) name: &'a str,
    /// How it is to be signed. Whether it was, no code can know: it is printed before.
    pub(super) means: Means,
}

/// The very bytes that are signed. `app/src/letter/check.js` builds the same.
pub(super) fn sealed_text(code: &str, body: &str) -> String {
    format!("{KIND}\n{code}\n{body}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::public::qr;
    use letters::seal::is_sealed;

    #[test]
    fn a_seal_belongs_to_one_code_and_fits_into_a_code_that_paper_carries() {
        let seal = Seal::from_seed(&[3; 32]).unwrap();
        let body = "Kecamatan Pangkalan Banteng\n2026-11-22\n400.12/1234/KEC-BANTENG/XII/2026\nSurat Keterangan Ahli Waris";
        let signed = seal.sign(&sealed_text("3f2a90bc11d077e4", body));
        assert!(is_sealed(
            &seal.public(),
            &sealed_text("3f2a90bc11d077e4", body),
            &signed
        ));
        assert!(!is_sealed(
            &seal.public(),
            &sealed_text("3f2a90bc11d077e5", body),
            &signed
        ));
        let address = "https://layanan.kotawaringinbaratkab.go.id/periksa/3F2A-90BC-11D0-77E4";
        let whole = format!("{address}#{}.{}", text(body.as_bytes()), text(&signed));
        let picture = qr(&whole).unwrap();
        let side = picture
            .split("viewBox='0 0 ")
            .nth(1)
            .unwrap()
            .split(' ')
            .next();
        let side: u32 = side.unwrap().parse().unwrap();
        // 2.8 cm wide: a third of a millimetre each is what phones still read off paper.
        assert!(28.0 / f64::from(side) > 0.33, "{side} squares");
    }
}
