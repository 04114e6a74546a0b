//! What scripts rely on whatever the command: streams, exit codes, awkward names and readers.

use std::fs::File;
use std::io::Read;
use std::process::Stdio;

use crate::support::{Desk, Done, bundle, indicator, json, mithaq, program, text};

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let desk = Desk::new();
    let node = desk.node("node", "Agency", "MA");
    let mut command = program(["doctor", "--dir", &node]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_written_is_no_success() {
    let desk = Desk::new();
    let node = desk.node("node", "Agency", "MA");
    for form in [&["--json"][..], &[]] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut command = program(["doctor", "--dir", &node]);
        let done = Done::of(command.args(form).stdout(full).output().unwrap()).with_code(2);
        assert_eq!(
            done.err,
            "error: the report cannot be written: No space left on device (os error 28)\n"
        );
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf8_are_shown_as_well_as_can_be() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let desk = Desk::new();
    let dir = desk.path("").join(OsStr::from_bytes(b"n\xff"));
    let file = desk.path("").join(OsStr::from_bytes(b"f\xff.json"));
    std::fs::write(&file, bundle(&[indicator(1, "One")])).unwrap();
    let words = |words: &[&str]| {
        let mut command = program(words);
        command.arg("--json").arg("--dir").arg(&dir);
        command
    };
    let mut init = words(&["init", "--name", "Agency", "--country", "MA"]);
    let made = Done::of(init.output().unwrap()).well().json();
    assert!(text(&made, "/dir").ends_with("n\u{fffd}"));
    let mut import = words(&["import"]);
    let report = Done::of(import.arg(&file).output().unwrap()).well().json();
    assert!(text(&report, "/files/0/file").ends_with("f\u{fffd}.json"));
    let mut validate = program(["validate", "--json"]);
    let report = Done::of(validate.arg(&file).output().unwrap())
        .well()
        .json();
    assert!(text(&report, "/files/0/file").ends_with("f\u{fffd}.json"));
}

#[test]
fn what_is_wrong_with_the_command_line_is_told_with_code_2() {
    let wrong: [&[&str]; 9] = [
        &[],
        &["recall"],
        &["import"],
        &["init", "--dir", "x", "--name", " ", "--country", "MA"],
        &[
            "init",
            "--dir",
            "x",
            "--name",
            "two\nlines",
            "--country",
            "MA",
        ],
        &["init", "--dir", "x", "--name", "A", "--country", "MAR"],
        &[
            "init",
            "--dir",
            "x",
            "--name",
            "A",
            "--country",
            "MA",
            "--lang",
            "de",
        ],
        &["import", "--dir", "x", "--tlp", "blue", "f"],
        &["import", "--dir", "x", "--subject", "Cyber Crime", "f"],
    ];
    for words in wrong {
        let done = mithaq(words).with_code(2);
        assert_eq!(done.out, "", "{words:?}");
        assert!(
            done.err.contains("Usage:") || done.err.contains("--help"),
            "{}",
            done.err
        );
    }
    assert!(!std::path::Path::new("x").exists());
}

#[test]
fn every_command_that_needs_a_node_says_that_there_is_none() {
    let desk = Desk::new();
    let nowhere = desk.word("nowhere");
    let file = desk.write("file", "{}");
    let commands: [&[&str]; 8] = [
        &["doctor"],
        &["import", &file],
        &["officer", "list"],
        &["partner", "list"],
        &["agreement", "list"],
        &["agreement", "show", "3f2a"],
        &["pull"],
        &["serve", "--listen", "127.0.0.1:0"],
    ];
    for words in commands {
        let done = mithaq(words.iter().chain(&["--dir", nowhere.as_str()]));
        done.refused(2, "holds no node: make one with `mithaq init --dir`");
    }
    assert!(!desk.path("nowhere").exists(), "looking makes nothing");
}

#[test]
fn the_folder_may_be_named_by_the_environment() {
    let desk = Desk::new();
    let node = desk.node("node", "Agency", "MA");
    let mut command = program(["officer", "list", "--json"]);
    let done = Done::of(command.env("MITHAQ_DIR", &node).output().unwrap());
    assert_eq!(text(&done.well().json(), "/officers/0/name"), "admin");
}

#[test]
fn a_node_is_made_once_and_its_secrets_are_for_its_user() {
    let desk = Desk::new();
    let dir = desk.word("deep/down/node");
    let made = mithaq([
        "init",
        "--json",
        "--dir",
        &dir,
        "--name",
        " مديرية السلامة ",
        "--country",
        "ma",
        "--lang",
        "ar",
    ]);
    let made = made.well().json();
    assert_eq!(text(&made, "/name"), "مديرية السلامة");
    assert_eq!(text(&made, "/country"), "MA");
    assert_eq!(text(&made, "/officer/name"), "admin");
    assert!(text(&made, "/identity").starts_with("identity--"));
    assert_eq!(json(&format!("doctor --dir {dir}"))["healthy"], true);

    let again = ["init", "--dir", &dir, "--name", "Other", "--country", "FR"];
    mithaq(again).refused(2, "already holds a node: choose an empty folder");
    let card = mithaq(["partner", "card", "--dir", &dir]).well().json();
    assert_eq!(text(&card, "/name"), "مديرية السلامة");

    let file = desk.write("file", "");
    let on_a_file = ["init", "--dir", &file, "--name", "A", "--country", "MA"];
    mithaq(on_a_file).refused(2, &format!("no node can be made in `{file}`"));
}

#[cfg(unix)]
#[test]
fn doctor_finds_a_secret_that_others_can_read() {
    use std::os::unix::fs::PermissionsExt;

    let desk = Desk::new();
    let dir = desk.node("node", "Agency", "MA");
    let key = desk.path("node/keys/log.key");
    std::fs::set_permissions(&key, PermissionsExt::from_mode(0o644)).unwrap();
    let done = mithaq(["doctor", "--json", "--dir", &dir]).with_code(1);
    assert_eq!(done.json()["healthy"], false);
    let done = mithaq(["doctor", "--dir", &dir]).with_code(1);
    assert!(done.out.contains("WRONG  key file"), "{}", done.out);
    assert!(
        done.out.contains("others can read a secret: chmod 600 "),
        "{}",
        done.out
    );
}

#[test]
fn the_draft_to_start_from_comes_in_either_form() {
    let plain = mithaq(["agreement", "new", "--example"]).well().out;
    let told = mithaq(["agreement", "new", "--example", "--json"]).well();
    assert_eq!(text(&told.json(), "/draft"), plain);
    assert!(plain.contains("[[article]]"));
}
