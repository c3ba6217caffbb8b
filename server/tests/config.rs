//! `Leptos.toml`, which the server reads, and `Cargo.toml`, which cargo-leptos reads, say the same.

use backend::Signer;
use domain::region::RegionCode;
use server::config::Config;
use std::os::unix::fs::PermissionsExt;
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

/// A configuration with these `[letters]`, beside a `bsre.toml` of this text and mode.
fn letters(lines: &str, bsre: &str, mode: u32) -> Result<Config, String> {
    let at = tempfile::tempdir().expect("a folder");
    let project =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Leptos.toml"))
            .expect("a configuration");
    let file = at.path().join("Leptos.toml");
    std::fs::write(
        &file,
        project.replace("[letters]", &format!("[letters]\n{lines}")),
    )
    .expect("a file");
    let secret = at.path().join("bsre.toml");
    std::fs::write(&secret, bsre).expect("a file");
    std::fs::set_permissions(&secret, PermissionsExt::from_mode(mode)).expect("its mode");
    Config::load(&file).map_err(|bad| bad.to_string())
}

const BSRE: &str = "address = \"https://esign.example.go.id\"\nusername = \"kecamatan\"\npassword = \"sangat rahasia\"\n[signers]\ncamat = \"6201024101800001\"\n";

#[test]
fn each_office_has_one_signer_and_its_secrets_are_read_by_nobody_else() {
    let region = RegionCode::parse("62.01.03").expect("a code");
    let config = letters("", BSRE, 0o600).expect("it is right");
    assert!(matches!(config.signing.usual, Signer::None));
    let both = "bsre = \"bsre.toml\"\n[letters.offices.\"62.01.03\"]\ncertificate = \"lama.p12\"\n[letters.offices.\"62.01.04\"]";
    let config = letters(both, BSRE, 0o600).expect("it is right");
    assert!(matches!(config.signing.usual, Signer::Bsre(_)));
    assert!(matches!(
        config.signing.offices[&region],
        Signer::Certificate(_)
    ));
    assert_eq!(config.signing.offices.len(), 2);

    let use_it = "bsre = \"bsre.toml\"";
    let unsealed = BSRE.replace("https://", "http://");
    for (lines, text, mode, wanted) in [
        (use_it, BSRE, 0o640, "chmod 600"),
        ("bsre = \"nirgends.toml\"", BSRE, 0o600, "can't be read"),
        (
            "bsre = \"bsre.toml\"\ncertificate = \"a.p12\"",
            BSRE,
            0o600,
            "one signer",
        ),
        (use_it, &unsealed, 0o600, "https://"),
        (
            use_it,
            &BSRE.replace("password", "pasword"),
            0o600,
            "line 3",
        ),
        (
            use_it,
            &BSRE.replace("6201024101800001", "62"),
            0o600,
            "camat: no NIK",
        ),
        (
            use_it,
            &BSRE.replace("password = \"sangat rahasia\"", ""),
            0o600,
            "password is missing",
        ),
    ] {
        let why = letters(lines, text, mode).expect_err(wanted);
        assert!(why.contains(wanted), "{wanted}: {why}");
        assert!(
            !why.contains("rahasia") && !why.contains("62010241"),
            "{why}"
        );
    }
}
