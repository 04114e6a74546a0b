//! What a draft and a signed agreement have in common, and the rules of drafting that both obey.

use std::collections::BTreeSet;

use jiff::civil::Date;
use mithaq_stix::Tlp;

use crate::{Article, EntryRule, Grants, Instrument, Lang, Texts, Validity, word::check_word};

/// The most articles in one agreement: each one costs time at every decision.
const MOST_ARTICLES: usize = 200;
/// The longest notice, in months.
const LONGEST_NOTICE: u32 = 120;
/// Years in which a date of an agreement is believed.
const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i16> = 1900..=2999;

/// All of an agreement but who made it and between whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) name: Texts,
    pub(crate) instrument: Instrument,
    pub(crate) enters_into_force: EntryRule,
    pub(crate) ends_on: Option<Date>,
    pub(crate) notice_months: u32,
    pub(crate) authentic: Vec<Lang>,
    pub(crate) articles: Vec<Article>,
}

/// A rule of drafting that an agreement breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Flaw {
    /// No authentic language is named, or one twice.
    #[error("`authentic` must name each language of the authentic text once: `ar`, `fr`, `en`")]
    AuthenticLanguages,
    /// The agreement's name is missing in an authentic language.
    #[error("the agreement has no name in {}, an authentic language: add `{lang}` to `name`", lang.english_name())]
    NameMissing {
        /// The language without a name.
        lang: Lang,
    },
    /// An article's title or text is missing in an authentic language.
    #[error("article {article} has no {part} in {}, an authentic language: add `{lang}` to its `{part}`", lang.english_name())]
    TextMissing {
        /// The article's number.
        article: String,
        /// `title` or `text`.
        part: &'static str,
        /// The language without a text.
        lang: Lang,
    },
    /// A text holds a character that hides or reorders what is read.
    #[error(
        "{place} holds the invisible character U+{code:04X}, which can hide what is signed: remove it"
    )]
    HiddenCharacter {
        /// Which text.
        place: String,
        /// The character's code point.
        code: u32,
    },
    /// An article number is not like `5` or `5(2)`.
    #[error("`{number}` is not an article number: write it like `5` or `5(2)`")]
    ArticleNumber {
        /// What was written.
        number: String,
    },
    /// Two articles have one number.
    #[error("article {number} is there twice: give each article its own number")]
    ArticleTwice {
        /// The number.
        number: String,
    },
    /// There are too many articles.
    #[error("there are {count} articles: an agreement holds at most {MOST_ARTICLES}, so split it")]
    TooManyArticles {
        /// How many there are.
        count: usize,
    },
    /// A binding instrument lets nothing be given.
    #[error(
        "no article has `grants`, so nothing could ever be given: add `grants` to the article under which things are given"
    )]
    GrantsNothing,
    /// A letter of intent or joint declaration would let something be given.
    #[error(
        "article {article} has `grants`, but a {instrument} never gives access (rule R-AG6): remove `grants`, or choose a binding instrument"
    )]
    GrantsInNonBinding {
        /// The article's number.
        article: String,
        /// The instrument.
        instrument: Instrument,
    },
    /// A granting article names no subject, or no object type.
    #[error(
        "article {article} grants with an empty `{list}`: name at least one, or remove `grants`"
    )]
    EmptyGrant {
        /// The article's number.
        article: String,
        /// `subjects` or `object_types`.
        list: &'static str,
    },
    /// A word of a grant is not in kebab-case.
    #[error(
        "article {article}: `{word}` in `{list}` is not lower-case letters and digits joined by single hyphens: write it like `{example}`"
    )]
    GrantWord {
        /// The article's number.
        article: String,
        /// `subjects` or `object_types`.
        list: &'static str,
        /// What was written.
        word: String,
        /// A word of the right form.
        example: &'static str,
    },
    /// A word stands twice in a grant.
    #[error("article {article}: `{word}` is twice in `{list}`: remove one")]
    GrantWordTwice {
        /// The article's number.
        article: String,
        /// `subjects` or `object_types`.
        list: &'static str,
        /// The word.
        word: String,
    },
    /// A ceiling of TLP:RED.
    #[error(
        "article {article} sets the ceiling to TLP:RED, which goes only to named persons and never from node to node (rule R-TL3): choose `amber+strict` or lower"
    )]
    RedCeiling {
        /// The article's number.
        article: String,
    },
    /// A validity without either end.
    #[error(
        "article {article} has an empty `validity`: give `from`, `until` or both, or remove it"
    )]
    EmptyValidity {
        /// The article's number.
        article: String,
    },
    /// A date in no plausible year.
    #[error("{date} is not a plausible date of an agreement: write a year from 1900 to 2999")]
    ImplausibleDate {
        /// The date.
        date: Date,
    },
    /// One date ends a span before another begins it.
    #[error(
        "{end} ({end_place}) is before {start} ({start_place}), so nothing could ever be given: mend one of the two dates"
    )]
    NeverApplies {
        /// The last day.
        end: Date,
        /// What sets the last day.
        end_place: String,
        /// The first day.
        start: Date,
        /// What sets the first day.
        start_place: String,
    },
    /// A notice longer than anyone agrees to.
    #[error(
        "`notice_months` is {months}: an agreement can be denounced with at most {LONGEST_NOTICE} months' notice"
    )]
    LongNotice {
        /// The months written.
        months: u32,
    },
}

/// The part of a draft that a flaw is in, so that its reader can point at the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The instrument, which says what the whole is for.
    Instrument,
    Name,
    Authentic,
    Entry,
    End,
    Notice,
    /// An article, by its position from 0.
    Article(usize),
}

impl Content {
    /// Accepts what obeys the rules of drafting; else the first flaw and where it is.
    pub(crate) fn check(&self) -> Result<(), (Place, Flaw)> {
        self.check_languages()?;
        self.check_articles()?;
        self.check_dates()?;
        if self.notice_months > LONGEST_NOTICE {
            return Err((
                Place::Notice,
                Flaw::LongNotice {
                    months: self.notice_months,
                },
            ));
        }
        if self.instrument.is_binding() && self.granting().next().is_none() {
            return Err((Place::Instrument, Flaw::GrantsNothing));
        }
        Ok(())
    }

    /// The articles under which things may be given, in their order.
    pub(crate) fn granting(&self) -> impl Iterator<Item = (&Article, &Grants)> {
        self.articles.iter().filter_map(|article| {
            article
                .terms
                .grants
                .as_ref()
                .map(|grants| (article, grants))
        })
    }

    /// The lowest ceiling of all articles, if any sets one.
    pub(crate) fn ceiling(&self) -> Option<Tlp> {
        self.articles
            .iter()
            .filter_map(|article| article.terms.ceiling)
            .min()
    }

    fn check_languages(&self) -> Result<(), (Place, Flaw)> {
        let distinct: BTreeSet<Lang> = self.authentic.iter().copied().collect();
        if distinct.is_empty() || distinct.len() < self.authentic.len() {
            return Err((Place::Authentic, Flaw::AuthenticLanguages));
        }
        if let Some(lang) = missing(&self.name, &self.authentic) {
            return Err((Place::Name, Flaw::NameMissing { lang }));
        }
        check_visible(&self.name, || "the agreement's `name`".to_owned())
            .map_err(|flaw| (Place::Name, flaw))
    }

    fn check_articles(&self) -> Result<(), (Place, Flaw)> {
        if self.articles.len() > MOST_ARTICLES {
            let count = self.articles.len();
            return Err((Place::Instrument, Flaw::TooManyArticles { count }));
        }
        let mut numbers = BTreeSet::new();
        for (position, article) in self.articles.iter().enumerate() {
            let check = if numbers.insert(article.number()) {
                self.check_article(article)
            } else {
                Err(Flaw::ArticleTwice {
                    number: article.number.clone(),
                })
            };
            check.map_err(|flaw| (Place::Article(position), flaw))?;
        }
        Ok(())
    }

    fn check_article(&self, article: &Article) -> Result<(), Flaw> {
        let number = || article.number.clone();
        if !is_article_number(&article.number) {
            return Err(Flaw::ArticleNumber {
                number: article.number.chars().take(40).collect(),
            });
        }
        for (part, texts) in [("title", &article.title), ("text", &article.text)] {
            if let Some(lang) = missing(texts, &self.authentic) {
                return Err(Flaw::TextMissing {
                    article: number(),
                    part,
                    lang,
                });
            }
            check_visible(texts, || {
                format!("the `{part}` of article {}", article.number)
            })?;
        }
        if let Some(grants) = &article.terms.grants {
            if !self.instrument.is_binding() {
                let instrument = self.instrument.clone();
                return Err(Flaw::GrantsInNonBinding {
                    article: number(),
                    instrument,
                });
            }
            check_words(article, "subjects", &grants.subjects, "cybercrime")?;
            check_words(article, "object_types", &grants.object_types, "indicator")?;
        }
        if article.terms.ceiling == Some(Tlp::Red) {
            return Err(Flaw::RedCeiling { article: number() });
        }
        match article.terms.validity {
            Some(Validity {
                from: None,
                until: None,
            }) => Err(Flaw::EmptyValidity { article: number() }),
            _ => Ok(()),
        }
    }

    /// Refuses dates that leave no day on which anything could be given.
    fn check_dates(&self) -> Result<(), (Place, Flaw)> {
        let entry = match self.enters_into_force {
            EntryRule::Fixed(day) => Some((day, Place::Entry, "`enters_into_force`".to_owned())),
            _ => None,
        };
        let from = |validity: Validity| validity.from;
        let until = |validity: Validity| validity.until;
        let starts: Vec<_> = entry
            .into_iter()
            .chain(self.validities("from", from))
            .collect();
        let end = self
            .ends_on
            .map(|day| (day, Place::End, "`ends_on`".to_owned()));
        let ends: Vec<_> = end
            .into_iter()
            .chain(self.validities("until", until))
            .collect();
        for (date, place, _) in starts.iter().chain(&ends) {
            if !PLAUSIBLE_YEARS.contains(&date.year()) {
                return Err((*place, Flaw::ImplausibleDate { date: *date }));
            }
        }
        let latest_start = starts.iter().max_by_key(|(date, ..)| *date);
        let earliest_end = ends.iter().min_by_key(|(date, ..)| *date);
        match (latest_start, earliest_end) {
            (Some((start, _, start_place)), Some((end, place, end_place))) if end < start => {
                let (start_place, end_place) = (start_place.clone(), end_place.clone());
                let (end, start) = (*end, *start);
                Err((
                    *place,
                    Flaw::NeverApplies {
                        end,
                        end_place,
                        start,
                        start_place,
                    },
                ))
            }
            _ => Ok(()),
        }
    }

    /// One end of each validity, with where it stands.
    fn validities(
        &self,
        name: &'static str,
        end: impl Fn(Validity) -> Option<Date>,
    ) -> impl Iterator<Item = (Date, Place, String)> {
        self.articles
            .iter()
            .enumerate()
            .filter_map(move |(position, article)| {
                let date = article.terms.validity.and_then(&end)?;
                let label = format!("`{name}` of article {}", article.number);
                Some((date, Place::Article(position), label))
            })
    }
}

/// The first authentic language in which there is no text.
fn missing(texts: &Texts, authentic: &[Lang]) -> Option<Lang> {
    let blank = |lang: &Lang| texts.get(*lang).is_none_or(|text| text.trim().is_empty());
    authentic.iter().copied().find(blank)
}

/// Refuses controls and directional overrides: what is shown must be what is signed.
///
/// Directional marks and isolates stay allowed: mixed Arabic and Latin text needs them.
fn check_visible(texts: &Texts, place: impl Fn() -> String) -> Result<(), Flaw> {
    match texts
        .iter()
        .find_map(|(_, text)| text.chars().find(|c| hides(*c)))
    {
        Some(c) => Err(Flaw::HiddenCharacter {
            place: place(),
            code: u32::from(c),
        }),
        None => Ok(()),
    }
}

/// Whether the character is a control other than layout, or a directional override or embedding.
pub(crate) fn hides(c: char) -> bool {
    let layout = matches!(c, '\n' | '\t');
    (c.is_control() && !layout) || matches!(c, '\u{202A}'..='\u{202E}')
}

fn check_words(
    article: &Article,
    list: &'static str,
    words: &[String],
    example: &'static str,
) -> Result<(), Flaw> {
    let article = article.number.clone();
    if words.is_empty() {
        return Err(Flaw::EmptyGrant { article, list });
    }
    let mut seen = BTreeSet::new();
    for word in words {
        if check_word(word).is_err() {
            let word = word.chars().take(80).collect();
            return Err(Flaw::GrantWord {
                article,
                list,
                word,
                example,
            });
        }
        if !seen.insert(word) {
            return Err(Flaw::GrantWordTwice {
                article,
                list,
                word: word.clone(),
            });
        }
    }
    Ok(())
}

/// Whether it is like `5` or `5(2)`.
fn is_article_number(number: &str) -> bool {
    let counts = |digits: &str| {
        digits.len() <= 4
            && digits.starts_with(|c: char| ('1'..='9').contains(&c))
            && digits.bytes().all(|b| b.is_ascii_digit())
    };
    match number.split_once('(') {
        None => counts(number),
        Some((article, paragraph)) => {
            counts(article) && paragraph.strip_suffix(')').is_some_and(counts)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_numbers_count_from_one() {
        for number in ["1", "42", "5(2)", "9999(10)"] {
            assert!(is_article_number(number), "{number}");
        }
        for number in [
            "", "0", "05", "5()", "5(0)", "5(2", "5)", "5(2)x", "5 (2)", "a", "٥", "12345",
        ] {
            assert!(!is_article_number(number), "{number}");
        }
    }
}
