//! Where the outside world begins: time, randomness, the disk, the malware scanner.
//!
//! The only traits of this crate stand here, so that tests can set the clock and know the dice.

mod archive;
mod clock;
mod random;
mod scanner;

pub(crate) use archive::{Archive, private_dir};
pub use clock::{Clock, SystemClock, Watch};
pub use random::{Random, SystemRandom};
pub use scanner::Scanner;

use std::sync::Arc;

/// Handed to every use-case inside [`crate::Backend`].
#[derive(Clone)]
pub struct Effects {
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
}

impl Effects {
    /// The real ones.
    pub fn real() -> Effects {
        Effects {
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
        }
    }
}
