//! The reader.

use std::borrow::Cow;

use super::error::{JsonErrorKind, ParseJsonError};
use super::scan::{is_space, plain_run};
use super::value::{Member, Members, Number, Value};
use crate::limits::Limits;

/// Reads one JSON value that fills the whole text.
///
/// Stricter than RFC 8259, as I-JSON wants: member names do not repeat, escapes form whole
/// characters, integers lie within ±(2^53-1), other numbers are finite doubles.
///
/// ```
/// use mithaq_stix::{Limits, parse};
///
/// let value = parse(br#"{"size": 25.50}"#, &Limits::default())?;
/// let size = value.get("size").and_then(|size| size.as_number());
/// assert_eq!(size.map(|size| size.as_str()), Some("25.50"));
///
/// let refused = parse(br#"{"a": 1, "a": 2}"#, &Limits::default()).unwrap_err();
/// assert_eq!(refused.offset, 9);
/// # Ok::<(), mithaq_stix::ParseJsonError>(())
/// ```
///
/// # Errors
///
/// What is wrong, and the offset in bytes at which it is.
pub fn parse<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Value<'a>, ParseJsonError> {
    read(bytes, limits).map(|read| read.value)
}

/// A value, and whether its text holds white space between tokens.
pub(crate) struct Read<'a> {
    pub(crate) value: Value<'a>,
    pub(crate) spaced: bool,
}

pub(crate) fn read<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Read<'a>, ParseJsonError> {
    if bytes.len() > limits.max_object_bytes {
        let kind = JsonErrorKind::TooLong {
            limit: limits.max_object_bytes,
        };
        return Err(ParseJsonError {
            offset: limits.max_object_bytes,
            kind,
        });
    }
    let text = str::from_utf8(bytes).map_err(|fault| ParseJsonError {
        offset: fault.valid_up_to(),
        kind: JsonErrorKind::Utf8,
    })?;
    let mut reader = Reader {
        text,
        at: 0,
        depth: limits.depth(),
        depth_limit: limits.depth(),
        values: limits.max_members,
        value_limit: limits.max_members,
        spaced: false,
    };
    let value = reader.value()?;
    reader.skip_space();
    if reader.at < text.len() {
        return Err(reader.fault(JsonErrorKind::Trailing));
    }
    Ok(Read {
        value,
        spaced: reader.spaced,
    })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Levels and values that may still come.
    depth: usize,
    values: usize,
    depth_limit: usize,
    value_limit: usize,
    spaced: bool,
}

/// The largest integer that a double holds exactly, with all below it.
const LARGEST_INTEGER: u64 = (1 << 53) - 1;

impl<'a> Reader<'a> {
    fn value(&mut self) -> Result<Value<'a>, ParseJsonError> {
        self.skip_space();
        match self.peek() {
            Some(b'"') => self.string().map(Value::String),
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'-' | b'0'..=b'9') => self.number().map(Value::Number),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            Some(_) => Err(self.fault(JsonErrorKind::Unexpected)),
            None => Err(self.fault(JsonErrorKind::End)),
        }
    }

    fn nested(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Value<'a>, ParseJsonError>,
    ) -> Result<Value<'a>, ParseJsonError> {
        let Some(depth) = self.depth.checked_sub(1) else {
            return Err(self.fault(JsonErrorKind::TooDeep {
                limit: self.depth_limit,
            }));
        };
        self.depth = depth;
        self.at += 1;
        let value = read(self);
        self.depth += 1;
        value
    }

    fn array(&mut self) -> Result<Value<'a>, ParseJsonError> {
        let mut items = Vec::new();
        self.skip_space();
        if self.take(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            self.count_value()?;
            items.push(self.value()?);
            self.skip_space();
            if self.take(b']') {
                return Ok(Value::Array(items));
            }
            self.expect(b',')?;
        }
    }

    fn object(&mut self) -> Result<Value<'a>, ParseJsonError> {
        let start = self.at;
        let mut members = Vec::new();
        self.skip_space();
        if self.take(b'}') {
            return Ok(Value::Object(Members::default()));
        }
        loop {
            self.count_value()?;
            self.skip_space();
            if self.peek() != Some(b'"') {
                return Err(self.unexpected());
            }
            let name = self.string()?;
            self.skip_space();
            self.expect(b':')?;
            let value = self.value()?;
            if members.is_empty() {
                // Most objects of STIX have some ten members.
                members.reserve(if self.depth + 1 == self.depth_limit {
                    16
                } else {
                    4
                });
            }
            members.push(Member {
                name,
                value,
                ranked: 0,
            });
            self.skip_space();
            if self.take(b'}') {
                break;
            }
            self.expect(b',')?;
        }
        Members::new(members)
            .map(Value::Object)
            .map_err(|repeated| self.duplicate(start, repeated))
    }

    /// Finds where the repeated member is; only a refused text is read a second time.
    fn duplicate(&self, start: usize, repeated: usize) -> ParseJsonError {
        let mut again = Reader {
            at: start,
            values: self.value_limit,
            ..*self
        };
        let mut found = (start, String::new());
        for _ in 0..=repeated {
            again.skip_space();
            let offset = again.at;
            let name = again.string().unwrap_or_default();
            found = (offset, name.chars().take(250).collect());
            again.skip_space();
            again.at += 1;
            let _ = again.value();
            again.skip_space();
            again.at += 1;
        }
        ParseJsonError {
            offset: found.0,
            kind: JsonErrorKind::DuplicateName(found.1),
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, ParseJsonError> {
        self.at += 1;
        let start = self.at;
        loop {
            self.at += plain_run(self.rest());
            match self.peek() {
                Some(b'"') => {
                    let string = self.text.get(start..self.at).unwrap_or_default();
                    self.at += 1;
                    return Ok(Cow::Borrowed(string));
                }
                Some(b'\\') => return self.escaped_string(start).map(Cow::Owned),
                Some(0x80..) => self.at += 1,
                Some(_) => return Err(self.fault(JsonErrorKind::ControlCharacter)),
                None => return Err(self.fault(JsonErrorKind::End)),
            }
        }
    }

    /// Goes on with a string at its first escape.
    fn escaped_string(&mut self, start: usize) -> Result<String, ParseJsonError> {
        let mut string = self.text.get(start..self.at).unwrap_or_default().to_owned();
        let mut copied = self.at;
        loop {
            self.at += plain_run(self.rest());
            let stop = self.peek();
            if matches!(stop, Some(0x80..)) {
                self.at += 1;
                continue;
            }
            string.push_str(self.text.get(copied..self.at).unwrap_or_default());
            match stop {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(string);
                }
                Some(b'\\') => string.push(self.escape()?),
                Some(_) => return Err(self.fault(JsonErrorKind::ControlCharacter)),
                None => return Err(self.fault(JsonErrorKind::End)),
            }
            copied = self.at;
        }
    }

    fn escape(&mut self) -> Result<char, ParseJsonError> {
        let start = self.at;
        self.at += 1;
        let plain = match self.peek() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(start),
            Some(_) => {
                return Err(ParseJsonError {
                    offset: start,
                    kind: JsonErrorKind::Escape,
                });
            }
            None => return Err(self.fault(JsonErrorKind::End)),
        };
        self.at += 1;
        Ok(plain)
    }

    fn unicode_escape(&mut self, start: usize) -> Result<char, ParseJsonError> {
        self.at += 1;
        let first = self.four_digits(start)?;
        let lone = ParseJsonError {
            offset: start,
            kind: JsonErrorKind::LoneSurrogate,
        };
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first).ok_or(lone);
        }
        if !self.rest().starts_with(b"\\u") {
            return Err(
                if self.rest().len() < 2 && b"\\u".starts_with(self.rest()) {
                    ParseJsonError {
                        offset: self.text.len(),
                        kind: JsonErrorKind::End,
                    }
                } else {
                    lone
                },
            );
        }
        let second_start = self.at;
        self.at += 2;
        let second = self.four_digits(second_start)?;
        if !(0xDC00..0xE000).contains(&second) {
            return Err(lone);
        }
        char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)).ok_or(lone)
    }

    fn four_digits(&mut self, start: usize) -> Result<u32, ParseJsonError> {
        let mut unit = 0;
        for _ in 0..4 {
            let Some(byte) = self.peek() else {
                return Err(self.fault(JsonErrorKind::End));
            };
            let Some(digit) = char::from(byte).to_digit(16) else {
                return Err(ParseJsonError {
                    offset: start,
                    kind: JsonErrorKind::Escape,
                });
            };
            unit = unit * 16 + digit;
            self.at += 1;
        }
        Ok(unit)
    }

    fn number(&mut self) -> Result<Number<'a>, ParseJsonError> {
        let start = self.at;
        self.take(b'-');
        let leading_zero = self.peek() == Some(b'0');
        let whole_digits = self.digits()?;
        if leading_zero && whole_digits > 1 {
            return Err(ParseJsonError {
                offset: start,
                kind: JsonErrorKind::Number,
            });
        }
        let mut integer = true;
        if self.take(b'.') {
            integer = false;
            self.digits()?;
        }
        let mut exponent = false;
        if self.take(b'e') || self.take(b'E') {
            exponent = true;
            let _sign = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        let number = Number::new(self.text.get(start..self.at).unwrap_or_default());
        let refuse = |kind| {
            Err(ParseJsonError {
                offset: start,
                kind,
            })
        };
        if integer && !exponent {
            let exact = whole_digits <= 15
                || number
                    .as_i64()
                    .is_some_and(|value| value.unsigned_abs() <= LARGEST_INTEGER);
            return if exact {
                Ok(number)
            } else {
                refuse(JsonErrorKind::IntegerRange)
            };
        }
        if (exponent || whole_digits > 300) && !number.as_f64().is_finite() {
            return refuse(JsonErrorKind::NumberRange);
        }
        Ok(number)
    }

    fn digits(&mut self) -> Result<usize, ParseJsonError> {
        let count = self
            .rest()
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        self.at += count;
        match (count, self.peek()) {
            (0, None) => Err(self.fault(JsonErrorKind::End)),
            (0, Some(_)) => Err(self.fault(JsonErrorKind::Number)),
            _ => Ok(count),
        }
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Result<Value<'a>, ParseJsonError> {
        if self.rest().starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(value);
        }
        let same = self
            .rest()
            .iter()
            .zip(word.bytes())
            .take_while(|(a, b)| **a == *b)
            .count();
        self.at += same;
        Err(self.unexpected())
    }

    fn count_value(&mut self) -> Result<(), ParseJsonError> {
        match self.values.checked_sub(1) {
            Some(left) => {
                self.values = left;
                Ok(())
            }
            None => Err(self.fault(JsonErrorKind::TooMany {
                limit: self.value_limit,
            })),
        }
    }

    fn skip_space(&mut self) {
        let spaces = self
            .rest()
            .iter()
            .take_while(|byte| is_space(**byte))
            .count();
        self.spaced |= spaces > 0;
        self.at += spaces;
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, byte: u8) -> Result<(), ParseJsonError> {
        if self.take(byte) {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    fn unexpected(&self) -> ParseJsonError {
        let kind = if self.peek().is_some() {
            JsonErrorKind::Unexpected
        } else {
            JsonErrorKind::End
        };
        self.fault(kind)
    }

    fn fault(&self, kind: JsonErrorKind) -> ParseJsonError {
        ParseJsonError {
            offset: self.at,
            kind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> (usize, JsonErrorKind) {
        let error = parse(text.as_bytes(), &Limits::default()).unwrap_err();
        (error.offset, error.kind)
    }

    #[test]
    fn a_value_keeps_its_order_and_its_spelling() {
        let value = parse(
            br#" {"b":[1.0,-0,2E3],"a":"\u00e9\ud83d\ude00\n"} "#,
            &Limits::default(),
        )
        .unwrap();
        let names: Vec<&str> = value
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["b", "a"]);
        assert_eq!(value.get("a").unwrap().as_str(), Some("é😀\n"));
        let numbers = value.get("b").unwrap().as_array().unwrap().iter();
        let spellings: Vec<&str> = numbers
            .map(|number| number.as_number().unwrap().as_str())
            .collect();
        assert_eq!(spellings, ["1.0", "-0", "2E3"]);
    }

    #[test]
    fn each_refusal_says_what_and_where() {
        assert_eq!(refused(""), (0, JsonErrorKind::End));
        assert_eq!(refused("  "), (2, JsonErrorKind::End));
        assert_eq!(refused("[1,]"), (3, JsonErrorKind::Unexpected));
        assert_eq!(refused("[1 2]"), (3, JsonErrorKind::Unexpected));
        assert_eq!(refused("{\"a\":1,}"), (7, JsonErrorKind::Unexpected));
        assert_eq!(refused("{\"a\" 1}"), (5, JsonErrorKind::Unexpected));
        assert_eq!(refused("{a:1}"), (1, JsonErrorKind::Unexpected));
        assert_eq!(refused("[1] x"), (4, JsonErrorKind::Trailing));
        assert_eq!(refused("[1"), (2, JsonErrorKind::End));
        assert_eq!(refused("tru"), (3, JsonErrorKind::End));
        assert_eq!(refused("trux"), (3, JsonErrorKind::Unexpected));
        assert_eq!(refused("01"), (0, JsonErrorKind::Number));
        assert_eq!(refused("1."), (2, JsonErrorKind::End));
        assert_eq!(refused("-x"), (1, JsonErrorKind::Number));
        assert_eq!(refused("\"a\u{1}\""), (2, JsonErrorKind::ControlCharacter));
        assert_eq!(refused("\"a\\x\""), (2, JsonErrorKind::Escape));
        assert_eq!(refused("\"\\u12g4\""), (1, JsonErrorKind::Escape));
        assert_eq!(refused("\"ab"), (3, JsonErrorKind::End));
    }

    #[test]
    fn what_i_json_forbids_is_refused() {
        assert_eq!(refused("\"\\ud800\""), (1, JsonErrorKind::LoneSurrogate));
        assert_eq!(refused("\"\\udc00\""), (1, JsonErrorKind::LoneSurrogate));
        assert_eq!(
            refused("\"\\ud800\\u0041\""),
            (1, JsonErrorKind::LoneSurrogate)
        );
        assert_eq!(
            refused("9007199254740992"),
            (0, JsonErrorKind::IntegerRange)
        );
        assert_eq!(
            refused("-99999999999999999999999"),
            (0, JsonErrorKind::IntegerRange)
        );
        assert_eq!(refused("[1e999]"), (1, JsonErrorKind::NumberRange));
        assert_eq!(
            refused(&format!("{}.5", "9".repeat(400))),
            (0, JsonErrorKind::NumberRange)
        );
        let twice = "{\"a\":{\"b\":1}, \"c\":2, \"\\u0061\":3}";
        assert_eq!(
            refused(twice),
            (21, JsonErrorKind::DuplicateName("a".into()))
        );
        assert!(
            parse(
                b"[9007199254740991,-9007199254740991,1e308]",
                &Limits::default()
            )
            .is_ok()
        );
        let broken = parse(b"[\"a\xff\"]", &Limits::default()).unwrap_err();
        assert_eq!((broken.offset, broken.kind), (3, JsonErrorKind::Utf8));
    }

    #[test]
    fn limits_are_named() {
        let small = Limits {
            max_object_bytes: 40,
            max_depth: 3,
            max_members: 4,
            ..Limits::default()
        };
        let refused = |text: &str| parse(text.as_bytes(), &small).unwrap_err().to_string();
        assert!(parse(b"[[[1]]]", &small).is_ok());
        insta::assert_snapshot!(refused("[[[[1]]]]"), @"lists and objects lie more than 3 deep inside each other at byte 3");
        insta::assert_snapshot!(refused("[1,2,3,4,5]"), @"there are more than 4 members and items at byte 9");
        insta::assert_snapshot!(refused(&" ".repeat(41)), @"the text is longer than 40 bytes at byte 40");
    }

    #[test]
    fn ten_million_brackets_are_refused_at_the_limit() {
        let brackets = vec![b'['; 10_000_000];
        let limits = Limits {
            max_depth: usize::MAX,
            ..Limits::default()
        };
        assert_eq!(
            parse(&brackets, &limits).unwrap_err().offset,
            Limits::DEEPEST
        );
    }
}
