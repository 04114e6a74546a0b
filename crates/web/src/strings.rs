//! The words of the pages, written in Fluent, one folder a language in `locales/`.

use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::format::Formats;
use crate::language::Language;

/// The name of a message, when it is chosen by code and not written in a template.
///
/// A type of its own so that a test can find every key that the code may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(pub &'static str);

/// The messages of one language. Built once; a lookup costs a hash and a copy.
///
/// Values put into a sentence are wrapped in the isolating characters U+2068 and U+2069, so that a
/// Latin name in an Arabic sentence stays where it belongs.
pub struct Strings {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    problems: Vec<String>,
}

impl Strings {
    /// The messages of a language.
    pub fn of(language: Language) -> &'static Self {
        static AR: LazyLock<Strings> = LazyLock::new(|| Strings::build(Language::Ar, &sources::AR));
        static FR: LazyLock<Strings> = LazyLock::new(|| Strings::build(Language::Fr, &sources::FR));
        static EN: LazyLock<Strings> = LazyLock::new(|| Strings::build(Language::En, &sources::EN));
        match language {
            Language::Ar => &AR,
            Language::Fr => &FR,
            Language::En => &EN,
        }
    }

    /// The message of a key. A missing one shows as `⟦key⟧`, which no test lets pass.
    pub fn text(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// The message of a key with the values that it names; numbers choose the plural form.
    ///
    /// ```
    /// # use mithaq_web::{Language, Strings};
    /// let strings = Strings::of(Language::Ar);
    /// assert_eq!(strings.text_with("objects", &[("n", 2.into())]), "عنصران");
    /// ```
    pub fn text_with(&self, key: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        self.format(key, Some(&args))
    }

    /// Whether the language has a message of that key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// What was wrong with the language's files: empty, or a test fails.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    fn build(language: Language, files: &[&'static str]) -> Self {
        let mut problems = Vec::new();
        let locale = language
            .tag()
            .parse::<LanguageIdentifier>()
            .unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_formatter(Some(match language {
            Language::Ar => arabic_number,
            Language::Fr => french_number,
            Language::En => english_number,
        }));
        for file in files {
            let resource =
                FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(rest, errors)| {
                    problems.extend(errors.iter().map(ToString::to_string));
                    rest
                });
            if let Err(errors) = bundle.add_resource(resource) {
                problems.extend(errors.iter().map(ToString::to_string));
            }
        }
        Self {
            language,
            bundle,
            problems,
        }
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
        else {
            return format!("⟦{key}⟧");
        };
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, args, &mut errors)
            .into_owned();
        if errors.is_empty() {
            text
        } else {
            format!("⟦{key}: {text}⟧")
        }
    }
}

impl fmt::Debug for Strings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Strings")
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

// Fluent prints numbers with ASCII digits and no grouping; the hook has no state, hence one for each
// language. It changes the printed form only: the plural form is chosen from the number itself.

fn arabic_number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    grouped(value, Language::Ar)
}

fn french_number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    grouped(value, Language::Fr)
}

fn english_number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    grouped(value, Language::En)
}

fn grouped(value: &FluentValue<'_>, language: Language) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    let whole = number.as_string().parse().ok()?;
    Some(Formats::of(language).number(whole))
}

mod sources {
    //! The files of each language, inside the program.

    macro_rules! files {
        ($folder:literal) => {
            [
                include_str!(concat!("../locales/", $folder, "/frame.ftl")),
                include_str!(concat!("../locales/", $folder, "/today.ftl")),
                include_str!(concat!("../locales/", $folder, "/agreements.ftl")),
                include_str!(concat!("../locales/", $folder, "/exchange.ftl")),
                include_str!(concat!("../locales/", $folder, "/record.ftl")),
                include_str!(concat!("../locales/", $folder, "/log.ftl")),
                include_str!(concat!("../locales/", $folder, "/words.ftl")),
            ]
        };
    }

    pub(super) const AR: [&str; 7] = files!("ar-MA");
    pub(super) const FR: [&str; 7] = files!("fr");
    pub(super) const EN: [&str; 7] = files!("en");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_every_language_are_well_formed() {
        for language in Language::ALL {
            assert_eq!(
                Strings::of(language).problems(),
                &[] as &[String],
                "{language}"
            );
        }
    }

    #[test]
    fn arabic_has_six_plural_forms() {
        let strings = Strings::of(Language::Ar);
        let forms = [0, 1, 2, 3, 11, 100].map(|n| strings.text_with("objects", &[("n", n.into())]));
        insta::assert_debug_snapshot!(forms, @r#"
        [
            "لا عناصر",
            "عنصر واحد",
            "عنصران",
            "\u{2068}3\u{2069} عناصر",
            "\u{2068}11\u{2069} عنصر\u{64b}ا",
            "\u{2068}100\u{2069} عنصر",
        ]
        "#);
    }

    #[test]
    fn numbers_in_sentences_are_grouped_as_the_language_does() {
        let texts = Language::ALL
            .map(|language| Strings::of(language).text_with("objects", &[("n", 12_345.into())]));
        insta::assert_debug_snapshot!(texts, @r#"
        [
            "\u{2068}12.345\u{2069} عنصر",
            "\u{2068}12\u{202f}345\u{2069} objets",
            "\u{2068}12,345\u{2069} objects",
        ]
        "#);
    }

    #[test]
    fn a_missing_key_and_a_missing_value_are_visible() {
        let strings = Strings::of(Language::En);
        assert_eq!(strings.text("no-such-key"), "⟦no-such-key⟧");
        assert!(strings.text("objects").starts_with("⟦objects: "));
    }
}
