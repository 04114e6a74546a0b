//! What holds for every text.

use mithaq_text::{
    Folder, MAX_TERM_BYTES, Query, fuzz, highlight, index_terms, name_keys, name_similarity, words,
};
use proptest::prelude::*;

const MARKS: [char; 10] = [
    '\u{64B}', '\u{64E}', '\u{64F}', '\u{650}', '\u{651}', '\u{652}', '\u{670}', '\u{640}',
    '\u{200F}', '\u{200D}',
];

fn terms(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    index_terms(text, &mut |term| all.push(term.to_owned()));
    all
}

fn keys_of_name(name: &str) -> Vec<String> {
    let mut all = Vec::new();
    name_keys(name, &mut |key| all.push(key.to_owned()));
    all
}

/// Text with much of what the rules are about.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        "[والبلكفسيمنتأإئىةء \u{64E}\u{651}\u{640}0-9]{0,40}",
        "[a-zéœ'’ \\-.@_*\"|OR]{0,40}",
        "(عبد|ال|لل|الله|l'|qu'|'s| |es|aux|-|\u{202E}|é|字|👩‍👧){0,12}",
    ]
}

/// The letters with marks strewn among them, which readers do not need.
fn vowelled(letters: &str, marks: &[usize]) -> String {
    let mut marks = marks.iter().cycle();
    let mut out = String::new();
    for c in letters.chars() {
        out.push(c);
        let mark = marks.next().and_then(|mark| MARKS.get(*mark));
        out.extend(mark);
    }
    out
}

proptest! {
    #[test]
    fn a_folded_word_folds_to_itself(text in text()) {
        let mut folder = Folder::default();
        for word in words(&text) {
            let mut first = None;
            folder.keys(&word, &mut |key| first = first.take().or(Some(key.to_owned())));
            let Some(key) = first else { continue };
            prop_assert!(key.len() <= MAX_TERM_BYTES);
            prop_assert!(!key.contains(char::is_whitespace));
            prop_assert_eq!(terms(&key).join("").starts_with(&key), true, "{} {:?}", key, terms(&key));
        }
    }

    #[test]
    fn every_word_of_a_text_is_found_in_it(text in text()) {
        for word in words(&text) {
            let query = Query::parse(word.text());
            prop_assert!(query.is_empty() || query.matches(&text), "{:?}", word);
            let quoted = Query::parse(&format!("\"{}\"", word.text()));
            prop_assert!(quoted.is_empty() || quoted.matches(&text), "{:?}", word);
        }
    }

    #[test]
    fn a_text_is_found_by_itself_as_a_row(text in "[a-z ,.ابتدل]{1,60}") {
        let query = Query::parse(&format!("\"{text}\""));
        prop_assert!(query.is_empty() || query.matches(&text));
    }

    #[test]
    fn words_follow_one_another(text in text()) {
        let mut end = 0;
        for word in words(&text) {
            prop_assert!(word.span().start >= end && !word.text().is_empty());
            prop_assert_eq!(text.get(word.span()), Some(word.text()));
            end = word.span().end;
        }
    }

    #[test]
    fn marks_change_no_key(
        letters in "[ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآؤئ]{1,12}",
        marks in prop::collection::vec(0_usize..14, 1..12),
    ) {
        let marked = vowelled(&letters, &marks);
        prop_assert_eq!(terms(&marked), terms(&letters));
        prop_assert_eq!(keys_of_name(&marked), keys_of_name(&letters));
    }

    #[test]
    fn runs_cover_the_text_and_marks_stand_between_characters(text in text(), query in text()) {
        let query = Query::parse(&query);
        let runs = highlight(&query, &text);
        let seen: String = runs.iter().map(|run| run.text).collect();
        let kept: String = text
            .chars()
            .filter(|c| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
            .collect();
        prop_assert_eq!(seen, kept);
        if query.matches(&text) && !query.clauses().is_empty() {
            let required = query.clauses().iter().any(|c| c.kind == mithaq_text::ClauseKind::Required);
            prop_assert!(!required || runs.iter().any(|run| run.highlighted));
        }
    }

    #[test]
    fn a_name_is_like_itself_and_likeness_has_no_direction(a in "[ابحدموشية A-Zéh]{0,30}", b in "[a-z سلمنوي]{0,30}") {
        let likeness = name_similarity(&a, &b);
        prop_assert!((0.0..=1.0).contains(&likeness));
        prop_assert!((likeness - name_similarity(&b, &a)).abs() < 1e-9);
    }

    #[test]
    fn the_fuzzed_promises_hold(bytes in prop::collection::vec(any::<u8>(), 0..200), text in text()) {
        fuzz::query(&bytes);
        fuzz::snippet(&bytes);
        fuzz::snippet(text.as_bytes());
        fuzz::query(text.as_bytes());
    }
}

#[test]
fn the_fuzzed_promises_hold_for_the_corpus() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for (folder, promise) in [
        ("query", fuzz::query as fn(&[u8])),
        ("snippet", fuzz::snippet),
    ] {
        let mut count = 0;
        for file in std::fs::read_dir(corpus.join(folder)).unwrap() {
            promise(&std::fs::read(file.unwrap().path()).unwrap());
            count += 1;
        }
        assert!(count > 0, "{folder}");
    }
}
