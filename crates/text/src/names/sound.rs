//! The consonants of a name, as far as Arabic and Latin writing agree on them.
//!
//! Sounds that one script cannot tell apart, or that its writers do not, are one: ت and ط, س and ص,
//! ح and ه, b and p, f and v. The letters for them here: `b t s j h k d z c g f l m n r`, where `c`
//! is ش, and the weak `w y`, which one writing shows and the other does not.

use crate::chars::{Class, class, fold, fold_arabic, is_hamza_alef};

/// Sounds of a word that count; names have fewer.
pub(crate) const MOST_SOUNDS: usize = 20;

/// What it costs to leave a sound out, in hundredths.
pub(crate) const FULL: u16 = 100;
const WEAK: u16 = 12;
const BREATH: u16 = 30;
const SILENT: u16 = 30;

/// One sound of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sound {
    pub(crate) class: u8,
    /// What the letter may stand for as well; 0 for nothing at all, `class` if it is sure.
    pub(crate) other: u8,
    /// What it costs to leave it out.
    pub(crate) weight: u16,
}

impl Sound {
    fn sure(class: u8) -> Self {
        Self {
            class,
            other: class,
            weight: weight(class),
        }
    }

    fn or(class: u8, other: u8) -> Self {
        Self {
            class,
            other,
            weight: weight(class),
        }
    }
}

fn weight(class: u8) -> u16 {
    match class {
        b'w' | b'y' => WEAK,
        b'h' => BREATH,
        _ => FULL,
    }
}

/// The sounds of one word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sounds {
    pub(crate) list: Vec<Sound>,
    pub(crate) arabic: bool,
}

impl Sounds {
    /// The sounds of a word of either script; empty for others.
    pub(crate) fn of(word: &str) -> Self {
        let mut sounds = Self::default();
        if word.chars().any(|c| class(c) == Class::Arabic) {
            sounds.arabic = true;
            sounds.read_arabic(word);
        } else {
            sounds.read_latin(word);
        }
        sounds
    }

    fn push(&mut self, sound: Sound) {
        let doubled = self
            .list
            .last()
            .is_some_and(|last| last.class == sound.class);
        if !doubled && self.list.len() < MOST_SOUNDS {
            self.list.push(sound);
        }
    }

    fn read_arabic(&mut self, word: &str) {
        let mut letters = word
            .chars()
            .filter(|c| class(*c) == Class::Arabic)
            .peekable();
        while let Some(letter) = letters.next() {
            let last = letters.peek().is_none();
            if letter == 'ت' && letters.next_if_eq(&'ش').is_some() {
                self.push(Sound::sure(b'c'));
                continue;
            }
            if let Some(sound) = arabic(letter, last) {
                self.push(sound);
            }
        }
    }

    fn read_latin(&mut self, word: &str) {
        let letters = Letters::new(word);
        let mut rest = letters.as_str();
        let mut first = true;
        while !rest.is_empty() {
            let (len, sounds) = latin(rest, first);
            for sound in sounds.into_iter().flatten() {
                self.push(sound);
            }
            rest = rest.get(len..).unwrap_or_default();
            first = false;
        }
        if let (Some(end), Some(last)) = (letters.silent_end(), self.list.last_mut()) {
            last.weight = last.weight.min(SILENT);
            if end == b'h' {
                last.other = 0;
            }
        }
    }
}

/// The sound of an Arabic letter; none for alef, ʿayn and hamza, which Latin writing leaves out.
fn arabic(letter: char, last: bool) -> Option<Sound> {
    if is_hamza_alef(letter) {
        return None;
    }
    Some(match letter {
        'گ' | 'ݣ' | 'ڭ' | 'ڨ' => Sound::or(b'g', b'k'),
        'چ' => Sound::or(b'c', b'j'),
        'ى' => Sound::or(b'y', 0),
        'ئ' | 'ؤ' | 'ة' => return None,
        _ => match fold_arabic(letter)? {
            'ب' => Sound::sure(b'b'),
            'ت' | 'ط' => Sound::sure(b't'),
            'ث' => Sound::or(b't', b's'),
            'ج' => Sound::sure(b'j'),
            'ه' if last => Sound::or(b'h', 0),
            'ح' | 'ه' => Sound::sure(b'h'),
            'خ' | 'ق' | 'ك' => Sound::sure(b'k'),
            'د' | 'ض' => Sound::sure(b'd'),
            'ذ' => Sound::or(b'd', b'z'),
            'ر' => Sound::sure(b'r'),
            'ز' => Sound::sure(b'z'),
            'ظ' => Sound::or(b'z', b'd'),
            'س' | 'ص' => Sound::sure(b's'),
            'ش' => Sound::sure(b'c'),
            'غ' => Sound::sure(b'g'),
            'ف' => Sound::sure(b'f'),
            'ل' => Sound::sure(b'l'),
            'م' => Sound::sure(b'm'),
            'ن' => Sound::sure(b'n'),
            'و' => Sound::sure(b'w'),
            'ي' => Sound::sure(b'y'),
            _ => return None,
        },
    })
}

/// The letters a to z of a word, in small; capitals are sounds that an accent makes sure.
struct Letters(String);

impl Letters {
    fn new(word: &str) -> Self {
        let mut letters = String::with_capacity(MOST_SOUNDS);
        for c in word.chars().take(4 * MOST_SOUNDS) {
            match c {
                'ç' | 'Ç' => letters.push('S'),
                'č' | 'Č' | 'ć' | 'Ć' | 'š' | 'Š' | 'ş' | 'Ş' => letters.push('C'),
                'ž' | 'Ž' => letters.push('J'),
                _ => fold(c, &mut letters),
            }
        }
        letters.retain(|c| c.is_ascii_alphabetic());
        Self(letters)
    }

    fn as_str(&self) -> &str {
        &self.0
    }

    /// The last letter, if it is one that French writes and does not speak, or the h of -ah.
    fn silent_end(&self) -> Option<u8> {
        let end = match self.0.as_bytes() {
            [_, _, .., b'a', b'h'] => b'h',
            [_, _, .., b'e', b'r'] => b'r',
            [_, _, .., end @ (b's' | b't' | b'd' | b'x' | b'z')] => *end,
            _ => return None,
        };
        Some(end)
    }
}

/// The sounds of the next letters of a Latin word, and how many letters they take.
fn latin(rest: &str, first: bool) -> (usize, [Option<Sound>; 2]) {
    let one = |len: usize, sound: Sound| (len, [Some(sound), None]);
    if let Some(found) = latin_group(rest, first) {
        return found;
    }
    let letter = rest.as_bytes().first().copied().unwrap_or_default();
    let next = rest.as_bytes().get(1).copied().unwrap_or_default();
    let soft = matches!(next, b'e' | b'i' | b'y');
    match letter {
        b'a' | b'e' => (1, [None, None]),
        b'o' | b'u' if first => (1, [None, None]),
        b'o' | b'u' => one(1, Sound::sure(b'w')),
        b'i' => one(1, Sound::sure(b'y')),
        b'c' if soft => one(1, Sound::sure(b's')),
        b'c' | b'q' => one(1, Sound::sure(b'k')),
        b'g' if soft => one(1, Sound::or(b'j', b'g')),
        b'g' => one(1, Sound::or(b'g', b'k')),
        b'p' => one(1, Sound::sure(b'b')),
        b'v' => one(1, Sound::sure(b'f')),
        b'x' => (1, [Some(Sound::sure(b'k')), Some(Sound::sure(b's'))]),
        other => one(1, Sound::sure(other.to_ascii_lowercase())),
    }
}

/// Letters that stand together for one sound.
fn latin_group(rest: &str, first: bool) -> Option<(usize, [Option<Sound>; 2])> {
    const GROUPS: [(&str, u8); 14] = [
        ("tsch", b'c'),
        ("sch", b'c'),
        ("tch", b'c'),
        ("ch", b'c'),
        ("sh", b'c'),
        ("kh", b'k'),
        ("ght", b't'),
        ("gh", b'g'),
        ("ph", b'f'),
        ("dj", b'j'),
        ("ck", b'k'),
        ("cq", b'k'),
        ("qu", b'k'),
        ("ee", b'y'),
    ];
    let one = |len: usize, sound: Sound| Some((len, [Some(sound), None]));
    if first && rest.starts_with("chris") {
        return one(2, Sound::or(b'k', b'c'));
    }
    if first && rest.starts_with("wr") {
        return one(2, Sound::sure(b'r'));
    }
    if first && rest.starts_with("kn") {
        return one(2, Sound::sure(b'n'));
    }
    if rest.starts_with("gue") || rest.starts_with("gui") {
        return one(2, Sound::or(b'g', b'k'));
    }
    if let Some(after) = rest.strip_prefix("ou") {
        let vowel = after.starts_with(['a', 'e', 'i', 'o', 'u', 'y']);
        return one(
            2,
            if first && !vowel {
                Sound::or(b'w', 0)
            } else {
                Sound::sure(b'w')
            },
        );
    }
    if rest.starts_with("th") {
        return one(2, Sound::or(b't', b's'));
    }
    if rest.starts_with("dh") {
        return one(2, Sound::or(b'd', b'z'));
    }
    let (letters, class) = GROUPS
        .iter()
        .find(|(letters, _)| rest.starts_with(letters))?;
    one(letters.len(), Sound::sure(*class))
}
