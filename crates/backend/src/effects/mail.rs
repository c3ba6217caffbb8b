//! E-mail: the office's own server, spoken to by SMTP (RFC 5321), encrypted except on this very machine.

use super::Outcome;
use domain::private::Private;
use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::fmt;
use std::time::Duration;

/// For each command; a worker's lease is longer than all of them together.
const TIME: Duration = Duration::from_secs(15);
const WHOLE_TIME: Duration = Duration::from_secs(60);

/// What an office tells of its mail server.
#[derive(Clone, Debug, Default)]
pub struct MailSettings {
    /// `smtp://host:587` (STARTTLS), `smtps://host:465`, or `smtp-plain://127.0.0.1:25` on this machine.
    pub server: String,
    /// "Kecamatan Arut Selatan <kabar@example.go.id>".
    pub from: String,
    pub user: Option<String>,
    pub password: Option<Private<String>>,
    /// PEM of the office's own authority, where the server's certificate comes from none that everybody knows.
    pub authority: Option<Vec<u8>>,
}

/// A way to send e-mail. Cheap to clone.
#[derive(Clone)]
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mail")
    }
}

/// One e-mail.
pub(crate) struct Letter {
    /// The same at every try, so that mail programs recognise a copy.
    pub(crate) id: String,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) body: String,
}

impl Mail {
    /// # Errors
    /// What is wrong with the settings, in words for whoever runs the server.
    pub fn new(settings: &MailSettings) -> Result<Mail, String> {
        let bad = || {
            format!(
                "`{}` is neither smtp://HOST:PORT nor smtps://HOST:PORT nor smtp-plain://127.0.0.1:PORT",
                settings.server
            )
        };
        let (scheme, place) = settings.server.split_once("://").ok_or_else(bad)?;
        let (host, port) = place.rsplit_once(':').ok_or_else(bad)?;
        let port: u16 = port.parse().map_err(|_| bad())?;
        let parameters = || {
            let mut tls = TlsParameters::builder(host.to_owned());
            if let Some(pem) = &settings.authority {
                let root = Certificate::from_pem(pem)
                    .map_err(|_| "the authority is no certificate in PEM".to_owned())?;
                tls = tls.add_root_certificate(root);
            }
            tls.build_rustls()
                .map_err(|_| "TLS can't be set up with this authority".to_owned())
        };
        let tls = match scheme {
            "smtp" => Tls::Required(parameters()?),
            "smtps" => Tls::Wrapper(parameters()?),
            "smtp-plain" if matches!(host, "127.0.0.1" | "localhost" | "[::1]") => Tls::None,
            _ => return Err(bad()),
        };
        let from = settings
            .from
            .parse()
            .map_err(|_| format!("`{}` is no address to send from", settings.from))?;
        let mut builder: AsyncSmtpTransportBuilder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
                .port(port)
                .tls(tls)
                .timeout(Some(TIME));
        if let (Some(user), Some(password)) = (&settings.user, &settings.password) {
            let password = password.reveal().clone();
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Mail {
            transport: builder.build(),
            from,
        })
    }

    pub(crate) async fn send(&self, letter: Letter) -> Outcome {
        let Ok(to) = letter.to.parse::<Address>() else {
            return Outcome::Never("address");
        };
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .message_id(Some(format!(
                "<{}@{}>",
                letter.id,
                self.from.email.domain()
            )))
            .subject(letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body);
        let Ok(message) = message else {
            return Outcome::Never("address");
        };
        let sent = tokio::time::timeout(WHOLE_TIME, self.transport.send(message)).await;
        match sent {
            Ok(Ok(_)) => Outcome::Taken(None),
            Ok(Err(error)) => refused(&error),
            Err(_) => Outcome::Later("unreachable", None),
        }
    }
}

/// The server's words may quote the address: only its code is told.
fn refused(error: &lettre::transport::smtp::Error) -> Outcome {
    let code = error.status().map(u16::from);
    match code {
        // It doesn't know us, or wants what we lack: that is for whoever runs the server, not for the resident.
        Some(code @ (454 | 530 | 534 | 535 | 538)) => {
            tracing::error!(code, "the mail server refuses the office's account");
            Outcome::Later("account", None)
        }
        Some(code) if error.is_permanent() => {
            tracing::warn!(code, "the mail server refused a message");
            Outcome::Never("address")
        }
        Some(code) => {
            tracing::info!(code, "the mail server wants a message later");
            Outcome::Later("busy", None)
        }
        None => {
            tracing::warn!("the mail server can't be reached");
            Outcome::Later("unreachable", None)
        }
    }
}
