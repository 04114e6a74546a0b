//! The log: every act of this node, in order, never changed.

use askama::Template;
use axum::response::Html;
use jiff::Timestamp;

use crate::foreign::Foreign;
use crate::page::{self, Page, RenderPageError};
use crate::pages::shared::path_with;
use crate::pages::{AgreementRef, Pager};
use crate::words::Word;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogView {
    /// The name of the log, as its checkpoints give it.
    pub origin: String,
    /// How many entries the tree has.
    pub size: u64,
    /// The root of the tree, in base64.
    pub root: String,
    /// The key that verifies the checkpoints.
    pub verifier_key: String,
    /// The newest checkpoint, as signed.
    pub checkpoint: String,
    /// When it was signed; none while the log is empty.
    pub sealed_at: Option<Timestamp>,
    /// The entries, the newest first.
    pub entries: Vec<LogLine>,
    /// The way to older and newer entries.
    pub pager: Pager,
}

/// One entry in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Its number, from 0.
    pub index: u64,
    /// What was done, such as `agreement-signed`.
    pub act: Word,
    /// When.
    pub at: Timestamp,
    /// Under which agreement.
    pub agreement: Option<AgreementRef>,
    /// With which partner.
    pub partner: Option<Foreign>,
    /// Whether its content was erased.
    pub is_erased: bool,
}

/// Writes the page.
///
/// # Errors
///
/// [`RenderPageError`] if the template could not be written; the answer is then a plain 500.
pub fn render(page: &Page, view: &LogView) -> Result<Html<String>, RenderPageError> {
    page::write(&LogTemplate { page, view })
}

#[derive(Template)]
#[template(path = "log.html")]
struct LogTemplate<'a> {
    page: &'a Page,
    view: &'a LogView,
}

impl LogView {
    fn older(&self) -> Option<String> {
        self.pager
            .older
            .as_deref()
            .map(|cursor| path_with("log", &[("before", Some(cursor))]))
    }

    fn newer(&self) -> Option<String> {
        self.pager
            .newer
            .as_deref()
            .map(|cursor| path_with("log", &[("after", Some(cursor))]))
    }
}
