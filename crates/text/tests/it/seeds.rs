//! The reports that the product began with.

use mithaq_text::{Query, snippet, words};

use crate::shared;

const NAMES: [&str; 5] = [
    "seeds/000_e83e904f64d63b5e.txt",
    "seeds/001_174be3a6b685c2fc.txt",
    "seeds/002_d8db655e809c6eec.txt",
    "seeds/003_019604efe385727d.txt",
    "seeds/004_057bb81dc87e7f9a.txt",
];

#[test]
fn each_word_of_a_report_finds_it_and_is_shown() {
    for name in NAMES {
        let Some(text) = shared::file("seeds", name) else {
            return;
        };
        for word in words(&text) {
            let query = Query::parse(&format!("\"{}\"", word.text()));
            if query.is_empty() {
                continue;
            }
            assert!(query.matches(&text), "{name}: {}", word.text());
            let snippet = snippet(&query, &text, 120);
            assert!(
                snippet.fragments.iter().any(|run| run.highlighted),
                "{name}: {}",
                word.text()
            );
        }
    }
}

#[test]
fn reports_are_found_by_what_they_are_about() {
    let cases: [(&str, [bool; 5]); 8] = [
        ("الحموشي", [true; 5]),
        (
            "\"المديرية العامة للأمن الوطني\"",
            [false, false, true, true, true],
        ),
        ("هالدنوانغ البرتغال", [true, false, true, false, false]),
        ("قطر", [false, true, false, true, false]),
        ("مدريد", [false, true, false, false, false]),
        ("CIA", [false, false, false, false, true]),
        ("ݣوميز OR غراندي", [true, true, false, false, false]),
        ("رباط -طنجة", [false, true, true, false, false]),
    ];
    for (query, expected) in cases {
        for (name, found) in NAMES.iter().zip(expected) {
            let Some(text) = shared::file("seeds", name) else {
                return;
            };
            assert_eq!(Query::parse(query).matches(&text), found, "{query}: {name}");
        }
    }
}
