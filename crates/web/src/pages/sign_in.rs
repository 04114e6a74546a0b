//! The door: name and password.

use askama::Template;
use axum::response::Html;
use jiff::Timestamp;

use crate::page::{self, Page, RenderPageError};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignInView {
    /// The name that was given, to be corrected.
    pub name: String,
    /// Why the last attempt failed.
    pub refusal: Option<SignInRefusal>,
    /// The path to go to afterwards, without the language.
    pub next: String,
}

/// Why an attempt to sign in failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInRefusal {
    /// Name and password do not go together; which of them is wrong is not told.
    NoMatch,
    /// Too many attempts.
    Wait {
        /// When the next one is allowed.
        until: Timestamp,
    },
}

/// Writes the page.
///
/// # Errors
///
/// [`RenderPageError`] if the template could not be written; the answer is then a plain 500.
pub fn render(page: &Page, view: &SignInView) -> Result<Html<String>, RenderPageError> {
    page::write(&SignInTemplate { page, view })
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInTemplate<'a> {
    page: &'a Page,
    view: &'a SignInView,
}
