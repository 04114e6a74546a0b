//! A number of months as files write it.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, Visitor},
};

/// A whole number of months.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Months(pub(crate) u32);

impl<'de> Deserialize<'de> for Months {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_u32(MonthsVisitor)
    }
}

/// Says what is expected in words that an author of agreements knows.
struct MonthsVisitor;

impl Visitor<'_> for MonthsVisitor {
    type Value = Months;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number of months")
    }

    fn visit_i64<E: Error>(self, months: i64) -> Result<Months, E> {
        let whole = u32::try_from(months).map(Months);
        whole.map_err(|_| E::invalid_value(serde::de::Unexpected::Signed(months), &self))
    }

    fn visit_u64<E: Error>(self, months: u64) -> Result<Months, E> {
        let whole = u32::try_from(months).map(Months);
        whole.map_err(|_| E::invalid_value(serde::de::Unexpected::Unsigned(months), &self))
    }
}
