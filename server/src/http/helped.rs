//! Forms of residents who are helped: they speak to the helper, so who is asked about is "warga".
//!
//! The words are those of the plain form; the worker does the same to the form that it keeps.

use app::application::FORM_DATA;
use app::routes;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

/// Bytes.
const LONGEST: usize = 1 << 20;

/// What ends the words of a form: its data block must come through as it is.
pub fn end_of_words() -> String {
    format!("<script type=\"text/plain\" id=\"{FORM_DATA}\"")
}

pub async fn reworded(request: Request, next: Next) -> Response {
    let helped = request
        .uri()
        .path()
        .strip_prefix(routes::HELPED_FORM)
        .is_some_and(|rest| rest.starts_with('/'));
    let response = next.run(request).await;
    if !helped {
        return response;
    }
    let (head, body) = response.into_parts();
    let page = to_bytes(body, LONGEST).await;
    match page.map(|bytes| String::from_utf8(bytes.into())) {
        Ok(Ok(page)) => Response::from_parts(head, Body::from(to_helper(&page))),
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn to_helper(page: &str) -> String {
    let begin = page.find("<main").unwrap_or(page.len());
    let end = page.find(&end_of_words()).unwrap_or(page.len());
    match page.get(begin..end) {
        Some(words) => [
            &page[..begin],
            &words.replace("Anda", "warga"),
            &page[end..],
        ]
        .concat(),
        None => page.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{end_of_words, to_helper};

    #[test]
    fn only_the_form_itself_speaks_of_the_resident() {
        let page = format!(
            "<title>Anda</title><main><h1>Siapa nama Anda?</h1>{}>4Anda</script>",
            end_of_words()
        );
        let told = to_helper(&page);
        assert_eq!(told.matches("Anda").count(), 2, "{told}");
        assert!(told.contains("Siapa nama warga?"));
        assert_eq!(to_helper("Anda <p>"), "Anda <p>");
    }
}
