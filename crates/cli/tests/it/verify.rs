//! `mithaq verify`: what a receipt proves, and that nothing else passes for one.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{GIVER, Pair, Serving, fetch, indicator, mithaq, text};

/// A pull's receipt, and the card of the one who gave it.
struct Proof {
    pair: Pair,
    serving: Serving,
    receipt: String,
    card: String,
    /// What the reader may show to the giver to ask for a checkpoint.
    token: String,
}

impl Proof {
    fn new() -> Self {
        let pair = Pair::new();
        pair.import(&[indicator(1, "A"), indicator(2, "B")]);
        let serving = pair.serve();
        // Before the reading, because the log records this too.
        let token = pair.token();
        let pulled = pair.pull();
        let receipt = text(&pulled, "/receipts/0").to_owned();
        let card = mithaq(["partner", "card", "--dir", &pair.giver]).well().out;
        let card = pair.desk.write("giver-card.json", card);
        Self {
            pair,
            serving,
            receipt,
            card,
            token,
        }
    }

    /// The log's checkpoint as it is now, in a file.
    fn checkpoint(&self, serving: &Serving, name: &str) -> String {
        let certificate = self.pair.desk.path("giver/tls/cert.pem");
        let url = format!("{}/log/checkpoint", serving.url());
        let (status, note) = fetch(&url, Some(&certificate), Some(&self.token));
        assert_eq!(status, 200, "{note}");
        self.pair.desk.write(name, note)
    }
}

#[test]
fn a_receipt_is_proved_by_key_card_or_folder_and_shown_without() {
    let Proof {
        pair,
        receipt,
        card,
        ..
    } = Proof::new();
    let whole: Value = serde_json::from_str(&fs::read_to_string(&receipt).unwrap()).unwrap();
    let key = text(&whole, "/log");
    for pinning in [
        ["--key", key],
        ["--key", &card],
        ["--dir", &pair.reader],
        ["--dir", &pair.giver],
    ] {
        let words = ["verify", "--json", &receipt].into_iter().chain(pinning);
        let report = mithaq(words).well().json();
        assert_eq!(
            (&report["proved"], &report["pinned"]),
            (&true.into(), &true.into())
        );
        assert_eq!(text(&report, "/entry/agreement"), pair.agreement);
        assert_eq!(report["checkpoint"], Value::Null);
    }
    let said = mithaq(["verify", &receipt, "--key", &card]).well().out;
    assert!(said.starts_with("proved: the log `"), "{said}");
    assert!(
        said.contains("signed with the key that you hold for this node"),
        "{said}"
    );

    let report = mithaq(["verify", "--json", &receipt]).well().json();
    assert_eq!(report["pinned"], false);
    let said = mithaq(["verify", &receipt]).well().out;
    assert!(
        said.contains("compare it with the one on the node's card"),
        "{said}"
    );
}

#[test]
fn the_key_that_is_named_wins_over_the_folder_of_the_environment() {
    let Proof {
        pair,
        receipt,
        card,
        ..
    } = Proof::new();
    let stranger = pair.desk.node("stranger", "Stranger", "FR");
    let mut command = crate::support::program(["verify", &receipt, "--key", &card]);
    let output = command.env("MITHAQ_DIR", &stranger).output().unwrap();
    crate::support::Done::of(output).well();

    let done = mithaq(["verify", "--json", &receipt, "--dir", &stranger]).with_code(1);
    assert_eq!(done.json()["proved"], false);
    assert!(text(&done.json(), "/why").starts_with("no partner of this node has the log `"));
}

#[test]
fn a_receipt_changed_in_any_byte_is_refused_with_a_reason() {
    let Proof {
        pair,
        receipt,
        card,
        ..
    } = Proof::new();
    let whole = fs::read(&receipt).unwrap();
    let refuse = |place: usize| {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        let name = format!("changed-{place}.json");
        let file = pair.desk.write(&name, &changed);
        let done = mithaq(["verify", "--json", &file, "--key", &card]);
        assert!(
            done.code == 1 || done.code == 2,
            "byte {place} of {}: {}",
            whole.len(),
            done.out
        );
        let why = match done.code {
            1 => text(&done.json(), "/why").to_owned(),
            _ => done.err,
        };
        assert!(why.len() > 20, "byte {place}: {why}");
        fs::remove_file(file).unwrap();
    };
    std::thread::scope(|scope| {
        for start in 0..4 {
            let places = (start..whole.len()).step_by(4);
            scope.spawn(move || places.for_each(refuse));
        }
    });
}

#[test]
fn another_key_proves_nothing() {
    let Proof { pair, receipt, .. } = Proof::new();
    let other = mithaq(["partner", "card", "--dir", &pair.reader])
        .well()
        .out;
    let other = pair.desk.write("other-card.json", other);
    let done = mithaq(["verify", "--json", &receipt, "--key", &other]).with_code(1);
    assert_eq!(done.json()["proved"], false);
    let said = mithaq(["verify", &receipt, "--key", &other])
        .with_code(1)
        .out;
    assert!(said.starts_with("not proved: "), "{said}");
    let neither = pair.desk.write("neither", "a key, perhaps");
    mithaq(["verify", &receipt, "--key", &neither])
        .refused(2, "neither a verifier key nor the card");
    mithaq(["verify", &receipt, "--key", "nowhere"]).refused(2, "`nowhere` cannot be read");
}

#[test]
fn what_is_no_receipt_is_2() {
    let Proof { pair, card, .. } = Proof::new();
    for (name, content) in [
        ("empty", ""),
        ("text", "hello"),
        ("list", "[]"),
        ("object", "{}"),
    ] {
        let file = pair.desk.write(name, content);
        mithaq(["verify", &file]).refused(2, "error: this is not a receipt: ");
    }
    mithaq(["verify", &card]).refused(2, "error: this is not a receipt: ");
    mithaq(["verify", &pair.desk.word("none")]).refused(2, "cannot be read: No such file");
}

#[test]
fn a_checkpoint_confirms_contradicts_or_cannot_be_compared() {
    let proof = Proof::new();
    let Proof { pair, receipt, .. } = &proof;
    let verify = |checkpoint: &str| {
        mithaq([
            "verify",
            "--json",
            receipt,
            "--dir",
            &pair.reader,
            "--checkpoint",
            checkpoint,
        ])
    };
    let same = proof.checkpoint(&proof.serving, "same");
    assert_eq!(text(&verify(&same).well().json(), "/checkpoint"), "same");

    pair.import(&[indicator(3, "C")]);
    let later = proof.checkpoint(&proof.serving, "later");
    assert_eq!(
        text(&verify(&later).well().json(), "/checkpoint"),
        "other-size"
    );
    let words = ["verify", receipt, "--checkpoint", &later];
    let said = mithaq(words).well().out;
    assert!(
        said.contains("by itself it neither confirms nor contradicts"),
        "{said}"
    );

    let note = fs::read_to_string(&same).unwrap();
    let changed = pair.desk.write("changed", note.replacen('\n', "\n1", 1));
    let done = verify(&changed).with_code(1);
    assert!(
        text(&done.json(), "/why").starts_with("the checkpoint: "),
        "{}",
        done.out
    );
    let no_note = pair.desk.write("no-note", "hello");
    verify(&no_note).refused(2, "error: this is not a checkpoint: ");
}

#[test]
fn a_log_that_was_forked_is_found_out() {
    let pair = Pair::new();
    // The giver keeps a second set of books: the same keys, another history of the same length.
    let second = pair.desk.word("second");
    let copied = Command::new("cp")
        .args(["-r", &pair.giver, &second])
        .status()
        .unwrap();
    assert!(copied.success());
    pair.import(&[indicator(1, "What is shown to one")]);
    let serving = pair.serve();
    let receipt = text(&pair.pull(), "/receipts/0").to_owned();
    drop(serving);

    let books = Pair {
        giver: second.clone(),
        ..pair
    };
    books.import(&[indicator(2, "What is shown to another")]);
    let token = books.token();
    let serving = Serving::begin(Path::new(&second), &[]);
    let certificate = books.desk.path("second/tls/cert.pem");
    let uuid = books.agreement.split_once("--").unwrap().1;
    let page = format!(
        "{}/taxii2/cooperation/collections/{uuid}/objects/",
        serving.url()
    );
    let (status, body) = fetch(&page, Some(&certificate), Some(&token));
    assert_eq!(status, 200, "{body}");
    let checkpoint = format!("{}/log/checkpoint", serving.url());
    let (_, note) = fetch(&checkpoint, Some(&certificate), Some(&token));
    let note = books.desk.write("checkpoint", note);

    let words = [
        "verify",
        "--json",
        "--dir",
        &books.reader,
        &receipt,
        "--checkpoint",
        &note,
    ];
    let report = mithaq(words).with_code(1).json();
    assert_eq!(report["proved"], false);
    let why = text(&report, "/why");
    assert!(
        why.starts_with("the log shows two different trees of "),
        "{why}"
    );
    assert!(
        why.ends_with("keep both files, they prove that it was forked"),
        "{why}"
    );
    let known = mithaq(["partner", "list", "--dir", &books.reader])
        .well()
        .out;
    assert!(known.contains(GIVER));
}
