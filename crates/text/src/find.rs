//! Finding the words of a query in a text, in one pass.

use std::ops::Range;

use crate::keys::Folder;
use crate::query::{Group, MAX_QUERY_WORDS, Term};
use crate::words::words;

/// White space is looked for in so many bytes between two words; more signs than that part them.
const MOST_BETWEEN: usize = 32;

/// A query made ready for finding.
///
/// Each word of each row of the query is one bit (there are at most 64). A bit is set while the
/// words read last are the beginning of its row, up to it: so every row is followed at once, and a
/// word of the text costs the same however often rows begin again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Matcher {
    /// The terms with the bits of the words that they stand for.
    needles: Vec<(Term, u64)>,
    /// The bits of first words.
    first: u64,
    /// The bits of words that no white space may part from the word before.
    tight: u64,
    /// For each row the bit of its last word, its length, and its group.
    rows: Vec<(u64, usize, usize)>,
    /// The groups of which one row must be there, as bits.
    required: u64,
}

/// A row of words found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    /// From the first word to the last.
    pub(crate) span: Range<usize>,
    /// The group that it belongs to, as a bit.
    pub(crate) group: u64,
}

impl Matcher {
    pub(crate) fn new(groups: &[Group]) -> Self {
        let mut matcher = Self::default();
        let mut bit: u64 = 1;
        for (number, group) in groups.iter().enumerate() {
            if !group.excluded {
                matcher.required |= 1 << number;
            }
            for option in &group.options {
                matcher.first |= bit;
                for slot in &option.slots {
                    for term in &slot.terms {
                        matcher.add(term, bit);
                    }
                    if slot.tight {
                        matcher.tight |= bit;
                    }
                    bit = bit.rotate_left(1);
                }
                matcher
                    .rows
                    .push((bit.rotate_right(1), option.slots.len(), number));
            }
        }
        matcher
    }

    fn add(&mut self, term: &Term, bit: u64) {
        match self.needles.iter_mut().find(|(needle, _)| needle == term) {
            Some((_, bits)) => *bits |= bit,
            None => self.needles.push((term.clone(), bit)),
        }
    }

    /// Whether each required group is in the text, and no excluded one.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let mut found: u64 = 0;
        self.each_hit(text, &mut |hit| {
            found |= hit.group;
            hit.group & self.required != 0
        });
        found == self.required
    }

    /// The rows of required groups in the text, in the order of their ends, at most so many.
    pub(crate) fn hits(&self, text: &str, most: usize) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.each_hit(text, &mut |hit| {
            if hit.group & self.required != 0 {
                hits.push(hit);
            }
            hits.len() < most
        });
        hits
    }

    /// Gives each row found, for as long as the sink wants more.
    fn each_hit(&self, text: &str, sink: &mut impl FnMut(Hit) -> bool) {
        let mut folder = Folder::default();
        let mut starts = [0; MAX_QUERY_WORDS];
        let mut state: u64 = 0;
        let (mut count, mut end) = (0, 0);
        for word in words(text) {
            let span = word.span();
            let mut keyed = false;
            let mut met: u64 = 0;
            folder.keys(&word, &mut |key| {
                keyed = true;
                met |= self.bits(key);
            });
            if !keyed {
                continue;
            }
            if let Some(place) = starts.get_mut(count % MAX_QUERY_WORDS) {
                *place = span.start;
            }
            let mut next = state << 1;
            if next & self.tight != 0 && !touch(text, end, span.start) {
                next &= !self.tight;
            }
            state = (next | self.first) & met;
            end = span.end;
            count += 1;
            for (last, len, group) in &self.rows {
                if state & last == 0 {
                    continue;
                }
                let first = count.saturating_sub(*len) % MAX_QUERY_WORDS;
                let start = starts.get(first).copied().unwrap_or(span.start);
                if !sink(Hit {
                    span: start..end,
                    group: 1 << group,
                }) {
                    return;
                }
            }
        }
    }

    /// The words of the query that a key of the text meets.
    fn bits(&self, key: &str) -> u64 {
        let meets = |term: &Term| key == term.text || (term.prefix && key.starts_with(&term.text));
        let met = self.needles.iter().filter(|(term, _)| meets(term));
        met.fold(0, |bits, (_, bit)| bits | bit)
    }
}

/// Whether no white space stands between two places.
fn touch(text: &str, from: usize, to: usize) -> bool {
    let near = to.saturating_sub(from) <= MOST_BETWEEN;
    near && text
        .get(from..to)
        .is_some_and(|gap| !gap.contains(char::is_whitespace))
}
