//! What is done is written down, and can be proved to whom it concerns.

use mithaq_ledger::{commit, leaf_hash, root_of};
use mithaq_node::{NotProved, Query, Receipt};
use mithaq_stix::Tlp;
use mithaq_testkit::indicator;
use serde_json::Value;

use crate::support::{THEIRS, admitted, pair};

#[tokio::test]
async fn each_disclosure_has_its_entry_and_a_receipt_that_verifies() {
    let pair = pair().await;
    let node = &pair.ours.node;
    let objects: Vec<Value> = (0..7).map(|n| indicator(n, Tlp::Green)).collect();
    pair.ours.hold(&["cybercrime"], &objects).await;
    let mut after_seq = None;
    loop {
        let query = Query {
            after_seq,
            limit: 3,
            ..Query::default()
        };
        let disclosed = pair.disclose(query).await;
        let Some(last) = disclosed.page().last() else {
            break;
        };
        after_seq = Some(last.seq);
        let index = disclosed.receipt().unwrap();
        let receipt = node.receipt_for(&pair.them, index).await.unwrap().unwrap();
        let read = Receipt::parse(receipt.to_json().as_bytes()).unwrap();
        let proved = read.verify(Some(&node.log_key())).unwrap();
        assert_eq!((proved.index, proved.pinned), (index, true));
        let entry: Value = serde_json::from_str(&read.entry).unwrap();
        assert_eq!(entry["act"], "disclosed");
        assert_eq!(entry["agreement"], pair.agreement.as_str());
        assert_eq!(entry["partner"], pair.theirs.node.identity().as_str());
        assert_eq!(entry["detail"]["objects"], disclosed.page().len());
        assert_eq!(entry["detail"]["last_seq"], last.seq);
        let leaves: Vec<_> = disclosed
            .page()
            .iter()
            .map(|it| leaf_hash(it.digest.as_bytes()))
            .collect();
        assert_eq!(
            entry["detail"]["objects_root"],
            root_of(&leaves).to_string()
        );
        let mut forged = read;
        forged.entry = forged.entry.replace("\"disclosed\"", "\"withheld!\"");
        assert!(forged.verify(Some(&node.log_key())).is_err());
    }
    let listed = node
        .disclosures(Some(&pair.agreement), None, 9)
        .await
        .unwrap();
    let counts: Vec<u64> = listed
        .iter()
        .rev()
        .map(|it| it.disclosure.objects)
        .collect();
    assert_eq!(counts, [3, 3, 1]);
}

#[tokio::test]
async fn a_receipt_is_for_the_partner_whom_the_entry_concerns() {
    let pair = pair().await;
    let node = &pair.ours.node;
    pair.ours
        .hold(&["cybercrime"], &[indicator(1, Tlp::Green)])
        .await;
    node.add_partner_without_node("Centre of Cimmeria", "XC")
        .await
        .unwrap();
    let (_, third) = admitted(node, "Centre of Cimmeria").await;
    let index = pair.disclose(Query::default()).await.receipt().unwrap();
    assert!(node.receipt_for(&third, index).await.unwrap().is_none());
    assert!(node.receipt_for(&pair.them, index).await.unwrap().is_some());
    assert!(
        node.receipt_for(&pair.them, 100_000)
            .await
            .unwrap()
            .is_none()
    );
    let size = node.log(None, 0).await.unwrap().size;
    for index in 0..size {
        let entry = node.log_entry(index).await.unwrap().unwrap();
        let concerned = entry.partner.map(|it| it.name);
        let given = node.receipt_for(&pair.them, index).await.unwrap().is_some();
        assert_eq!(
            given,
            concerned.as_deref() == Some(THEIRS),
            "{}",
            entry.entry.act
        );
        assert!(
            node.receipt(index).await.unwrap().is_some(),
            "an officer may see all"
        );
    }
}

#[tokio::test]
async fn every_act_is_an_entry() {
    let pair = pair().await;
    let node = &pair.ours.node;
    pair.ours
        .hold(&["training"], &[indicator(1, Tlp::Green)])
        .await;
    pair.ours
        .hold(&["cybercrime"], &[indicator(1, Tlp::Green)])
        .await;
    pair.page().await;
    node.suspend(&pair.agreement, "talks").await.unwrap();
    node.resume(&pair.agreement, "agreed").await.unwrap();
    node.terminate(&pair.agreement, "the law changed")
        .await
        .unwrap();
    node.add_officer("Amal", "viewer").await.unwrap();
    let partner = node.find_partner(THEIRS).await.unwrap();
    node.revoke_tokens(&partner).await.unwrap();
    let entries = node.log(None, 100).await.unwrap().entries;
    let acts: Vec<String> = entries
        .into_iter()
        .rev()
        .map(|view| view.entry.act)
        .collect();
    let expected = [
        "accepted",
        "partner-added",
        "agreement-drafted",
        "agreement-signed",
        "agreement-signed",
        "released",
        "token-issued",
        "accepted",
        "released",
        "rehandled",
        "released",
        "disclosed",
        "agreement-suspended",
        "agreement-resumed",
        "agreement-denounced",
        "officer-added",
        "tokens-revoked",
    ];
    assert_eq!(acts, expected);
}

#[tokio::test]
async fn the_root_is_what_anybody_computes_from_the_entries() {
    let pair = pair().await;
    let node = &pair.ours.node;
    for n in 0..40 {
        pair.ours
            .hold(&["cybercrime"], &[indicator(n, Tlp::Green)])
            .await;
        pair.page().await;
        let log = node.log(None, 1000).await.unwrap();
        let entries = log.entries.iter().rev().map(|view| &view.entry);
        let leaves: Vec<_> = entries
            .map(|entry| leaf_hash(&commit(&entry.salt, entry.content.as_bytes())))
            .collect();
        assert_eq!(leaves.len() as u64, log.size);
        assert_eq!(root_of(&leaves), log.root);
    }
    let checkpoint = node.checkpoint().await.unwrap();
    assert!(checkpoint.contains(&format!("\n{}\n", node.log(None, 0).await.unwrap().size)));
}

#[tokio::test]
async fn a_log_that_was_tampered_with_is_noticed() {
    let pair = pair().await;
    let wrong = || async {
        let checks = pair.ours.node.examine().await.unwrap();
        checks
            .into_iter()
            .filter(|check| check.wrong.is_some())
            .count()
    };
    assert_eq!(wrong().await, 0);
    let change = "UPDATE log_entry SET content = replace(content, 'signed', 'sighed') WHERE act = 'agreement-signed'";
    pair.ours.run_beside(change);
    assert_eq!(wrong().await, 1);
}

#[tokio::test]
async fn a_receipt_of_one_log_proves_nothing_about_another() {
    let pair = pair().await;
    let receipt = pair.ours.node.receipt(0).await.unwrap().unwrap();
    let other = pair.theirs.node.log_key();
    let refused: Result<_, NotProved> = receipt.verify(Some(&other));
    assert!(refused.is_err());
}
