//! The built files of the builds before this one: a page that a phone opened or kept before an update still finds the
//! modules it names, although the new site no longer holds them.
//!
//! At each start the site's hashed files are copied to `builds/` in the data folder, once per build. What is served
//! stands in `server/src/http/site.rs`.

use crate::state::READER;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use leptos::config::LeptosOptions;
use sha2::{Digest, Sha256};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How many builds stay: this one and two before it.
const BUILDS: usize = 3;
/// Names of the builds, the newest first.
const ORDER: &str = "order";

/// Keeps this build's files, lets go of the oldest, and gives the folders of those before this one.
pub fn keep(site: &LeptosOptions, data_dir: &Path) -> io::Result<Vec<PathBuf>> {
    let (root, place) = (Path::new(&*site.site_root), data_dir.join("builds"));
    let files = hashed(root, &[&site.site_pkg_dir, READER]);
    let known = fs::read_to_string(place.join(ORDER)).unwrap_or_default();
    let mut order: Vec<String> = known.lines().map(str::to_owned).collect();
    if !files.is_empty() {
        let name = name(&files);
        copy(root, &files, &place, &name)?;
        order.retain(|known| *known != name);
        order.insert(0, name);
        let draft = place.join("order.part");
        fs::write(&draft, order.join("\n"))?;
        fs::rename(draft, place.join(ORDER))?;
        for old in order.drain(BUILDS.min(order.len())..) {
            let _ = fs::remove_dir_all(place.join(old));
        }
        order.remove(0);
    }
    Ok(order.into_iter().map(|name| place.join(name)).collect())
}

/// A build is its files' names: they change with its content.
fn name(files: &[PathBuf]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.as_os_str().as_encoded_bytes());
    }
    URL_SAFE_NO_PAD.encode(&hash.finalize()[..12])
}

fn copy(root: &Path, files: &[PathBuf], place: &Path, name: &str) -> io::Result<()> {
    let (whole, part) = (place.join(name), place.join(format!("{name}.part")));
    if whole.is_dir() {
        return Ok(());
    }
    // What a start that was cut off left behind.
    let _ = fs::remove_dir_all(&part);
    for file in files {
        let to = part.join(file);
        fs::create_dir_all(to.parent().unwrap_or(&part))?;
        fs::copy(root.join(file), to)?;
    }
    fs::rename(part, whole)
}

/// Files with a hash in their name below `folders`, from `root`, in order.
fn hashed(root: &Path, folders: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders {
        for file in fs::read_dir(root.join(folder))
            .into_iter()
            .flatten()
            .flatten()
        {
            let name = file.file_name().to_string_lossy().into_owned();
            let bare = name.trim_end_matches(".br").trim_end_matches(".gz");
            if has_hash(bare) {
                found.push(Path::new(folder).join(name));
            }
        }
    }
    found.sort();
    found
}

/// `genggam.<22 symbols of base64>.js`, as cargo-leptos names files with `hash-files`.
pub fn has_hash(name: &str) -> bool {
    let mut parts = name.rsplit('/').next().unwrap_or(name).rsplit('.');
    let _ending = parts.next();
    parts.next().is_some_and(|hash| {
        hash.len() == 22
            && hash
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    }) && parts.next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_two_builds_before_this_one_stay_and_coming_back_is_no_new_build() {
        let (site, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let options = LeptosOptions::builder()
            .output_name("genggam")
            .site_root(site.path().to_str().unwrap())
            .build();
        let pkg = site.path().join("pkg");
        fs::create_dir(&pkg).unwrap();
        let file = |build: char| format!("pkg/genggam.{}.js", build.to_string().repeat(22));
        let start = |build: char| {
            let _ = fs::remove_dir_all(&pkg);
            fs::create_dir(&pkg).unwrap();
            for ending in ["", ".br"] {
                fs::write(site.path().join(file(build) + ending), [build as u8]).unwrap();
            }
            fs::write(pkg.join("genggam.js"), "not hashed").unwrap();
            keep(&options, data.path()).unwrap()
        };
        let holds = |folders: &[PathBuf]| -> String {
            ('a'..='e')
                .filter(|build| {
                    let found = |ending| {
                        folders
                            .iter()
                            .any(|f| f.join(file(*build) + ending).is_file())
                    };
                    found("") && found(".br")
                })
                .collect()
        };
        assert_eq!(holds(&keep(&options, data.path()).unwrap()), "");
        assert_eq!(holds(&start('a')), "");
        assert_eq!(holds(&start('a')), "");
        assert_eq!(holds(&start('b')), "a");
        assert_eq!(holds(&start('c')), "ab");
        // Rolled back: the newer one was here, too.
        assert_eq!(holds(&start('b')), "ac");
        assert_eq!(holds(&start('d')), "bc");
        assert_eq!(
            fs::read_dir(data.path().join("builds")).unwrap().count(),
            BUILDS + 1
        );
    }
}
