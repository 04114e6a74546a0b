//! Names of persons and places across the Arabic and the Latin script.

mod compare;
mod parts;
mod sound;

use parts::parts;
use sound::{Sound, Sounds};

pub use compare::{SAME_NAME, name_similarity};

/// How many sounds of one word may be read in two ways; the rest is read in the likelier.
const MOST_DOUBTS: usize = 3;

/// Gives the keys that a name shares with its other spellings, in either script.
///
/// A key is the row of a word's consonants, as far as both scripts agree on them; a word of a single
/// consonant keeps its long vowels. Articles, `bin`, `de` and the like give none. A name has the keys
/// of all its words, so a name of several words is that of another when most keys are shared: two
/// persons who have one word of their names in common have its keys in common.
///
/// For fields that hold names, not for running text: it does not know particles that are written
/// together with a word. Translations share nothing (المغرب and Maroc). Words of other scripts give
/// nothing. A word mostly gives one key; one that can be read in several ways gives a few more, and a
/// key may come twice. Of very long names the beginning counts.
///
/// # Examples
///
/// ```
/// fn keys(name: &str) -> Vec<String> {
///     let mut keys = Vec::new();
///     mithaq_text::name_keys(name, &mut |key| keys.push(key.to_owned()));
///     keys
/// }
///
/// assert_eq!(keys("الحموشي"), ["hmc"]);
/// for spelling in ["حموشي", "Hammouchi", "Hamouchi", "Hammoushi", "El Hammouchi"] {
///     assert_eq!(keys(spelling), ["hmc"]);
/// }
/// assert_eq!(keys("عبد اللطيف"), keys("Abdellatif"));
/// ```
pub fn name_keys(name: &str, sink: &mut impl FnMut(&str)) {
    for form in parts(name).iter().flatten() {
        word_keys(&Sounds::of(form).list, sink);
    }
}

fn word_keys(sounds: &[Sound], sink: &mut impl FnMut(&str)) {
    let doubts = sounds
        .iter()
        .filter(|sound| sound.class != sound.other)
        .count();
    let mut key = String::with_capacity(sounds.len());
    for readings in 0_u32..1 << doubts.min(MOST_DOUBTS) {
        write_key(sounds, readings, &mut key);
        if key.len() >= 2 {
            sink(&key);
        }
    }
}

/// Writes the key of one reading: each bit says whether a doubtful sound is the other one.
fn write_key(sounds: &[Sound], readings: u32, key: &mut String) {
    let mut doubt = 0;
    let mut read = |sound: &Sound| {
        if sound.class == sound.other {
            return sound.class;
        }
        doubt += 1;
        if readings.checked_shr(doubt - 1).unwrap_or(0) & 1 == 1 {
            sound.other
        } else {
            sound.class
        }
    };
    let classes: Vec<u8> = sounds
        .iter()
        .map(&mut read)
        .filter(|class| *class != 0)
        .collect();
    let is_weak = |class: u8| matches!(class, b'w' | b'y');
    let firm = classes
        .iter()
        .enumerate()
        .filter(|(at, class)| *at == 0 || !is_weak(**class));
    spell(firm.map(|(_, class)| *class), key);
    if key.len() < 2 {
        spell(classes.iter().copied(), key);
    }
}

/// Writes sounds, each that is doubled once.
fn spell(classes: impl Iterator<Item = u8>, key: &mut String) {
    key.clear();
    for class in classes {
        let class = char::from(class);
        if !key.ends_with(class) {
            key.push(class);
        }
    }
}
