//! The roster: who is expected. Typed, pasted from a table, or a file: `nama, NIK, HP`, one resident a line.

use super::sql;
use super::table::read_table;
use crate::Backend;
use crate::officer::one_problem;
use domain::assistance::MAX_ROSTER;
use domain::error::{Error, Result};
use domain::validate::{Problem, TableFlaw, What};
use domain::view::RosterTaken;

/// Largest text that is looked at, in bytes.
const MAX_TEXT: usize = 100_000;
/// Most mistakes that are told at once: they travel in an address.
const TOLD: usize = 20;

impl Backend {
    /// The same for a file.
    ///
    /// # Errors
    /// As [`Backend::add_to_roster`], and for a file that isn't saved as UTF-8.
    pub async fn import_roster(&self, session: &str, id: &str, file: &[u8]) -> Result<RosterTaken> {
        self.outreach_for(session, id).await?;
        let flaw = TableFlaw::Encoding;
        let table =
            std::str::from_utf8(file).map_err(|_| one_problem("table", What::Table { flaw }))?;
        self.add_to_roster(session, id, table).await
    }

    /// Adds residents to a roster: all of them, or none and what is wrong with which line.
    pub async fn add_to_roster(&self, session: &str, id: &str, table: &str) -> Result<RosterTaken> {
        let (officer, one) = self.outreach_for(session, id).await?;
        if table.len() > MAX_TEXT {
            return Err(one_problem("table", What::TooManyRows { max: MAX_ROSTER }));
        }
        let read = read_table(table);
        let (rows, mut problems) = (read.rows, read.problems);
        if rows.is_empty() && problems.is_empty() {
            return Err(one_problem("table", What::Missing));
        }
        if rows.len() > MAX_ROSTER {
            return Err(one_problem("table", What::TooManyRows { max: MAX_ROSTER }));
        }
        let mut clients = Vec::new();
        for (line, mut new) in rows {
            // They come to the session, so they live where it is, until somebody says otherwise.
            new.region = one.region.to_string();
            match self.checked_client(&officer, new) {
                Ok(client) => clients.push(client),
                // Which line, and what is wrong there; never what stands in it.
                Err(Error::Invalid { problems: wrong }) => {
                    problems.extend(wrong.into_iter().map(|known| Problem {
                        field: "table".to_owned(),
                        cell: Some((line, known.field)),
                        what: known.what,
                    }));
                }
                Err(error) => return Err(error),
            }
        }
        if !problems.is_empty() {
            return Err(told(problems));
        }
        let mut taken = RosterTaken {
            unread: read.unread,
            ..RosterTaken::default()
        };
        let mut write = self.db.write().await?;
        for client in clients {
            let (client, _) = self.keep_client(&mut write, &officer, client).await?;
            if sql::join(&mut write, &one.id, &client).await? {
                taken.added += 1;
            } else {
                taken.known += 1;
            }
        }
        write.commit().await?;
        Ok(taken)
    }
}

/// The first mistakes in the order of their lines, and how many more there are.
fn told(mut problems: Vec<Problem>) -> Error {
    problems.sort_by_key(|known| known.cell.as_ref().map(|(line, _)| *line));
    let lines = problems.len().saturating_sub(TOLD);
    problems.truncate(TOLD);
    if lines > 0 {
        let flaw = TableFlaw::More { lines };
        problems.push(Problem {
            field: "table".to_owned(),
            cell: None,
            what: What::Table { flaw },
        });
    }
    Error::Invalid { problems }
}
