//! Two agencies, from the draft of an agreement to the proof of what was given.

use mithaq_exchange::{PullError, PullEvent, pull};
use mithaq_stix::Tlp;
use mithaq_testkit::{TestNode, indicator};

use crate::support::{Pair, certificate, serve_node, socket};

/// A pair whose giver serves with TLS.
async fn over_tls() -> Pair {
    let (listener, address) = socket().await;
    let giver = TestNode::new("Giver", 1).await;
    let taker = TestNode::new("Taker", 2).await;
    let certificate = certificate(&giver);
    serve_node(listener, Some(&certificate), &giver.node);
    let url = format!("https://{address}");
    Pair::between(giver, taker, &url, Some(certificate.sha256())).await
}

#[tokio::test]
async fn what_an_agreement_releases_arrives_with_its_proof() {
    let pair = over_tls().await;
    pair.release(1..=5).await;
    pair.giver
        .hold(&["cybercrime"], &[indicator(6, Tlp::Red)])
        .await;

    let mut events = Vec::new();
    let source = pair.source().await;
    let pulled = pull(&pair.taker.node, &source, |event| events.push(event))
        .await
        .unwrap();
    assert_eq!((pulled.pages, pulled.accepted, pulled.proved), (1, 5, 1));
    assert_eq!(pulled.not_proved, []);
    let page = PullEvent::Page {
        number: 1,
        accepted: 5,
        unchanged: 0,
        rejected: 0,
        proved: true,
    };
    assert_eq!(events, [page]);
    assert!(pair.holds(5).await);
    assert!(!pair.holds(6).await);

    // What the taker's receipt proves is the entry that the giver's log has about this page.
    let proved = pulled.last_proved.unwrap();
    let log = pair.giver.node.log(None, 100).await.unwrap();
    assert!(proved.pinned);
    assert_eq!(proved.origin, pair.giver.node.profile().origin);
    assert_eq!(proved.root, log.root);
    let entry = pair
        .giver
        .node
        .log_entry(proved.index)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(entry.entry.act, "disclosed");
}

#[tokio::test]
async fn the_next_pull_goes_on_where_the_last_one_stopped() {
    let pair = over_tls().await;
    pair.release(1..=5).await;
    assert_eq!(pair.pull().await.unwrap().accepted, 5);
    let nothing_new = pair.pull().await.unwrap();
    assert_eq!((nothing_new.pages, nothing_new.accepted), (0, 0));
    pair.release(6..=7).await;
    let news = pair.pull().await.unwrap();
    assert_eq!((news.accepted, news.unchanged, news.proved), (2, 0, 1));
}

#[tokio::test]
async fn a_long_collection_comes_page_by_page() {
    let pair = over_tls().await;
    pair.release(1..=2500).await;
    let mut pages = Vec::new();
    let source = pair.source().await;
    pull(&pair.taker.node, &source, |event| {
        if let PullEvent::Page {
            accepted, proved, ..
        } = event
        {
            pages.push((accepted, proved));
        }
    })
    .await
    .unwrap();
    assert_eq!(pages, [(1000, true), (1000, true), (500, true)]);
    assert!(pair.holds(2500).await);
}

#[tokio::test]
async fn a_suspension_stops_the_next_page_and_says_so() {
    let pair = over_tls().await;
    pair.release(1..=1).await;
    let giver = &pair.giver.node;
    giver.suspend(&pair.agreement, "A review").await.unwrap();
    let error = pair.pull().await.unwrap_err();
    insta::assert_snapshot!(error, @"Giver gives nothing under this agreement now: it is suspended on its side until Giver resumes it");
    giver.resume(&pair.agreement, "Done").await.unwrap();
    assert_eq!(pair.pull().await.unwrap().accepted, 1);
}

#[tokio::test]
async fn a_token_that_was_revoked_is_told() {
    let pair = over_tls().await;
    let taker = pair.giver.node.find_partner("Taker").await.unwrap();
    pair.giver.node.revoke_tokens(&taker).await.unwrap();
    let error = pair.pull().await.unwrap_err();
    insta::assert_snapshot!(error, @r#"Giver does not accept our token: ask for a new one and keep it with `mithaq partner token "Giver" --received TOKEN`"#);
}

#[tokio::test]
async fn an_agreement_that_ended_there_is_unknown_there() {
    let pair = over_tls().await;
    let end = "2029-01-01T00:00:00Z".parse().unwrap();
    pair.giver.clock.set(end);
    let error = pair.pull().await.unwrap_err();
    insta::assert_snapshot!(error, @"Giver has no such agreement in force with us: it has to accept the file that `mithaq agreement sign` gave, and sign it too");
}

#[tokio::test]
async fn another_certificate_than_that_on_the_card_is_refused() {
    let (listener, address) = socket().await;
    let impostor = TestNode::new("Impostor", 3).await;
    let shown = certificate(&impostor);
    let url = format!("https://{address}");
    let pair = Pair::at(&url, Some([7; 32])).await;
    serve_node(listener, Some(&shown), &pair.giver.node);
    pair.release(1..=1).await;
    let error = pair.pull().await.unwrap_err();
    assert!(
        matches!(error, PullError::OtherCertificate { .. }),
        "{error}"
    );
    let text = error.to_string();
    assert!(text.starts_with("the partner's certificate is not the one on its card: "));
    assert!(text.contains(&"07".repeat(32)));
    let card = impostor.node.card().at(&url, Some(shown.sha256()));
    assert!(text.contains(&card.tls_sha256.unwrap()));
    // Not even a page was asked for.
    let log = pair.giver.node.log(None, 100).await.unwrap();
    assert!(
        log.entries
            .iter()
            .all(|entry| entry.entry.act != "disclosed")
    );
}

#[tokio::test]
async fn plain_http_is_for_this_machine_alone() {
    let (listener, address) = socket().await;
    let pair = Pair::at(&format!("http://{address}"), None).await;
    serve_node(listener, None, &pair.giver.node);
    pair.release(1..=3).await;
    assert_eq!(pair.pull().await.unwrap().proved, 1);

    let elsewhere = Pair::at("http://192.0.2.1:8443", None).await;
    let error = elsewhere.pull().await.unwrap_err();
    insta::assert_snapshot!(error, @"the partner's address `http://192.0.2.1:8443` is without TLS, which is for this machine alone: ask for a new card");
}

#[tokio::test]
async fn what_is_missing_is_asked_for() {
    let no_certificate = Pair::at("https://192.0.2.1:8443", None).await;
    let error = no_certificate.pull().await.unwrap_err();
    insta::assert_snapshot!(error, @"the card of Giver names no certificate, so its node cannot be told from another: ask for a new card and add it with `mithaq partner add CARD`");

    let pair = Pair::at("https://192.0.2.1:8443/path", Some([7; 32])).await;
    let error = pair.pull().await.unwrap_err();
    insta::assert_snapshot!(error, @"the partner's address `https://192.0.2.1:8443/path` is more than a host and a port: ask for a new card");

    let mut source = pair.source().await;
    source.partner.credential = None;
    let error = pull(&pair.taker.node, &source, |_| ()).await.unwrap_err();
    insta::assert_snapshot!(error, @r#"no token of Giver is kept here: ask for one and keep it with `mithaq partner token "Giver" --received TOKEN`"#);
    source.partner.credential = Some("a\nb".to_owned());
    source.partner.card.url = Some("https://192.0.2.1".to_owned());
    let error = pull(&pair.taker.node, &source, |_| ()).await.unwrap_err();
    insta::assert_snapshot!(error, @r#"what is kept as the token of Giver cannot be one: ask for a new one and keep it with `mithaq partner token "Giver" --received TOKEN`"#);
    source.partner.card.url = None;
    let error = pull(&pair.taker.node, &source, |_| ()).await.unwrap_err();
    insta::assert_snapshot!(error, @"the card of Giver names no address: ask for a new card and add it with `mithaq partner add CARD`");
}

#[tokio::test]
async fn nobody_there_is_told_with_the_address() {
    let (listener, address) = socket().await;
    drop(listener);
    let pair = Pair::at(&format!("https://{address}"), Some([7; 32])).await;
    let error = pair.pull().await.unwrap_err();
    assert!(matches!(error, PullError::Unreachable { .. }));
    let text = error.to_string().replace(&address.to_string(), "HOST");
    insta::assert_snapshot!(text, @"nobody answers at https://HOST: is the partner's node running, and its address still right?");
}
