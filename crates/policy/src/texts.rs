//! One text in several languages.

use serde::{Deserialize, Serialize};

use crate::Lang;

/// A text in one or more of the three languages, such as the title of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a text in each language: `ar`, `fr`, `en`"
)]
pub struct Texts {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ar: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fr: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    en: Option<String>,
}

impl Texts {
    /// The text in exactly this language, if there is one.
    pub fn get(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::Ar => self.ar.as_deref(),
            Lang::Fr => self.fr.as_deref(),
            Lang::En => self.en.as_deref(),
        }
    }

    /// The text in this language, or else in the first language that has one, and which it is.
    ///
    /// `None` only if there is no text at all, which no agreement admits.
    pub fn nearest(&self, lang: Lang) -> Option<(Lang, &str)> {
        std::iter::once(lang)
            .chain(Lang::ALL)
            .find_map(|lang| self.get(lang).map(|text| (lang, text)))
    }

    /// Each text with its language, in the order of [`Lang::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &str)> {
        Lang::ALL
            .into_iter()
            .filter_map(|lang| self.get(lang).map(|text| (lang, text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_text_is_the_asked_one_or_the_first() {
        let texts: Texts = serde_json::from_str(r#"{"fr":"Objet","en":"Purpose"}"#).unwrap();
        assert_eq!(texts.nearest(Lang::En), Some((Lang::En, "Purpose")));
        assert_eq!(texts.nearest(Lang::Ar), Some((Lang::Fr, "Objet")));
        assert_eq!(texts.get(Lang::Ar), None);
        assert_eq!(Texts::default().nearest(Lang::Ar), None);
    }
}
