//! What stands between two nodes, and how each is told of it.

use std::path::Path;

use mithaq_node::NodeCard;
use serde_json::json;

use crate::support::{GIVER, Pair, READER, Serving, indicator, json as report, mithaq, text};

#[test]
fn an_agreement_without_notice_ends_at_once() {
    let pair = Pair::new();
    pair.import(&[indicator(1, "A")]);
    let serving = pair.serve();
    let example = mithaq(["agreement", "new", "--example"]).well().out;
    let draft = example
        .replace("Valombrian Office for Financial Intelligence", READER)
        .replace("notice_months = 3\n", "");
    let draft = pair.desk.write("draft.toml", draft);
    let drafted = report(&format!("agreement new --dir {} {draft}", pair.giver));
    let id = text(&drafted, "/agreement");
    let signed = pair.desk.word("signed.json");
    for (from, to) in [(&pair.giver, &pair.reader), (&pair.reader, &pair.giver)] {
        report(&format!("agreement sign --dir {from} {id} --out {signed}"));
        report(&format!("agreement accept --dir {to} {signed}"));
    }
    let end = |dir: &str| {
        report(&format!(
            "agreement terminate --dir {dir} {id} --reason replaced"
        ))
    };
    assert_eq!(text(&end(&pair.giver), "/standing"), "terminated");
    let pulled = mithaq(["pull", "--json", "--dir", &pair.reader, "--agreement", id]);
    let pulled = pulled.with_code(1).json();
    assert!(
        text(&pulled, "/sources/0/error").starts_with(GIVER),
        "{pulled:#}"
    );
    drop(serving);
}

#[test]
fn a_partner_whose_node_does_not_answer_is_told_in_a_sentence() {
    let pair = Pair::new();
    let serving = pair.serve();
    let url = serving.url();
    assert_eq!(serving.stop(), Some(0));
    let done = mithaq(["pull", "--json", "--dir", &pair.reader]).with_code(1);
    let why = format!("nobody answers at {url}: is the partner's node running");
    assert!(
        text(&done.json(), "/sources/0/error").starts_with(&why),
        "{}",
        done.out
    );
}

#[test]
fn a_partner_whose_certificate_changed_is_not_read_from() {
    let pair = Pair::new();
    drop(pair.serve());
    std::fs::remove_dir_all(pair.desk.path("giver/tls")).unwrap();
    let serving = Serving::begin(Path::new(&pair.giver), &[]);
    // The reader learns the new address, but not the new certificate.
    let card = mithaq([
        "partner",
        "card",
        "--dir",
        &pair.giver,
        "--url",
        &serving.url(),
    ]);
    let mut card = card.well().json();
    card["tls_sha256"] = json!("00".repeat(32));
    let fingerprint = NodeCard::parse(&card.to_string()).unwrap().fingerprint();
    let card = pair.desk.write("card.json", card.to_string());
    let add = ["partner", "add", "--dir", &pair.reader, &card];
    mithaq(add).refused(1, "this card changes the address and the certificate of");
    let heard = ["--fingerprint", &fingerprint];
    mithaq(add.iter().chain(&heard)).well();
    let done = mithaq(["pull", "--dir", &pair.reader]).with_code(1);
    assert!(
        done.err
            .contains("the partner's certificate is not the one on its card"),
        "{}",
        done.err
    );
}

#[test]
fn a_token_that_was_revoked_opens_nothing() {
    let pair = Pair::new();
    pair.import(&[indicator(1, "A")]);
    let _serving = pair.serve();
    let words = [
        "partner",
        "token",
        "--json",
        "--dir",
        &pair.giver,
        READER,
        "--revoke",
    ];
    assert_eq!(mithaq(words).well().json()["revoked"], true);
    let done = mithaq(["pull", "--dir", &pair.reader]);
    done.refused(1, "does not accept our token");
}

#[test]
fn what_each_says_to_people() {
    let pair = Pair::new();
    let said = |words: &[&str]| mithaq(words.iter().chain(&["--dir", pair.giver.as_str()])).well();
    let list = said(&["agreement", "list"]);
    assert!(
        list.out
            .contains(&format!("    with {READER}\n    in force since ")),
        "{}",
        list.out
    );
    let partners = said(&["partner", "list"]).out;
    assert!(
        partners.starts_with(&format!("XB {READER}\n   identity--")),
        "{partners}"
    );
    assert!(
        partners.contains("node none   tokens given 0   token received no"),
        "{partners}"
    );
    let preview = said(&["agreement", "preview", &pair.agreement, "--lang", "fr"]).out;
    assert!(preview.starts_with("would be released: "), "{preview}");
}
