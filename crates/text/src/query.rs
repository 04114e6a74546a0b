//! What somebody looks for.

use crate::find::Matcher;
use crate::keys::{Folder, Side};
use crate::pieces::{Piece, pieces};
use crate::words::words;

/// How many words of a query count; the rest is not looked at.
pub const MAX_QUERY_WORDS: usize = 64;

/// What somebody looks for, made of any text.
///
/// All words must be found. `"several words"` are looked for in a row, `word*` finds what begins so,
/// `-word` and `-"several words"` exclude, `one OR other` (or `|`) accepts either. What makes no
/// sense as a sign is not one: there are no errors.
///
/// # Examples
///
/// ```
/// use mithaq_text::Query;
///
/// let query = Query::parse(r#"المغرب "threat actor*" -draft"#);
/// assert!(query.matches("Threat actors in بالمغرب"));
/// assert!(!query.matches("A draft on threat actors in المغرب"));
/// ```
#[derive(Debug, Clone)]
pub struct Query {
    groups: Vec<Group>,
    clauses: Vec<Clause>,
    matcher: Matcher,
    exact: bool,
}

/// One condition on the terms of a text; a [`Query`] is all of its conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// What is said of the terms.
    pub kind: ClauseKind,
    /// The terms; never empty, and none twice.
    pub alternatives: Vec<Term>,
}

/// What a [`Clause`] says of its terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClauseKind {
    /// The text has at least one of them.
    Required,
    /// The text has none of them.
    Excluded,
}

/// A term, to be compared with those that [`index_terms`](crate::index_terms) gave.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term {
    /// The term, or its beginning.
    pub text: String,
    /// Whether every term that begins so is meant.
    pub prefix: bool,
}

/// One part of a query, which holds or does not.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) excluded: bool,
    pub(crate) options: Vec<Sequence>,
}

/// Words in a row.
#[derive(Debug, Clone)]
pub(crate) struct Sequence {
    pub(crate) slots: Vec<Slot>,
}

/// One word of a row.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    /// Any of these is the word.
    pub(crate) terms: Vec<Term>,
    /// Whether no white space may stand before it: it is part of an address or a number.
    pub(crate) tight: bool,
}

impl Query {
    /// Reads a query; never fails.
    pub fn parse(text: &str) -> Self {
        let groups = Reader::default().groups(text);
        let clauses = groups.iter().flat_map(clauses_of).collect();
        let exact = groups.iter().all(is_exact);
        let matcher = Matcher::new(&groups);
        Self {
            groups,
            clauses,
            matcher,
            exact,
        }
    }

    /// Whether nothing is looked for: then nothing is found.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The conditions that the terms of every matching text meet.
    ///
    /// A store finds candidates with them. Where [`Self::is_exact`] says so they are all matches;
    /// otherwise [`Self::matches`] decides on each. A query that only excludes has no
    /// [`ClauseKind::Required`] and no candidates but everything.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// Whether a text that meets [`Self::clauses`] always matches: there is no word order to check.
    pub fn is_exact(&self) -> bool {
        self.exact
    }

    /// Whether the text is what is looked for; an empty query matches nothing.
    ///
    /// Time is linear in the text.
    pub fn matches(&self, text: &str) -> bool {
        !self.is_empty() && self.matcher.matches(text)
    }

    pub(crate) fn matcher(&self) -> &Matcher {
        &self.matcher
    }
}

fn is_exact(group: &Group) -> bool {
    group.options.iter().all(|option| option.slots.len() == 1)
}

/// The conditions on terms that follow from a group.
fn clauses_of(group: &Group) -> Vec<Clause> {
    if group.excluded {
        return if is_exact(group) {
            vec![either(group, ClauseKind::Excluded)]
        } else {
            Vec::new()
        };
    }
    match group.options.as_slice() {
        [only] => only
            .slots
            .iter()
            .map(|slot| required(slot.terms.clone()))
            .collect(),
        _ => vec![either(group, ClauseKind::Required)],
    }
}

/// One of the options: of several words in a row the longest stands for all.
fn either(group: &Group, kind: ClauseKind) -> Clause {
    let longest = |option: &Sequence| {
        let of = |slot: &&Slot| slot.terms.first().map_or(0, |term| term.text.len());
        option
            .slots
            .iter()
            .max_by_key(of)
            .map(|slot| slot.terms.clone())
    };
    let alternatives = group.options.iter().filter_map(longest).flatten().collect();
    Clause {
        kind,
        ..required(alternatives)
    }
}

fn required(mut alternatives: Vec<Term>) -> Clause {
    alternatives.sort();
    alternatives.dedup();
    Clause {
        kind: ClauseKind::Required,
        alternatives,
    }
}

/// Makes groups of the pieces of a query.
#[derive(Debug, Default)]
struct Reader {
    folder: Folder,
    /// The words so far.
    words: usize,
}

impl Reader {
    fn groups(mut self, text: &str) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut pieces = pieces(text).peekable();
        while let Some(piece) = pieces.next() {
            if self.words >= MAX_QUERY_WORDS {
                break;
            }
            let before = groups.last_mut().filter(|last| piece.or && !last.excluded);
            let after = pieces.next_if(|next| before.is_some() && !next.excluded && !next.or);
            match (before, after) {
                (Some(last), Some(other)) => last.options.extend(self.sequence(&other)),
                _ => groups.extend(self.group(&piece)),
            }
        }
        groups
    }

    fn group(&mut self, piece: &Piece<'_>) -> Option<Group> {
        let options = vec![self.sequence(piece)?];
        Some(Group {
            excluded: piece.excluded,
            options,
        })
    }

    /// The words of a piece in a row; none if there are only signs.
    fn sequence(&mut self, piece: &Piece<'_>) -> Option<Sequence> {
        let mut slots: Vec<Slot> = Vec::new();
        let mut end = 0;
        for word in words(piece.text) {
            if self.words >= MAX_QUERY_WORDS {
                break;
            }
            let span = word.span();
            let mut terms = Vec::new();
            let mut keep = |term: &str| {
                let term = Term {
                    text: term.to_owned(),
                    prefix: false,
                };
                if !terms.contains(&term) {
                    terms.push(term);
                }
            };
            self.folder.forms(&word, Side::Query, &mut keep);
            if terms.is_empty() {
                continue;
            }
            if piece.star && span.end == piece.text.len() {
                make_prefix(&mut terms);
            }
            let gap = piece.text.get(end..span.start).unwrap_or_default();
            let tight = !slots.is_empty() && is_tight(gap);
            slots.push(Slot { terms, tight });
            self.words += 1;
            end = span.end;
        }
        (!slots.is_empty()).then_some(Sequence { slots })
    }
}

/// Makes beginnings of terms, of those with at least two characters; a singular is none.
fn make_prefix(terms: &mut Vec<Term>) {
    let Some(first) = terms.first().map(|term| term.text.clone()) else {
        return;
    };
    if first.chars().nth(1).is_none() {
        return;
    }
    terms.retain(|term| !term.text.is_ascii() || term.text == first);
    for term in terms {
        term.prefix = true;
    }
}

/// Whether what stands between two parts joins them so closely that white space would part them.
///
/// A hyphen does not: `counter-terrorism` is `counter terrorism`.
fn is_tight(gap: &str) -> bool {
    let is_loose =
        |c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\'' | '’');
    !gap.is_empty() && !gap.chars().any(is_loose)
}
