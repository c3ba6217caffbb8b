//! The native half: prints the report for the seed and count given as arguments.

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|arg| arg.parse().ok());
    let (seed, count) = (numbers.next().unwrap_or(1), numbers.next().unwrap_or(10));
    print!("{}", parity::report(seed, count));
}
