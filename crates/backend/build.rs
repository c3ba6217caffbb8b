//! `sqlx::migrate!` reads the folder when the crate is compiled; cargo must look there too.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
