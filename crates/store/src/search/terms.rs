//! The terms by which an object is found.

use std::ops::Deref;

use mithaq_stix::{Object, texts};
use mithaq_text::{TermSet, name_keys};

/// Before a word of a name.
pub(crate) const IN_NAME: char = '¤';
/// Before what a name sounds like.
pub(crate) const SOUND: char = '§';
/// Before a type; alone it is a term of everything.
pub(crate) const KIND: char = '¶';

/// The edition of the rules in this file; with that of the terms themselves it says whether what is
/// indexed has to be indexed again.
pub(crate) const EDITION: u32 = mithaq_text::VERSION * 1000 + 2;

/// Terms of one object that are kept, and bytes of text that are looked at.
const MOST_TERMS: usize = 20_000;
const MOST_BYTES: usize = 512 * 1024;
/// Bytes of terms that are kept; PostgreSQL takes no row of 1 MiB.
const MOST_WRITTEN: usize = 1_000_000;

/// An object and the terms by which it will be found.
///
/// The terms are made beside the one thread that writes, which has no time to spare.
#[derive(Clone, Debug)]
pub struct Indexed {
    object: Object,
    terms: String,
}

impl From<Object> for Indexed {
    fn from(object: Object) -> Self {
        Indexer::default().index(object)
    }
}

impl Deref for Indexed {
    type Target = Object;

    fn deref(&self) -> &Object {
        &self.object
    }
}

impl Indexed {
    /// The terms, none twice, with a space between them.
    pub fn terms(&self) -> &str {
        &self.terms
    }
}

/// Makes the terms of objects; its memory is used again for the next.
#[derive(Debug)]
pub struct Indexer {
    said: TermSet,
    named: TermSet,
    sounds: Vec<String>,
}

impl Default for Indexer {
    fn default() -> Self {
        Self {
            said: TermSet::with_most(MOST_TERMS),
            named: TermSet::with_most(MOST_TERMS),
            sounds: Vec::new(),
        }
    }
}

impl Indexer {
    /// Makes the terms of an object.
    pub fn index(&mut self, object: Object) -> Indexed {
        let terms = self.terms(object.kind(), object.text());
        Indexed { object, terms }
    }

    /// The terms of an object of a type, from its text; with a space between them.
    pub(crate) fn terms(&mut self, kind: &str, json: &[u8]) -> String {
        self.said.clear();
        self.named.clear();
        self.sounds.clear();
        let mut left = MOST_BYTES;
        for found in texts(json) {
            if !is_said(found.property, &found.text) {
                continue;
            }
            let text = beginning(&found.text, left);
            left -= text.len();
            self.said.add(text);
            if is_name(found.property) {
                self.named.add(text);
                let sounds = &mut self.sounds;
                name_keys(text, &mut |key| sounds.push(key.to_owned()));
            }
            if text.len() < found.text.len() {
                break;
            }
        }
        self.write(kind)
    }

    fn write(&mut self, kind: &str) -> String {
        self.sounds.sort_unstable();
        self.sounds.dedup();
        let mut terms = format!("{KIND} {KIND}{kind}");
        let (in_name, sound) = (format!(" {IN_NAME}"), format!(" {SOUND}"));
        let named: Vec<&str> = self.named.sorted().collect();
        // INVARIANT: what is named is said, or an object would be found as two things at once. If it
        // is too much for the row, the names are what people look for.
        for term in &named {
            add(&mut terms, &[" ", term, &in_name, term]);
        }
        for key in &self.sounds {
            add(&mut terms, &[&sound, key]);
        }
        for term in self.said.sorted() {
            if named.binary_search(&term).is_err() {
                add(&mut terms, &[" ", term]);
            }
        }
        terms
    }
}

/// Adds the pieces if there is room for all of them.
fn add(terms: &mut String, pieces: &[&str]) {
    let more: usize = pieces.iter().map(|piece| piece.len()).sum();
    if terms.len() + more <= MOST_WRITTEN {
        terms.extend(pieces.iter().copied());
    }
}

/// The beginning of a text, of at most so many bytes.
fn beginning(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}

/// Whether people could look for this text: not for references, times and bytes.
pub fn is_said(property: &str, text: &str) -> bool {
    let is_machinery = matches!(property, "type" | "id" | "spec_version" | "extension_type")
        || property.ends_with("_ref")
        || property.ends_with("_refs")
        || property.ends_with("_bin");
    !is_machinery && !is_time(text)
}

/// Whether people would call the object so.
pub fn is_name(property: &str) -> bool {
    matches!(
        property,
        "name"
            | "aliases"
            | "value"
            | "path"
            | "subject"
            | "display_name"
            | "account_login"
            | "user_id"
            | "external_id"
    ) || property.ends_with("_aliases")
}

/// Whether a text is a time as STIX writes it.
fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    (20..=40).contains(&bytes.len())
        && bytes.get(4) == Some(&b'-')
        && bytes.get(10) == Some(&b'T')
        && bytes.last() == Some(&b'Z')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sounds_and_the_type_are_terms_and_machinery_is_none() {
        let json = r#"{"type":"identity","id":"identity--x","name":"عبد اللطيف الحموشي",
            "description":"Head of service","created":"2026-01-01T00:00:00.000Z","x_ref":"a--b"}"#;
        let terms = Indexer::default().terms("identity", json.as_bytes());
        let has = |term: &str| terms.split(' ').any(|it| it == term);
        for term in [
            "¶",
            "¶identity",
            "head",
            "الحموشي",
            "حموشي",
            "¤حموشي",
            "§hmc",
        ] {
            assert!(has(term), "{term} is not in {terms}");
        }
        for term in ["identity", "2026", "a--b", "¤head"] {
            assert!(!has(term), "{term} is in {terms}");
        }
    }

    #[test]
    fn the_next_object_has_none_of_the_terms_before() {
        let mut indexer = Indexer::default();
        indexer.terms("note", br#"{"abstract":"first","name":"Alpha"}"#);
        let terms = indexer.terms("note", br#"{"abstract":"second"}"#);
        assert_eq!(terms, "¶ ¶note second");
    }

    #[test]
    fn of_a_text_that_is_too_long_the_beginning_is_looked_at() {
        let text = "é".repeat(MOST_BYTES);
        let json =
            format!(r#"{{"name":"Harbour","description":"first {text}","abstract":"last"}}"#);
        let terms = Indexer::default().terms("note", json.as_bytes());
        let has = |term: &str| terms.split(' ').any(|it| it == term);
        assert!(has("¤harbour") && has("first") && !has("last"));
    }

    #[test]
    fn of_too_many_terms_those_of_names_are_kept() {
        let long: Vec<String> = (0..9000).map(|n| format!("{n:0>100}")).collect();
        let long = long.join(" ");
        let json = format!(r#"{{"name":"{long}","description":"aaa {long}"}}"#);
        let terms = Indexer::default().terms("note", json.as_bytes());
        assert!(terms.len() <= MOST_WRITTEN);
        let names = terms
            .split(' ')
            .filter_map(|term| term.strip_prefix(IN_NAME));
        let names: Vec<&str> = names.collect();
        assert!(names.len() > 4000);
        let said: std::collections::HashSet<&str> = terms.split(' ').collect();
        assert!(names.iter().all(|name| said.contains(name)));
    }
}
