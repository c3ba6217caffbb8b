//! What an office's letters would print as "(belum diisi)": told before the first of them is made.

use crate::Backend;
use crate::fault::Fault;
use crate::officer;
use domain::officer::{Officer, Role};
use domain::region::RegionCode;
use domain::text::Text;
use domain::view::OfficeGap;
use sqlx::AnyConnection;

/// As they lie in the server's folder.
const PROFILES: &str = "catalogue/profiles";
const BOOK: &str = "catalogue/letters/letters.toml";
/// Accounts are in no file.
const ACCOUNT: &str = "genggam officer add";

impl Backend {
    /// Of one kecamatan.
    pub(super) async fn letter_gaps(
        &self,
        read: &mut AnyConnection,
        office: &RegionCode,
    ) -> Result<Vec<OfficeGap>, Fault> {
        let known = self.catalogue.letterhead(office);
        let profile = format!("{PROFILES}/{office}.toml");
        let mut gaps = Vec::new();
        let mut lacks = |part: Text, file: &str| {
            gaps.push(OfficeGap {
                part,
                file: file.to_owned(),
            });
        };
        for (key, id, en) in [
            (
                "nama",
                "nama kantor di kepala surat",
                "the office's name in the letterhead",
            ),
            ("alamat", "alamat kantor", "the office's address"),
            ("telepon", "telepon kantor", "the office's phone"),
            (
                "tempat",
                "tempat di depan tanggal surat (capital)",
                "the place before a letter's day (capital)",
            ),
        ] {
            if known.get(key).is_none_or(serde_json::Value::is_null) {
                lacks(Text::new(id, en), &profile);
            }
        }
        let camat = officer::sql::active(read).await?;
        let camat = camat
            .into_iter()
            .find(|one: &Officer| one.role == Role::Camat && one.territory == *office);
        let book = self.catalogue.letter_book.office(office);
        match camat {
            None => lacks(
                Text::new(
                    "nama camat: belum ada akunnya",
                    "the camat's name: there is no account",
                ),
                ACCOUNT,
            ),
            Some(camat) => {
                let mut signers = book.into_iter().flat_map(|office| &office.signers);
                let known = signers.find(|one| one.username == camat.username);
                if known.is_none_or(|one| one.nip.is_none()) {
                    lacks(
                        Text::new("NIP dan pangkat camat", "the camat's NIP and rank"),
                        BOOK,
                    );
                }
            }
        }
        Ok(gaps)
    }
}
