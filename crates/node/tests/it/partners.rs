//! Partners and their tokens.

use mithaq_node::{ActError, NodeCard};
use mithaq_testkit::TestNode;

use crate::support::{THEIRS, strangers};

#[tokio::test]
async fn a_token_works_until_it_is_revoked() {
    let (ours, _theirs) = strangers().await;
    let node = &ours.node;
    let partner = node.find_partner(THEIRS).await.unwrap();
    let first = node.issue_token(&partner, false).await.unwrap();
    let second = node.issue_token(&partner, false).await.unwrap();
    for token in [&first, &second] {
        let admitted = node.admit(token).await.unwrap().unwrap();
        assert_eq!(*admitted.identity(), partner.card.identity);
    }
    assert!(node.admit("mithaq_").await.unwrap().is_none());
    assert!(node.admit(&format!("{first}A")).await.unwrap().is_none());
    node.revoke_tokens(&partner).await.unwrap();
    for token in [&first, &second] {
        assert!(node.admit(token).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_token_given_alone_ends_the_others_of_that_partner() {
    let (ours, _theirs) = strangers().await;
    let node = &ours.node;
    let partner = node.find_partner(THEIRS).await.unwrap();
    let other = node.add_partner_without_node("Centre", "XC").await.unwrap();
    let old = node.issue_token(&partner, false).await.unwrap();
    let others = node.issue_token(&other, false).await.unwrap();
    let alone = node.issue_token(&partner, true).await.unwrap();
    assert!(node.admit(&old).await.unwrap().is_none());
    assert!(node.admit(&alone).await.unwrap().is_some());
    assert!(node.admit(&others).await.unwrap().is_some());
    assert_eq!(node.find_partner(THEIRS).await.unwrap().live_tokens, 1);
}

#[tokio::test]
async fn the_store_holds_no_token_that_could_be_shown() {
    let (ours, _theirs) = strangers().await;
    let partner = ours.node.find_partner(THEIRS).await.unwrap();
    let token = ours.node.issue_token(&partner, false).await.unwrap();
    if !ours.is_embedded() {
        return;
    }
    for file in ["mithaq.db", "mithaq.db-wal"] {
        let bytes = std::fs::read(ours.dir.path().join(file)).unwrap_or_default();
        let secret = token.trim_start_matches("mithaq_").as_bytes();
        assert!(
            !bytes.windows(secret.len()).any(|window| window == secret),
            "{file}"
        );
    }
}

#[tokio::test]
async fn a_card_says_who_a_node_is_and_is_compared_by_its_fingerprint() {
    let node = TestNode::new("Agency", 1).await.node;
    let card = node.card().at("https://agency.example", Some([7; 32]));
    assert_eq!(NodeCard::parse(&card.to_json()).unwrap(), card);
    // Neither a key nor the address to which tokens are sent can be exchanged unnoticed.
    let mut others = vec![
        node.card(),
        card.clone().at("https://elsewhere.example", None),
    ];
    for change in [
        |card: &mut NodeCard| card.signing_key = card.log_key.clone(),
        |card: &mut NodeCard| card.log_key = card.signing_key.clone(),
        |card: &mut NodeCard| card.identity.push('0'),
    ] {
        let mut other = card.clone();
        change(&mut other);
        others.push(other);
    }
    for other in others {
        assert_ne!(other.fingerprint(), card.fingerprint(), "{other:?}");
    }
    for (member, wrong) in [
        ("identity", "tool--00000000-0000-4000-8000-000000000001"),
        ("name", " "),
        ("signing_key", "AAAA"),
        ("log_key", "nothing"),
        ("tls_sha256", "zz"),
        ("format", "mithaq-node/9"),
    ] {
        let mut text: serde_json::Value = serde_json::from_str(&card.to_json()).unwrap();
        text[member] = wrong.into();
        NodeCard::parse(&text.to_string()).unwrap_err();
    }
    let own = node.add_partner(&node.card()).await;
    assert!(matches!(own, Err(ActError::Parties(_))));
}
