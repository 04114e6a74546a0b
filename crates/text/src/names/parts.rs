//! The words of a name, and what in them is not the name.

use unicode_normalization::UnicodeNormalization;

use crate::chars::{Class, class, fold_arabic, is_hamza_alef};
use crate::words::words;

/// A word of a name in the forms in which it may be written, the likeliest first.
pub(crate) type Forms = Vec<String>;

/// Words of a name that are looked at.
const MOST_WORDS: usize = 12;

/// The words of a name that tell it from others: no articles, titles, *son of* and the like.
pub(crate) fn parts(name: &str) -> Vec<Forms> {
    let name: String = name.nfkc().collect();
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
        if let Some(rest) = name_of_servant(&word) {
            parts.push(vec!["abd".to_owned()]);
            parts.extend(rest.map(|rest| vec![rest]));
        } else if let Some((first, god)) = first_and_god(&word) {
            parts.push(vec![first.to_owned()]);
            parts.push(vec![god.to_owned()]);
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

/// What follows `Abdel`, `Abdou`, `Abder` in a Latin word that begins so, if anything does.
fn name_of_servant(word: &str) -> Option<Option<String>> {
    let after = word.strip_prefix("abd")?;
    let rest = after.trim_start_matches(['a', 'e', 'i', 'o', 'u']);
    if after.is_empty() || (rest.len() < after.len() && matches!(rest, "l")) {
        return Some(None);
    }
    let rest = rest.strip_prefix('l').unwrap_or(rest);
    let is_name = rest.len() >= 3 && after.len() > rest.len();
    is_name.then(|| Some(rest.to_owned()))
}

/// The two words of a name such as Nasrallah, with God's as it is without the article.
fn first_and_god(word: &str) -> Option<(&str, &str)> {
    let latin = word.strip_suffix("llah").map(|first| {
        let first = first.strip_suffix(['a', 'e', 'o', 'u']);
        (first.map(|first| first.trim_end_matches('o')), "lah")
    });
    let arabic = || word.strip_suffix("الله").map(|first| (Some(first), "له"));
    let (first, god) = latin.or_else(arabic)?;
    let first = first.filter(|first| first.chars().count() >= 2)?;
    Some((first, god))
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
