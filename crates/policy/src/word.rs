//! Words of open vocabularies: their form, and the known word that a slip of the pen meant.

/// Text that is not a word of a vocabulary: lower-case letters and digits, joined by hyphens.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{word}` is not a word of lower-case letters and digits joined by single hyphens: write it like `two-words`"
)]
pub struct NotAWordError {
    word: String,
}

/// The longest word, in bytes: that of a STIX type name (STIX 2.1 section 3.1).
const LONGEST: usize = 250;

/// Accepts a kebab-case word that starts with a letter.
pub(crate) fn check_word(word: &str) -> Result<(), NotAWordError> {
    let starts = word.starts_with(|c: char| c.is_ascii_lowercase());
    let parts = word.split('-').all(|part| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    });
    if starts && parts && word.len() <= LONGEST {
        Ok(())
    } else {
        Err(NotAWordError {
            word: word.chars().take(LONGEST).collect(),
        })
    }
}

/// The known word that differs from `word` by a letter or two, if `word` is not known itself.
pub(crate) fn likely_meant(
    word: &str,
    known: impl Iterator<Item = &'static str> + Clone,
) -> Option<&'static str> {
    if known.clone().any(|candidate| candidate == word) {
        return None;
    }
    let slips = if word.len() < 8 { 1 } else { 2 };
    known
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= slips)
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many bytes must be put in, taken out or changed to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.bytes().enumerate() {
        let mut corner = row;
        let mut left = row + 1;
        let mut current = vec![left];
        for (other_letter, up) in other.bytes().zip(above.iter().skip(1)) {
            let changed = corner + usize::from(letter != other_letter);
            left = changed.min(left + 1).min(*up + 1);
            corner = *up;
            current.push(left);
        }
        above = current;
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kebab_case() {
        for word in [
            "cybercrime",
            "terrorism-financing",
            "x-mitre-tactic",
            "a1",
            "ipv4-addr",
        ] {
            assert_eq!(check_word(word), Ok(()), "{word}");
        }
        for word in [
            "", "-a", "a-", "a--b", "Cyber", "a_b", "a b", "1a", "é", "a\"]",
        ] {
            assert!(check_word(word).is_err(), "{word}");
        }
        assert!(check_word(&"a".repeat(251)).is_err());
    }

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        let known = ["cybercrime", "fraud", "indicator", "url"].into_iter();
        assert_eq!(
            likely_meant("cyber-crime", known.clone()),
            Some("cybercrime")
        );
        assert_eq!(likely_meant("indicators", known.clone()), Some("indicator"));
        assert_eq!(likely_meant("indicator", known.clone()), None);
        assert_eq!(likely_meant("training", known), None);
    }

    #[test]
    fn the_distance_counts_letters() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("abc", "abc"), 0);
    }
}
