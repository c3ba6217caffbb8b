//! `Leptos.toml`: everything a running server can be told.
//!
//! Two readers share the file. Leptos reads its own table with its own parser, environment variables `LEPTOS_*`
//! included; the rest is ours, and strict: a misspelt key stops the start instead of being ignored.

use crate::messages::FileMessages;
use crate::signing::{FileLetters, signing};
use backend::Channels;
use backend::effects::Scanner;
use backend::{Settings, Signing};
use domain::private::Private;
use domain::region::RegionCode;
use http::HeaderName;
use leptos::config::{LeptosOptions, get_configuration};
use serde::Deserialize;
use std::env;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[derive(Clone, Debug)]
pub struct Config {
    pub site: LeptosOptions,
    pub office: Office,
    pub storage: Storage,
    /// The header in which a trusted proxy tells the caller's address. Without a proxy anybody could write it.
    pub client_address_header: Option<HeaderName>,
    pub uploads: Uploads,
    /// What signs letters electronically.
    pub signing: Signing,
    /// How people reach this server, for QR codes on letters.
    pub address: Option<String>,
    /// By which ways messages leave.
    pub channels: Channels,
    /// Phones keep what can be read. `false` takes it off them again.
    pub offline: bool,
    /// Opens `/gallery`, and reads the names of the built files anew for every page.
    pub development: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// The kecamatan or regency this server speaks for.
    pub region: RegionCode,
    /// Shown in the header of every page; the region's own name where it is missing.
    pub name: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Storage {
    pub data_dir: PathBuf,
    pub catalogue: PathBuf,
    /// Where the database is, when it isn't SQLite inside `data_dir`.
    pub database: Option<String>,
    /// Shared by several servers on one database; a single one keeps its own in `data_dir`.
    pub secret: Option<Private<String>>,
}

#[derive(Clone, Debug)]
pub struct Uploads {
    /// Bodies that may come in at once from one address; 0 sets no limit.
    pub per_address: usize,
    pub pace: Pace,
    /// Looks at every file before an officer does.
    pub scanner: Option<Scanner>,
}

/// How slow a body may be: `least` bytes in each `window`.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub window: Duration,
    pub least: u64,
}

/// One bar of GPRS carries about 1 KiB/s. An eighth of that for a whole minute is no network any more.
const PACE: Pace = Pace {
    window: Duration::from_secs(60),
    least: 60 * 128,
};
/// A village behind one address: a few hundred phones that send at the same moment.
const PER_ADDRESS: usize = 512;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    development: bool,
    office: Office,
    #[serde(default)]
    site: FileSite,
    #[serde(default)]
    storage: FileStorage,
    #[serde(default)]
    proxy: FileProxy,
    #[serde(default)]
    uploads: FileUploads,
    #[serde(default)]
    letters: FileLetters,
    #[serde(default)]
    messages: FileMessages,
    /// Leptos' table. Named here so that it isn't unknown; Leptos itself reads it.
    #[allow(dead_code)]
    package: Option<toml::Table>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSite {
    offline: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileStorage {
    data_dir: Option<PathBuf>,
    catalogue: Option<PathBuf>,
    database: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileProxy {
    client_address_header: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileUploads {
    per_address: Option<usize>,
    scanner: Option<String>,
}

/// Why the configuration can't be used: the file, and what to do about it.
#[derive(Debug)]
pub struct BadConfig {
    file: PathBuf,
    why: String,
}

impl fmt::Display for BadConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file.display(), self.why)
    }
}

impl std::error::Error for BadConfig {}

/// For tests of the gallery, and while `cargo leptos watch` rebuilds under the running server.
fn development_is_asked_for() -> bool {
    env::var("GENGGAM_DEVELOPMENT").is_ok_and(|value| value == "true")
        || env::var_os("LEPTOS_WATCH").is_some()
}

impl Config {
    /// Reads the file; the environment wins over it.
    pub fn load(file: &Path) -> Result<Config, BadConfig> {
        let bad = |why: String| BadConfig {
            file: file.to_owned(),
            why,
        };
        let text = std::fs::read_to_string(file)
            .map_err(|error| bad(format!("can't be read ({error}). Start in the folder that holds it, or name it with --config.")))?;
        let ours: File = toml::from_str(&text).map_err(|error| {
            bad(format!(
                "{}\nEvery key is explained in docs/operations.md.",
                error.to_string().trim_end()
            ))
        })?;
        let mut site = get_configuration(file.to_str())
            .map_err(|error| {
                bad(format!(
                    "{error}. Leptos wants its keys below a line [package.metadata.leptos]."
                ))
            })?
            .leptos_options;

        // Paths in the file start at the file; paths in the environment start where the command was given.
        let here = file.parent().unwrap_or(Path::new(""));
        if env::var_os("LEPTOS_SITE_ROOT").is_none() {
            site.site_root = here.join(&*site.site_root).to_string_lossy().into();
        }
        let data_dir = env::var_os("GENGGAM_DATA_DIR").map_or_else(
            || here.join(ours.storage.data_dir.unwrap_or("data".into())),
            PathBuf::from,
        );
        let client_address_header = ours
            .proxy
            .client_address_header
            .map(|name| {
                name.parse().map_err(|_| {
                    bad(format!(
                        "[proxy] client_address_header: `{name}` is no name of an HTTP header."
                    ))
                })
            })
            .transpose()?;
        let scanner = ours
            .uploads
            .scanner
            .map(|address| {
                address.parse().map_err(|()| {
                    bad(format!(
                        "[uploads] scanner: `{address}` is neither tcp://ADDRESS:PORT nor unix:///PATH."
                    ))
                })
            })
            .transpose()?;
        let signing = signing(&ours.letters, here).map_err(bad)?;
        let address = ours.letters.address;
        if address.as_deref().is_some_and(|address| {
            !address.starts_with("https://") && !address.starts_with("http://")
        }) {
            return Err(bad(
                "[letters] address: write it whole, as https://genggam.example.go.id".to_owned(),
            ));
        }
        let channels = ours.messages.channels(here).map_err(bad)?;
        Ok(Config {
            site,
            office: ours.office,
            storage: Storage {
                data_dir,
                catalogue: here.join(ours.storage.catalogue.unwrap_or("catalogue".into())),
                database: env::var("GENGGAM_DATABASE").ok().or(ours.storage.database),
                secret: env::var("GENGGAM_SECRET").ok().map(Private::new),
            },
            client_address_header,
            uploads: Uploads {
                per_address: ours.uploads.per_address.unwrap_or(PER_ADDRESS),
                pace: PACE,
                scanner,
            },
            signing,
            address,
            channels,
            offline: ours.site.offline.unwrap_or(true),
            development: ours.development || development_is_asked_for(),
        })
    }

    pub fn settings(&self) -> Settings {
        let mut settings = Settings::embedded(&self.storage.data_dir);
        if let Some(database) = &self.storage.database {
            settings.database = database.clone();
        }
        settings.secret = self.storage.secret.clone();
        settings.scanner = self.uploads.scanner.clone();
        settings.signing = self.signing.clone();
        settings.site_address = self.address.clone();
        settings.channels = self.channels.clone();
        settings
    }
}
