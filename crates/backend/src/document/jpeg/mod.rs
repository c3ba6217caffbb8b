//! Whether all of a JPEG is there: its markers (ITU-T T.81, annex B), and the data of each scan.
//!
//! Decoders paint what is missing grey and call it a success; an officer would send it back days later. So the codes of
//! all blocks are counted, which takes a tenth of the time of decoding them. What can't be counted is left to the decoder.

mod huffman;
mod scan;

use domain::upload::MAX_PIXELS;
use huffman::Codes;
use scan::Scan;

/// More make a small file cost as much as a large one. Programs write ten.
const MOST_SCANS: u32 = 100;

/// What the frame's header says (B.2.2).
struct Picture {
    progressive: bool,
    width: u32,
    height: u32,
    components: Vec<Component>,
    /// Units between two restart marks (B.2.4.4); 0 without.
    restart: u32,
}

/// A colour, or the brightness.
struct Component {
    id: u8,
    /// Blocks in a unit of several components.
    wide: u32,
    high: u32,
    /// Of each block the coefficients that are no longer zero, a bit for each.
    told: Vec<u64>,
    /// Of each coefficient the bits that are left to later scans, where a scan has told it.
    left: [Option<u8>; 64],
}

/// By the number that scans call them.
#[derive(Default)]
struct Tables {
    dc: [Option<Codes>; 4],
    ac: [Option<Codes>; 4],
}

impl Picture {
    /// `None`: that isn't to be decoded here.
    fn new(marker: u8, header: &[u8]) -> Option<Picture> {
        let (&[_, h1, h2, w1, w2, _], components) = header.split_first_chunk::<6>()?;
        let picture = Picture {
            progressive: marker == 0xc2,
            width: u16::from_be_bytes([w1, w2]).into(),
            height: u16::from_be_bytes([h1, h2]).into(),
            components: components
                .chunks_exact(3)
                .map(|one| Component {
                    id: one[0],
                    wide: u32::from(one[1] >> 4),
                    high: u32::from(one[1] & 15),
                    told: Vec::new(),
                    left: [None; 64],
                })
                .collect(),
            restart: 0,
        };
        let pixels = u64::from(picture.width) * u64::from(picture.height);
        let sampled = |one: &Component| (1..=4).contains(&one.wide) && (1..=4).contains(&one.high);
        ((1..=MAX_PIXELS).contains(&pixels)
            && (1..=4).contains(&picture.components.len())
            && picture.components.iter().all(sampled))
        .then_some(picture)
    }

    /// Whether its scans, all together, leave nothing out; colours may be without details.
    fn is_complete(&self) -> bool {
        let finished = |left: &Option<u8>| left.is_none_or(|left| left == 0);
        self.components[0].left.iter().all(Option::is_some)
            && (self.components.iter())
                .all(|one| one.left[0].is_some() && one.left.iter().all(finished))
    }

    /// The most blocks that a component has in a unit.
    fn most(&self) -> (u32, u32) {
        let most = |of: fn(&Component) -> u32| self.components.iter().map(of).max();
        (
            most(|one| one.wide).unwrap_or(1),
            most(|one| one.high).unwrap_or(1),
        )
    }

    /// Units in a row, and rows, where several components stand in one scan (A.2.4).
    fn units(&self) -> (u32, u32) {
        let (wide, high) = self.most();
        (
            self.width.div_ceil(8 * wide),
            self.height.div_ceil(8 * high),
        )
    }

    /// Blocks in a row, and rows, of a component in a scan of its own (A.2.2).
    fn blocks(&self, component: usize) -> (u32, u32) {
        let (wide, high) = self.most();
        let component = &self.components[component];
        (
            (self.width * component.wide).div_ceil(wide).div_ceil(8),
            (self.height * component.high).div_ceil(high).div_ceil(8),
        )
    }
}

impl Tables {
    /// B.2.4.2.
    fn define(&mut self, mut body: &[u8]) {
        while let Some((&[kind, ref counts @ ..], behind)) = body.split_first_chunk::<17>() {
            let all = counts.iter().map(|count| usize::from(*count)).sum();
            let Some((values, rest)) = behind.split_at_checked(all) else {
                return;
            };
            let tables = match kind >> 4 {
                0 => &mut self.dc,
                _ => &mut self.ac,
            };
            if let Some(table) = tables.get_mut(usize::from(kind & 15)) {
                *table = Codes::new(counts, values);
            }
            body = rest;
        }
    }
}

/// Whether there is picture data, all of it but for a row at most, and the marker that ends it.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let mut at = 2;
    let mut scans = 0;
    let mut restart = 0;
    let mut tables = Tables::default();
    let mut picture: Option<Picture> = None;
    while let Some(marker) = next_marker(bytes, &mut at) {
        match marker {
            // End of image.
            0xd9 => return scans > 0 && picture.is_none_or(|picture| picture.is_complete()),
            // Restart marks and TEM stand alone.
            0xd0..=0xd7 | 0x01 => continue,
            _ => {}
        }
        let Some(body) = segment(bytes, &mut at) else {
            return false;
        };
        match marker {
            0xc0..=0xc2 => picture = Picture::new(marker, body),
            0xc4 => tables.define(body),
            0xdd => {
                restart = body
                    .first_chunk()
                    .map_or(0, |two| u16::from_be_bytes(*two).into())
            }
            // Picture data follows.
            0xda => {
                scans += 1;
                let Some(known) = picture.as_mut() else {
                    continue;
                };
                known.restart = restart;
                let scan = Scan::new(body, known).filter(|_| scans <= MOST_SCANS);
                match scan.and_then(|scan| scan.lacks_data(known, &tables, bytes, &mut at)) {
                    Some(true) => return false,
                    Some(false) => {}
                    None => picture = None,
                }
            }
            _ => {}
        }
    }
    false
}

/// What stands in a marker's segment, and moves behind it (B.1.1.4).
pub(super) fn segment<'a>(bytes: &'a [u8], at: &mut usize) -> Option<&'a [u8]> {
    let rest = bytes.get(*at..)?;
    let length = usize::from(u16::from_be_bytes(*rest.first_chunk()?));
    *at += length;
    // A length counts itself.
    rest.get(2..length.max(2)).filter(|_| length >= 2)
}

/// Of a picture in colour how finely light and colours are sampled.
pub(super) fn sampling(bytes: &[u8]) -> Option<[u8; 3]> {
    let mut at = 2;
    loop {
        match next_marker(bytes, &mut at)? {
            0xd0..=0xd8 | 0x01 => {}
            0xda => return None,
            marker => {
                let frame = segment(bytes, &mut at)?;
                if (0xc0..=0xc2).contains(&marker) {
                    let sampling = [*frame.get(7)?, *frame.get(10)?, *frame.get(13)?];
                    return (frame[5] == 3).then_some(sampling);
                }
            }
        }
    }
}

/// Moves behind the next marker. Inside picture data `ff 00` is a byte, and fill bytes may stand before a marker.
pub(super) fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        let rest = bytes.get(*at..)?;
        *at += memchr::memchr(0xff, rest)? + 1;
        while bytes.get(*at) == Some(&0xff) {
            *at += 1;
        }
        let marker = *bytes.get(*at)?;
        *at += 1;
        if marker != 0 {
            return Some(marker);
        }
    }
}

#[cfg(test)]
mod tests;
