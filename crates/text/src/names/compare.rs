//! How alike two names are.

use super::parts::{Forms, parts};
use super::sound::{FULL, MOST_SOUNDS, Sound, Sounds};

/// From this similarity on, two names are likely those of one person: worth showing as such.
///
/// Never enough to decide: other facts must agree.
pub const SAME_NAME: f64 = 0.83;

/// Words of a name that are compared.
const MOST_PARTS: usize = 6;

/// What it takes from 1000 when the words of two names come in another order, for each pair.
const INVERTED: u32 = 40;
/// What it takes when one name has a word more, for each.
const ADDED: u32 = 60;
/// The same where the other name is a single word.
const ADDED_TO_ONE: u32 = 80;
/// What it takes when the longer name ends with a word that the shorter has not: the family name.
const OTHER_END: u32 = 120;

/// How alike two names are, from 0.0 (nothing in common) to 1.0 (they sound the same).
///
/// The words of the shorter name are each given a word of the longer one so that they fit best;
/// two words are as alike as their consonants are, long vowels counting little. Names that sound alike
/// cannot be told apart (David Hill and David Hale are one ديفيد هيل). At most six words of a name are
/// compared, so the cost is bounded.
///
/// # Examples
///
/// ```
/// use mithaq_text::{SAME_NAME, name_similarity};
///
/// assert!(name_similarity("عبد اللطيف الحموشي", "Abdellatif Hammouchi") >= SAME_NAME);
/// assert!(name_similarity("عبد اللطيف الحموشي", "Abdellatif Jouahri") < SAME_NAME);
/// ```
pub fn name_similarity(a: &str, b: &str) -> f64 {
    let (a, b) = (sounded(a), sounded(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return 0.0;
    }
    let pairs: Vec<Vec<u32>> = short
        .iter()
        .map(|x| long.iter().map(|y| word_similarity(x, y)).collect())
        .collect();
    let mut search = Search {
        pairs: &pairs,
        long: long.len(),
        best: 0,
    };
    search.place(&mut Vec::with_capacity(short.len()));
    f64::from(search.best) / 1000.0
}

fn sounded(name: &str) -> Vec<Vec<Sounds>> {
    let sound = |forms: Forms| -> Vec<Sounds> {
        let sounds = forms.iter().map(|form| Sounds::of(form));
        sounds.filter(|sounds| !sounds.list.is_empty()).collect()
    };
    let parts = parts(name).into_iter().map(sound);
    parts
        .filter(|forms| !forms.is_empty())
        .take(MOST_PARTS)
        .collect()
}

/// The best way to give each word of the shorter name one of the longer.
struct Search<'p> {
    pairs: &'p [Vec<u32>],
    long: usize,
    best: u32,
}

impl Search<'_> {
    /// Tries every word for the next one; as deep as [`MOST_PARTS`] at most.
    fn place(&mut self, placed: &mut Vec<usize>) {
        if placed.len() == self.pairs.len() {
            self.best = self.best.max(self.value(placed));
            return;
        }
        for at in 0..self.long {
            if !placed.contains(&at) {
                placed.push(at);
                self.place(placed);
                placed.pop();
            }
        }
    }

    fn value(&self, placed: &[usize]) -> u32 {
        let alike = || {
            let pairs = self.pairs.iter().zip(placed);
            pairs.map(|(row, at)| row.get(*at).copied().unwrap_or(0))
        };
        let (count, least) = (count(placed.len()), alike().min().unwrap_or(0));
        let mean = alike().sum::<u32>() / count.max(1);
        let inverted = placed
            .iter()
            .enumerate()
            .map(|(at, x)| placed.iter().take(at).filter(|before| *before > x).count());
        let added = self.long - placed.len();
        let mut taken = INVERTED * self::count(inverted.sum());
        taken += self::count(added) * if count > 1 { ADDED } else { ADDED_TO_ONE };
        if added > 0 && placed.last() != Some(&(self.long - 1)) {
            taken += OTHER_END;
        }
        (least.midpoint(mean)).saturating_sub(taken)
    }
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

/// How alike two words are in their best forms, in thousandths.
fn word_similarity(a: &[Sounds], b: &[Sounds]) -> u32 {
    let pairs = a
        .iter()
        .flat_map(|x| b.iter().map(move |y| similarity(x, y)));
    pairs.max().unwrap_or(0)
}

fn similarity(a: &Sounds, b: &Sounds) -> u32 {
    let whole = weight(&a.list).max(weight(&b.list)).max(30);
    let apart = distance(&a.list, &b.list, a.arabic == b.arabic);
    1000_u32.saturating_sub(apart * 1000 / whole)
}

fn weight(sounds: &[Sound]) -> u32 {
    sounds.iter().map(|sound| u32::from(sound.weight)).sum()
}

/// What it costs to turn one row of sounds into the other: leaving out, changing, exchanging
/// neighbours.
fn distance(a: &[Sound], b: &[Sound], same_script: bool) -> u32 {
    let mut rows = [[0_u32; MOST_SOUNDS + 1]; 3];
    let [older, old, new] = &mut rows;
    for (at, y) in b.iter().enumerate() {
        let cost = get(old, at) + omission(*y, at + 1 == b.len(), same_script);
        set(old, at + 1, cost);
    }
    for (i, x) in a.iter().enumerate() {
        let without_x = omission(*x, i + 1 == a.len(), same_script);
        set(new, 0, get(old, 0) + without_x);
        for (j, y) in b.iter().enumerate() {
            let without_y = omission(*y, j + 1 == b.len(), same_script);
            let mut best = (get(old, j) + change(*x, *y))
                .min(get(old, j + 1) + without_x)
                .min(get(new, j) + without_y);
            if is_exchanged(a, b, i, j) {
                best = best.min(get(older, j - 1) + EXCHANGED);
            }
            set(new, j + 1, best);
        }
        std::mem::swap(older, old);
        std::mem::swap(old, new);
    }
    get(old, b.len())
}

const EXCHANGED: u32 = 35;

fn is_exchanged(a: &[Sound], b: &[Sound], i: usize, j: usize) -> bool {
    let class = |row: &[Sound], at: Option<usize>| at.and_then(|at| row.get(at)).map(|s| s.class);
    let (before_i, before_j) = (i.checked_sub(1), j.checked_sub(1));
    before_i.is_some()
        && before_j.is_some()
        && class(a, Some(i)) == class(b, before_j)
        && class(a, before_i) == class(b, Some(j))
}

fn get(row: &[u32], at: usize) -> u32 {
    row.get(at).copied().unwrap_or(0)
}

fn set(row: &mut [u32], at: usize, value: u32) {
    if let Some(place) = row.get_mut(at) {
        *place = value;
    }
}

/// What it costs to leave a sound out. Within one script a final ī is another name: ناصر, ناصري.
fn omission(sound: Sound, last: bool, same_script: bool) -> u32 {
    match sound.class {
        b'y' if last && same_script => 80,
        _ if sound.other == 0 => DOUBTFUL,
        _ => u32::from(sound.weight),
    }
}

/// What it costs to take a letter for the other sound that it stands for, or for none.
const DOUBTFUL: u32 = 10;

/// What it costs to take one sound for another, as writers do.
fn change(a: Sound, b: Sound) -> u32 {
    if a.class == b.class {
        return 0;
    }
    if a.other == b.class || b.other == a.class {
        return DOUBTFUL;
    }
    let pair = (a.class.min(b.class), a.class.max(b.class));
    match pair {
        (b'w', b'y') => 10,
        (b'g', b'j') => 15,
        (b's', b'z') => 20,
        (b'f', b'w') => 25,
        (b'c', b'j') => 30,
        (b'j', b'k' | b'y') | (b'g' | b'c' | b'h', b'k') => 35,
        (b'c', b's') | (b'd', b't' | b'z') => 40,
        (b'b', b'f') | (b's', b't') => 50,
        (b'd', b's') => 60,
        _ => u32::from(FULL),
    }
}
