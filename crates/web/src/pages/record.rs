//! The record of cooperation: whom we met, where, when, and what came of it.

use askama::Template;
use axum::response::Html;
use jiff::civil;

use crate::foreign::Foreign;
use crate::format::Formats;
use crate::markup::Markup;
use crate::page::{self, Page, RenderPageError};
use crate::pages::Pager;
use crate::pages::shared::path_with;
use crate::strings::{Key, Strings};
use crate::words::Word;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordView {
    /// The engagements, the latest first.
    pub engagements: Vec<Engagement>,
    /// How many there are in all.
    pub total: u64,
    /// The way to older and newer ones.
    pub pager: Pager,
}

/// One engagement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engagement {
    /// Its id, `coop-engagement--…`.
    pub id: String,
    /// What kind it was.
    pub kind: Word,
    /// Its title, in the page's language where we have one.
    pub title: Foreign,
    /// When it was.
    pub when: When,
    /// What of its date comes from other reports than those named as sources.
    pub dated_elsewhere: Option<DatedElsewhere>,
    /// Where it was, if that is known.
    pub place: Option<Foreign>,
    /// Who took part.
    pub parties: Vec<Party>,
    /// What came of it.
    pub outcomes: Vec<Foreign>,
    /// Where we know it from.
    pub sources: Vec<Source>,
    /// Where the sources do not agree.
    pub contradictions: Vec<Contradiction>,
}

/// Somebody who took part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    /// As the sources say it: a name, or a role.
    Told(Foreign),
    /// The sources give at most the role; the name is from other reports.
    NamedElsewhere {
        /// The role that the sources give.
        role: Option<Foreign>,
        /// The name that other reports give.
        name: Foreign,
    },
}

/// What of a date the sources do not say and other reports do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DatedElsewhere {
    /// All of it.
    Whole,
    /// Only the last day.
    LastDay,
}

impl DatedElsewhere {
    fn key(self) -> Key {
        match self {
            Self::Whole => Key("record-date-elsewhere"),
            Self::LastDay => Key("record-last-day-elsewhere"),
        }
    }
}

/// When something was, as exactly as the sources say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// On one day.
    Day(civil::Date),
    /// From a day to a day, both included.
    Days(civil::Date, civil::Date),
    /// In a month; the day is not known.
    Month(civil::Date),
    /// In a year; the month is not known.
    Year(civil::Date),
    /// Not stated.
    Unknown,
}

/// Where something is known from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What it is called here.
    pub title: Foreign,
    /// When it was published.
    pub published: Published,
}

/// When a source was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Published {
    /// On the day that it prints.
    On(civil::Date),
    /// It prints no date.
    NotPrinted,
    /// Not known here.
    Unknown,
}

/// A point on which the sources say different things. All are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// What is said about it, in one sentence.
    pub about: Foreign,
    /// Each value with its source.
    pub values: Vec<ClaimedValue>,
}

/// A value that one source gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedValue {
    /// The value.
    pub value: Value,
    /// The source that gives it, if it can be named.
    pub source: Option<Foreign>,
    /// Whether the record follows it.
    pub is_followed: bool,
}

/// What a source says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A date.
    Date(When),
    /// Words.
    Words(Foreign),
}

/// Writes the page.
///
/// # Errors
///
/// [`RenderPageError`] if the template could not be written; the answer is then a plain 500.
pub fn render(page: &Page, view: &RecordView) -> Result<Html<String>, RenderPageError> {
    page::write(&RecordTemplate { page, view })
}

#[derive(Template)]
#[template(path = "record.html")]
struct RecordTemplate<'a> {
    page: &'a Page,
    view: &'a RecordView,
}

impl RecordView {
    fn older(&self) -> Option<String> {
        self.pager
            .older
            .as_deref()
            .map(|cursor| path_with("record", &[("before", Some(cursor))]))
    }

    fn newer(&self) -> Option<String> {
        self.pager
            .newer
            .as_deref()
            .map(|cursor| path_with("record", &[("after", Some(cursor))]))
    }
}

impl Page {
    /// What a source says, a date in the form of the language.
    pub(crate) fn value(&self, value: &Value) -> Markup {
        match value {
            Value::Date(when) => self.when(when),
            Value::Words(words) => words.html(),
        }
    }

    /// A date with the precision that it has.
    pub(crate) fn when(&self, when: &When) -> Markup {
        let formats = Formats::of(self.language);
        let strings = Strings::of(self.language);
        match *when {
            When::Day(day) => self.date(&day),
            When::Days(first, last) => {
                let is_one_month = first.first_of_month() == last.first_of_month();
                let from = if is_one_month {
                    formats.day_of_month(first)
                } else {
                    formats.date(first)
                };
                let range = [("first", from.as_str()), ("last", &formats.date(last))];
                let text = strings.text_with(Key("when-days").0, &range);
                Markup::element("span", &[], &text)
            }
            When::Month(date) => {
                let machine = date.strftime("%Y-%m").to_string();
                Markup::element("time", &[("datetime", &machine)], &formats.month(date))
            }
            When::Year(date) => {
                let machine = date.strftime("%Y").to_string();
                Markup::element("time", &[("datetime", &machine)], &formats.year(date))
            }
            When::Unknown => Markup::element("span", &[], &strings.text(Key("when-unknown").0)),
        }
    }
}
