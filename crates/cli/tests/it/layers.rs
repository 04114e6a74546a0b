//! The walls of the house: which room may know which, and what every room says about itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Which room may know which.
const ALLOWED: &[(&str, &[&str])] = &[
    ("stix", &[]),
    ("ledger", &[]),
    ("text", &[]),
    ("policy", &["stix"]),
    ("store", &["stix", "text"]),
    ("node", &["stix", "ledger", "policy", "store", "text"]),
    ("exchange", &["stix", "node"]),
    ("web", &["stix", "node"]),
    // `stix`: ids and markings are words of the command line.
    ("cli", &["stix", "node", "exchange", "web", "store"]),
    ("testkit", &["stix", "node"]),
];

/// Lines that a source file may have, its tests not counted.
const MOST_LINES: usize = 600;

#[test]
fn rooms_know_only_the_rooms_below_them() {
    let rooms = rooms();
    let known: BTreeSet<&str> = rooms.keys().map(String::as_str).collect();
    let named: BTreeSet<&str> = ALLOWED.iter().map(|(room, _)| *room).collect();
    assert_eq!(known, named, "every room has a line in the table");
    let mut wrong = Vec::new();
    for (room, allowed) in ALLOWED {
        for (other, kind) in &rooms[*room] {
            let for_tests = kind == "dev" && other == "testkit";
            if !for_tests && !allowed.contains(&other.as_str()) {
                wrong.push(format!("`{room}` may not know `{other}` ({kind})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_says_what_is_in_it_and_what_is_not() {
    for room in rooms().keys().filter(|room| *room != "cli") {
        let path = root().join("crates").join(room).join("src/lib.rs");
        let text = fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap();
        assert!(
            first.starts_with("//! ") && first.len() > 20,
            "{room}: no first sentence"
        );
        for heading in ["//! # What is in scope", "//! # What is out of scope"] {
            assert!(
                text.contains(heading),
                "{} lacks `{heading}`",
                path.display()
            );
        }
    }
}

#[test]
fn nothing_is_unsafe() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"forbid\""));
    for room in rooms().keys() {
        let path = root().join("crates").join(room).join("Cargo.toml");
        let manifest = fs::read_to_string(&path).unwrap();
        let inherits = manifest.contains("[lints]\nworkspace = true\n");
        assert!(inherits, "{} does not inherit the lints", path.display());
    }
}

#[test]
fn no_source_file_is_too_long() {
    let long: Vec<String> = files()
        .into_iter()
        .filter(|path| is_source(path))
        .filter_map(|path| {
            let text = fs::read_to_string(root().join(&path)).unwrap();
            let lines = lines_without_tests(&text);
            (lines > MOST_LINES).then(|| format!("{}: {lines} lines", path.display()))
        })
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn lines_are_counted_up_to_the_tests() {
    let text = "//! A.\nfn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n";
    assert_eq!(lines_without_tests(text), 3);
    assert_eq!(lines_without_tests("a\nb\n"), 2);
}

#[test]
fn no_file_knows_the_machine_that_it_was_written_on() {
    // Put together here, so that this file does not hold them itself.
    let places = [
        concat!("/wo", "rk/"),
        concat!("/tmp", "/target"),
        concat!("/tmp", "/bash_jobs"),
        concat!("/ro", "ot/"),
        concat!("/opt", "/wheels"),
        concat!("registry.", "npmjs"),
        concat!("index.crates", ".io"),
        concat!("static.crates", ".io"),
        concat!("files.python", "hosted"),
        concat!("pypi", ".org"),
        concat!("proxy.go", "lang"),
    ];
    let mut found = Vec::new();
    let mut looked_at = 0;
    for path in files() {
        let Ok(text) = fs::read_to_string(root().join(&path)) else {
            continue;
        };
        looked_at += 1;
        for place in places.iter().filter(|place| text.contains(**place)) {
            found.push(format!("{} names `{place}`", path.display()));
        }
    }
    assert!(looked_at > 200, "only {looked_at} files were found");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Each room, and what it depends on of the others, with the kind of the dependency.
fn rooms() -> BTreeMap<String, Vec<(String, String)>> {
    let metadata = printed(
        env!("CARGO"),
        &[
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ],
    );
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let room = |value: &Value| {
        let name = value["name"].as_str().unwrap();
        name.strip_prefix("mithaq-").map(str::to_owned)
    };
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| {
            let arrows = package["dependencies"].as_array().unwrap().iter();
            let arrows = arrows.filter_map(|arrow| {
                Some((
                    room(arrow)?,
                    arrow["kind"].as_str().unwrap_or("normal").to_owned(),
                ))
            });
            (room(package).unwrap(), arrows.collect())
        })
        .collect()
}

/// What a program prints, run at the root.
fn printed(program: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(program);
    let output = command
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The files of the repository: those that are kept, and those that would be.
fn files() -> Vec<PathBuf> {
    let names = printed(
        "git",
        &[
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z",
        ],
    );
    let names = names.split('\0').filter(|name| !name.is_empty());
    // What was removed but not yet recorded as removed is still listed.
    names
        .map(PathBuf::from)
        .filter(|path| root().join(path).is_file())
        .collect()
}

fn is_source(path: &Path) -> bool {
    let in_source = path.components().any(|part| part.as_os_str() == "src");
    let is_tests = path.file_name().is_some_and(|name| name == "tests.rs");
    in_source && !is_tests && path.extension().is_some_and(|extension| extension == "rs")
}

fn lines_without_tests(text: &str) -> usize {
    text.split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap()
        .lines()
        .count()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
