//! The index terms of a text.

use std::cmp::Ordering;
use std::ops::Range;

use crate::keys::Folder;
use crate::words::words;

/// How many distinct terms a [`TermSet`] keeps of a text, unless told otherwise.
pub const MAX_TERMS: usize = 20_000;

/// Gives the terms under which a text is found: the keys of each of its words, in order.
///
/// A term may come again; it is never longer than [`MAX_TERM_BYTES`](crate::MAX_TERM_BYTES), never
/// empty, and holds no white space. Time is linear in the text, and nothing is allocated for a word.
///
/// # Examples
///
/// ```
/// let mut terms = Vec::new();
/// mithaq_text::index_terms("Échange avec الرباط", &mut |term| terms.push(term.to_owned()));
/// assert_eq!(terms, ["echange", "avec", "الرباط", "رباط"]);
/// ```
pub fn index_terms(text: &str, sink: &mut impl FnMut(&str)) {
    let mut folder = Folder::default();
    for word in words(text) {
        folder.keys(&word, sink);
    }
}

/// Gives the keys under which one word is found; the folded word itself is the first.
///
/// Of a text with several words, as [`words`] cuts it, the keys of each are given.
/// Whoever has many texts uses [`index_terms`], or a [`Folder`] of their own.
///
/// # Examples
///
/// ```
/// let mut keys = Vec::new();
/// mithaq_text::keys("وللمغرب", &mut |key| keys.push(key.to_owned()));
/// assert!(keys.contains(&"مغرب".to_owned()));
/// ```
pub fn keys(word: &str, sink: &mut impl FnMut(&str)) {
    index_terms(word, sink);
}

/// The distinct terms of texts, sorted; its memory is used again for the next.
///
/// # Examples
///
/// ```
/// use mithaq_text::TermSet;
///
/// let mut terms = TermSet::default();
/// terms.add("Threat actor");
/// terms.add("threats");
/// assert_eq!(terms.sorted().collect::<Vec<_>>(), ["actor", "threat", "threats"]);
/// ```
#[derive(Debug)]
pub struct TermSet {
    folder: Folder,
    /// All terms, one after the other.
    written: String,
    /// Where each stands there.
    places: Vec<Place>,
    most: usize,
    sorted: bool,
}

impl Default for TermSet {
    fn default() -> Self {
        Self::with_most(MAX_TERMS)
    }
}

impl TermSet {
    /// An empty set that keeps at most so many terms; what comes first in the texts is kept.
    pub fn with_most(most: usize) -> Self {
        Self {
            folder: Folder::default(),
            written: String::new(),
            places: Vec::new(),
            most,
            sorted: true,
        }
    }

    /// Forgets the terms and keeps the memory.
    pub fn clear(&mut self) {
        self.written.clear();
        self.places.clear();
        self.sorted = true;
    }

    /// Adds the terms of a text.
    ///
    /// Until the terms are asked for, all are held: some three times the length of the text.
    pub fn add(&mut self, text: &str) {
        let Self {
            folder,
            written,
            places,
            ..
        } = self;
        for word in words(text) {
            folder.keys(&word, &mut |term| {
                let start = written.len();
                written.push_str(term);
                places.push(Place {
                    head: head(term),
                    span: start..written.len(),
                });
            });
        }
        self.sorted = false;
    }

    /// The terms in the order of their bytes.
    pub fn sorted(&mut self) -> impl ExactSizeIterator<Item = &str> {
        if !self.sorted {
            self.tidy();
        }
        let Self {
            written, places, ..
        } = self;
        places.iter().map(|place| place.term(written))
    }

    /// Sorts the terms and keeps one of each: the first ones of the text, if there are too many.
    fn tidy(&mut self) {
        let Self {
            written, places, ..
        } = self;
        places.sort_unstable_by(|a, b| a.cmp(b, written).then(a.span.start.cmp(&b.span.start)));
        places.dedup_by(|later, first| later.cmp(first, written).is_eq());
        if places.len() > self.most {
            places.sort_unstable_by_key(|place| place.span.start);
            places.truncate(self.most);
            places.sort_unstable_by(|a, b| a.cmp(b, written));
        }
        self.sorted = true;
    }
}

/// Where a term stands, and its first bytes, which mostly tell it from others.
#[derive(Debug, Clone)]
struct Place {
    head: u64,
    span: Range<usize>,
}

impl Place {
    fn term<'w>(&self, written: &'w str) -> &'w str {
        written.get(self.span.clone()).unwrap_or_default()
    }

    #[inline]
    fn cmp(&self, other: &Self, written: &str) -> Ordering {
        let heads = self.head.cmp(&other.head);
        heads.then_with(|| self.term(written).cmp(other.term(written)))
    }
}

/// The first eight bytes as a number that sorts as they do; no term has a NUL.
#[inline]
fn head(term: &str) -> u64 {
    let mut bytes = [0; 8];
    for (place, byte) in bytes.iter_mut().zip(term.bytes()) {
        *place = byte;
    }
    u64::from_be_bytes(bytes)
}
