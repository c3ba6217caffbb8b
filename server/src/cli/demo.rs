//! `genggam demo`: an office to try things out with.

use super::{Outcome, closed};
use backend::Backend;
use domain::text::Lang;

pub async fn run(backend: Backend) -> Outcome {
    let office = backend.demo().await.map_err(|error| error.to_string())?;
    println!("{}", office.office);
    println!("\nPetugas, untuk masuk di /petugas (officers' logins):");
    for login in &office.logins {
        println!(
            "  {:<22} {:<12} {:<24} {}",
            login.role.name(Lang::Id),
            login.username,
            login.password.reveal(),
            login.name
        );
    }
    println!("\nPermohonan, untuk dilihat di /status (code, last 4 digits of the phone):");
    for case in &office.cases {
        println!("  {}  {}", case.code, case.digits);
    }
    println!(
        "\n{} baru dibuat; sisanya sudah ada (made just now; the rest was there).",
        office.created
    );
    closed(backend).await
}
