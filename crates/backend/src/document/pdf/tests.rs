//! PDFs that are paper, and PDFs that only look like it.

use super::look;
use crate::document::fuzz;
use crate::testing::{jpeg_with_exif, pdf};
use domain::flaw::Flaw;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;
use std::io::Write;

/// An object that holds `content` as a stream; `dictionary` stands beside the length.
pub(super) fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "7 0 obj\n<< {dictionary} /Length {} >>\nstream\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\nendstream\nendobj\n"].concat()
}

/// A page with one more object before its table.
pub(super) fn with(object: &[u8]) -> Vec<u8> {
    let paper = pdf("");
    let at = memchr::memmem::find(&paper, b"trailer").unwrap();
    [&paper[..at], object, &paper[at..]].concat()
}

pub(super) fn packed(content: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(content).unwrap();
    packer.finish().unwrap()
}

/// A page with an object stream that holds `inside`.
fn packing(inside: &str) -> Vec<u8> {
    let objects = packed(format!("5 0 {inside}").as_bytes());
    with(&stream(
        "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode",
        &objects,
    ))
}

#[test]
fn paper_is_taken() {
    assert_eq!(look(&pdf("")), Ok(()));
    // Names that only begin like a refused one.
    assert_eq!(look(&pdf("/JSTOR 1 /Encryption 2 /EFF 3")), Ok(()));
    // LibreOffice says with every file which page to begin with.
    let begins = "/OpenAction [3 0 R /XYZ null null 0]";
    let link =
        "/Annots [<< /Subtype /Link /A << /S /URI /URI (https://arut.example/470/AA/2026) >> >>]";
    assert_eq!(look(&pdf(&format!("{begins} {link}"))), Ok(()));
    assert_eq!(
        look(&pdf("/OpenAction << /S /GoTo /D [3 0 R /Fit] >>")),
        Ok(())
    );
    // What stands in a string isn't a name; nor is what comes about in the bytes of a picture.
    assert_eq!(
        look(&pdf("/Title (Surat 470/AA/2026 \\(/JS \\) /XFA) % /AA")),
        Ok(())
    );
    assert_eq!(
        look(&with(&stream("/Filter /DCTDecode", b"\xff/JS /AA /XFA<"))),
        Ok(())
    );
    assert_eq!(
        look(&packing("<< /Title (470/AA/2026) /A << /S /URI >> >>")),
        Ok(())
    );
    assert_eq!(
        look(&with(&stream(
            "/Filter /FlateDecode",
            &packed(b"1 0 0 1 72 720 cm BT")
        ))),
        Ok(())
    );
    assert_eq!(
        look(&with(&stream(
            "/Filter [/ASCII85Decode /FlateDecode]",
            b"Gas1=~>"
        ))),
        Ok(())
    );
}

const ACTS: [&str; 14] = [
    "/JavaScript (app.alert(1))",
    "/JS(x)",
    "/J#61vaScript (x)",
    "/#4a#53 (x)",
    "/OpenAction << /S /Launch >>",
    "/OpenAction 9 0 R /A << /S /URI /URI (https://who.reads.example/) >>",
    "/AA << /O << /S /URI >> >>",
    "/Type/EmbeddedFile",
    "/Names << /EmbeddedFiles 4 0 R >>",
    "/EF << /F 4 0 R >>",
    "/Subtype /RichMedia",
    "/AcroForm << /XFA [(a) 4 0 R] >>",
    "/A << /S /GoToR /F (other.pdf) >>",
    "/A << /S /SubmitForm /F (https://who.reads.example/) >> /B << /S /ImportData >>",
];

#[test]
fn what_could_act_is_refused() {
    for inside in ACTS {
        assert_eq!(look(&pdf(inside)), Err(Flaw::ActivePdf), "{inside}");
    }
    // A string that never ends hides nothing, nor does a comment, nor a parenthesis in one.
    for inside in ["/X ( /JS 1", "% (\n/JS 1 % )\n", "/X <(> /AA 1 /Y <)>"] {
        assert_eq!(look(&pdf(inside)), Err(Flaw::ActivePdf), "{inside}");
    }
}

#[test]
fn object_streams_hide_nothing() {
    for inside in ACTS {
        assert_eq!(
            look(&packing(&format!("<< {inside} >>"))),
            Err(Flaw::ActivePdf),
            "{inside}"
        );
    }
    let script = packed(b"5 0 << /S /JavaScript /JS (app.alert(1)) >>");
    for odd in [
        // A dictionary that says nothing of what is in it, and one that says something else.
        stream("/Filter /Fl", &script),
        stream("/Type /XObject /Filter 8 0 R", &script),
        // Hidden in what seems to be another stream.
        stream(
            "/Filter /DCTDecode",
            &stream("/N 1 /First 4 /Filter /FlateDecode", &script),
        ),
        // Without the sum at its end.
        stream(
            "/N 1 /First 4 /Filter /FlateDecode",
            &script[..script.len() - 4],
        ),
    ] {
        assert_eq!(look(&with(&odd)), Err(Flaw::ActivePdf));
    }
    // What isn't looked through isn't taken.
    for odd in [
        "/LZWDecode",
        "[/ASCIIHexDecode /FlateDecode]",
        "/FlateDecode /DecodeParms << /Predictor 12 >>",
    ] {
        let odd = stream(&format!("/N 1 /#46irst 4 /Filter {odd}"), b"80 0b");
        assert_eq!(look(&with(&odd)), Err(Flaw::ActivePdf));
    }
}

#[test]
fn bombs_are_refused() {
    let mut bomb = b"5 0 ".to_vec();
    bomb.resize(200 << 20, b' ');
    let bomb = stream(
        "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode",
        &packed(&bomb),
    );
    assert!(bomb.len() < 1 << 20);
    assert_eq!(look(&with(&bomb)), Err(Flaw::ActivePdf));
    // Beginnings without an end, each of which must not be searched for its end anew: that would take hours.
    for endless in [
        "< ",
        "% ",
        "( ",
        "(<1 0 obj stream\n",
        "/",
        "stream\n\u{ff}",
    ] {
        let many = endless.repeat(1_000_000);
        assert_eq!(look(&with(many.as_bytes())), Ok(()), "{endless}");
    }
    // Many at once.
    assert_eq!(
        look(&with(&b"stream\n\x78\x9c".repeat(100_000))),
        Err(Flaw::ActivePdf)
    );
}

#[test]
fn a_locked_one_is_told_from_an_active_one() {
    assert_eq!(look(&pdf("/Encrypt 5 0 R /JS (x)")), Err(Flaw::LockedPdf));
    let table = stream("/Type /XRef /W [1 2 1] /Encrypt 5 0 R", b"");
    assert_eq!(look(&with(&table)), Err(Flaw::LockedPdf));
}

#[test]
fn an_end_is_needed_and_nothing_may_follow() {
    let whole = pdf("");
    for cut in 1..whole.len() - 5 {
        assert_eq!(look(&whole[..whole.len() - cut]).is_ok(), cut == 1, "{cut}");
    }
    let behind = |more: &[u8]| look(&[&whole, more].concat());
    assert_eq!(behind(b"PK\x03\x04 a zip archive"), Err(Flaw::Cut));
    assert_eq!(behind(&[0; 1000]), Ok(()));
    assert_eq!(behind(&[b' '; 2000]), Err(Flaw::Cut));
    assert_eq!(look(&[b"\n", &whole[..]].concat()), Err(Flaw::Cut));
    let nowhere = String::from_utf8(whole)
        .unwrap()
        .replace("startxref", "starts");
    assert_eq!(look(nowhere.as_bytes()), Err(Flaw::Cut));
}

/// Pieces of PDFs, whole and broken.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    const WORDS: [&[u8]; 22] = [
        b"stream\n",
        b"stream",
        b"\nendstream",
        b"1 0 obj",
        b"endobj",
        b"<<",
        b">>",
        b"<",
        b">",
        b"(",
        b")",
        b"\\",
        b"%",
        b"\r\n",
        b"/First 4 /N 1",
        b"/LZWDecode",
        b"/OpenAction",
        b"/URI ",
        b"/#",
        b"/ByteRange ",
        b"\xff\xd8\xff\xe1\x00\x08abcdef\xff",
        b"\xff\xd8\xff\xfe\x00\x00",
    ];
    prop_oneof![
        4 => (0..WORDS.len()).prop_map(|word| WORDS[word].to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..40),
        1 => proptest::collection::vec(any::<u8>(), 0..40).prop_map(|bytes| packed(&[b"5 0 ", &bytes[..]].concat())),
        1 => Just(jpeg_with_exif(8, 8)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn whatever_is_put_together_is_refused_or_paper_that_stays_as_long(pieces in proptest::collection::vec(piece(), 0..30)) {
        fuzz::content(&with(&pieces.concat()));
    }

    #[test]
    fn a_scanned_page_with_flipped_bytes_never_panics(flips in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..6)) {
        let mut page = include_bytes!("../../../../../fuzz/corpus/content/pdf-scanned").to_vec();
        let open = page.len() - 20;
        for (at, byte) in flips {
            page[at % open] = byte;
        }
        fuzz::content(&page);
    }
}
