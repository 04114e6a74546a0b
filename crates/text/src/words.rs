//! Cutting a text into words.

use std::ops::Range;

use crate::chars::{Class, arabic_letters, ascii_class, class, fold_arabic};

/// A word of a text, as it is written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'t> {
    text: &'t str,
    start: usize,
    shape: Shape,
}

/// What folding needs to know of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters and digits of ASCII alone.
    Ascii,
    /// Letters of the Arabic script, perhaps with marks.
    Arabic,
    /// Anything else.
    Other,
}

impl<'t> Word<'t> {
    /// The word as it is written, marks included.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Where it stands in the text, in bytes.
    pub fn span(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    pub(crate) fn shape(&self) -> Shape {
        self.shape
    }
}

/// The words of a text in their order.
///
/// A word is a run of letters and digits with their marks, nearly as [UAX #29] has it. It differs
/// where readers of reports search differently:
///
/// - `.`, `-`, `_`, `@`, `/` and the like end a word: the parts of `CVE-2021-44228` or of an
///   address are words, and a [`Query`](crate::Query) for the whole is one for its parts in a row;
/// - Arabic letters end where digits or Latin letters begin (`الـ46`, `لـCIA`);
/// - French elisions (`l'`, `d'`, `qu'`) and the English `'s` are no words and part of none; another
///   apostrophe between letters is part of the word (`Ta'if`);
/// - `عبد` is a word of its own where it is written together with the name (`عبداللطيف`);
/// - characters of scripts without spaces are a word each.
///
/// [UAX #29]: https://www.unicode.org/reports/tr29/#Word_Boundaries
///
/// # Examples
///
/// ```
/// let words: Vec<&str> = mithaq_text::words("l'accord T1059.001 (الـ46)").map(|w| w.text()).collect();
/// assert_eq!(words, ["accord", "T1059", "001", "الـ", "46"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> + Clone {
    Words {
        text,
        at: 0,
        split: None,
    }
}

#[derive(Debug, Clone)]
struct Words<'t> {
    text: &'t str,
    at: usize,
    /// The second half of a word that was written together.
    split: Option<Word<'t>>,
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    #[inline]
    fn next(&mut self) -> Option<Word<'t>> {
        if let Some(second) = self.split.take() {
            return Some(second);
        }
        loop {
            let (class, _) = self.class_at(self.at)?;
            match class {
                Class::Letter | Class::Digit => return self.run(),
                Class::Arabic => return self.arabic_run(),
                Class::Ideograph => return self.ideograph(),
                Class::Between | Class::Mark | Class::Hidden | Class::Apostrophe => self.skip(),
            }
        }
    }
}

impl<'t> Words<'t> {
    /// The class and length of the character at a byte.
    #[inline]
    fn class_at(&self, at: usize) -> Option<(Class, usize)> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte.is_ascii() {
            return Some((ascii_class(byte), 1));
        }
        let c = self.text.get(at..)?.chars().next()?;
        Some((class(c), c.len_utf8()))
    }

    #[inline]
    fn skip(&mut self) {
        self.at += self.class_at(self.at).map_or(1, |(_, len)| len);
    }

    fn word(&self, start: usize, end: usize, shape: Shape) -> Option<Word<'t>> {
        let text = self.text.get(start..end)?;
        Some(Word { text, start, shape })
    }

    /// A run of letters and digits that are not Arabic.
    #[inline]
    fn run(&mut self) -> Option<Word<'t>> {
        let mut start = self.at;
        let mut end = start;
        let mut shape = Shape::Ascii;
        let mut after_letter = false;
        loop {
            if let Some(last) = self.skip_ascii() {
                after_letter = last.is_ascii_alphabetic();
                end = self.at;
            }
            let Some((class, len)) = self.class_at(self.at) else {
                break;
            };
            match class {
                Class::Letter | Class::Digit => {
                    shape = Shape::Other;
                    after_letter = class == Class::Letter;
                    end = self.at + len;
                }
                Class::Mark => {
                    shape = Shape::Other;
                    end = self.at + len;
                }
                Class::Hidden => shape = Shape::Other,
                Class::Apostrophe if after_letter && self.letter_at(self.at + len) => {
                    if self.is_elided(start, end) {
                        start = self.at + len;
                        shape = Shape::Ascii;
                    } else if self.ends_with_s(self.at + len) {
                        self.at += len + 1;
                        break;
                    } else {
                        shape = Shape::Other;
                    }
                }
                _ => break,
            }
            self.at += len;
        }
        self.word(start, end, shape)
    }

    /// Goes on behind the letters and digits of ASCII that come next, and gives the last of them.
    #[inline]
    fn skip_ascii(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let run = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric());
        let len = run.count();
        self.at += len;
        rest.get(len.checked_sub(1)?).copied()
    }

    fn letter_at(&self, at: usize) -> bool {
        matches!(self.class_at(at), Some((Class::Letter, _)))
    }

    /// Whether the run is a French word that has lost its vowel.
    fn is_elided(&self, start: usize, end: usize) -> bool {
        const ELIDED: [&str; 14] = [
            "l", "d", "j", "m", "t", "s", "c", "n", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
            "quelqu",
        ];
        let run = self.text.get(start..end).unwrap_or_default();
        run.len() <= 6 && ELIDED.iter().any(|elided| run.eq_ignore_ascii_case(elided))
    }

    /// Whether nothing but an s is left of the word: the English genitive.
    fn ends_with_s(&self, at: usize) -> bool {
        let is_s = matches!(self.text.as_bytes().get(at), Some(b's' | b'S'));
        let goes_on = matches!(
            self.class_at(at + 1),
            Some((Class::Letter | Class::Digit | Class::Mark, _))
        );
        is_s && !goes_on
    }

    /// A run of Arabic letters.
    fn arabic_run(&mut self) -> Option<Word<'t>> {
        let start = self.at;
        let mut end = start;
        while let Some((class, len)) = self.class_at(self.at) {
            match class {
                Class::Arabic | Class::Mark => end = self.at + len,
                Class::Hidden => {}
                _ => break,
            }
            self.at += len;
        }
        let run = self.text.get(start..end)?;
        let Some(cut) = servant(run) else {
            return self.word(start, end, Shape::Arabic);
        };
        self.split = self.word(start + cut, end, Shape::Arabic);
        self.word(start, start + cut, Shape::Arabic)
    }

    fn ideograph(&mut self) -> Option<Word<'t>> {
        let start = self.at;
        self.skip();
        while let Some((Class::Mark, len)) = self.class_at(self.at) {
            self.at += len;
        }
        self.word(start, self.at, Shape::Other)
    }
}

/// Where `عبد` ends in a run in which the name's second half, with its article, follows at once.
#[inline]
fn servant(run: &str) -> Option<usize> {
    let first = run.chars().next()?;
    let may_begin = |letter: char| matches!(letter, 'ع' | 'و' | 'ف' | 'ب' | 'ل' | 'ك');
    if fold_arabic(first).is_some_and(|letter| !may_begin(letter)) {
        return None;
    }
    let letters_at = |(at, c): (usize, char)| arabic_letters(c).map(move |letter| (at, letter));
    let mut letters = run.char_indices().flat_map(letters_at);
    let mut first = letters.next()?.1;
    for _ in 0..2 {
        if may_begin(first) && first != 'ع' {
            first = letters.next()?.1;
        }
    }
    if first != 'ع' || letters.next()?.1 != 'ب' || letters.next()?.1 != 'د' {
        return None;
    }
    let (cut, alef) = letters.next()?;
    let article = alef == 'ا' && letters.next()?.1 == 'ل';
    (article && letters.nth(1).is_some()).then_some(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        words(text).map(|word| word.text()).collect()
    }

    #[test]
    fn a_text_is_cut_where_a_reader_would_cut_it() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("  ،؛ ", &[]),
            ("القضايا الأمنيّة.وذكر", &["القضايا", "الأمنيّة", "وذكر"]),
            ("الدورة الـ46لمؤتمر", &["الدورة", "الـ", "46", "لمؤتمر"]),
            ("وكالة (CIA)", &["وكالة", "CIA"]),
            ("عبدالله وعبداللطيف", &["عبد", "الله", "وعبد", "اللطيف"]),
            ("عَبْدُاللطيف عبده عبدال", &["عَبْدُ", "اللطيف", "عبده", "عبدال"]),
            (
                "l'échange d’expertise qu'il",
                &["échange", "expertise", "il"],
            ),
            ("jusqu'à aujourd'hui", &["à", "aujourd'hui"]),
            (
                "the agency's agents' Ta'if",
                &["the", "agency", "agents", "Ta'if"],
            ),
            ("198.51.100.7", &["198", "51", "100", "7"]),
            (r"C:\Users\x_y.exe", &["C", "Users", "x", "y", "exe"]),
            ("می\u{200C}شود", &["می\u{200C}شود"]),
            ("\u{2067}محمد\u{2069}", &["محمد"]),
            ("北京市", &["北", "京", "市"]),
            ("ﻋﺒﺪﺍﻟﻠﻪ عبدﷲ", &["ﻋﺒﺪ", "ﺍﻟﻠﻪ", "عبد", "ﷲ"]),
            ("l'", &["l"]),
            ("l'l'l'", &["l"]),
        ];
        for (text, expected) in cases {
            assert_eq!(&cut(text), expected, "{text}");
        }
    }

    #[test]
    fn spans_are_where_the_words_stand() {
        let text = "d'un été à الرباط";
        for word in words(text) {
            assert_eq!(text.get(word.span()), Some(word.text()));
        }
    }
}
