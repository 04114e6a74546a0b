//! The words of a name, and what in them is not the name.

use unicode_normalization::UnicodeNormalization;

use crate::chars::{Class, class, fold_arabic, is_hamza_alef};
use crate::words::words;

/// A word of a name in the forms in which it may be written, the likeliest first.
pub(crate) type Forms = Vec<String>;

/// Characters of a name that are looked at.
const MOST_CHARACTERS: usize = 1_000;

/// Words of a name that are looked at.
const MOST_WORDS: usize = 12;

/// The words of a name that tell it from others: no articles, titles, *son of* and the like.
pub(crate) fn parts(name: &str) -> Vec<Forms> {
    let name: String = name.chars().take(MOST_CHARACTERS).nfkc().collect();
    let mut parts = Vec::new();
    let mut particle = None;
    for word in words(&name).take(MOST_WORDS) {
        let word = plain(word.text());
        if is_particle(&word) {
            particle = Some(word);
            continue;
        }
        let glue = particle
            .take()
            .filter(|particle| GLUED.contains(&particle.as_str()));
        if let Some(composed) = servant_and_name(&word).or_else(|| first_and_god(&word)) {
            parts.extend(composed.into_iter().map(|word| vec![word]));
        } else {
            let glued = glue.map(|particle| particle + &word);
            parts.push(forms(word).into_iter().chain(glued).collect());
        }
    }
    parts
}

/// Words that a name has or has not, as its writer likes.
const PARTICLES: [&str; 43] = [
    "al", "el", "ul", "ar", "as", "ad", "an", "at", "az", "er", "es", "ed", "en", "et", "ez",
    "ash", "ech", "bin", "ben", "ibn", "bint", "bent", "ould", "de", "da", "do", "dos", "del",
    "di", "du", "la", "le", "van", "von", "der", "den", "mr", "dr", "بن", "ابن", "بنت", "ال",
    "ولد",
];

const TITLES: [&str; 3] = ["آل", "السيد", "السيدة"];

/// Particles that some writers join to the name. `ben` needs no place here: names that begin with it
/// are compared without it as well.
const GLUED: [&str; 11] = [
    "de", "da", "do", "dos", "del", "di", "du", "la", "le", "van", "von",
];

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word) || TITLES.contains(&word)
}

/// The word in small letters without marks; the letters of Arabic as they are.
fn plain(word: &str) -> String {
    let is_letter = |c: &char| {
        matches!(
            class(*c),
            Class::Letter | Class::Digit | Class::Arabic | Class::Ideograph
        )
    };
    word.chars()
        .flat_map(char::to_lowercase)
        .filter(is_letter)
        .collect()
}

/// The words of a Latin name such as Abdellatif, which Arabic parts; `Abdel` alone is one too.
fn servant_and_name(word: &str) -> Option<Vec<String>> {
    const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];
    let servant = "abd".to_owned();
    let after = word.strip_prefix("abd")?;
    let name = after.trim_start_matches(VOWELS);
    if after.is_empty() || (name == "l" && after != "l") {
        return Some(vec![servant]);
    }
    let name = name.strip_prefix('l').unwrap_or(name);
    let is_name = name.len() >= 3 && name.len() < after.len();
    is_name.then(|| vec![servant, name.to_owned()])
}

/// The words of a name such as Nasrallah, with God's as it is without the article.
fn first_and_god(word: &str) -> Option<Vec<String>> {
    let latin = || {
        let first = word
            .strip_suffix("llah")?
            .strip_suffix(['a', 'e', 'o', 'u'])?;
        Some((first.trim_end_matches('o'), "lah"))
    };
    let arabic = || Some((word.strip_suffix("الله")?, "له"));
    let (first, god) = latin().or_else(arabic)?;
    let is_name = first.chars().nth(1).is_some();
    is_name.then(|| vec![first.to_owned(), god.to_owned()])
}

/// The word without its article, and where that is not sure, with it.
fn forms(word: String) -> Forms {
    let mut letters = word.chars();
    let article = match (letters.next(), letters.next()) {
        (Some(alef), Some('ل')) => fold_arabic(alef) == Some('ا') && !is_hamza_alef(alef),
        _ => false,
    };
    let rest = letters.as_str().to_owned();
    if article && rest.chars().count() >= 2 {
        return vec![rest];
    }
    let joined = ["al", "el"]
        .iter()
        .find_map(|article| word.strip_prefix(article));
    let joined = joined
        .or_else(|| word.strip_prefix("ben"))
        .or_else(|| word.strip_prefix("بن"));
    let joined = joined
        .filter(|rest| rest.chars().count() >= 4)
        .map(str::to_owned);
    std::iter::once(word).chain(joined).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_from_what_surrounds_it() {
        let cases: &[(&str, &[&[&str]])] = &[
            ("", &[]),
            ("El Hammouchi", &[&["hammouchi"]]),
            ("الحَمُّوشي", &[&["حموشي"]]),
            ("Elhammouchi", &[&["elhammouchi", "hammouchi"]]),
            ("Abdellatif", &[&["abd"], &["latif"]]),
            ("Abdel Latif", &[&["abd"], &["latif"]]),
            ("Abdou Abdi", &[&["abdou"], &["abdi"]]),
            ("Abderrahmane", &[&["abd"], &["rrahmane"]]),
            ("عبداللطيف", &[&["عبد"], &["لطيف"]]),
            ("ألبرت", &[&["ألبرت"]]),
            ("Neiva da Cruz", &[&["neiva"], &["cruz", "dacruz"]]),
            (
                "Nasrallah نصرالله الله",
                &[&["nasr"], &["lah"], &["نصر"], &["له"], &["له"]],
            ),
            ("Benkirane", &[&["benkirane", "kirane"]]),
            ("محمد بن سلمان آل سعود", &[&["محمد"], &["سلمان"], &["سعود"]]),
        ];
        for (name, expected) in cases {
            assert_eq!(parts(name), *expected, "{name}");
        }
    }
}
