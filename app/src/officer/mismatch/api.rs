//! Calls of comparing documents with the form.

use crate::error::ApiError;
use domain::view::MismatchView;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What documents and form say. It shows personal data of one case: POST, as opening one is.
#[server(endpoint = "officer/mismatch")]
pub async fn read_mismatch(code: String) -> Result<MismatchView, ApiError> {
    use crate::context;
    Ok(context::backend()?
        .mismatch(&context::officer_token()?, &code)
        .await?)
}

/// Notes what was read. `papers` has the boxes of each document by its key: what differs by the question's id, and
/// `read` with "ya".
#[server(endpoint = "officer/note-mismatch")]
pub async fn note_mismatch(
    code: String,
    #[server(default)] papers: BTreeMap<String, BTreeMap<String, String>>,
) -> Result<(), ApiError> {
    use crate::context;
    use domain::error::Error;
    use domain::mismatch::{Paper, Reading, Trait};
    let (mut read, mut readings) = (Vec::new(), Vec::new());
    for (key, boxes) in papers {
        let paper = Paper::from_key(&key).ok_or_else(|| Error::malformed("papers"))?;
        for (key, text) in boxes {
            match Trait::from_key(&key) {
                Some(about) => readings.push(Reading { paper, about, text }),
                None if key == READ && text == "ya" => read.push(paper),
                None => return Err(Error::malformed("papers").into()),
            }
        }
    }
    let view = context::backend()?
        .note_mismatch(&context::officer_token()?, &code, read, readings)
        .await?;
    context::redirect(&crate::routes::mismatch(&view.code));
    Ok(())
}

/// The box that says that a document was read.
pub const READ: &str = "read";
