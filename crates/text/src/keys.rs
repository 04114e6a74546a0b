//! The forms under which a word is found.

use crate::chars::{fold, fold_arabic, is_hamza_alef, is_hamza_mark};
use crate::words::{Shape, Word};

/// The longest term in bytes; what is longer is cut there, between two characters.
///
/// Enough for SHA-512 in hexadecimal digits.
pub const MAX_TERM_BYTES: usize = 128;

/// Letters that are left of a word when something was taken off, at least.
const LEFT: usize = 3;

/// Letters at the beginning of a word among which particles can be.
const HEAD: u32 = 8;

/// On which side a word's forms are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// All forms: the word stands in a text.
    Text,
    /// The forms that are sure to be the same word: somebody looks for it.
    Query,
}

/// Makes keys of words, with memory that it uses again.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    folded: String,
    /// One bit for each of the first letters: whether it is an alef with hamza or madda.
    hamza: u32,
}

impl Folder {
    /// Gives the keys under which a word of a text is found; the folded word itself is the first.
    ///
    /// Nothing is given for what is no more than signs. A key may come twice.
    #[inline]
    pub fn keys(&mut self, word: &Word<'_>, sink: &mut impl FnMut(&str)) {
        self.forms(word, Side::Text, sink);
    }

    #[inline]
    pub(crate) fn forms(&mut self, word: &Word<'_>, side: Side, sink: &mut impl FnMut(&str)) {
        self.fold(word);
        if self.folded.is_empty() {
            return;
        }
        sink(&self.folded);
        match word.shape() {
            Shape::Arabic => self.without_particles(side, sink),
            Shape::Ascii | Shape::Other => self.singular(sink),
        }
    }

    #[inline]
    fn fold(&mut self, word: &Word<'_>) {
        self.folded.clear();
        match word.shape() {
            Shape::Ascii => {
                let text = word.text();
                self.folded
                    .push_str(text.get(..MAX_TERM_BYTES).unwrap_or(text));
                self.folded.make_ascii_lowercase();
            }
            Shape::Arabic => self.fold_arabic(word.text()),
            Shape::Other => self.fold_any(word.text()),
        }
    }

    fn fold_arabic(&mut self, text: &str) {
        self.hamza = 0;
        let mut letters: u32 = 0;
        for c in text.chars() {
            if is_hamza_alef(c) && letters < HEAD {
                self.hamza |= 1 << letters;
            }
            if is_hamza_mark(c) && (1..=HEAD).contains(&letters) {
                self.hamza |= 1 << (letters - 1);
            }
            let before = self.folded.len();
            match u32::from(c) {
                0x600..=0x6FF => self.folded.extend(fold_arabic(c)),
                _ => fold(c, &mut self.folded),
            }
            if self.folded.len() > MAX_TERM_BYTES {
                self.folded.truncate(before);
                return;
            }
            letters += u32::from(self.folded.len() > before);
        }
    }

    fn fold_any(&mut self, text: &str) {
        for c in text.chars() {
            let before = self.folded.len();
            fold(c, &mut self.folded);
            if self.folded.len() > MAX_TERM_BYTES {
                self.folded.truncate(before);
                return;
            }
        }
    }

    /// The word without what Arabic writes together with it.
    ///
    /// With the article behind it, a particle is sure, so both sides take them off. A letter alone
    /// may as well belong to the word (وزير is no زير): texts are found without it, queries keep it.
    fn without_particles(&self, side: Side, sink: &mut impl FnMut(&str)) {
        let word = Head::new(&self.folded, self.hamza);
        let after_and = word.without(&['و', 'ف']);
        for stage in [Some(word), after_and].into_iter().flatten() {
            if stage.taken > 0 && side == Side::Text {
                stage.give(sink);
            }
            stage.without_article(sink);
            if stage.rest == "لله" {
                sink("الله");
            }
            if let Some(inner) = stage.without_preposition() {
                // Behind لل the word itself may begin with ل: للجنة is for لجنة.
                if side == Side::Text || stage.rest.starts_with("لل") {
                    inner.give(sink);
                }
                inner.without_article(sink);
            }
        }
    }

    /// The singular of French and English plurals.
    ///
    /// Rules for endings alone, and only where what is left is hardly ever another word: words of
    /// five letters or more, no -ss, -us, -is.
    #[inline]
    fn singular(&mut self, sink: &mut impl FnMut(&str)) {
        let bytes = self.folded.as_bytes();
        let len = bytes.len();
        let plural = matches!(bytes.last(), Some(b's' | b'x'))
            && (5..=32).contains(&len)
            && bytes.iter().all(u8::is_ascii_lowercase);
        if plural {
            self.singular_of_plural(len, sink);
        }
    }

    fn singular_of_plural(&mut self, len: usize, sink: &mut impl FnMut(&str)) {
        let word = self.folded.as_str();
        if word.ends_with("eaux") {
            word.get(..len - 1).into_iter().for_each(sink);
        } else if word.ends_with("aux") && len >= 6 {
            self.folded.truncate(len - 2);
            self.folded.push('l');
            sink(&self.folded);
        } else if word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
            word.get(..len - 1).into_iter().for_each(&mut *sink);
            if ["ches", "shes", "sses", "xes", "zes"]
                .iter()
                .any(|end| word.ends_with(end))
            {
                word.get(..len - 2).into_iter().for_each(sink);
            } else if word.ends_with("ies") {
                self.folded.truncate(len - 3);
                self.folded.push('y');
                sink(&self.folded);
            }
        }
    }
}

/// What is left of an Arabic word from some letter on.
#[derive(Clone, Copy)]
struct Head<'w> {
    rest: &'w str,
    /// The letters taken off so far.
    taken: u32,
    hamza: u32,
}

impl<'w> Head<'w> {
    fn new(rest: &'w str, hamza: u32) -> Self {
        Self {
            rest,
            taken: 0,
            hamza,
        }
    }

    /// Without one of the letters, if the word begins with it and enough is left.
    fn without(self, letters: &[char]) -> Option<Self> {
        let rest = self.rest.strip_prefix(letters)?;
        let head = Self {
            rest,
            taken: self.taken + 1,
            ..self
        };
        head.is_enough().then_some(head)
    }

    /// Without ب ك ل, or the س of the future before a verb's own prefix.
    fn without_preposition(self) -> Option<Self> {
        self.without(&['ب', 'ك', 'ل']).or_else(|| {
            let verb = self.without(&['س'])?;
            (verb.rest.starts_with(['ي', 'ت', 'ن', 'ا']) && verb.has_letters(4)).then_some(verb)
        })
    }

    /// Gives the word without its article: ال, or the ل that is left of it behind ل.
    fn without_article(self, sink: &mut impl FnMut(&str)) {
        let has_hamza = self.hamza.checked_shr(self.taken).unwrap_or(0) & 1 == 1;
        let rest = self
            .rest
            .strip_prefix("ال")
            .or_else(|| self.rest.strip_prefix("لل"));
        if let Some(rest) = rest.filter(|_| !has_hamza) {
            let head = Self { rest, ..self };
            if head.is_enough() {
                head.give(sink);
            }
        }
    }

    fn is_enough(self) -> bool {
        self.has_letters(LEFT)
    }

    fn has_letters(self, least: usize) -> bool {
        self.rest.chars().nth(least - 1).is_some()
    }

    fn give(self, sink: &mut impl FnMut(&str)) {
        sink(self.rest);
    }
}
