//! Randomness of the operating system.

use std::io;

pub trait Random: Send + Sync {
    fn fill(&self, bytes: &mut [u8]) -> io::Result<()>;
}

pub struct SystemRandom;

impl Random for SystemRandom {
    #[expect(
        clippy::disallowed_methods,
        reason = "these are the dice that everybody else must ask"
    )]
    fn fill(&self, bytes: &mut [u8]) -> io::Result<()> {
        getrandom::fill(bytes).map_err(|_| io::Error::other("no randomness"))
    }
}
