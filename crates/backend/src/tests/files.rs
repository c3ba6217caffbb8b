//! What a file may be, and what of it is kept.

use super::uploads::at;
use crate::both_engines;
use crate::document::{Probe, probe, re_encode};
use crate::secret::hash_bytes;
use crate::testing::{Office, jpeg, jpeg_with_exif, pdf, png, random_name};
use crate::upload::WriteFault;
use domain::error::Error;
use domain::flaw::Flaw;
use domain::upload::Media;
use proptest::prelude::*;

/// A PNG whose header announces so many pixels; its body is nearly nothing.
fn png_bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(1, 1);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let crc = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.to_be_bytes());
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}

async fn refused(office: &Office, bytes: Vec<u8>, flaw: Option<Flaw>) {
    let error = flaw.map_or(Error::BadFile, |flaw| Error::Flawed { flaw });
    let ticket = office
        .backend
        .open_draft("surat", &random_name())
        .await
        .unwrap();
    let info = office
        .begin(&ticket.token, "ktp", bytes.len() as u64)
        .await
        .unwrap();
    let mut writer = office
        .backend
        .upload_write(&ticket.token, &info.id, at(0))
        .await
        .unwrap();
    writer.push(bytes).await.unwrap();
    assert_eq!(
        writer.finish().await.unwrap_err(),
        WriteFault::Refused(error.clone())
    );
    // Whoever asks again is told again; nothing of the file is left.
    assert_eq!(
        office
            .backend
            .upload_info(&ticket.token, &info.id)
            .await
            .unwrap_err(),
        error
    );
    assert!(!office.folder().join("incoming").join(&info.id).exists());
    assert!(
        !office
            .folder()
            .join("archive")
            .join(&info.id[..2])
            .join(&info.id)
            .exists()
    );
    office
        .backend
        .upload_delete(&ticket.token, &info.id)
        .await
        .unwrap();
}

both_engines! {
    async fn files_that_are_no_photo_are_refused_and_leave_nothing(office: Office) {
        refused(office, b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".to_vec(), None).await;
        refused(office, b"MZ this is a program".to_vec(), None).await;
        refused(office, png_bomb(60_000, 60_000), None).await;
        refused(office, vec![0; 100_000], None).await;
    }

    async fn who_sends_a_file_with_a_flaw_is_told_which(office: Office) {
        let photo = jpeg(1);
        refused(office, photo[..photo.len() / 2].to_vec(), Some(Flaw::Cut)).await;
        refused(office, png(31, 400), Some(Flaw::Tiny)).await;
        refused(office, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), Some(Flaw::Heif)).await;
        refused(office, pdf("/Encrypt 5 0 R"), Some(Flaw::LockedPdf)).await;
        refused(office, pdf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), Some(Flaw::ActivePdf)).await;
    }

    async fn a_photo_is_written_anew_and_upright(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let photo = jpeg_with_exif(80, 40);
        assert!(photo.windows(16).any(|window| window == b"GENGGAM-GPS-MARK"));
        let id = office.photo(&ticket.token, "ktp", photo).await;
        let kept = std::fs::read(office.folder().join("archive").join(&id[..2]).join(&id)).unwrap();
        assert!(!kept.windows(4).any(|window| window == b"Exif"));
        assert!(!kept.windows(16).any(|window| window == b"GENGGAM-GPS-MARK"));
        // It lay on its side.
        let picture = image::load_from_memory(&kept).unwrap();
        assert_eq!((picture.width(), picture.height()), (40, 80));
    }

    async fn a_pdf_is_kept_byte_for_byte(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let paper = pdf("");
        let id = office.photo(&ticket.token, "ktp", paper.clone()).await;
        assert_eq!(std::fs::read(office.folder().join("archive").join(&id[..2]).join(&id)).unwrap(), paper);
    }

    async fn a_pdf_of_photos_loses_where_they_were_taken(office: Office) {
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let photo = [b"\nstream\n", &jpeg_with_exif(80, 40)[..], b"\nendstream\n"].concat();
        let paper = pdf("");
        let paper = [&paper[..9], &photo, &paper[9..]].concat();
        let id = office.photo(&ticket.token, "ktp", paper.clone()).await;
        let kept = std::fs::read(office.folder().join("archive").join(&id[..2]).join(&id)).unwrap();
        assert_eq!(kept.len(), paper.len());
        assert!(!kept.windows(16).any(|window| window == b"GENGGAM-GPS-MARK"));
        let sum: String = sqlx::query_scalar("SELECT sha256 FROM upload").fetch_one(office.backend.db.pool()).await.unwrap();
        assert_eq!(sum, hash_bytes(&kept));
    }

    #[cfg(unix)]
    async fn nobody_else_on_the_machine_can_read_the_archive(office: Office) {
        use std::os::unix::fs::PermissionsExt;
        let ticket = office.backend.open_draft("surat", &random_name()).await.unwrap();
        let id = office.photo(&ticket.token, "ktp", jpeg(1)).await;
        let mode = |path: std::path::PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(office.folder().join("archive")), 0o700);
        assert_eq!(mode(office.folder().join("incoming")), 0o700);
        assert_eq!(mode(office.folder().join("archive").join(&id[..2]).join(&id)), 0o600);
        assert_eq!(mode(office.folder().join("secret.key")), 0o600);
    }
}

#[test]
fn a_second_file_behind_the_photo_does_not_come_along() {
    let mut polyglot = jpeg(1);
    polyglot.extend_from_slice(b"PK\x03\x04<script>alert(1)</script>%PDF-1.4");
    assert!(matches!(probe(&polyglot), Probe::Image { .. }));
    let kept = re_encode(&polyglot).unwrap().rewritten.unwrap();
    assert_eq!(Media::sniff(&kept), Some(Media::Jpeg));
    assert!(!kept.windows(8).any(|window| window == b"<script>"));
}

#[test]
fn every_truncation_of_a_picture_is_noticed() {
    let webp = include_bytes!("../../../../fuzz/corpus/content/webp");
    for picture in [jpeg(3), png(40, 40), webp.to_vec()] {
        for end in 0..picture.len() {
            let flaw = Media::sniff(&picture[..end]).map(|_| Flaw::Cut);
            assert_eq!(
                probe(&picture[..end]),
                Probe::Bad(flaw),
                "cut at {end} of {}",
                picture.len()
            );
        }
        assert!(!matches!(probe(&picture), Probe::Bad(Some(Flaw::Cut))));
    }
}

/// The first chunk of this kind keeps so many tenths of its data, and all lengths and sums say that it was never longer.
fn shortened(picture: &[u8], kind: &[u8], tenths: usize) -> Vec<u8> {
    let at = memchr::memmem::find(picture, kind).unwrap();
    let four = |at: usize| <[u8; 4]>::try_from(&picture[at..at + 4]).unwrap();
    if kind == b"IDAT" {
        let long = u32::from_be_bytes(four(at - 4)) as usize;
        let kept = long * tenths / 10;
        let sum = crc32(&picture[at..at + 4 + kept]).to_be_bytes();
        let head = [&picture[..at - 4], &(kept as u32).to_be_bytes()].concat();
        let behind = &picture[at + 4 + long + 4..];
        return [&head, &picture[at..at + 4 + kept], &sum, behind].concat();
    }
    let long = u32::from_le_bytes(four(at + 4)) as usize;
    // An even length needs no filling up.
    let kept = long * tenths / 20 * 2;
    let body = &picture[at + 8..at + 8 + kept];
    let behind = &picture[at + 8 + long.next_multiple_of(2)..];
    let mut short = [
        &picture[..at + 4],
        &(kept as u32).to_le_bytes(),
        body,
        behind,
    ]
    .concat();
    let all = short.len() as u32 - 8;
    short[4..8].copy_from_slice(&all.to_le_bytes());
    short
}

#[test]
fn a_picture_whose_data_end_too_early_is_refused_whatever_its_container_says() {
    let lossy = include_bytes!("../../../../fuzz/corpus/content/webp-drawn");
    let mut lossless = std::io::Cursor::new(Vec::new());
    image::load_from_memory(&png(80, 60))
        .unwrap()
        .write_to(&mut lossless, image::ImageFormat::WebP)
        .unwrap();
    for (picture, kind) in [
        (png(80, 60), &b"IDAT"[..]),
        (lossy.to_vec(), b"VP8 "),
        (lossless.into_inner(), b"VP8L"),
    ] {
        assert!(re_encode(&picture).is_some());
        for tenths in 1..10 {
            let short = shortened(&picture, kind, tenths);
            assert!(matches!(
                probe(&short),
                Probe::Image { .. } | Probe::Bad(None)
            ));
            assert!(
                re_encode(&short).is_none(),
                "{tenths} tenths of {}",
                String::from_utf8_lossy(kind)
            );
        }
    }
}

#[test]
fn a_picture_with_a_side_below_32_pixels_is_too_small() {
    for (width, height, tiny) in [(31, 900, true), (900, 31, true), (32, 32, false)] {
        let found = probe(&png(width, height));
        assert_eq!(found == Probe::Bad(Some(Flaw::Tiny)), tiny, "{found:?}");
    }
}

#[test]
fn a_page_as_a_scanner_writes_it_is_taken() {
    let scanned = include_bytes!("../../../../fuzz/corpus/content/pdf-scanned");
    assert_eq!(probe(scanned), Probe::Pdf);
    // The same page with a script among its compressed objects, and behind a password.
    let script = include_bytes!("../../../../fuzz/corpus/content/pdf-hidden-script");
    assert_eq!(probe(script), Probe::Bad(Some(Flaw::ActivePdf)));
    let locked = include_bytes!("../../../../fuzz/corpus/content/pdf-locked");
    assert_eq!(probe(locked), Probe::Bad(Some(Flaw::LockedPdf)));
}

#[test]
fn bombs_are_refused_by_their_header_alone() {
    for (width, height) in [
        (60_000, 60_000),
        (u32::MAX, 1),
        (7_072, 7_072),
        (50_000_001, 1),
        (0, 10),
    ] {
        assert_eq!(
            probe(&png_bomb(width, height)),
            Probe::Bad(None),
            "{width} x {height}"
        );
    }
}

#[test]
fn transparent_paper_becomes_white() {
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbaImage::from_pixel(4, 4, image::Rgba([0, 0, 0, 0]))
        .write_to(&mut out, image::ImageFormat::Png)
        .unwrap();
    let kept = re_encode(&out.into_inner()).unwrap().rewritten.unwrap();
    let picture = image::load_from_memory(&kept).unwrap().into_rgb8();
    assert!(
        picture
            .pixels()
            .all(|pixel| pixel.0.iter().all(|byte| *byte > 250))
    );
}

#[test]
fn a_very_long_picture_is_shrunk_to_4000() {
    let kept = re_encode(&png(4_400, 11)).unwrap();
    assert_eq!(kept.size, Some((4_000, 10)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_the_checks_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), head in 0..5usize) {
        let heads: [&[u8]; 5] = [b"", &[0xff, 0xd8, 0xff], b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"%PDF-1.7"];
        let all = [heads[head], &bytes].concat();
        if let Probe::Image { .. } = probe(&all) {
            re_encode(&all);
        }
    }

    #[test]
    fn a_photo_with_flipped_bytes_never_panics(flips in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..20)) {
        let mut photo = jpeg(2);
        for (at, byte) in flips {
            let at = at % photo.len();
            photo[at] = byte;
        }
        if let Probe::Image { .. } = probe(&photo) {
            re_encode(&photo);
        }
    }
}
