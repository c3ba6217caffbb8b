//! Logs: to standard error, without personal data.
//!
//! What may be logged is chosen where it happens (see `http::log`). Two places choose nothing themselves: a panic's
//! message can quote what somebody typed, so only its place is told; and libraries speak only when something is wrong.

use tracing_subscriber::EnvFilter;

/// `RUST_LOG` changes it, at the operator's own risk: the chatty levels of libraries know no privacy.
pub const USUAL: &str = "warn,server=info,backend=info,app=info";

/// Of commands that print an answer and end: only what is wrong.
pub const QUIET: &str = "warn";

pub fn start(usual: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
    tell_panics_by_place();
}

/// Only where it happened, unless a developer is looking at a build of their own.
pub fn tell_panics_by_place() {
    if cfg!(debug_assertions) {
        return;
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "panicked: please report this place");
    }));
}
