//! Queries, as they are read and as they match.

use std::fmt::Write as _;

use mithaq_text::{ClauseKind, MAX_QUERY_WORDS, Query, TermSet};

/// Whether the query matches, by the terms of the text alone and by the text itself.
fn found(query: &str, text: &str) -> bool {
    let query = Query::parse(query);
    let mut terms = TermSet::default();
    terms.add(text);
    let terms: Vec<&str> = terms.sorted().collect();
    let candidate = query.clauses().iter().all(|clause| {
        let any = clause.alternatives.iter().any(|term| {
            terms
                .iter()
                .any(|of| *of == term.text || (term.prefix && of.starts_with(&term.text)))
        });
        any == (clause.kind == ClauseKind::Required)
    });
    let matches = query.matches(text);
    assert!(candidate || !matches, "a match is a candidate");
    if query.is_exact() && !query.is_empty() {
        assert_eq!(
            candidate, matches,
            "a candidate of an exact query is a match"
        );
    }
    matches
}

/// A query, texts that it finds, and texts that it does not find.
type Case = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const CASES: &[Case] = &[
    // Spellings.
    (
        "الامن الوطني",
        &["المديرية العامة للأمن الوطني", "وَالأمنِ والوطنيّ"],
        &["الأمن"],
    ),
    ("أمنية", &["الأجهزة الأمنيّة", "امنيه"], &["آمن"]),
    (
        "مغرب",
        &["المغرب", "وللمغرب", "بالمغرب", "كالمغرب", "فالمغرب"],
        &["المغاربة"],
    ),
    ("المغرب", &["مغرب", "وللمغرب", "بالمغرب"], &["غرب"]),
    ("وللمغرب", &["المغرب", "للمغرب"], &["غرب"]),
    ("بالرباط", &["الرباط", "بالرباط"], &["الرابط"]),
    ("طنجة", &["بطنجة", "ولطنجة", "طنجه"], &["طنجرة"]),
    ("لجنة", &["للجنة", "اللجنة", "لجنه"], &["لجان"]),
    ("ألمانيا", &["وألمانيا", "المانيا", "لألمانيا"], &["ألماني"]),
    ("مدير", &["المدیر", "المـــديـــر"], &["إدارة"]),
    ("كوميز", &["ݣوميز", "گوميز"], &[]),
    (
        "عبداللطيف",
        &["عبد اللطيف", "وعبداللطيف"],
        &["عبد الرحيم اللطيف"],
    ),
    ("عبد اللطيف", &["عبداللطيف"], &[]),
    ("2023", &["سنة ٢٠٢٣", "۲۰۲۳", "2023"], &["20 23"]),
    ("46", &["الدورة الـ46لمؤتمر"], &["460"]),
    ("etat", &["l'État", "ÉTAT", "e\u{301}tat"], &["étatique"]),
    ("coeur", &["au cœur"], &[]),
    (
        "accord",
        &["l’accord", "les accords", "ACCORDS"],
        &["accorder"],
    ),
    ("accords", &["un accord"], &["accorder"]),
    ("d'accord", &["accord"], &[]),
    ("agency", &["the agency's", "agencies"], &["agent"]),
    ("réseau national", &["réseaux nationaux"], &[]),
    ("zero", &["ze\u{200B}ro", "\u{202E}zero"], &[]),
    // Technical tokens.
    (
        "CVE-2021-44228",
        &["see cve-2021-44228.", "CVE 2021-44228"],
        &["CVE-2021-44229", "44228 CVE"],
    ),
    ("44228", &["CVE-2021-44228"], &["144228"]),
    (
        "T1059.001",
        &["(T1059.001)", "t1059[.]001"],
        &["T1059 001", "T1059"],
    ),
    ("t1059", &["T1059.001"], &[]),
    (
        "198.51.100.7",
        &["[ipv4-addr:value = '198.51.100.7']", "198[.]51[.]100[.]7"],
        &["198.51.100.70", "198, 51, 100, 7"],
    ),
    (
        "evil.example.com",
        &["hxxp://evil.example.com/a", "evil[.]example[.]com"],
        &["evil example.com"],
    ),
    (
        "example.com",
        &["https://evil.example.com:443/", "x@example.com"],
        &["example.org"],
    ),
    (
        "x.y@example.com",
        &["<x.y@example.com>"],
        &["y.x@example.com"],
    ),
    (
        r"C:\Windows\cmd.exe",
        &[r"run C:\WINDOWS\CMD.EXE now"],
        &[r"C:\Windows cmd.exe"],
    ),
    (
        "d41d8cd98f00b204e9800998ecf8427e",
        &["MD5=D41D8CD98F00B204E9800998ECF8427E"],
        &["d41d"],
    ),
    // Signs.
    ("one two", &["two and one"], &["one"]),
    (
        "\"one two\"",
        &["one two", "One, two"],
        &["two one", "one and two"],
    ),
    ("« الأمن الوطني »", &["للأمن الوطني"], &["الوطني للأمن"]),
    ("wor*", &["a word", "WORLD"], &["sword"]),
    ("\"two wor*\"", &["two words"], &["two more words"]),
    ("198.51.*", &["198.51.100.7"], &["198.52.100.7"]),
    ("مغر*", &["والمغربي"], &["الغرب"]),
    ("one -two", &["one"], &["one two"]),
    (
        "one -\"two three\"",
        &["one two", "three two one"],
        &["one two three"],
    ),
    ("-two", &["one", ""], &["two"]),
    ("one OR two", &["one", "two"], &["three"]),
    ("one | two three", &["one three", "two three"], &["one two"]),
    ("\"a b\" OR c", &["a b", "c"], &["b a"]),
    (
        "counter-terrorism",
        &["counter terrorism", "Counter-Terrorism"],
        &["terrorism counter"],
    ),
    ("北京", &["在北京市"], &["京北"]),
    // Signs that are none.
    ("OR", &["this or that"], &["nor"]),
    ("one OR", &["one or"], &["one"]),
    ("\"one two", &["one two"], &["two one"]),
    ("one - two", &["two one"], &["one"]),
    ("()!! one ** \"\"", &["one"], &["two"]),
    ("", &[], &["one"]),
    ("، ؟ !", &[], &["one"]),
];

#[test]
fn queries_find_what_they_ask_for() {
    for (query, finds, not) in CASES {
        for text in *finds {
            assert!(found(query, text), "`{query}` finds `{text}`");
        }
        for text in *not {
            assert!(!found(query, text), "`{query}` does not find `{text}`");
        }
    }
}

#[test]
fn the_conditions_on_terms_say_what_a_store_must_look_for() {
    let mut shown = String::new();
    for text in [
        "بالرباط accords",
        "\"threat actor*\" -draft",
        "a OR \"bc def\" -\"x y\"",
        "-only",
    ] {
        let query = Query::parse(text);
        writeln!(shown, "{text}   exact: {}", query.is_exact()).unwrap();
        for clause in query.clauses() {
            let terms = clause.alternatives.iter();
            let terms: Vec<_> = terms
                .map(|term| format!("{}{}", term.text, if term.prefix { "*" } else { "" }))
                .collect();
            writeln!(shown, "  {:?} {}", clause.kind, terms.join(" | ")).unwrap();
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_query_is_read_up_to_its_most_words() {
    let words: Vec<String> = (0..100).map(|number| format!("w{number}")).collect();
    let query = Query::parse(&words.join(" "));
    assert_eq!(query.clauses().len(), MAX_QUERY_WORDS);
    assert!(
        query.matches(
            &words
                .iter()
                .take(MAX_QUERY_WORDS)
                .cloned()
                .collect::<Vec<_>>()
                .join(" ")
        )
    );
    let phrase = Query::parse(&format!("\"{}\"", words.join(" ")));
    assert!(phrase.matches(&words.join(" ")));
}

#[test]
fn a_query_without_words_is_empty() {
    for text in ["", " ", "-", "*", "\"\"", "|", "ـــ", "ء"] {
        assert!(Query::parse(text).is_empty(), "{text}");
        assert!(!Query::parse(text).matches("anything - * ء"));
    }
    assert!(!Query::parse("x").is_empty());
}
