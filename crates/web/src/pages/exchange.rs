//! Exchange: what was released, what was withheld and why, what a partner took.

use askama::Template;
use axum::response::Html;
use jiff::Timestamp;

use crate::foreign::Foreign;
use crate::page::{self, Page, RenderPageError};
use crate::pages::shared::{TabLink, path_with};
use crate::pages::{AgreementRef, ObjectLine, Pager, Reason};
use crate::strings::Key;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeView {
    /// The lines of the open tab, the newest first.
    pub lines: ExchangeLines,
    /// How many lines each tab has under the chosen agreement.
    pub counts: ExchangeCounts,
    /// The agreements to choose from.
    pub agreements: Vec<AgreementRef>,
    /// The id of the agreement that the lines are limited to.
    pub chosen: Option<String>,
    /// The way to older and newer lines.
    pub pager: Pager,
}

/// How many lines each tab has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExchangeCounts {
    /// Objects available to partners.
    pub released: u64,
    /// Objects withheld from partners.
    pub withheld: u64,
    /// Times that a partner was given something.
    pub disclosed: u64,
}

/// The lines of one tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExchangeLines {
    /// What partners may fetch.
    Released(Vec<ReleasedLine>),
    /// What they may not, and why.
    Withheld(Vec<WithheldLine>),
    /// What they did fetch.
    Disclosed(Vec<DisclosedLine>),
}

/// A tab of the page; its word is the last segment of the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExchangeTab {
    /// What partners may fetch.
    Released,
    /// What they may not, and why.
    Withheld,
    /// What they did fetch.
    Disclosed,
}

impl ExchangeTab {
    /// Every tab, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Released, Self::Withheld, Self::Disclosed];

    /// The last segment of the tab's path.
    pub fn word(self) -> &'static str {
        match self {
            Self::Released => "released",
            Self::Withheld => "withheld",
            Self::Disclosed => "disclosed",
        }
    }

    /// The tab of a path's last segment.
    ///
    /// ```
    /// # use mithaq_web::pages::exchange::ExchangeTab;
    /// assert_eq!(ExchangeTab::of("withheld"), Some(ExchangeTab::Withheld));
    /// assert_eq!(ExchangeTab::of("secret"), None);
    /// ```
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.word() == word)
    }

    fn key(self) -> Key {
        match self {
            Self::Released => Key("exchange-released"),
            Self::Withheld => Key("exchange-withheld"),
            Self::Disclosed => Key("exchange-disclosed"),
        }
    }

    fn count(self, counts: &ExchangeCounts) -> u64 {
        match self {
            Self::Released => counts.released,
            Self::Withheld => counts.withheld,
            Self::Disclosed => counts.disclosed,
        }
    }
}

/// An object that a partner may fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedLine {
    /// Its number in the agreement's sequence.
    pub sequence: u64,
    /// The object.
    pub object: ObjectLine,
    /// The agreement.
    pub agreement: AgreementRef,
    /// The partner.
    pub partner: Foreign,
    /// The article that permits it.
    pub article: String,
    /// When it became available.
    pub at: Timestamp,
    /// When it was recalled, if it was.
    pub recalled_at: Option<Timestamp>,
}

/// An object that a partner may not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithheldLine {
    /// The object.
    pub object: ObjectLine,
    /// The agreement.
    pub agreement: AgreementRef,
    /// The partner.
    pub partner: Foreign,
    /// Every reason; the first is the headline.
    pub reasons: Vec<Reason>,
    /// When it was decided.
    pub at: Timestamp,
}

/// One time that a partner was given something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosedLine {
    /// The agreement.
    pub agreement: AgreementRef,
    /// The partner.
    pub partner: Foreign,
    /// How many objects.
    pub objects: u64,
    /// The first of the agreement's sequence that was given.
    pub first: u64,
    /// The last of the agreement's sequence that was given.
    pub last: u64,
    /// The number of the log entry that the receipt proves.
    pub receipt: u64,
    /// When it was given.
    pub at: Timestamp,
}

/// Writes the page.
///
/// # Errors
///
/// [`RenderPageError`] if the template could not be written; the answer is then a plain 500.
pub fn render(page: &Page, view: &ExchangeView) -> Result<Html<String>, RenderPageError> {
    page::write(&ExchangeTemplate { page, view })
}

#[derive(Template)]
#[template(path = "exchange.html")]
struct ExchangeTemplate<'a> {
    page: &'a Page,
    view: &'a ExchangeView,
}

impl ExchangeView {
    fn open_tab(&self) -> ExchangeTab {
        match self.lines {
            ExchangeLines::Released(_) => ExchangeTab::Released,
            ExchangeLines::Withheld(_) => ExchangeTab::Withheld,
            ExchangeLines::Disclosed(_) => ExchangeTab::Disclosed,
        }
    }

    fn tabs(&self) -> [TabLink; 3] {
        ExchangeTab::ALL.map(|tab| TabLink {
            label: tab.key(),
            path: self.path(tab, None, None),
            count: tab.count(&self.counts),
            is_open: tab == self.open_tab(),
        })
    }

    fn path(&self, tab: ExchangeTab, before: Option<&str>, after: Option<&str>) -> String {
        let query = [
            ("agreement", self.chosen.as_deref()),
            ("before", before),
            ("after", after),
        ];
        path_with(&format!("exchange/{}", tab.word()), &query)
    }

    /// The path that the choice of an agreement leads to.
    fn bare_path(&self) -> String {
        format!("exchange/{}", self.open_tab().word())
    }

    fn older(&self) -> Option<String> {
        self.pager
            .older
            .as_deref()
            .map(|cursor| self.path(self.open_tab(), Some(cursor), None))
    }

    fn newer(&self) -> Option<String> {
        self.pager
            .newer
            .as_deref()
            .map(|cursor| self.path(self.open_tab(), None, Some(cursor)))
    }

    fn is_chosen(&self, agreement: &AgreementRef) -> bool {
        self.chosen.as_deref() == Some(&agreement.id)
    }
}

impl Page {
    /// The address of a tab, limited to one agreement.
    pub(crate) fn exchange_url(&self, tab: &str, agreement: &str) -> String {
        self.url(path_with(
            &format!("exchange/{tab}"),
            &[("agreement", Some(agreement))],
        ))
    }
}
