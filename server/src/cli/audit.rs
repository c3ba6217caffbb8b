//! `genggam audit`: is the history of the cases as it was written?

use super::{Outcome, closed, told};
use backend::{Audit, Backend, Flaw};
use domain::calendar::{Moment, iso_day};
use domain::region::Zone;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Read every event, and say which were altered, removed, exchanged or invented (periksa riwayat)
    ///
    /// Ends with 1 if there is any flaw. Officers may work meanwhile.
    Verify {
        /// A head that was noted earlier, such as 2026-11-22=9f86d0…: the day must still have it
        #[arg(long = "head", value_name = "DAY=HEAD")]
        heads: Vec<String>,
    },
    /// Print the head of each closed day (sidik jari harian)
    ///
    /// Keep them where whoever runs this server can't change them: on paper, in the auditor's mailbox.
    Heads,
    /// Take the history as it is for the one that counts, after a backup was brought back (terima riwayat)
    ///
    /// Prints what differs first. Who says so, and why, is kept in audit.head and shown to auditors.
    /// What is altered inside the database stays a flaw.
    Accept {
        /// Who answers for it (nama penanggung jawab)
        #[arg(long, value_name = "NAME")]
        by: String,
        /// Why, such as "restored the backup of 22 November after the disk broke" (alasan)
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

pub async fn run(backend: Backend, command: Command) -> Outcome {
    match command {
        Command::Heads => {
            for head in backend.audit_heads().await.map_err(told)? {
                println!("{}\t{}\t{}", head.iso_day(), head.events, head.head);
            }
            closed(backend).await
        }
        Command::Verify { heads } => verify(backend, &heads).await,
        Command::Accept { by, reason } => {
            tell(&backend.verify_audit().await.map_err(told)?);
            backend.accept_audit(&by, &reason).await.map_err(told)?;
            println!("From now on this history counts.");
            closed(backend).await
        }
    }
}

/// What there is, and what is wrong with it.
fn tell(audit: &Audit) {
    println!(
        "{} events of {} cases, {} closed days.",
        audit.events, audit.cases, audit.days
    );
    if let Some(anchored) = &audit.anchored {
        println!(
            "audit.head holds the newest events since {}.",
            day(anchored.since)
        );
        for one in &anchored.accepted {
            println!("accepted on {} by {}: {}", day(one.at), one.by, one.reason);
        }
    }
    for flaw in &audit.flaws {
        println!("{}", words(flaw));
    }
    let told_of = audit.flaws.len() as u64;
    if audit.flawed > told_of {
        println!("... and {} more.", audit.flawed - told_of);
    }
}

fn day(at: Moment) -> String {
    iso_day(at.day(Zone::Wib))
}

async fn verify(backend: Backend, noted: &[String]) -> Outcome {
    let audit = backend.verify_audit().await.map_err(told)?;
    let kept = backend.audit_heads().await.map_err(told)?;
    let kept: Vec<_> = kept
        .iter()
        .map(|head| format!("{}={}", head.iso_day(), head.head))
        .collect();
    let lost: Vec<_> = noted.iter().filter(|head| !kept.contains(head)).collect();
    tell(&audit);
    for head in &lost {
        println!("no day has the head {head}");
    }
    closed(backend).await?;
    match audit.flawed + lost.len() as u64 {
        0 => {
            println!("Nothing was altered.");
            Ok(())
        }
        1 => Err("1 flaw in the history".to_owned()),
        many => Err(format!("{many} flaws in the history")),
    }
}

fn words(flaw: &Flaw) -> String {
    match flaw {
        Flaw::Altered { case, event } => {
            format!("{case}: event {event} isn't what was written")
        }
        Flaw::Removed { case, event } => format!("{case}: event {event} is gone"),
        Flaw::Unlinked { case, event } => {
            format!("{case}: event {event} wasn't written by this program")
        }
        Flaw::State { case } => format!("{case}: its state isn't where its history ends"),
        Flaw::Order { order } => {
            format!("delegation {order}: it isn't as it was given or ended")
        }
        Flaw::Letter { case, letter } => {
            format!("{case}: letter {letter} isn't as it was numbered, signed or taken back")
        }
        Flaw::Anchor => "audit.head is missing, or isn't of this key".to_owned(),
        Flaw::Day { day } => {
            format!("{day}: events of this day were removed, added or altered")
        }
    }
}
