//! The languages of the pages.

use std::fmt;
use std::str::FromStr;

use mithaq_node::Lang;
use thiserror::Error;

/// A language that the pages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Arabic, with the months and digits of Morocco.
    Ar,
    /// French.
    Fr,
    /// English.
    En,
}

impl Language {
    /// Every language, in the order in which the pages offer them.
    pub const ALL: [Self; 3] = [Self::Ar, Self::Fr, Self::En];

    /// The first segment of a page's path: `ar`, `fr` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The tag of [BCP 47](https://www.rfc-editor.org/info/bcp47), as `<html lang>` wants it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ar => "ar-MA",
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The direction in which it is read: `rtl` or `ltr`.
    pub fn dir(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            Self::Fr | Self::En => "ltr",
        }
    }

    /// Its own name, in itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ar => "العربية",
            Self::Fr => "Français",
            Self::En => "English",
        }
    }

    /// The first of our languages that the value of an `Accept-Language` header names.
    ///
    /// Weights are not read: browsers list the languages in the order of preference.
    ///
    /// ```
    /// # use mithaq_web::Language;
    /// assert_eq!(Language::accepted("de-CH, fr-CH;q=0.9, en;q=0.8"), Some(Language::Fr));
    /// assert_eq!(Language::accepted("de"), None);
    /// ```
    pub fn accepted(header: &str) -> Option<Self> {
        header.split(',').find_map(Self::of_range)
    }

    fn of_range(range: &str) -> Option<Self> {
        let primary = range.trim().split(['-', ';']).next()?;
        primary.to_ascii_lowercase().parse().ok()
    }
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Ar => Self::Ar,
            Language::Fr => Self::Fr,
            Language::En => Self::En,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = ParseLanguageError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
            .ok_or_else(|| ParseLanguageError(code.to_owned()))
    }
}

/// A code that names none of our languages.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no pages in the language `{0}`: choose `ar`, `fr` or `en`")]
pub struct ParseLanguageError(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back() {
        for language in Language::ALL {
            assert_eq!(language.code().parse(), Ok(language));
        }
    }

    #[test]
    fn another_code_is_refused_with_the_choice() {
        let error = "de".parse::<Language>().unwrap_err();
        insta::assert_snapshot!(error, @"no pages in the language `de`: choose `ar`, `fr` or `en`");
    }

    #[test]
    fn the_first_accepted_language_of_ours_is_taken() {
        assert_eq!(Language::accepted("AR-ma,fr;q=0.5"), Some(Language::Ar));
        assert_eq!(Language::accepted("*"), None);
        assert_eq!(Language::accepted(""), None);
    }
}
