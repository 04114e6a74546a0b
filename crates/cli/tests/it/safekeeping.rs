//! Backup, restore, moving to a server and back, and several processes on one store.

use std::path::Path;

use mithaq_testkit::Schema;
use serde_json::Value;

use crate::support::{Desk, Serving, bundle, indicator, json, mithaq, program, text};

fn node(desk: &Desk, name: &str, objects: usize) -> String {
    let dir = desk.word(name);
    mithaq(["init", "--dir", &dir, "--name", "Agency", "--country", "MA"]).well();
    import(desk, &dir, 0, objects);
    dir
}

fn import(desk: &Desk, dir: &str, first: usize, objects: usize) {
    let file = format!("feed-{first}.json");
    desk.write(&file, feed(first, objects));
    let report = json(&format!("import --dir {dir} {}", desk.word(&file)));
    assert_eq!(report["files"][0]["accepted"], objects);
}

fn feed(first: usize, objects: usize) -> String {
    let objects: Vec<Value> = (first..first + objects)
        .map(|number| indicator(number, &format!("Harbour {number}")))
        .collect();
    bundle(&objects)
}

fn versions(report: &Value) -> u64 {
    let tables = report["tables"].as_array().unwrap();
    let version = tables.iter().find(|table| table["table"] == "version");
    version.unwrap()["rows"].as_u64().unwrap()
}

#[test]
fn a_backup_of_a_node_that_is_being_served_makes_the_same_node_again() {
    let desk = Desk::new();
    let dir = node(&desk, "node", 20);
    let serving = Serving::begin(Path::new(&dir), &[]);
    let file = desk.word("node.backup");
    let made = json(&format!("backup --dir {dir} {file}"));
    assert_eq!(versions(&made), 21);
    drop(serving);
    let again = desk.word("again");
    let restored = json(&format!("restore --dir {again} {file}"));
    assert_eq!(restored["sha256"], made["sha256"]);
    assert_eq!(restored["wrong"], serde_json::json!([]));
    // It is the same agency, with the same keys: what it held is found, and it serves.
    let card = |dir: &str| mithaq(["partner", "card", "--dir", dir]).well().out;
    assert_eq!(card(&again), card(&dir));
    let found = json(&format!("search --dir {again} harbour --limit 5"));
    assert_eq!(found["objects"].as_array().unwrap().len(), 5);
    drop(Serving::begin(Path::new(&again), &[]));
}

#[test]
fn nothing_is_overwritten_and_nothing_made_of_a_backup_that_was_changed() {
    let desk = Desk::new();
    let dir = node(&desk, "node", 3);
    let file = desk.word("node.backup");
    json(&format!("backup --dir {dir} {file}"));
    mithaq(["backup", "--dir", &dir, &file]).refused(2, "there is a file already");
    mithaq(["restore", "--dir", &dir, &file]).refused(2, "is not empty");
    let mut bytes = std::fs::read(&file).unwrap();
    let place = bytes
        .windows(9)
        .position(|window| window == b"Harbour 1")
        .unwrap();
    bytes[place] = b'h';
    desk.write("changed.backup", &bytes);
    let again = desk.word("again");
    let changed = desk.word("changed.backup");
    mithaq(["restore", "--dir", &again, &changed]).refused(2, "is not as it was");
    assert_eq!(std::fs::read_dir(&again).unwrap().count(), 0);
    desk.write("other.backup", "not a backup");
    let other = desk.word("other.backup");
    mithaq(["restore", "--dir", &again, &other]).refused(2, "is no backup");
    mithaq(["restore", "--dir", &again, &file]).well();
}

#[test]
fn everything_moves_to_a_server_and_back_and_the_old_place_is_closed() {
    let Some(schema) = Schema::new() else { return };
    let desk = Desk::new();
    let dir = node(&desk, "node", 20);
    let serving = Serving::begin(Path::new(&dir), &[]);
    let there = mithaq([
        "move-store",
        "--json",
        "--dir",
        &dir,
        "--to",
        &schema.address(),
    ]);
    let there = there.well().json();
    assert_eq!(versions(&there), 21);
    assert!(!there.to_string().contains("search_path"));
    import(&desk, &dir, 100, 5);
    // The process that still has the old place open can do nothing there, and nobody opens it again.
    drop(serving);
    let configuration = desk.path("node/mithaq.toml");
    let kept = std::fs::read_to_string(&configuration).unwrap();
    std::fs::remove_file(&configuration).unwrap();
    mithaq(["doctor", "--dir", &dir]).refused(2, "was moved to");
    std::fs::write(&configuration, kept).unwrap();
    let healthy = json(&format!("doctor --dir {dir}"));
    assert_eq!(healthy["healthy"], true);
    let file = desk.word("mithaq.db");
    std::fs::rename(desk.path("node/mithaq.db"), &file).unwrap();
    let back = json(&format!("move-store --dir {dir} --to folder"));
    assert_eq!(versions(&back), 26);
    assert!(!configuration.exists());
    assert_eq!(json(&format!("doctor --dir {dir}"))["healthy"], true);
    let found = json(&format!("search --dir {dir} harbour --limit 100"));
    assert_eq!(found["objects"].as_array().unwrap().len(), 25);
}

#[test]
fn several_processes_share_one_store_on_a_server() {
    let Some(schema) = Schema::new() else { return };
    let desk = Desk::new();
    let one = desk.word("one");
    mithaq([
        "init",
        "--dir",
        &one,
        "--name",
        "Agency",
        "--country",
        "MA",
        "--store",
        &schema.address(),
    ])
    .well();
    copy_folder(Path::new(&one), &desk.path("two"));
    let two = desk.word("two");
    let serving = [&one, &two].map(|dir| Serving::begin(Path::new(dir), &[]));
    let importing: Vec<_> = [(&one, 0), (&two, 1000), (&one, 2000), (&two, 3000)]
        .into_iter()
        .map(|(dir, first)| {
            let file = format!("feed-{first}.json");
            desk.write(&file, feed(first, 300));
            program(["import", "--dir", dir, &desk.word(&file)])
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut import in importing {
        assert!(import.wait().unwrap().success());
    }
    drop(serving);
    let checks = json(&format!("doctor --dir {one}"));
    assert_eq!(checks["healthy"], true, "{checks:#}");
    let graph = checks["checks"].as_array().unwrap();
    let graph = graph.iter().find(|check| check["what"] == "graph").unwrap();
    assert_eq!(text(graph, "/found"), "1201 objects, 1201 versions");
}

/// Keys, certificate and configuration, as an operator copies them to a second machine.
fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
