//! Versions that a file holds more than once (STIX 2.1 section 8).

use std::collections::HashSet;

use crate::finding::Finding;
use crate::object::Object;

/// Remembers which versions were there, in 32 bytes each.
///
/// ```
/// use mithaq_stix::{Limits, Object, Repeats};
///
/// let url = br#"{"type":"url","id":"url--c1477287-23ac-4971-a010-5c287877fa60","value":"u:x"}"#;
/// let url = Object::read(url, &Limits::default()).expect("valid").object;
/// let mut repeats = Repeats::default();
/// assert_eq!(repeats.check(&url), None);
/// assert_eq!(repeats.check(&url).map(|finding| finding.rule), Some("repeated-version"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Repeats {
    seen: HashSet<(u128, u64)>,
}

impl Repeats {
    /// A warning if this version was there before.
    pub fn check(&mut self, object: &Object) -> Option<Finding> {
        let version = hash((object.kind(), object.version_key()));
        if self.seen.insert((object.id().uuid().as_u128(), version)) {
            return None;
        }
        Some(Finding::warning(
            "id",
            "repeated-version",
            "8",
            "this version of the object is in the file more than once",
        ))
    }
}

/// Two versions of one object that share a hash cost a wrong warning, and nothing else.
fn hash(value: impl std::hash::Hash) -> u64 {
    use std::hash::Hasher;
    let mut hasher = std::collections::hash_map::DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
