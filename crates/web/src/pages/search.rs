//! Search: objects by their words, their type and their time.

use askama::Template;
use axum::response::Html;
use jiff::{Timestamp, civil};
use mithaq_stix::Tlp;

use crate::foreign::{Foreign, Marked};
use crate::page::{self, Page, RenderPageError};
use crate::pages::shared::path_with;
use crate::strings::Key;
use crate::words::Word;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchView {
    /// What was typed, as it was typed.
    pub sought: String,
    /// Types to choose from, the chosen ones among them.
    pub kinds: Vec<KindChoice>,
    /// Only what was made on this day or later.
    pub since: Option<civil::Date>,
    /// Only what was made on this day or before.
    pub until: Option<civil::Date>,
    /// What was found, the closer before the less close.
    pub groups: Vec<Group>,
    /// The place from which more can be asked for.
    pub more: Option<String>,
    /// How many versions cannot be found yet.
    pub not_indexed: u64,
}

/// A type that the results can be limited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindChoice {
    /// The type.
    pub kind: Word,
    /// Whether the results are limited to it.
    pub is_chosen: bool,
}

/// Results that answer what was typed in the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// How they answer.
    pub nearness: Nearness,
    /// The results, the newest first.
    pub results: Vec<ResultLine>,
}

/// How a result answers what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nearness {
    /// Nothing was typed: it is new.
    Newest,
    /// It is named so.
    Named,
    /// It says so.
    Mentioned,
    /// Its name sounds like that.
    SoundsAlike,
}

impl Nearness {
    /// Every nearness, the nearest first.
    pub const ALL: [Self; 4] = [
        Self::Newest,
        Self::Named,
        Self::Mentioned,
        Self::SoundsAlike,
    ];

    fn key(self) -> Key {
        match self {
            Self::Newest => Key("search-newest"),
            Self::Named => Key("search-named"),
            Self::Mentioned => Key("search-mentioned"),
            Self::SoundsAlike => Key("search-sounds-alike"),
        }
    }

    /// The name of its heading in the page.
    fn anchor(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Named => "named",
            Self::Mentioned => "mentioned",
            Self::SoundsAlike => "sounds-alike",
        }
    }
}

/// One object that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultLine {
    /// Its id, `indicator--…`.
    pub id: String,
    /// Its type.
    pub kind: Word,
    /// Its name, if it has one.
    pub name: Option<Marked>,
    /// The names of what it is about, if it says little by itself: the ends of a relationship.
    pub about: Vec<Foreign>,
    /// When this version was made, if it says so.
    pub made_at: Option<Timestamp>,
    /// How far it may go.
    pub tlp: Tlp,
    /// Whether it was revoked.
    pub is_revoked: bool,
    /// The partner that gave it; none if it is our own.
    pub giver: Option<Foreign>,
    /// What it says of what was looked for.
    pub quote: Option<QuoteLine>,
}

/// A part of an object's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteLine {
    /// The property that says it.
    pub property: Word,
    /// The part.
    pub text: Marked,
}

/// Writes the page.
///
/// # Errors
///
/// [`RenderPageError`] if the template could not be written; the answer is then a plain 500.
pub fn render(page: &Page, view: &SearchView) -> Result<Html<String>, RenderPageError> {
    page::write(&SearchTemplate { page, view })
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchTemplate<'a> {
    page: &'a Page,
    view: &'a SearchView,
}

impl SearchView {
    fn is_filtered(&self) -> bool {
        self.since.is_some()
            || self.until.is_some()
            || self.kinds.iter().any(|choice| choice.is_chosen)
    }

    fn is_sought(&self) -> bool {
        self.is_filtered() || !self.sought.trim().is_empty()
    }

    /// What to say where there are no results: an icon, a title and a hint.
    fn nothing(&self) -> [Key; 2] {
        if self.more.is_some() {
            [Key("search-going-on"), Key("search-going-on-hint")]
        } else if self.is_sought() {
            [Key("search-none"), Key("search-none-hint")]
        } else {
            [Key("search-empty"), Key("search-empty-hint")]
        }
    }

    /// The same search without its filters.
    fn without_filters(&self) -> String {
        path_with("search", &[("q", Some(&self.sought))])
    }

    /// The same search from the place behind what is shown.
    fn further(&self) -> Option<String> {
        let more = self.more.as_deref()?;
        let (since, until) = (self.since.map(iso), self.until.map(iso));
        let chosen = self.kinds.iter().filter(|choice| choice.is_chosen);
        let mut query = vec![("q", Some(self.sought.as_str()))];
        query.extend(chosen.map(|choice| ("type", Some(choice.kind.term()))));
        query.push(("since", since.as_deref()));
        query.push(("until", until.as_deref()));
        query.push(("after", Some(more)));
        Some(path_with("search", &query))
    }
}

/// A day as a field for days holds it.
fn iso(day: civil::Date) -> String {
    day.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn the_way_on_keeps_words_and_filters() {
        let mut view = SearchView::sample(Language::En);
        view.sought = "a&b +c".to_owned();
        let chosen: Vec<_> = view.kinds.iter().filter(|it| it.is_chosen).collect();
        assert_eq!(chosen.len(), 1);
        assert_eq!(
            view.further().unwrap(),
            "search?q=a%26b%20%2Bc&type=report&since=2026-01-01&after=mentioned.812"
        );
        view.more = None;
        assert_eq!(view.further(), None);
        assert_eq!(view.without_filters(), "search?q=a%26b%20%2Bc");
    }

    #[test]
    fn what_is_empty_says_why() {
        let mut view = SearchView::sample_empty();
        assert_eq!(view.nothing()[0], Key("search-empty"));
        view.sought = "x".to_owned();
        assert_eq!(view.nothing()[0], Key("search-none"));
        view.more = Some("named.1".to_owned());
        assert_eq!(view.nothing()[0], Key("search-going-on"));
    }
}
