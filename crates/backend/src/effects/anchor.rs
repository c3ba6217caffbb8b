//! `audit.head`, a file beside `secret.key`: lines that are added after a commit, and now and then a whole new file.
//!
//! What the lines say decides [`crate::audit`]. Each begins on a line of its own, so that one that was cut short by a
//! crash spoils no other. Everything here blocks; callers go through `spawn_blocking`.

use super::archive::sync_dir;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

pub(crate) struct Anchor {
    path: PathBuf,
}

impl Anchor {
    pub(crate) fn beside_key(data_dir: &Path) -> Anchor {
        Anchor {
            path: data_dir.join("audit.head"),
        }
    }

    /// All of it; `None` where there is no such file.
    pub(crate) fn read(&self) -> io::Result<Option<String>> {
        match fs::read(&self.path) {
            // Whatever isn't text is no line of ours.
            Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Adds lines to a file that is there: one that somebody removed isn't begun anew. Not flushed: a power cut may take
    /// the newest lines, and they are added again at the next start.
    pub(crate) fn append(&self, lines: &str) -> io::Result<()> {
        match OpenOptions::new().append(true).open(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Ok(mut file) => file.write_all(lines.as_bytes()),
            Err(error) => Err(error),
        }
    }

    /// A new file in its place, whole or not at all.
    pub(crate) fn replace(&self, text: &str) -> io::Result<()> {
        let beside = self
            .path
            .with_extension(format!("{}.half", std::process::id()));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, &self.path)?;
        sync_dir(self.path.parent().ok_or(ErrorKind::InvalidInput)?)
    }
}
