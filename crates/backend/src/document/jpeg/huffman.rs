//! Huffman codes of a JPEG (ITU-T T.81, annexes C and F), read from the bytes between two markers.

/// Codes up to this length are found at once.
const QUICK: u32 = 9;

/// Bytes that fill up before a marker, or before the zero that says that none follows.
const MOST_FILLING: usize = 16;

/// Why nothing more can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// A marker, or the end of the file.
    Ended,
    /// No code is like this.
    Broken,
}

/// Bits up to the next marker.
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The next `left` bits, highest first, and zeros behind them.
    held: u64,
    left: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Bits<'a> {
        Bits {
            bytes,
            at,
            held: 0,
            left: 0,
        }
    }

    /// Not behind the next marker.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn fill(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if let Some(four) = rest.first_chunk::<4>()
            && self.left <= 32
            && !four.contains(&0xff)
        {
            self.held |= u64::from(u32::from_be_bytes(*four)) << (32 - self.left);
            self.left += 32;
            self.at += 4;
            return;
        }
        while self.left <= 56 {
            let taken = match self.bytes.get(self.at..).unwrap_or_default() {
                // A byte of the data, told from a marker by the zero behind it.
                [0xff, 0, ..] => 2,
                // Some write more of the first.
                rest @ [0xff, 0xff, ..] => {
                    let run = rest
                        .iter()
                        .take(MOST_FILLING)
                        .take_while(|byte| **byte == 0xff);
                    let run = run.count();
                    if rest.get(run) != Some(&0) {
                        return;
                    }
                    run + 1
                }
                [0xff, ..] | [] => return,
                _ => 1,
            };
            self.held |= u64::from(self.bytes[self.at]) << (56 - self.left);
            self.left += 8;
            self.at += taken;
        }
    }

    /// Goes over so many bits; 32 at most.
    #[inline]
    pub(super) fn skip(&mut self, bits: u32) -> Result<(), Stop> {
        if self.left < bits {
            self.fill();
        }
        self.left = self.left.checked_sub(bits).ok_or(Stop::Ended)?;
        self.held <<= bits;
        Ok(())
    }

    /// The value of so many bits; 16 at most.
    pub(super) fn take(&mut self, bits: u32) -> Result<u32, Stop> {
        if self.left < bits {
            self.fill();
        }
        let value = (self.held >> 32) as u32;
        self.skip(bits)?;
        Ok(value.checked_shr(32 - bits).unwrap_or(0))
    }

    /// The next 16, and as many behind them held.
    #[inline]
    fn peek(&mut self) -> u32 {
        if self.left < 32 {
            self.fill();
        }
        (self.held >> 48) as u32
    }
}

/// A table of codes (B.2.4.2).
pub(super) struct Codes {
    /// By the first [`QUICK`] bits: length and value, 0 where the code is longer.
    quick: Vec<(u8, u8)>,
    /// By length: the first 16 bits that are too high for it, and where its values begin, less its first code.
    lengths: Vec<(u32, i64)>,
    values: Vec<u8>,
}

impl Codes {
    /// `counts`: of each length from 1 to 16. `None`: there are more codes than a length has room for.
    pub(super) fn new(counts: &[u8; 16], values: &[u8]) -> Option<Codes> {
        let mut quick = vec![(0, 0); 1 << QUICK];
        let mut lengths = vec![(0, 0)];
        let (mut code, mut begin) = (0_u32, 0_usize);
        for (length, count) in (1_u32..).zip(counts) {
            let count = u32::from(*count);
            lengths.push((
                (code + count) << (16 - length),
                begin as i64 - i64::from(code),
            ));
            for value in values.get(begin..begin + count as usize)? {
                if code >= 1 << length {
                    return None;
                }
                if let Some(free) = QUICK.checked_sub(length) {
                    let first = (code << free) as usize;
                    quick[first..first + (1 << free)].fill((length as u8, *value));
                }
                code += 1;
            }
            begin += count as usize;
            code <<= 1;
        }
        Some(Codes {
            quick,
            lengths,
            values: values.to_vec(),
        })
    }

    /// The value of the next code.
    #[inline]
    pub(super) fn read(&self, bits: &mut Bits<'_>) -> Result<u8, Stop> {
        let (length, value) = self.find(bits)?;
        bits.skip(length)?;
        Ok(value)
    }

    /// The same, and goes over the bits that follow it: as many as its lower half says.
    #[inline]
    pub(super) fn read_over(&self, bits: &mut Bits<'_>) -> Result<u8, Stop> {
        let (length, value) = self.find(bits)?;
        bits.skip(length + u32::from(value & 15))?;
        Ok(value)
    }

    #[inline]
    fn find(&self, bits: &mut Bits<'_>) -> Result<(u32, u8), Stop> {
        let next = bits.peek();
        let (length, value) = self.quick[(next >> (16 - QUICK)) as usize];
        if length > 0 {
            return Ok((length.into(), value));
        }
        for (length, (end, shift)) in (0_u32..).zip(&self.lengths).skip(QUICK as usize + 1) {
            if next < *end {
                let place = i64::from(next >> (16 - length)) + shift;
                let value = usize::try_from(place)
                    .ok()
                    .and_then(|at| self.values.get(at));
                return value.map(|value| (length, *value)).ok_or(Stop::Broken);
            }
        }
        // What stands behind the end counts as zeros, and isn't there to be broken.
        Err(if bits.left < 16 {
            Stop::Ended
        } else {
            Stop::Broken
        })
    }
}
