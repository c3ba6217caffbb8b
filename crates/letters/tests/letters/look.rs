//! What a letter looks like, by tools we did not write: poppler's.

use image::{GrayImage, ImageReader};
use std::path::Path;
use std::process::Command;

fn run(program: &str, arguments: &[&str], pdf: &[u8]) -> (tempfile::TempDir, String) {
    let at = tempfile::tempdir().unwrap();
    std::fs::write(at.path().join("letter.pdf"), pdf).unwrap();
    let out = Command::new(program)
        .current_dir(at.path())
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}; scripts/tools.sh test installs it"));
    assert!(
        out.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    (at, String::from_utf8(out.stdout).unwrap())
}

/// The text that a reader finds and copies.
pub fn text(pdf: &[u8]) -> String {
    run("pdftotext", &["-layout", "letter.pdf", "-"], pdf).1
}

/// A word, and where on its page it stands, in points from the upper left.
#[derive(Clone, Debug)]
pub struct Word {
    pub text: String,
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// The words of every page.
pub fn words(pdf: &[u8]) -> Vec<Vec<Word>> {
    let html = run("pdftotext", &["-bbox", "letter.pdf", "-"], pdf).1;
    let number = |line: &str, name: &str| -> f64 {
        let after = line.split(&format!("{name}=\"")).nth(1).unwrap();
        after.split('"').next().unwrap().parse().unwrap()
    };
    let word = |line: &str| Word {
        text: line
            .split('>')
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap()
            .to_owned(),
        left: number(line, "xMin"),
        top: number(line, "yMin"),
        right: number(line, "xMax"),
        bottom: number(line, "yMax"),
    };
    let pages = html.split("<page ").skip(1);
    pages
        .map(|page| {
            page.lines()
                .filter(|line| line.contains("<word "))
                .map(word)
                .collect()
        })
        .collect()
}

/// Pairs of words that lie over each other.
pub fn crossing(pages: &[Vec<Word>]) -> Vec<(&Word, &Word)> {
    // Lines that stand close share a little of their height.
    let over = |a: &Word, b: &Word| {
        let wide = a.right.min(b.right) - a.left.max(b.left);
        let high = a.bottom.min(b.bottom) - a.top.max(b.top);
        wide > 1.0 && high > 4.0
    };
    let mut found = Vec::new();
    for page in pages {
        for (at, one) in page.iter().enumerate() {
            found.extend(
                page[at + 1..]
                    .iter()
                    .filter(|other| over(one, other))
                    .map(|other| (one, other)),
            );
        }
    }
    found
}

pub fn info(pdf: &[u8]) -> String {
    run("pdfinfo", &["letter.pdf"], pdf).1
}

/// Every page as a picture, beside those that somebody has looked at. With GENGGAM_GOLDEN=new they are drawn anew.
pub fn same(name: &str, pdf: &[u8]) {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters/golden");
    let (at, _) = run(
        "pdftoppm",
        &["-r", "50", "-gray", "-png", "letter.pdf", "page"],
        pdf,
    );
    let mut pages: Vec<_> = std::fs::read_dir(at.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    pages.retain(|path| path.extension().is_some_and(|end| end == "png"));
    pages.sort();
    assert!(!pages.is_empty());
    let renew = std::env::var("GENGGAM_GOLDEN").is_ok_and(|value| value == "new");
    for (number, page) in pages.iter().enumerate() {
        let kept = golden.join(format!("{name}-{}.png", number + 1));
        if renew {
            std::fs::create_dir_all(&golden).unwrap();
            std::fs::copy(page, &kept).unwrap();
        }
        let off = difference(&open(&kept), &open(page));
        assert!(
            off < 0.004,
            "{name}, page {}: {off:.4} of the page looks different",
            number + 1
        );
    }
    let more = golden.join(format!("{name}-{}.png", pages.len() + 1));
    assert!(!more.exists(), "{name} has lost a page");
}

fn open(path: &Path) -> GrayImage {
    let image =
        ImageReader::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    image.decode().unwrap().into_luma8()
}

/// The part of the page whose grey is clearly another: fonts are drawn a little differently by each poppler.
fn difference(one: &GrayImage, other: &GrayImage) -> f64 {
    if one.dimensions() != other.dimensions() {
        return 1.0;
    }
    let off = one
        .pixels()
        .zip(other.pixels())
        .filter(|(a, b)| a.0[0].abs_diff(b.0[0]) > 96);
    off.count() as f64 / f64::from(one.width() * one.height())
}
