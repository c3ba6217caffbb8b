//! Where the outside world begins: time, randomness, the disk, the malware scanner, the provider of signatures, and
//! whoever brings messages.
//!
//! The only traits of this crate stand here, so that tests can set the clock and know the dice.

mod anchor;
mod archive;
mod bsre;
mod clock;
mod mail;
mod push;
mod random;
mod scanner;
mod web;
mod whatsapp;

pub(crate) use anchor::Anchor;
pub(crate) use archive::{Archive, private_dir, private_file};
pub(crate) use bsre::BsreFault;
pub use bsre::{BadAddress, Bsre};
pub use clock::{Clock, SystemClock, Watch};
pub(crate) use mail::Letter;
pub use mail::{Mail, MailSettings};
pub use push::Push;
pub(crate) use push::Subscription;
pub use random::{Random, SystemRandom};
pub use scanner::Scanner;
pub(crate) use whatsapp::{Body, by_code};
pub use whatsapp::{WhatsApp, WhatsAppSettings};

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

/// What came of handing a message over. The reasons are words of ours: what a provider says may quote an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The provider has it, and perhaps calls it by this name.
    Taken(Option<String>),
    /// Not now; perhaps not before so many seconds.
    Later(&'static str, Option<i64>),
    /// This way doesn't lead there.
    Never(&'static str),
    /// The browser has taken its subscription back.
    Gone,
}
