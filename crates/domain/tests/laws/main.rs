//! Laws of the domain, tried on many inputs.

mod chain;
mod clock;
mod code;
mod letter;
mod life;
mod mismatch;
mod numbers;
mod search;
mod tidy;
mod year;
