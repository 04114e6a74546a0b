//! The TOML form of a draft, with the lines on which its parts stand.

use std::{
    fmt::{self, Display},
    ops::Range,
    str::FromStr,
};

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de::Visitor};
use toml::Spanned;

use super::{Draft, ReadDraftError};
use crate::{
    Article, EntryRule, Flaw, Grants, Instrument, Lang, Terms, Texts, Validity,
    content::{Content, Place},
    months::Months,
    tlp_text, vocabulary,
    word::likely_meant,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a draft")]
struct DraftForm {
    name: Spanned<Texts>,
    instrument: Spanned<String>,
    parties: Spanned<Vec<String>>,
    enters_into_force: Spanned<Quoted>,
    ends_on: Option<Spanned<Quoted>>,
    notice_months: Option<Spanned<Months>>,
    authentic: Spanned<Vec<String>>,
    #[serde(default)]
    article: Vec<Spanned<ArticleForm>>,
}

#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "an article: a table with `number`, `title`, `text` and its terms"
)]
struct ArticleForm {
    number: Spanned<String>,
    title: Texts,
    text: Texts,
    grants: Option<GrantsForm>,
    ceiling: Option<CeilingForm>,
    validity: Option<ValidityForm>,
}

#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `subjects` and `object_types`"
)]
struct GrantsForm {
    subjects: Vec<Spanned<String>>,
    object_types: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table with `tlp`")]
struct CeilingForm {
    tlp: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table with `from`, `until` or both"
)]
struct ValidityForm {
    from: Option<Spanned<Quoted>>,
    until: Option<Spanned<Quoted>>,
}

/// A text; TOML has dates of its own, whose author is told to put quotation marks round them.
struct Quoted(String);

impl<'de> Deserialize<'de> for Quoted {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(QuotedVisitor)
    }
}

struct QuotedVisitor;

impl Visitor<'_> for QuotedVisitor {
    type Value = Quoted;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text in quotation marks")
    }

    fn visit_str<E>(self, text: &str) -> Result<Quoted, E> {
        Ok(Quoted(text.to_owned()))
    }
}

/// Reads the form, then the values in it, then holds the whole to the rules of drafting.
pub(super) fn read(toml: &str) -> Result<Draft, ReadDraftError> {
    let lines = Lines { toml };
    let form: DraftForm = toml::from_str(toml)
        .map_err(|error| lines.form(error.span().unwrap_or_default(), error.message()))?;
    let spans = Spans::of(&form);
    let parties = lines.parties(&form.parties)?;
    let content = lines.content(form)?;
    content
        .check()
        .map_err(|(place, flaw)| lines.flaw(spans.of_place(place), flaw))?;
    Ok(Draft { parties, content })
}

/// Where the parts of a draft stand in its text.
struct Spans {
    name: Range<usize>,
    instrument: Range<usize>,
    authentic: Range<usize>,
    entry: Range<usize>,
    end: Range<usize>,
    notice: Range<usize>,
    articles: Vec<Range<usize>>,
}

impl Spans {
    fn of(form: &DraftForm) -> Self {
        Self {
            name: form.name.span(),
            instrument: form.instrument.span(),
            authentic: form.authentic.span(),
            entry: form.enters_into_force.span(),
            end: form.ends_on.as_ref().map(Spanned::span).unwrap_or_default(),
            notice: form
                .notice_months
                .as_ref()
                .map(Spanned::span)
                .unwrap_or_default(),
            articles: form
                .article
                .iter()
                .map(|form| form.get_ref().number.span())
                .collect(),
        }
    }

    fn of_place(&self, place: Place) -> Range<usize> {
        match place {
            Place::Instrument => self.instrument.clone(),
            Place::Name => self.name.clone(),
            Place::Authentic => self.authentic.clone(),
            Place::Entry => self.entry.clone(),
            Place::End => self.end.clone(),
            Place::Notice => self.notice.clone(),
            Place::Article(position) => self.articles.get(position).cloned().unwrap_or_default(),
        }
    }
}

/// The text of a draft, to turn spans into lines and values into what they mean.
struct Lines<'a> {
    toml: &'a str,
}

impl Lines<'_> {
    fn content(&self, form: DraftForm) -> Result<Content, ReadDraftError> {
        let articles = form
            .article
            .into_iter()
            .map(|form| self.article(form.into_inner()));
        let instrument = self.value::<Instrument>(&form.instrument)?;
        self.known(&form.instrument, Instrument::KNOWN.into_iter())?;
        Ok(Content {
            name: form.name.into_inner(),
            instrument,
            enters_into_force: self.entry(&form.enters_into_force)?,
            ends_on: form.ends_on.map(|day| self.date(&day)).transpose()?,
            notice_months: form.notice_months.map_or(0, |months| months.into_inner().0),
            authentic: self.languages(&form.authentic)?,
            articles: articles.collect::<Result<_, _>>()?,
        })
    }

    fn article(&self, form: ArticleForm) -> Result<Article, ReadDraftError> {
        let terms = Terms {
            grants: form.grants.map(|grants| self.grants(grants)).transpose()?,
            ceiling: form
                .ceiling
                .map(|CeilingForm { tlp }| {
                    tlp.get_ref()
                        .parse()
                        .map_err(|_| self.form(tlp.span(), &tlp_text::unknown(tlp.get_ref())))
                })
                .transpose()?,
            validity: form
                .validity
                .map(|validity| self.validity(&validity))
                .transpose()?,
        };
        let number = form.number.into_inner();
        Ok(Article {
            number,
            title: form.title,
            text: form.text,
            terms,
        })
    }

    fn grants(&self, form: GrantsForm) -> Result<Grants, ReadDraftError> {
        for subject in &form.subjects {
            self.known(subject, vocabulary::subjects())?;
        }
        for kind in &form.object_types {
            self.known(kind, vocabulary::object_types())?;
        }
        let words = |words: Vec<Spanned<String>>| words.into_iter().map(Spanned::into_inner);
        Ok(Grants {
            subjects: words(form.subjects).collect(),
            object_types: words(form.object_types).collect(),
        })
    }

    fn validity(&self, form: &ValidityForm) -> Result<Validity, ReadDraftError> {
        let day =
            |day: &Option<Spanned<Quoted>>| day.as_ref().map(|day| self.date(day)).transpose();
        Ok(Validity {
            from: day(&form.from)?,
            until: day(&form.until)?,
        })
    }

    fn entry(&self, rule: &Spanned<Quoted>) -> Result<EntryRule, ReadDraftError> {
        let named = EntryRule::from_code(&rule.get_ref().0);
        let rule_or_day = named.or_else(|| rule.get_ref().0.parse().ok().map(EntryRule::Fixed));
        rule_or_day.ok_or_else(|| {
            let problem = format!(
                "`{}` does not say how the agreement enters into force: write `on-signature`, \
                 `on-last-notification`, `month-end-after-last-notification` or a date like \
                 `2026-12-01`",
                rule.get_ref().0
            );
            self.form(rule.span(), &problem)
        })
    }

    fn languages(&self, codes: &Spanned<Vec<String>>) -> Result<Vec<Lang>, ReadDraftError> {
        let langs = codes.get_ref().iter().map(|code| code.parse::<Lang>());
        langs
            .collect::<Result<_, _>>()
            .map_err(|error| self.form(codes.span(), &error))
    }

    fn parties(&self, names: &Spanned<Vec<String>>) -> Result<Vec<String>, ReadDraftError> {
        let given = names.get_ref();
        let mut distinct = given.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let blank = given.iter().any(|name| name.trim().is_empty());
        if given.len() < 2 || distinct.len() < given.len() || blank {
            return Err(ReadDraftError::Parties {
                line: self.line(&names.span()),
            });
        }
        Ok(given.clone())
    }

    fn date(&self, day: &Spanned<Quoted>) -> Result<Date, ReadDraftError> {
        day.get_ref().0.parse().map_err(|_| {
            let problem = format!(
                "`{}` is not a date: write it like `2026-12-31`",
                day.get_ref().0
            );
            self.form(day.span(), &problem)
        })
    }

    fn value<T: FromStr<Err: Display>>(&self, text: &Spanned<String>) -> Result<T, ReadDraftError> {
        text.get_ref()
            .parse()
            .map_err(|error: T::Err| self.form(text.span(), &error))
    }

    /// Stops at a word that is a slip of the pen for a known one; other words are new ones.
    fn known(
        &self,
        word: &Spanned<String>,
        known: impl Iterator<Item = &'static str> + Clone,
    ) -> Result<(), ReadDraftError> {
        match likely_meant(word.get_ref(), known) {
            Some(meant) => {
                let line = self.line(&word.span());
                Err(ReadDraftError::Misspelt {
                    line,
                    word: word.get_ref().clone(),
                    meant,
                })
            }
            None => Ok(()),
        }
    }

    fn form(&self, span: Range<usize>, problem: &(impl Display + ?Sized)) -> ReadDraftError {
        let problem = problem.to_string().replace('\n', " ");
        ReadDraftError::Form {
            line: self.line(&span),
            problem,
        }
    }

    fn flaw(&self, span: Range<usize>, flaw: Flaw) -> ReadDraftError {
        ReadDraftError::Flaw {
            line: self.line(&span),
            flaw,
        }
    }

    /// The line on which a span starts, counted from 1.
    fn line(&self, span: &Range<usize>) -> usize {
        let before = self.toml.get(..span.start).unwrap_or_default();
        before.matches('\n').count() + 1
    }
}
