//! Cuts, kills and measures the resumable uploads of a running Genggam. benches/torture/README.md says how.

mod bare;
mod bent;
mod content;
mod frail;
mod net;
mod office;
mod proxy;
mod report;
mod rival;
mod runs;
mod tus;

use clap::Parser;
use report::{Report, Verdict};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Parser)]
#[command(about = "Cuts, kills and measures resumable uploads")]
struct Cli {
    /// What to run; by default everything. `faults` is all that no clock decides about
    runs: Vec<String>,
    /// The program to torture
    #[arg(long, env = "GENGGAM_BIN", default_value = "target/release/genggam")]
    binary: PathBuf,
    /// The built site
    #[arg(long, env = "LEPTOS_SITE_ROOT", default_value = "target/site")]
    site: PathBuf,
    /// The checkout: catalogue and node packages are found there
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// Where data folders are made
    #[arg(long, env = "TORTURE_TMP", default_value_os_t = std::env::temp_dir())]
    tmp: PathBuf,
    /// The same seed does the same
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// All that the targets ask for, which takes long
    #[arg(long)]
    full: bool,
    /// Repetitions, where a run has them, instead of its own number
    #[arg(long)]
    times: Option<u64>,
    /// Writes a table here
    #[arg(long)]
    report: Option<PathBuf>,
}

/// What every run may want to know.
pub struct Ctx {
    pub binary: PathBuf,
    pub site: PathBuf,
    pub root: PathBuf,
    pub tmp: PathBuf,
    pub seed: u64,
    pub full: bool,
    /// Whether times count, and another server is measured beside ours
    pub timed: bool,
    times: Option<u64>,
}

impl Ctx {
    /// How often: quickly, or as the target asks.
    pub fn times(&self, quick: u64, full: u64) -> u64 {
        self.times.unwrap_or(if self.full { full } else { quick })
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let ctx = Ctx {
        binary: absolute(&cli.binary),
        site: absolute(&cli.site),
        root: absolute(&cli.root),
        tmp: cli.tmp.clone(),
        seed: cli.seed,
        full: cli.full,
        timed: cli.runs != [runs::FAULTS],
        times: cli.times,
    };
    let wanted = match runs::wanted(&cli.runs) {
        Ok(wanted) => wanted,
        Err(unknown) => return failed(&unknown),
    };
    // Thousands of connections: as many file handles as the kernel gives.
    raise_limit();
    let mut report = Report::default();
    for name in wanted {
        let begin = Instant::now();
        if let Err(error) = runs::run(name, &ctx, &mut report).await {
            report.add(
                name,
                format!("broke off: {error}"),
                "runs to its end",
                Verdict::Fail,
            );
        }
        println!(
            "            ({name}: {:.1} s)",
            begin.elapsed().as_secs_f64()
        );
    }
    println!("\n{}", report.summary());
    if let Some(path) = &cli.report
        && let Err(error) = std::fs::write(path, report.table())
    {
        return failed(&format!("can't write {}: {error}", path.display()));
    }
    if report.failed() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

fn failed(reason: &str) -> ExitCode {
    eprintln!("torture: {reason}");
    ExitCode::FAILURE
}

fn raise_limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let most = Some(65_536);
    let whole = Rlimit {
        current: most,
        maximum: most,
    };
    if setrlimit(Resource::Nofile, whole).is_err() {
        let limit = getrlimit(Resource::Nofile);
        let _ = setrlimit(
            Resource::Nofile,
            Rlimit {
                current: limit.maximum,
                ..limit
            },
        );
    }
}
