//! `genggam officer`: accounts are made by whoever runs the server, never over the network.

use super::{Outcome, closed, told};
use backend::{Backend, NewOfficer};
use domain::error::Error;
use domain::officer::{MIN_PASSWORD, Role};
use domain::private::Private;
use domain::region::RegionCode;
use domain::validate::is_email;
use std::io::{self, BufRead, IsTerminal, Write};
use std::process::{self, Stdio};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Add an officer (tambah petugas)
    ///
    /// The password is asked for twice, or read as one line from standard input when that is no terminal.
    /// It is never an argument: those can be seen by everybody on the machine.
    Add(Add),
    /// List who may log in (daftar petugas)
    List,
    /// Give an officer another password and end their sessions (ganti kata sandi)
    ///
    /// The password is read as with `add`.
    Password(Who),
    /// Say where an officer's daily digest goes, or that it goes nowhere (email ringkasan)
    Email(Email),
    /// Close an account and end its sessions (tutup akun)
    ///
    /// What the officer did stays in the history of cases. The user name is not given to anybody else.
    Close(Who),
}

#[derive(clap::Args)]
pub struct Who {
    /// What the officer types to log in (nama pengguna)
    #[arg(long, value_name = "NAME")]
    username: String,
}

#[derive(clap::Args)]
pub struct Email {
    /// What the officer types to log in (nama pengguna)
    #[arg(long, value_name = "NAME")]
    username: String,
    /// Where it goes; left out, nowhere (alamat email)
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    email: Option<String>,
}

#[derive(clap::Args)]
pub struct Add {
    /// What the officer types to log in (nama pengguna)
    #[arg(long, value_name = "NAME")]
    username: String,
    /// Full name, shown beside every step the officer takes (nama lengkap)
    #[arg(long, value_name = "FULL NAME")]
    name: String,
    /// helper (pendamping desa), partner (petugas mitra), counter (loket), head (kasi), operator, secretary (sekcam), camat, content (admin konten), auditor (pengawas/APIP: reads cases, history and who looked, changes nothing)
    #[arg(long, value_parser = role)]
    role: Role,
    /// Region whose residents' cases the officer works on, such as 62.01.02 (wilayah kerja)
    #[arg(long, value_name = "CODE", value_parser = territory)]
    territory: RegionCode,
    /// For role partner: the partner's name, as `genggam partner add` was told (lembaga mitra)
    #[arg(long, value_name = "NAME")]
    partner: Option<String>,
    /// Where the daily digest goes; the officer can change it or switch it off (alamat email)
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    email: Option<String>,
}

fn address(text: &str) -> Result<String, String> {
    let text = text.trim();
    is_email(text)
        .then(|| text.to_owned())
        .ok_or_else(|| "this is no e-mail address".to_owned())
}

fn role(key: &str) -> Result<Role, String> {
    Role::from_key(key).ok_or_else(|| format!("one of: {}", Role::ALL.map(Role::key).join(", ")))
}

fn territory(code: &str) -> Result<RegionCode, String> {
    RegionCode::parse(code).map_err(|bad| bad.to_string())
}

pub async fn run(backend: Backend, command: Command) -> Outcome {
    match command {
        Command::Add(new) => add(&backend, new).await?,
        Command::List => {
            for officer in backend.officers().await.map_err(told)? {
                println!(
                    "{}\t{}\t{}\t{}",
                    officer.username,
                    officer.role.key(),
                    officer.territory,
                    officer.name
                );
            }
        }
        Command::Password(who) => {
            let password = password().await?;
            let done = backend.set_password(&who.username, password).await;
            done.map_err(|error| unknown(error, &who))?;
            println!(
                "{} has a new password; whoever was logged in is out.",
                who.username
            );
        }
        Command::Email(Email { username, email }) => {
            let who = Who { username };
            let address = email.unwrap_or_default();
            let done = backend.set_officer_mail(&who.username, &address).await;
            done.map_err(|error| unknown(error, &who))?;
            if address.is_empty() {
                println!("{} gets no digest by e-mail.", who.username);
            } else {
                println!("{} gets the daily digest by e-mail.", who.username);
            }
        }
        Command::Close(who) => {
            let done = backend.close_officer(&who.username).await;
            done.map_err(|error| unknown(error, &who))?;
            println!("{} can't log in any more.", who.username);
        }
    }
    closed(backend).await
}

fn unknown(error: Error, who: &Who) -> String {
    match error {
        Error::NotFound => format!("no open account is called {}", who.username),
        error => told(error),
    }
}

async fn password() -> Result<Private<String>, String> {
    tokio::task::spawn_blocking(read_password)
        .await
        .map_err(|error| error.to_string())?
}

async fn add(backend: &Backend, add: Add) -> Result<(), String> {
    if backend.catalogue().region(&add.territory).is_none() {
        return Err(format!(
            "there is no region {} in regions.csv",
            add.territory
        ));
    }
    let password = password().await?;
    let new = NewOfficer {
        username: add.username,
        name: add.name,
        role: add.role,
        territory: add.territory,
        partner: add.partner,
        password,
    };
    let officer = backend.add_officer(new).await.map_err(told)?;
    if let Some(address) = &add.email {
        let done = backend.set_officer_mail(&officer.username, address).await;
        done.map_err(told)?;
    }
    println!(
        "{} ({}) may log in as {}.",
        officer.name,
        officer.role.key(),
        officer.username
    );
    Ok(())
}

fn read_password() -> Result<Private<String>, String> {
    let password = if io::stdin().is_terminal() {
        let first = ask("Password (kata sandi): ")?;
        if first.reveal() != ask("Once more (sekali lagi): ")?.reveal() {
            return Err("the two passwords differ".to_owned());
        }
        first
    } else {
        read_line()?
    };
    if password.reveal().chars().count() < MIN_PASSWORD {
        return Err(format!("a password has at least {MIN_PASSWORD} characters"));
    }
    Ok(password)
}

fn ask(question: &str) -> Result<Private<String>, String> {
    eprint!("{question}");
    let _ = io::stderr().flush();
    echo(false);
    let line = read_line();
    echo(true);
    eprintln!();
    line
}

/// The terminal shows what is typed, or doesn't. Where there is no `stty`, it does.
fn echo(on: bool) {
    let _ = process::Command::new("stty")
        .arg(if on { "echo" } else { "-echo" })
        .stdin(Stdio::inherit())
        .stderr(Stdio::null())
        .status();
}

fn read_line() -> Result<Private<String>, String> {
    let mut line = String::new();
    io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| error.to_string())?;
    Ok(Private::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}
