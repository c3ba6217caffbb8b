//! `genggam demo`: an office to try things out with.

use super::{Outcome, closed};
use backend::Backend;
use domain::text::Lang;

pub async fn run(backend: Backend) -> Outcome {
    let office = backend.demo().await.map_err(|error| error.to_string())?;
    println!("{}\n", office.office);
    println!("Petugas masuk di /petugas (officers log in there):");
    let rows = office.logins.iter().map(|login| {
        let role = login.role.name(Lang::Id).to_owned();
        [
            role,
            login.username.clone(),
            login.password.reveal().clone(),
            login.name.clone(),
        ]
    });
    table(&rows.collect::<Vec<_>>());
    println!("\nPermohonan dilihat di /status (code, last 4 digits of the phone, state):");
    let rows = office.cases.iter().map(|case| {
        [
            case.code.to_string(),
            case.digits.clone(),
            case.state.key().to_owned(),
            String::new(),
        ]
    });
    table(&rows.collect::<Vec<_>>());
    println!("\nBaru dibuat (made just now): {}", office.created);
    closed(backend).await
}

/// Columns side by side.
fn table<const N: usize>(rows: &[[String; N]]) {
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    for row in rows {
        let cells = row
            .iter()
            .enumerate()
            .map(|(column, cell)| format!("{cell:<0$}", width(column)));
        println!("  {}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}
