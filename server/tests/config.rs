//! `Leptos.toml`, which the server reads, and `Cargo.toml`, which cargo-leptos reads, say the same.

use server::config::Config;
use std::path::Path;

#[test]
fn the_build_and_the_server_agree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let manifest: toml::Table = std::fs::read_to_string(root.join("Cargo.toml"))
        .expect("a manifest")
        .parse()
        .expect("TOML");
    let build = &manifest["workspace"]["metadata"]["leptos"][0];
    let file: toml::Table = std::fs::read_to_string(root.join("Leptos.toml"))
        .expect("a configuration")
        .parse()
        .expect("TOML");
    let run = file["package"]["metadata"]["leptos"]
        .as_table()
        .expect("a table");
    for (key, value) in run {
        assert_eq!(build.get(key), Some(value), "{key}");
    }
    assert_eq!(build["name"].as_str(), build["output-name"].as_str());
}

#[test]
fn the_project_s_own_configuration_is_read() {
    let config = Config::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../Leptos.toml"))
        .expect("it is right");
    assert_eq!(&*config.site.output_name, "genggam");
    assert!(!config.development);
    // Anybody may write a header; only an office with a proxy trusts one.
    assert!(config.client_address_header.is_none());
}
