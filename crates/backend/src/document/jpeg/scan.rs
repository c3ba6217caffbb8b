//! The blocks of a scan, gone over without making pixels of them (ITU-T T.81, annexes F and G).

use super::huffman::{Bits, Codes, Stop};
use super::{Component, Picture, Tables, next_marker};

/// A scan of a picture.
pub(super) struct Scan {
    parts: Vec<Part>,
    kind: Kind,
    /// Coefficients, from and to.
    first: u32,
    last: u32,
    /// Bits of them that are left to later scans.
    left: u8,
}

/// Where its component stands in the picture, and that one's tables for DC and AC.
struct Part {
    component: usize,
    dc: usize,
    ac: usize,
}

/// How blocks are told.
#[derive(Clone, Copy)]
enum Kind {
    /// With all their coefficients.
    Sequential,
    DcFirst,
    DcRefined,
    AcFirst,
    AcRefined,
}

/// What the units of a scan are read with: per component the tables, and how many blocks it has in a unit.
type Codings<'a> = Vec<(Option<&'a Codes>, Option<&'a Codes>, u32)>;

impl Scan {
    /// From its header (B.2.3). `None`: the picture can't have such a scan.
    pub(super) fn new(header: &[u8], picture: &Picture) -> Option<Scan> {
        let (count, rest) = header.split_first()?;
        let (parts, rest) = rest.split_at_checked(usize::from(*count) * 2)?;
        let &[first, last, fineness] = rest.first_chunk::<3>()?;
        let mut scan = Scan {
            parts: Vec::new(),
            kind: match (picture.progressive, first, fineness >> 4) {
                (false, ..) => Kind::Sequential,
                (true, 0, 0) => Kind::DcFirst,
                (true, 0, _) => Kind::DcRefined,
                (true, _, 0) => Kind::AcFirst,
                (true, ..) => Kind::AcRefined,
            },
            first: first.into(),
            last: last.into(),
            left: fineness & 15,
        };
        for part in parts.chunks_exact(2) {
            let of = |component: &Component| component.id == part[0];
            scan.parts.push(Part {
                component: picture.components.iter().position(of)?,
                dc: (part[1] >> 4).into(),
                ac: (part[1] & 15).into(),
            });
        }
        let alone = matches!(scan.kind, Kind::AcFirst | Kind::AcRefined);
        (last < 64 && !scan.parts.is_empty() && (scan.parts.len() == 1 || !alone)).then_some(scan)
    }

    /// Notes which coefficients it tells, and how finely.
    fn note(&self, picture: &mut Picture) {
        let (told, left) = match self.kind {
            Kind::Sequential => (0..=63, 0),
            _ => (self.first as usize..=self.last as usize, self.left),
        };
        for part in &self.parts {
            let component = &mut picture.components[part.component];
            if let Some(of) = component.left.get_mut(told.clone()) {
                of.fill(Some(left));
            }
        }
    }

    /// Goes over it, from `at` to the marker behind it. Whether so much is missing that somebody would see it; `None`: a
    /// table is missing, so that can't be told.
    pub(super) fn lacks_data(
        &self,
        picture: &mut Picture,
        tables: &Tables,
        bytes: &[u8],
        at: &mut usize,
    ) -> Option<bool> {
        self.note(picture);
        let mut codings = Codings::new();
        for part in &self.parts {
            let (dc, ac) = (tables.dc.get(part.dc)?, tables.ac.get(part.ac)?);
            let component = &picture.components[part.component];
            let blocks = match self.parts.len() {
                1 => 1,
                _ => component.wide * component.high,
            };
            codings.push((dc.as_ref(), ac.as_ref(), blocks));
        }
        let complete = codings.iter().all(|(dc, ac, _)| match self.kind {
            Kind::Sequential => dc.is_some() && ac.is_some(),
            Kind::DcFirst => dc.is_some(),
            Kind::DcRefined => true,
            Kind::AcFirst | Kind::AcRefined => ac.is_some(),
        });
        if !complete {
            return None;
        }
        let (row, rows) = match &self.parts[..] {
            [part] => picture.blocks(part.component),
            _ => picture.units(),
        };
        let all = row * rows;
        // Which coefficients of a block earlier scans have told: only what one component's scans have to know.
        let told = &mut picture.components[self.parts[0].component].told;
        if matches!(self.kind, Kind::AcFirst | Kind::AcRefined) {
            told.resize(all as usize, 0);
        }
        let interval = match picture.restart {
            0 => all,
            units => units,
        };
        let mut bits = Bits::new(bytes, *at);
        let (mut done, mut missing) = (0, 0);
        while done < all {
            let end = (done + interval).min(all);
            let mut run = 0;
            while done < end {
                let told = told.get_mut(done as usize);
                match self.unit(&codings, told, &mut run, &mut bits) {
                    Ok(()) => done += 1,
                    Err(Stop::Ended) => {
                        missing += end - done;
                        done = end;
                    }
                    // Decoders paint the rest grey.
                    Err(Stop::Broken) => {
                        missing += all - done;
                        done = all;
                    }
                }
            }
            *at = bits.at();
            if done < all {
                match next_marker(bytes, at) {
                    Some(0xd0..=0xd7) => bits = Bits::new(bytes, *at),
                    _ => {
                        *at = bits.at();
                        missing += all - done;
                        done = all;
                    }
                }
            }
        }
        // What cameras write is sequential, and some leave a few blocks out at its end. In a progressive picture all scans
        // behind a gap would be missing, too.
        let unseen = if picture.progressive {
            0
        } else {
            row.min(all / 8)
        };
        Some(missing > unseen)
    }

    fn unit(
        &self,
        codings: &Codings<'_>,
        told: Option<&mut u64>,
        run: &mut u32,
        bits: &mut Bits<'_>,
    ) -> Result<(), Stop> {
        let mut none = 0;
        let told = told.unwrap_or(&mut none);
        for (dc, ac, blocks) in codings {
            let (dc, ac) = (dc.ok_or(Stop::Broken), ac.ok_or(Stop::Broken));
            for _ in 0..*blocks {
                match self.kind {
                    Kind::Sequential => sequential(dc?, ac?, bits)?,
                    Kind::DcFirst => {
                        dc?.read_over(bits)?;
                    }
                    Kind::DcRefined => bits.skip(1)?,
                    Kind::AcFirst => self.ac_first(ac?, told, run, bits)?,
                    Kind::AcRefined => self.ac_refined(ac?, told, run, bits)?,
                }
            }
        }
        Ok(())
    }

    /// G.1.2.2.
    fn ac_first(
        &self,
        codes: &Codes,
        told: &mut u64,
        run: &mut u32,
        bits: &mut Bits<'_>,
    ) -> Result<(), Stop> {
        if *run > 0 {
            *run -= 1;
            return Ok(());
        }
        let mut at = self.first;
        while at <= self.last {
            let (zeros, size) = split(codes.read_over(bits)?);
            if size == 0 && zeros < 15 {
                *run = (1 << zeros) - 1 + bits.take(zeros)?;
                break;
            }
            at += zeros;
            if size > 0 {
                *told |= bit(at);
            }
            at += 1;
        }
        Ok(())
    }

    /// G.1.2.3.
    fn ac_refined(
        &self,
        codes: &Codes,
        told: &mut u64,
        run: &mut u32,
        bits: &mut Bits<'_>,
    ) -> Result<(), Stop> {
        let mut at = self.first;
        while *run == 0 && at <= self.last {
            let (mut zeros, size) = split(codes.read(bits)?);
            if size == 0 && zeros < 15 {
                *run = (1 << zeros) + bits.take(zeros)?;
                break;
            }
            bits.skip(u32::from(size > 0))?;
            // Each that was told has one bit more; of the others so many stay zero.
            while at <= self.last {
                if *told & bit(at) != 0 {
                    bits.skip(1)?;
                } else if zeros == 0 {
                    break;
                } else {
                    zeros -= 1;
                }
                at += 1;
            }
            if size > 0 && at <= self.last {
                *told |= bit(at);
            }
            at += 1;
        }
        if *run > 0 {
            *run -= 1;
            let up_to_last = u64::MAX >> (63 - self.last);
            let finer = told.checked_shr(at).unwrap_or(0) & up_to_last.checked_shr(at).unwrap_or(0);
            for _ in 0..finer.count_ones() {
                bits.skip(1)?;
            }
        }
        Ok(())
    }
}

/// F.2.2.
fn sequential(dc: &Codes, ac: &Codes, bits: &mut Bits<'_>) -> Result<(), Stop> {
    dc.read_over(bits)?;
    let mut at = 1;
    while at < 64 {
        let (zeros, size) = split(ac.read_over(bits)?);
        if size == 0 && zeros < 15 {
            break;
        }
        at += zeros + 1;
    }
    Ok(())
}

/// A run of zeros, and the bits of what follows it.
fn split(code: u8) -> (u32, u32) {
    (u32::from(code >> 4), u32::from(code & 15))
}

/// Of a coefficient; none beyond the last.
fn bit(at: u32) -> u64 {
    1_u64.checked_shl(at).unwrap_or(0)
}
