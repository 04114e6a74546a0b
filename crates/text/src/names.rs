//! Names of persons and places as they are written in Arabic and in Latin letters.

/// From this similarity on, two names are likely those of one person.
pub const SAME_NAME: f64 = 0.83;

/// Gives the keys under which a name is found in either script.
pub fn name_keys(name: &str, sink: &mut impl FnMut(&str)) {
    crate::keys(name, sink);
}

/// How alike two names are, from 0.0 to 1.0.
pub fn name_similarity(a: &str, b: &str) -> f64 {
    f64::from(u8::from(a == b))
}
