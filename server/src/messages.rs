//! `[messages]` of `Leptos.toml`: by which ways messages leave this server.
//!
//! Secrets never stand in the file: each is read from a file of its own, or from the environment, which wins.

use backend::Channels;
use backend::effects::{Mail, MailSettings, Push, WhatsApp, WhatsAppSettings};
use domain::message::Quiet;
use domain::private::Private;
use serde::Deserialize;
use std::env;
use std::path::{Path, PathBuf};

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileMessages {
    quiet: Option<String>,
    email: Option<FileEmail>,
    whatsapp: Option<FileWhatsApp>,
    push: Option<FilePush>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FilePush {
    key_file: Option<PathBuf>,
    contact: String,
    /// A push service besides those of the browsers' makers, as `https://push.example.go.id`.
    service: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileEmail {
    server: String,
    from: String,
    user: Option<String>,
    password_file: Option<PathBuf>,
    authority: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileWhatsApp {
    phone_id: String,
    token_file: Option<PathBuf>,
    app_secret_file: Option<PathBuf>,
    verify_token_file: Option<PathBuf>,
    /// What the names of the office's templates begin with.
    templates: Option<String>,
    version: Option<String>,
    base: Option<String>,
}

/// Meta's newest version when this was written; it keeps each for two years.
const VERSION: &str = "v23.0";
const BASE: &str = "https://graph.facebook.com";
const TEMPLATES: &str = "genggam";

impl FileMessages {
    /// Paths start at `here`.
    ///
    /// # Errors
    /// What is wrong, and with which key.
    pub fn channels(self, here: &Path) -> Result<Channels, String> {
        let mut channels = Channels::default();
        if let Some(text) = &self.quiet {
            channels.quiet = Quiet::parse(text).ok_or_else(|| {
                format!("[messages] quiet: `{text}` isn't two times of day, as 20:00-07:00.")
            })?;
        }
        if let Some(email) = self.email {
            channels.mail = Some(mail(email, here)?);
        }
        if let Some(settings) = self.whatsapp {
            channels.whatsapp = Some(whatsapp(settings, here)?);
        }
        if let Some(settings) = self.push {
            let table = "[messages.push]";
            let key = secret(
                "GENGGAM_PUSH_KEY",
                settings.key_file.as_deref(),
                here,
                table,
            )?;
            let key = key.ok_or_else(|| {
                format!("{table}: key_file or the variable GENGGAM_PUSH_KEY is missing.")
            })?;
            let push = Push::new(&key, &settings.contact, settings.service);
            channels.push = Some(push.map_err(|why| format!("{table}: {why}."))?);
        }
        Ok(channels)
    }
}

fn mail(file: FileEmail, here: &Path) -> Result<Mail, String> {
    let table = "[messages.email]";
    let password = secret(
        "GENGGAM_SMTP_PASSWORD",
        file.password_file.as_deref(),
        here,
        table,
    )?;
    if file.user.is_some() != password.is_some() {
        return Err(format!(
            "{table}: user and password belong together. The password stands in password_file or GENGGAM_SMTP_PASSWORD."
        ));
    }
    let authority = file
        .authority
        .map(|path| {
            std::fs::read(here.join(&path)).map_err(|error| {
                format!(
                    "{table} authority: {} can't be read ({error}).",
                    path.display()
                )
            })
        })
        .transpose()?;
    let settings = MailSettings {
        server: file.server,
        from: file.from,
        user: file.user,
        password,
        authority,
    };
    Mail::new(&settings).map_err(|why| format!("{table}: {why}."))
}

fn whatsapp(file: FileWhatsApp, here: &Path) -> Result<WhatsApp, String> {
    let table = "[messages.whatsapp]";
    let needed = |variable: &str, key: &str, path: Option<&Path>| {
        secret(variable, path, here, table)?
            .ok_or_else(|| format!("{table}: {key} or the variable {variable} is missing."))
    };
    let settings = WhatsAppSettings {
        base: file.base.unwrap_or_else(|| BASE.to_owned()),
        version: file.version.unwrap_or_else(|| VERSION.to_owned()),
        token: needed(
            "GENGGAM_WHATSAPP_TOKEN",
            "token_file",
            file.token_file.as_deref(),
        )?,
        app_secret: needed(
            "GENGGAM_WHATSAPP_APP_SECRET",
            "app_secret_file",
            file.app_secret_file.as_deref(),
        )?,
        verify_token: needed(
            "GENGGAM_WHATSAPP_VERIFY_TOKEN",
            "verify_token_file",
            file.verify_token_file.as_deref(),
        )?,
        phone_id: file.phone_id,
        prefix: file.templates.unwrap_or_else(|| TEMPLATES.to_owned()),
    };
    WhatsApp::new(settings).map_err(|why| format!("{table}: {why}."))
}

/// The words of the environment, or of the file's one line.
fn secret(
    variable: &str,
    path: Option<&Path>,
    here: &Path,
    table: &str,
) -> Result<Option<Private<String>>, String> {
    let text = match (env::var(variable), path) {
        (Ok(text), _) => text,
        (Err(_), Some(path)) => std::fs::read_to_string(here.join(path))
            .map_err(|error| format!("{table}: {} can't be read ({error}).", path.display()))?,
        (Err(_), None) => return Ok(None),
    };
    let text = text.trim();
    if text.is_empty() {
        return Err(format!("{table}: the secret of {variable} is empty."));
    }
    Ok(Some(Private::new(text.to_owned())))
}
