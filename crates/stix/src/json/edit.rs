//! Making and changing values.

use std::borrow::Cow;

use super::value::{Member, Members, Number, Value, compare_names};

impl<'a> Value<'a> {
    /// The same value without a tie to the text it was read from.
    ///
    /// ```
    /// use mithaq_stix::{Limits, Value, parse};
    ///
    /// let value: Value<'static> = {
    ///     let text = br#"{"size": 1.50}"#.to_vec();
    ///     parse(&text, &Limits::default())?.into_owned()
    /// };
    /// assert_eq!(value.get("size").and_then(Value::as_number).map(|size| size.as_str()), Some("1.50"));
    /// # Ok::<(), mithaq_stix::ParseJsonError>(())
    /// ```
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(truth) => Value::Bool(truth),
            Self::Number(number) => Value::Number(Number {
                text: Cow::Owned(number.text.into_owned()),
            }),
            Self::String(text) => Value::String(Cow::Owned(text.into_owned())),
            Self::Array(items) => items.into_iter().map(Value::into_owned).collect(),
            Self::Object(members) => Value::Object(members.into_owned()),
        }
    }

    /// The members of an object, to be changed; none for other values.
    pub fn as_object_mut(&mut self) -> Option<&mut Members<'a>> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The items of a list, to be changed; none for other values.
    pub fn as_array_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }
}

impl<'a> Members<'a> {
    /// Gives a member a value: in its place if there is one of that name, else at the end.
    ///
    /// Takes time in proportion to the number of members. Returns the value that was there.
    ///
    /// # Examples
    ///
    /// ```
    /// use mithaq_stix::{Members, Value, print};
    ///
    /// let mut members = Members::default();
    /// members.set("name", "Sara");
    /// members.set("confidence", 85);
    /// members.set("name", "Omar");
    /// assert_eq!(print(&Value::Object(members)), br#"{"name":"Omar","confidence":85}"#);
    /// ```
    pub fn set(
        &mut self,
        name: impl Into<Cow<'a, str>>,
        value: impl Into<Value<'a>>,
    ) -> Option<Value<'a>> {
        let (name, value) = (name.into(), value.into());
        if let Some(member) = self.position(&name).and_then(|at| self.members.get_mut(at)) {
            return Some(std::mem::replace(&mut member.value, value));
        }
        let rank = self
            .in_order()
            .take_while(|member| compare_names(&member.name, &name).is_lt())
            .count();
        let last = u32::try_from(self.members.len()).unwrap_or(u32::MAX);
        self.members.push(Member {
            name,
            value,
            ranked: last,
        });
        // Every rank from that of the new name on moves up by one.
        let mut moved = last;
        for member in self.members.iter_mut().skip(rank) {
            std::mem::swap(&mut member.ranked, &mut moved);
        }
        None
    }

    /// Takes a member away; none if there is no such member.
    ///
    /// Takes time in proportion to the number of members.
    pub fn remove(&mut self, name: &str) -> Option<Value<'a>> {
        let gone = self.position(name)?;
        let mut order: Vec<u32> = self.members.iter().map(|member| member.ranked).collect();
        let member = self.members.remove(gone);
        order.retain(|at| *at as usize != gone);
        for (member, at) in self.members.iter_mut().zip(order) {
            member.ranked = if at as usize > gone { at - 1 } else { at };
        }
        Some(member.value)
    }

    /// The value of the member of that name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value<'a>> {
        self.position(name)
            .and_then(|at| self.members.get_mut(at))
            .map(|member| &mut member.value)
    }

    fn into_owned(self) -> Members<'static> {
        let owned = self.members.into_iter().map(|member| Member {
            name: Cow::Owned(member.name.into_owned()),
            value: member.value.into_owned(),
            ranked: member.ranked,
        });
        Members {
            members: owned.collect(),
        }
    }
}

impl<'a, N: Into<Cow<'a, str>>, V: Into<Value<'a>>> FromIterator<(N, V)> for Members<'a> {
    /// Of several members of one name, the last stays. Meant for objects that a program makes: the
    /// time grows with the square of their number.
    fn from_iter<I: IntoIterator<Item = (N, V)>>(members: I) -> Self {
        let mut made = Self::default();
        for (name, value) in members {
            made.set(name, value);
        }
        made
    }
}

impl<'a, V: Into<Value<'a>>> FromIterator<V> for Value<'a> {
    fn from_iter<I: IntoIterator<Item = V>>(items: I) -> Self {
        Self::Array(items.into_iter().map(Into::into).collect())
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::String(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::String(Cow::Owned(text))
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<i32> for Value<'_> {
    fn from(number: i32) -> Self {
        Self::Number(Number {
            text: Cow::Owned(number.to_string()),
        })
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Number(Number {
            text: Cow::Owned(number.to_string()),
        })
    }
}

impl<'a> From<Vec<Value<'a>>> for Value<'a> {
    fn from(items: Vec<Value<'a>>) -> Self {
        Self::Array(items)
    }
}

impl<'a> From<Members<'a>> for Value<'a> {
    fn from(members: Members<'a>) -> Self {
        Self::Object(members)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn members_change_like_a_map(
            changes in proptest::collection::vec(("[a-e]{1,2}", proptest::option::of(any::<i32>())), 0..90),
        ) {
            let mut members = Members::default();
            let mut map = BTreeMap::new();
            for (name, change) in changes {
                if let Some(number) = change {
                    prop_assert_eq!(members.set(name.clone(), number), map.insert(name, Value::from(number)));
                } else {
                    prop_assert_eq!(members.remove(&name), map.remove(&name));
                }
                prop_assert!(members.in_order().map(Member::name).eq(map.keys()));
            }
            for (name, value) in &map {
                prop_assert_eq!(members.get(name), Some(value));
            }
            prop_assert_eq!(members.len(), map.len());
        }
    }

    #[test]
    fn a_changed_member_keeps_its_place() {
        let mut members: Members<'_> = [("b", 1), ("a", 2), ("c", 3)].into_iter().collect();
        members.set("a", true);
        members.remove("b");
        members.set("b", "last");
        let names: Vec<&str> = members.iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "c", "b"]);
        *members.get_mut("c").unwrap() = Value::Null;
        assert_eq!(members.get("c"), Some(&Value::Null));
    }
}
