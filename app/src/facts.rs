//! What a page knows of the request it answers. The server fills it in and hands it down as a context.

use domain::text::Lang;
use leptos::prelude::*;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub lang: Lang,
    /// Path of the address, without the query.
    pub path: String,
    /// The CSP nonce of this answer (W3C CSP3).
    pub nonce: String,
    /// Script and module of this build; empty when the site wasn't built.
    pub script: String,
    pub module: String,
    /// What the script needs to fetch parts of the module; empty when the module has no parts.
    pub helper: String,
    /// Script and module of `crates/reader`; empty when the site wasn't built.
    pub reader: [String; 2],
    /// The office's name in the header.
    pub office: String,
    /// No pictures until they are asked for: the browser saves data, or the person has said so.
    pub saving: bool,
    /// Development pages (`/gallery`) are open.
    pub development: bool,
}

/// The facts of the request being answered.
pub fn use_facts() -> Facts {
    use_context::<Facts>().unwrap_or_default()
}

/// The language of the page being rendered. Islands get it as a prop instead.
pub fn use_lang() -> Lang {
    use_facts().lang
}

/// Gives the page being rendered an HTTP status other than 200. In the browser there is nothing to give it to.
pub fn page_status(status: u16) {
    #[cfg(feature = "ssr")]
    crate::context::set_status(status);
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}
