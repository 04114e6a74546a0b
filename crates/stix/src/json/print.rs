//! Values written as JSON again.

use super::value::{Member, Members, Number, Value};
use crate::canonical::{Form, Sink, write_value};

/// The compact JSON text of a value: members in their order, numbers as they were written.
///
/// What is read from the result equals the value; only white space and the choice of escapes can
/// differ from the text that was received.
///
/// ```
/// use mithaq_stix::{Limits, parse, print};
///
/// let value = parse(br#"{ "b": 1.50, "a": "\u00e9" }"#, &Limits::default())?;
/// assert_eq!(print(&value), r#"{"b":1.50,"a":"é"}"#.as_bytes());
/// # Ok::<(), mithaq_stix::ParseJsonError>(())
/// ```
pub fn print(value: &Value<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    write_value::<AsRead>(&mut out, value);
    out
}

/// As it was read: members in their order, numbers as they were written.
struct AsRead;

impl Form for AsRead {
    fn number(out: &mut impl Sink, number: &Number<'_>) {
        out.put(number.as_str().as_bytes());
    }

    fn members<'m, 'v>(members: &'m Members<'v>) -> impl Iterator<Item = &'m Member<'v>> {
        members.as_read()
    }
}
