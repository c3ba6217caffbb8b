//! What the sending has learnt of the link: how fast it is, and how much one request may carry.

use std::cell::Cell;

/// Less than this may vanish on its way without a proxy's help.
const SUSPICIOUS: u32 = 64 * 1024;
/// The smallest bound, and how much it grows with each request that arrives.
const STEP: u32 = 16 * 1024;

/// A proxy that collects whole requests passes nothing on when one breaks, so a link that always breaks gets nothing
/// through. When much has left and nothing has arrived, the next request is half as large; each that arrives lets the
/// next one grow. Elsewhere one request carries all.
#[derive(Default)]
pub struct Link {
    /// Bytes a millisecond; 0 as long as nobody knows.
    pace: Cell<f64>,
    /// The most that a request carries; 0 where nothing bounds it.
    bound: Cell<u32>,
    /// What has left and was not heard of since.
    unheard: Cell<u32>,
}

impl Link {
    /// Where a request ends that begins here.
    pub fn end(&self, from: u32, length: u32) -> u32 {
        match self.bound.get() {
            0 => length,
            bound => length.min(from + bound),
        }
    }

    /// So many bytes have left in so many milliseconds. Most of them may still wait in the device, so it can only be
    /// slower than this.
    pub fn left(&self, bytes: u32, milliseconds: f64) {
        self.unheard.set(bytes);
        self.seen(bytes, milliseconds);
    }

    /// So many had arrived after so long.
    pub fn seen(&self, bytes: u32, milliseconds: f64) {
        let pace = f64::from(bytes) / milliseconds.max(1.0);
        if self.pace.get() == 0.0 || pace < self.pace.get() {
            self.pace.set(pace);
        }
    }

    /// They have arrived.
    pub fn arrived(&self, bytes: u32, milliseconds: f64) {
        self.unheard.set(0);
        self.pace.set(f64::from(bytes) / milliseconds.max(1.0));
        let bound = self.bound.get();
        self.bound.set(bound + if bound > 0 { STEP } else { 0 });
    }

    /// The server was asked after a request that broke: did any of it arrive?
    pub fn asked(&self, grown: bool) {
        let unheard = self.unheard.take();
        if !grown && (unheard >= SUSPICIOUS || unheard > 0 && self.bound.get() > 0) {
            self.bound.set((unheard / 2).max(STEP));
        }
    }

    /// How long so many bytes take.
    pub fn minutes(&self, bytes: u64) -> Option<u32> {
        let pace = self.pace.get();
        (pace > 0.0).then(|| (bytes as f64 / pace / 60_000.0) as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u32 = 1 << 20;

    #[test]
    fn one_request_carries_all_as_long_as_something_arrives() {
        let link = Link::default();
        link.left(MIB / 2, 1000.0);
        link.asked(true);
        assert_eq!(link.end(7, MIB), MIB);
        // The first bytes may be lost anywhere.
        link.left(SUSPICIOUS - 1, 1000.0);
        link.asked(false);
        assert_eq!(link.end(7, MIB), MIB);
        // Nothing has left since.
        link.asked(false);
        assert_eq!(link.end(7, MIB), MIB);
    }

    #[test]
    fn when_nothing_arrives_requests_shrink_and_grow_again() {
        let link = Link::default();
        link.left(MIB / 2, 1000.0);
        link.asked(false);
        assert_eq!(link.end(0, MIB), MIB / 4);
        link.left(MIB / 4, 1000.0);
        link.asked(false);
        assert_eq!(link.end(100, MIB), 100 + MIB / 8);
        link.left(MIB / 8, 500.0);
        link.arrived(MIB / 8, 500.0);
        assert_eq!(link.end(100, MIB), 100 + MIB / 8 + STEP);
        assert_eq!(link.end(MIB - 5, MIB), MIB);
        for _ in 0..20 {
            link.left(3, 1.0);
            link.asked(false);
        }
        assert_eq!(link.end(0, MIB), STEP);
    }

    #[test]
    fn time_left_follows_what_has_arrived() {
        let link = Link::default();
        assert_eq!(link.minutes(1), None);
        link.left(60_000, 1.0);
        link.left(60_000, 60_000.0);
        assert_eq!(link.minutes(59_999), Some(0));
        assert_eq!(link.minutes(120_001), Some(2));
        link.arrived(120_000, 60_000.0);
        assert_eq!(link.minutes(120_000), Some(1));
    }
}
