//! Documents: what an application's files are, what they may be, and what an officer thinks of them.

#[cfg(any(test, fuzzing))]
pub(crate) mod fuzz;
mod image;
mod items;
mod jpeg;
mod pdf;
mod quarantine;
pub(crate) mod seen;
pub(crate) mod sql;
mod whole;

pub(crate) use image::{Checked, Probe, probe, re_encode};
pub(crate) use items::{ItemRow, Items};
pub(crate) use sql::{items, pages};

use crate::Backend;
use domain::document::{PageView, Scan};
use domain::error::{Error, Result};
use domain::flaw::Flaw;
use domain::upload::Media;
use std::path::PathBuf;

/// What is told of a file that is refused for its content.
pub(crate) fn refused(flaw: Option<Flaw>) -> Error {
    flaw.map_or(Error::BadFile, |flaw| Error::Flawed { flaw })
}

/// A stored page of an application.
pub(crate) struct Page {
    pub(crate) requirement: String,
    pub(crate) round: i64,
    pub(crate) view: PageView,
}

/// A page's file, for an officer who may see it. Send it with `no-store`, `nosniff` and a sandbox.
#[derive(Clone, Debug)]
pub struct PageFile {
    pub media: Media,
    pub path: PathBuf,
    pub bytes: u64,
    pub sha256: String,
}

impl Backend {
    /// The file of one page: for roles that see documents, inside their territory, of the newest two rounds
    /// (what is on the officer's screen; older ones are history). That somebody looked is written into the history of the
    /// case before they see anything.
    pub async fn page_file(&self, session: &str, page: &str) -> Result<PageFile> {
        let officer = self.caller(session).await?;
        if !officer.role.sees_documents() {
            return Err(Error::Forbidden);
        }
        if page.len() != 32 || !page.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Error::NotFound);
        }
        let mut read = self.db.read().await?;
        let found = sql::page_with_region(&mut read, page)
            .await?
            .ok_or(Error::NotFound)?;
        if !officer.covers(&found.region) || found.newer_rounds > 1 {
            return Err(Error::NotFound);
        }
        match found.scan {
            Scan::Clean => {}
            Scan::Waiting => return Err(Error::Unavailable),
            Scan::Infected => return Err(Error::Infected),
        }
        drop(read);
        self.record_look(&officer, &found.application, &found.requirement)
            .await?;
        Ok(PageFile {
            media: found.media,
            path: self.archive.kept(page),
            bytes: found.bytes,
            sha256: found.sha256,
        })
    }
}
