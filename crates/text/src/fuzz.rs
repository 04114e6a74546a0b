//! The doors that hostile text reaches, as functions of bytes; the fuzzer calls them, and so does a
//! test on the seeds in `corpus/`. Each panics if a promise of the crate is broken.

use crate::{ClauseKind, MAX_TERM_BYTES, Query, TermSet, highlight, name_keys, name_similarity};

/// The text before and after the first line break.
fn halves(bytes: &[u8]) -> (String, String) {
    let text = String::from_utf8_lossy(bytes);
    let (first, second) = text.split_once('\n').unwrap_or((&text, &text));
    (first.to_owned(), second.to_owned())
}

/// Reading queries: a text that matches meets the conditions on its terms, and the other way round
/// where the query says so.
///
/// # Panics
///
/// If that does not hold.
pub fn query(bytes: &[u8]) {
    let (asked, text) = halves(bytes);
    let query = Query::parse(&asked);
    let mut terms = TermSet::default();
    terms.add(&text);
    let terms: Vec<&str> = terms.sorted().collect();
    assert!(
        terms
            .iter()
            .all(|term| !term.is_empty() && term.len() <= MAX_TERM_BYTES)
    );
    let candidate = query.clauses().iter().all(|clause| {
        assert!(!clause.alternatives.is_empty(), "a clause has terms");
        let met = clause.alternatives.iter().any(|term| {
            terms
                .iter()
                .any(|of| *of == term.text || (term.prefix && of.starts_with(&term.text)))
        });
        met == (clause.kind == ClauseKind::Required)
    });
    let matches = query.matches(&text);
    assert!(candidate || !matches, "a match is a candidate");
    assert!(
        query.is_empty() || !query.is_exact() || candidate == matches,
        "a candidate of an exact query is a match"
    );
}

/// Showing texts: what is shown is of the text, and not more than was asked for.
///
/// # Panics
///
/// If that does not hold.
pub fn snippet(bytes: &[u8]) {
    let (asked, text) = halves(bytes);
    let query = Query::parse(&asked);
    let whole: String = highlight(&query, &text)
        .iter()
        .map(|run| run.text)
        .collect();
    for width in [0, 1, 7, 40, 10_000] {
        let shown = crate::snippet(&query, &text, width);
        let part: String = shown.fragments.iter().map(|run| run.text).collect();
        assert!(whole.contains(&part), "what is shown is of the text");
        assert!(
            part.chars().count() <= width,
            "no more is shown than was asked for"
        );
        assert!(shown.fragments.iter().all(|run| !run.text.is_empty()));
        assert!(width < 10_000 || text.chars().count() > width || part == whole);
    }
    name_keys(&text, &mut |key| assert!(key.is_ascii() && key.len() >= 2));
    let likeness = name_similarity(&asked, &text);
    assert!((0.0..=1.0).contains(&likeness));
}
