//! The binary `genggam`. All of it lives in the library `server`, where tests reach it.

fn main() -> std::process::ExitCode {
    server::cli::run()
}
