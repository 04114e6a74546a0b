//! Values written as JSON again.

use super::value::Value;
use crate::canonical::{Sink, write_string};

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
    write(&mut out, value);
    out
}

fn write(out: &mut Vec<u8>, value: &Value<'_>) {
    match value {
        Value::Null => out.put(b"null"),
        Value::Bool(true) => out.put(b"true"),
        Value::Bool(false) => out.put(b"false"),
        Value::Number(number) => out.put(number.as_str().as_bytes()),
        Value::String(text) => write_string(out, text),
        Value::Array(items) => {
            out.put(b"[");
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.put(b",");
                }
                write(out, item);
            }
            out.put(b"]");
        }
        Value::Object(members) => {
            out.put(b"{");
            for (position, (name, value)) in members.iter().enumerate() {
                if position > 0 {
                    out.put(b",");
                }
                write_string(out, name);
                out.put(b":");
                write(out, value);
            }
            out.put(b"}");
        }
    }
}
