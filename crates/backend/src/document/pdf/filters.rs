//! What a stream of a PDF may be packed in (ISO 32000-1, 7.4): undone, and done again in the same room.

use super::names::is_space;
use super::streams::{TooMuch, zlib};
use flate2::Compression;
use flate2::bufread::DeflateDecoder;
use flate2::write::ZlibEncoder;
use std::io::{Read, Write};

/// Levels of zlib, by how often one fits, and what each counts, in times of what is unpacked: 9 may take so much longer, and
/// 0 only stores.
const LEVELS: [(u32, usize); 3] = [(6, 0), (9, 8), (0, 0)];

/// How something was packed.
pub(super) enum Filter {
    /// Into so many bytes (7.4.4).
    Flate(usize),
    /// The same, with a mistake in it or without its end.
    Broken,
    Letters(Letters),
}

/// Letters that stand for bytes.
#[derive(Clone, Copy)]
pub(super) enum Letters {
    /// Two for a byte (7.4.2).
    Hex,
    /// Five for four bytes (7.4.3).
    Ascii85,
}

/// What the beginning of a stream unpacks to, at most as long as itself. Empty where it isn't packed.
pub(super) fn begin(packed: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    match zlib(packed) {
        Some(deflated) => {
            let mut decoder = DeflateDecoder::new(deflated).take(packed.len() as u64);
            // It ends in a mistake, because it was cut.
            let _ = decoder.read_to_end(&mut out);
        }
        None => out = Letters::of(packed).read(packed),
    }
    out
}

/// Unpacks the whole of what [`begin`] knows.
///
/// # Errors
/// More bytes than are `left`.
pub(super) fn unpack(packed: &[u8], left: &mut usize) -> Result<(Filter, Vec<u8>), TooMuch> {
    let Some(deflated) = zlib(packed) else {
        let letters = Letters::of(packed);
        let out = letters.read(packed);
        spend(left, out.len())?;
        return Ok((Filter::Letters(letters), out));
    };
    let mut out = Vec::new();
    let mut decoder = DeflateDecoder::new(deflated);
    let most = *left as u64 + 1;
    let whole = decoder.by_ref().take(most).read_to_end(&mut out);
    spend(left, out.len())?;
    if whole.is_err() {
        return Ok((Filter::Broken, out));
    }
    let read = usize::try_from(decoder.total_in()).map_err(|_| TooMuch)?;
    // Two bytes of head, and four of a sum that some leave out.
    Ok((Filter::Flate((read + 6).min(packed.len())), out))
}

fn spend(left: &mut usize, bytes: usize) -> Result<(), TooMuch> {
    *left = left.checked_sub(bytes).ok_or(TooMuch)?;
    Ok(())
}

impl Filter {
    /// Writes what was unpacked from `room`, and changed, back into it.
    ///
    /// # Errors
    /// It doesn't fit any more.
    pub(super) fn pack(
        self,
        plain: &[u8],
        room: &mut [u8],
        left: &mut usize,
    ) -> Result<(), TooMuch> {
        match self {
            Filter::Flate(length) => {
                let room = room.get_mut(..length).ok_or(TooMuch)?;
                let packed = deflated(plain, length, left).ok_or(TooMuch)?;
                room[..packed.len()].copy_from_slice(&packed);
                // Nobody reads on behind the end.
                room[packed.len()..].fill(0);
                Ok(())
            }
            Filter::Broken => Err(TooMuch),
            Filter::Letters(letters) => letters.write(plain, room),
        }
    }
}

/// Deflated into `room` bytes at most (RFC 1950).
fn deflated(plain: &[u8], room: usize, left: &mut usize) -> Option<Vec<u8>> {
    for (level, cost) in LEVELS {
        if spend(left, plain.len().saturating_mul(cost)).is_err() {
            continue;
        }
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(level));
        encoder.write_all(plain).ok()?;
        let packed = encoder.finish().ok()?;
        if packed.len() <= room {
            return Some(packed);
        }
    }
    None
}

/// Letters that belong together, and the bytes they stand for.
#[derive(Default)]
struct Group {
    at: [usize; 5],
    letters: usize,
    bytes: [u8; 4],
    length: usize,
}

impl Group {
    fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

impl Letters {
    fn of(packed: &[u8]) -> Letters {
        let mut seen = packed.iter().filter(|byte| !is_space(**byte)).take(6);
        if seen.all(u8::is_ascii_hexdigit) {
            Letters::Hex
        } else {
            Letters::Ascii85
        }
    }

    /// How many belong together, and how many letters there are.
    fn size(self) -> (usize, u32) {
        match self {
            Letters::Hex => (2, 16),
            Letters::Ascii85 => (5, 85),
        }
    }

    fn value(self, letter: u8) -> Option<u32> {
        match self {
            Letters::Hex => char::from(letter).to_digit(16),
            Letters::Ascii85 => (b'!'..=b'u')
                .contains(&letter)
                .then(|| u32::from(letter - b'!')),
        }
    }

    fn letter(self, value: u32) -> u8 {
        let letter = match self {
            Letters::Hex => char::from_digit(value, 16).map(u32::from),
            Letters::Ascii85 => Some(value + u32::from(b'!')),
        };
        letter
            .and_then(|letter| u8::try_from(letter).ok())
            .unwrap_or(b'!')
    }

    /// The group at `at`, and moves behind it. `None`: no letters follow.
    fn next(self, packed: &[u8], at: &mut usize) -> Option<Group> {
        let (size, base) = self.size();
        let mut group = Group::default();
        let mut value = 0_u64;
        while let Some(byte) = packed.get(*at).filter(|_| group.letters < size) {
            if *byte == b'z' && group.letters == 0 && size == 5 {
                // Four zeros.
                *at += 1;
                group.length = 4;
                return Some(group);
            }
            if !is_space(*byte) {
                let Some(worth) = self.value(*byte) else {
                    break;
                };
                value = value * u64::from(base) + u64::from(worth);
                group.at[group.letters] = *at;
                group.letters += 1;
            }
            *at += 1;
        }
        if group.letters < size {
            // Nothing counts behind it.
            *at = packed.len();
        }
        let (missing, length) = match self {
            Letters::Hex => (0, group.letters.div_ceil(2)),
            Letters::Ascii85 => (base - 1, group.letters.saturating_sub(1)),
        };
        for _ in group.letters..size {
            value = value * u64::from(base) + u64::from(missing);
        }
        let value = u32::try_from(value).ok()?.to_be_bytes();
        group.bytes[..size - 1].copy_from_slice(&value[5 - size..]);
        group.length = length;
        (length > 0).then_some(group)
    }

    fn read(self, packed: &[u8]) -> Vec<u8> {
        let mut at = 0;
        let mut out = Vec::new();
        while let Some(group) = self.next(packed, &mut at) {
            out.extend(group.bytes());
        }
        out
    }

    /// Each group over its own letters.
    fn write(self, plain: &[u8], room: &mut [u8]) -> Result<(), TooMuch> {
        let (size, base) = self.size();
        let (mut at, mut rest) = (0, plain);
        while let Some(group) = self.next(room, &mut at) {
            let (bytes, behind) = rest.split_at_checked(group.length).ok_or(TooMuch)?;
            rest = behind;
            if bytes == group.bytes() {
                continue;
            }
            // Four zeros have one letter, and four others don't fit there.
            if group.letters == 0 {
                return Err(TooMuch);
            }
            let mut value = [0; 4];
            value[5 - size..][..bytes.len()].copy_from_slice(bytes);
            let mut value = u32::from_be_bytes(value);
            for place in (0..size).rev() {
                let worth = value % base;
                value /= base;
                if place < group.letters {
                    room[group.at[place]] = self.letter(worth);
                } else if matches!(self, Letters::Hex) && worth != 0 {
                    // The last letter of an odd number of them.
                    return Err(TooMuch);
                }
            }
        }
        Ok(())
    }
}
