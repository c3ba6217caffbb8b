//! The e-sign service of BSrE ("Esign Client Service", version 2), which a regency installs in its own network.
//!
//! Two calls, both JSON: `/api/v2/sign/pdf` takes a PDF, the signer's NIK and passphrase and gives the signed PDF back;
//! `/api/v2/verify/pdf` says what it finds in one. What comes back is a stranger's: whoever calls judges it. Nothing of
//! an answer is logged but its number, because its words may repeat what was sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::person::Nik;
use domain::private::Private;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;
use ureq::Agent;
use ureq::http::Uri;

/// How long one call may take: its answer is awaited by a person.
const TIME: Duration = Duration::from_secs(30);
const CONNECT: Duration = Duration::from_secs(10);
/// A letter is far below a megabyte; a signature with its chain and a picture is a few hundred kilobytes.
const LONGEST_ANSWER: u64 = 32 * 1024 * 1024;
/// "Passphrase anda salah".
const WRONG_PASSPHRASE: i64 = 2031;

/// One service, and whom of an office it knows.
pub struct Bsre {
    address: String,
    credentials: Private<String>,
    signers: BTreeMap<String, Private<Nik>>,
    time: Duration,
}

impl std::fmt::Debug for Bsre {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bsre({})", self.address)
    }
}

/// Why there is no signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BsreFault {
    Passphrase,
    /// This signer can't sign: no certificate, one that has expired, or an unknown NIK.
    Signer,
    /// It could not be asked, doesn't answer to the end, or doesn't let us in.
    Away,
    /// It answered, and the answer isn't what was asked for.
    Answer,
}

/// Why an address can't be used, for whoever configures it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadAddress {
    NoAddress,
    /// A passphrase would cross the internet unsealed.
    Unsealed,
}

impl Bsre {
    /// `signers`: user name to NIK.
    pub fn new(
        address: &str,
        username: &str,
        password: &Private<String>,
        signers: BTreeMap<String, Private<Nik>>,
    ) -> Result<Bsre, BadAddress> {
        let address = address.trim_end_matches('/');
        let uri: Uri = address.parse().map_err(|_| BadAddress::NoAddress)?;
        let host = uri.host().ok_or(BadAddress::NoAddress)?;
        match uri.scheme_str() {
            Some("https") => {}
            Some("http") if is_near(host) => {}
            Some("http") => return Err(BadAddress::Unsealed),
            _ => return Err(BadAddress::NoAddress),
        }
        let both = format!("{username}:{}", password.reveal());
        Ok(Bsre {
            address: address.to_owned(),
            credentials: Private::new(format!("Basic {}", STANDARD.encode(both))),
            signers,
            time: TIME,
        })
    }

    /// The same, less patient: for tests.
    #[cfg(any(test, feature = "testing"))]
    #[must_use]
    pub fn within(self, time: Duration) -> Bsre {
        Bsre { time, ..self }
    }

    /// The NIK under which this officer signs.
    pub(crate) fn signer(&self, username: &str) -> Option<&Private<Nik>> {
        self.signers.get(username)
    }

    /// The signed PDF, as the service gives it. Blocks.
    pub(crate) fn sign(
        &self,
        signer: &Private<Nik>,
        passphrase: &Private<String>,
        pdf: &[u8],
    ) -> Result<Vec<u8>, BsreFault> {
        let answer = self.ask(
            "/api/v2/sign/pdf",
            &json!({
                "nik": signer.reveal().reveal(),
                "passphrase": passphrase.reveal(),
                "signatureProperties": [{ "tampilan": "INVISIBLE" }],
                "file": [STANDARD.encode(pdf)],
            }),
        )?;
        let file = answer["file"][0].as_str().ok_or(BsreFault::Answer)?;
        STANDARD.decode(file).map_err(|_| BsreFault::Answer)
    }

    /// Whether the service finds every signature in this PDF whole and trusted. Blocks.
    pub(crate) fn finds_valid(&self, pdf: &[u8]) -> Result<bool, BsreFault> {
        let answer = self.ask(
            "/api/v2/verify/pdf",
            &json!({ "file": STANDARD.encode(pdf) }),
        )?;
        let conclusion = answer["conclusion"].as_str().ok_or(BsreFault::Answer)?;
        Ok(conclusion == "VALID")
    }

    fn ask(&self, path: &str, body: &Value) -> Result<Value, BsreFault> {
        let agent: Agent = Agent::config_builder()
            .timeout_global(Some(self.time))
            .timeout_connect(Some(CONNECT.min(self.time)))
            .http_status_as_error(false)
            // Wherever it sends us, a passphrase doesn't follow.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .build()
            .into();
        let asked = agent
            .post(format!("{}{path}", self.address))
            .header("Authorization", self.credentials.reveal())
            .content_type("application/json")
            .send(body.to_string().as_bytes());
        let mut answer = asked.map_err(|error| {
            tracing::warn!(path, kind = kind(&error), "BSrE can't be asked");
            BsreFault::Away
        })?;
        let status = answer.status().as_u16();
        let text = answer
            .body_mut()
            .with_config()
            .limit(LONGEST_ANSWER)
            .read_to_vec()
            .map_err(|error| {
                tracing::warn!(path, status, kind = kind(&error), "BSrE's answer broke off");
                BsreFault::Away
            })?;
        let said: Option<Value> = serde_json::from_slice(&text).ok();
        if status == 200 {
            return said.ok_or_else(|| {
                tracing::error!(path, "BSrE's answer is no JSON");
                BsreFault::Answer
            });
        }
        let number = said.and_then(|said| said["status_code"].as_i64());
        tracing::warn!(path, status, number, "BSrE refuses");
        Err(match (status, number) {
            (_, Some(WRONG_PASSPHRASE)) => BsreFault::Passphrase,
            // Our own name and password, or too many calls: nothing that an officer could mend.
            (401 | 403 | 408 | 429, _) => BsreFault::Away,
            (400..=499, Some(_)) => BsreFault::Signer,
            (400..=499, None) => BsreFault::Answer,
            _ => BsreFault::Away,
        })
    }
}

/// In the office's own network, or on this machine.
fn is_near(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    match host.parse() {
        Ok(std::net::IpAddr::V4(v4)) => v4.is_private() || v4.is_loopback(),
        Ok(std::net::IpAddr::V6(v6)) => v6.is_unique_local() || v6.is_loopback(),
        Err(_) => host == "localhost",
    }
}

/// The kind of trouble, without what was sent.
fn kind(error: &ureq::Error) -> &'static str {
    match error {
        ureq::Error::Timeout(_) => "time-out",
        ureq::Error::Io(_) | ureq::Error::ConnectionFailed => "connection",
        ureq::Error::HostNotFound => "no such host",
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => "TLS",
        ureq::Error::BodyExceedsLimit(_) => "too long",
        _ => "protocol",
    }
}

#[cfg(test)]
mod test {
    use super::*;

    fn made(address: &str) -> Result<Bsre, BadAddress> {
        let password = Private::new("kata rahasia".to_owned());
        Bsre::new(address, "kecamatan", &password, BTreeMap::new())
    }

    #[test]
    fn a_passphrase_never_crosses_the_internet_unsealed() {
        for fine in [
            "https://esign.kobarkab.go.id",
            "http://10.1.2.3/",
            "http://192.168.7.9:8080",
            "http://localhost:9",
            "http://[::1]:9",
        ] {
            assert!(made(fine).is_ok(), "{fine}");
        }
        for unsealed in ["http://esign.kobarkab.go.id", "http://103.175.217.188"] {
            assert_eq!(made(unsealed).unwrap_err(), BadAddress::Unsealed);
        }
        for none in ["", "esign", "ftp://10.1.2.3", "https://"] {
            assert_eq!(made(none).unwrap_err(), BadAddress::NoAddress, "{none}");
        }
    }

    #[test]
    fn its_name_and_password_print_as_nothing() {
        let shown = format!("{:?}", made("https://esign.kobarkab.go.id").unwrap());
        assert_eq!(shown, "Bsre(https://esign.kobarkab.go.id)");
    }
}
