//! One log entry: what it says, and that the tree holds it.

use askama::Template;
use axum::response::Html;

use crate::page::{self, Page, RenderPageError};
use crate::pages::log::LogLine;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntryView {
    /// The entry in short.
    pub line: LogLine,
    /// What opens the commitment; `None` once it is erased.
    pub opening: Option<Opening>,
    /// The hash that the tree holds for the entry, in base64.
    pub leaf: String,
    /// The inclusion proof, from the leaf up, each hash in base64.
    pub proof: Vec<String>,
    /// How many entries the tree of the proof has.
    pub size: u64,
    /// The root of that tree, in base64.
    pub root: String,
    /// Whether the proof leads from the leaf to the root.
    pub inclusion: Inclusion,
}

/// What shows that an entry's commitment is to its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The content, as it was committed to.
    pub content: String,
    /// The salt, in base64.
    pub salt: String,
}

/// The outcome of checking an inclusion proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inclusion {
    /// The tree holds the entry.
    Verified,
    /// It could not be shown that it does.
    Failed {
        /// Why, in one sentence in the page's language.
        sentence: String,
    },
}

/// Writes the page.
///
/// # Errors
///
/// [`RenderPageError`] if the template could not be written; the answer is then a plain 500.
pub fn render(page: &Page, view: &LogEntryView) -> Result<Html<String>, RenderPageError> {
    page::write(&LogEntryTemplate { page, view })
}

#[derive(Template)]
#[template(path = "log_entry.html")]
struct LogEntryTemplate<'a> {
    page: &'a Page,
    view: &'a LogEntryView,
}
