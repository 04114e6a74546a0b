//! The canonical form of JSON (RFC 8785) and its digest.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use crate::json::{Member, Members, Number, Value};

/// The canonical form (RFC 8785): no white space, members in order, one spelling of each value.
///
/// ```
/// use mithaq_stix::{Limits, canonical, parse};
///
/// let value = parse(br#"{ "b": 1.50, "a": "\u00e9" }"#, &Limits::default())?;
/// assert_eq!(canonical(&value), r#"{"a":"é","b":1.5}"#.as_bytes());
/// # Ok::<(), mithaq_stix::ParseJsonError>(())
/// ```
pub fn canonical(value: &Value<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    write_value::<Canonical>(&mut out, value);
    out
}

/// The canonical form of an object with these members.
pub(crate) fn canonical_members(members: &Members<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    write_members::<Canonical>(&mut out, members);
    out
}

/// The SHA-256 of the canonical form.
pub fn digest(value: &Value<'_>) -> Digest {
    let mut hasher = Hasher {
        state: Sha256::new(),
        waiting: Vec::with_capacity(BLOCK + 1024),
    };
    write_value::<Canonical>(&mut hasher, value);
    hasher.finish()
}

/// A SHA-256 digest of a canonical form, printed as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Digest([u8; 32]);

impl Digest {
    /// A digest that was made before.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = ParseDigestError;

    fn from_str(text: &str) -> Result<Self, ParseDigestError> {
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != 32 || !rest.is_empty() {
            return Err(ParseDigestError);
        }
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = nibble(*high)? * 16 + nibble(*low)?;
        }
        Ok(Self(bytes))
    }
}

/// The text is not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a digest is written as 64 hexadecimal digits")]
pub struct ParseDigestError;

fn nibble(digit: u8) -> Result<u8, ParseDigestError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(ParseDigestError),
    }
}

/// Where printed bytes go.
pub(crate) trait Sink {
    fn put(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// Gathers small pieces, because hashing each of them alone costs more than copying it.
struct Hasher {
    state: Sha256,
    waiting: Vec<u8>,
}

const BLOCK: usize = 4096;

impl Hasher {
    fn finish(mut self) -> Digest {
        self.state.update(&self.waiting);
        Digest(self.state.finalize().into())
    }
}

impl Sink for Hasher {
    fn put(&mut self, bytes: &[u8]) {
        if bytes.len() >= BLOCK {
            self.state.update(&self.waiting);
            self.waiting.clear();
            self.state.update(bytes);
            return;
        }
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= BLOCK {
            self.state.update(&self.waiting);
            self.waiting.clear();
        }
    }
}

/// What can differ between two ways of writing the same value.
pub(crate) trait Form {
    fn number(out: &mut impl Sink, number: &Number<'_>);
    /// The members in the order in which they are written.
    fn members<'m, 'v>(members: &'m Members<'v>) -> impl Iterator<Item = &'m Member<'v>>;
}

/// RFC 8785: one spelling of each number, members in the order of their names.
struct Canonical;

impl Form for Canonical {
    fn number(out: &mut impl Sink, number: &Number<'_>) {
        write_number(out, number);
    }

    fn members<'m, 'v>(members: &'m Members<'v>) -> impl Iterator<Item = &'m Member<'v>> {
        members.in_order()
    }
}

pub(crate) fn write_value<F: Form>(out: &mut impl Sink, value: &Value<'_>) {
    match value {
        Value::Null => out.put(b"null"),
        Value::Bool(true) => out.put(b"true"),
        Value::Bool(false) => out.put(b"false"),
        Value::Number(number) => F::number(out, number),
        Value::String(text) => write_string(out, text),
        Value::Array(items) => {
            out.put(b"[");
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.put(b",");
                }
                write_value::<F>(out, item);
            }
            out.put(b"]");
        }
        Value::Object(members) => write_members::<F>(out, members),
    }
}

fn write_members<F: Form>(out: &mut impl Sink, members: &Members<'_>) {
    out.put(b"{");
    for (position, member) in F::members(members).enumerate() {
        if position > 0 {
            out.put(b",");
        }
        write_string(out, member.name());
        out.put(b":");
        write_value::<F>(out, member.value());
    }
    out.put(b"}");
}

fn write_number(out: &mut impl Sink, number: &Number<'_>) {
    if number.is_integer() && number.as_str() != "-0" {
        // The reader lets only integers through that a double holds exactly: they are canonical.
        out.put(number.as_str().as_bytes());
    } else {
        out.put(
            ryu_js::Buffer::new()
                .format_finite(number.as_f64())
                .as_bytes(),
        );
    }
}

fn write_string(out: &mut impl Sink, text: &str) {
    out.put(b"\"");
    // Looking at every byte without stopping early lets the compiler look at many at once.
    if text
        .bytes()
        .fold(false, |escaped, byte| escaped | needs_escape(byte))
    {
        write_escaped(out, text);
    } else {
        out.put(text.as_bytes());
    }
    out.put(b"\"");
}

fn write_escaped(out: &mut impl Sink, text: &str) {
    for piece in text
        .as_bytes()
        .chunk_by(|a, b| !needs_escape(*a) && !needs_escape(*b))
    {
        match piece {
            [b'"'] => out.put(b"\\\""),
            [b'\\'] => out.put(b"\\\\"),
            [8] => out.put(b"\\b"),
            [9] => out.put(b"\\t"),
            [10] => out.put(b"\\n"),
            [12] => out.put(b"\\f"),
            [13] => out.put(b"\\r"),
            [control @ 0..0x20] => out.put(format!("\\u{control:04x}").as_bytes()),
            plain => out.put(plain),
        }
    }
}

fn needs_escape(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, parse};

    fn canonical_text(text: &str) -> String {
        let value = parse(text.as_bytes(), &Limits::default()).unwrap();
        String::from_utf8(canonical(&value)).unwrap()
    }

    #[test]
    fn members_are_ordered_by_utf_16() {
        let text = "{\"\u{fb33}\":1,\"\u{1f602}\":2,\"b\":3,\"a\":{\"z\":[],\"y\":{}}}";
        let form = "{\"a\":{\"y\":{},\"z\":[]},\"b\":3,\"\u{1f602}\":2,\"\u{fb33}\":1}";
        assert_eq!(canonical_text(text), form);
    }

    #[test]
    fn numbers_have_the_spelling_of_ecmascript() {
        insta::assert_snapshot!(canonical_text("[-0,-0.0,0e5,1.0,1e21,1e20,123456789012345e3,1E-7,0.000001,5e-324,9007199254740991,2.50]"), @"[0,0,0,1,1e+21,100000000000000000000,123456789012345000,1e-7,0.000001,5e-324,9007199254740991,2.5]");
    }

    #[test]
    fn strings_have_the_fewest_escapes() {
        let text = r#""\u0041\/\u0022\u005c\u0008\u0009\u000a\u000c\u000d\u000F\u007f\u00e9""#;
        assert_eq!(
            canonical_text(text),
            "\"A/\\\"\\\\\\b\\t\\n\\f\\r\\u000f\u{7f}\u{e9}\""
        );
    }

    #[test]
    fn the_digest_is_that_of_the_canonical_bytes() {
        let long = "x".repeat(9000);
        let many = format!("[{}1]", "\"abc\",".repeat(3000));
        for text in ["{}", &format!("{{\"b\":\"{long}\",\"a\":1}}"), &many] {
            let value = parse(text.as_bytes(), &Limits::default()).unwrap();
            let whole: [u8; 32] = Sha256::digest(canonical(&value)).into();
            assert_eq!(digest(&value), Digest::from_bytes(whole));
        }
    }

    #[test]
    fn a_digest_prints_as_it_is_read() {
        let text = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
        let empty = parse(b"{}", &Limits::default()).unwrap();
        assert_eq!(digest(&empty).to_string(), text);
        assert_eq!(text.parse(), Ok(digest(&empty)));
        assert_eq!(text.to_uppercase().parse(), Ok(digest(&empty)));
        assert_eq!("44".parse::<Digest>(), Err(ParseDigestError));
        assert_eq!("g".repeat(64).parse::<Digest>(), Err(ParseDigestError));
    }
}
