//! `genggam partner`: institutions that help, and their agreements. As officers, never over the network.

use super::{Outcome, closed, told};
use backend::{Backend, NewPartner};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Add a partner and its cooperation agreement (tambah lembaga mitra)
    Add(Agreement),
    /// Give a partner a new agreement (perpanjang perjanjian kerja sama)
    Renew(Agreement),
    /// List partners and their agreements (daftar mitra)
    List,
}

#[derive(clap::Args)]
pub struct Agreement {
    /// What the institution is called, such as "RSUD Naibonat" (nama lembaga)
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Number of the agreement (nomor perjanjian)
    #[arg(long, value_name = "NUMBER")]
    agreement: String,
    /// First day, such as 2026-01-01 (mulai)
    #[arg(long, value_name = "DAY")]
    from: String,
    /// Last day (berakhir)
    #[arg(long, value_name = "DAY")]
    until: String,
}

impl From<Agreement> for NewPartner {
    fn from(typed: Agreement) -> NewPartner {
        NewPartner {
            name: typed.name,
            agreement: typed.agreement,
            from: typed.from,
            until: typed.until,
        }
    }
}

pub async fn run(backend: Backend, command: Command) -> Outcome {
    match command {
        Command::Add(new) => {
            let partner = backend.add_partner(new.into()).await.map_err(told)?;
            println!(
                "{} may help from {} to {}.",
                partner.name, partner.from, partner.until
            );
        }
        Command::Renew(new) => {
            let name = new.name.clone();
            backend.renew_partner(new.into()).await.map_err(told)?;
            println!("{name} has a new agreement.");
        }
        Command::List => {
            for partner in backend.partners().await.map_err(told)? {
                println!(
                    "{}\t{}\t{}\t{}",
                    partner.from, partner.until, partner.agreement, partner.name
                );
            }
        }
    }
    closed(backend).await
}
