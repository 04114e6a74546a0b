//! What every page has around its own matter: language, path, who is signed in, the moment.

use std::fmt::Display;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use jiff::Timestamp;
use thiserror::Error;

use crate::foreign::Foreign;
use crate::language::Language;

/// The frame of one page, and the language's forms for everything inside it.
#[derive(Debug, Clone)]
pub struct Page {
    /// The language that the page is written in.
    pub language: Language,
    /// The path and query after the language, without a leading slash: `exchange/released?…`.
    pub path: String,
    /// The name of the agency whose node this is.
    pub node: Foreign,
    /// The name of the officer who is signed in.
    pub officer: Option<Foreign>,
    /// The log as it stood when the page was made, for the line at the foot.
    pub log: Option<LogFoot>,
    /// The moment of the page. Ages are counted from it.
    pub now: Timestamp,
}

/// The log in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogFoot {
    /// How many entries the log has.
    pub size: u64,
    /// When its last checkpoint was signed.
    pub sealed_at: Timestamp,
}

/// A page that could not be written.
///
/// As a response it is a plain 500: the cause is logged and not told.
#[derive(Debug, Error)]
#[error("the page could not be written: report it with the time at which it happened")]
pub struct RenderPageError(#[from] askama::Error);

impl IntoResponse for RenderPageError {
    fn into_response(self) -> Response {
        tracing::error!(cause = %self.0, "a page could not be written");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}

impl Page {
    /// The address of a page in the language of this one.
    pub fn url(&self, path: impl Display) -> String {
        format!("/{}/{path}", self.language)
    }

    /// The address of this page in another language.
    pub fn in_language(&self, language: &Language) -> String {
        format!("/{language}/{}", self.path)
    }
}

/// Writes a template as a page.
pub(crate) fn write(template: &impl Template) -> Result<Html<String>, RenderPageError> {
    Ok(Html(template.render()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_itself_in_another_language() {
        let page = Page::sample(Language::Ar, "exchange/withheld?agreement=a");
        assert_eq!(
            page.in_language(&Language::Fr),
            "/fr/exchange/withheld?agreement=a"
        );
        assert_eq!(page.url("log"), "/ar/log");
    }

    #[test]
    fn a_page_knows_its_part_of_the_node() {
        let page = Page::sample(Language::En, "exchange?agreement=a");
        assert!(page.is_in("exchange"));
        assert!(!page.is_in("agreements"));
    }
}
