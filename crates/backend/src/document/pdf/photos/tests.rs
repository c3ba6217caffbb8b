//! Photos in PDFs, packed as programs pack them, and as nobody does.

use super::{unpack, without_places};
use crate::document::pdf::look;
use crate::document::pdf::tests::{packed, stream, with};
use crate::testing::{jpeg, jpeg_with_exif};
use domain::flaw::Flaw;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;

/// Five letters for four bytes (ISO 32000-1, 7.4.3), a line of them at a time.
fn ascii85(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for (line, four) in content.chunks(4).enumerate() {
        let mut bytes = [0; 4];
        bytes[..four.len()].copy_from_slice(four);
        let value = u32::from_be_bytes(bytes);
        if value == 0 && four.len() == 4 {
            out.push(b'z');
        } else {
            let letters = (0..5).map(|place| (value / 85_u32.pow(4 - place) % 85) as u8 + b'!');
            out.extend(letters.take(four.len() + 1));
        }
        if line % 15 == 14 {
            out.extend(b"\r\n");
        }
    }
    out.extend(b"~>");
    out
}

fn hex(content: &[u8]) -> Vec<u8> {
    let letters: String = content.iter().map(|byte| format!("{byte:02x}")).collect();
    [letters.as_bytes(), b">"].concat()
}

/// The photo inside.
fn inside(packed: &[u8]) -> Vec<u8> {
    if packed.starts_with(b"\xff\xd8") {
        return packed.to_vec();
    }
    inside(&unpack(packed, &mut (1 << 20)).unwrap().1)
}

fn has(bytes: &[u8], word: &[u8]) -> bool {
    memchr::memmem::find(bytes, word).is_some()
}

#[test]
fn photos_in_it_tell_no_place_and_nothing_moves() {
    let photo = jpeg_with_exif(80, 40);
    // With another one behind its end, as some cameras write, or a film.
    let twice = [&photo[..], &photo].concat();
    let film = [&photo[..], b"\0\0\0\x18ftypmp42 GENGGAM-GPS-MARK"].concat();
    // The small picture of JFIF stands before all else.
    let small = b"\xff\xe0\x00\x22JFIF\0\x01\x01\0\0\x01\0\x01\x02\x03GENGGAM-GPS-MARK..";
    let small = [&photo[..2], small, &photo[2..]].concat();
    for content in [&photo, &twice, &film, &small] {
        let paper = with(&stream("/Filter /DCTDecode", content));
        let bare = without_places(&paper).unwrap().unwrap();
        assert_eq!((look(&bare), bare.len()), (Ok(()), paper.len()));
        assert!(has(&paper, b"GENGGAM-GPS-MARK"));
        for gone in [&b"GENGGAM-GPS-MARK"[..], b"Exif"] {
            assert!(!has(&bare, gone));
        }
        // The picture is the same.
        let at = memchr::memmem::find(&bare, b"\xff\xd8\xff").unwrap();
        let decoded = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8();
        assert_eq!(decoded(&bare[at..at + content.len()]), decoded(&photo));
        assert!(has(&bare, b"\nendstream\nendobj\n"));
        assert_eq!(without_places(&bare), Ok(None));
    }
    // One that is signed would no longer be, and one without photos has nothing to hide.
    let signed = stream("/Filter /DCTDecode /ByteRange [0 1 2 3]", &photo);
    assert_eq!(without_places(&with(&signed)), Ok(None));
    assert_eq!(
        without_places(&with(&stream("/Filter /DCTDecode", &jpeg(1)))),
        Ok(None)
    );
}

#[test]
fn a_photo_that_is_packed_once_more_tells_no_place_either() {
    let photo = jpeg_with_exif(400, 300);
    let decoded = |bytes: &[u8]| image::load_from_memory(bytes).unwrap().into_rgb8();
    let level = |level| {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::new(level));
        packer.write_all(&photo).unwrap();
        packer.finish().unwrap()
    };
    let packed = level(6);
    for content in [
        // As other programs pack: not at all, quickly, well.
        level(0),
        level(1),
        level(6),
        level(9),
        // Letters instead of bytes, as ReportLab writes them, and both.
        ascii85(&photo),
        hex(&photo),
        ascii85(&packed),
        hex(&packed),
        hex(&ascii85(&packed)),
    ] {
        let paper = with(&stream("/Filter 8 0 R", &content));
        let bare = without_places(&paper).unwrap().unwrap();
        assert_eq!((look(&bare), bare.len()), (Ok(()), paper.len()));
        assert_eq!(without_places(&bare), Ok(None));
        let at = (0..paper.len())
            .find(|at| paper[*at..].starts_with(&content))
            .unwrap();
        assert_eq!(inside(&paper[at..]), photo);
        let kept = inside(&bare[at..]);
        assert!(!has(&kept, b"GENGGAM-GPS-MARK"));
        assert_eq!(decoded(&kept), decoded(&photo));
        // All around it is as it was.
        assert_eq!(bare[..at], paper[..at]);
        assert_eq!(bare[at + content.len()..], paper[at + content.len()..]);
    }
    // What nobody packs a photo in isn't taken.
    for filter in ["/LZWDecode", "/RunLengthDecode", "/FlateDecode"] {
        let odd = stream(
            &format!("/Filter [{filter} /DCTDecode] /DecodeParms << /Predictor 2 >>"),
            b"\x80",
        );
        assert_eq!(look(&with(&odd)), Err(Flaw::ActivePdf), "{filter}");
    }
    // Cut within, what some would see of it can't be written over; where it tells nothing, nobody minds.
    let cut = |packed: &[u8]| with(&stream("", &packed[..packed.len() / 2]));
    assert!(without_places(&cut(&packed)).is_err());
    let mute = crate::document::pdf::tests::packed(&jpeg(1));
    assert_eq!(without_places(&cut(&mute)), Ok(None));
    // A bomb.
    let mut bomb = photo.clone();
    bomb.resize(64 << 20, 0);
    assert!(
        without_places(&with(&stream(
            "",
            &crate::document::pdf::tests::packed(&bomb)
        )))
        .is_err()
    );
    // Signed, each byte counts.
    let signed = with(&stream("/ByteRange [0 1 2 3]", &packed));
    assert_eq!(without_places(&signed), Ok(None));
}

#[test]
fn what_only_begins_like_a_photo_stays() {
    // A row of a picture in black and white, and what would be a comment in a photo.
    let row = b"\xff\xd8\xff\xff\xff\xfe\x00\x10pixels and pixels \xff\xe1\x00\x08pixels";
    let segments = b"\xff\xd8\xff\xfe\x00\x08pixels\xff\xda\x00\x02";
    for content in [&row[..], segments] {
        for content in [content.to_vec(), packed(content), hex(content)] {
            let paper = with(&stream("", &content));
            assert_eq!(without_places(&paper), Ok(None));
        }
    }
}

#[test]
fn a_jpeg_2000_and_the_description_of_a_document_tell_no_place_either() {
    let boxes = |kind: &[u8], content: &[u8]| {
        [&(content.len() as u32 + 8).to_be_bytes()[..], kind, content].concat()
    };
    let photo = [
        boxes(b"jP  ", b"\r\n\x87\n"),
        boxes(b"uuid", b"JpgTiffExif->JP2 GPS 10,9S"),
        boxes(b"xml ", b"<gps/>"),
        boxes(b"jp2c", b"\xff\x4fpixels"),
    ]
    .concat();
    let description =
        b"<?xpacket begin=''?><x:xmpmeta><rdf:Description exif:GPSLatitude=\"10,9.8S\" \
        exif:GPSLongitude='123,5E' dc:title=\"Surat\"><exif:GPSAltitude>62/1</exif:GPSAltitude>\
        </rdf:Description></x:xmpmeta><?xpacket end='w'?>";
    let blank = b"<?xpacket begin=''?><x:xmpmeta><rdf:Description exif:GPSLatitude=\"       \" \
        exif:GPSLongitude='      ' dc:title=\"Surat\"><exif:GPSAltitude>    </exif:GPSAltitude>\
        </rdf:Description></x:xmpmeta><?xpacket end='w'?>";
    for content in [
        &photo[..],
        &packed(&photo),
        description,
        &packed(description),
    ] {
        let paper = with(&stream("", content));
        let bare = without_places(&paper).unwrap().unwrap();
        assert_eq!((look(&bare), bare.len()), (Ok(()), paper.len()));
        assert_eq!(without_places(&bare), Ok(None));
        assert!(
            content != photo
                || (!has(&bare, b"GPS") && !has(&bare, b"gps") && has(&bare, b"pixels"))
        );
        assert!(content != description || has(&bare, blank));
    }
    // Beginnings without an end, each of which must not be searched for its end anew: that would take hours.
    for endless in [
        &b"\xff\xd8\xff"[..],
        b"<?xpacket",
        b"<?xpacket :GPS=\"",
        b"\0\0\0\x0cjP  \r\n\x87\n",
    ] {
        let many = [b"stream\n", endless].concat().repeat(300_000);
        assert!(without_places(&with(&many)).is_ok(), "{endless:x?}");
    }
    // So many streams nobody has.
    let many = b"stream!\nz!!!".repeat(100_000);
    assert!(without_places(&with(&many)).is_err());
    // Values in values.
    let odd = b"<?xpacket :GPSA=\":GPSB>\"zz<\" \"";
    let bare = without_places(&with(&stream("", odd))).unwrap().unwrap();
    assert_eq!(without_places(&bare), Ok(None));
}
