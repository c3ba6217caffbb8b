//! `genggam catalogue`: the files an office edits.

use super::Outcome;
use crate::config::Config;
use backend::Catalogue;
use backend::catalogue::Flaw;
use std::path::Path;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Check every file of the catalogue, and list what is wrong (periksa katalog)
    ///
    /// Each mistake is told with its file, its line and a way to mend it, in Indonesian: offices edit these files.
    Check,
}

pub fn run(config: &Config, command: &Command) -> Outcome {
    match command {
        Command::Check => {
            let catalogue = load(config)?;
            let folder = config.storage.catalogue.join(backend::catalogue::LETTERS);
            let flaws = catalogue.check_letters(&folder);
            if !flaws.is_empty() {
                return Err(listed(&config.storage.catalogue, &flaws));
            }
            let letters = catalogue.press.as_ref();
            let letters = letters.map_or(0, |press| press.templates().count());
            let count = |what: usize, name: &str| format!("{what} {name}");
            let parts = [
                count(catalogue.services.len(), "layanan"),
                count(catalogue.regions.len(), "wilayah"),
                count(catalogue.profiles.len(), "profil"),
                count(catalogue.holidays.len(), "hari libur"),
                count(letters, "contoh surat"),
            ];
            println!("Katalog benar: {}.", parts.join(", "));
            for year in catalogue.years_without_leave() {
                println!(
                    "Perhatian: cuti bersama {year} belum ada di holidays/{year}.csv. Lengkapi dari SKB 3 Menteri."
                );
            }
            Ok(())
        }
    }
}

/// The catalogue, or every mistake in it as one text.
pub fn load(config: &Config) -> Result<Catalogue, String> {
    let folder = &config.storage.catalogue;
    let catalogue = Catalogue::load(folder).map_err(|flaws| listed(folder, &flaws))?;
    let region = &config.office.region;
    match catalogue.region(region) {
        Some(_) => Ok(catalogue),
        None => Err(format!(
            "[office] region: tidak ada wilayah {region} di regions.csv"
        )),
    }
}

fn listed(folder: &Path, flaws: &[Flaw]) -> String {
    let list: String = flaws.iter().map(|flaw| format!("\n  {flaw}")).collect();
    format!(
        "katalog di {} punya {} kesalahan:{list}",
        folder.display(),
        flaws.len()
    )
}
