//! `LIKE`: texts with wildcards (STIX 2.1 section 9.6.1).

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A text with wildcards, cut at its `%`.
#[derive(Debug)]
pub(super) struct Like {
    /// The pieces between the `%`; one piece if there is none.
    pieces: Vec<Piece>,
    /// Whether the compared texts are bytes, which are not normalised.
    bytes: bool,
}

#[derive(Debug)]
enum Piece {
    Plain(Box<str>),
    /// Characters, none where `_` stands for any.
    Holed(Vec<Option<char>>),
}

impl Like {
    pub(super) fn new(text: &str, bytes: bool) -> Self {
        let text: Cow<'_, str> = if bytes { text.into() } else { normal(text) };
        Self {
            pieces: text.split('%').map(Piece::new).collect(),
            bytes,
        }
    }

    /// Whether the whole text fits.
    ///
    /// Each piece is sought from where the one before ended, never again before it, so the time
    /// is that of seeking each piece once.
    pub(super) fn fits(&self, text: &str) -> bool {
        let text: Cow<'_, str> = if self.bytes {
            text.into()
        } else {
            normal(text)
        };
        let (Some((first, rest)), text) = (self.pieces.split_first(), text.as_ref()) else {
            return false;
        };
        let Some(mut left) = first.after_start(text) else {
            return false;
        };
        let Some((last, middle)) = rest.split_last() else {
            return left.is_empty();
        };
        for piece in middle {
            match piece.after_first(left) {
                Some(after) => left = after,
                None => return false,
            }
        }
        last.is_end(left)
    }
}

impl Piece {
    fn new(text: &str) -> Self {
        if !text.contains('_') {
            return Self::Plain(text.into());
        }
        let hole = |character| (character != '_').then_some(character);
        Self::Holed(text.chars().map(hole).collect())
    }

    /// What follows the piece at the start of the text.
    fn after_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        match self {
            Self::Plain(plain) => text.strip_prefix(plain.as_ref()),
            Self::Holed(holed) => {
                let mut left = text.chars();
                for wanted in holed {
                    let found = left.next()?;
                    if wanted.is_some_and(|wanted| wanted != found) {
                        return None;
                    }
                }
                Some(left.as_str())
            }
        }
    }

    /// What follows the first place where the piece stands.
    fn after_first<'t>(&self, text: &'t str) -> Option<&'t str> {
        match self {
            Self::Plain(plain) => {
                let at = text.find(plain.as_ref())?;
                text.get(at + plain.len()..)
            }
            Self::Holed(_) => text
                .char_indices()
                .find_map(|(at, _)| self.after_start(text.get(at..)?)),
        }
    }

    fn is_end(&self, text: &str) -> bool {
        match self {
            Self::Plain(plain) => text.ends_with(plain.as_ref()),
            Self::Holed(holed) => {
                let mut left = text.chars().rev();
                holed.iter().rev().all(|wanted| {
                    left.next()
                        .is_some_and(|found| wanted.is_none_or(|wanted| wanted == found))
                })
            }
        }
    }
}

/// The text in normal form C.
pub(super) fn normal(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) {
        text.into()
    } else {
        text.nfc().collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The textbook definition, for comparison.
    fn slow(pattern: &[char], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, rest) => rest.is_none(),
            (Some(('%', more)), None) => slow(more, text),
            (Some(('%', more)), Some((_, rest))) => slow(more, text) || slow(pattern, rest),
            (Some(('_', more)), Some((_, rest))) => slow(more, rest),
            (Some((wanted, more)), Some((found, rest))) => wanted == found && slow(more, rest),
            (Some(_), None) => false,
        }
    }

    proptest! {
        #[test]
        fn wildcards_mean_what_they_mean(pattern in "[ab%_é]{0,8}", text in "[abé]{0,10}") {
            let letters: (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
            prop_assert_eq!(Like::new(&pattern, false).fits(&text), slow(&letters.0, &letters.1));
        }
    }
}
