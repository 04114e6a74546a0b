//! The texts that stand in an object, for whoever wants to find it again.

use std::borrow::Cow;

/// A text in an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'a> {
    /// The property whose value it is, or in whose list it stands.
    pub property: &'a str,
    /// The text.
    pub text: Cow<'a, str>,
}

/// Gives every text in the JSON of an object, in its order, with the property that it belongs to.
///
/// Names of properties are not texts. The JSON must be that of an accepted object: what is not JSON
/// gives what can be made of it.
///
/// # Examples
///
/// ```
/// let json = br#"{"name":"Caf\u00e9","labels":["a","b"],"count":3}"#;
/// let texts: Vec<_> = mithaq_stix::texts(json)
///     .map(|it| (it.property, it.text.into_owned()))
///     .collect();
/// assert_eq!(texts, [
///     ("name", "Café".to_owned()),
///     ("labels", "a".to_owned()),
///     ("labels", "b".to_owned()),
/// ]);
/// ```
pub fn texts(json: &[u8]) -> impl Iterator<Item = Text<'_>> {
    Texts {
        rest: std::str::from_utf8(json).unwrap_or_default(),
        property: "",
    }
}

struct Texts<'a> {
    rest: &'a str,
    property: &'a str,
}

impl<'a> Iterator for Texts<'a> {
    type Item = Text<'a>;

    fn next(&mut self) -> Option<Text<'a>> {
        loop {
            let (_, behind) = self.rest.split_once('"')?;
            let (raw, behind) = string(behind)?;
            self.rest = behind;
            if behind.trim_start().starts_with(':') {
                self.property = raw;
                continue;
            }
            let text = if raw.contains('\\') {
                Cow::Owned(unescaped(raw))
            } else {
                Cow::Borrowed(raw)
            };
            return Some(Text {
                property: self.property,
                text,
            });
        }
    }
}

/// The string up to its closing quote, still with its escapes, and what is behind it.
fn string(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let mut place = 0;
    loop {
        let rest = bytes.get(place..)?;
        let found = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
        place += found;
        if rest.get(found) == Some(&b'"') {
            return Some((text.get(..place)?, text.get(place + 1..)?));
        }
        // Whatever is escaped is at least one byte long, and no quote ends the string there.
        place += 2;
    }
}

/// The string that the escapes stand for (RFC 8259 section 7).
fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, behind)) = rest.split_once('\\') {
        text.push_str(before);
        let mut characters = behind.chars();
        match characters.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some('b') => text.push('\u{8}'),
            Some('f') => text.push('\u{c}'),
            Some('u') => {
                let (character, used) = code_point(characters.as_str());
                text.push(character);
                rest = characters.as_str().get(used..).unwrap_or_default();
                continue;
            }
            Some(other) => text.push(other),
            None => {}
        }
        rest = characters.as_str();
    }
    text.push_str(rest);
    text
}

/// The character that four hexadecimal digits, or two such groups, stand for, and their length.
fn code_point(text: &str) -> (char, usize) {
    let unit = |text: &str| {
        let digits = text.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(text) else {
        return (char::REPLACEMENT_CHARACTER, 0);
    };
    let second = text
        .get(4..)
        .and_then(|text| text.strip_prefix("\\u"))
        .and_then(unit);
    if let Some(second) = second
        && let Some(Ok(character)) = char::decode_utf16([first, second]).next()
        && character.len_utf16() == 2
    {
        return (character, 10);
    }
    let character = char::from_u32(u32::from(first));
    (character.unwrap_or(char::REPLACEMENT_CHARACTER), 4)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn read(json: &str) -> Vec<(String, String)> {
        texts(json.as_bytes())
            .map(|it| (it.property.to_owned(), it.text.into_owned()))
            .collect()
    }

    #[test]
    fn texts_come_with_the_property_that_they_belong_to() {
        let json = r#"{"a":"x","b":{"c":["y",{"d":"z"}],"e":1},"f":["\"q\":\\","",null]}"#;
        let expected = [
            ("a", "x"),
            ("c", "y"),
            ("d", "z"),
            ("f", "\"q\":\\"),
            ("f", ""),
        ];
        assert_eq!(
            read(json),
            expected.map(|(property, text)| (property.to_owned(), text.to_owned()))
        );
    }

    #[test]
    fn what_is_escaped_is_read_as_what_it_stands_for() {
        let json = r#"{"a":"\u0627\u0644\u062d\u0645\u0648\u0634\u064a \ud83d\ude00 \n\/\t"}"#;
        assert_eq!(
            read(json),
            [("a".to_owned(), "الحموشي 😀 \n/\t".to_owned())]
        );
    }

    fn collect(value: &Value, property: &str, found: &mut Vec<(String, String)>) {
        match value {
            Value::String(text) => found.push((property.to_owned(), text.clone())),
            Value::Array(list) => list.iter().for_each(|it| collect(it, property, found)),
            Value::Object(members) => {
                for (name, value) in members {
                    collect(value, name, found);
                }
            }
            _ => {}
        }
    }

    proptest! {
        #[test]
        fn every_text_is_found(texts in proptest::collection::vec(".*", 0..5), ascii in any::<bool>()) {
            let value = json!({ "a": texts, "b": { "c": texts.first(), "d": 1.5 }, "e": "end" });
            let mut written = value.to_string();
            if ascii {
                written = written
                    .chars()
                    .map(|c| match c {
                        '\0'..='\u{7f}' => c.to_string(),
                        _ => c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>().concat(),
                    })
                    .collect();
            }
            let mut expected = Vec::new();
            collect(&value, "", &mut expected);
            prop_assert_eq!(read(&written), expected);
        }

        #[test]
        fn nothing_breaks_it(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = texts(&bytes).count();
        }
    }
}
