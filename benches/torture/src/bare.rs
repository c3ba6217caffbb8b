//! What the machine alone gives: bytes over a socket into files that are flushed. No HTTP, no database, nothing checked,
//! and no more system calls than that takes; a photo is decoded and written anew by the libraries that ours uses. Nobody
//! who promises what ours promises can be quicker.

use crate::{Ctx, Outcome};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use rustix::time::{ClockId, clock_gettime};
use std::fs::File;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use tempfile::TempDir;

const READ_BYTES: usize = 64 * 1024;
/// As the issue wants it of ours.
const FLUSH_BYTES: usize = 1024 * 1024;

pub struct Bare {
    addr: SocketAddr,
    /// Nanoseconds of the processor, of all that take files.
    spent: Arc<AtomicU64>,
    _folder: TempDir,
}

impl Bare {
    pub fn started(ctx: &Ctx) -> Outcome<Bare> {
        let mut builder = tempfile::Builder::new();
        let folder = builder.prefix("torture-bare-").tempdir_in(&ctx.tmp)?;
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let (addr, path) = (listener.local_addr()?, folder.path().to_owned());
        let spent = Arc::new(AtomicU64::new(0));
        let shared = spent.clone();
        thread::spawn(move || {
            for (number, stream) in listener.incoming().flatten().enumerate() {
                let (path, spent) = (path.clone(), shared.clone());
                thread::spawn(move || {
                    // Whoever asks is told by the end of the connection.
                    let _ = take(stream, &path, number, &spent);
                });
            }
        });
        Ok(Bare {
            addr,
            spent,
            _folder: folder,
        })
    }

    pub fn cpu_seconds(&self) -> f64 {
        self.spent.load(Ordering::SeqCst) as f64 / 1e9
    }

    pub fn connect(&self) -> Outcome<Sender> {
        let stream = TcpStream::connect(self.addr)?;
        stream.set_nodelay(true)?;
        Ok(Sender(stream))
    }
}

/// One connection to it.
pub struct Sender(TcpStream);

impl Sender {
    /// Returns once the file would survive a power cut.
    pub fn send(&mut self, file: &[u8]) -> Outcome<()> {
        self.0.write_all(&(file.len() as u64).to_le_bytes())?;
        self.0.write_all(file)?;
        Ok(self.0.read_exact(&mut [0])?)
    }
}

/// Takes files until the connection ends: each is a length and its bytes, and is answered with one byte.
fn take(mut stream: TcpStream, folder: &Path, number: usize, spent: &AtomicU64) -> Outcome<()> {
    let mut buffer = vec![0; READ_BYTES];
    let mut length = [0; 8];
    for file in 0.. {
        stream.read_exact(&mut length)?;
        let length = usize::try_from(u64::from_le_bytes(length))?;
        let before = own_time();
        let path = folder.join(format!("{number}-{file}"));
        let first = buffer.len().min(length);
        stream.read_exact(&mut buffer[..first])?;
        if buffer.starts_with(&[0xff, 0xd8]) {
            let mut photo = buffer[..first].to_vec();
            photo.resize(length, 0);
            stream.read_exact(&mut photo[first..])?;
            store_photo(&path, &photo)?;
        } else {
            store(&mut stream, &path, length, &mut buffer, spent)?;
        }
        File::open(folder)?.sync_all()?;
        spent.fetch_add(own_time() - before, Ordering::SeqCst);
        stream.write_all(&[1])?;
    }
    Ok(())
}

fn store_photo(path: &Path, photo: &[u8]) -> Outcome<()> {
    let picture = image::load_from_memory(photo)?.into_rgb8();
    let sides = (picture.width().try_into()?, picture.height().try_into()?);
    let mut anew = Vec::new();
    let mut encoder = Encoder::new(&mut anew, 85);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.encode(&picture, sides.0, sides.1, ColorType::Rgb)?;
    let mut file = File::create_new(path)?;
    file.write_all(&anew)?;
    Ok(file.sync_data()?)
}

/// The first bytes of it are in the buffer.
fn store(
    stream: &mut TcpStream,
    path: &Path,
    length: usize,
    buffer: &mut [u8],
    spent: &AtomicU64,
) -> Outcome<()> {
    let file = File::create_new(path)?;
    let (flush, wanted) = channel::<()>();
    let (mut at, mut asked) = (0, 0);
    thread::scope(|scope| -> Outcome<()> {
        // A flush beside the writing, where there is enough of it.
        if length > FLUSH_BYTES {
            let file = &file;
            scope.spawn(move || flush_beside(file, wanted, spent));
        }
        loop {
            let room = buffer.len().min(length - at);
            if at > 0 {
                stream.read_exact(&mut buffer[..room])?;
            }
            file.write_all_at(&buffer[..room], at as u64)?;
            at += room;
            if at == length {
                break;
            }
            if at - asked >= FLUSH_BYTES {
                asked = at;
                let _ = flush.send(());
            }
        }
        drop(flush);
        Ok(())
    })?;
    Ok(file.sync_data()?)
}

fn flush_beside(file: &File, wanted: Receiver<()>, spent: &AtomicU64) {
    let before = own_time();
    while wanted.recv().is_ok() {
        // Those that came meanwhile are served by the same one.
        while wanted.try_recv().is_ok() {}
        let _ = file.sync_data();
    }
    spent.fetch_add(own_time() - before, Ordering::SeqCst);
}

/// Nanoseconds that this thread has computed.
fn own_time() -> u64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    u64::try_from(time.tv_sec).unwrap_or(0) * 1_000_000_000
        + u64::try_from(time.tv_nsec).unwrap_or(0)
}
