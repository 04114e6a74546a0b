//! What every page has around its own matter: language, path, who is signed in, the moment.

use std::borrow::Borrow;
use std::fmt::Display;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use jiff::{Timestamp, civil};
use thiserror::Error;

use crate::assets;
use crate::foreign::{self, Foreign, visible};
use crate::format::Formats;
use crate::language::Language;
use crate::markup::Markup;
use crate::strings::{Key, Strings};
use crate::words::Word;

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

    /// Whether the page belongs to a part of the node: `agreements` for `agreements/…`.
    pub(crate) fn is_in(&self, part: &str) -> bool {
        self.path.split(['/', '?']).next() == Some(part)
    }

    /// The languages to choose from.
    pub(crate) fn languages(&self) -> [Language; 3] {
        Language::ALL
    }

    pub(crate) fn text(&self, key: &str) -> String {
        Strings::of(self.language).text(key)
    }

    pub(crate) fn label(&self, key: impl Borrow<Key>) -> String {
        self.text(key.borrow().0)
    }

    /// A message whose plural form is chosen by its value `n`.
    pub(crate) fn counted(&self, key: &str, n: impl Borrow<u64>) -> String {
        Strings::of(self.language).text_with(key, &[("n", (*n.borrow()).into())])
    }

    /// A message with one value, called `value`.
    pub(crate) fn filled(&self, key: &str, value: impl Display) -> String {
        Strings::of(self.language).text_with(key, &[("value", value.to_string().into())])
    }

    pub(crate) fn number(&self, number: &u64) -> String {
        Formats::of(self.language).number(*number)
    }

    pub(crate) fn word(&self, word: &Word) -> Markup {
        word.html(self.language)
    }

    /// A day.
    pub(crate) fn date(&self, date: &civil::Date) -> Markup {
        let text = Formats::of(self.language).date(*date);
        Markup::element("time", &[("datetime", &date.to_string())], &text)
    }

    /// The day of a moment, in UTC.
    pub(crate) fn day(&self, at: &Timestamp) -> Markup {
        self.date(&jiff::tz::TimeZone::UTC.to_datetime(*at).date())
    }

    /// A day and time, with the zone.
    pub(crate) fn moment(&self, at: &Timestamp) -> Markup {
        let text = Formats::of(self.language).date_time(*at);
        Markup::element("time", &[("datetime", &at.to_string())], &text)
    }

    /// How long ago, or how far ahead; the moment itself on hover.
    pub(crate) fn age(&self, at: &Timestamp) -> Markup {
        let formats = Formats::of(self.language);
        let attributes = [
            ("datetime", &*at.to_string()),
            ("title", &*formats.date_time(*at)),
        ];
        Markup::element("time", &attributes, &formats.age(*at, self.now))
    }

    pub(crate) fn today(&self) -> String {
        Formats::of(self.language).weekday(jiff::tz::TimeZone::UTC.to_datetime(self.now).date())
    }

    /// An identifier, hash or other machine text: left to right, in one piece.
    pub(crate) fn code(&self, text: impl Display) -> Markup {
        Markup::element(
            "code",
            &[("dir", "ltr"), ("translate", "no")],
            &visible(&text.to_string()),
        )
    }

    /// A sentence that another part of this program wrote in the page's language.
    ///
    /// It may isolate the names in it, as ours do; every other unseen character is shown.
    pub(crate) fn sentence(&self, text: &str) -> Markup {
        Markup::element("span", &[("class", "sentence")], &foreign::sentence(text))
    }

    pub(crate) fn visible(&self, text: &str) -> String {
        visible(text)
    }

    /// The name of an article's place in its agreement's page.
    pub(crate) fn anchor(&self, number: &str) -> String {
        let kept = number
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
        format!("article-{}", kept.collect::<String>())
    }

    pub(crate) fn foot(&self, log: &LogFoot) -> String {
        let formats = Formats::of(self.language);
        let values = [
            ("n", log.size.into()),
            ("at", formats.date_time(log.sealed_at).into()),
        ];
        Strings::of(self.language).text_with("foot", &values)
    }

    /// The face that most of the page is set in, to be fetched first.
    pub(crate) fn main_font(&self) -> &'static str {
        match self.language {
            Language::Ar => "ibm-plex-sans-arabic-arabic-400-normal.woff2",
            Language::Fr | Language::En => "inter-latin-wght-normal.woff2",
        }
    }

    pub(crate) fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    pub(crate) fn icon(&self, name: &str) -> Markup {
        self.picture("ico", name)
    }

    /// An arrow against the direction of reading.
    pub(crate) fn icon_back(&self) -> Markup {
        self.picture("ico flip", "chevron-left")
    }

    /// An arrow in the direction of reading.
    pub(crate) fn icon_on(&self) -> Markup {
        self.picture("ico flip", "chevron-right")
    }

    pub(crate) fn mark(&self) -> Markup {
        self.picture("mark", "mark")
    }

    fn picture(&self, class: &str, name: &str) -> Markup {
        Markup::icon(class, &format!("{}#{name}", assets::address("icons.svg")))
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
