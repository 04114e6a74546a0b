//! `mithaq import`: what is kept, what is not and why, and what a crash leaves.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{
    Desk, Done, Pair, bundle, indicator, json as report_of, mithaq, program, text,
};

#[test]
fn good_objects_are_kept_and_bad_ones_told_exactly() {
    let desk = Desk::new();
    let node = desk.node("node", "مديرية", "MA");
    let mut old = indicator(2, "B");
    old["modified"] = json!("2025-01-01T00:00:00.000Z");
    let mut odd = indicator(3, "C");
    odd.as_object_mut().unwrap().remove("valid_from");
    let content = bundle(&[indicator(1, "نطاق تصيد"), old, odd, indicator(4, "D")]);
    let file = desk.write("نشرة الأسبوع.json", &content);

    let done = mithaq(["import", "--json", "--dir", &node, &file]).with_code(1);
    let report = &done.json()["files"][0];
    assert_eq!(counts(report), [2, 0, 2]);
    assert_eq!(text(report, "/file"), file);
    let starts: Vec<usize> = content
        .match_indices("{\"type\":\"ind")
        .map(|(at, _)| at)
        .collect();
    assert_eq!(
        report["rejections"][0],
        json!({
            "byte": starts[1], "id": "indicator--00000000-0000-4000-8000-000000000002",
            "findings": [{
                "severity": "error", "path": "modified", "rule": "time-order", "section": "3.2",
                "message": "`modified` must not be earlier than `created`",
            }],
        })
    );
    assert_eq!(report["rejections"][1]["byte"], starts[2]);
    assert_eq!(text(report, "/rejections/1/findings/0/path"), "valid_from");
    let line = format!(
        "{file}: byte {}: indicator--00000000-0000-4000-8000-000000000002: error at `modified`: ",
        starts[1]
    );
    assert!(done.err.contains(&line), "{}", done.err);

    let again = mithaq(["import", "--json", "--dir", &node, &file]).with_code(1);
    assert_eq!(counts(&again.json()["files"][0]), [0, 2, 2]);
}

#[test]
fn arabic_names_come_back_as_they_were() {
    let pair = Pair::new();
    let report = pair.import(&[indicator(1, "نطاق «تصيّد» — ١٢٣")]);
    assert_eq!(counts(&report), [1, 0, 0]);
    let id = "indicator--00000000-0000-4000-8000-000000000001";
    let words = [
        "agreement",
        "explain",
        "--json",
        "--lang",
        "ar",
        "--dir",
        &pair.giver,
        id,
    ];
    let explained = mithaq(words).well().json();
    assert_eq!(explained["explanations"][0]["released"], true);
    let preview = mithaq([
        "agreement",
        "show",
        "--dir",
        &pair.giver,
        "--lang",
        "ar",
        &pair.agreement,
    ]);
    assert!(preview.well().out.starts_with("مذكرة تفاهم"));
}

#[test]
fn a_file_that_cannot_be_read_keeps_nothing_of_it_and_stops_no_other() {
    let desk = Desk::new();
    let node = desk.node("node", "Agency", "MA");
    let whole = bundle(&[indicator(1, "A"), indicator(2, "B")]);
    let cut = desk.write("cut.json", &whole.as_bytes()[..whole.len() - 20]);
    let good = desk.write("good.json", bundle(&[indicator(3, "C")]));
    let done = mithaq(["import", "--json", "--dir", &node, &cut, &good]).with_code(2);
    let report = done.json();
    let end = whole.len() - 20;
    assert_eq!(
        text(&report, "/files/0/error"),
        format!(
            "`{cut}`: nothing of it was imported: the file ends at byte {end} in the middle of its \
             content: it was cut off"
        )
    );
    assert_eq!(counts(&report["files"][1]), [1, 0, 0]);
    // Its own identity is the other one.
    assert_eq!(held(&node), 2);
}

#[test]
fn what_is_no_stix_file_is_refused_in_words() {
    let desk = Desk::new();
    let node = desk.node("node", "Agency", "MA");
    let cases = [
        (
            desk.write("empty.json", ""),
            "nothing of it was imported: the file is empty",
        ),
        (
            desk.write("text.txt", "hello"),
            "at byte 0 the file is not JSON",
        ),
        (
            desk.word("none.json"),
            "cannot be read: No such file or directory",
        ),
        (desk.word(""), "is a folder: name the files in it"),
    ];
    for (file, words) in cases {
        let done = mithaq(["import", "--dir", &node, &file]).with_code(2);
        assert_eq!(done.err.matches(file.as_str()).count(), 1, "{}", done.err);
        assert!(done.err.contains(words), "{}", done.err);
    }
    assert_eq!(held(&node), 1);
}

#[test]
fn standard_input_is_a_file_too() {
    let desk = Desk::new();
    let node = desk.node("node", "Agency", "MA");
    let mut child = program(["import", "--json", "--dir", &node, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let objects = bundle(&[indicator(1, "A"), indicator(2, "B")]);
    child
        .stdin
        .take()
        .unwrap()
        .write_all(objects.as_bytes())
        .unwrap();
    let done = Done::of(child.wait_with_output().unwrap()).well();
    assert_eq!(counts(&done.json()["files"][0]), [2, 0, 0]);
    assert_eq!(text(&done.json(), "/files/0/file"), "-");
}

#[test]
fn the_same_again_under_another_subject_changes_the_handling_only_when_asked() {
    let desk = Desk::new();
    let node = desk.node("node", "Agency", "MA");
    let file = desk.write("feed.json", bundle(&[indicator(1, "A")]));
    let import = |subject: &str| {
        let mut report = report_of(&format!("import --dir {node} --subject {subject} {file}"));
        report["files"][0].take()
    };
    assert_eq!(counts(&import("cybercrime")), [1, 0, 0]);
    assert_eq!(counts(&import("cybercrime")), [0, 1, 0]);
    let other = import("border-security");
    assert_eq!(counts(&other), [0, 1, 0]);
    assert_eq!(other["handled_otherwise"], 1);
    let asked = import("border-security --change-handling");
    assert_eq!(counts(&asked), [0, 0, 0]);
    assert_eq!(asked["handling_changed"], 1);
}

#[test]
fn more_bad_objects_than_anybody_reads_are_still_counted() {
    let desk = Desk::new();
    let node = desk.node("node", "Agency", "MA");
    let bad: Vec<Value> = (0..1200)
        .map(|number| json!({ "type": "x", "id": number }))
        .collect();
    let file = desk.write("bad.json", bundle(&bad));
    let done = mithaq(["import", "--json", "--dir", &node, &file]).with_code(1);
    let report = &done.json()["files"][0];
    assert_eq!(counts(report), [0, 0, 1200]);
    assert_eq!(report["rejections"].as_array().unwrap().len(), 1000);
    assert!(done.err.contains("200 more objects are rejected"));
}

/// Objects of the file that a crash interrupts.
const MANY: usize = 20_000;

#[test]
fn a_crash_in_the_middle_loses_nothing_and_the_next_import_finishes() {
    let pair = Pair::new();
    let objects: Vec<Value> = (0..MANY).map(|number| indicator(number, "A")).collect();
    let file = pair.desk.write("many.json", bundle(&objects));
    let words = [
        "import",
        "--json",
        "--dir",
        &pair.giver,
        "--subject",
        "cybercrime",
        &file,
    ];
    let before = held(&pair.giver);
    let mut importing = program(words).stdout(Stdio::null()).spawn().unwrap();
    wait_until_written(&mut importing, &pair.desk.path("giver/mithaq.db-wal"));
    importing.kill().unwrap();
    assert_eq!(importing.wait().unwrap().code(), None, "killed, not ended");

    let kept = held(&pair.giver) - before;
    assert!(kept > 0 && kept < MANY as u64, "{kept} were kept");
    let checks = report_of(&format!("doctor --dir {}", pair.giver));
    assert_eq!(checks["healthy"], true);

    let report = mithaq(words).well().json();
    assert_eq!(counts(&report["files"][0]), [MANY as u64 - kept, kept, 0]);
    assert_eq!(held(&pair.giver) - before, MANY as u64);
    let list = report_of(&format!("agreement list --dir {}", pair.giver));
    assert_eq!(
        list["agreements"][0]["released"], MANY,
        "what was cut off is decided too"
    );
    assert_eq!(
        report_of(&format!("doctor --dir {}", pair.giver))["healthy"],
        true
    );
}

/// Memory that a large import may take, in kilobytes.
const MOST_MEMORY: u64 = 200_000;

#[cfg(target_os = "linux")]
#[test]
fn a_large_real_bundle_is_imported_whole_in_little_memory() {
    let Some(file) = shared("conformance/real/enterprise-attack-18.1.rebuilt-stix21.json") else {
        return;
    };
    let desk = Desk::new();
    let node = desk.node("node", "Agency", "MA");
    let mut importing = program(["import", "--json", "--dir", &node])
        .arg(&file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let peak = peak_memory(&mut importing);
    let done = Done::of(importing.wait_with_output().unwrap()).well();
    let report = done.json();
    assert_eq!(counts(&report["files"][0]), [24_771, 0, 0]);
    println!("peak memory: {peak} kB");
    assert!(peak > 0 && peak < MOST_MEMORY, "{peak} kB");
}

/// A file of test data that is not in the repository; none where there is no such data.
fn shared(name: &str) -> Option<PathBuf> {
    let Some(root) = std::env::var_os("MITHAQ_SHARED") else {
        println!("not run: MITHAQ_SHARED is not set");
        return None;
    };
    let path = Path::new(&root).join(name);
    assert!(path.is_file(), "{} is missing", path.display());
    Some(path)
}

/// The most memory that a process ever had, looked at until it ends; in kilobytes.
fn peak_memory(child: &mut Child) -> u64 {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(&status).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        if let Some(line) = line {
            peak = line.trim().trim_end_matches(" kB").parse().unwrap();
        }
        std::thread::park_timeout(Duration::from_millis(5));
    }
    peak
}

/// Waits until an import has made some of its steps durable.
fn wait_until_written(importing: &mut Child, log: &Path) {
    while fs::metadata(log).map_or(0, |log| log.len()) < 3_000_000 {
        assert!(
            importing.try_wait().unwrap().is_none(),
            "it ended before it could be killed"
        );
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

/// How many were accepted, unchanged, rejected.
fn counts(report: &Value) -> [u64; 3] {
    ["accepted", "unchanged", "rejected"].map(|member| report[member].as_u64().unwrap())
}

/// How many objects a node holds.
fn held(node: &str) -> u64 {
    let report = report_of(&format!("doctor --dir {node}"));
    let checks = report["checks"].as_array().unwrap();
    let graph = checks
        .iter()
        .find(|check| check["what"] == "graph")
        .unwrap();
    let (objects, _) = text(graph, "/found").split_once(' ').unwrap();
    objects.parse().unwrap()
}
