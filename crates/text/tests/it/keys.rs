//! The keys of words.

use mithaq_text::{MAX_TERM_BYTES, TermSet, VERSION, index_terms, keys, name_keys};

fn of(word: &str) -> Vec<String> {
    let mut all = Vec::new();
    keys(word, &mut |key| all.push(key.to_owned()));
    all
}

#[test]
fn an_arabic_word_has_keys_with_and_without_what_is_written_together_with_it() {
    let cases: &[(&str, &[&str])] = &[
        ("الأمنيّة", &["الامنيه", "امنيه"]),
        ("بالرباط", &["بالرباط", "رباط", "الرباط"]),
        ("وللمغرب", &["وللمغرب", "مغرب", "للمغرب", "لمغرب"]),
        ("للأمن", &["للامن", "امن", "لامن"]),
        ("للجنة", &["للجنه", "جنه", "لجنه"]),
        ("وبقطر", &["وبقطر", "بقطر", "قطر"]),
        ("كقطر", &["كقطر", "قطر"]),
        ("قطر", &["قطر"]),
        ("والأمن", &["والامن", "الامن", "امن"]),
        ("سيعود", &["سيعود", "يعود"]),
        ("سياسة", &["سياسه", "ياسه"]),
        // An alef with hamza is no article.
        ("ألمانيا", &["المانيا"]),
        ("وألمانيا", &["والمانيا", "المانيا"]),
        ("أَلمانيا", &["المانيا"]),
        ("وا\u{654}لمانيا", &["والمانيا", "المانيا"]),
        // At least three letters are left.
        ("ولد", &["ولد"]),
        ("الذي", &["الذي"]),
        ("ولله", &["ولله", "لله", "الله"]),
        ("بالله", &["بالله", "الله"]),
    ];
    for (word, expected) in cases {
        let mut found = of(word);
        found.sort();
        found.dedup();
        let mut expected: Vec<String> = expected.iter().map(|&key| key.to_owned()).collect();
        expected.sort();
        assert_eq!(found, expected, "{word}");
        assert_eq!(
            of(word).first().map(|key| key.contains('\u{651}')),
            Some(false)
        );
    }
}

#[test]
fn a_latin_word_has_keys_for_its_singular_where_that_is_safe() {
    let cases: &[(&str, &[&str])] = &[
        ("Réseaux", &["reseaux", "reseau"]),
        ("nationaux", &["nationaux", "national"]),
        ("menaces", &["menaces", "menace"]),
        ("agencies", &["agencies", "agencie", "agency"]),
        ("breaches", &["breaches", "breache", "breach"]),
        ("Paris", &["paris"]),
        ("virus", &["virus"]),
        ("process", &["process"]),
        ("pays", &["pays"]),
        ("APT28s", &["apt28s"]),
        ("Œuvre", &["oeuvre"]),
        ("Ta'if", &["taif"]),
        ("Taʿif", &["taif"]),
    ];
    for (word, expected) in cases {
        assert_eq!(&of(word), expected, "{word}");
    }
}

#[test]
fn a_long_word_is_cut_between_characters() {
    for letter in ["a", "é", "ب", "字", "𝒳"] {
        let keys = of(&letter.repeat(1_000));
        assert!(
            keys.iter().all(|key| key.len() <= MAX_TERM_BYTES),
            "{letter}"
        );
        assert!(keys.iter().any(|key| key.len() > MAX_TERM_BYTES - 4) || letter == "字");
    }
}

#[test]
fn a_set_keeps_the_first_terms_of_a_text_that_has_too_many() {
    let mut terms = TermSet::with_most(3);
    terms.add("delta alpha delta");
    terms.add("charlie bravo alpha");
    assert_eq!(
        terms.sorted().collect::<Vec<_>>(),
        ["alpha", "charlie", "delta"]
    );
    terms.add("echo");
    assert_eq!(
        terms.sorted().collect::<Vec<_>>(),
        ["alpha", "charlie", "delta"]
    );
    terms.clear();
    assert_eq!(terms.sorted().len(), 0);
}

/// FNV-1a.
fn digest(digest: u64, bytes: &[u8]) -> u64 {
    let step = |digest: u64, byte: &u8| (digest ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
    bytes.iter().fold(digest, step)
}

/// Words and names that all rules bear upon.
const RULES: &str = "والأمن وللجنة بقطر سيعود ألمانيا وألمانيا عبداللطيف لـCIA الـ46 agencies réseaux \
    nationaux breaches l'État agency's Ta'if CVE-2021-44228 198.51.100.7 北京 El Othmani Abderrahmane \
    Nasrallah Christopher Guelmim Oujda Neiva da Cruz الزياني عبدالله حارث ظريف ݣوميز بنكيران";

/// If this fails, terms have changed: by our rules, or by a compiler or library that knows a newer
/// Unicode. Raise `VERSION`, so that stores index again, and write the new digest here.
#[test]
fn the_terms_of_every_character_and_rule_are_those_of_this_version() {
    let mut sum = 0xCBF2_9CE4_8422_2325;
    let mut text = String::new();
    for c in '\0'..=char::MAX {
        text.clear();
        text.extend(['x', c, c, 'ب']);
        index_terms(&text, &mut |term| {
            sum = digest(digest(sum, term.as_bytes()), b" ");
        });
    }
    index_terms(RULES, &mut |term| {
        sum = digest(digest(sum, term.as_bytes()), b" ");
    });
    for name in RULES.split(' ') {
        name_keys(name, &mut |key| {
            sum = digest(digest(sum, key.as_bytes()), b" ");
        });
    }
    assert_eq!(
        (VERSION, format!("{sum:016x}")),
        (1, "e96e1e9d0e5f021b".to_owned())
    );
}
