//! `genggam rescue`: files of devices that couldn't send, taken in where no officer's page is at hand.

use super::{Outcome, closed, told};
use backend::{Backend, RescueFault};
use domain::rescue::{Came, MOST_BYTES};
use domain::text::Lang;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Take in a file, and say of each case in it what happened (masukkan berkas titipan)
    ///
    /// Safe to repeat: what is here already stays as it is. A file that was changed or cut is refused as a whole.
    Import {
        /// The file, as the device has saved it
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

pub async fn run(backend: Backend, command: Command) -> Outcome {
    let Command::Import { file } = command;
    let imported = match read(&file) {
        Ok(bytes) => backend.import_rescue_here(&bytes).await,
        Err(why) => {
            backend.close().await;
            return Err(why);
        }
    };
    let lines = match imported {
        Ok(lines) => lines,
        Err(fault) => {
            backend.close().await;
            return Err(match fault {
                RescueFault::File(bad) => bad.message(Lang::En).to_owned(),
                RescueFault::Told(error) => told(error),
            });
        }
    };
    let mut refused = 0;
    for line in lines {
        let (what, why) = match line.came {
            Came::New(code) => ("new", code.to_string()),
            Came::Before(code) => ("before", code.to_string()),
            Came::Refused(error) => {
                refused += 1;
                ("refused", told(error))
            }
        };
        println!(
            "{what}\t{why}\t{}\t{}",
            line.service.get(Lang::En),
            line.applicant
        );
    }
    closed(backend).await?;
    if refused > 0 {
        return Err(format!(
            "{refused} refused; the others are in. What was refused is still on its device"
        ));
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| format!("{} can't be read: {error}", path.display()))?;
    if bytes.len() > MOST_BYTES {
        return Err(format!("{} is larger than any rescue file", path.display()));
    }
    Ok(bytes)
}
