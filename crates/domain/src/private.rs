//! A wrapper for personal data that refuses to be printed.

use std::fmt;

/// Holds a value that must not reach logs: `Debug` shows `***`, and there is no `Display` and no `Serialize`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Private<T>(T);

impl<T> Private<T> {
    pub fn new(value: T) -> Self {
        Private(value)
    }

    /// Reading is a visible act: search for `.reveal()` to see every place that does.
    pub fn reveal(&self) -> &T {
        &self.0
    }

    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
