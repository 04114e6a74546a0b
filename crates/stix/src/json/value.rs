//! The tree that the reader makes.

use std::borrow::Cow;
use std::cmp::Ordering;

/// A JSON value that borrows from the text it was read from, or owns what it holds.
///
/// A value can be changed and printed again ([`print`](crate::print)); what is not touched keeps
/// its spelling. [`Value::into_owned`] cuts the tie to the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, with its spelling.
    Number(Number<'a>),
    /// A string; borrowed unless it was written with escapes.
    String(Cow<'a, str>),
    /// A list.
    Array(Vec<Value<'a>>),
    /// An object.
    Object(Members<'a>),
}

impl<'a> Value<'a> {
    /// The text of a string; none for other values.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value; none for other values.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The number; none for other values.
    pub fn as_number(&self) -> Option<&Number<'a>> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The number as an integer; none for other values and for numbers with a fraction or an
    /// exponent.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number().and_then(Number::as_i64)
    }

    /// The items of a list; none for other values.
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members of an object; none for other values.
    pub fn as_object(&self) -> Option<&Members<'a>> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The member of that name; none if this is not an object or has no such member.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }
}

/// A JSON number, as it was written.
///
/// The reader has checked that its value is a finite double and, if it is an integer, that a
/// double holds it exactly.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Number<'a> {
    pub(super) text: Cow<'a, str>,
}

impl<'a> Number<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text: Cow::Borrowed(text),
        }
    }

    /// The number as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The nearest double.
    pub fn as_f64(&self) -> f64 {
        self.text.parse().unwrap_or_default()
    }

    /// Whether it was written without a fraction and without an exponent.
    pub fn is_integer(&self) -> bool {
        self.text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
    }

    /// The value, if it was written as an integer.
    pub fn as_i64(&self) -> Option<i64> {
        self.text.parse().ok()
    }
}

/// The members of an object, in the order received, each name once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Members<'a> {
    pub(super) members: Vec<Member<'a>>,
}

/// One member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) value: Value<'a>,
    /// INVARIANT: over all members, the positions of the members in the order of their names.
    pub(super) ranked: u32,
}

impl<'a> Member<'a> {
    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value.
    pub fn value(&self) -> &Value<'a> {
        &self.value
    }
}

impl<'a> Members<'a> {
    /// Ranks the members by name.
    ///
    /// # Errors
    ///
    /// The position of a member whose name was there before.
    pub(super) fn new(mut members: Vec<Member<'a>>) -> Result<Self, usize> {
        let mut order: Vec<u32> = (0..u32::try_from(members.len()).unwrap_or(u32::MAX)).collect();
        let name = |at: u32| {
            members
                .get(at as usize)
                .map_or("", |member| member.name.as_ref())
        };
        order.sort_unstable_by(|a, b| compare_names(name(*a), name(*b)).then(a.cmp(b)));
        let repeated = order.array_windows().filter(|[a, b]| name(*a) == name(*b));
        if let Some(second) = repeated.map(|[_, second]| *second as usize).min() {
            return Err(second);
        }
        for (member, ranked) in members.iter_mut().zip(order) {
            member.ranked = ranked;
        }
        Ok(Self { members })
    }

    /// The value of the member of that name.
    pub fn get(&self, name: &str) -> Option<&Value<'a>> {
        self.position(name)
            .and_then(|at| self.members.get(at))
            .map(|member| &member.value)
    }

    /// Whether there is a member of that name.
    pub fn contains(&self, name: &str) -> bool {
        self.position(name).is_some()
    }

    /// Names and values, in the order received.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value<'a>)> {
        self.as_read()
            .map(|member| (member.name.as_ref(), &member.value))
    }

    /// The members in the order in which they were read.
    pub(crate) fn as_read(&self) -> impl ExactSizeIterator<Item = &Member<'a>> {
        self.members.iter()
    }

    /// The members in the order of their names by UTF-16 code units, as RFC 8785 wants them.
    pub fn in_order(&self) -> impl Iterator<Item = &Member<'a>> {
        self.members
            .iter()
            .filter_map(|member| self.members.get(member.ranked as usize))
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub(super) fn position(&self, name: &str) -> Option<usize> {
        // Comparing lengths first makes a plain walk the quickest way through a small object.
        if self.members.len() <= 32 {
            return self.members.iter().position(|member| member.name == name);
        }
        let ranked = |at: &Member<'a>| self.members.get(at.ranked as usize);
        self.members
            .binary_search_by(|at| {
                ranked(at).map_or(Ordering::Less, |member| compare_names(&member.name, name))
            })
            .ok()
            .and_then(|at| self.members.get(at))
            .map(|member| member.ranked as usize)
    }
}

/// Compares by UTF-16 code units (RFC 8785 section 3.2.3).
pub(super) fn compare_names(a: &str, b: &str) -> Ordering {
    let differs = a.bytes().zip(b.bytes()).find(|(a, b)| a != b);
    match differs {
        // The order of UTF-8 is that of UTF-16, but for characters that UTF-16 writes as
        // surrogates (first byte F0 and above) against those after the surrogates (EE and EF).
        Some((0xEE..=0xFF, 0xEE..=0xFF)) => a.encode_utf16().cmp(b.encode_utf16()),
        Some((a, b)) => a.cmp(&b),
        None => a.len().cmp(&b.len()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn names_have_the_order_of_their_code_units(a in "[a-c\u{7f}\u{e000}\u{fffd}\u{1f600}\u{10ffff}]{0,4}", b in "[a-c\u{7f}\u{e000}\u{fffd}\u{1f600}\u{10ffff}]{0,4}") {
            prop_assert_eq!(compare_names(&a, &b), a.encode_utf16().cmp(b.encode_utf16()));
        }

        #[test]
        fn every_member_is_found_and_no_other(names in proptest::collection::btree_set("[a-f]{0,3}", 0..90), other in "[a-g]{0,3}") {
            let shuffled: Vec<&String> = names.iter().rev().collect();
            let members = shuffled.iter().map(|name| Member {
                name: Cow::Owned((*name).clone()),
                value: Value::String(Cow::Owned((*name).clone())),
                ranked: 0,
            });
            let members = Members::new(members.collect()).unwrap();
            for name in &names {
                prop_assert_eq!(members.get(name).and_then(Value::as_str), Some(name.as_str()));
            }
            prop_assert_eq!(members.contains(&other), names.contains(&other));
            prop_assert!(members.in_order().map(Member::name).eq(names.iter()));
        }
    }
}
