//! The three languages say the same things, and nothing that is not used.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use mithaq_web::{Language, Vocabulary};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Key to the whole message, of every file of a language.
fn messages(language: Language) -> BTreeMap<String, String> {
    let mut messages = BTreeMap::new();
    for (file, content) in files(&Path::new(ROOT).join("locales").join(language.tag())) {
        let mut key = None;
        for line in content.lines() {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                let name = line.split(" =").next().unwrap().to_owned();
                assert!(
                    !messages.contains_key(&name),
                    "{file}: `{name}` stands twice"
                );
                messages.insert(name.clone(), String::new());
                key = Some(name);
            }
            if let Some(key) = key.as_ref().filter(|_| !line.starts_with('#')) {
                messages.get_mut(key).unwrap().extend([
                    line, "
",
                ]);
            }
        }
    }
    assert!(messages.len() > 100, "{language}");
    messages
}

fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let content = std::fs::read_to_string(&path).unwrap();
            found.push((path.display().to_string(), content));
        }
    }
    found
}

/// Every text in double quotes in the templates and the code.
fn quoted() -> BTreeSet<String> {
    let folders = ["templates", "src"].map(|folder| files(&Path::new(ROOT).join(folder)));
    let content = folders.concat().into_iter().map(|(_, content)| content);
    content
        .flat_map(|content| words_in_quotes(&content))
        .collect()
}

fn words_in_quotes(content: &str) -> Vec<String> {
    let is_key = |word: &&str| {
        word.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    content
        .split('"')
        .filter(is_key)
        .map(str::to_owned)
        .collect()
}

fn variables(message: &str) -> BTreeSet<String> {
    let names = message.split('$').skip(1);
    names
        .map(|name| {
            name.split(|c: char| !c.is_ascii_lowercase())
                .next()
                .unwrap()
                .to_owned()
        })
        .collect()
}

#[test]
fn the_three_languages_have_the_same_keys_with_the_same_values() {
    let forms = |language| -> BTreeMap<_, _> {
        messages(language)
            .into_iter()
            .map(|(key, message)| (key, variables(&message)))
            .collect()
    };
    let english = forms(Language::En);
    assert_eq!(forms(Language::Ar), english);
    assert_eq!(forms(Language::Fr), english);
}

#[test]
fn every_key_is_used() {
    let quoted = quoted();
    let terms: BTreeSet<_> = Vocabulary::ALL
        .into_iter()
        .flat_map(|list| {
            list.terms()
                .iter()
                .map(move |term| format!("{}-{term}", list.prefix()))
        })
        .collect();
    let messages = messages(Language::En);
    let unused: Vec<_> = messages
        .keys()
        .filter(|key| !quoted.contains(*key) && !terms.contains(*key))
        .collect();
    assert_eq!(unused, [] as [&String; 0]);
}

#[test]
fn every_key_that_is_asked_for_is_there() {
    let messages = messages(Language::En);
    let mut asked = 0;
    for (file, content) in ["templates", "src"]
        .map(|f| files(&Path::new(ROOT).join(f)))
        .concat()
    {
        let content = content.split("#[cfg(test)]").next().unwrap();
        for call in [
            "page.text(\"",
            "page.counted(\"",
            "page.filled(\"",
            "Key(\"",
        ] {
            for rest in content.split(call).skip(1) {
                let key = rest.split('"').next().unwrap();
                assert!(messages.contains_key(key), "{file} asks for `{key}`");
                asked += 1;
            }
        }
    }
    assert!(asked > 100);
}

#[test]
fn the_number_that_chooses_the_form_is_not_the_one_that_is_shown() {
    for language in Language::ALL {
        for (key, message) in messages(language) {
            assert!(
                !message.contains("{ $n }"),
                "{language}: {key} shows $n, not $number"
            );
        }
    }
}

#[test]
fn every_arabic_number_has_its_six_forms() {
    for (key, message) in messages(Language::Ar) {
        if message.contains("->") {
            for form in ["[zero]", "[one]", "[two]", "[few]", "[many]", "*[other]"] {
                assert!(message.contains(form), "{key} has no {form}");
            }
        }
    }
}

#[test]
fn arabic_is_written_in_arabic() {
    // Names of standards and of the program's own formats keep their letters.
    const KEPT: [&str; 9] = [
        "SHA-256", "JSON", "Cedar", "UTC", "IPv4", "IPv6", "MAC", "URL", "X.509",
    ];
    for (key, message) in messages(Language::Ar) {
        let value = message.split_once('=').unwrap().1;
        let value = KEPT
            .iter()
            .fold(value.to_owned(), |value, kept| value.replace(kept, ""));
        for word in value
            .split_whitespace()
            .filter(|word| !word.starts_with(['$', '[', '*']))
        {
            let is_latin = word.contains(|c: char| c.is_ascii_alphabetic());
            assert!(!is_latin, "{key}: {word}");
        }
    }
}
