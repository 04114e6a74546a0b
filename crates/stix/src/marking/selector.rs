//! Selectors: how a granular marking says what it marks (STIX 2.1 section 7.2.3).

use std::fmt;
use std::str::FromStr;

use crate::json::{Members, Value};
use crate::limits::Limits;

/// A way from an object to a part of it: `external_references.[0].url`.
///
/// What a selector selects is selected with all that it contains. A selector that leads to nothing
/// in an object says nothing about it, and is an error there.
///
/// ```
/// use mithaq_stix::{Limits, Selector, parse};
///
/// let object = parse(br#"{"labels": ["a", "b"]}"#, &Limits::default())?;
/// let second: Selector = "labels.[1]".parse()?;
/// assert_eq!(second.resolve(&object).and_then(|label| label.as_str()), Some("b"));
/// assert!("labels".parse::<Selector>()?.covers(&second));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Selector {
    // INVARIANT: at least one step, the first of them a name.
    steps: Vec<Step>,
}

/// One component of a selector.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
enum Step {
    /// A property or a key of a dictionary.
    Name(String),
    /// A position in a list, counted from 0.
    Item(usize),
}

impl Selector {
    /// What the selector leads to; none if that is not there.
    pub fn resolve<'v, 'a>(&self, object: &'v Value<'a>) -> Option<&'v Value<'a>> {
        self.steps
            .iter()
            .try_fold(object, |value, step| match step {
                Step::Name(name) => value.get(name),
                Step::Item(position) => value.as_array()?.get(*position),
            })
    }

    /// Whether everything that `other` selects is selected by this selector too: it is the same
    /// way, or the beginning of it.
    pub fn covers(&self, other: &Self) -> bool {
        other.steps.starts_with(&self.steps)
    }

    /// How many components there are.
    pub(super) fn length(&self) -> usize {
        self.steps.len()
    }
}

impl FromStr for Selector {
    type Err = ParseSelectorError;

    fn from_str(text: &str) -> Result<Self, ParseSelectorError> {
        let refuse = || ParseSelectorError(text.chars().take(60).collect());
        let mut steps = Vec::new();
        for part in text.split('.') {
            let step = step(part).ok_or_else(refuse)?;
            if steps.len() == Limits::DEEPEST || (steps.is_empty() && matches!(step, Step::Item(_)))
            {
                return Err(refuse());
            }
            steps.push(step);
        }
        Ok(Self { steps })
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.steps.iter().enumerate() {
            if position > 0 {
                f.write_str(".")?;
            }
            match step {
                Step::Name(name) => f.write_str(name)?,
                Step::Item(position) => write!(f, "[{position}]")?,
            }
        }
        Ok(())
    }
}

/// The text is no selector.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "`{0}` is no selector: write names and positions with dots between them, such as `external_references.[0].url`"
)]
pub struct ParseSelectorError(String);

/// Whether a selector leads to something in the object; unlike parsing it, this keeps nothing.
pub(crate) fn resolves(selector: &str, members: &Members<'_>) -> bool {
    let mut parts = selector.split('.');
    let first = parts.next().and_then(|name| members.get(name));
    first
        .and_then(|value| {
            parts.try_fold(value, |value, part| match value {
                Value::Object(members) => members.get(part),
                Value::Array(items) => position(part).and_then(|position| items.get(position)),
                _ => None,
            })
        })
        .is_some()
}

/// Names follow the rules for keys of dictionaries (section 2.3), which contain those for
/// properties.
fn step(part: &str) -> Option<Step> {
    let named = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if part.starts_with('[') {
        position(part).map(Step::Item)
    } else if (1..=250).contains(&part.len()) && part.bytes().all(named) {
        Some(Step::Name(part.to_owned()))
    } else {
        None
    }
}

fn position(part: &str) -> Option<usize> {
    let digits = part.strip_prefix('[')?.strip_suffix(']')?;
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits {
        digits.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::parse;

    fn selector(text: &str) -> Selector {
        text.parse().unwrap()
    }

    #[test]
    fn a_part_of_a_name_is_no_way_to_it() {
        assert!(!selector("name").covers(&selector("name_enc")));
        assert!(!selector("a.[1]").covers(&selector("a.[10]")));
        assert!(selector("a.[1]").covers(&selector("a.[1].b")));
        assert!(!selector("a.b").covers(&selector("a")));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            ".",
            "a.",
            ".a",
            "a..b",
            "[0]",
            "a[0]",
            "a.[]",
            "a.[-1]",
            "a.[+1]",
            "a.[1",
            "a.[x]",
            "a b",
            "a.[99999999999999999999999]",
            "$.a",
            "é",
        ] {
            assert!(text.parse::<Selector>().is_err(), "{text}");
        }
        let deep = vec!["a"; Limits::DEEPEST + 1].join(".");
        assert!(deep.parse::<Selector>().is_err());
        insta::assert_snapshot!("a[0]".parse::<Selector>().unwrap_err(), @"`a[0]` is no selector: write names and positions with dots between them, such as `external_references.[0].url`");
    }

    proptest! {
        #[test]
        fn both_ways_to_resolve_agree(text in "[ab]{1,2}(\\.([ab]|\\[[0-2]\\]|c-1)){0,3}") {
            let object = br#"{"a":[{"b":["x",{"c-1":1}],"a":2},"s"],"b":{"a":{"b":[0]},"c-1":"t"},"ab":[[1,2]]}"#;
            let object = parse(object, &Limits::default()).unwrap();
            let found = selector(&text).resolve(&object).is_some();
            prop_assert_eq!(found, resolves(&text, object.as_object().unwrap()));
            prop_assert_eq!(selector(&text).to_string(), text);
        }
    }
}
