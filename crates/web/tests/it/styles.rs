//! The style sheet: one for both directions, colours from tokens, readable in both themes.

use std::collections::BTreeMap;
use std::fs;

fn sheets() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/css");
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let read = |path: std::path::PathBuf| {
        let content = without_comments(&fs::read_to_string(&path).unwrap());
        (
            path.file_name().unwrap().to_string_lossy().into_owned(),
            content,
        )
    };
    entries.map(read).collect()
}

fn without_comments(css: &str) -> String {
    css.split("/*")
        .map(|part| part.split_once("*/").map_or(part, |(_, after)| after))
        .collect()
}

/// Property and value of every declaration.
fn declarations(css: &str) -> Vec<(String, String)> {
    let bodies = css.split('}').filter_map(|rule| rule.rsplit_once('{'));
    let pieces = bodies.flat_map(|(_, body)| body.split(';'));
    let pairs = pieces.filter_map(|piece| piece.trim().split_once(':'));
    pairs
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

const SIZES: [&str; 6] = [
    "height",
    "max-height",
    "max-width",
    "min-height",
    "min-width",
    "width",
];

#[test]
fn no_place_or_size_is_physical() {
    for (sheet, css) in sheets() {
        for (name, value) in declarations(&css) {
            let parts: Vec<_> = name.split('-').collect();
            let physical = ["left", "right", "top", "bottom"];
            assert!(
                !parts.iter().any(|part| physical.contains(part)),
                "{sheet}: {name}"
            );
            assert!(!SIZES.contains(&&*name), "{sheet}: {name}");
            let turns = value
                .split_whitespace()
                .any(|word| ["left", "right"].contains(&word));
            assert!(!turns, "{sheet}: {name}: {value}");
        }
    }
}

#[test]
fn colours_are_named_in_the_tokens_only() {
    // The marks of TLP have the standard's colours, whatever the theme.
    for (sheet, css) in sheets().into_iter().filter(|(sheet, _)| sheet != "tlp.css") {
        for (name, value) in declarations(&css) {
            let is_token = sheet == "tokens.css" && name.starts_with("--");
            assert!(
                is_token || !value.contains(['#', '(']) || is_harmless(&value),
                "{sheet}: {name}: {value}"
            );
        }
    }
}

/// Functions that make no colour.
fn is_harmless(value: &str) -> bool {
    let functions = value.split('(').rev().skip(1).map(|before| {
        before
            .rsplit(|c: char| !c.is_ascii_alphabetic() && c != '-')
            .next()
            .unwrap_or_default()
    });
    let known = [
        "var", "url", "format", "min", "minmax", "repeat", "inset", "attr", "scaleX", "",
    ];
    !value.contains('#')
        && functions
            .into_iter()
            .all(|function| known.contains(&function))
}

#[test]
fn every_token_that_is_used_is_defined_and_the_other_way_round() {
    let sheets = sheets();
    let all: String = sheets.iter().map(|(_, css)| css.as_str()).collect();
    let tokens = tokens();
    let used: Vec<_> = all
        .split("var(")
        .skip(1)
        .map(|rest| rest.split(')').next().unwrap())
        .collect();
    for name in &used {
        assert!(tokens.contains_key(*name), "{name} is used and not defined");
    }
    for name in tokens.keys() {
        assert!(
            used.contains(&name.as_str()),
            "{name} is defined and not used"
        );
    }
}

#[test]
fn text_stands_out_from_its_ground_in_both_themes() {
    let tokens = tokens();
    let pairs = [
        ("--text", "--ground"),
        ("--text", "--surface"),
        ("--text", "--sunken"),
        ("--text", "--hover"),
        ("--muted", "--ground"),
        ("--muted", "--surface"),
        ("--muted", "--sunken"),
        ("--accent", "--ground"),
        ("--accent", "--surface"),
        ("--accent", "--accent-soft"),
        ("--accent-ink", "--accent"),
        ("--ok", "--ok-soft"),
        ("--ok", "--surface"),
        ("--warn", "--warn-soft"),
        ("--warn", "--surface"),
        ("--muted", "--warn-soft"),
        ("--text", "--warn-soft"),
        ("--danger", "--danger-soft"),
        ("--danger", "--surface"),
        ("--info", "--info-soft"),
        ("--text", "--accent-soft"),
        ("--accent", "--hover"),
        ("--muted", "--hover"),
        ("--warn", "--hover"),
    ];
    for theme in [0, 1] {
        for (ink, ground) in pairs {
            let ratio = contrast(colour(&tokens[ink], theme), colour(&tokens[ground], theme));
            // The least that WCAG 2.2 asks of small text, level AA.
            assert!(ratio >= 4.5, "{ink} on {ground}, theme {theme}: {ratio:.2}");
        }
    }
}

fn tokens() -> BTreeMap<String, String> {
    let sheet = sheets()
        .into_iter()
        .find(|(name, _)| name == "tokens.css")
        .unwrap()
        .1;
    declarations(&sheet)
        .into_iter()
        .filter(|(name, _)| name.starts_with("--"))
        .collect()
}

fn colour(token: &str, theme: usize) -> [f64; 3] {
    let inside = token
        .strip_prefix("light-dark(")
        .unwrap()
        .trim_end_matches(')');
    let hex = inside
        .split(", ")
        .nth(theme)
        .unwrap()
        .trim_start_matches('#');
    let whole = u32::from_str_radix(hex, 16).unwrap();
    let [_, parts @ ..] = whole.to_be_bytes();
    parts.map(|part| f64::from(part) / 255.0)
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear = |part: f64| {
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
