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
        let body = body(about);
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

/// Five lines. Codes of older letters end before the last one, and are as genuine.
fn body(about: &About<'_>) -> String {
    let About {
        office,
        day,
        number,
        name,
        means,
    } = *about;
    let means = match means {
        Means::Pen => "pena",
        Means::Electronic => "elektronik",
    };
    // A line is the one thing that can't stand in any of them.
    let lines = [office, day, number, name, means].map(|part| part.replace('\n', " "));
    lines.join("\n")
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

    fn about(means: Means) -> About<'static> {
        About {
            office: "Kecamatan Pangkalan Banteng",
            day: "2026-11-22",
            number: "400.12/1234/KEC-BANTENG/XII/2026",
            name: "Surat Keterangan\nAhli Waris",
            means,
        }
    }

    #[test]
    fn a_code_says_how_its_letter_is_signed_and_one_that_doesnt_yet_is_as_genuine() {
        let seal = Seal::from_seed(&[3; 32]).unwrap();
        let code = "3f2a90bc11d077e4";
        for (means, word) in [(Means::Pen, "pena"), (Means::Electronic, "elektronik")] {
            let new = body(&about(means));
            assert_eq!(new.lines().count(), 5);
            assert_eq!(new.lines().last(), Some(word));
            // As letters were sealed before.
            let (old, _) = new.rsplit_once('\n').unwrap();
            for text in [new.as_str(), old] {
                let signed = seal.sign(&sealed_text(code, text));
                assert!(is_sealed(&seal.public(), &sealed_text(code, text), &signed));
                let other = format!("{old}\nlain");
                assert!(!is_sealed(
                    &seal.public(),
                    &sealed_text(code, &other),
                    &signed
                ));
            }
            let signed = seal.sign(&sealed_text(code, old));
            assert!(
                !is_sealed(&seal.public(), &sealed_text(code, &new), &signed),
                "nobody adds a line"
            );
        }
    }

    #[test]
    fn a_seal_belongs_to_one_code_and_fits_into_a_code_that_paper_carries() {
        let seal = Seal::from_seed(&[3; 32]).unwrap();
        let body = &body(&about(Means::Electronic));
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
