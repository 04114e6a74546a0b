//! The examples of `docs/search.md` are true.

use std::collections::BTreeSet;
use std::path::Path;

use mithaq_text::{MAX_QUERY_WORDS, MAX_TERM_BYTES, MAX_TERMS, Query, name_keys};

/// The rows of the tables with such a first heading: what stands in backticks in each cell.
fn rows(heading: &str) -> Vec<[Vec<String>; 3]> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/search.md");
    let page = std::fs::read_to_string(page).unwrap();
    let mut rows = Vec::new();
    let mut within = false;
    for line in page.lines() {
        within = line.starts_with(heading) || (within && line.starts_with('|'));
        let quoted = |cell: &str| -> Vec<String> {
            cell.split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect()
        };
        let cells: Vec<_> = line.trim_matches('|').split(" | ").map(quoted).collect();
        if let [query, finds, not] = cells.as_slice()
            && within
            && !query.is_empty()
        {
            rows.push([query.clone(), finds.clone(), not.clone()]);
        }
    }
    rows
}

#[test]
fn what_the_page_says_is_found_is_found() {
    let rows = rows("| you type | it finds");
    assert!(rows.len() > 25, "{} rows", rows.len());
    for [query, finds, not] in &rows {
        let query = Query::parse(&query[0]);
        assert!(!finds.is_empty() && !not.is_empty());
        for text in finds {
            assert!(query.matches(text), "{query:?} finds {text}");
        }
        for text in not {
            assert!(!query.matches(text), "{query:?} does not find {text}");
        }
    }
}

#[test]
fn what_the_page_says_is_one_name_is_one_name() {
    let keys = |name: &str| {
        let mut keys = BTreeSet::new();
        name_keys(name, &mut |key| {
            keys.insert(key.to_owned());
        });
        // The servant of names such as Abdellatif is no name by itself.
        keys.remove("bd");
        keys
    };
    let rows = rows("| name |");
    assert!(rows.len() > 5, "{} rows", rows.len());
    for [name, same, other] in &rows {
        for spelling in same {
            assert!(
                !keys(&name[0]).is_disjoint(&keys(spelling)),
                "{} {spelling}",
                name[0]
            );
        }
        for stranger in other {
            assert!(
                keys(&name[0]).is_disjoint(&keys(stranger)),
                "{} {stranger}",
                name[0]
            );
        }
    }
}

#[test]
fn what_the_page_says_beside_the_tables_holds() {
    assert_eq!(
        (MAX_TERM_BYTES, MAX_TERMS, MAX_QUERY_WORDS),
        (128, 20_000, 64)
    );
    for (query, text) in [
        ("تاب", "كتاب"),
        ("temps", "temp"),
        ("Rabat OR Tangier -draft", "Tangier"),
    ] {
        assert!(Query::parse(query).matches(text), "{query}");
    }
    for (query, text) in [("وزير", "زير"), ("أمن", "أمني")] {
        assert!(!Query::parse(query).matches(text), "{query}");
    }
    assert!(!Query::parse("Rabat OR Tangier -draft").matches("a draft on Tangier"));
}
