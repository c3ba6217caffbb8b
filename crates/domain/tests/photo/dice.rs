//! Numbers that look random and are the same on every machine (SplitMix64, by Sebastiano Vigna's description).

#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d).wrapping_add(1))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Evenly from `low` to `high`.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * ((self.next() >> 40) as f32 / (1u64 << 24) as f32)
    }

    /// `low` to `high` with either sign.
    pub fn either(&mut self, low: f32, high: f32) -> f32 {
        let size = self.between(low, high);
        if self.chance(0.5) { size } else { -size }
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub fn chance(&mut self, p: f32) -> bool {
        self.between(0.0, 1.0) < p
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// About normal, mean 0 and deviation 1: twelve evens.
    pub fn normal(&mut self) -> f32 {
        let mut bits = [self.next(), self.next(), self.next()];
        let mut sum = 0.0;
        for word in &mut bits {
            for _ in 0..4 {
                sum += (*word & 0xffff) as f32 / 65536.0;
                *word >>= 16;
            }
        }
        sum - 6.0
    }
}

/// Smooth noise over the plane, from 0 to 1; `seed` names the field.
pub fn field(x: f32, y: f32, seed: u32) -> f32 {
    let (i, j) = (x.floor(), y.floor());
    let (u, v) = (x - i, y - j);
    let (u, v) = (u * u * (3.0 - 2.0 * u), v * v * (3.0 - 2.0 * v));
    let corner = |a: i32, b: i32| {
        let mut h = (i as i32 + a) as u32;
        h = h.wrapping_mul(0x9e37_79b1) ^ ((j as i32 + b) as u32).wrapping_mul(0x85eb_ca77) ^ seed;
        h = (h ^ (h >> 15)).wrapping_mul(0x2c1b_3c6d);
        h = (h ^ (h >> 12)).wrapping_mul(0x297a_2d39);
        ((h ^ (h >> 15)) >> 8) as f32 / (1u32 << 24) as f32
    };
    let (top, low) = (
        corner(0, 0) * (1.0 - u) + corner(1, 0) * u,
        corner(0, 1) * (1.0 - u) + corner(1, 1) * u,
    );
    top * (1.0 - v) + low * v
}
