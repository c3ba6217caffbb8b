//! The press: all templates in memory, and the little world in which one of them is set.
//!
//! A template sees the files of its folder, its letter (`/surat.json`) and nothing else: there is no network, no package
//! and no way out of the folder, because nothing but what was read at the start exists in that world.

use super::signs::Signs;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{Error, ErrorKind, Result as IoResult};
use std::path::{Path, PathBuf};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Where a template finds its letter.
const LETTER: &str = "/surat.json";
/// Where a template finds the QR code of its letter.
const QR: &str = "/qr.svg";
/// What several templates share: no letter of its own.
const SHARED: &str = "kop";
/// A template and a picture of an emblem are small; more is somebody's mistake.
const MAX_BYTES: u64 = 4 * 1024 * 1024;
/// How many letters long the typesetter remembers what it has worked out.
const REMEMBERED: usize = 8;

/// The letter's own day: the only date its file knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

/// What a template gets wrong, for whoever edits it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Inside the folder: `sktm.typ`.
    pub file: String,
    /// From 1, with its column.
    pub place: Option<(usize, usize)>,
    /// The typesetter's own words, which are English.
    pub message: String,
    /// What the typesetter advises, perhaps nothing.
    pub hint: String,
    /// The sign that no font of letters has, where that is what is wrong.
    pub sign: Option<char>,
}

/// All templates of an office. Large, so it is shared.
pub struct Press {
    folder: PathBuf,
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    signs: Signs,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
    /// Name to template, as `sktm`.
    templates: BTreeMap<String, FileId>,
}

impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.templates.keys()).finish()
    }
}

impl Press {
    /// Reads a folder: templates (`.typ`), pictures (`.svg`, `.png`, `.jpg`) and fonts (`.otf`, `.ttf`) of the office.
    /// A folder that isn't there has no letters.
    pub fn open(folder: &Path) -> IoResult<Press> {
        let mut fonts: Vec<Font> = typst_assets::fonts()
            .flat_map(|data| Font::iter(Bytes::new(data)))
            .collect();
        let shipped = fonts.len();
        let mut press = Press {
            folder: folder.to_owned(),
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::new()),
            fonts: Vec::new(),
            signs: Signs::default(),
            sources: HashMap::new(),
            files: HashMap::new(),
            templates: BTreeMap::new(),
        };
        for path in listed(folder)? {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                continue;
            };
            let id = file_id(name)?;
            match path.extension().and_then(|end| end.to_str()) {
                Some("typ") => {
                    let stem = name.trim_end_matches(".typ").to_owned();
                    let text = fs::read_to_string(&path)?;
                    press.sources.insert(id, Source::new(id, text));
                    if stem != SHARED {
                        press.templates.insert(stem, id);
                    }
                }
                Some("svg" | "png" | "jpg") => {
                    press.files.insert(id, Bytes::new(fs::read(&path)?));
                }
                Some("otf" | "ttf") => fonts.extend(Font::iter(Bytes::new(fs::read(&path)?))),
                _ => {}
            }
        }
        press.book = LazyHash::new(FontBook::from_fonts(&fonts));
        press.signs = Signs::of(&fonts, shipped);
        press.fonts = fonts;
        Ok(press)
    }

    /// The same folder as it is now: somebody may be editing it.
    pub fn reopened(&self) -> IoResult<Press> {
        Press::open(&self.folder)
    }

    /// Every template, by name.
    pub fn templates(&self) -> impl Iterator<Item = &str> {
        self.templates.keys().map(String::as_str)
    }

    pub fn has(&self, template: &str) -> bool {
        self.templates.contains_key(template)
    }

    /// The first sign of a text that letters can't print. One that is printed nowhere does no harm: [`Press::set`] knows.
    pub fn missing(&self, text: &str) -> Option<char> {
        self.signs.missing(text)
    }

    /// Sets one letter: PDF/A-2a and PDF/UA-1, so it is tagged, searchable, and readable in thirty years.
    ///
    /// # Errors
    /// What the template gets wrong; or one flaw with its [`Flaw::sign`], where the letter holds a sign that no font of
    /// letters has: an empty box in a letter is never printed.
    pub fn set(
        &self,
        template: &str,
        letter: &Value,
        qr: Option<String>,
        day: Day,
    ) -> Result<Vec<u8>, Vec<Flaw>> {
        let alone = |message: &str| {
            vec![Flaw {
                file: format!("{template}.typ"),
                place: None,
                message: message.to_owned(),
                hint: String::new(),
                sign: None,
            }]
        };
        let main = *self
            .templates
            .get(template)
            .ok_or_else(|| alone("there is no such template"))?;
        let given = [
            (LETTER, Some(letter.to_string())),
            (QR, Some(qr.unwrap_or_else(|| NO_QR.to_owned()))),
        ];
        let mut files = HashMap::new();
        for (name, text) in given {
            let id = file_id(name).map_err(|_| alone("a name can't be a path"))?;
            files.extend(text.map(|text| (id, Bytes::from_string(text))));
        }
        let sheet = Sheet {
            press: self,
            main,
            files,
            day,
        };
        let told = |found: &[SourceDiagnostic]| found.iter().map(|one| sheet.flaw(one)).collect();
        let pdf = (|| {
            let document = typst::compile::<PagedDocument>(&sheet)
                .output
                .map_err(|found| told(&found))?;
            let typed = letter.to_string();
            let mut pages = document.pages().iter();
            if let Some(sign) = pages.find_map(|page| self.signs.absent(&page.frame, &typed)) {
                let mut flaws = alone("a sign is in no font");
                flaws.iter_mut().for_each(|flaw| flaw.sign = Some(sign));
                return Err(flaws);
            }
            let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
                .map_err(|error| alone(error.message()))?;
            let options = PdfOptions {
                creator: Smart::Custom(Some("Genggam".to_owned())),
                timestamp: day.midnight().map(Timestamp::new_utc),
                standards,
                ..PdfOptions::default()
            };
            typst_pdf::pdf(&document, &options).map_err(|found| told(&found))
        })();
        comemo::evict(REMEMBERED);
        pdf
    }
}

/// Stands for the QR code where there is none.
const NO_QR: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>";

impl Day {
    fn midnight(self) -> Option<Datetime> {
        Datetime::from_ymd_hms(self.year, self.month, self.day, 0, 0, 0)
    }
}

/// The world in which one letter is set.
struct Sheet<'a> {
    press: &'a Press,
    main: FileId,
    files: HashMap<FileId, Bytes>,
    day: Day,
}

impl Sheet<'_> {
    fn flaw(&self, found: &SourceDiagnostic) -> Flaw {
        let id = found.span.id().unwrap_or(self.main);
        let place = self.range(found.span).and_then(|range| {
            let source = self.press.sources.get(&id)?;
            let (line, column) = source.lines().byte_to_line_column(range.start)?;
            Some((line + 1, column + 1))
        });
        let hints: Vec<_> = found.hints.iter().map(|hint| hint.v.to_string()).collect();
        Flaw {
            file: id.vpath().get_without_slash().to_owned(),
            place,
            message: found.message.to_string(),
            hint: hints.join("; "),
            sign: None,
        }
    }
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.press.sources.get(&id).cloned();
        found.ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.get(&id).or_else(|| self.press.files.get(&id));
        found.cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    /// The letter's day, whatever the day it is set on.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        Datetime::from_ymd(self.day.year, self.day.month, self.day.day)
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.vpath().get_without_slash()))
}

fn file_id(name: &str) -> IoResult<FileId> {
    let path = VirtualPath::new(name).map_err(|_| Error::from(ErrorKind::InvalidInput))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

/// The files of the folder itself, in the order of their names.
fn listed(folder: &Path) -> IoResult<Vec<PathBuf>> {
    let mut found = Vec::new();
    match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        entries => {
            for entry in entries? {
                let entry = entry?;
                let about = fs::metadata(entry.path())?;
                if about.is_file() && about.len() <= MAX_BYTES {
                    found.push(entry.path());
                }
            }
        }
    }
    found.sort();
    Ok(found)
}
