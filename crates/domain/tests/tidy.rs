//! The invariants of docs/ARCHITECTURE.md, held by reading the sources.
//!
//! Each test names its invariant. A rule that gets in the way is changed here and in that document, in one commit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file below `folder` that ends in `ending`: path from the root, and text.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.push(path);
            }
        }
    }
    let (root, mut found) = (root(), Vec::new());
    walk(&root.join(folder), &mut found);
    let mut files: Vec<(String, String)> = found
        .into_iter()
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .map(|path| {
            let name = path
                .strip_prefix(&root)
                .expect("below the root")
                .to_string_lossy()
                .into_owned();
            (
                name,
                fs::read_to_string(&path).expect("a readable source file"),
            )
        })
        .collect();
    files.sort();
    assert!(
        !files.is_empty(),
        "{folder} holds no {ending}: this test looks in the wrong place"
    );
    files
}

/// The code of a file without comments and without its test module.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or(text);
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_test(name: &str) -> bool {
    name.contains("/tests/")
        || name.contains("/testing/")
        || name.ends_with("tests.rs")
        || name.ends_with("testing.rs")
}

/// Files that hold `needle` and aren't allowed to.
fn offenders(
    files: &[(String, String)],
    needles: &[&str],
    allowed: impl Fn(&str) -> bool,
) -> Vec<String> {
    files
        .iter()
        .filter(|(name, _)| !allowed(name))
        .flat_map(|(name, text)| {
            let code = code(text);
            needles
                .iter()
                .filter(move |needle| code.contains(**needle))
                .map(move |needle| format!("{name}: {needle}"))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn invariant_1_domain_does_no_io_no_async_and_reads_no_clock() {
    let needles = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "SystemTime",
        "Instant::",
        "now_utc",
        "async fn",
        "getrandom",
        "println!",
    ];
    assert_eq!(
        offenders(&files("crates/domain/src", ".rs"), &needles, |_| false),
        Vec::<String>::new()
    );
}

#[test]
fn invariant_2_sqlx_belongs_to_backend_and_queries_stand_in_sql_rs() {
    for manifest in [
        "app",
        "server",
        "crates/domain",
        "crates/frontend",
        "crates/reader",
    ] {
        let text =
            fs::read_to_string(root().join(manifest).join("Cargo.toml")).expect("a manifest");
        assert!(!text.contains("sqlx"), "{manifest} depends on sqlx");
    }
    let queries = ["sqlx::query", "query_as(", "query_scalar("];
    let found = offenders(&files("crates/backend/src", ".rs"), &queries, |name| {
        name.ends_with("sql.rs") || is_test(name)
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn invariant_3_the_wasm_module_holds_no_server_crate() {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "-p",
            "frontend",
            "--target",
            "wasm32-unknown-unknown",
            "-e",
            "normal,features",
            "--prefix",
            "none",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .expect("cargo tree");
    let tree = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        tree.contains("domain v"),
        "cargo tree failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    for forbidden in ["backend v", "sqlx", "tokio v", "axum v", "argon2 v"] {
        assert!(
            !tree.lines().any(|line| line.starts_with(forbidden)),
            "{forbidden} is in the WASM build"
        );
    }
}

#[test]
fn invariant_4_only_a_handful_of_files_know_on_which_side_they_run() {
    let known = [
        "lib.rs",
        "context.rs",
        "facts.rs",
        "application/form.rs",
        "officer/session.rs",
    ]
    .map(|name| format!("app/src/{name}"));
    let found = offenders(
        &files("app/src", ".rs"),
        &["feature = \"ssr\"", "feature = \"hydrate\""],
        |name| known.iter().any(|known| known == name),
    );
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn invariant_6_nothing_of_backend_can_leave_by_being_serialised() {
    let found = offenders(&files("crates/backend/src", ".rs"), &["Serialize"], is_test);
    assert_eq!(found, Vec::<String>::new());
    let private =
        fs::read_to_string(root().join("crates/domain/src/private.rs")).expect("private.rs");
    assert!(
        !private.contains("derive(Serialize") && !code(&private).contains("impl<T> fmt::Display")
    );
}

#[test]
fn invariant_7_time_and_randomness_are_forbidden_by_name() {
    let clippy = fs::read_to_string(root().join("clippy.toml")).expect("clippy.toml");
    for method in [
        "std::time::SystemTime::now",
        "time::OffsetDateTime::now_utc",
        "getrandom::fill",
    ] {
        assert!(
            clippy.contains(method),
            "clippy.toml no longer forbids {method}"
        );
    }
}

#[test]
fn invariant_8_textarea_and_inner_html_stand_only_in_ui() {
    let found = offenders(
        &files("app/src", ".rs"),
        &["<textarea", "inner_html"],
        |name| name.starts_with("app/src/ui/"),
    );
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn invariant_9_addresses_are_typed_once() {
    let needles = [
        "\"/layanan",
        "\"/kecamatan",
        "\"/ajukan",
        "\"/bantu",
        "\"/lapangan",
        "\"/luring",
        "\"/status",
        "\"/petugas",
        "\"/privasi",
        "\"/periksa",
        "\"/files",
    ];
    let found = offenders(&files("app/src", ".rs"), &needles, |name| {
        name == "app/src/routes.rs" || name == "app/src/pages.rs"
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn no_style_attribute_because_the_csp_would_drop_it() {
    assert_eq!(
        offenders(&files("app/src", ".rs"), &[" style=", " style:"], |_| false),
        Vec::<String>::new()
    );
}

/// Leptos' own would panic: what wakes a form doesn't set its executor up (`crates/frontend`).
#[test]
fn the_browser_s_tasks_are_begun_without_leptos() {
    assert_eq!(
        offenders(&files("app/src", ".rs"), &["leptos::task"], |_| false),
        Vec::<String>::new()
    );
}

#[test]
fn no_source_file_is_too_long_to_hold_one_idea() {
    for folder in ["app/src", "server/src", "crates"] {
        for (name, text) in files(folder, ".rs")
            .into_iter()
            .filter(|(name, _)| !is_test(name))
        {
            assert!(
                text.lines().count() <= 400,
                "{name} has {} lines: what are its two ideas?",
                text.lines().count()
            );
        }
    }
}

#[test]
fn every_module_says_what_it_decides() {
    for folder in [
        "app/src",
        "server/src",
        "crates/backend/src",
        "crates/domain/src",
        "crates/frontend/src",
        "crates/reader/src",
    ] {
        for (name, text) in files(folder, ".rs")
            .into_iter()
            .filter(|(name, _)| !is_test(name))
        {
            assert!(
                text.starts_with("//!"),
                "{name} begins without a module doc"
            );
        }
    }
}
