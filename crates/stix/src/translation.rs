//! Objects in other languages (STIX 2.1 section 7.1).

use crate::check::{Path, Report, Texts};
use crate::finding::Finding;
use crate::id::ObjectId;
use crate::json::{Members, Value};
use crate::time::StixTime;

/// Checks a language content object against the object that it translates.
///
/// What can be checked without the target, validation has checked. Keys for what the target does
/// not have, or does not have as text, are no fault: they are ignored (section 7.1).
///
/// # Errors
///
/// Every way in which the two do not fit, at most 100: another target (`translation-target`),
/// another version (`translation-version`), or a value that does not mirror that of the target
/// (`translation-shape`).
pub fn check_translation(content: &Value<'_>, target: &Value<'_>) -> Result<(), Vec<Finding>> {
    let mut report = Report::default();
    same_target(content, target, &mut report);
    let texts = Texts::of(text(target, "type").unwrap_or_default());
    let languages = content.get("contents").and_then(Value::as_object);
    let contents = Path::Name(&Path::Root, "contents");
    for (tag, translation) in languages.into_iter().flat_map(Members::iter) {
        let path = Path::Name(&contents, tag);
        mirrors(translation, target, texts, path, &mut report);
    }
    if report.findings.is_empty() {
        Ok(())
    } else {
        Err(report.findings)
    }
}

/// The object with its texts in another language, for people to read.
///
/// The best content is taken: that of the tag, else that of the tag without its last parts, so
/// that a reader of `ar-MA` gets `ar` (RFC 4647 section 3.4). What is not translated stays as it
/// is, and `lang` says the language. The result is no version of the object: never pass it on.
///
/// ```
/// use mithaq_stix::{Limits, parse, translate};
///
/// let target = parse(
///     br#"{"type": "campaign", "id": "campaign--12a111f0-b824-4baf-a224-83b80237a094",
///          "name": "Bank Attack", "aliases": ["One", "Two"]}"#,
///     &Limits::default(),
/// )?;
/// let content = parse(
///     br#"{"object_ref": "campaign--12a111f0-b824-4baf-a224-83b80237a094",
///          "contents": {"de": {"name": "Bank Angriff", "aliases": ["", "Zwei"]}}}"#,
///     &Limits::default(),
/// )?;
/// let german = translate(&target, &content, "de-AT").expect("they fit").expect("there is German");
/// assert_eq!(german.get("name").and_then(|name| name.as_str()), Some("Bank Angriff"));
/// let aliases = german.get("aliases").and_then(|aliases| aliases.as_array()).unwrap_or_default();
/// assert_eq!(aliases[0].as_str(), Some("One"));
/// # Ok::<(), mithaq_stix::ParseJsonError>(())
/// ```
///
/// # Errors
///
/// What [`check_translation`] finds. None if there is no content in that language.
pub fn translate<'a>(
    target: &Value<'a>,
    content: &Value<'a>,
    tag: &str,
) -> Result<Option<Value<'a>>, Vec<Finding>> {
    check_translation(content, target)?;
    let Some((found, translation)) = best(content, tag) else {
        return Ok(None);
    };
    let texts = Texts::of(text(target, "type").unwrap_or_default());
    let mut translated = target.clone();
    interpolate(&mut translated, translation, texts);
    if let Some(members) = translated.as_object_mut() {
        members.set("lang", found.to_owned());
    }
    Ok(Some(translated))
}

fn same_target(content: &Value<'_>, target: &Value<'_>, report: &mut Report) {
    let id = |value, name| text(value, name).and_then(|id| id.parse::<ObjectId>().ok());
    let (wanted, found) = (id(content, "object_ref"), id(target, "id"));
    if wanted.is_none() || wanted != found {
        report.error(
            Path::Name(&Path::Root, "object_ref"),
            "translation-target",
            "7.1",
            "this is the translation of another object",
        );
    }
    let time = |value, name| text(value, name).and_then(|time| time.parse::<StixTime>().ok());
    if content.get("object_modified").is_some()
        && time(content, "object_modified") != time(target, "modified")
    {
        report.error(
            Path::Name(&Path::Root, "object_modified"),
            "translation-version",
            "7.1",
            "this is the translation of another version of the object",
        );
    }
}

/// Checks that a translation has the shape of what it translates.
///
/// The depth is that of the values, which the reader has limited.
fn mirrors(
    translation: &Value<'_>,
    original: &Value<'_>,
    texts: Texts,
    path: Path<'_>,
    report: &mut Report,
) {
    let mut refuse = |message: String| report.error(path, "translation-shape", "7.1", message);
    match (original, translation) {
        (Value::String(_), Value::String(_))
        | (Value::Null | Value::Bool(_) | Value::Number(_), _) => {}
        (Value::String(_), _) => refuse("the translation of a text must be a text".to_owned()),
        (Value::Array(items), Value::Array(translated)) if items.len() == translated.len() => {
            for (position, (item, translated)) in items.iter().zip(translated).enumerate() {
                // An empty text says that the item is not translated.
                if translated.as_str() != Some("") {
                    let path = Path::Item(&path, position);
                    mirrors(translated, item, texts, path, report);
                }
            }
        }
        (Value::Array(items), Value::Array(translated)) => refuse(format!(
            "the list has {} items and its translation {}: write \"\" for an item that is not translated",
            items.len(),
            translated.len()
        )),
        (Value::Array(_), _) => refuse("the translation of a list must be a list".to_owned()),
        (Value::Object(members), Value::Object(translated)) => {
            for (name, translated) in translated.iter() {
                let below = texts.below(name);
                if let (Some(below), Some(original)) = (below, members.get(name)) {
                    let path = Path::Name(&path, name);
                    mirrors(translated, original, below, path, report);
                }
            }
        }
        (Value::Object(_), _) => {
            refuse("the translation of a dictionary must be a dictionary".to_owned());
        }
    }
}

/// The content of the language, or of the nearest wider one.
fn best<'v, 'a>(content: &'v Value<'a>, tag: &str) -> Option<(&'v str, &'v Value<'a>)> {
    let languages = content.get("contents")?.as_object()?;
    let mut wanted = tag;
    loop {
        let found = languages
            .iter()
            .find(|(tag, _)| tag.eq_ignore_ascii_case(wanted));
        if found.is_some() {
            return found;
        }
        let (wider, _) = wanted.rsplit_once('-')?;
        // A single letter begins something that its own part must end.
        wanted = match wider.rsplit_once('-') {
            Some((rest, last)) if last.len() == 1 => rest,
            _ => wider,
        };
    }
}

fn interpolate<'a>(original: &mut Value<'a>, translation: &Value<'a>, texts: Texts) {
    match (original, translation) {
        (Value::String(original), Value::String(text)) if !text.is_empty() => {
            original.clone_from(text);
        }
        (Value::Array(items), Value::Array(translated)) => {
            for (item, translated) in items.iter_mut().zip(translated) {
                interpolate(item, translated, texts);
            }
        }
        (Value::Object(members), Value::Object(translated)) => {
            for (name, translated) in translated.iter() {
                if let (Some(below), Some(original)) = (texts.below(name), members.get_mut(name)) {
                    interpolate(original, translated, below);
                }
            }
        }
        _ => {}
    }
}

fn text<'v>(value: &'v Value<'_>, name: &str) -> Option<&'v str> {
    value.get(name).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, parse, print};

    const TARGET: &str = r#"{
        "type": "threat-actor", "id": "threat-actor--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
        "created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-02T00:00:00.100Z",
        "name": "Name", "goals": ["a", "b"], "first_seen": "2026-01-01T00:00:00Z",
        "external_references": [{"source_name": "s", "description": "d", "url": "http://a.example"}],
        "x_more": {"note": "n", "depth": 3}
    }"#;

    fn value(text: &str) -> Value<'_> {
        parse(text.as_bytes(), &Limits::default()).unwrap()
    }

    fn content(contents: &str) -> String {
        format!(
            r#"{{"object_ref": "threat-actor--8E2E2D2B-17d4-4cbf-938f-98ee46b3cd3f",
                "object_modified": "2026-01-02T00:00:00.1Z", "contents": {contents}}}"#
        )
    }

    fn rules(contents: &str) -> Vec<String> {
        let content = content(contents);
        let found = check_translation(&value(&content), &value(TARGET)).err();
        let short = |finding: Finding| format!("{} {}", finding.path, finding.rule);
        found.unwrap_or_default().into_iter().map(short).collect()
    }

    #[test]
    fn a_translation_mirrors_its_target() {
        assert_eq!(
            rules(
                r#"{"fr": {"name": "Nom", "goals": ["", "B"], "x_more": {"note": "N", "depth": "?"},
                "external_references": [{"description": "D", "other": 3}],
                "unknown": {"a": 1}, "first_seen": ["ignored"], "id": 7}}"#
            ),
            Vec::<String>::new()
        );
        assert_eq!(
            rules(
                r#"{"fr": {"name": ["Nom"], "goals": ["B"]}, "ar": {"goals": "x", "external_references": ["y"]}}"#
            ),
            [
                "contents.fr.name translation-shape",
                "contents.fr.goals translation-shape",
                "contents.ar.goals translation-shape",
                "contents.ar.external_references[0] translation-shape",
            ]
        );
    }

    #[test]
    fn a_translation_belongs_to_one_version_of_one_object() {
        let other = content("{}")
            .replace("00.1Z", "00.101Z")
            .replace("8E2E", "7e2e");
        let found = check_translation(&value(&other), &value(TARGET)).unwrap_err();
        let found: Vec<&str> = found.iter().map(|finding| finding.rule).collect();
        assert_eq!(found, ["translation-target", "translation-version"]);
    }

    #[test]
    fn a_translated_object_keeps_what_is_not_translated() {
        let contents = content(
            r#"{"fr": {"goals": ["", "B"], "x_more": {"note": "N", "depth": "no"}, "id": "no",
                "external_references": [{"description": "D", "url": "no"}]}}"#,
        );
        let (target, contents) = (value(TARGET), value(&contents));
        let french = translate(&target, &contents, "fr-MA").unwrap().unwrap();
        let same = TARGET
            .replace(r#""b""#, r#""B""#)
            .replace(r#""n""#, r#""N""#)
            .replace(r#""d","#, r#""D","#)
            .replace("\n    }", r#", "lang": "fr"}"#);
        assert_eq!(
            String::from_utf8(print(&french)).unwrap(),
            String::from_utf8(print(&value(&same))).unwrap()
        );
        assert_eq!(translate(&target, &contents, "ar-MA").unwrap(), None);
    }

    #[test]
    fn findings_are_bounded() {
        let many: Vec<String> = (0..200)
            .map(|_| r#"{"description": 1}"#.to_owned())
            .collect();
        let target = format!(
            r#"{{"type": "tool", "external_references": [{}]}}"#,
            vec![r#"{"description": "d"}"#; 200].join(",")
        );
        let content = format!(
            r#"{{"contents": {{"fr": {{"external_references": [{}]}}}}}}"#,
            many.join(",")
        );
        let found = check_translation(&value(&content), &value(&target)).unwrap_err();
        assert_eq!(found.len(), 100);
    }
}
