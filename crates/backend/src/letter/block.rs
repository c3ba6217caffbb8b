//! Who signs, as the block above the name says it: the own title, or in whose place (a.n., u.b., Plt.).
//!
//! The order of the lines is that of the naming of official letters (Permendagri 1/2023): whose power it is stands on
//! top, who uses it below. "u.b." follows "a.n.", because it passes on what was itself passed on.

use crate::catalogue::Catalogue;
use domain::delegation::{Capacity, Delegation};
use domain::letter::{LetterOffice, Signer};
use domain::officer::{Officer, Role};
use domain::region::RegionCode;
use serde_json::{Value, json};

/// An officer who may sign a letter.
#[derive(Clone, Copy)]
pub(super) struct Signatory<'a> {
    pub(super) officer: &'a Officer,
    /// By which order, if that takes one.
    pub(super) order: Option<&'a Delegation>,
}

/// The title as a letter has it, and as a sentence has it.
struct Title {
    lines: Vec<String>,
    spoken: String,
}

/// "SEKRETARIS", "Sekretaris Kecamatan".
fn titles(role: Role, known: Option<&Signer>) -> (String, String) {
    let own = known.and_then(|one| one.title.clone());
    let (short, spoken) = match role {
        Role::Secretary => ("Sekretaris", "Sekretaris Kecamatan"),
        Role::Head => ("Kepala Seksi", "Kepala Seksi"),
        Role::Operator => ("Operator", "Operator"),
        _ => ("Petugas", "Petugas"),
    };
    match own {
        Some(own) => (own.to_uppercase(), own),
        None => (short.to_uppercase(), spoken.to_owned()),
    }
}

fn title(signing: Signatory<'_>, known: Option<&Signer>, camat: &str) -> Title {
    let role = signing.officer.role;
    let (own, own_spoken) = titles(role, known);
    let on_behalf = format!("a.n. {camat},");
    let secretary = || titles(Role::Secretary, None);
    match signing.order.map(|order| (order.capacity, order.role)) {
        None if role == Role::Camat => Title {
            lines: vec![format!("{camat},")],
            spoken: "Camat".to_owned(),
        },
        Some((Capacity::Acting, Role::Camat)) => Title {
            lines: vec![format!("Plt. {camat},")],
            spoken: "Pelaksana Tugas Camat".to_owned(),
        },
        Some((Capacity::Acting, _)) => Title {
            lines: vec![on_behalf, format!("Plt. {},", secretary().0)],
            spoken: format!("Pelaksana Tugas {} atas nama Camat", secretary().1),
        },
        Some((Capacity::ForThem, _)) => Title {
            lines: vec![
                on_behalf,
                format!("{},", secretary().0),
                "u.b.".to_owned(),
                format!("{own},"),
            ],
            spoken: format!(
                "{own_spoken} untuk beliau {} atas nama Camat",
                secretary().1
            ),
        },
        Some((Capacity::OnBehalf, Role::Secretary)) => Title {
            lines: vec![
                format!("a.n. {} KECAMATAN,", secretary().0),
                format!("{own},"),
            ],
            spoken: format!("{own_spoken} atas nama {}", secretary().1),
        },
        Some((Capacity::OnBehalf, _)) | None => Title {
            lines: vec![on_behalf, format!("{own},")],
            spoken: format!("{own_spoken} atas nama Camat"),
        },
    }
}

impl Catalogue {
    pub(super) fn signer(&self, region: &RegionCode, signing: Option<Signatory<'_>>) -> Value {
        let office = self.letter_region(region);
        let name = self
            .region(&office)
            .map_or_else(String::new, |region| region.name.to_uppercase());
        let camat = format!("CAMAT {name}");
        let known = self
            .letter_book
            .office(&office)
            .and_then(|office: &LetterOffice| {
                let username = &signing?.officer.username;
                office.signers.iter().find(|one| one.username == *username)
            });
        let title = signing.map_or_else(
            || Title {
                lines: vec![format!("{camat},")],
                spoken: "Camat".to_owned(),
            },
            |signing| title(signing, known, &camat),
        );
        json!({
            "jabatan": title.lines,
            "sebutan": title.spoken,
            "nama": signing.map(|one| one.officer.name.clone()),
            "pangkat": known.and_then(|one| one.rank.clone()),
            "nip": known.and_then(|one| one.nip.clone()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Signatory, title};
    use domain::delegation::{Capacity, Delegation};
    use domain::officer::{Officer, Role};
    use domain::region::RegionCode;

    fn lines(role: Role, order: Option<(Capacity, Role)>) -> Vec<String> {
        let officer = Officer {
            id: "1".to_owned(),
            username: "hendra".to_owned(),
            name: "Hendra".to_owned(),
            role,
            territory: RegionCode::parse("62.01.02").expect("a code"),
            partner: None,
        };
        let order = order.map(|(capacity, role)| Delegation {
            id: "2".to_owned(),
            capacity,
            role,
            services: Vec::new(),
            from: String::new(),
            until: String::new(),
            basis: String::new(),
        });
        let signing = Signatory {
            officer: &officer,
            order: order.as_ref(),
        };
        title(signing, None, "CAMAT ARUT SELATAN").lines
    }

    #[test]
    fn the_block_names_whose_power_it_is_above_who_uses_it() {
        use Capacity::{Acting, ForThem, OnBehalf};
        use Role::{Camat, Head, Secretary};
        assert_eq!(lines(Camat, None), ["CAMAT ARUT SELATAN,"]);
        assert_eq!(
            lines(Secretary, None),
            ["a.n. CAMAT ARUT SELATAN,", "SEKRETARIS,"]
        );
        assert_eq!(
            lines(Head, Some((OnBehalf, Camat))),
            ["a.n. CAMAT ARUT SELATAN,", "KEPALA SEKSI,"]
        );
        assert_eq!(
            lines(Head, Some((ForThem, Secretary))),
            [
                "a.n. CAMAT ARUT SELATAN,",
                "SEKRETARIS,",
                "u.b.",
                "KEPALA SEKSI,"
            ]
        );
        assert_eq!(
            lines(Secretary, Some((Acting, Camat))),
            ["Plt. CAMAT ARUT SELATAN,"]
        );
        assert_eq!(
            lines(Head, Some((Acting, Secretary))),
            ["a.n. CAMAT ARUT SELATAN,", "Plt. SEKRETARIS,"]
        );
    }
}
