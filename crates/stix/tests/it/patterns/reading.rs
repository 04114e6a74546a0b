//! What is refused, where, and how it is said.

use mithaq_stix::pattern::{Pattern, PatternErrorKind, PatternLimits};

fn refusal(text: &str) -> String {
    Pattern::parse(text).expect_err(text).to_string()
}

#[test]
fn a_refusal_says_where_and_what_to_do() {
    let said: Vec<String> = [
        "",
        "file:name = 'a'",
        "[file:name = 'a'",
        "[file:name = 'a']]",
        "[file:name = \"a\"]",
        "[file:hashes.\"SHA-256\" = 'a']",
        "[file:name = 'a' and file:size = 1]",
        "[file:name like 'a']",
        "[file:name = null]",
        "[file:name > true]",
        "[file:name = 'C:\\Windows']",
        "[file:name = 'a]",
        "[file:name = 'a' /* b]",
        "[some-type:needs-quotes = 1]",
        "[file.size = 1280]",
        "[file:size = 007]",
        "[file:size = 9007199254740992]",
        "[file:size = - 1]",
        "[file:name IN ('a', 1)]",
        "[file:name IN ('a',)]",
        "[file:name MATCHES /a/]",
        "[file:x_hex = h'abc']",
        "[file:x_bin = b'====']",
        "[file:created = t'2024-02-30T00:00:00Z']",
        "[file:created = t'2024-02-20T00:00:00z']",
        "[file:hashes.'SHA-256' = 'f00']",
        "[ipv4-addr:value ISSUBSET '198.51.100.300']",
        "[file:name = 'é' AND url:value = 'b']",
        "[file:name = 'a'] WITHIN 5 HOURS",
        "[file:name = 'a'] WITHIN 0 SECONDS",
        "[file:name = 'a'] REPEATS 2.5 TIMES",
        "[file:name = 'a'] REPEATS 2 TIMES REPEATS 3 TIMES",
        "[file:name = 'a']\n START '2016-06-01T00:00:00Z' STOP '2016-06-01T00:00:00Z'",
        "[file:name = 'a'] START t'2016-06-01T00:00:00Z'",
        "[file:AND = 1]",
        "[file:name[-1] = 1]",
        "[NOT file:name = 1]",
    ]
    .into_iter()
    .map(|text| format!("{text}\n    {}", refusal(text)))
    .collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn places_are_counted_in_characters_and_bytes() {
    let error = Pattern::parse("[file:name = 'éé'\n  AND file:name ? 'b']").unwrap_err();
    assert_eq!((error.line, error.column), (2, 17));
    assert_eq!(error.span, 36..37);
    assert_eq!(error.kind, PatternErrorKind::Character('?'));
    let error = Pattern::parse("[file:name").unwrap_err();
    assert_eq!(error.span, 10..10);
}

#[test]
fn what_the_reference_grammar_takes_is_taken() {
    for text in [
        "[a:b == 1]",
        "[a:b <> 1]",
        "[a:b=1]",
        "[a:b = +1 OR a:b = -.5 OR a:b = +0.5]",
        "[a:b = h'FFd8' OR a:b = b'' OR a:b = h'']",
        "[a : b . c [ 0 ] = 1]",
        "[a:b = 1] // to the end\n AND /* and */ [a:b = 2]",
        "[a:b\u{a0}=\u{2003}1]",
        "[NOT EXISTS a:b] OR [EXISTS a:b]",
        "[a:b NOT = 1 AND a:b NOT != 1 AND a:b NOT < 1]",
        "[a:'b' = 1 AND a:b.'c-d'.'e.f' = 'it\\'s \\\\']",
        "[t:h = 't' OR t:b IN ()]",
        "[a:b = 1] REPEATS 2 TIMES WITHIN 2.5 SECONDS",
        "([a:b = 1] REPEATS 2 TIMES) REPEATS 2 TIMES",
    ] {
        let read = Pattern::parse(text).map_err(|error| format!("{text}: {error}"));
        let printed = read.clone().unwrap().to_string();
        assert_eq!(
            Pattern::parse(&printed).map_err(|error| error.to_string()),
            read
        );
    }
}

#[test]
fn printing_keeps_only_the_parentheses_that_count() {
    for (text, printed) in [
        ("[ ( a:b=1 ) ]", "[a:b = 1]"),
        (
            "[a:b=1 AND (a:c=2 OR a:d=3.0)]",
            "[a:b = 1 AND (a:c = 2 OR a:d = 3.0)]",
        ),
        (
            "[(a:b=1 AND a:c=2) OR a:d=3]",
            "[a:b = 1 AND a:c = 2 OR a:d = 3]",
        ),
        (
            "([a:b=1] OR ([a:c=2] AND [a:d=3])) FOLLOWEDBY (([a:e=4]))WITHIN 5 SECONDS",
            "[a:b = 1] OR [a:c = 2] AND [a:d = 3] FOLLOWEDBY [a:e = 4] WITHIN 5 SECONDS",
        ),
        (
            "([a:b=1] FOLLOWEDBY [a:c=2]) AND [a:d=3]",
            "([a:b = 1] FOLLOWEDBY [a:c = 2]) AND [a:d = 3]",
        ),
        (
            "[a:'b'.'c-d'.'true' != h'FF']",
            "[a:b.'c-d'.'true' != h'ff']",
        ),
    ] {
        assert_eq!(Pattern::parse(text).unwrap().to_string(), printed);
    }
}

#[test]
fn hostile_texts_are_refused_at_once() {
    let many = 1_000_000;
    let kind = |text: String| Pattern::parse(&text).unwrap_err().kind;
    assert_eq!(kind("(".repeat(many)), PatternErrorKind::TooDeep(64));
    assert_eq!(
        kind(format!("[{}", "(".repeat(many))),
        PatternErrorKind::TooDeep(64)
    );
    assert!(matches!(
        kind("[".repeat(many)),
        PatternErrorKind::Unexpected { .. }
    ));
    assert_eq!(
        kind(" ".repeat(2 * many)),
        PatternErrorKind::TooLong(1024 * 1024)
    );
    let chain = vec!["a:b=1"; 60_000].join(" OR ");
    assert_eq!(
        kind(format!("[{chain}]")),
        PatternErrorKind::TooManyTerms(50_000)
    );
    let list = vec!["1"; 60_000].join(",");
    assert_eq!(
        kind(format!("[a:b IN ({list})]")),
        PatternErrorKind::TooManyTerms(50_000)
    );
    assert_eq!(
        kind(format!("[a:b{}=1]", ".b".repeat(many / 2))),
        PatternErrorKind::PathTooLong(64)
    );
    assert_eq!(
        kind("/*".to_owned() + &" ".repeat(many)),
        PatternErrorKind::UnclosedComment
    );
    assert_eq!(
        kind("[a:b='".to_owned() + &" ".repeat(many)),
        PatternErrorKind::UnclosedText
    );
}

#[test]
fn long_chains_are_no_deep_trees() {
    let brackets = vec!["[a:b = 1]"; 40_000].join(" AND ");
    let pattern = Pattern::parse(&brackets).unwrap();
    assert_eq!(pattern.to_string(), brackets);
    assert!(pattern.normal_form().is_complete());
    drop(pattern.clone());
}

#[test]
fn what_would_multiply_without_end_is_compared_as_it_is_built() {
    // A thousand groups of a thousand alternatives each, within brackets and between them.
    let group = |number: usize, brackets: bool| {
        let pair = |n: usize| {
            let n = 10 * number + n;
            if brackets {
                format!("([a:b = {n}] OR [a:c = {n}])")
            } else {
                format!("(a:b = {n} OR a:c = {n})")
            }
        };
        format!("({})", (0..10).map(pair).collect::<Vec<_>>().join(" AND "))
    };
    for brackets in [false, true] {
        let form = |groups: Vec<String>| {
            let text = groups.join(" OR ");
            let text = if brackets { text } else { format!("[{text}]") };
            Pattern::parse(&text).unwrap().normal_form()
        };
        let groups = || (0..1000).map(|number| group(number, brackets));
        assert!(!form(groups().collect()).is_complete());
        if !brackets {
            assert_eq!(form(groups().rev().collect()), form(groups().collect()));
        }
    }
}

#[test]
fn a_limit_that_is_set_is_the_limit() {
    let limits = PatternLimits {
        max_bytes: 30,
        max_depth: usize::MAX,
        max_terms: 2,
    };
    assert!(Pattern::parse_with("[a:b = 1 OR a:b = 2]", &limits).is_ok());
    assert!(Pattern::parse_with("[a:b=1 OR a:b=2 OR a:b=3]", &limits).is_err());
    let roomy = PatternLimits {
        max_bytes: 10_000,
        ..limits
    };
    let deep = |depth: usize| format!("{}[a:b = 1]{}", "(".repeat(depth), ")".repeat(depth));
    assert!(Pattern::parse_with(&deep(PatternLimits::DEEPEST), &roomy).is_ok());
    assert!(Pattern::parse_with(&deep(PatternLimits::DEEPEST + 1), &roomy).is_err());
}
