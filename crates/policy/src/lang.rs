//! The three languages in which an agreement is written and a decision explained.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A language of agreements, reasons and plain sentences.
///
/// ```
/// use mithaq_policy::Lang;
///
/// let lang: Lang = "ar".parse()?;
/// assert!(lang.is_rtl());
/// assert_eq!(lang.code(), "ar");
/// # Ok::<(), mithaq_policy::UnknownLangError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Arabic.
    Ar,
    /// French.
    Fr,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order in which agreements name them.
    pub const ALL: [Self; 3] = [Self::Ar, Self::Fr, Self::En];

    /// The ISO 639-1 code: `ar`, `fr` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Whether the language is written from right to left.
    pub fn is_rtl(self) -> bool {
        self == Self::Ar
    }

    /// The language's name in English, for error messages.
    pub(crate) fn english_name(self) -> &'static str {
        match self {
            Self::Ar => "Arabic",
            Self::Fr => "French",
            Self::En => "English",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Lang {
    type Err = UnknownLangError;

    fn from_str(code: &str) -> Result<Self, UnknownLangError> {
        Self::ALL
            .into_iter()
            .find(|lang| lang.code() == code)
            .ok_or_else(|| UnknownLangError {
                code: code.to_owned(),
            })
    }
}

/// A language code that is none of `ar`, `fr` and `en`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{code}` is not a language that is offered here: write `ar`, `fr` or `en`")]
pub struct UnknownLangError {
    code: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back() {
        for lang in Lang::ALL {
            assert_eq!(lang.code().parse(), Ok(lang));
            assert_eq!(serde_json::to_string(&lang).unwrap(), format!("\"{lang}\""));
        }
    }

    #[test]
    fn only_arabic_runs_from_right_to_left() {
        let rtl: Vec<Lang> = Lang::ALL.into_iter().filter(|lang| lang.is_rtl()).collect();
        assert_eq!(rtl, [Lang::Ar]);
    }

    #[test]
    fn another_code_is_refused_by_name() {
        insta::assert_snapshot!(
            "FR".parse::<Lang>().unwrap_err(),
            @"`FR` is not a language that is offered here: write `ar`, `fr` or `en`"
        );
    }
}
