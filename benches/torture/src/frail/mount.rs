//! The disk as a folder that any program can use, by FUSE.

use super::disk::{Body, Content, Disk, Folder};
use fuser::{
    BackgroundSession, BsdFileFlags, Config, Errno, FileAttr, FileHandle, FileType, Filesystem,
    FopenFlags, Generation, INodeNo, LockOwner, OpenFlags, RenameFlags, ReplyAttr, ReplyCreate,
    ReplyData, ReplyDirectory, ReplyEmpty, ReplyEntry, ReplyStatfs, ReplyWrite, Request, TimeOrNow,
    WriteFlags,
};
use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// Nothing is cached: every question comes here.
const FRESH: Duration = Duration::ZERO;
const BLOCK: u32 = 4096;

/// A mounted disk; unmounted when dropped.
pub struct Frail {
    disk: Arc<Mutex<Disk>>,
    _session: BackgroundSession,
}

impl Frail {
    pub fn mounted(at: &Path) -> io::Result<Frail> {
        std::fs::create_dir_all(at)?;
        let disk = Arc::new(Mutex::new(Disk::new()));
        let system = System {
            disk: disk.clone(),
            // All its files are as old as the mount.
            time: std::fs::metadata(at)?.modified()?,
        };
        let session = fuser::spawn_mount(system, at, &Config::default())?;
        Ok(Frail {
            disk,
            _session: session,
        })
    }

    /// As it is at this moment.
    pub fn frozen(&self) -> Disk {
        lock(&self.disk).clone()
    }
}

fn lock(disk: &Mutex<Disk>) -> MutexGuard<'_, Disk> {
    disk.lock().unwrap_or_else(PoisonError::into_inner)
}

struct System {
    disk: Arc<Mutex<Disk>>,
    time: SystemTime,
}

impl System {
    fn attributes(&self, disk: &Disk, number: u64) -> Option<FileAttr> {
        let node = disk.nodes.get(&number)?;
        let (kind, size) = match &node.body {
            Body::File(content) => (FileType::RegularFile, content.now.len() as u64),
            Body::Folder(_) => (FileType::Directory, 0),
        };
        Some(FileAttr {
            ino: INodeNo(number),
            size,
            blocks: size.div_ceil(512),
            atime: self.time,
            mtime: self.time,
            ctime: self.time,
            crtime: self.time,
            kind,
            perm: node.mode,
            nlink: 1,
            uid: 0,
            gid: 0,
            rdev: 0,
            blksize: BLOCK,
            flags: 0,
        })
    }

    fn remove(&self, parent: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        let mut disk = lock(&self.disk);
        let name = name.to_string_lossy();
        if disk.find(parent.0, &name).is_none() {
            reply.error(Errno::ENOENT);
            return;
        }
        disk.name(vec![(parent.0, name.into_owned(), None)]);
        reply.ok();
    }
}

/// Permission bits of a mode.
fn permissions(mode: u32, umask: u32) -> u16 {
    u16::try_from(mode & 0o7777 & !umask).unwrap_or(0o600)
}

impl Filesystem for System {
    fn lookup(&self, _: &Request, parent: INodeNo, name: &OsStr, reply: ReplyEntry) {
        let disk = lock(&self.disk);
        let found = disk.find(parent.0, &name.to_string_lossy());
        match found.and_then(|number| self.attributes(&disk, number)) {
            Some(attributes) => reply.entry(&FRESH, &attributes, Generation(0)),
            None => reply.error(Errno::ENOENT),
        }
    }

    fn getattr(&self, _: &Request, ino: INodeNo, _: Option<FileHandle>, reply: ReplyAttr) {
        match self.attributes(&lock(&self.disk), ino.0) {
            Some(attributes) => reply.attr(&FRESH, &attributes),
            None => reply.error(Errno::ENOENT),
        }
    }

    fn setattr(
        &self,
        _: &Request,
        ino: INodeNo,
        mode: Option<u32>,
        _: Option<u32>,
        _: Option<u32>,
        size: Option<u64>,
        _: Option<TimeOrNow>,
        _: Option<TimeOrNow>,
        _: Option<SystemTime>,
        _: Option<FileHandle>,
        _: Option<SystemTime>,
        _: Option<SystemTime>,
        _: Option<SystemTime>,
        _: Option<BsdFileFlags>,
        reply: ReplyAttr,
    ) {
        let mut disk = lock(&self.disk);
        if let Some(size) = size.and_then(|size| usize::try_from(size).ok()) {
            disk.resize(ino.0, size);
        }
        if let (Some(mode), Some(node)) = (mode, disk.nodes.get_mut(&ino.0)) {
            node.mode = permissions(mode, 0);
        }
        match self.attributes(&disk, ino.0) {
            Some(attributes) => reply.attr(&FRESH, &attributes),
            None => reply.error(Errno::ENOENT),
        }
    }

    fn mkdir(
        &self,
        _: &Request,
        parent: INodeNo,
        name: &OsStr,
        mode: u32,
        umask: u32,
        reply: ReplyEntry,
    ) {
        let mut disk = lock(&self.disk);
        let name = name.to_string_lossy();
        if disk.find(parent.0, &name).is_some() {
            reply.error(Errno::EEXIST);
            return;
        }
        let body = Body::Folder(Folder::default());
        let number = disk.make(parent.0, &name, body, permissions(mode, umask));
        match self.attributes(&disk, number) {
            Some(attributes) => reply.entry(&FRESH, &attributes, Generation(0)),
            None => reply.error(Errno::EIO),
        }
    }

    fn create(
        &self,
        _: &Request,
        parent: INodeNo,
        name: &OsStr,
        mode: u32,
        umask: u32,
        _: i32,
        reply: ReplyCreate,
    ) {
        let mut disk = lock(&self.disk);
        let name = name.to_string_lossy();
        let number = match disk.find(parent.0, &name) {
            Some(number) => number,
            None => {
                let body = Body::File(Content::default());
                disk.make(parent.0, &name, body, permissions(mode, umask))
            }
        };
        match self.attributes(&disk, number) {
            Some(attributes) => {
                let (handle, flags) = (FileHandle(0), FopenFlags::empty());
                reply.created(&FRESH, &attributes, Generation(0), handle, flags);
            }
            None => reply.error(Errno::EIO),
        }
    }

    fn unlink(&self, _: &Request, parent: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        self.remove(parent, name, reply);
    }

    fn rmdir(&self, _: &Request, parent: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        self.remove(parent, name, reply);
    }

    fn link(
        &self,
        _: &Request,
        ino: INodeNo,
        newparent: INodeNo,
        newname: &OsStr,
        reply: ReplyEntry,
    ) {
        let mut disk = lock(&self.disk);
        let name = newname.to_string_lossy();
        if disk.find(newparent.0, &name).is_some() {
            reply.error(Errno::EEXIST);
            return;
        }
        disk.name(vec![(newparent.0, name.into_owned(), Some(ino.0))]);
        match self.attributes(&disk, ino.0) {
            Some(attributes) => reply.entry(&FRESH, &attributes, Generation(0)),
            None => reply.error(Errno::EIO),
        }
    }

    fn rename(
        &self,
        _: &Request,
        parent: INodeNo,
        name: &OsStr,
        newparent: INodeNo,
        newname: &OsStr,
        _: RenameFlags,
        reply: ReplyEmpty,
    ) {
        let mut disk = lock(&self.disk);
        let (name, newname) = (name.to_string_lossy(), newname.to_string_lossy());
        let Some(number) = disk.find(parent.0, &name) else {
            reply.error(Errno::ENOENT);
            return;
        };
        disk.name(vec![
            (parent.0, name.into_owned(), None),
            (newparent.0, newname.into_owned(), Some(number)),
        ]);
        reply.ok();
    }

    fn read(
        &self,
        _: &Request,
        ino: INodeNo,
        _: FileHandle,
        offset: u64,
        size: u32,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyData,
    ) {
        let disk = lock(&self.disk);
        let Some(Body::File(content)) = disk.nodes.get(&ino.0).map(|node| &node.body) else {
            reply.error(Errno::ENOENT);
            return;
        };
        let end = content.now.len();
        let from = usize::try_from(offset).unwrap_or(end).min(end);
        let to = (from + size as usize).min(end);
        reply.data(&content.now[from..to]);
    }

    fn write(
        &self,
        _: &Request,
        ino: INodeNo,
        _: FileHandle,
        offset: u64,
        data: &[u8],
        _: WriteFlags,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyWrite,
    ) {
        match (usize::try_from(offset), u32::try_from(data.len())) {
            (Ok(at), Ok(count)) => {
                lock(&self.disk).write(ino.0, at, data);
                reply.written(count);
            }
            _ => reply.error(Errno::EINVAL),
        }
    }

    fn flush(&self, _: &Request, _: INodeNo, _: FileHandle, _: LockOwner, reply: ReplyEmpty) {
        // Closing is no sync.
        reply.ok();
    }

    fn fsync(&self, _: &Request, ino: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        lock(&self.disk).sync_file(ino.0);
        reply.ok();
    }

    fn fsyncdir(&self, _: &Request, ino: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        lock(&self.disk).sync_folder(ino.0);
        reply.ok();
    }

    fn readdir(
        &self,
        _: &Request,
        ino: INodeNo,
        _: FileHandle,
        offset: u64,
        mut reply: ReplyDirectory,
    ) {
        let disk = lock(&self.disk);
        let Some(Body::Folder(folder)) = disk.nodes.get(&ino.0).map(|node| &node.body) else {
            reply.error(Errno::ENOENT);
            return;
        };
        let skipped = usize::try_from(offset).unwrap_or(usize::MAX);
        for (at, (name, number)) in folder.now.iter().enumerate().skip(skipped) {
            let kind = match disk.nodes.get(number).map(|node| &node.body) {
                Some(Body::Folder(_)) => FileType::Directory,
                _ => FileType::RegularFile,
            };
            if reply.add(INodeNo(*number), at as u64 + 1, kind, name) {
                break;
            }
        }
        reply.ok();
    }

    fn statfs(&self, _: &Request, _: INodeNo, reply: ReplyStatfs) {
        // Room enough for whoever asks first.
        const BLOCKS: u64 = 1 << 22;
        reply.statfs(BLOCKS, BLOCKS, BLOCKS, BLOCKS, BLOCKS, BLOCK, 255, BLOCK);
    }
}
