//! Reads a roster that was typed, pasted or saved by a spreadsheet: which column is what, and one resident a line.
//!
//! Nothing is dropped in silence: what can't be read is a problem with the number of its line, and columns that nobody
//! asks for are counted.

use domain::search::fold;
use domain::validate::{Problem, TableFlaw, What};
use domain::view::NewClient;

/// Name, NIK and phone: the order of columns without a heading.
const COLUMNS: usize = 3;
/// How offices head them, folded. A name's heading may also go on after "nama".
const HEADINGS: [&[&str]; COLUMNS] = [
    &["nama", "name", "warga", "penduduk"],
    &[
        "nik",
        "no nik",
        "nomor nik",
        "nik ktp",
        "no ktp",
        "nomor ktp",
        "nomor induk kependudukan",
    ],
    &[
        "hp",
        "no hp",
        "nomor hp",
        "nohp",
        "telepon",
        "no telepon",
        "nomor telepon",
        "telp",
        "no telp",
        "wa",
        "no wa",
        "nomor wa",
        "whatsapp",
        "no whatsapp",
        "nomor whatsapp",
        "ponsel",
        "no ponsel",
        "handphone",
        "no handphone",
        "phone",
    ],
];
/// Heads the numbers of lines, which nobody needs to hear of.
const NUMBERS: [&str; 4] = ["no", "nomor", "no urut", "nomor urut"];

/// What a table says.
#[derive(Default)]
pub(super) struct Table {
    /// Number of the line (from 1) and what stands there.
    pub(super) rows: Vec<(usize, NewClient)>,
    /// What can't be read.
    pub(super) problems: Vec<Problem>,
    /// Columns that were left out, from 1.
    pub(super) unread: Vec<usize>,
}

impl Table {
    fn wrong(&mut self, line: usize, field: &str, flaw: TableFlaw) {
        self.problems.push(Problem {
            field: "table".to_owned(),
            cell: Some((line, field.to_owned())),
            what: What::Table { flaw },
        });
    }
}

pub(super) fn read_table(text: &str) -> Table {
    let mut table = Table::default();
    let text = text.trim_start_matches('\u{feff}');
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    // Excel's own way of naming the mark.
    let (said, body, skipped) = match text.split_once('\n') {
        Some((first, rest)) if first.len() == 5 && first.starts_with("sep=") => {
            (first.as_bytes().get(4).copied(), rest, 1)
        }
        _ => (None, text.as_str(), 0),
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(said.unwrap_or_else(|| mark_of(body)))
        .has_headers(false)
        .flexible(true)
        .from_reader(body.as_bytes());
    // Where each column stands; and how many cells the heading has.
    let mut places: Option<([Option<usize>; COLUMNS], usize)> = None;
    let mut record = csv::StringRecord::new();
    loop {
        let from = usize::try_from(reader.position().byte()).unwrap_or_default();
        // It reads from memory, and what it reads is text already.
        if !reader.read_record(&mut record).unwrap_or_default() {
            return table;
        }
        // A record's own position is before the empty lines above it.
        let rest = body.get(from..).unwrap_or_default();
        let begins = from + (rest.len() - rest.trim_start_matches('\n').len());
        let before = body.get(..begins).unwrap_or_default();
        let line = skipped + before.matches('\n').count() + 1;
        let cells: Vec<&str> = record.iter().map(str::trim).collect();
        if cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        let (places, width) = match places {
            Some(known) => known,
            None => {
                let heading = heading(&cells, line, &mut table);
                let known = heading.unwrap_or(([Some(0), Some(1), Some(2)], COLUMNS));
                places = Some(known);
                if heading.is_some() {
                    continue;
                }
                known
            }
        };
        let cell = |column: usize| places[column].and_then(|at| cells.get(at)).copied();
        let [name, nik, phone] = [0, 1, 2].map(|column| cell(column).unwrap_or_default());
        let before = table.problems.len();
        if cells.iter().skip(width).any(|cell| !cell.is_empty()) {
            table.wrong(line, "", TableFlaw::TooWide);
        }
        if cells.iter().any(|cell| cell.contains('\n')) {
            table.wrong(line, "", TableFlaw::Broken);
        }
        for (field, text) in [("nik", nik), ("phone", phone)] {
            if is_rounded(text) {
                table.wrong(line, field, TableFlaw::Rounded);
            }
        }
        if table.problems.len() == before {
            let new = NewClient {
                name: name.to_owned(),
                nik: digits(nik),
                phone: digits(phone),
                region: String::new(),
            };
            table.rows.push((line, new));
        }
    }
}

/// Semicolon, tab or comma, as spreadsheets don't agree: what stands in the first line, or else anywhere. Quoted ones
/// are somebody's title.
fn mark_of(text: &str) -> u8 {
    let bare = |text: &str| -> String {
        let mut quoted = false;
        let outside = text.chars().filter(|c| {
            quoted ^= *c == '"';
            !quoted
        });
        outside.collect()
    };
    let first = bare(text.trim_start().lines().next().unwrap_or_default());
    let all = bare(text);
    let mark = |text: &str| {
        [';', '\t', ',']
            .into_iter()
            .find(|mark| text.contains(*mark))
    };
    mark(&first)
        .or_else(|| mark(&all))
        .map_or(b',', |mark| mark as u8)
}

/// Where the columns stand, if this line heads them.
fn heading(
    cells: &[&str],
    line: usize,
    table: &mut Table,
) -> Option<([Option<usize>; COLUMNS], usize)> {
    let cells: Vec<String> = cells.iter().map(|cell| fold(cell)).collect();
    let mut places = [None; COLUMNS];
    let (mut known, mut unread, mut twice) = (0, Vec::new(), false);
    for (at, cell) in cells.iter().enumerate() {
        let of = HEADINGS
            .iter()
            .position(|names| names.contains(&cell.as_str()));
        // "Nama lengkap", but "Nama ibu" beside it is somebody else.
        let of = of.or_else(|| (cell.starts_with("nama ") && places[0].is_none()).then_some(0));
        match of {
            Some(column) => {
                known += 1;
                twice |= places[column].replace(at).is_some();
            }
            None if cell.is_empty() || NUMBERS.contains(&cell.as_str()) => {}
            None => unread.push(at + 1),
        }
    }
    if places[0].is_none() && known < 2 {
        return None;
    }
    if places[0].is_none() {
        table.wrong(line, "", TableFlaw::NoNames);
    }
    if twice {
        table.wrong(line, "", TableFlaw::Twice);
    }
    table.unread = unread;
    Some((places, cells.len()))
}

/// "6,20103E+15".
fn is_rounded(text: &str) -> bool {
    let text = text.to_ascii_uppercase();
    text.contains("E+") && text.starts_with(|c: char| c.is_ascii_digit())
}

/// Without the sign by which spreadsheets keep a number as text.
fn digits(text: &str) -> String {
    text.trim_start_matches(['\'', '='])
        .trim_matches('"')
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::read_table;
    use domain::validate::{TableFlaw, What};

    /// Line, name, NIK and phone of each row.
    fn rows(text: &str) -> Vec<(usize, String, String, String)> {
        let table = read_table(text);
        assert_eq!(table.problems, [], "{text}");
        let row =
            |(line, one): (usize, domain::view::NewClient)| (line, one.name, one.nik, one.phone);
        table.rows.into_iter().map(row).collect()
    }

    fn flaws(text: &str) -> Vec<(usize, String, TableFlaw)> {
        let problems = read_table(text).problems.into_iter();
        let flaw = |known: domain::validate::Problem| match (known.cell, known.what) {
            (Some((line, field)), What::Table { flaw }) => (line, field, flaw),
            other => panic!("{other:?}"),
        };
        problems.map(flaw).collect()
    }

    #[test]
    fn tables_of_all_spreadsheets_are_read() {
        for (first, second, table) in [
            (1, 2, "Siti,6201025408900917,0812\nBudi"),
            (
                2,
                4,
                "\u{feff}Nama;NIK;HP\r\nSiti;6201025408900917;0812\r\n\r\nBudi;;\r\n",
            ),
            (
                2,
                3,
                "nama lengkap\tnik\tNo. HP\n\"Siti\"\t6201025408900917\t0812\nBudi\t",
            ),
            (
                2,
                3,
                "No,Nomor HP,NIK,Nama Warga\n1,0812,6201025408900917,Siti\n2,,,Budi\n",
            ),
            (
                3,
                5,
                "sep=;\rNama;NIK;Telepon\rSiti;'6201025408900917;0812\r;;\rBudi;;\r",
            ),
            (
                2,
                3,
                "NIK,HP,Nama\n\"=\"\"6201025408900917\"\"\",0812,Siti\n,,Budi",
            ),
        ] {
            let siti = (
                first,
                "Siti".into(),
                "6201025408900917".into(),
                "0812".into(),
            );
            let budi = (second, "Budi".into(), String::new(), String::new());
            assert_eq!(rows(table), [siti, budi], "{table}");
        }
        assert!(rows(" \n nama, nik \n").is_empty());
        assert!(rows("").is_empty());
    }

    #[test]
    fn quotes_keep_marks_and_quotes_together() {
        let names = |text: &str| rows(text).into_iter().map(|row| row.1).collect::<Vec<_>>();
        assert_eq!(
            names("\"Siti, S.Pd\",,\n\"Budi \"\"Udi\"\" B\",,"),
            ["Siti, S.Pd", "Budi \"Udi\" B"]
        );
        assert_eq!(names("Siti, S.Pd;;\nBudi;;"), ["Siti, S.Pd", "Budi"]);
        assert_eq!(names("Budi \"Udi\" B;;"), ["Budi \"Udi\" B"]);
    }

    #[test]
    fn nothing_is_dropped_in_silence() {
        let table = read_table("Nama,Alamat,NIK,RT\nSiti,Jl. A,6201025408900917,1\n");
        assert_eq!((table.rows.len(), table.unread), (1, vec![2, 4]));
        let told = |line, field: &str, flaw| (line, field.to_owned(), flaw);
        assert_eq!(
            flaws("Siti,6201025408900917,0812,Umpang"),
            [told(1, "", TableFlaw::TooWide)]
        );
        assert_eq!(
            flaws("nama;nik\nSiti;6201025408900917;0812"),
            [told(2, "", TableFlaw::TooWide)]
        );
        assert_eq!(
            flaws("NIK;HP\n6201025408900917;0812"),
            [told(1, "", TableFlaw::NoNames)]
        );
        assert_eq!(
            flaws("nama;nama;nik\nSiti;Siti;"),
            [told(1, "", TableFlaw::Twice)]
        );
        assert_eq!(
            flaws("Siti,6.20103E+15,0812"),
            [told(1, "nik", TableFlaw::Rounded)]
        );
        // Somebody's quote that is never closed must not swallow the rest.
        assert_eq!(
            flaws("Ani,,\n\n\"Siti,,\nBudi,,\n"),
            [told(3, "", TableFlaw::Broken)]
        );
        assert_eq!(
            flaws("nama,alamat\nAni,\"Jl\nBudi,\n"),
            [told(2, "", TableFlaw::Broken)]
        );
    }
}
