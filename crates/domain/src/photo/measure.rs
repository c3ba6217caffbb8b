//! Seven numbers of a grey picture, from tiles of 16 by 16 pixels. Whole numbers only: cheap phones compute this.

use super::Luma;

/// What was seen; see [`super::advise`] for what it means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// How steep the steepest edges are, in hundredths of their contrast for each pixel, in the softer direction.
    pub sharpness: u32,
    /// Brightness of the paper around the writing, 0 to 255.
    pub paper: u32,
    /// Tiles that are white without any texture, where what lies around them is clearly darker; hundred-thousandths.
    pub glare: u32,
    /// Tiles that look like writing, in thousandths of all.
    pub writing: u32,
    /// How much of one side of the picture has writing at its rim, in thousandths of that side.
    pub rim: u32,
    /// How strongly lines of writing run from left to right, and from top to bottom.
    pub level: u32,
    pub sideways: u32,
}

/// Side of a tile in pixels.
const TILE: usize = 16;

#[derive(Clone, Copy, Default)]
struct Tile {
    low: u8,
    high: u8,
    /// Steepest step from pixel to pixel, across and down.
    steep: [u8; 2],
    written: bool,
    /// Nine tenths of it are at the sensor's limit.
    clipped: bool,
}

struct Grid {
    across: usize,
    down: usize,
    tiles: Vec<Tile>,
}

pub fn measure(luma: &Luma) -> Measures {
    let grid = Grid::new(luma);
    let all = grid.tiles.len().max(1) as u32;
    let written = grid.tiles.iter().filter(|t| t.written).count() as u32;
    let (level, sideways) = lines(luma, &grid);
    Measures {
        sharpness: grid.sharpness(),
        paper: grid.paper(),
        glare: grid.glare() * 100_000 / all,
        writing: written * 1000 / all,
        rim: grid.rim(),
        level,
        sideways,
    }
}

/// The value that `share` thousandths of a histogram lie below.
fn percentile(counts: &[u32; 256], share: u32) -> Option<u32> {
    let total: u32 = counts.iter().sum();
    let mut left = total * share / 1000;
    for (value, count) in counts.iter().enumerate() {
        if *count > left {
            return Some(value as u32);
        }
        left -= count;
    }
    None
}

impl Grid {
    fn new(luma: &Luma) -> Grid {
        let (across, down) = (luma.width / TILE, luma.height / TILE);
        let mut tiles = Vec::with_capacity(across * down);
        for row in 0..down {
            for column in 0..across {
                tiles.push(tile(luma, column * TILE, row * TILE));
            }
        }
        let mut grid = Grid {
            across,
            down,
            tiles,
        };
        grid.drop_strays();
        grid
    }

    /// The tiles not further away than `reach`, this one included.
    fn near(&self, at: usize, reach: usize) -> Vec<usize> {
        let (x, y) = (at % self.across, at / self.across);
        let mut near = Vec::new();
        for row in y.saturating_sub(reach)..(y + reach + 1).min(self.down) {
            for column in x.saturating_sub(reach)..(x + reach + 1).min(self.across) {
                near.push(row * self.across + column);
            }
        }
        near
    }

    /// Writing keeps company.
    fn drop_strays(&mut self) {
        let lonely: Vec<usize> = (0..self.tiles.len())
            .filter(|&at| {
                self.tiles[at].written
                    && self
                        .near(at, 1)
                        .into_iter()
                        .filter(|&n| self.tiles[n].written)
                        .count()
                        < 3
            })
            .collect();
        for at in lonely {
            self.tiles[at].written = false;
        }
    }

    fn sharpness(&self) -> u32 {
        let mut counts = [[0u32; 256]; 2];
        let written = self.tiles.iter().filter(|t| t.written).count();
        // Where there is writing, nothing else matters.
        let only = written >= 16;
        for tile in self.tiles.iter().filter(|t| t.written || !only) {
            let range = u32::from(tile.high - tile.low);
            if range < 24 || range * 5 < u32::from(tile.high) {
                continue;
            }
            for (counts, steep) in counts.iter_mut().zip(tile.steep) {
                counts[(u32::from(steep) * 100 / range) as usize] += 1;
            }
        }
        let [x, y] = counts.map(|counts| percentile(&counts, 850));
        // No edge at all: nothing can be said.
        x.zip(y).map_or(100, |(x, y)| x.min(y))
    }

    fn paper(&self) -> u32 {
        let (mut near, mut any) = ([0u32; 256], [0u32; 256]);
        for tile in &self.tiles {
            any[usize::from(tile.high)] += 1;
            if tile.written {
                near[usize::from(tile.high)] += 1;
            }
        }
        percentile(&near, 500)
            .or_else(|| percentile(&any, 900))
            .unwrap_or(255)
    }

    fn glare(&self) -> u32 {
        let mut seen = vec![false; self.tiles.len()];
        let mut sum = 0;
        for start in 0..self.tiles.len() {
            if seen[start] || !self.tiles[start].clipped {
                continue;
            }
            let mut blob = vec![start];
            seen[start] = true;
            let mut at = 0;
            while at < blob.len() {
                for next in self.near(blob[at], 1) {
                    if self.tiles[next].clipped && !seen[next] {
                        seen[next] = true;
                        blob.push(next);
                    }
                }
                at += 1;
            }
            // A white sheet is larger than any reflection.
            let size = blob.len() * 100 / self.tiles.len();
            if blob.len() >= 3 && size <= 12 && self.shines(&blob) {
                sum += blob.len() as u32;
            }
        }
        sum
    }

    /// White that falls off to something darker on all sides is a reflection; white that goes on is paper or desk.
    fn shines(&self, blob: &[usize]) -> bool {
        let middle = |of: fn(usize, usize) -> usize| {
            blob.iter().map(|&at| of(at, self.across)).sum::<usize>() / blob.len()
        };
        let (cx, cy) = (middle(|at, w| at % w), middle(|at, w| at / w));
        // Left, right, above, below: how many tiles, and how many of them darker.
        let mut sides = [(0u32, 0u32); 4];
        for &at in blob {
            let (x, y) = (at % self.across, at / self.across);
            if x == 0 || y == 0 || x + 1 == self.across || y + 1 == self.down {
                return false;
            }
            for next in self.near(at, 5) {
                let (x, y) = (next % self.across, next / self.across);
                let (dx, dy) = (x.abs_diff(cx), y.abs_diff(cy));
                if !self
                    .near(next, 2)
                    .into_iter()
                    .any(|n| self.tiles[n].clipped)
                {
                    let side = if dx > dy {
                        usize::from(x > cx)
                    } else {
                        2 + usize::from(y > cy)
                    };
                    sides[side].0 += 1;
                    sides[side].1 += u32::from(self.tiles[next].high < 240);
                }
            }
        }
        sides
            .iter()
            .all(|(around, darker)| darker * 10 >= around * 6)
    }

    /// Of the picture's four sides, the one with most writing: how much of its length has some within two tiles.
    /// Nothing, if three sides have: that is a patterned table.
    fn rim(&self) -> u32 {
        let (w, h) = (self.across, self.down);
        if w < 4 || h < 4 {
            return 0;
        }
        let share = |length: usize, at: &dyn Fn(usize, usize) -> usize| {
            let hit = (2..length - 2)
                .filter(|&n| (0..2).any(|deep| self.tiles[at(n, deep)].written))
                .count();
            (hit * 1000 / (length - 4).max(1)) as u32
        };
        let sides = [
            share(h, &|n, deep| n * w + deep),
            share(h, &|n, deep| n * w + w - 1 - deep),
            share(w, &|n, deep| deep * w + n),
            share(w, &|n, deep| (h - 1 - deep) * w + n),
        ];
        if sides.iter().filter(|share| **share > 60).count() > 2 {
            return 0;
        }
        sides.into_iter().fold(0, u32::max)
    }
}

fn tile(luma: &Luma, left: usize, top: usize) -> Tile {
    let mut tile = Tile {
        low: 255,
        ..Tile::default()
    };
    let mut white = 0;
    for y in top..top + TILE {
        let at = y * luma.width + left;
        let row = &luma.pixels[at..at + TILE];
        let above = if y == top {
            row
        } else {
            &luma.pixels[at - luma.width..][..TILE]
        };
        let mut before = row[0];
        for (&here, &up) in row.iter().zip(above) {
            tile.low = tile.low.min(here);
            tile.high = tile.high.max(here);
            white += u32::from(here >= 250);
            for (k, other) in [before, up].into_iter().enumerate() {
                let step = here.abs_diff(other);
                tile.steep[k] = tile.steep[k].max(step);
            }
            before = here;
        }
    }
    tile.clipped = white * 10 >= (TILE * TILE * 9) as u32;
    tile.written = written(luma, left, top, &tile);
    tile
}

/// Writing is flat paper with steep strokes in it, across as well as down; what is steep nowhere, or uneven all over,
/// is cloth or wood.
fn written(luma: &Luma, left: usize, top: usize, tile: &Tile) -> bool {
    let range = u32::from(tile.high - tile.low);
    if range < 20 || range * 10 < u32::from(tile.high) * 3 {
        return false;
    }
    let (mut flat, mut strong, mut sum) = (0u32, [0u32; 2], 0u32);
    for y in top + 1..top + TILE {
        let at = y * luma.width + left;
        for x in at + 1..at + TILE {
            let here = luma.pixels[x];
            sum += u32::from(here - tile.low);
            let steps = [luma.pixels[x - 1], luma.pixels[x - luma.width]]
                .map(|other| u32::from(here.abs_diff(other)));
            flat += u32::from(steps[0].max(steps[1]) * 8 < range + 50);
            for (strong, step) in strong.iter_mut().zip(steps) {
                *strong += u32::from(step * 10 > range * 3);
            }
        }
    }
    // More paper than ink, or on a dark card the other way round; a weave has as much of both.
    let mean = sum * 100 / ((TILE - 1) * (TILE - 1)) as u32;
    let uneven = mean.abs_diff(range * 50) >= range * 7;
    uneven && flat >= 50 && strong[0] >= 8 && strong[1] >= 8 && strong[0] + strong[1] >= 24
}

/// Side of a block in tiles.
const BLOCK: usize = 4;

/// Lines of writing make rows of ink and rows of paper; seen sideways they make columns of them.
fn lines(luma: &Luma, grid: &Grid) -> (u32, u32) {
    const SIDE: usize = BLOCK * TILE;
    let (mut level, mut sideways) = (0u32, 0u32);
    for block in 0..grid.across * grid.down {
        let (x, y) = (block % grid.across, block / grid.across);
        if x % BLOCK != 0 || y % BLOCK != 0 || x + BLOCK > grid.across || y + BLOCK > grid.down {
            continue;
        }
        let written = (0..BLOCK * BLOCK)
            .filter(|n| grid.tiles[(y + n / BLOCK) * grid.across + x + n % BLOCK].written)
            .count();
        if written * 2 < BLOCK * BLOCK {
            continue;
        }
        let (mut rows, mut columns) = ([0u32; SIDE], [0u32; SIDE]);
        for (j, row) in rows.iter_mut().enumerate().skip(1) {
            let at = (y * TILE + j) * luma.width + x * TILE;
            for (i, column) in columns.iter_mut().enumerate().skip(1) {
                let here = luma.pixels[at + i];
                let step = u32::from(here.abs_diff(luma.pixels[at + i - 1]))
                    + u32::from(here.abs_diff(luma.pixels[at + i - luma.width]));
                *row += step;
                *column += step;
            }
        }
        level += unrest(&rows) / 16;
        sideways += unrest(&columns) / 16;
    }
    (level, sideways)
}

/// How much sums of five change from one to the next.
fn unrest(sums: &[u32]) -> u32 {
    let smooth: Vec<u32> = sums[1..].windows(5).map(|w| w.iter().sum()).collect();
    smooth.windows(6).map(|w| w[0].abs_diff(w[5])).sum()
}
