//! Agreements: what we have promised to whom, and whether it holds now.

use askama::Template;
use axum::response::Html;
use jiff::{Timestamp, civil};

use crate::foreign::Foreign;
use crate::page::{self, Page, RenderPageError};
use crate::pages::{AgreementRef, Standing};
use crate::words::Word;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementsView {
    /// The agreements; those in force first, as the handler orders them.
    pub agreements: Vec<AgreementLine>,
}

/// One agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementLine {
    /// Its id and name.
    pub agreement: AgreementRef,
    /// What kind of instrument it is.
    pub instrument: Word,
    /// The partners; this node's agency is not repeated.
    pub partners: Vec<Foreign>,
    /// Whether it holds now.
    pub standing: Standing,
    /// Since when it is in force, or when it will be.
    pub in_force_from: Option<Timestamp>,
    /// The last day on which it is in force.
    pub ends_on: Option<civil::Date>,
    /// How many objects it makes available to the partners now.
    pub released: u64,
    /// How many objects it withholds from them now.
    pub withheld: u64,
}

/// Writes the page.
///
/// # Errors
///
/// [`RenderPageError`] if the template could not be written; the answer is then a plain 500.
pub fn render(page: &Page, view: &AgreementsView) -> Result<Html<String>, RenderPageError> {
    page::write(&AgreementsTemplate { page, view })
}

#[derive(Template)]
#[template(path = "agreements.html")]
struct AgreementsTemplate<'a> {
    page: &'a Page,
    view: &'a AgreementsView,
}
