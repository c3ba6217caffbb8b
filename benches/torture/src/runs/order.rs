//! Whether anything was acknowledged before it was on the disk: read from the system calls, in their order.

use crate::content;
use crate::office::Office;
use crate::report::{Report, Verdict};
use crate::{Ctx, Outcome};
use std::collections::HashMap;
use std::time::Duration;
use tokio::time::sleep;

const CALLS: &str = "trace=write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,fsync,fdatasync,rename,renameat,renameat2";

pub async fn run(ctx: &Ctx, report: &mut Report) -> Outcome<()> {
    let what = "acknowledged before synced (strace)";
    let office = Office::new(ctx)?;
    let trace = office.folder.path().join("trace");
    let path = trace.display().to_string();
    let can = std::process::Command::new("strace")
        .args(["-f", "-e", "trace=none", "true"])
        .output();
    if !can.is_ok_and(|done| done.status.success()) {
        println!("!!! strace is missing or not permitted here: the order of syncs is NOT checked");
        report.add(
            what,
            "strace is missing or not permitted",
            "never",
            Verdict::Skipped,
        );
        return Ok(());
    }
    // -D: the server is our child, strace only its onlooker.
    let mut office = office.wrapped(&[
        "strace", "-D", "-f", "-y", "-s", "300", "-e", CALLS, "-o", &path,
    ]);
    office.start().await?;
    let rounds = ctx.times(4, 30);
    for round in 0..rounds {
        // One upload at a time, so that each answer's file is known.
        let phone = office.phone().await?;
        let file = content::pdf(1_500_000, ctx.seed + round);
        let url = phone.begin(file.len() as u64, None).await?;
        phone.patch(&url, 0, &file[..400_001]).await?;
        let mut dead = phone.conn().await?;
        dead.send(&phone.patch_head(&url, 400_001, 1_000_000))
            .await?;
        dead.send(&file[400_001..900_001]).await?;
        dead.delivered().await?;
        let offset = phone.offset(&url).await?;
        phone
            .patch(&url, offset, &file[usize::try_from(offset)?..])
            .await?;
        if office.kept(crate::tus::id(&url)).as_ref() != Some(&file) {
            return Err("the archive doesn't hold what was sent".into());
        }
    }
    office.stop().await?;
    sleep(Duration::from_millis(500)).await;
    let found = read(&std::fs::read_to_string(&trace)?);
    for early in found.early.iter().take(5) {
        println!("            {early}");
    }
    report.check(
        what,
        format!(
            "{} of {} answers that tell an offset ({} syncs of uploads)",
            found.early.len(),
            found.answers,
            found.syncs
        ),
        "never",
        found.early.is_empty() && found.answers >= 3 * rounds && found.syncs >= 3 * rounds,
    );
    report.check(
        "answered before the database's log was synced (strace)",
        format!(
            "{} of {} answers to a change",
            found.unsynced_log, found.changes
        ),
        "never",
        found.unsynced_log == 0 && found.changes >= 3 * rounds,
    );
    Ok(())
}

#[derive(Default)]
struct Found {
    answers: u64,
    early: Vec<String>,
    syncs: u64,
    changes: u64,
    unsynced_log: u64,
}

/// How far one file was written, and how far it is safe.
#[derive(Default)]
struct Growth {
    written: u64,
    synced: u64,
}

/// Walks through the trace. A write counts from its end, a sync covers what was written before its beginning.
fn read(trace: &str) -> Found {
    let mut found = Found::default();
    let mut files: HashMap<String, Growth> = HashMap::new();
    let mut current = String::new();
    // Calls that were interrupted in the listing: by thread, the first half and what was written when it began.
    let mut halves: HashMap<&str, (String, u64)> = HashMap::new();
    for line in trace.lines() {
        let Some((thread, rest)) = line.split_once(' ') else {
            continue;
        };
        let rest = rest.trim_start();
        let covered = |call: &str, files: &HashMap<String, Growth>| {
            path_of(call)
                .and_then(|path| files.get(path))
                .map_or(0, |growth| growth.written)
        };
        let (call, before, begins, ends) = if let Some(half) = rest.strip_suffix("<unfinished ...>")
        {
            let before = covered(half, &files);
            halves.insert(thread, (half.to_owned(), before));
            (half.to_owned(), before, true, false)
        } else if rest.starts_with("<...") {
            let Some((half, before)) = halves.remove(thread) else {
                continue;
            };
            let tail = rest.split_once("resumed>").map_or("", |(_, tail)| tail);
            (format!("{half}{tail}"), before, false, true)
        } else {
            (rest.to_owned(), covered(rest, &files), true, true)
        };
        let name = call.split('(').next().unwrap_or_default();
        let path = path_of(&call).unwrap_or_default().to_owned();
        let is_upload = path.contains("/incoming/");
        let is_log = path.ends_with(".db-wal");
        match name {
            "pwrite64" | "pwritev" | "pwritev2" | "write" | "writev"
                if (is_upload || is_log) && ends =>
            {
                let growth = files.entry(path.clone()).or_default();
                if is_log {
                    growth.written += 1;
                } else {
                    growth.written = growth.written.max(end_of(name, &call, growth.written));
                    current = path;
                }
            }
            "fsync" | "fdatasync" if (is_upload || is_log) && ends => {
                let growth = files.entry(path).or_default();
                growth.synced = growth.synced.max(before);
                found.syncs += u64::from(is_upload);
            }
            "sendto" | "sendmsg" | "write" | "writev" if call.contains("HTTP/1.1 2") && begins => {
                if call.contains("HTTP/1.1 201") || call.contains("HTTP/1.1 204") {
                    found.changes += 1;
                    let dirty = files.iter().any(|(path, growth)| {
                        path.ends_with(".db-wal") && growth.written > growth.synced
                    });
                    found.unsynced_log += u64::from(dirty);
                }
                let Some(offset) = offset_of(&call).filter(|offset| *offset > 0) else {
                    continue;
                };
                found.answers += 1;
                let synced = files.get(&current).map_or(0, |growth| growth.synced);
                if offset > synced {
                    found.early.push(format!(
                        "told {offset}, synced {synced}: {}",
                        current.rsplit('/').next().unwrap_or_default()
                    ));
                }
            }
            _ => {}
        }
    }
    found
}

/// `pwrite64(23</path>, …` as strace -y writes it.
fn path_of(call: &str) -> Option<&str> {
    let start = call.find('<')? + 1;
    let end = call[start..].find('>')? + start;
    Some(&call[start..end])
}

/// Where a finished write ended.
fn end_of(name: &str, call: &str, so_far: u64) -> u64 {
    let Some((arguments, result)) = call.rsplit_once(" = ") else {
        return so_far;
    };
    let count: u64 = result.trim().parse().unwrap_or(0);
    if name.starts_with("pwrite") {
        let place = arguments
            .trim_end()
            .trim_end_matches(')')
            .rsplit(", ")
            .next();
        let place = place.and_then(|text| text.trim().parse::<u64>().ok());
        place.map_or(so_far, |place| place + count)
    } else {
        so_far + count
    }
}

fn offset_of(call: &str) -> Option<u64> {
    let rest = &call[call.find("upload-offset: ")? + "upload-offset: ".len()..];
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::read;

    const WRITE: &str = "7 pwrite64(9</d/incoming/a>, \"x\"..., 100, 0) = 100\n";
    const SYNC: &str = "7 fdatasync(9</d/incoming/a>) = 0\n";
    const ANSWER: &str = "8 sendto(5<socket:[1]>, \"HTTP/1.1 204 No Content\\r\\nupload-offset: 100\\r\\n\", 50, 0, NULL, 0) = 50\n";

    #[test]
    fn the_right_order_is_seen() {
        let found = read(&format!("{WRITE}{SYNC}{ANSWER}"));
        assert_eq!((found.answers, found.early.len()), (1, 0));
    }

    #[test]
    fn an_early_answer_is_seen() {
        assert_eq!(read(&format!("{WRITE}{ANSWER}{SYNC}")).early.len(), 1);
    }

    #[test]
    fn a_sync_covers_only_what_was_written_before_it_began() {
        let begun = "7 fdatasync(9</d/incoming/a> <unfinished ...>\n";
        let ended = "7 <... fdatasync resumed>) = 0\n";
        let during = WRITE.replace("7 pw", "6 pw");
        assert_eq!(
            read(&format!("{begun}{during}{ended}{ANSWER}")).early.len(),
            1
        );
        assert_eq!(
            read(&format!("{during}{begun}{ended}{ANSWER}")).early.len(),
            0
        );
    }
}
