//! What must be true of an upload, as far as its client can know.

use crate::Outcome;
use crate::net::Answer;
use crate::tus::Tus;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// What must be true of one upload.
pub(super) struct Model {
    pub(super) phone: Tus,
    pub(super) key: String,
    pub(super) file: Vec<u8>,
    /// `None`: asked for, but the answer was never heard.
    pub(super) url: Option<String>,
    /// At least so many bytes are there, and at most so many.
    pub(super) low: u64,
    pub(super) high: u64,
    /// Connections that fell silent in the middle of a PATCH.
    pub(super) silent: Vec<TcpStream>,
    /// Requests that died, from and to which byte. A late one may still be read after its successor was answered.
    pub(super) late: Vec<(Instant, u64, u64)>,
}

/// So long a dead request may lie unread on a busy machine.
const LATEST: Duration = Duration::from_secs(3);

impl Model {
    pub(super) fn length(&self) -> u64 {
        self.file.len() as u64
    }

    /// An offset that was told: must lie within the bounds, and then they meet there.
    pub(super) fn told(&mut self, offset: Option<u64>) -> Result<(), String> {
        match offset {
            Some(offset) if (self.low..=self.high).contains(&offset) => {
                (self.low, self.high) = (offset, offset);
                self.late.retain(|(since, _, _)| since.elapsed() < LATEST);
                // What begins exactly here may still be added.
                for _ in 0..self.late.len() {
                    let next = self
                        .late
                        .iter()
                        .filter(|late| (offset..=self.high).contains(&late.1));
                    self.high = next.map(|late| late.2).fold(self.high, u64::max);
                }
                Ok(())
            }
            other => Err(format!(
                "offset {other:?}, not in {}..={}",
                self.low, self.high
            )),
        }
    }
}

pub(super) fn slice(file: &[u8], offset: u64, count: u64) -> Outcome<&[u8]> {
    let (from, to) = (usize::try_from(offset)?, usize::try_from(offset + count)?);
    Ok(&file[from..to])
}

pub(super) fn expect(answer: &Answer, allowed: &[u16]) -> Result<(), String> {
    if allowed.contains(&answer.status) {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&answer.body);
    Err(format!(
        "status {} instead of {allowed:?}: {text}",
        answer.status
    ))
}

/// The answer to a PATCH of `count` bytes at the lowest offset that may be the true one.
pub(super) fn patched(
    one: &mut Model,
    answer: &Answer,
    offset: u64,
    count: u64,
) -> Result<(), String> {
    let certain = one.low == one.high && one.late.is_empty();
    match answer.status {
        204 => {
            one.high = one.high.max(offset + count);
            one.told(answer.offset())?;
            if one.low == offset + count {
                Ok(())
            } else {
                Err(format!("{count} bytes at {offset} gave {}", one.low))
            }
        }
        409 if !certain => {
            // It may have been sent away in the middle, by a late one.
            one.high = one.high.max(offset + count);
            one.told(answer.offset())
        }
        status => Err(format!("status {status} for {count} bytes at {offset}")),
    }
}
