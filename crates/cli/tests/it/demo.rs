//! `mithaq demo`: three agencies, for real, and nothing left behind.

use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::support::{Desk, Done, Serving, fetch, mithaq, program, signal, text};

const ONCE: [&str; 5] = ["demo", "--once", "--json", "--listen", "127.0.0.1:0"];

#[test]
fn three_agencies_read_from_each_other_with_proofs_and_one_is_refused() {
    let desk = Desk::new();
    let kept = desk.word("kept");
    let told = mithaq(ONCE.into_iter().chain(["--dir", &kept]))
        .well()
        .json();
    assert_eq!(told["ready"], true);
    assert_eq!(told["resumed"], false);
    let agencies = told["agencies"].as_array().unwrap();
    assert_eq!(agencies.len(), 3);
    for agency in agencies {
        assert!(Path::new(text(agency, "/certificate")).is_file());
        let words = ["doctor", "--json", "--dir", text(agency, "/dir")];
        assert_eq!(mithaq(words).well().json()["healthy"], true);
    }
    let readings = told["readings"].as_array().unwrap();
    assert_eq!(readings.len(), 4);
    for reading in readings {
        assert!(reading["objects"].as_u64().unwrap() > 0, "{reading:#}");
        assert!(
            reading["receipts_verified"].as_u64().unwrap() > 0,
            "{reading:#}"
        );
    }
    prove_and_explain(&told);
}

/// The commands that the demo proposes to try.
fn prove_and_explain(told: &Value) {
    let (receipt, card) = (text(told, "/receipt/file"), text(told, "/receipt/key"));
    let proved = mithaq(["verify", "--json", receipt, "--key", card])
        .well()
        .json();
    assert_eq!(proved["pinned"], true);

    let (object, dir) = (text(told, "/refusal/object"), text(told, "/agencies/0/dir"));
    let words = [
        "agreement",
        "explain",
        "--json",
        "--lang",
        "ar",
        "--dir",
        dir,
        object,
    ];
    let explained = mithaq(words).well().json();
    let sentences: Vec<&str> = explained["explanations"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|explanation| explanation["released"] == false)
        .flat_map(|explanation| explanation["reasons"].as_array().unwrap())
        .map(|reason| text(reason, "/sentence"))
        .collect();
    let in_arabic = text(told, "/refusal/reasons/0/1");
    assert!(
        sentences.contains(&in_arabic),
        "{in_arabic} not in {sentences:#?}"
    );
}

#[test]
fn the_same_folder_goes_on_where_it_stopped() {
    let desk = Desk::new();
    let kept = desk.word("kept");
    let run = || {
        mithaq(ONCE.into_iter().chain(["--dir", &kept]))
            .well()
            .json()
    };
    let (first, second) = (run(), run());
    assert_eq!(
        (&first["resumed"], &second["resumed"]),
        (&false.into(), &true.into())
    );
    let identities = |told: &Value| {
        let agencies = told["agencies"].as_array().unwrap();
        agencies
            .iter()
            .map(|agency| text(agency, "/identity").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(identities(&first), identities(&second));
    for reading in second["readings"].as_array().unwrap() {
        assert_eq!(reading["objects"], 0, "everything was read the first time");
    }
    assert_eq!(first["refusal"], second["refusal"]);
    let listed = mithaq([
        "agreement",
        "list",
        "--json",
        "--dir",
        &format!("{kept}/murjania"),
    ]);
    assert_eq!(
        listed.well().json()["agreements"].as_array().unwrap().len(),
        2
    );
    prove_and_explain(&second);
}

#[test]
fn a_run_that_was_interrupted_is_finished_by_the_next() {
    let desk = Desk::new();
    let kept = desk.word("kept");
    let run = || mithaq(ONCE.into_iter().chain(["--dir", &kept]));
    let mut child = program(ONCE.into_iter().chain(["--dir", &kept]))
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    // The last node is there, so all of them are; nothing was read yet.
    while !desk.path("kept/orrinmark/tls/cert.pem").exists() {
        assert!(child.try_wait().unwrap().is_none());
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let told = run().well().json();
    assert_eq!(told["resumed"], false);
    assert_eq!(told["readings"].as_array().unwrap().len(), 4);
    prove_and_explain(&told);
}

#[test]
fn without_a_folder_nothing_is_left_behind() {
    let desk = Desk::new();
    let temporary = desk.path("temporary");
    std::fs::create_dir(&temporary).unwrap();
    let mut once = program(ONCE);
    let told = Done::of(once.env("TMPDIR", &temporary).output().unwrap())
        .well()
        .json();
    assert!(text(&told, "/folder").starts_with(temporary.to_str().unwrap()));
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0);

    let mut serving = program(["demo", "--json", "--listen", "127.0.0.1:0"]);
    serving.env("TMPDIR", &temporary).stderr(Stdio::null());
    let demo = Serving::ready(serving);
    let told = &demo.told;
    for agency in told["agencies"].as_array().unwrap() {
        let certificate = Path::new(text(agency, "/certificate"));
        let url = format!("{}/readyz", text(agency, "/url"));
        assert_eq!(
            fetch(&url, Some(certificate), None),
            (200, "ok\n".to_owned())
        );
    }
    assert!(std::fs::read_dir(&temporary).unwrap().count() > 0);
    assert_eq!(demo.stop(), Some(0));
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0);
}

#[test]
fn people_are_shown_what_to_open_and_what_to_try() {
    let desk = Desk::new();
    let kept = desk.path("demo").display().to_string();
    let once = ["demo", "--once", "--listen", "127.0.0.1:0"];
    let passing = mithaq(once).well().out;
    assert!(
        !passing.contains(" verify "),
        "nothing can be tried of what is gone:\n{passing}"
    );
    let said = mithaq(once.iter().chain(&["--dir", &kept])).well().out;
    for words in [
        "Three invented agencies, each with a node of its own on this machine:",
        "المديرية العامة للتعاون الأمني بمرجانيا",
        "sign in  officer / ",
        "receipts verified: 1",
        "Withheld by General Directorate for Security Cooperation of Murjania:",
        " verify ",
        " agreement explain --dir ",
        "\nready\n",
    ] {
        assert!(said.contains(words), "`{words}` not in:\n{said}");
    }
}

#[test]
fn who_stops_it_before_it_is_ready_finds_nothing_left_either() {
    let desk = Desk::new();
    let temporary = desk.path("temporary");
    std::fs::create_dir(&temporary).unwrap();
    let files = || std::fs::read_dir(&temporary).unwrap().count();
    let mut child = program(["demo", "--json", "--listen", "127.0.0.1:0"])
        .env("TMPDIR", &temporary)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while files() == 0 {
        assert!(child.try_wait().unwrap().is_none());
        std::thread::yield_now();
    }
    signal(&child, "TERM");
    assert!(child.wait().unwrap().code().is_some(), "it ended by itself");
    assert_eq!(files(), 0);
}
