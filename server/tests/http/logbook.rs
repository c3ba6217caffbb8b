//! What the server logged, over all tests of this run, at the levels that it logs in an office.

use std::io::Write;
use std::sync::{Mutex, Once};
use tracing_subscriber::EnvFilter;

static BOOK: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Pen;

impl Write for Pen {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        BOOK.lock()
            .expect("no test panics while it writes")
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Call it before anything is logged; more than once does no harm.
pub fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new(server::logs::USUAL))
            .with_writer(|| Pen)
            .with_ansi(false)
            .init();
    });
}

pub fn read() -> String {
    String::from_utf8_lossy(&BOOK.lock().expect("no test panics while it writes")).into_owned()
}
