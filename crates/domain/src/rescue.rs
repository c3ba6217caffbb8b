//! Rescue: what a device that can't send hands over as one file, and how such a file is laid out.
//!
//! The file is HPKE (RFC 9180, base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM) to the office's key:
//! a head, then frames, each four bytes of length (big-endian) and so many bytes of ciphertext. Decision 19 tells why,
//! docs/offline.md tells all of it. Nothing here encrypts: both ends do that with what they have.

use crate::code::Code;
use crate::error::Error;
use crate::text::{Lang, Text};
use crate::view::Submission;
use serde::{Deserialize, Serialize};

const MAGIC: &[u8; 14] = b"GENGGAM-RESCUE";
/// Raised whenever an older server could not read what is written.
const VERSION: u8 = 1;
/// A point of P-256, uncompressed: the office's key, and the one made for this file.
pub const POINT: usize = 65;
/// Which office's key it was made for: the first bytes of the SHA-256 of the key.
pub const KEY_NAME: usize = 8;
/// What HPKE calls `info`: everything of the head but the file's own point.
pub const INFO: usize = MAGIC.len() + 1 + KEY_NAME;
/// The `aad` of every frame: whether more of them follow. Without it a file could be cut between two frames.
pub const MORE: &[u8] = &[0];
pub const LAST: &[u8] = &[1];
/// What an office takes as one file.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Photographs that a device puts into one file, in bytes; what is left goes into the next one.
pub const FULL_BYTES: u64 = 48 * 1024 * 1024;

/// The plaintext of a case's first frame, as JSON; each of its photographs is a frame of its own behind it, as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RescuedCase {
    pub device_key: String,
    /// The leave of the resident who was helped; empty for whoever applies alone.
    #[serde(default)]
    pub assistance: String,
    /// That leave itself as JSON ([`TakenLeave`](crate::view::TakenLeave)), where it was taken without a network and the
    /// office may not have it; else empty.
    #[serde(default)]
    pub taken: String,
    /// Without documents: those are made of the photographs.
    pub submission: Submission,
    pub photos: Vec<RescuedPhoto>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RescuedPhoto {
    pub requirement: String,
    /// The idempotency key that the device sends it with: what has arrived of it needn't arrive again.
    pub upload_key: String,
}

/// What came of one case of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct RescueLine {
    pub service: Text,
    /// "S*** R***".
    pub applicant: String,
    pub came: Came,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Came {
    /// Taken in now.
    New(Code),
    /// It was here already: from this file before, or from the device itself.
    Before(Code),
    Refused(Error),
}

/// Why a whole file isn't taken. Nothing of it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadRescue {
    /// Something else, or cut short.
    NotOne,
    /// Made by an app that is newer than this server.
    Newer,
    /// Made for another office's key.
    OtherOffice,
    /// Changed or cut on its way.
    Broken,
}

impl BadRescue {
    pub fn message(self, lang: Lang) -> &'static str {
        match self {
            BadRescue::NotOne => lang.pick(
                "Ini bukan berkas titipan Genggam. Pilih berkas yang namanya berakhir .genggam.",
                "This isn't a rescue file of Genggam. Choose the one whose name ends with .genggam.",
            ),
            BadRescue::Newer => lang.pick(
                "Berkas titipan ini dibuat oleh aplikasi yang lebih baru. Minta admin kantor memperbarui server, lalu coba lagi.",
                "This rescue file was made by a newer app. Have the server updated, then try again.",
            ),
            BadRescue::OtherOffice => lang.pick(
                "Berkas titipan ini dibuat untuk kantor lain, jadi tidak bisa dibuka di sini.",
                "This rescue file was made for another office and can't be opened here.",
            ),
            BadRescue::Broken => lang.pick(
                "Berkas titipan ini rusak atau terpotong. Tidak ada yang dimasukkan. Minta berkas titipan baru dari HP itu.",
                "This rescue file is damaged or cut short. Nothing was taken in. Ask for a new one from that device.",
            ),
        }
    }
}

/// The head of a file up to the point made for it: what HPKE calls `info`.
pub fn info(key_name: &[u8; KEY_NAME]) -> Vec<u8> {
    [MAGIC.as_slice(), &[VERSION], key_name].concat()
}

/// A file in its parts, still encrypted.
#[derive(Debug)]
pub struct Sealed<'a> {
    pub info: &'a [u8],
    pub point: &'a [u8],
    pub frames: Vec<&'a [u8]>,
}

/// Takes a file apart; only as far as that goes without opening it.
///
/// # Errors
/// Everything but [`BadRescue::OtherOffice`], which only the office knows.
pub fn take_apart(file: &[u8]) -> Result<Sealed<'_>, BadRescue> {
    let (info, rest) = file.split_at_checked(INFO).ok_or(BadRescue::NotOne)?;
    let version = info.strip_prefix(MAGIC).ok_or(BadRescue::NotOne)?[0];
    if version != VERSION {
        return Err(BadRescue::Newer);
    }
    let (point, mut rest) = rest.split_at_checked(POINT).ok_or(BadRescue::Broken)?;
    let mut frames = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk() {
        let length = u32::from_be_bytes(*length) as usize;
        let (frame, after) = after.split_at_checked(length).ok_or(BadRescue::Broken)?;
        frames.push(frame);
        rest = after;
    }
    if rest.is_empty() {
        Ok(Sealed {
            info,
            point,
            frames,
        })
    } else {
        Err(BadRescue::Broken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(frames: &[&[u8]]) -> Vec<u8> {
        let mut file = [info(&[7; KEY_NAME]), vec![4; POINT]].concat();
        for frame in frames {
            file.extend((frame.len() as u32).to_be_bytes());
            file.extend_from_slice(frame);
        }
        file
    }

    #[test]
    fn a_file_comes_apart_as_it_was_put_together() {
        let whole = file(&[b"one", b"", b"three"]);
        let parts = take_apart(&whole).unwrap();
        assert_eq!(parts.info, info(&[7; KEY_NAME]));
        assert_eq!(parts.point, [4; POINT]);
        assert_eq!(parts.frames, [b"one".as_slice(), b"", b"three"]);
    }

    #[test]
    fn a_file_that_is_cut_anywhere_is_none_or_has_fewer_frames() {
        let whole = file(&[b"one", b"three"]);
        for end in 0..whole.len() {
            let parts = take_apart(&whole[..end]);
            assert!(parts.is_err() || parts.is_ok_and(|parts| parts.frames.len() < 2));
        }
        assert_eq!(take_apart(b"%PDF-1.7").unwrap_err(), BadRescue::NotOne);
        let mut newer = whole;
        newer[MAGIC.len()] = 2;
        assert_eq!(take_apart(&newer).unwrap_err(), BadRescue::Newer);
        // A length beyond the end of everything.
        let mut long = file(&[]);
        long.extend([255; 4]);
        assert_eq!(take_apart(&long).unwrap_err(), BadRescue::Broken);
    }
}
