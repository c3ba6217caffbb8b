//! The roster: who is expected. Typed, or pasted from a table: `nama, NIK, HP`, one resident a line.

use super::sql;
use crate::Backend;
use crate::officer::one_problem;
use domain::assistance::MAX_ROSTER;
use domain::error::{Error, Result};
use domain::validate::{Problem, What};
use domain::view::{NewClient, RosterTaken};

/// Largest text that is looked at, in bytes.
const MAX_TEXT: usize = 100_000;

impl Backend {
    /// Adds residents to a roster: all of them, or none and what is wrong with which line.
    pub async fn add_to_roster(&self, session: &str, id: &str, table: &str) -> Result<RosterTaken> {
        let (officer, one) = self.outreach_for(session, id).await?;
        if table.len() > MAX_TEXT {
            return Err(one_problem("table", What::TooManyRows { max: MAX_ROSTER }));
        }
        let rows = read_table(table);
        if rows.is_empty() {
            return Err(one_problem("table", What::Missing));
        }
        if rows.len() > MAX_ROSTER {
            return Err(one_problem("table", What::TooManyRows { max: MAX_ROSTER }));
        }
        let (mut clients, mut problems) = (Vec::new(), Vec::new());
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
            return Err(Error::Invalid { problems });
        }
        let mut taken = RosterTaken::default();
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

/// Line number (from 1) and what stands there. A heading is known by its first word and left out; commas,
/// semicolons and tabs part the cells, because spreadsheets don't agree.
fn read_table(table: &str) -> Vec<(usize, NewClient)> {
    let lines = table
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty());
    let mut rows = Vec::new();
    for (at, line) in lines {
        let mark = [';', '\t', ',']
            .into_iter()
            .find(|mark| line.contains(*mark));
        let mut cells = line
            .split(|c| Some(c) == mark)
            .map(|cell| cell.trim().trim_matches('"').trim());
        let mut cell = || cells.next().unwrap_or_default().to_owned();
        let new = NewClient {
            name: cell(),
            nik: cell(),
            phone: cell(),
            region: String::new(),
        };
        let heading = rows.is_empty() && new.name.to_lowercase().starts_with("nama");
        if !heading {
            rows.push((at, new));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::read_table;

    #[test]
    fn tables_of_all_spreadsheets_are_read() {
        for table in [
            "Siti,6201025408900917,0812\nBudi",
            "\u{feff}Nama;NIK;HP\r\nSiti;6201025408900917;0812\r\n\r\nBudi;;",
            "nama lengkap\tnik\n\"Siti\"\t6201025408900917\t0812\nBudi\t",
        ] {
            let rows = read_table(table);
            let read: Vec<_> = rows
                .iter()
                .map(|(_, one)| [&*one.name, &*one.nik, &*one.phone])
                .collect();
            assert_eq!(
                read,
                [["Siti", "6201025408900917", "0812"], ["Budi", "", ""]],
                "{table}"
            );
        }
        assert!(read_table(" \n nama, nik \n").is_empty());
        assert_eq!(read_table("nama,nik\n\nSiti")[0].0, 3);
    }
}
