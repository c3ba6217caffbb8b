//! The archive of photos: one local directory, never a public one.
//!
//! `incoming/ID` grows while an upload runs; `archive/xx/ID` is what was checked and kept. A file appears in the
//! archive whole or not at all (written to `incoming/ID.part`, flushed, renamed, directory flushed). All shelves `xx`
//! are made at the start: the name of a folder is safe only when the folder above was flushed. Names are ids of ours:
//! nothing that a person typed ever becomes part of a path.
//!
//! Everything here blocks; callers go through `spawn_blocking`.

use domain::calendar::Moment;
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

/// Ends the name of what is being written.
const PART: &str = ".part";

#[derive(Clone)]
pub(crate) struct Archive {
    root: Arc<PathBuf>,
}

impl Archive {
    pub(crate) fn open(data_dir: &Path) -> io::Result<Archive> {
        let archive = Archive {
            root: Arc::new(data_dir.to_path_buf()),
        };
        private_dir(&archive.root.join("incoming"))?;
        let shelves = archive.root.join("archive");
        private_dir(&shelves)?;
        for shelf in 0..=u8::MAX {
            private_dir(&shelves.join(format!("{shelf:02x}")))?;
        }
        // Also what a start made that was killed before it came so far.
        sync_dir(&shelves)?;
        sync_dir(&archive.root)?;
        Ok(archive)
    }

    pub(crate) fn incoming(&self, id: &str) -> PathBuf {
        self.root.join("incoming").join(id)
    }

    pub(crate) fn kept(&self, id: &str) -> PathBuf {
        let shelf = id.get(..2).unwrap_or("__");
        self.root.join("archive").join(shelf).join(id)
    }

    /// Both sides must agree on `agreed` bytes of a growing file: a longer one is cut to it (those bytes were never
    /// acknowledged), a shorter or missing one tells how far it really got.
    pub(crate) fn settle_incoming(&self, id: &str, agreed: u64) -> io::Result<u64> {
        let file = match OpenOptions::new().write(true).open(self.incoming(id)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
            other => other?,
        };
        let length = file.metadata()?.len();
        if length > agreed {
            file.set_len(agreed)?;
        }
        Ok(length.min(agreed))
    }

    /// Opens a growing file; a `fresh` one is made, empty. Not kept open between two writes: thousands grow at a time.
    pub(crate) fn open_incoming(&self, id: &str, fresh: bool) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create(fresh).truncate(fresh);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(self.incoming(id))
    }

    /// Returns when what was written to a growing file survives a power cut; before anything of it counts, `first`, its
    /// name as well.
    pub(crate) fn flush_incoming(&self, file: &File, first: bool) -> io::Result<()> {
        file.sync_data()?;
        if first {
            sync_dir(&self.root.join("incoming"))?;
        }
        Ok(())
    }

    /// Keeps checked bytes for good. Doing it again with the same id replaces the file whole.
    pub(crate) fn keep(&self, id: &str, bytes: &[u8]) -> io::Result<()> {
        let beside = self.root.join("incoming").join(format!("{id}{PART}"));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        let path = self.kept(id);
        fs::rename(&beside, &path)?;
        sync_shelf(&path)
    }

    /// Keeps a growing file for good as it is; the caller has flushed it. Its first name stays until it is removed.
    pub(crate) fn keep_as_it_came(&self, id: &str) -> io::Result<()> {
        let path = self.kept(id);
        // Left by a crash before it counted.
        remove_if_there(&path)?;
        fs::hard_link(self.incoming(id), &path)?;
        sync_shelf(&path)
    }

    /// Removes whatever there is of an id.
    pub(crate) fn remove(&self, id: &str) -> io::Result<()> {
        self.remove_incoming(id)?;
        remove_if_there(&self.kept(id))
    }

    pub(crate) fn remove_incoming(&self, id: &str) -> io::Result<()> {
        remove_if_there(&self.incoming(&format!("{id}{PART}")))?;
        remove_if_there(&self.incoming(id))
    }

    /// Ids of growing files, and of those half-way into the archive, that nobody touched since `horizon`.
    /// Without one all, but nothing else that lies there.
    pub(crate) fn stale_incoming(&self, horizon: Option<Moment>) -> io::Result<BTreeSet<String>> {
        let mut stale = BTreeSet::new();
        for entry in fs::read_dir(self.root.join("incoming"))? {
            let entry = entry?;
            let touched = entry
                .metadata()?
                .modified()?
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default();
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let id = name.trim_end_matches(PART);
            let due = match horizon {
                Some(horizon) => i64::try_from(touched.as_millis()).is_ok_and(|at| at < horizon.0),
                None => id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()),
            };
            if due {
                stale.insert(id.to_owned());
            }
        }
        Ok(stale)
    }

    /// Whether a file can be written, flushed and removed.
    pub(crate) fn is_writable(&self) -> bool {
        let path = self.incoming("probe");
        let probe = || -> io::Result<()> {
            let mut file = File::create(&path)?;
            file.write_all(b"probe")?;
            file.sync_all()?;
            drop(file);
            fs::remove_file(&path)
        };
        probe().is_ok()
    }

    /// Bytes that are free on its disk.
    pub(crate) fn free_bytes(&self) -> Option<u64> {
        let stat = rustix::fs::statvfs(self.root.as_path()).ok()?;
        Some(stat.f_bavail.saturating_mul(stat.f_frsize))
    }
}

/// Makes a directory that only the server's own user can enter.
pub(crate) fn private_dir(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes an empty file that only the server's own user can read, where there is none.
pub(crate) fn private_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn sync_shelf(path: &Path) -> io::Result<()> {
    sync_dir(path.parent().ok_or(ErrorKind::InvalidInput)?)
}

/// A renamed file survives a power cut only when its directory was flushed too.
pub(super) fn sync_dir(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(path)?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod test {
    use super::*;

    fn folders(at: &Path) -> BTreeSet<PathBuf> {
        let mut found = BTreeSet::new();
        for entry in fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(folders(&path));
                found.insert(path);
            }
        }
        found
    }

    /// A power cut takes the name of a new folder with everything in it, until the folder above was flushed; and of two
    /// who keep at once only one would have to do that.
    #[test]
    fn keeping_a_file_makes_no_folder() {
        let data = tempfile::tempdir().unwrap();
        let archive = Archive::open(data.path()).unwrap();
        let before = folders(data.path());
        for id in ["00", "7f", "ff"].map(|shelf| shelf.repeat(16)) {
            archive.keep(&id, b"photo").unwrap();
            assert_eq!(fs::read(archive.kept(&id)).unwrap(), b"photo");
        }
        assert_eq!(folders(data.path()), before);
    }
}
