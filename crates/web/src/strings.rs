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

    /// The message of a key with the values that it names.
    ///
    /// ```
    /// # use mithaq_web::{Language, Strings};
    /// let text = Strings::of(Language::En).text_with("receipt-number", &[("value", "12")]);
    /// assert_eq!(text, "receipt \u{2068}12\u{2069}");
    /// ```
    pub fn text_with(&self, key: &str, values: &[(&'static str, &str)]) -> String {
        self.format(key, Some(&args_of(values)))
    }

    /// The message of a key in the form that a number wants, with further values.
    ///
    /// In the message `$n` chooses the form and `$number` is the number as it is written.
    ///
    /// ```
    /// # use mithaq_web::{Language, Strings};
    /// let strings = Strings::of(Language::Ar);
    /// assert_eq!(strings.counted("objects", 2, &[]), "عنصران");
    /// ```
    pub fn counted(&self, key: &str, n: u64, values: &[(&'static str, &str)]) -> String {
        let mut args = args_of(values);
        args.set("n", self.plural_stand_in(n));
        args.set("number", Formats::of(self.language).number(n));
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

    /// A number of the same plural form, small enough for Fluent's rules.
    ///
    /// They hold the whole number against the Arabic ranges 3 to 10 and 11 to 99, where
    /// [CLDR](https://www.unicode.org/cldr/charts/48/supplemental/language_plural_rules.html#ar)
    /// takes its last two digits: 1,204 is said as 4 is, 1,202 as 100 is.
    fn plural_stand_in(&self, n: u64) -> u64 {
        match (self.language, n % 100) {
            (Language::Ar, 0..=2) if n >= 100 => 100,
            (Language::Ar, last_two) => last_two,
            _ => n,
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

fn args_of<'a>(values: &[(&'static str, &'a str)]) -> FluentArgs<'a> {
    values
        .iter()
        .map(|(name, value)| (*name, FluentValue::from(*value)))
        .collect()
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
                include_str!(concat!("../locales/", $folder, "/search.ftl")),
                include_str!(concat!("../locales/", $folder, "/object.ftl")),
                include_str!(concat!("../locales/", $folder, "/words.ftl")),
            ]
        };
    }

    pub(super) const AR: [&str; 9] = files!("ar-MA");
    pub(super) const FR: [&str; 9] = files!("fr");
    pub(super) const EN: [&str; 9] = files!("en");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One text a line, without the isolates around values.
    fn plain(texts: &[String]) -> String {
        texts.join("\n").replace(['\u{2068}', '\u{2069}'], "")
    }

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
    fn arabic_has_six_plural_forms_by_the_last_two_digits() {
        let strings = Strings::of(Language::Ar);
        let numbers = [
            0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103, 110, 111, 199, 48_112, 100_000,
        ];
        let forms = numbers.map(|n| strings.counted("objects", n, &[]));
        insta::assert_snapshot!(plain(&forms), @r#"
        لا عناصر
        عنصر واحد
        عنصران
        3 عناصر
        10 عناصر
        11 عنصرًا
        99 عنصرًا
        100 عنصر
        101 عنصر
        102 عنصر
        103 عناصر
        110 عناصر
        111 عنصرًا
        199 عنصرًا
        48.112 عنصرًا
        100.000 عنصر
        "#);
    }

    #[test]
    fn french_counts_nothing_and_one_alike_and_english_does_not() {
        let texts = |key| {
            let of = |language| [0, 1, 2].map(|n| Strings::of(language).counted(key, n, &[]));
            plain(&[Language::Fr, Language::En].map(of).concat())
        };
        insta::assert_snapshot!(texts("task-received"), @r#"
        0 nouvel objet du partenaire
        1 nouvel objet du partenaire
        2 nouveaux objets du partenaire
        0 new objects from the partner
        1 new object from the partner
        2 new objects from the partner
        "#);
    }

    #[test]
    fn numbers_in_sentences_are_grouped_as_the_language_does() {
        let texts =
            Language::ALL.map(|language| Strings::of(language).counted("objects", 12_345, &[]));
        insta::assert_debug_snapshot!(texts, @r#"
        [
            "\u{2068}12.345\u{2069} عنصر\u{64b}ا",
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
