//! What a character is to a word, and what it becomes in a key.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// What a character is to the words round it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Ends a word.
    Between,
    /// A letter of any script but the two below.
    Letter,
    /// A digit or other number of any script.
    Digit,
    /// A letter of the Arabic script.
    Arabic,
    /// A word by itself: scripts that put no space between words.
    Ideograph,
    /// Belongs to the letter before it: marks, tatweel, the joiners of cursive scripts.
    Mark,
    /// Not seen by a reader: marks of direction, soft hyphens.
    Hidden,
    /// Between two letters: part of the word, or the end of an elided one.
    Apostrophe,
}

const ASCII: [Class; 128] = {
    let mut table = [Class::Between; 128];
    let mut byte: u8 = 0;
    while byte < 128 {
        #[expect(
            clippy::indexing_slicing,
            reason = "in a constant: checked when compiled"
        )]
        let place = &mut table[byte as usize];
        if byte.is_ascii_alphabetic() {
            *place = Class::Letter;
        } else if byte.is_ascii_digit() {
            *place = Class::Digit;
        } else if byte == b'\'' {
            *place = Class::Apostrophe;
        }
        byte += 1;
    }
    table
};

/// The class of an ASCII byte; others are between words.
#[inline]
pub(crate) fn ascii_class(byte: u8) -> Class {
    ASCII
        .get(usize::from(byte))
        .copied()
        .unwrap_or(Class::Between)
}

/// The class of any character.
#[inline]
pub(crate) fn class(c: char) -> Class {
    match u32::from(c) {
        0..=0x7F => ascii_class(c as u8),
        0x064B..=0x065F | 0x0640 | 0x0670 | 0x0674 => Class::Mark,
        0x0620..=0x064A | 0x066E..=0x06D3 | 0x06FA..=0x06FC => Class::Arabic,
        _ => rare_class(c),
    }
}

fn rare_class(c: char) -> Class {
    match c {
        // ZERO WIDTH NON-JOINER and JOINER shape the letter before them; half rings write ʿayn
        // and hamza in scholars' romanisation. Behind those, marks that Unicode counts among the
        // letters, most of them to be shown alone.
        '\u{200C}'
        | '\u{200D}'
        | '\u{2BE}'
        | '\u{2BF}'
        | '\u{37A}'
        | '\u{6E5}'
        | '\u{6E6}'
        | '\u{FC5E}'..='\u{FC63}'
        | '\u{FCF2}'..='\u{FCF4}'
        | '\u{FE70}'..='\u{FE7F}' => Class::Mark,
        '\u{2018}' | '\u{2019}' | '\u{2BC}' | '\u{FF07}' => Class::Apostrophe,
        _ if is_hidden(c) => Class::Hidden,
        _ if c.is_alphabetic() => letter_class(c),
        _ if c.is_numeric() => Class::Digit,
        _ if is_combining_mark(c) => Class::Mark,
        _ => Class::Between,
    }
}

fn letter_class(c: char) -> Class {
    match u32::from(c) {
        _ if is_combining_mark(c) => Class::Mark,
        0x0600..=0x06FF | 0x0750..=0x077F | 0x0870..=0x08FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFC => {
            Class::Arabic
        }
        0x3040..=0x30FF
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF
        | 0x2_0000..=0x3_FFFF => Class::Ideograph,
        _ => Class::Letter,
    }
}

/// Whether a reader does not see the character: marks of direction and zero-width signs.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}')
}

/// Whether the character opens or closes a run of a direction: if one of the two is cut away, what
/// follows the text is turned round with it.
pub(crate) fn is_direction_run(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether an alef has a hamza or madda: then it is never that of the article.
#[inline]
pub(crate) fn is_hamza_alef(c: char) -> bool {
    matches!(c, 'أ' | 'إ' | 'آ' | '\u{672}' | '\u{673}' | '\u{675}')
}

/// Whether the mark makes the alef before it one with hamza or madda.
#[inline]
pub(crate) fn is_hamza_mark(c: char) -> bool {
    matches!(c, '\u{653}'..='\u{655}' | '\u{65F}')
}

/// The letters of the Arabic block as they are in keys; NUL for what is left out.
const ARABIC: [char; 256] = {
    let mut table = ['\0'; 256];
    let mut at: u8 = 0;
    loop {
        #[expect(
            clippy::indexing_slicing,
            reason = "in a constant: checked when compiled"
        )]
        let place = &mut table[at as usize];
        *place = arabic(0x600 + at as u32);
        if at == u8::MAX {
            break table;
        }
        at += 1;
    }
};

const fn arabic(code: u32) -> char {
    match code {
        // Signs, marks, tatweel, hamza on the line or above.
        0x600..=0x61F
        | 0x621
        | 0x640
        | 0x64B..=0x65F
        | 0x66A..=0x66D
        | 0x670
        | 0x674
        | 0x6D4
        | 0x6D6..=0x6ED
        | 0x6FD
        | 0x6FE => '\0',
        0x622 | 0x623 | 0x625 | 0x671..=0x673 | 0x675 => 'ا',
        0x624 | 0x676 | 0x677 | 0x6C4..=0x6CB | 0x6CF => 'و',
        0x620 | 0x626 | 0x63D..=0x63F | 0x649 | 0x678 | 0x6CC..=0x6CE | 0x6D0..=0x6D3 => 'ي',
        0x629 | 0x6BE..=0x6C3 | 0x6D5 | 0x6FF => 'ه',
        // Letters for sounds that Arabic writes with its nearest own: پ چ ڤ ڨ گ ڭ and kin.
        0x67E => 'ب',
        0x686 => 'ج',
        0x698 => 'ز',
        0x6A4 | 0x6A5 => 'ف',
        0x6A7 | 0x6A8 => 'ق',
        0x63B | 0x63C | 0x6A9..=0x6B4 => 'ك',
        0x660..=0x669 => ascii_digit(code - 0x660),
        0x6F0..=0x6F9 => ascii_digit(code - 0x6F0),
        _ => match char::from_u32(code) {
            Some(c) => c,
            None => '\0',
        },
    }
}

const fn ascii_digit(value: u32) -> char {
    match char::from_digit(value, 10) {
        Some(c) => c,
        None => '\0',
    }
}

/// The letters À to ÿ, the common ones of French, as they are in keys.
const LATIN_1: [&str; 64] = [
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", "d", "n", "o",
    "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "ss", "a", "a", "a", "a", "a", "a",
    "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", "d", "n", "o", "o", "o", "o", "o", "", "o",
    "u", "u", "u", "u", "y", "th", "y",
];

/// How often a character may fall apart into others: the deepest of Unicode needs three.
const DEPTH: u8 = 5;

/// Appends what the character is in a key: nothing, or one or more characters that stay as they
/// are when folded again.
#[inline]
pub(crate) fn fold(c: char, out: &mut String) {
    match u32::from(c) {
        0..=0x7F => {
            if c.is_ascii_alphanumeric() {
                out.push(c.to_ascii_lowercase());
            }
        }
        0x600..=0x6FF => out.extend(fold_arabic(c)),
        code @ 0xC0..=0xFF => {
            out.push_str(
                LATIN_1
                    .get(code as usize - 0xC0)
                    .copied()
                    .unwrap_or_default(),
            );
        }
        _ => fold_rare(c, out, DEPTH),
    }
}

/// A letter of the Arabic block as it is in keys.
#[inline]
pub(crate) fn fold_arabic(c: char) -> Option<char> {
    let at = (u32::from(c) as usize).checked_sub(0x600)?;
    ARABIC.get(at).copied().filter(|folded| *folded != '\0')
}

/// The letters of the Arabic block that a character of the script stands for, as they are in keys:
/// forms for printing, as they come out of PDF files, stand for one or more.
pub(crate) fn arabic_letters(c: char) -> impl Iterator<Item = char> {
    let mut apart = Apart::default();
    decompose_compatible(c, |part| apart.push(part));
    let Apart { parts, len } = apart;
    parts.into_iter().take(len).filter_map(fold_arabic)
}

fn fold_rare(c: char, out: &mut String, depth: u8) {
    if is_left_out(c) {
        return;
    }
    if let Some(plain) = one_letter(c) {
        out.push_str(plain);
        return;
    }
    let mut apart = Apart::default();
    for lower in c.to_lowercase() {
        decompose_compatible(lower, |part| apart.push(part));
    }
    if apart.is_only(c) || depth == 0 {
        if c.is_alphanumeric() || is_combining_mark(c) {
            out.push(c);
        }
        return;
    }
    for part in apart.parts() {
        match u32::from(part) {
            0..=0x7F | 0xC0..=0xFF | 0x600..=0x6FF => fold(part, out),
            _ => fold_rare(part, out, depth - 1),
        }
    }
}

/// What a character falls apart into; the longest of Unicode is 18 characters.
#[derive(Default)]
struct Apart {
    parts: [char; 18],
    len: usize,
}

impl Apart {
    fn push(&mut self, part: char) {
        if let Some(place) = self.parts.get_mut(self.len) {
            *place = part;
            self.len += 1;
        }
    }

    fn is_only(&self, c: char) -> bool {
        self.len == 1 && self.parts.first() == Some(&c)
    }

    fn parts(&self) -> impl Iterator<Item = char> + '_ {
        self.parts.iter().copied().take(self.len)
    }
}

/// Marks of the scripts whose letters mean the same without them, and what no reader sees.
fn is_left_out(c: char) -> bool {
    matches!(u32::from(c),
        0x2BE | 0x2BF | 0x2BC | 0x300..=0x36F | 0x483..=0x487 | 0x591..=0x5C7 | 0x897..=0x89F
        | 0x8CA..=0x8E1 | 0x8E3..=0x8FF | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x200C | 0x200D
        | 0x20D0..=0x20F0 | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F | 0xE_0100..=0xE_01EF)
        || is_hidden(c)
}

/// Letters that Unicode does not take apart.
fn one_letter(c: char) -> Option<&'static str> {
    Some(match c {
        'Œ' | 'œ' => "oe",
        'Đ' | 'đ' => "d",
        'Ħ' | 'ħ' => "h",
        'ı' => "i",
        'Ł' | 'ł' => "l",
        'Ŋ' | 'ŋ' => "n",
        'Ŧ' | 'ŧ' => "t",
        'ẞ' => "ss",
        'ς' => "σ",
        // The letters that Moroccan and other writers have for a hard g, and v.
        'ݢ' | 'ݣ' | 'ݤ' => "ك",
        'ݏ' => "ف",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut out = String::new();
        text.chars().for_each(|c| fold(c, &mut out));
        out
    }

    #[test]
    fn each_character_folds_to_what_folds_to_itself() {
        let wrong: Vec<_> = ('\0'..=char::MAX)
            .filter(|c| {
                let once = folded(&c.to_string());
                folded(&once) != once
            })
            .collect();
        assert!(
            wrong.is_empty(),
            "{} such as {:?}",
            wrong.len(),
            wrong.first()
        );
    }

    #[test]
    fn what_folds_to_nothing_starts_no_word_but_the_hamza_on_the_line() {
        let wrong: Vec<_> = ('\0'..=char::MAX)
            .filter(|c| {
                let starts = matches!(
                    class(*c),
                    Class::Letter | Class::Digit | Class::Arabic | Class::Ideograph
                );
                starts && !matches!(c, 'ء' | 'ﺀ') && folded(&c.to_string()).is_empty()
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn letters_become_the_letters_that_readers_take_them_for() {
        let cases = [
            ("أإآٱا", "ااااا"),
            ("مسؤول رئيس شيء", "مسوولرييسشي"),
            ("مستوى علی ے", "مستويعليي"),
            ("المديريّة کتاب ݣوميز ڭ گ", "المديريهكتابكوميزكك"),
            ("٢٠٢٣ ۴۵", "202345"),
            ("ﷲ ﻻ ﺍﻟﻤﻐﺮﺏ", "اللهلاالمغرب"),
            (
                "Œuvre, Ça, élève, Straße, İstanbul, Łódź, ﬁn",
                "oeuvrecaelevestrasseistanbullodzfin",
            ),
            ("ＣＶＥ①²", "cve12"),
        ];
        for (text, key) in cases {
            assert_eq!(folded(text), key, "{text}");
        }
    }
}
