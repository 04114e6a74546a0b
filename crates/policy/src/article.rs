//! An article of an agreement: its number, its words, and what of it a machine can apply.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use mithaq_stix::Tlp;

use crate::{Lang, Texts};

/// A numbered article, with its text in each authentic language and its machine terms.
///
/// An article without terms binds people only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    pub(crate) number: String,
    pub(crate) title: Texts,
    pub(crate) text: Texts,
    pub(crate) terms: Terms,
}

impl Article {
    /// The number as the agreement writes it, like `5` or `5(2)`; unique in the agreement.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The title in each language that has one; every authentic language has one.
    pub fn titles(&self) -> &Texts {
        &self.title
    }

    /// The text in each language that has one; every authentic language has one.
    pub fn texts(&self) -> &Texts {
        &self.text
    }

    /// The title in this language, or else in the first one that there is.
    pub fn title(&self, lang: Lang) -> &str {
        self.title.nearest(lang).map_or("", |(_, title)| title)
    }

    /// The text in this language, or else in the first one that there is.
    pub fn text(&self, lang: Lang) -> &str {
        self.text.nearest(lang).map_or("", |(_, text)| text)
    }

    /// What a machine applies of this article.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }
}

/// What a machine applies of an article: nothing, one thing or several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// What may be given under this article. Several such articles are alternatives.
    pub grants: Option<Grants>,
    /// The strictest TLP that may be given under the whole agreement. Several hold together.
    pub ceiling: Option<Tlp>,
    /// The days on which anything may be given under the whole agreement. Several hold together.
    pub validity: Option<Validity>,
}

impl Terms {
    /// Whether the article binds people only.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What an article lets one party give to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grants {
    /// Fields of cooperation (domain reference 7.1, open); an object needs one of them at least.
    pub subjects: Vec<String>,
    /// STIX object types, like `indicator`.
    pub object_types: Vec<String>,
}

/// A span of whole days in UTC, both ends included; at least one end is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The first day, if there is one.
    pub from: Option<Date>,
    /// The last day, if there is one.
    pub until: Option<Date>,
}

impl Validity {
    /// Whether the moment is on one of the days.
    pub fn contains(&self, now: Timestamp) -> bool {
        let day = now.to_zoned(TimeZone::UTC).date();
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn both_days_are_included_to_their_last_moment() {
        let validity = Validity {
            from: Some(date(2026, 1, 1)),
            until: Some(date(2026, 1, 31)),
        };
        for (moment, within) in [
            ("2025-12-31T23:59:59.999999999Z", false),
            ("2026-01-01T00:00:00Z", true),
            ("2026-01-31T23:59:59.999999999Z", true),
            ("2026-02-01T00:00:00Z", false),
        ] {
            assert_eq!(
                validity.contains(moment.parse().unwrap()),
                within,
                "{moment}"
            );
        }
    }
}
