//! Text that came from elsewhere: names, titles, articles, sources.

use crate::markup::Markup;

/// Characters of a text that is at ease among others in a line.
const SHORT: usize = 80;

/// A text that the node did not write itself, with its language when that is known.
///
/// It is always shown in an element of its own, so that its direction never disturbs the line around
/// it, and with its invisible characters made [`visible`].
///
/// ```
/// # use mithaq_web::Foreign;
/// let name = Foreign::new("Nordwacht");
/// assert_eq!(name.html().to_string(), r#"<bdi dir="auto">Nordwacht</bdi>"#);
/// let name = Foreign::new("TLP: تقرير").in_language("ar");
/// assert_eq!(name.html().to_string(), r#"<bdi lang="ar" dir="rtl">TLP: تقرير</bdi>"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Foreign {
    text: String,
    language: Option<String>,
}

impl Foreign {
    /// A text of an unknown language.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            language: None,
        }
    }

    /// The same text, said to be in a language by its BCP 47 tag.
    ///
    /// A tag with anything but ASCII letters, digits and hyphens is ignored.
    #[must_use]
    pub fn in_language(mut self, tag: impl Into<String>) -> Self {
        let tag = tag.into();
        let well_formed = (2..=35).contains(&tag.len())
            && tag
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        self.language = well_formed.then_some(tag);
        self
    }

    /// The text with its invisible characters shown, for a place that takes no markup.
    pub fn plain(&self) -> String {
        visible(&self.text)
    }

    /// The text in an isolated inline element.
    pub fn html(&self) -> Markup {
        self.element("bdi")
    }

    /// The text inline if it is short and in one line, else as a paragraph.
    pub(crate) fn inline_or_paragraph(&self) -> Markup {
        let is_long = self.text.contains('\n') || self.text.chars().nth(SHORT).is_some();
        if is_long {
            self.paragraph()
        } else {
            self.html()
        }
    }

    /// The text as a paragraph.
    pub fn paragraph(&self) -> Markup {
        self.element("p")
    }

    fn element(&self, name: &str) -> Markup {
        let text = self.plain();
        match &self.language {
            Some(language) => {
                let attributes = [("lang", language.as_str()), ("dir", direction(language))];
                Markup::element(name, &attributes, &text)
            }
            None => Markup::element(name, &[("dir", "auto")], &text),
        }
    }
}

/// A foreign text in which some parts were looked for and found.
///
/// ```
/// # use mithaq_web::Marked;
/// let name = Marked::new([("Nord".to_owned(), true), ("wacht".to_owned(), false)]);
/// assert_eq!(name.html().to_string(), r#"<bdi dir="auto"><mark>Nord</mark>wacht</bdi>"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    runs: Vec<(String, bool)>,
}

impl Marked {
    /// A text in runs, each with whether it was found.
    pub fn new(runs: impl IntoIterator<Item = (String, bool)>) -> Self {
        Self {
            runs: runs.into_iter().collect(),
        }
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.runs.iter().all(|(text, _)| text.is_empty())
    }

    /// The text in an isolated inline element, with what was found in elements of its own.
    pub fn html(&self) -> Markup {
        let shown = self.runs.iter();
        let shown = shown.map(|(text, found)| (visible(text), *found));
        Markup::marked("bdi", &[("dir", "auto")], shown)
    }
}

impl From<Foreign> for Marked {
    fn from(text: Foreign) -> Self {
        Self::new([(text.text, false)])
    }
}

/// The direction of a language, when its tag leaves no doubt: the first letter of a text may be of a
/// name in other letters.
fn direction(tag: &str) -> &'static str {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
    // A part of four letters names a script, which may not be the usual one of the language.
    if parts.any(|part| part.len() == 4) {
        return "auto";
    }
    match primary.as_str() {
        "ar" | "fa" | "he" | "ur" => "rtl",
        "de" | "en" | "es" | "fr" | "it" | "nl" | "pt" => "ltr",
        _ => "auto",
    }
}

/// Replaces each character that hides, reorders or joins text unseen by a mark such as `⟨U+202E⟩`.
///
/// These are the controls of bidirectional text, zero-width characters, invisible operators, tags,
/// and control characters other than tab and line feed. The zero-width non-joiner and joiner are
/// shown as well: in a name they are rarer than in an attempt to disguise one.
///
/// ```
/// # use mithaq_web::visible;
/// assert_eq!(visible("invoice\u{202E}fdp.exe"), "invoice⟨U+202E⟩fdp.exe");
/// ```
pub fn visible(text: &str) -> String {
    shown_where(text, is_unseen)
}

/// Like [`visible`], but keeps the isolates U+2066 to U+2069, with which our sentences hold names.
pub(crate) fn sentence(text: &str) -> String {
    shown_where(text, |character| {
        is_unseen(character) && !matches!(character, '\u{2066}'..='\u{2069}')
    })
}

fn shown_where(text: &str, is_hidden: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) {
            shown.push_str(&mark(character));
        } else {
            shown.push(character);
        }
    }
    shown
}

fn mark(character: char) -> String {
    format!("⟨U+{:04X}⟩", u32::from(character))
}

fn is_unseen(character: char) -> bool {
    matches!(character,
        '\u{00AD}' // soft hyphen
        | '\u{034F}' // combining grapheme joiner
        | '\u{061C}' // Arabic letter mark
        | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' // Hangul fillers
        | '\u{17B4}' | '\u{17B5}' // Khmer inherent vowels
        | '\u{180B}'..='\u{180F}' // Mongolian selectors and vowel separator
        | '\u{200B}'..='\u{200F}' // zero-width characters and direction marks
        | '\u{2028}'..='\u{202E}' // separators, embeddings and overrides
        | '\u{2060}'..='\u{206F}' // word joiner, invisible operators, isolates
        | '\u{FE00}'..='\u{FE0F}' // variation selectors
        | '\u{FEFF}' // byte order mark
        | '\u{FFF9}'..='\u{FFFB}' // interlinear annotation
        | '\u{1D173}'..='\u{1D17A}' // musical controls
        | '\u{E0000}'..='\u{E0FFF}') // tags and further selectors
        || (character.is_control() && character != '\n' && character != '\t')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bidi_controls_and_zero_width_characters_are_shown() {
        for code in [
            "200B", "200E", "200F", "202A", "202E", "2066", "2069", "061C", "FEFF", "2060",
        ] {
            let character = char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
            assert_eq!(visible(&format!("a{character}b")), format!("a⟨U+{code}⟩b"));
        }
    }

    #[test]
    fn ordinary_text_of_our_languages_stays_as_it_is() {
        for text in [
            "ميراݣوميز، الـ21 و«22»",
            "Graça — l’accord n° 5",
            "line\nline\ttab",
            "👮 日本",
        ] {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn markup_in_a_name_is_shown_as_text() {
        let name = Foreign::new("<img src=x onerror=alert(1)>\u{202E}");
        insta::assert_snapshot!(
            name.html(),
            @r#"<bdi dir="auto">&lt;img src=x onerror=alert(1)&gt;⟨U+202E⟩</bdi>"#
        );
    }

    #[test]
    fn a_known_language_gives_the_direction_and_a_script_leaves_it_open() {
        let directions = ["ar-MA", "FA", "fr", "zgh", "en-Arab"].map(direction);
        assert_eq!(directions, ["rtl", "rtl", "ltr", "auto", "auto"]);
    }

    #[test]
    fn a_sentence_of_ours_may_isolate_names_and_do_nothing_else_unseen() {
        let text = "\u{2068}x\u{2069} \u{202E}y";
        assert_eq!(sentence(text), "\u{2068}x\u{2069} ⟨U+202E⟩y");
    }

    #[test]
    fn a_language_tag_with_other_characters_is_ignored() {
        let name = Foreign::new("x").in_language("en\" onclick=\"");
        assert_eq!(name, Foreign::new("x"));
    }

    #[test]
    fn what_was_found_is_marked_and_stays_text() {
        let name = Marked::new([
            ("<b>\u{202E}".to_owned(), true),
            ("</mark>\u{200B}&".to_owned(), false),
        ]);
        insta::assert_snapshot!(
            name.html(),
            @r#"<bdi dir="auto"><mark>&lt;b&gt;⟨U+202E⟩</mark>&lt;/mark&gt;⟨U+200B⟩&amp;</bdi>"#
        );
        assert!(Marked::default().is_empty() && !name.is_empty());
    }

    proptest! {
        #[test]
        fn nothing_unseen_is_left(text in any::<String>()) {
            prop_assert!(!visible(&text).chars().any(is_unseen));
        }

        #[test]
        fn showing_twice_changes_nothing(text in any::<String>()) {
            let once = visible(&text);
            prop_assert_eq!(visible(&once), once);
        }
    }
}
