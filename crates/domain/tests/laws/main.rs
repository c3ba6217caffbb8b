//! Laws of the domain, tried on many inputs.

mod clock;
mod code;
mod life;
mod numbers;
mod search;
mod tidy;
