//! What went wrong, in a sentence, and what to do.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Html;

use crate::page::{self, Page, RenderPageError};
use crate::strings::Key;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorView {
    /// What went wrong.
    pub fault: Fault,
    /// The number under which the node's own log tells more.
    pub request: Option<String>,
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// There is no such page, or not for this officer.
    NotFound,
    /// The officer's role does not allow it.
    Forbidden,
    /// The node failed.
    Internal,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 3] = [Self::NotFound, Self::Forbidden, Self::Internal];

    /// The status of the answer.
    pub fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn title(self) -> Key {
        match self {
            Self::NotFound => Key("error-not-found"),
            Self::Forbidden => Key("error-forbidden"),
            Self::Internal => Key("error-internal"),
        }
    }

    fn advice(self) -> Key {
        match self {
            Self::NotFound => Key("error-not-found-advice"),
            Self::Forbidden => Key("error-forbidden-advice"),
            Self::Internal => Key("error-internal-advice"),
        }
    }
}

/// Writes the page and its status.
///
/// # Errors
///
/// [`RenderPageError`] if the template could not be written; the answer is then a plain 500.
pub fn render(
    page: &Page,
    view: &ErrorView,
) -> Result<(StatusCode, Html<String>), RenderPageError> {
    Ok((
        view.fault.status(),
        page::write(&ErrorTemplate { page, view })?,
    ))
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorTemplate<'a> {
    page: &'a Page,
    view: &'a ErrorView,
}
