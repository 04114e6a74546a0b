//! One key for the many ways in which a word or a name is written in Arabic, French and English.
//!
//! A store calls [`index_terms`] (or fills a [`TermSet`]) for each text that it keeps, and looks for
//! candidates with the [`Clause`]s of a [`Query`]; [`Query::matches`] decides where word order counts.
//! A page shows a [`snippet()`] of what was found. [`name_keys`] and [`name_similarity`] bring together
//! the spellings of a name in Arabic and Latin letters.
//!
//! ```
//! use mithaq_text::{Query, TermSet};
//!
//! let text = "استقبل المدير العامّ وفداً بالرباط";
//! let mut terms = TermSet::default();
//! terms.add(text);
//! let terms: Vec<&str> = terms.sorted().collect();
//!
//! let query = Query::parse("الرباط");
//! let found = query.clauses().iter().all(|clause| {
//!     clause.alternatives.iter().any(|term| terms.contains(&term.text.as_str()))
//! });
//! assert!(found && query.is_exact() && query.matches(text));
//! ```
//!
//! # What is in scope
//!
//! - Words of a text, and the keys that all spellings of a word share.
//! - Queries as people type them, and whether a text is what they look for.
//! - The part of a text to show, and what to mark in it.
//! - Names across the Arabic and Latin scripts: keys and similarity.
//!
//! # What is out of scope
//!
//! - Where terms are kept, how candidates are found and in which order they are shown.
//! - Stems and meaning: other forms of a verb, broken plurals, synonyms, translations (المغرب is not
//!   Maroc), typing errors.
//! - The language of a text: all rules hold for all texts, so nothing has to be guessed.

mod chars;
mod find;
pub mod fuzz;
mod keys;
mod names;
mod pieces;
mod query;
mod snippet;
mod terms;
mod words;

pub use keys::{Folder, MAX_TERM_BYTES};
pub use names::{SAME_NAME, name_keys, name_similarity};
pub use query::{Clause, ClauseKind, MAX_QUERY_WORDS, Query, Term};
pub use snippet::{Fragment, Snippet, highlight, snippet};
pub use terms::{MAX_TERMS, TermSet, index_terms, keys};
pub use words::{Word, words};

/// The edition of the rules by which terms and name keys are made.
///
/// A store keeps it beside what it indexed, and indexes again when it differs: terms of two
/// editions do not find each other. A test holds a digest of the rules against it.
pub const VERSION: u32 = 1;
