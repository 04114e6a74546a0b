//! What somebody looks for, in the words of the two databases.

use std::fmt::Write;

use mithaq_text::{Clause, ClauseKind, Query, Term, name_keys};

use super::terms::{IN_NAME, KIND, SOUND};

/// How an object answers what was looked for: the better first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Closeness {
    /// Its names hold the words.
    Named,
    /// Its texts hold the words.
    Mentioned,
    /// Its names sound like the words, perhaps in another script.
    SoundsAlike,
}

impl Closeness {
    pub(crate) const ALL: [Self; 3] = [Self::Named, Self::Mentioned, Self::SoundsAlike];

    /// The word for it in programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Mentioned => "mentioned",
            Self::SoundsAlike => "sounds-alike",
        }
    }
}

/// A condition on the terms of a version.
#[derive(Clone, Debug)]
pub(crate) enum Condition {
    Term(String),
    Prefix(String),
    All(Vec<Self>),
    Any(Vec<Self>),
    /// The first and not the second.
    Without(Box<Self>, Box<Self>),
}

/// The condition for one closeness; nothing if nothing can be so close.
pub(crate) fn condition(
    query: &Query,
    kinds: &[String],
    closeness: Closeness,
) -> Option<Condition> {
    let of = |closeness| positive(query.clauses(), closeness);
    let named = of(Closeness::Named);
    let mentioned = of(Closeness::Mentioned);
    let wanted = match closeness {
        Closeness::Named => named?,
        Closeness::Mentioned => match named {
            Some(named) => Condition::without(mentioned?, named),
            // Whoever only excludes is given everything else.
            None => Condition::Term(KIND.to_string()),
        },
        Closeness::SoundsAlike => Condition::without(of(Closeness::SoundsAlike)?, mentioned?),
    };
    let wanted = match excluded(query.clauses()) {
        Some(excluded) => Condition::without(wanted, excluded),
        None => wanted,
    };
    Some(match of_kinds(kinds) {
        Some(kinds) => Condition::All(vec![wanted, kinds]),
        None => wanted,
    })
}

/// The condition that an object is of one of some types; nothing if any will do.
pub(crate) fn of_kinds(kinds: &[String]) -> Option<Condition> {
    let terms = kinds
        .iter()
        .filter(|kind| is_kind(kind))
        .map(|kind| Condition::Term(format!("{KIND}{kind}")));
    Condition::any(terms.collect())
}

/// Whether a text can be the type of an object (STIX 2.1 section 3.1): only such a text is a term.
pub(crate) fn is_kind(text: &str) -> bool {
    let is_sign = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    (1..=250).contains(&text.len()) && text.bytes().all(is_sign)
}

fn positive(clauses: &[Clause], closeness: Closeness) -> Option<Condition> {
    let required: Vec<&Clause> = of_kind(clauses, ClauseKind::Required);
    let conditions: Option<Vec<_>> = required
        .into_iter()
        .filter(|clause| closeness != Closeness::SoundsAlike || !is_particle(clause))
        .map(|clause| match closeness {
            Closeness::Named => alternatives(clause, Some(IN_NAME)),
            Closeness::Mentioned => alternatives(clause, None),
            Closeness::SoundsAlike => sounds(clause),
        })
        .collect();
    conditions
        .filter(|conditions| !conditions.is_empty())
        .map(Condition::All)
}

fn excluded(clauses: &[Clause]) -> Option<Condition> {
    let excluded: Vec<_> = of_kind(clauses, ClauseKind::Excluded)
        .into_iter()
        .filter_map(|clause| alternatives(clause, None))
        .collect();
    Condition::any(excluded)
}

fn of_kind(clauses: &[Clause], kind: ClauseKind) -> Vec<&Clause> {
    clauses
        .iter()
        .filter(|clause| clause.kind == kind)
        .collect()
}

fn alternatives(clause: &Clause, mark: Option<char>) -> Option<Condition> {
    let condition = |term: &Term| {
        let text = mark.into_iter().chain(term.text.chars()).collect();
        if term.prefix {
            Condition::Prefix(text)
        } else {
            Condition::Term(text)
        }
    };
    Condition::any(clause.alternatives.iter().map(condition).collect())
}

/// Whether a word is an article or the like, which has no sound of its own: names are written with
/// it and without.
fn is_particle(clause: &Clause) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic() || ('\u{621}'..='\u{64A}').contains(&c);
    let is_word = |term: &Term| !term.prefix && term.text.chars().all(is_letter);
    clause.alternatives.iter().all(is_word) && sounds(clause).is_none()
}

/// What the words sound like; nothing if one of them is no name, or only its beginning is known.
fn sounds(clause: &Clause) -> Option<Condition> {
    let mut keys = Vec::new();
    // Of APT28 only the letters have a sound, and they are those of APT29.
    let is_heard = |term: &&Term| !term.prefix && !term.text.chars().any(char::is_numeric);
    for term in clause.alternatives.iter().filter(is_heard) {
        name_keys(&term.text, &mut |key| keys.push(format!("{SOUND}{key}")));
    }
    keys.sort_unstable();
    keys.dedup();
    Condition::any(keys.into_iter().map(Condition::Term).collect())
}

impl Condition {
    fn any(mut conditions: Vec<Self>) -> Option<Self> {
        match conditions.len() {
            0 => None,
            1 => conditions.pop(),
            _ => Some(Self::Any(conditions)),
        }
    }

    fn without(wanted: Self, not: Self) -> Self {
        Self::Without(Box::new(wanted), Box::new(not))
    }

    /// In the words of SQLite's FTS5.
    pub(crate) fn for_fts5(&self) -> String {
        let mut text = String::new();
        self.write(&FTS5, &mut text);
        text
    }

    /// In the words of PostgreSQL's `tsquery`.
    pub(crate) fn for_tsquery(&self) -> String {
        let mut text = String::new();
        self.write(&TSQUERY, &mut text);
        text
    }

    fn write(&self, words: &Words, out: &mut String) {
        match self {
            Self::Term(term) => (words.term)(term, out),
            Self::Prefix(term) => {
                (words.term)(term, out);
                out.push_str(words.prefix);
            }
            Self::All(all) => join(all, words.and, words, out),
            Self::Any(any) => join(any, words.or, words, out),
            Self::Without(wanted, not) => {
                out.push('(');
                wanted.write(words, out);
                out.push_str(words.without);
                not.write(words, out);
                out.push(')');
            }
        }
    }
}

fn join(conditions: &[Condition], between: &str, words: &Words, out: &mut String) {
    out.push('(');
    for (place, condition) in conditions.iter().enumerate() {
        if place > 0 {
            out.push_str(between);
        }
        condition.write(words, out);
    }
    out.push(')');
}

/// How a database writes conditions.
struct Words {
    term: fn(&str, &mut String),
    prefix: &'static str,
    and: &'static str,
    or: &'static str,
    without: &'static str,
}

const FTS5: Words = Words {
    term: |term, out| {
        // Writing to a string cannot fail.
        let _ = write!(out, "\"{}\"", term.replace('"', "\"\""));
    },
    prefix: " *",
    and: " AND ",
    or: " OR ",
    without: " NOT ",
};

const TSQUERY: Words = Words {
    term: |term, out| {
        let term = term.replace('\\', "\\\\").replace('\'', "''");
        let _ = write!(out, "'{term}'");
    },
    prefix: ":*",
    and: " & ",
    or: " | ",
    without: " & !",
};

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, kinds: &[&str], closeness: Closeness) -> Option<String> {
        let kinds: Vec<String> = kinds.iter().map(|&kind| kind.to_owned()).collect();
        condition(&Query::parse(text), &kinds, closeness).map(|it| it.for_fts5())
    }

    #[test]
    fn each_closeness_leaves_out_the_closer_ones() {
        insta::assert_snapshot!(shown("harbour police", &["identity"], Closeness::Mentioned).unwrap(),
            @r##"((("harbour" AND "police") NOT ("¤harbour" AND "¤police")) AND "¶identity")"##);
        insta::assert_snapshot!(shown("harb*", &[], Closeness::Named).unwrap(), @r#"("¤harb" *)"#);
        assert_eq!(shown("harb*", &[], Closeness::SoundsAlike), None);
    }

    #[test]
    fn an_article_is_not_listened_to_but_a_number_is() {
        insta::assert_snapshot!(shown("El Hamouchi", &[], Closeness::SoundsAlike).unwrap(),
            @r#"(("§hmc") NOT ("el" AND "hamouchi"))"#);
        assert_eq!(shown("46 Hamouchi", &[], Closeness::SoundsAlike), None);
        assert_eq!(shown("el", &[], Closeness::SoundsAlike), None);
        assert_eq!(shown("APT28", &[], Closeness::SoundsAlike), None);
    }

    #[test]
    fn what_is_excluded_is_left_out_and_alone_it_leaves_the_rest() {
        insta::assert_snapshot!(shown("-draft", &[], Closeness::Mentioned).unwrap(), @r#"("¶" NOT "draft")"#);
        assert_eq!(shown("-draft", &[], Closeness::Named), None);
    }

    #[test]
    fn signs_of_the_databases_are_only_signs() {
        let term = Condition::Term("a'b\\\"c".to_owned());
        assert_eq!(term.for_fts5(), "\"a'b\\\"\"c\"");
        assert_eq!(term.for_tsquery(), "'a''b\\\\\"c'");
    }
}
