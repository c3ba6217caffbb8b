//! The disk itself, in memory: what programs see, what is safe, and every change in between.
//!
//! It promises no more than POSIX does. A synced file keeps its content; a synced folder keeps its names; a file's sync says
//! nothing about its name. A rename is one change. Everything else may be lost, alone or together, and writes may be torn
//! between sectors.

use rand::Rng;
use rand::rngs::SmallRng;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// A write is torn only between these.
const SECTOR: usize = 512;

#[derive(Clone, Debug)]
enum Change {
    Write(usize, Vec<u8>),
    Resize(usize),
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Change::Write(at, bytes) => {
                let end = at + bytes.len();
                if content.len() < end {
                    content.resize(end, 0);
                }
                content[*at..end].copy_from_slice(bytes);
            }
            Change::Resize(length) => content.resize(*length, 0),
        }
    }
}

#[derive(Clone, Default)]
pub struct Folder {
    pub now: BTreeMap<String, u64>,
    safe: BTreeMap<String, u64>,
}

#[derive(Clone, Default)]
pub struct Content {
    pub now: Vec<u8>,
    safe: Vec<u8>,
    pending: Vec<Change>,
}

#[derive(Clone)]
pub enum Body {
    File(Content),
    Folder(Folder),
}

#[derive(Clone)]
pub struct Node {
    pub body: Body,
    pub mode: u16,
}

/// Names that appear or disappear together: folder, name, and what it now means.
type Naming = Vec<(u64, String, Option<u64>)>;

/// What a power cut does to what was not synced.
#[derive(Clone, Copy, Debug)]
pub enum Loss {
    /// All of it is gone.
    Everything,
    /// Any part of it, in any order, also parts of writes.
    Anything,
    /// Names and writes up to some moment survive, as on a journalling file system.
    Later,
}

#[derive(Clone)]
pub struct Disk {
    /// By inode number; the root is 1.
    pub nodes: BTreeMap<u64, Node>,
    next: u64,
    namings: Vec<Naming>,
    /// How often something was synced.
    pub syncs: u64,
}

impl Disk {
    pub fn new() -> Disk {
        let root = Node {
            body: Body::Folder(Folder::default()),
            mode: 0o755,
        };
        Disk {
            nodes: BTreeMap::from([(1, root)]),
            next: 2,
            namings: Vec::new(),
            syncs: 0,
        }
    }

    pub fn find(&self, parent: u64, name: &str) -> Option<u64> {
        match &self.nodes.get(&parent)?.body {
            Body::Folder(folder) => folder.now.get(name).copied(),
            Body::File(_) => None,
        }
    }

    pub fn make(&mut self, parent: u64, name: &str, body: Body, mode: u16) -> u64 {
        let number = self.next;
        self.next += 1;
        self.nodes.insert(number, Node { body, mode });
        self.name(vec![(parent, name.to_owned(), Some(number))]);
        number
    }

    /// Applies to what programs see; a sync of the folder makes it safe. Files without a name stay for who has them open.
    pub fn name(&mut self, naming: Naming) {
        for (parent, name, meaning) in &naming {
            if let Some(Body::Folder(folder)) =
                self.nodes.get_mut(parent).map(|node| &mut node.body)
            {
                set(&mut folder.now, name, *meaning);
            }
        }
        self.namings.push(naming);
    }

    fn content(&mut self, number: u64) -> Option<&mut Content> {
        match &mut self.nodes.get_mut(&number)?.body {
            Body::File(content) => Some(content),
            Body::Folder(_) => None,
        }
    }

    fn change(&mut self, number: u64, change: Change) {
        if let Some(content) = self.content(number) {
            change.apply(&mut content.now);
            content.pending.push(change);
        }
    }

    pub fn write(&mut self, number: u64, at: usize, bytes: &[u8]) {
        self.change(number, Change::Write(at, bytes.to_vec()));
    }

    pub fn resize(&mut self, number: u64, length: usize) {
        self.change(number, Change::Resize(length));
    }

    /// fsync of a file.
    pub fn sync_file(&mut self, number: u64) {
        self.syncs += 1;
        if let Some(content) = self.content(number) {
            for change in std::mem::take(&mut content.pending) {
                change.apply(&mut content.safe);
            }
        }
    }

    /// fsync of a folder.
    pub fn sync_folder(&mut self, number: u64) {
        self.syncs += 1;
        let (safe, rest) = std::mem::take(&mut self.namings)
            .into_iter()
            .partition(|naming| naming.iter().any(|(parent, _, _)| *parent == number));
        self.namings = rest;
        for naming in safe {
            self.make_safe(&naming);
        }
    }

    fn make_safe(&mut self, naming: &Naming) {
        for (parent, name, meaning) in naming {
            if let Some(Body::Folder(folder)) =
                self.nodes.get_mut(parent).map(|node| &mut node.body)
            {
                set(&mut folder.safe, name, *meaning);
            }
        }
    }

    /// The power fails: writes what is left below `folder`.
    pub fn fail(mut self, loss: Loss, random: &mut SmallRng, folder: &Path) -> io::Result<()> {
        let namings = std::mem::take(&mut self.namings);
        let until = random.random_range(0..=namings.len());
        for (at, naming) in namings.iter().enumerate() {
            let survives = match loss {
                Loss::Everything => false,
                Loss::Anything => random.random_bool(0.5),
                Loss::Later => at < until,
            };
            if survives {
                self.make_safe(naming);
            }
        }
        for node in self.nodes.values_mut() {
            if let Body::File(content) = &mut node.body {
                let pending = std::mem::take(&mut content.pending);
                let until = random.random_range(0..=pending.len());
                for (at, change) in pending.iter().enumerate() {
                    match loss {
                        Loss::Everything => {}
                        Loss::Anything => damage(change, random, &mut content.safe),
                        Loss::Later if at < until => change.apply(&mut content.safe),
                        Loss::Later => {}
                    }
                }
            }
        }
        self.pour(1, folder)
    }

    fn pour(&self, number: u64, at: &Path) -> io::Result<()> {
        match self.nodes.get(&number).map(|node| &node.body) {
            Some(Body::File(content)) => fs::write(at, &content.safe),
            Some(Body::Folder(folder)) => {
                fs::create_dir_all(at)?;
                for (name, number) in &folder.safe {
                    self.pour(*number, &at.join(name))?;
                }
                Ok(())
            }
            None => Ok(()),
        }
    }
}

fn set(names: &mut BTreeMap<String, u64>, name: &str, meaning: Option<u64>) {
    match meaning {
        Some(number) => names.insert(name.to_owned(), number),
        None => names.remove(name),
    };
}

/// A change that was not synced: there, not there, or torn.
fn damage(change: &Change, random: &mut SmallRng, content: &mut Vec<u8>) {
    match (random.random_range(0..3), change) {
        (0, _) => {}
        (1, Change::Write(at, bytes)) => {
            let mut place = *at;
            let mut rest = &bytes[..];
            while !rest.is_empty() {
                let count = (SECTOR - place % SECTOR).min(rest.len());
                if random.random_bool(0.5) {
                    Change::Write(place, rest[..count].to_vec()).apply(content);
                }
                place += count;
                rest = &rest[count..];
            }
        }
        (_, change) => change.apply(content),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    fn after(disk: &Disk, loss: Loss) -> Option<Vec<u8>> {
        let folder = tempfile::tempdir().unwrap();
        let mut random = SmallRng::seed_from_u64(1);
        disk.clone().fail(loss, &mut random, folder.path()).unwrap();
        fs::read(folder.path().join("a")).ok()
    }

    #[test]
    fn only_what_is_synced_survives() {
        let mut disk = Disk::new();
        let a = disk.make(1, "a", Body::File(Content::default()), 0o600);
        disk.write(a, 0, b"safe");
        disk.sync_file(a);
        assert_eq!(
            after(&disk, Loss::Everything),
            None,
            "its name was not synced"
        );
        disk.sync_folder(1);
        disk.write(a, 4, b" or not");
        assert_eq!(after(&disk, Loss::Everything).unwrap(), b"safe");
        disk.sync_file(a);
        assert_eq!(after(&disk, Loss::Anything).unwrap(), b"safe or not");
    }

    #[test]
    fn a_rename_is_one_change() {
        let mut disk = Disk::new();
        let part = disk.make(1, "part", Body::File(Content::default()), 0o600);
        disk.write(part, 0, b"whole");
        disk.sync_file(part);
        disk.sync_folder(1);
        disk.name(vec![(1, "part".into(), None), (1, "a".into(), Some(part))]);
        assert_eq!(after(&disk, Loss::Everything), None);
        disk.sync_folder(1);
        assert_eq!(after(&disk, Loss::Everything).unwrap(), b"whole");
    }
}
