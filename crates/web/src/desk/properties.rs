//! What an object says, property by property, in a form that a page can show whatever it is.

use std::collections::HashMap;

use mithaq_stix::ObjectId;
use serde_json::Value;

use crate::pages::object::{self, End, Leaf, Property};
use crate::{Foreign, Word};

/// Values that are shown of one object.
const MOST_VALUES: usize = 300;
/// Characters that are shown of one value.
const LONGEST_VALUE: usize = 4000;
/// Characters of a place inside a property.
const LONGEST_PLACE: usize = 120;
/// Characters that are shown of all values of one object together.
const MOST_CHARACTERS: usize = 100_000;

/// What is shown at the head of the page, or says how to read and not what is meant.
const ELSEWHERE: [&str; 6] = [
    "created",
    "id",
    "modified",
    "revoked",
    "spec_version",
    "type",
];
/// What people look for first.
const FIRST: [&str; 9] = [
    "name",
    "aliases",
    "value",
    "abstract",
    "description",
    "content",
    "pattern",
    "when_claim",
    "outcomes",
];

/// How the name of an extension begins that a definition describes.
const DEFINED: &str = "extension-definition--";

/// What an object says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) properties: Vec<Property>,
    /// Values that are not among them.
    pub(super) left_out: u64,
}

/// The properties of an object, but for those that are shown elsewhere: at the head of the page, or,
/// if they only name other objects, among its links.
pub(super) fn told(object: &Value, ends: &HashMap<String, End>) -> Told {
    let mut told = Told::default();
    let Some(members) = object.as_object() else {
        return told;
    };
    let lang = members.get("lang").and_then(Value::as_str);
    let mut reader = Reader {
        ends,
        lang,
        values: MOST_VALUES,
        characters: MOST_CHARACTERS,
        left_out: 0,
    };
    let mut members: Vec<_> = members
        .iter()
        .flat_map(|(name, value)| with_extensions(name, value))
        .filter(|(name, value)| !ELSEWHERE.contains(&name.as_str()) && !is_linked(value, ends))
        .collect();
    members.sort_by_key(|(name, _)| {
        let first = FIRST.iter().position(|first| first == name);
        (first.unwrap_or(FIRST.len()), *name)
    });
    for (name, value) in members {
        let values = reader.leaves(value);
        if !values.is_empty() {
            told.properties.push(Property {
                name: Word::property(cut(name, LONGEST_PLACE)),
                values,
            });
        }
    }
    told.left_out = reader.left_out;
    told
}

/// A property, or those that definitions of extensions add in the place of `extensions`.
fn with_extensions<'a>(name: &'a String, value: &'a Value) -> Vec<(&'a String, &'a Value)> {
    let members = match value {
        Value::Object(members) if name == "extensions" => members,
        _ => return vec![(name, value)],
    };
    let mut found = Vec::new();
    for (id, extension) in members {
        match extension {
            Value::Object(added) if id.starts_with(DEFINED) => {
                found.extend(added.iter().filter(|(name, _)| *name != "extension_type"));
            }
            other => found.push((id, other)),
        }
    }
    found
}

/// The properties by which a link names, as people know them: the outermost of each, once.
pub(super) fn of_link(paths: &str) -> Vec<Word> {
    let mut names: Vec<&str> = Vec::new();
    for path in paths.split(' ') {
        let mut parts = path.split('.').peekable();
        if parts.next_if_eq(&"extensions").is_some() {
            parts.next_if(|part| part.starts_with(DEFINED));
        }
        let outermost = parts.next().unwrap_or(path);
        let name = outermost.split('[').next().unwrap_or(outermost);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.into_iter().map(Word::property).collect()
}

/// Whether a value is nothing but objects that the page lists as linked.
fn is_linked(value: &Value, ends: &HashMap<String, End>) -> bool {
    let is_end = |value: &Value| value.as_str().is_some_and(|id| ends.contains_key(id));
    match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(is_end),
        other => is_end(other),
    }
}

/// Reads values, so many and no more.
struct Reader<'a> {
    ends: &'a HashMap<String, End>,
    lang: Option<&'a str>,
    values: usize,
    characters: usize,
    left_out: u64,
}

impl Reader<'_> {
    /// Every value inside a value, with its place. The stack is our own: nothing that an object
    /// nests can exhaust the program's.
    fn leaves(&mut self, value: &Value) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        let mut waiting = vec![(String::new(), value)];
        while let Some((place, value)) = waiting.pop() {
            let before = waiting.len();
            match value {
                Value::Object(members) => {
                    let inside = members.iter().take(self.most_of(members.len()));
                    waiting.extend(inside.map(|(name, value)| (within(&place, name), value)));
                }
                Value::Array(items) => {
                    let is_plain = items.iter().all(is_plain);
                    let inside = items.iter().take(self.most_of(items.len()));
                    waiting.extend(inside.enumerate().map(|(n, value)| {
                        if is_plain {
                            return (place.clone(), value);
                        }
                        let number = n.saturating_add(1).to_string();
                        (within(&place, &number), value)
                    }));
                }
                plain => leaves.extend(self.leaf(place, plain)),
            }
            // The first of what was put on the stack is to be taken next.
            if let Some(added) = waiting.get_mut(before..) {
                added.reverse();
            }
        }
        leaves
    }

    /// How many of so many values to look at; the others are left out, each counted as one.
    fn most_of(&mut self, count: usize) -> usize {
        let most = count.min(self.values);
        let others = count.saturating_sub(most);
        self.left_out = self
            .left_out
            .saturating_add(u64::try_from(others).unwrap_or(u64::MAX));
        most
    }

    fn leaf(&mut self, place: String, value: &Value) -> Option<Leaf> {
        if self.values == 0 || self.characters == 0 {
            self.left_out = self.left_out.saturating_add(1);
            return None;
        }
        self.values = self.values.saturating_sub(1);
        let value = match value {
            Value::Bool(flag) => object::Value::Flag(*flag),
            Value::String(text) => self.text(text),
            other => object::Value::Code(cut(&other.to_string(), LONGEST_PLACE)),
        };
        Some(Leaf { place, value })
    }

    fn text(&mut self, text: &str) -> object::Value {
        if let Some(end) = self.ends.get(text) {
            return object::Value::Object(end.clone());
        }
        if text.parse::<ObjectId>().is_ok() {
            return object::Value::Code(text.to_owned());
        }
        // Only times in full: a year or a day is left as it was written.
        if text.len() >= "2026-01-01T00:00:00Z".len()
            && let Ok(at) = text.parse::<mithaq_stix::StixTime>()
        {
            return object::Value::Moment(at.to_timestamp());
        }
        let shown = cut(text, LONGEST_VALUE.min(self.characters));
        self.characters = self.characters.saturating_sub(shown.chars().count());
        let shown = Foreign::new(shown);
        object::Value::Text(match self.lang {
            Some(lang) => shown.in_language(lang),
            None => shown,
        })
    }
}

fn is_plain(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

fn within(place: &str, name: &str) -> String {
    if place.is_empty() {
        return cut(name, LONGEST_PLACE);
    }
    cut(&format!("{place} / {name}"), LONGEST_PLACE)
}

/// The beginning of a text, with a sign that it goes on.
fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A JSON text as it stands, with a line for each member and item; the beginning of it, if it is
/// longer than some bytes, and whether it is.
pub(super) fn indented(json: &str, longest: usize) -> (String, bool) {
    let mut shown = String::new();
    let mut depth = 0_usize;
    let mut text = Inside::Nothing;
    for character in json.chars() {
        if shown.len() >= longest {
            return (shown, true);
        }
        if text != Inside::Nothing {
            text = text.next(character);
            shown.push(character);
            continue;
        }
        match character {
            '{' | '[' => {
                depth = depth.saturating_add(1);
                shown.push(character);
                new_line(&mut shown, depth);
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                let is_empty = shown.trim_end().ends_with(['{', '[']);
                shown.truncate(shown.trim_end().len());
                if !is_empty {
                    new_line(&mut shown, depth);
                }
                shown.push(character);
            }
            ',' => {
                shown.push(character);
                new_line(&mut shown, depth);
            }
            ':' => shown.push_str(": "),
            '"' => {
                text = Inside::Text;
                shown.push(character);
            }
            other if other.is_ascii_whitespace() => {}
            other => shown.push(other),
        }
    }
    (shown, false)
}

fn new_line(shown: &mut String, depth: usize) {
    shown.push('\n');
    shown.extend(std::iter::repeat_n("  ", depth));
}

/// Whether a reader of JSON is inside a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Text,
    /// Behind a backslash in a text.
    Escape,
}

impl Inside {
    fn next(self, character: char) -> Self {
        match (self, character) {
            (Self::Text, '\\') => Self::Escape,
            (Self::Text, '"') => Self::Nothing,
            _ => Self::Text,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(object: &Value) -> Vec<String> {
        let told = told(object, &HashMap::new());
        let lines = told.properties.iter().flat_map(|property| {
            property.values.iter().map(|leaf| {
                let value = match &leaf.value {
                    object::Value::Text(text) => text.plain(),
                    other => format!("{other:?}"),
                };
                format!("{} | {} | {value}", property.name.term(), leaf.place)
            })
        });
        lines.collect()
    }

    #[test]
    fn every_value_is_told_with_its_place() {
        let object = json!({
            "type": "x-own", "id": "x-own--1", "spec_version": "2.1",
            "created": "2026-01-01T00:00:00Z",
            "labels": ["one", "two"],
            "is_family": true,
            "confidence": 85,
            "valid_from": "2026-01-01T00:00:00.5Z",
            "published_on": "2026-01-01",
            "description": "told first",
            "external_references": [
                { "hashes": { "MD5": "x" }, "source_name": "a" },
                { "source_name": "b" },
            ],
            "nothing": null,
            "x_unknown": { "deep": [[1, 2], ["y"]] },
            "empty": [],
        });
        insta::assert_snapshot!(read(&object).join("\n"), @r#"
        description |  | told first
        confidence |  | Code("85")
        external_references | 1 / hashes / MD5 | x
        external_references | 1 / source_name | a
        external_references | 2 / source_name | b
        is_family |  | Flag(true)
        labels |  | one
        labels |  | two
        nothing |  | Code("null")
        published_on |  | 2026-01-01
        valid_from |  | Moment(2026-01-01T00:00:00.5Z)
        x_unknown | deep / 1 | Code("1")
        x_unknown | deep / 1 | Code("2")
        x_unknown | deep / 2 | y
        "#);
    }

    #[test]
    fn what_is_linked_is_told_among_the_links() {
        let id = "identity--00000000-0000-4000-8000-000000000001";
        let other = "identity--00000000-0000-4000-8000-000000000002";
        let end = End {
            id: id.to_owned(),
            kind: Word::object_type("identity"),
            name: None,
            is_held: true,
        };
        let ends = HashMap::from([(id.to_owned(), end.clone())]);
        let object = json!({
            "created_by_ref": id,
            "object_refs": [id, other],
            "parties": [{ "identity_ref": id }],
        });
        let told = told(&object, &ends);
        let names: Vec<_> = told.properties.iter().map(|it| it.name.term()).collect();
        assert_eq!(names, ["object_refs", "parties"]);
        assert_eq!(
            told.properties[1].values[0].value,
            object::Value::Object(end)
        );
        assert_eq!(
            told.properties[0].values[1].value,
            object::Value::Code(other.to_owned())
        );
    }

    #[test]
    fn what_extensions_add_is_told_beside_the_rest() {
        let id = format!("{DEFINED}00000000-0000-4000-8000-000000000001");
        let object = json!({
            "name": "x",
            "extensions": {
                id: { "extension_type": "property-extension", "roles": ["one"] },
                "ntfs-ext": { "sid": "1" },
            },
        });
        assert_eq!(
            read(&object),
            ["name |  | x", "ntfs-ext | sid | 1", "roles |  | one"]
        );
        let named = |paths: &str| of_link(&paths.replace("DEF", DEFINED));
        let terms = named("a_ref b[0].c_ref extensions.DEF1.d[1].e_ref b[1].c_ref");
        let terms: Vec<_> = terms.iter().map(Word::term).collect();
        assert_eq!(terms, ["a_ref", "b", "d"]);
    }

    #[test]
    fn whatever_is_sent_the_page_stays_small() {
        let many = json!({ "x": vec!["y"; 10_000], "z": "w" });
        let told = told(&many, &HashMap::new());
        assert_eq!(told.properties[0].values.len(), MOST_VALUES);
        assert_eq!(told.left_out, 10_001 - MOST_VALUES as u64);
        let long = json!({ "x": vec!["ح".repeat(50_000); 100] });
        let told = super::told(&long, &HashMap::new());
        let values = &told.properties[0].values;
        assert_eq!(values.len(), MOST_CHARACTERS / LONGEST_VALUE);
        assert_eq!(values.len() as u64 + told.left_out, 100);
        let mut deep = json!("bottom");
        for _ in 0..120 {
            deep = json!([[deep], []]);
        }
        assert_eq!(read(&json!({ "x": deep })).len(), 1);
    }

    #[test]
    fn a_text_is_indented_and_otherwise_as_it_was() {
        let json = r#"{"a":[1,{"b":"x, {y}: \"z\\"}],"c":{},"d":[],"e":1.0E400}"#;
        let (shown, is_cut) = indented(json, 1000);
        assert!(!is_cut);
        insta::assert_snapshot!(shown, @r#"
        {
          "a": [
            1,
            {
              "b": "x, {y}: \"z\\"
            }
          ],
          "c": {},
          "d": [],
          "e": 1.0E400
        }
        "#);
        let (shown, is_cut) = indented(json, 10);
        assert!(is_cut && shown.len() < 30, "{shown}");
    }

    proptest! {
        #[test]
        fn indenting_changes_only_the_white_space_between_tokens(json in "[\\[\\]{},:\"\\\\a1 ]{0,60}") {
            let (shown, _) = indented(&json, usize::MAX);
            let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(dense(&shown), dense(&json));
        }
    }
}
