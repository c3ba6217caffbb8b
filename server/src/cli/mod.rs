//! The command line. Help texts are written for whoever installs a server at an office.
//!
//! Answers go to standard output, everything else to standard error, so that scripts can use the answers.
//! Exit codes: 0 done, 1 it could not be done (the reason stands on standard error), 2 the command was not understood.

mod audit;
mod catalogue;
mod delegation;
mod demo;
mod message;
mod officer;
mod partner;
mod rescue;

use crate::config::Config;
use crate::logs;
use crate::serve::{asked_to_stop, serve};
use crate::state::State;
use backend::Backend;
use backend::effects::{Random, SystemRandom};
use clap::{Parser, Subcommand};
use domain::text::Lang;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// Genggam: public services of a kecamatan, in the palm of a hand.
///
/// Residents apply with photographed documents, the office works on them, residents follow along.
/// Everything a server needs to know stands in one file, Leptos.toml; docs/operations.md explains it.
#[derive(Parser)]
#[command(name = "genggam", version, arg_required_else_help = true, after_help = AFTER)]
struct Cli {
    /// The configuration file
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        default_value = "Leptos.toml"
    )]
    config: PathBuf,
    #[command(subcommand)]
    command: Command,
}

const AFTER: &str = "\
The environment wins over the file:
  GENGGAM_DATA_DIR      where database, archive and key are kept
  GENGGAM_DATABASE      postgres://user@host/name, instead of SQLite in the data folder
  GENGGAM_SECRET        shared key of several servers on one database
  GENGGAM_SMTP_PASSWORD, GENGGAM_WHATSAPP_TOKEN, GENGGAM_WHATSAPP_APP_SECRET, GENGGAM_WHATSAPP_VERIFY_TOKEN,
  GENGGAM_PUSH_KEY      secrets of [messages], instead of files
  GENGGAM_DEVELOPMENT   true opens pages for developers (/gallery)
  LEPTOS_SITE_ADDR      address to listen on, such as 127.0.0.1:3000
  LEPTOS_SITE_ROOT      folder of the built site
  RUST_LOG              what is logged (default: warnings, and one line per request)";

#[derive(Subcommand)]
enum Command {
    /// Serve until Ctrl-C
    ///
    /// Makes the database if there is none and brings an old one up to date first.
    Serve,
    /// Bring the database up to date, and say which version it has
    ///
    /// `serve` does the same at its start. Run it on its own to see beforehand that it works on a copy.
    Migrate,
    /// What the office edits: services, regions, profiles, holidays
    #[command(subcommand)]
    Catalogue(catalogue::Command),
    /// Officers and their accounts (akun petugas)
    #[command(subcommand)]
    Officer(officer::Command),
    /// Hospitals and health centres that help residents, and their agreements (lembaga mitra)
    #[command(subcommand)]
    Partner(partner::Command),
    /// Who decides in whose place, and until when (pelimpahan wewenang)
    #[command(subcommand)]
    Delegation(delegation::Command),
    /// Files of devices that could not send (berkas titipan)
    #[command(subcommand)]
    Rescue(rescue::Command),
    /// Messages to residents: try a way to send, print WhatsApp's templates (kabar)
    #[command(subcommand)]
    Message(message::Command),
    /// Whether the history of the cases is as it was written (riwayat kasus)
    #[command(subcommand)]
    Audit(audit::Command),
    /// Fill the data folder with an invented office, its officers and a few cases, and print their logins
    ///
    /// Safe to repeat. Refuses a database that holds cases of real people.
    Demo,
    /// Drafts, for trying uploads by hand
    #[command(subcommand)]
    Draft(Draft),
}

#[derive(Subcommand)]
enum Draft {
    /// Open a draft, and print one line of JSON: {"draft":"…","token":"…"}
    ///
    /// The token is what a tus client sends as `Authorization: Bearer …` to /files.
    New {
        /// Id of the service, as in catalogue/services
        #[arg(long, value_name = "ID")]
        service: String,
    },
}

/// Why a command failed, in words for whoever typed it.
type Outcome = Result<(), String>;

/// Threads that wait for the disk or calculate. Thousands who send slowly would have 500 of them otherwise, whenever the
/// disk stalls: more than any disk serves at a time, and each takes memory.
const BLOCKING_THREADS: usize = 64;

pub fn run() -> ExitCode {
    let cli = Cli::parse();
    logs::start(if matches!(cli.command, Command::Serve) {
        logs::USUAL
    } else {
        logs::QUIET
    });
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(BLOCKING_THREADS)
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return failed(&format!("can't start: {error}")),
    };
    let outcome = runtime.block_on(execute(cli));
    // A picture that is being decoded is checked again after the next start.
    runtime.shutdown_timeout(Duration::from_millis(100));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => failed(&reason),
    }
}

fn failed(reason: &str) -> ExitCode {
    eprintln!("genggam: {reason}");
    ExitCode::FAILURE
}

async fn execute(cli: Cli) -> Outcome {
    let config = Config::load(&cli.config).map_err(|bad| bad.to_string())?;
    match cli.command {
        Command::Catalogue(command) => catalogue::run(&config, &command),
        Command::Serve => serve_office(config).await,
        Command::Migrate => {
            let backend = open(&config).await?;
            let version = backend.schema_version().await.map_err(told)?;
            println!("The database is up to date: version {version}.");
            closed(backend).await
        }
        Command::Officer(command) => officer::run(open(&config).await?, command).await,
        Command::Partner(command) => partner::run(open(&config).await?, command).await,
        Command::Delegation(command) => delegation::run(open(&config).await?, command).await,
        Command::Rescue(command) => rescue::run(open(&config).await?, command).await,
        Command::Audit(command) => audit::run(open(&config).await?, command).await,
        Command::Message(command) => message::run(&config, command).await,
        Command::Demo => demo::run(open(&config).await?).await,
        Command::Draft(Draft::New { service }) => {
            let backend = open(&config).await?;
            let ticket = backend
                .open_draft(&service, &device_key()?)
                .await
                .map_err(told)?;
            println!(
                "{}",
                serde_json::to_string(&ticket).map_err(|error| error.to_string())?
            );
            closed(backend).await
        }
    }
}

/// Every phone that sends needs a file handle of ours, and the usual limit of 1,024 is a soft one, for old programs that
/// can't count further. Where it can't be raised it stays.
fn take_file_handles() {
    let limit = getrlimit(Resource::Nofile);
    let whole = Rlimit {
        current: limit.maximum,
        ..limit
    };
    if setrlimit(Resource::Nofile, whole).is_err() {
        tracing::warn!("the limit of file handles could not be raised");
    }
}

async fn serve_office(config: Config) -> Outcome {
    take_file_handles();
    let address = config.site.site_addr;
    let backend = open(&config).await?;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("can't listen on {address}: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let folder = config.storage.catalogue.join(backend::catalogue::LETTERS);
    let (tried, state) = (backend.clone(), State::new(config, backend));
    // Beside serving: it takes a moment, and a letter that can't be made stops nothing else.
    tokio::task::spawn_blocking(move || {
        for flaw in tried.catalogue().check_letters(&folder) {
            tracing::error!("{flaw}");
        }
    });
    println!(
        "Genggam ({}) is served on http://{address} (Ctrl-C ends it)",
        state.office
    );
    serve(listener, state, asked_to_stop())
        .await
        .map_err(|error| error.to_string())
}

async fn open(config: &Config) -> Result<Backend, String> {
    let catalogue = catalogue::load(config)?;
    Backend::open(config.settings(), Arc::new(catalogue))
        .await
        .map_err(|error| error.to_string())
}

async fn closed(backend: Backend) -> Outcome {
    backend.close().await;
    Ok(())
}

fn told(error: domain::error::Error) -> String {
    use domain::error::Error;
    let Error::Invalid { problems } = &error else {
        return error.message(Lang::En);
    };
    // There is no form here whose boxes could be marked.
    let words = problems
        .iter()
        .map(|one| format!("{}: {}", one.field, one.what.message(Lang::En)));
    words.collect::<Vec<_>>().join(" ")
}

/// As a phone makes one for itself: random, so that no two drafts are the same.
fn device_key() -> Result<String, String> {
    let mut bytes = [0; 16];
    SystemRandom
        .fill(&mut bytes)
        .map_err(|_| "the system gives no randomness".to_owned())?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
