//! `genggam delegation`: who decides in whose place. As officers, never over the network.

use super::{Outcome, closed, told};
use backend::{Backend, NewDelegation};
use domain::delegation::Capacity;
use domain::officer::Role;
use domain::text::Lang;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Let an officer decide in another's place (a.n., u.b., Plt.)
    Add(Order),
    /// List delegations that were not taken back (daftar pelimpahan)
    List,
    /// Take a delegation back, at once (cabut pelimpahan)
    End {
        /// As `list` shows it
        id: String,
    },
}

#[derive(clap::Args)]
pub struct Order {
    /// Who decides (nama pengguna)
    #[arg(long, value_name = "NAME")]
    username: String,
    /// `an` (atas nama), `ub` (untuk beliau) or `plt` (pelaksana tugas)
    #[arg(long, value_name = "CAPACITY", value_parser = capacity)]
    capacity: Capacity,
    /// In whose place: head, operator, secretary or camat
    #[arg(long, value_name = "ROLE", value_parser = role)]
    role: Role,
    /// A service, by its id; may be said several times. None means all of them (layanan)
    #[arg(long = "service", value_name = "ID")]
    services: Vec<String>,
    /// First day, such as 2026-11-23 (mulai)
    #[arg(long, value_name = "DAY")]
    from: String,
    /// Last day: 6 months at most for plt, 1 year for an and ub (berakhir)
    #[arg(long, value_name = "DAY")]
    until: String,
    /// Number of the order (nomor surat perintah)
    #[arg(long, value_name = "NUMBER")]
    basis: String,
}

fn capacity(text: &str) -> Result<Capacity, String> {
    match text {
        "an" => Ok(Capacity::OnBehalf),
        "ub" => Ok(Capacity::ForThem),
        "plt" => Ok(Capacity::Acting),
        _ => Err("one of: an, ub, plt".to_owned()),
    }
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_key(text)
        .filter(|role| role.works_on_cases())
        .ok_or_else(|| "one of: counter, head, operator, secretary, camat".to_owned())
}

pub async fn run(backend: Backend, command: Command) -> Outcome {
    match command {
        Command::Add(order) => {
            let who = order.username.clone();
            let new = NewDelegation {
                username: order.username,
                capacity: order.capacity,
                role: order.role,
                services: order.services,
                from: order.from,
                until: order.until,
                basis: order.basis,
            };
            let added = backend.add_delegation(new).await.map_err(told)?;
            println!(
                "{who} is {} from {} to {}.",
                added.title(Lang::Id),
                added.from,
                added.until
            );
        }
        Command::List => {
            for (username, one) in backend.delegations().await.map_err(told)? {
                let services = match one.services.as_slice() {
                    [] => "*".to_owned(),
                    some => some.join(","),
                };
                println!(
                    "{}\t{username}\t{}\t{}\t{}\t{services}\t{}",
                    one.id,
                    one.title(Lang::Id),
                    one.from,
                    one.until,
                    one.basis
                );
            }
        }
        Command::End { id } => {
            backend.end_delegation(&id).await.map_err(told)?;
            println!("The delegation has ended.");
        }
    }
    closed(backend).await
}
