//! Signatures, checked by tools we did not write: poppler's pdfsig and pyHanko, with certificates that openssl made.

use crate::{DAY, letter, long_name, press};
use letters::sign::{Certificate, Moment, SignFault, accept, sign, verify};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PASSPHRASE: &str = "rahasia kantor";
/// Noon of 22 November 2026 at Pangkalan Bun.
const NOON: Moment = Moment {
    unix_seconds: 1_795_323_600,
    hours: 7,
};

fn run(at: &Path, program: &str, arguments: &[&str]) -> Output {
    let out = Command::new(program)
        .current_dir(at)
        .args(arguments)
        .output();
    out.unwrap_or_else(|error| panic!("{program}: {error}; scripts/tools.sh test installs it"))
}

fn openssl(at: &Path, arguments: &[&str]) {
    let out = run(at, "openssl", arguments);
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
}

/// `camat.p12` and `camat.pem`, of an authority of its own.
fn certificate(at: &Path, key: &[&str], from: &str, until: &str) -> Vec<u8> {
    std::fs::write(at.join("leaf.ext"), "keyUsage=critical,digitalSignature,nonRepudiation\nbasicConstraints=critical,CA:FALSE\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n").unwrap();
    openssl(
        at,
        &[
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            "ca.key",
            "-out",
            "ca.pem",
            "-subj",
            "/CN=Otoritas Tes",
            "-days",
            "3650",
            "-addext",
            "keyUsage=critical,keyCertSign",
        ],
    );
    let mut request = vec![
        "req",
        "-new",
        "-nodes",
        "-keyout",
        "camat.key",
        "-out",
        "camat.csr",
        "-subj",
        "/O=Kecamatan Arut Selatan/CN=Camat Contoh",
        "-newkey",
    ];
    request.extend(key);
    openssl(at, &request);
    std::fs::write(at.join("index.txt"), "").unwrap();
    std::fs::write(at.join("ca.cnf"), "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\ndefault_md=sha256\npolicy=p\n[p]\nO=optional\nCN=supplied\n").unwrap();
    openssl(
        at,
        &[
            "ca",
            "-batch",
            "-config",
            "ca.cnf",
            "-cert",
            "ca.pem",
            "-keyfile",
            "ca.key",
            "-in",
            "camat.csr",
            "-out",
            "camat.pem",
            "-startdate",
            from,
            "-enddate",
            until,
            "-extfile",
            "leaf.ext",
            "-notext",
        ],
    );
    openssl(
        at,
        &[
            "pkcs12",
            "-export",
            "-inkey",
            "camat.key",
            "-in",
            "camat.pem",
            "-certfile",
            "ca.pem",
            "-out",
            "camat.p12",
            "-passout",
            &format!("pass:{PASSPHRASE}"),
        ],
    );
    std::fs::read(at.join("camat.p12")).unwrap()
}

const RSA: &[&str] = &["rsa:2048"];
const FROM: &str = "20200101000000Z";
const UNTIL: &str = "20400101000000Z";

fn unsigned() -> Vec<u8> {
    press()
        .set("sktm", &letter(long_name()), None, DAY)
        .unwrap()
}

/// A signed letter in a folder with its certificates.
fn signed(key: &[&str]) -> (tempfile::TempDir, Vec<u8>) {
    let at = tempfile::tempdir().unwrap();
    let file = certificate(at.path(), key, FROM, UNTIL);
    let with = Certificate::open(&file, PASSPHRASE).unwrap();
    let pdf = sign(&unsigned(), &with, NOON).unwrap();
    std::fs::write(at.path().join("letter.pdf"), &pdf).unwrap();
    (at, pdf)
}

fn pdfsig(at: &Path) -> String {
    let out = run(at, "pdfsig", &["-nocert", "letter.pdf"]);
    String::from_utf8_lossy(&out.stdout).into_owned()
}

fn pyhanko_folder() -> PathBuf {
    std::env::var("GENGGAM_PYHANKO").map_or_else(
        |_| {
            PathBuf::from(std::env::var("HOME").unwrap())
                .join(".cache/genggam/tools/pyhanko-0.38.0")
        },
        PathBuf::from,
    )
}

fn pyhanko(at: &Path) -> (bool, String) {
    let program = pyhanko_folder().join("bin/pyhanko");
    let out = run(
        at,
        program.to_str().unwrap(),
        &[
            "sign",
            "validate",
            "--pretty-print",
            "--no-strict-syntax",
            "--trust",
            "ca.pem",
            "letter.pdf",
        ],
    );
    let said =
        String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
    (out.status.success(), said)
}

#[test]
fn poppler_and_pyhanko_find_the_signature_whole_over_the_entire_letter() {
    for key in [RSA, &["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]] {
        let (at, pdf) = signed(key);
        let said = pdfsig(at.path());
        for wanted in [
            "Signature is Valid",
            "Total document signed",
            "ETSI.CAdES.detached",
            "Camat Contoh",
            "SHA-256",
        ] {
            assert!(said.contains(wanted), "{wanted} is missing: {said}");
        }
        let (fine, said) = pyhanko(at.path());
        assert!(fine, "{said}");
        assert!(
            said.contains("The signature is cryptographically sound"),
            "{said}"
        );
        let read = verify(&pdf).unwrap();
        assert!(
            read.whole
                && read.name.contains("Camat Contoh")
                && read.issuer.contains("Otoritas Tes"),
            "{read:?}"
        );
    }
}

#[test]
fn what_was_set_stays_as_it_was_byte_by_byte() {
    let (_at, pdf) = signed(RSA);
    let before = unsigned();
    assert_eq!(&pdf[..before.len()], &before[..]);
    assert_eq!(crate::look::text(&pdf), crate::look::text(&before));
}

#[test]
fn any_changed_byte_breaks_the_signature_here_and_for_poppler() {
    let (at, pdf) = signed(RSA);
    let text = pdf.len() / 3;
    let mut changed = pdf.clone();
    changed[text] ^= 1;
    assert!(verify(&changed).is_err());
    std::fs::write(at.path().join("letter.pdf"), &changed).unwrap();
    assert!(!pdfsig(at.path()).contains("Signature is Valid"));
    // Each region: the head, the body, the signature's dictionary, the end.
    for at in [20, pdf.len() / 2, pdf.len() - 40_000, pdf.len() - 30] {
        let mut changed = pdf.clone();
        changed[at] ^= 1;
        assert_ne!(
            verify(&changed).map(|read| read.whole),
            Ok(true),
            "byte {at} of {}",
            pdf.len()
        );
    }
}

#[test]
fn what_is_appended_later_is_told() {
    let (_at, pdf) = signed(RSA);
    let longer = [&pdf[..], b"\n% more\n"].concat();
    assert_ne!(verify(&longer).map(|read| read.whole), Ok(true));
    assert_eq!(verify(&unsigned()), Err(SignFault::Pdf));
    assert_eq!(verify(b"%PDF-1.7 nothing"), Err(SignFault::Pdf));
}

#[test]
fn a_wrong_passphrase_and_an_expired_certificate_sign_nothing() {
    let at = tempfile::tempdir().unwrap();
    let file = certificate(at.path(), RSA, FROM, "20260101000000Z");
    assert_eq!(
        Certificate::open(&file, "salah").unwrap_err(),
        SignFault::Passphrase
    );
    assert_eq!(
        Certificate::open(b"no such thing", PASSPHRASE).unwrap_err(),
        SignFault::Passphrase
    );
    let with = Certificate::open(&file, PASSPHRASE).unwrap();
    assert_eq!(format!("{with:?}"), "Certificate(***)");
    assert_eq!(
        sign(&unsigned(), &with, NOON).unwrap_err(),
        SignFault::Expired
    );
}

#[test]
fn what_another_signer_appends_is_read_here_and_nothing_else_of_it_is_believed() {
    for (key, digest) in [
        (RSA, "sha256"),
        (RSA, "sha512"),
        (&["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], "sha256"),
        (&["ec", "-pkeyopt", "ec_paramgen_curve:P-384"], "sha384"),
    ] {
        let at = tempfile::tempdir().unwrap();
        certificate(at.path(), key, FROM, UNTIL);
        let ours = unsigned();
        std::fs::write(at.path().join("ours.pdf"), &ours).unwrap();
        let script = format!(
            "from pyhanko.sign import signers, fields\n\
             from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter\n\
             signer = signers.SimpleSigner.load_pkcs12('camat.p12', passphrase=b'{PASSPHRASE}')\n\
             meta = signers.PdfSignatureMetadata(field_name='BSrE', md_algorithm='{digest}', subfilter=fields.SigSeedSubFilter.PADES)\n\
             with open('ours.pdf', 'rb') as read, open('theirs.pdf', 'wb') as write:\n    \
                 signers.sign_pdf(IncrementalPdfFileWriter(read), meta, signer=signer, output=write)\n"
        );
        let out = run(
            at.path(),
            &pyhanko_folder().join("bin/python").to_string_lossy(),
            &["-c", &script],
        );
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
        let theirs = std::fs::read(at.path().join("theirs.pdf")).unwrap();
        let read = accept(&ours, &theirs, NOON).unwrap();
        assert!(
            read.whole && read.name.contains("Camat Contoh"),
            "{digest}: {read:?}"
        );
        // Another letter, nothing appended, something more, a byte less, another day.
        let mut other = ours.clone();
        other[60] ^= 1;
        assert_eq!(accept(&other, &theirs, NOON), Err(SignFault::Broken));
        assert_eq!(accept(&theirs, &theirs, NOON), Err(SignFault::Broken));
        assert!(accept(&ours, &[&theirs[..], b"\n"].concat(), NOON).is_err());
        assert!(accept(&ours, &theirs[..theirs.len() - 1], NOON).is_err());
        let later = Moment {
            unix_seconds: 2_300_000_000,
            ..NOON
        };
        assert_eq!(accept(&ours, &theirs, later), Err(SignFault::Expired));
    }
}
